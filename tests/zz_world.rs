use pathstack::{advisor::Advisor, model::*, plan::{Goal, Question, world}, schedule};
use std::time::Instant;
#[test]
fn t() {
    let shelf = Advisor::starter().shelf();
    let graph = &shelf.graph;
    std::fs::create_dir_all("/tmp/worlds").unwrap();
    let only = std::env::var("ROLE").ok();
    let mut v = vec![];
    for role in graph.roles() {
        let id = graph.role(role).id.to_string();
        if only.as_ref().is_some_and(|o| *o != id) { continue; }
        let learner = Learner { evidence: vec![], constraints: Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap()) };
        let q = Question { goal: Goal::Role(role), learner, currency: graph.currency() };
        let w = world(graph, &q).unwrap();
        std::fs::write(format!("/tmp/worlds/{id}.json"), serde_json::to_string(&w).unwrap()).unwrap();
        if std::env::var("DUMP").is_ok() { continue; }
        let t = Instant::now();
        let a = schedule::answer(&w, &schedule::ALL, &schedule::Limits { work: 3_000_000, stop: None });
        let ms = t.elapsed().as_millis();
        v.push(ms);
        match a {
            Err(f) => println!("{id}: FAULTS {:?}", &f[..f.len().min(3)]),
            Ok(a) => println!("{id}: {ms} ms {} creds {} offs · {} · {} / {} / {} · frontier {} · {:?}", w.credentials.len(), w.offerings.len(),
                match &a.ending { schedule::Ending::Optimal => "optimal".into(), e => format!("{e:?}").chars().take(120).collect::<String>() },
                a.cheapest.as_ref().map_or("-".into(), |p| format!("{} {}", p.money, p.ready)), a.fastest.as_ref().map_or("-".into(), |p| format!("{} {}", p.money, p.ready)), a.fewest.as_ref().map_or("-".into(), |p| format!("{} {}", p.count, p.money)), a.frontier.len(), a.work),
        }
    }
    v.sort();
    if !v.is_empty() { println!("median {} max {}", v[v.len()/2], v[v.len()-1]); }
}
