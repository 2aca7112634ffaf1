//! The starter catalogue answers for every role: a proven pathway from nothing, or the named reason why not.

use pathstack::{
    advisor::{Advisor, advise},
    model::{Constraints, Effort, Learner},
    plan::{Budget, Ending, Goal, Proof, Question},
};
use std::time::Instant;

#[test]
fn every_starter_role_has_a_proven_pathway_from_nothing() {
    let shelf = Advisor::starter().shelf();
    let graph = &shelf.graph;
    let mut micros = Vec::new();
    let mut without = Vec::new();
    for role in graph.roles() {
        let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
        let learner = Learner { evidence: Vec::new(), constraints };
        let question = Question { goal: Goal::Role(role), learner, currency: graph.currency() };
        let before = Instant::now();
        let advice = advise(&shelf, question, &Budget::UNLIMITED).unwrap();
        micros.push(before.elapsed().as_micros());
        match &advice.answer.ending {
            Ending::Found(found) => {
                for path in [&found.cheapest, &found.fastest, &found.fewest] {
                    assert_eq!(path.proof, Proof::Optimal, "{}", graph.role(role).id);
                }
                println!(
                    "{}: {} / {} / {} · {} points {} µs",
                    graph.role(role).id,
                    found.cheapest.minor,
                    found.fastest.effort,
                    found.fewest.count,
                    found.frontier.len(),
                    micros.last().unwrap()
                );
            }
            other => without.push(format!("{}: {other:?}", graph.role(role).id)),
        }
    }
    micros.sort_unstable();
    println!("{} roles, median {} µs, most {} µs", micros.len(), micros[micros.len() / 2], micros[micros.len() - 1]);
    assert!(without.is_empty(), "{}", without.join("\n"));
}
