//! Speed of whole answers: all named answers and the frontier, inside the process.
//!
//! `cargo bench --bench speed` prints one table: the starter's roles from nothing, 200 varied learners over all its roles, and questions to
//! 20,000 generated credentials with offerings, subscriptions, bundles and funding. `-- worlds FOLDER` writes the starter's questions as worlds,
//! to be replayed elsewhere.

#[path = "schedule/market.rs"]
mod market;

use std::process::ExitCode;
use std::time::Instant;

use market::{Chance, Size, catalogue, query};
use pathstack::advisor::{Advisor, Shelf};
use pathstack::model::{
    Cap, CapPer, Constraints, Effort, Evidence, Funding, FundingCovers, FundingKind, Learner, Level, Money, PayTiming, Text,
};
use pathstack::plan::{self, Budget, Ending, Goal, Proof, Question};
use pathstack::schedule::{self, ALL, Limits, Market};

/// Learners beside those who come from nothing.
const LEARNERS: u64 = 200;
/// Questions to the generated catalogue.
const GENERATED: u64 = 24;
/// Search steps of a question, where the answer is given with its gap.
const STEPS: u64 = 10_000;

/// From nothing, ten hours a week.
fn plain(shelf: &Shelf, role: u64) -> Question {
    let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().expect("a day"));
    let at = shelf.graph.roles().nth(role as usize % shelf.graph.roles().count()).expect("a role");
    Question { goal: Goal::Role(at), learner: Learner { evidence: Vec::new(), constraints }, currency: shelf.graph.currency() }
}

/// Another learner each time: hours, pauses, steps at once, what is held, funds, budgets, deadlines and exclusions.
fn varied(shelf: &Shelf, seed: u64) -> Question {
    let mut chance = Chance::new(seed ^ 0x5EED);
    let mut question = plain(shelf, seed);
    let graph = &shelf.graph;
    let currency = question.currency;
    let learner = &mut question.learner;
    let constraints = &mut learner.constraints;
    constraints.weekly = Effort::hours(chance.between(3, 25));
    let day = |text: String| text.parse().expect("a day");
    if chance.yes(25) {
        constraints.hours_from =
            vec![(day("2027-03-01".to_owned()), Effort::hours(chance.between(0, 3))), (day("2027-04-05".to_owned()), constraints.weekly)];
    }
    if chance.yes(25) {
        constraints.at_once = 2;
    }
    if chance.yes(30) {
        constraints.budget = Some(Money::new(chance.between(1, 30) * 10_000, currency));
    }
    if chance.yes(30) {
        constraints.deadline = Some(day(format!("202{}-0{}-01", chance.between(7, 8), chance.between(6, 9))));
    }
    if chance.yes(20) {
        constraints.hold_months = 12;
    }
    if chance.yes(20) {
        constraints.monthly_cap = Some(Money::new(chance.between(5, 60) * 1_000, currency));
    }
    if chance.yes(40) {
        constraints.funding = graph.catalogue().funding.iter().map(|f| f.id.clone()).collect();
    }
    if chance.yes(25) {
        let pay = if chance.yes(50) { PayTiming::OnPass } else { PayTiming::Upfront };
        let amount = Money::new(chance.between(2, 52) * 10_000, currency);
        constraints.own_funding.push(Funding {
            id: "own-1".into(),
            name: Text::from("your employer"),
            kind: FundingKind::Employer,
            funder: None,
            eligibility: None,
            covers: vec![FundingCovers::Tuition, FundingCovers::Exam],
            offerings: Vec::new(),
            credentials: Vec::new(),
            rate_percent: chance.yes(50).then_some(50),
            cap: Some(Cap { amount: amount.into(), per: CapPer::CalendarYear }),
            expires_on: None,
            start_by: None,
            excludes: Vec::new(),
            pay,
            region: Vec::new(),
            url: None,
            source: None,
            as_of: None,
            note: None,
        });
    }
    let credentials = &graph.catalogue().credentials;
    let mut some = || credentials[chance.between(0, credentials.len() as i64 - 1) as usize].id.clone();
    constraints.excluded = (0..3).map(|_| some()).collect();
    let competencies = &graph.catalogue().competencies;
    for _ in 0..chance.between(0, 12) {
        let held = &competencies[chance.between(0, competencies.len() as i64 - 1) as usize].id;
        learner.evidence.push(Evidence::claim(held.as_str(), Level::rank(chance.between(1, 3) as u8)));
    }
    question
}

/// Times and what was proven.
#[derive(Default)]
struct Row {
    micros: Vec<u128>,
    proven: usize,
}

impl Row {
    fn show(mut self, name: &str) {
        self.micros.sort_unstable();
        let at = |of_hundred: usize| self.micros[(self.micros.len() * of_hundred).div_ceil(100).max(1) - 1] as f64 / 1000.0;
        println!("| {name} | {:.1} | {:.1} | {:.1} | {} of {} |", at(50), at(99), at(100), self.proven, self.micros.len());
    }
}

fn starter(shelf: &Shelf, questions: impl Iterator<Item = Question>, name: &str) {
    let mut row = Row::default();
    for question in questions {
        let start = Instant::now();
        let answer =
            plan::pathways(&shelf.graph, &question, &Budget { nodes: Some(STEPS), stop: None }).expect("an answer that passes its check");
        row.micros.push(start.elapsed().as_micros());
        row.proven += usize::from(match &answer.ending {
            Ending::Found(found) => {
                found.complete && [&found.cheapest, &found.fastest, &found.fewest].iter().all(|p| p.proof == Proof::Optimal)
            }
            Ending::Impasse(_) | Ending::Met => true,
            Ending::Stopped => false,
        });
    }
    row.show(name);
}

fn main() -> ExitCode {
    let advisor = Advisor::starter();
    let shelf = advisor.shelf();
    let roles = shelf.graph.roles().count() as u64;
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if let [what, folder] = arguments.as_slice()
        && what == "worlds"
    {
        let all = (0..roles).map(|r| ("plain", r, plain(&shelf, r))).chain((0..LEARNERS).map(|s| ("varied", s, varied(&shelf, s))));
        for (kind, seed, question) in all {
            let world = plan::world(&shelf.graph, &question).expect("a question of sane numbers");
            let text = serde_json::to_string(&world).expect("plain data");
            std::fs::write(format!("{folder}/{kind}-{seed:03}.json"), text).expect("the folder can be written");
        }
        return ExitCode::SUCCESS;
    }
    println!("| questions | p50 ms | p99 ms | slowest ms | proven |\n| --- | --- | --- | --- | --- |");
    starter(&shelf, (0..roles).map(|role| plain(&shelf, role)), "the starter's roles from nothing");
    starter(&shelf, (0..LEARNERS).map(|seed| varied(&shelf, seed)), "varied learners over all the starter's roles");
    for requirements in [2, 4, 8] {
        let size = Size { credentials: 20_000, offerings: 3 };
        let world = catalogue(size, 1);
        let market = Market::new(&world);
        let mut row = Row::default();
        for seed in 0..GENERATED {
            let (learner, goal) = query(size, seed, requirements);
            let question = schedule::Question { learner: &learner, goal: &goal, policies: &[] };
            let start = Instant::now();
            let answer = market.answer(question, &ALL, &Limits { work: STEPS, stop: None });
            row.micros.push(start.elapsed().as_micros());
            row.proven += usize::from(!matches!(answer.ending, schedule::Ending::Feasible(_) | schedule::Ending::Stopped(_)));
        }
        row.show(&format!("20,000 generated credentials, {requirements} requirements"));
    }
    ExitCode::SUCCESS
}
