//! The starter catalogue answers for every role: dated pathways from nothing, or the named reason why not.

use pathstack::{
    advisor::{Advisor, advise},
    model::{Constraints, Effort, Learner},
    plan::{Budget, Ending, Goal, Proof, Question, Relaxed},
};
use std::time::Instant;

/// How many of the 74 roles at least have every named answer and the whole frontier proven within so little work.
const PROVEN: usize = 60;

#[test]
fn every_starter_role_has_dated_pathways_from_nothing_most_of_them_proven() {
    let shelf = Advisor::starter().shelf();
    let graph = &shelf.graph;
    let mut micros = Vec::new();
    let (mut without, mut proven, mut heavier) = (Vec::new(), 0, 0);
    for role in graph.roles() {
        let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
        let learner = Learner { evidence: Vec::new(), constraints };
        let question = Question { goal: Goal::Role(role), learner, currency: graph.currency() };
        let before = Instant::now();
        // A twenty-fifth of the usual work, to keep this short: what it does not prove carries its gap.
        let advice = advise(&shelf, question, &Budget { nodes: Some(400), stop: None }).unwrap();
        micros.push(before.elapsed().as_micros());
        let id = &graph.role(role).id;
        match &advice.answer.ending {
            Ending::Found(found) => {
                let named = [&found.cheapest, &found.fastest, &found.fewest];
                proven += usize::from(found.complete && named.iter().all(|path| path.proof == Proof::Optimal));
                for path in named.into_iter().chain(&found.frontier) {
                    assert!(found.fastest.ready <= path.ready, "{id} has an earlier pathway than its fastest");
                    assert!(found.cheapest.minor <= path.minor && found.fewest.count <= path.count, "{id}");
                    let paid: i64 = path.ledger.iter().filter_map(|line| line.minor).sum();
                    assert_eq!(paid, path.minor, "{id}: the ledger comes to the price");
                    assert!(path.is_known() && path.peak >= 0 && path.list_price >= 0, "{id}");
                    assert!(path.steps.iter().all(|step| step.issued <= path.ready && step.start <= step.issued), "{id}");
                }
                // A bound that is told is one that the answer does not reach.
                match found.cheapest.proof {
                    Proof::NotBelow(least) => assert!(least < found.cheapest.minor, "{id}"),
                    ref proof => assert_eq!(*proof, Proof::Optimal, "{id}"),
                }
                match found.fastest.proof {
                    Proof::NotBefore(day) => assert!(day < found.fastest.ready, "{id}"),
                    ref proof => assert_eq!(*proof, Proof::Optimal, "{id}"),
                }
                println!(
                    "{id}: {} / {} / {} · {} points {} µs {}",
                    found.cheapest.minor,
                    found.fastest.ready,
                    found.fewest.count,
                    found.frontier.len(),
                    micros.last().unwrap(),
                    if found.complete { "" } else { "open" },
                );
            }
            // The named reason: its courses ask for more hours a week than ten, and the answer says how many more open it.
            Ending::Impasse(impasse) if impasse.relaxations.iter().any(|way| matches!(way.what, Relaxed::MoreWeekly(_))) => heavier += 1,
            other => without.push(format!("{id}: {other:?}")),
        }
    }
    micros.sort_unstable();
    println!("{proven} of them proven in everything, {heavier} with courses that ask for more than ten hours a week");
    assert!(heavier <= 2, "{heavier} roles ask for more than ten hours a week");
    println!("{} roles, median {} µs, most {} µs", micros.len(), micros[micros.len() / 2], micros[micros.len() - 1]);
    assert!(without.is_empty(), "{}", without.join("\n"));
    assert!(proven + heavier >= PROVEN, "{proven} roles are proven in everything");
}
