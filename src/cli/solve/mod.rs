//! `pathstack solve`: a stack problem in numbers, answered and judged.

mod queries;

use super::{
    clock, file,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    check,
    solve::{
        Budget, Effort, Prepared,
        problem::{Answer, Atom, Certificate, Front, FrontCertificate, Limits, Measure, Minimise, Problem, Query, Reason, Stage, Status},
    },
};
use clap::Args;
use serde::Serialize;
use std::{path::PathBuf, time::Duration};

/// Answer a problem in the form `pathstack-problem/1`: numbers in, a proven stack out
///
/// Every answer is replayed by an independent judge before it is shown.
#[derive(Args)]
#[command(after_help = FORMAT)]
pub(super) struct Solve {
    /// The problem; with --queries a catalogue is enough. `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to minimise: measures one after another such as `cost,hours,count`, or a weighted sum such as `1*cost+250*hours`
    #[arg(long, value_name = "WHAT", default_value = "cost,hours,count", conflicts_with = "front")]
    minimise: Minimise,
    /// Every trade-off of these measures that no other beats, such as `cost,hours`
    #[arg(long, value_name = "MEASURES", value_delimiter = ',')]
    front: Vec<Measure>,
    /// The most of a measure, such as `cost=50000`; besides the limits in the file. Repeat for several
    #[arg(long, value_name = "MEASURE=MOST", value_parser = limit)]
    limit: Vec<(Measure, i64)>,
    /// How long to search at most for each answer, such as `2s`; then the best proven so far is given
    #[arg(long, value_name = "TIME", value_parser = clock::duration)]
    time_limit: Option<Duration>,
    /// Prove the answer: write down why nothing is better, for `check` to verify with integers alone. Part of the JSON
    #[arg(long)]
    certificate: bool,
    /// Answer each line of this file, in place of the file's own question
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
}

const FORMAT: &str = r#"The problem, all integers; ids are integers or strings:
  { "format": "pathstack-problem/1", "levels": 4, "competencies": 60,
    "credentials": [ { "id": 0, "cost": 12900, "hours": 40, "count": 1, "teaches": [[7, 2]],
                       "requires": [ { "k": 1, "of": [ {"c": 9, "l": 1}, {"cr": 3} ] } ] } ],
    "offers": [ { "id": 0, "cost": 30000, "covers": [0, 4] } ],
    "learner": { "holds": [[7, 1]], "earned": [2] },
    "role": { "requires": [ { "k": 1, "of": [ {"c": 9, "l": 2} ] } ], "soft": [ {"c": 5, "l": 1, "w": 3} ], "min_soft": 0 },
    "forbid": [8], "limits": { "max_cost": null, "max_hours": null, "max_count": null } }
A file of queries has one object a line with `learner`, `role`, and where wanted `forbid` and `limits`.
`pathstack plan … --save FILE` writes a problem, `pathstack check FILE ANSWER` judges an answer."#;

/// Reads `cost=50000`.
fn limit(text: &str) -> Result<(Measure, i64), String> {
    let wrong = || format!("`{text}` is no limit; write a measure and an integer from 0, such as cost=50000");
    let (measure, most) = text.split_once('=').ok_or_else(wrong)?;
    let most: i64 = most.trim().parse().ok().filter(|most| *most >= 0).ok_or_else(wrong)?;
    Ok((measure.parse()?, most))
}

/// An answer and how it came about.
#[derive(Serialize)]
struct Solved<'a> {
    /// What was minimised.
    minimise: String,
    #[serde(flatten)]
    answer: &'a Answer,
    /// Microseconds in the process after loading, without judging.
    micros: u64,
    #[serde(flatten)]
    searched: Searched,
    /// Why its bound holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<&'a Certificate>,
}

/// A front and how it came about.
#[derive(Serialize)]
struct Fronted<'a> {
    /// Over which measures.
    measures: &'a [Measure],
    #[serde(flatten)]
    front: &'a Front,
    /// Microseconds in the process after loading, without judging.
    micros: u64,
    #[serde(flatten)]
    searched: Searched,
    /// Why no point is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<&'a FrontCertificate>,
}

/// What a search did.
#[derive(Serialize)]
struct Searched {
    nodes: u64,
    ascents: u64,
    items: u64,
}

impl From<Effort> for Searched {
    fn from(effort: Effort) -> Self {
        Self { nodes: effort.nodes, ascents: effort.ascents, items: effort.items }
    }
}

/// What came of one question.
enum Came {
    Answer(Answer, Option<Certificate>),
    Front(Front, Option<FrontCertificate>),
}

impl Came {
    fn end(&self) -> End {
        match self {
            Self::Answer(answer, _) => match answer.status {
                Status::Optimal | Status::Feasible => End::Found,
                Status::Infeasible => End::None,
                Status::Stopped => End::Short,
            },
            Self::Front(front, _) => match (front.front.is_empty(), front.complete) {
                (false, _) => End::Found,
                (true, true) => End::None,
                (true, false) => End::Short,
            },
        }
    }
}

/// A question answered and judged.
struct Done {
    came: Came,
    effort: Effort,
    micros: u64,
}

impl Solve {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Ends {
        if let Some(queries) = &self.queries {
            return self.run_queries(queries, terminal);
        }
        let text = file::read(&self.file)?;
        let problem = Problem::read(&text).map_err(|faults| Trouble::faults(&self.file, &faults))?;
        drop(text);
        let problem = self.limited(&problem, problem.query().clone())?;
        let prepared = Prepared::new(problem.catalogue().clone());
        let done = self.answer(&prepared, &problem)?;
        if terminal.json {
            self.json(&done, terminal, None)?;
        } else {
            match &done.came {
                Came::Answer(answer, certificate) => {
                    show_answer(answer, &self.minimise, done.micros, terminal)?;
                    if let Some(certificate) = certificate {
                        terminal.paragraph("proof    ", &proof(&certificate.stages, "stages"))?;
                    }
                }
                Came::Front(front, certificate) => {
                    show_front(front, done.micros, terminal)?;
                    if let Some(certificate) = certificate {
                        terminal.paragraph("proof    ", &proof(&certificate.boxes, "boxes"))?;
                    }
                }
            }
        }
        Ok(done.came.end())
    }

    /// The query asked of the problem's catalogue, with the limits of the command line besides its own.
    fn limited(&self, problem: &Problem, mut query: Query) -> Result<Problem, Trouble> {
        for (measure, most) in &self.limit {
            let Limits { max_cost, max_hours, max_count } = &mut query.limits;
            let limit = match measure {
                Measure::Cost => max_cost,
                Measure::Hours => max_hours,
                Measure::Count => max_count,
            };
            *limit = Some(limit.map_or(*most, |known| known.min(*most)));
        }
        Problem::new(problem.catalogue().clone(), query).map_err(|faults| Trouble::faults(&self.file, &faults))
    }

    /// Answers, and has the judge replay it before anybody sees it.
    fn answer(&self, prepared: &Prepared, problem: &Problem) -> Result<Done, Trouble> {
        let query = problem.query();
        let judged = |faults: Vec<check::Fault>| {
            let what = std::iter::once("the answer did not pass its own check".to_owned());
            let what = what.chain(faults.iter().map(|fault| format!("  {fault}"))).collect();
            Trouble::Said { what, hint: "this is a fault of pathstack: please report it with the problem".into() }
        };
        let refused = |refusal: crate::solve::Refusal| Trouble::new(refusal.to_string(), "change --minimise");
        let unproven = |refusal: check::Refusal| {
            Trouble::new(format!("the certificate did not pass its own check: {refusal}"), "please report it with the problem")
        };
        clock::within(self.time_limit, |budget: &Budget<'_>| {
            let ((came, effort), took) = if self.front.is_empty() && self.certificate {
                let (proven, took) = clock::timed(|| prepared.prove(query, &self.minimise, budget));
                let (outcome, certificate) = proven.map_err(refused)?;
                check::answer(problem, &self.minimise, &outcome.answer).map_err(judged)?;
                let certificate = certificate.ok_or_else(|| {
                    let hint = "give it a longer --time-limit, or ask without --certificate: the answer itself stands";
                    Trouble::new("the proof of this answer could not be finished", hint)
                })?;
                check::certificate(problem, &self.minimise, &outcome.answer, &certificate).map_err(unproven)?;
                ((Came::Answer(outcome.answer, Some(certificate)), outcome.effort), took)
            } else if self.front.is_empty() {
                let (outcome, took) = clock::timed(|| prepared.solve(query, &self.minimise, budget));
                let outcome = outcome.map_err(refused)?;
                check::answer(problem, &self.minimise, &outcome.answer).map_err(judged)?;
                ((Came::Answer(outcome.answer, None), outcome.effort), took)
            } else {
                let front = || {
                    if self.certificate {
                        prepared.prove_front(query, &self.front, budget)
                    } else {
                        (prepared.front(query, &self.front, budget), None)
                    }
                };
                let ((outcome, certificate), took) = clock::timed(front);
                check::front(problem, &self.front, &outcome.front).map_err(judged)?;
                match &certificate {
                    Some(certificate) => {
                        check::front_certificate(problem, &self.front, &outcome.front, certificate).map_err(unproven)?;
                    }
                    None if self.certificate => {
                        let hint = "give it a longer --time-limit, or ask without --certificate: the points themselves stand";
                        return Err(Trouble::new("the proof that no point is missing could not be finished", hint));
                    }
                    None => {}
                }
                ((Came::Front(outcome.front, certificate), outcome.effort), took)
            };
            Ok(Done { came, effort, micros: took.as_micros() as u64 })
        })
    }

    /// As JSON: one document, or a line where it answers a numbered query.
    fn json(&self, done: &Done, terminal: &mut Terminal, query: Option<usize>) -> Result<(), Trouble> {
        #[derive(Serialize)]
        struct Numbered<T: Serialize> {
            query: usize,
            #[serde(flatten)]
            one: T,
        }
        fn out<T: Serialize>(terminal: &mut Terminal, query: Option<usize>, one: T) -> Result<(), Trouble> {
            match query {
                Some(query) => terminal.json_line(&Numbered { query, one }),
                None => terminal.json(&one),
            }
        }
        let (micros, searched) = (done.micros, done.effort.into());
        match &done.came {
            Came::Answer(answer, certificate) => {
                let certificate = certificate.as_ref();
                out(terminal, query, Solved { minimise: self.minimise.to_string(), answer, micros, searched, certificate })
            }
            Came::Front(front, certificate) => {
                let certificate = certificate.as_ref();
                out(terminal, query, Fronted { measures: &self.front, front, micros, searched, certificate })
            }
        }
    }
}

/// Microseconds for people.
fn took(micros: u64) -> String {
    match micros {
        0..1_000 => format!("{micros} µs"),
        1_000..1_000_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        _ => format!("{}.{:02} s", micros / 1_000_000, micros % 1_000_000 / 10_000),
    }
}

/// How long a proof is.
fn proof(stages: &[Stage], parts: &str) -> String {
    let nodes: usize = stages.iter().map(|stage| stage.tree.len()).sum();
    format!("{nodes} nodes in {} {parts}, verified; --json shows them", stages.len())
}

/// How an answer ended, in one word as in the file.
pub(super) fn word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::Stopped => "stopped",
    }
}

fn ids<T: ToString>(ids: &[T]) -> String {
    if ids.is_empty() { "none".into() } else { ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ") }
}

fn atom(atom: &Atom) -> String {
    match atom {
        Atom::Level(asked) => format!("competency {} at level {}", asked.competency, asked.level),
        Atom::Earned(id) => format!("credential {id}"),
    }
}

fn show_answer(answer: &Answer, minimise: &Minimise, micros: u64, terminal: &mut Terminal) -> std::io::Result<()> {
    let status = terminal.ink(Ink::Bold, word(answer.status)).into_owned();
    terminal.line(&format!("{status}, minimising {minimise}, in {}", took(micros)))?;
    if let Some(is) = &answer.objective {
        terminal.paragraph("cost     ", &is.cost.to_string())?;
        terminal.paragraph("hours    ", &is.hours.to_string())?;
        terminal.paragraph("count    ", &is.count.to_string())?;
        terminal.paragraph("order    ", &ids(&answer.order))?;
        if !answer.offers.is_empty() {
            terminal.paragraph("offers   ", &ids(&answer.offers))?;
        }
    }
    if let Some(bound) = answer.bound.as_ref().filter(|_| answer.status != Status::Optimal) {
        terminal.paragraph("at least ", &ids(bound))?;
    }
    match &answer.reason {
        None => Ok(()),
        Some(Reason::Unreachable(atoms)) => {
            terminal.paragraph("because  ", "whatever is earned, these stay out of reach:")?;
            atoms.iter().try_for_each(|one| terminal.paragraph("         - ", &atom(one)))
        }
        Some(Reason::Limits(measures)) => {
            terminal.paragraph("because  ", &format!("the goal can be reached, but not within the limit on {}", ids(measures)))
        }
    }
}

fn show_front(front: &Front, micros: u64, terminal: &mut Terminal) -> std::io::Result<()> {
    let complete = if front.complete { "complete: no other trade-off exists" } else { "not complete: the time was up" };
    let points = if front.front.len() == 1 { "1 point".to_owned() } else { format!("{} points", front.front.len()) };
    let points = terminal.ink(Ink::Bold, &points).into_owned();
    terminal.line(&format!("{points}, {complete}, in {}", took(micros)))?;
    if front.front.is_empty() {
        return Ok(());
    }
    let rows = front.front.iter().map(|point| {
        let is = point.objective.unwrap_or_default();
        vec![is.cost.to_string(), is.hours.to_string(), is.count.to_string(), ids(&point.order), ids(&point.offers)]
    });
    terminal.table(&["cost", "hours", "count", "order", "offers"], &[0, 1, 2], &[0, 1, 2], rows.collect())
}
