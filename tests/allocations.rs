//! What a question allocates depends on what it touches, never on the size of the catalogue: every allocation is counted.
#![expect(clippy::unwrap_used, reason = "a test may stop")]

use std::alloc::System;
use std::sync::Arc;

use pathstack::solve::problem::{Catalogue, Measure, Query, Status};
use pathstack::solve::{Budget, Prepared};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Credentials that teach one of 200 competencies each, on top of others; those from 2,000 on teach what no role asks. Nobody
/// teaches competency 400.
fn catalogue(credentials: u32) -> Arc<Catalogue> {
    let credential = |n: u32| {
        let (price, hours) = (n * 7919 % 97 + 1, n * 104_729 % 31 + 1);
        let (taught, needed) = if n < 2000 { (n % 200, n * 31 % 200) } else { (200 + n % 200, 200 + n * 31 % 200) };
        let requires = if n % 3 == 0 && needed < taught { format!(r#"{{"k":1,"of":[{{"c":{needed},"l":1}}]}}"#) } else { String::new() };
        format!(r#"{{"id":{n},"cost":{price},"hours":{hours},"count":1,"teaches":[[{taught},1]],"requires":[{requires}]}}"#)
    };
    let list: Vec<String> = (0..credentials).map(credential).collect();
    let text = format!(r#"{{"format":"pathstack-problem/1","levels":1,"competencies":401,"credentials":[{}]}}"#, list.join(","));
    Arc::new(Catalogue::read(text.as_bytes()).unwrap())
}

/// A role of eight competencies, and what else is asked.
fn query(n: u32, also: &str, limits: &str) -> Query {
    let goals: Vec<String> = (0..8).map(|k| format!(r#"{{"k":1,"of":[{{"c":{},"l":1}}]}}"#, (n * 17 + k * 23) % 200)).collect();
    let role = format!(r#"{{"requires":[{}{also}]}}"#, goals.join(","));
    Query::read(format!(r#"{{"learner":{{"holds":[],"earned":[]}},"role":{role},"limits":{limits}}}"#).as_bytes()).unwrap()
}

/// Asks roles that can be met, that nobody can meet, that ask for more than there is, and that limits rule out.
fn ask(prepared: &Prepared, queries: &[[Query; 4]]) {
    let minimise = "cost,hours,count".parse().unwrap();
    for queries in queries {
        for (query, status) in queries.iter().zip([Status::Optimal, Status::Infeasible, Status::Infeasible, Status::Infeasible]) {
            assert_eq!(prepared.solve(query, &minimise, &Budget::UNLIMITED).unwrap().answer.status, status);
        }
        assert!(prepared.front(&queries[0], &[Measure::Cost, Measure::Hours], &Budget::UNLIMITED).front.complete);
    }
}

#[test]
fn what_questions_allocate_does_not_grow_with_the_catalogue() {
    let queries: Vec<[Query; 4]> = (0..20)
        .map(|n| {
            let (nobody, too_much) =
                (r#",{"k":1,"of":[{"c":400,"l":1}]}"#, r#",{"k":3,"of":[{"c":1,"l":1},{"c":2,"l":1},{"c":400,"l":1}]}"#);
            [query(n, "", "{}"), query(n, nobody, "{}"), query(n, too_much, "{}"), query(n, "", r#"{"max_cost":3,"max_hours":400}"#)]
        })
        .collect();
    let [small, large] = [2_000, 40_000].map(|credentials| {
        let prepared = Prepared::new(catalogue(credentials));
        for _ in 0..2 {
            ask(&prepared, &queries);
        }
        let region = Region::new(COUNTED);
        ask(&prepared, &queries);
        let counted = region.change();
        (counted.allocations + counted.reallocations, counted.bytes_allocated)
    });
    assert_eq!(small, large, "allocations and bytes");
    assert!(small.1 > 0, "nothing was counted");
}
