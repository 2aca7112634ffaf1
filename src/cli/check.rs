//! `pathstack check`: an answer judged by rules that share nothing with the search.

use super::{
    file,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble, called},
};
use crate::{
    check,
    solve::problem::{Answer, Certificate, Front, FrontCertificate, Measure, Minimise, Objective, Problem, Status},
};
use clap::Args;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Judge an answer to a problem: replay the stack, and verify the proof where one is given
///
/// Exit code 0 where nothing is wrong, 1 where something is.
#[derive(Args)]
pub(super) struct Check {
    /// The problem
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The answer or front, as `solve --json` writes it. `-` is standard input
    #[arg(value_name = "ANSWER")]
    answer: PathBuf,
    /// What was minimised, where the answer does not say so itself [default: cost,hours,count]
    #[arg(long, value_name = "WHAT")]
    minimise: Option<Minimise>,
}

/// What was judged, and how.
#[derive(Serialize)]
struct Verdict {
    /// Whether nothing is wrong.
    right: bool,
    /// What was judged: `optimal`, `feasible`, `infeasible`, `stopped` or `front`.
    status: &'static str,
    /// What the stack measures, replayed.
    #[serde(skip_serializing_if = "Option::is_none")]
    objective: Option<Objective>,
    /// How many points the front has.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<usize>,
    /// Whether the bound is verified: `verified` by its certificate, `claimed` without one.
    bound: &'static str,
    /// What is wrong.
    faults: Vec<String>,
}

/// Takes a member out of an answer.
fn take<T: DeserializeOwned>(members: &mut Map<String, Value>, name: &str, path: &Path) -> Result<Option<T>, Trouble> {
    let member = members.remove(name).filter(|value| !value.is_null());
    member.map(serde_json::from_value).transpose().map_err(|error| malformed(path, &format!("{name}: {error}")))
}

fn malformed(path: &Path, what: &str) -> Trouble {
    let hint = "an answer is {\"status\": …, \"objective\": [cost, hours, count], \"bound\": […], \"order\": [ids], \"offers\": [ids]}";
    Trouble::new(format!("{}: {what}", called(path)), hint)
}

/// What `solve` writes beside the answer, and what is no part of it.
const BESIDE: [&str; 5] = ["query", "micros", "nodes", "ascents", "items"];

impl Check {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Ends {
        let problem = Problem::read(&file::read(&self.file)?).map_err(|faults| Trouble::faults(&self.file, &faults))?;
        let text = file::read(&self.answer)?;
        let value: Value = serde_json::from_slice(&text).map_err(|error| malformed(&self.answer, &error.to_string()))?;
        let Value::Object(mut members) = value else { return Err(malformed(&self.answer, "it is not an object")) };
        for beside in BESIDE {
            members.remove(beside);
        }
        let verdict = if members.contains_key("front") { self.front(&problem, members)? } else { self.one(&problem, members)? };
        let end = if verdict.right { End::Found } else { End::None };
        if terminal.json {
            terminal.json(&verdict)?;
        } else {
            show(&verdict, terminal)?;
        }
        Ok(end)
    }

    fn one(&self, problem: &Problem, mut members: Map<String, Value>) -> Result<Verdict, Trouble> {
        let said: Option<String> = take(&mut members, "minimise", &self.answer)?;
        let said = said.map(|said| said.parse::<Minimise>()).transpose().map_err(|error| malformed(&self.answer, &error))?;
        let minimise = match self.minimise.clone().or(said) {
            Some(minimise) => minimise,
            None => Minimise::Lexicographic(Measure::ALL.to_vec()),
        };
        minimise.fits(problem.catalogue()).map_err(|error| Trouble::new(error, "the answer cannot be about this problem"))?;
        let certificate: Option<Certificate> = take(&mut members, "certificate", &self.answer)?;
        // Others write a single bound as a number.
        if let Some(bound) = members.get_mut("bound").filter(|bound| bound.is_number()) {
            *bound = Value::Array(vec![bound.take()]);
        }
        let answer: Answer = serde_json::from_value(Value::Object(members)).map_err(|error| malformed(&self.answer, &error.to_string()))?;
        let mut verdict = Verdict {
            right: false,
            status: super::solve::word(answer.status),
            objective: None,
            points: None,
            bound: "claimed",
            faults: Vec::new(),
        };
        match check::answer(problem, &minimise, &answer) {
            Ok(objective) => verdict.objective = objective,
            Err(faults) => verdict.faults = faults.iter().map(ToString::to_string).collect(),
        }
        if let Some(certificate) = certificate.filter(|_| verdict.faults.is_empty()) {
            match check::certificate(problem, &minimise, &answer, &certificate) {
                Ok(()) => verdict.bound = "verified",
                Err(refusal) => verdict.faults.push(format!("the certificate does not prove it: {refusal}")),
            }
        }
        if answer.status == Status::Stopped && verdict.bound != "verified" {
            verdict.bound = "none";
        }
        verdict.right = verdict.faults.is_empty();
        Ok(verdict)
    }

    fn front(&self, problem: &Problem, mut members: Map<String, Value>) -> Result<Verdict, Trouble> {
        let measures: Option<Vec<Measure>> = take(&mut members, "measures", &self.answer)?;
        let measures = match (&self.minimise, measures) {
            (Some(Minimise::Lexicographic(measures)), _) => measures.clone(),
            (_, Some(measures)) => measures,
            (_, None) => Measure::ALL.to_vec(),
        };
        let certificate: Option<FrontCertificate> = take(&mut members, "certificate", &self.answer)?;
        let front: Front = serde_json::from_value(Value::Object(members)).map_err(|error| malformed(&self.answer, &error.to_string()))?;
        let mut faults = match check::front(problem, &measures, &front) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
        };
        let mut bound = "claimed";
        if let Some(certificate) = certificate.filter(|_| faults.is_empty()) {
            match check::front_certificate(problem, &measures, &front, &certificate) {
                Ok(()) => bound = "verified",
                Err(refusal) => faults.push(format!("the certificate does not prove it complete: {refusal}")),
            }
        }
        let points = Some(front.front.len());
        Ok(Verdict { right: faults.is_empty(), status: "front", objective: None, points, bound, faults })
    }
}

fn show(verdict: &Verdict, terminal: &mut Terminal) -> std::io::Result<()> {
    if !verdict.right {
        let wrong = terminal.ink(Ink::Red, "wrong").into_owned();
        terminal.line(&format!("{wrong}: the {} answer does not hold", verdict.status))?;
        return verdict.faults.iter().try_for_each(|fault| terminal.paragraph("  - ", fault));
    }
    let right = terminal.ink(Ink::Green, "right").into_owned();
    let what = match (&verdict.objective, verdict.points) {
        (Some(is), _) => format!("the stack holds, with cost {}, hours {}, count {}", is.cost, is.hours, is.count),
        (None, Some(points)) => format!("all {points} points hold, and none beats another"),
        (None, None) => "the answer says nothing that does not hold".to_owned(),
    };
    terminal.line(&format!("{right}: {what}"))?;
    match (verdict.bound, verdict.status) {
        ("verified", "front") => terminal.paragraph("  ", "and its certificate proves that no point is missing"),
        ("verified", _) => terminal.paragraph("  ", "and its certificate proves the bound"),
        ("none", _) => Ok(()),
        (_, "front") => terminal.paragraph("  ", "that no point is missing is claimed, not proven here"),
        (_, status) => terminal.paragraph("  ", &format!("that it is {status} is claimed: no certificate is given")),
    }
}
