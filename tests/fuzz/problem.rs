//! Any bytes as a problem: read without a panic, and what can be read is answered, within a budget, by an answer that holds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pathstack::{
    check,
    solve::{
        Budget, Prepared,
        problem::{Minimise, Problem},
    },
};

fuzz_target!(|bytes: &[u8]| {
    let (Ok(problem), Ok(minimise)) = (Problem::read(bytes), "cost,hours,count".parse::<Minimise>()) else { return };
    let budget = Budget { nodes: Some(200), ..Budget::UNLIMITED };
    if let Ok((outcome, certificate)) = Prepared::new(problem.catalogue().clone()).prove(problem.query(), &minimise, &budget) {
        check::answer(&problem, &minimise, &outcome.answer).expect("an answer holds");
        if let Some(certificate) = certificate {
            check::certificate(&problem, &minimise, &outcome.answer, &certificate).expect("a certificate proves");
        }
    }
});
