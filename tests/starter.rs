//! The starter catalogue answers for every role: a proven pathway from nothing, or the named reason why not.

use pathstack::{
    advisor::{Advisor, advise},
    model::{Constraints, Effort, Learner},
    plan::{Budget, Ending, Goal, Proof, Question, Relaxed},
};
use std::time::Instant;

#[test]
fn every_starter_role_has_a_proven_pathway_from_nothing() {
    let shelf = Advisor::starter().shelf();
    let graph = &shelf.graph;
    let mut micros = Vec::new();
    let (mut without, mut earliest, mut heavier) = (Vec::new(), 0, 0);
    for role in graph.roles() {
        let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
        let learner = Learner { evidence: Vec::new(), constraints };
        let question = Question { goal: Goal::Role(role), learner, currency: graph.currency() };
        let before = Instant::now();
        let advice = advise(&shelf, question, &Budget::UNLIMITED).unwrap();
        micros.push(before.elapsed().as_micros());
        match &advice.answer.ending {
            Ending::Found(found) => {
                assert_eq!(found.cheapest.proof, Proof::Optimal, "{}", graph.role(role).id);
                assert_eq!(found.fewest.proof, Proof::Optimal, "{}", graph.role(role).id);
                // Waiting for starts, shortest durations and results is not proven away; then the day before which none is ready is told.
                match found.fastest.proof {
                    Proof::Optimal => earliest += 1,
                    Proof::NotBefore(day) => assert!(day < found.fastest.ready, "{}", graph.role(role).id),
                    ref other => panic!("{}: {other:?}", graph.role(role).id),
                }
                for path in &found.frontier {
                    assert!(found.fastest.ready <= path.ready, "{} has an earlier trade-off than its fastest", graph.role(role).id);
                    assert!(found.cheapest.minor <= path.minor && found.fewest.count <= path.count, "{}", graph.role(role).id);
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
            // The named reason: its courses ask for more hours a week than ten, and the answer says how many more open it.
            Ending::Impasse(impasse) if impasse.relaxations.iter().any(|way| matches!(way.what, Relaxed::MoreWeekly(_))) => heavier += 1,
            other => without.push(format!("{}: {other:?}", graph.role(role).id)),
        }
    }
    micros.sort_unstable();
    println!("{earliest} of them proven earliest, {heavier} with courses that ask for more than ten hours a week");
    assert!(heavier <= 2, "{heavier} roles ask for more than ten hours a week");
    println!("{} roles, median {} µs, most {} µs", micros.len(), micros[micros.len() / 2], micros[micros.len() - 1]);
    assert!(without.is_empty(), "{}", without.join("\n"));
}
