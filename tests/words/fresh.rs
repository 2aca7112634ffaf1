//! Prices known long ago, and credentials that have ended: a pathway on them says so.

use pathstack::{
    advisor::{Shelf, advise},
    explain::Speaker,
    graph::Edition,
    model::{Catalogue, Constraints, Effort, Learner, Record},
    plan::{Budget, Ending, Goal, Question},
};

const WORLD: &str = r#"
{"competency": {"id": "x", "name": "X"}}
{"competency": {"id": "y", "name": "Y"}}
{"competency": {"id": "z", "name": "Z"}}
{"credential": {"id": "old", "name": "Old", "awards": [{"competency": "x", "level": 1}], "status": "superseded", "until": "2027-12-31", "superseded_by": "new"}}
{"credential": {"id": "new", "name": "New", "awards": [{"competency": "y", "level": 1}]}}
{"credential": {"id": "free", "name": "Free", "awards": [{"competency": "z", "level": 1}]}}
{"offering": {"id": "old.o", "credential": "old", "hours": 10, "price": "USD 10", "as_of": "2026-06-01"}}
{"offering": {"id": "new.o", "credential": "new", "hours": 10, "price": "USD 20", "as_of": "2024-12-01"}}
{"offering": {"id": "free.o", "credential": "free", "hours": 10, "price": "USD 0", "as_of": "2014-12-01"}}
{"role": {"id": "r", "title": "R", "requirements": [{"need": {"competency": "x"}}, {"need": {"competency": "y"}}, {"need": {"competency": "z"}}]}}
"#;

fn told(months: u32) -> Vec<String> {
    let mut catalogue = Catalogue::default();
    for line in WORLD.lines().filter(|line| !line.is_empty()) {
        catalogue.push(serde_json::from_str::<Record>(line).unwrap());
    }
    let shelf = Shelf::new(Edition::default(), catalogue);
    let mut constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
    assert_eq!(constraints.old_prices_months, 18);
    constraints.old_prices_months = months;
    let goal = Goal::Role(shelf.graph.find_role("r").unwrap());
    let question = Question { learner: Learner { evidence: Vec::new(), constraints }, goal, currency: "USD".parse().unwrap() };
    let advice = advise(&shelf, question, &Budget::UNLIMITED).unwrap();
    let Ending::Found(found) = advice.answer.ending else { panic!("there is a way") };
    let currency = advice.question.currency;
    let speaker =
        Speaker { graph: &shelf.graph, names: "en", language: "en", currency, asked: &advice.asked, gates: &advice.gates, spoken: false };
    let told = found.cheapest.assumptions.iter().map(|one| speaker.assumption(one));
    told.filter(|said| !said.contains("names no level")).collect()
}

#[test]
fn a_pathway_names_what_is_retired_with_its_successor_and_which_prices_are_old() {
    let retired = "Old is retired and awarded until 2027-12-31 only; New takes its place";
    let old = |which: &str, day: &str| format!("a price of {which} was last seen on {day}: look it up before you pay");
    // What was free long ago may cost something today.
    let free = old("Free", "2014-12-01");
    assert_eq!(told(18), [old("New", "2024-12-01"), free.clone(), retired.to_owned()]);
    assert_eq!(told(26), [free.clone(), retired.to_owned()]);
    assert_eq!(told(6), [old("Old", "2026-06-01"), old("New", "2024-12-01"), free, retired.to_owned()]);
}
