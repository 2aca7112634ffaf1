//! Jobs of other frameworks against the credentials of the starter catalogue.

use super::measure::folder;
use pathstack::{
    advisor::{Shelf, advise},
    explain::{Reason, matched},
    graph::{Edition, Need, SkillGraph},
    import::{Format, OnDisk, native, read, read_by},
    model::{Catalogue, Constraints, Effort, Learner, Necessity, Record},
    plan::{Budget, Ending, Goal, Question},
};

/// How many roles of a framework ask something, for how many of them everything essential is attested by some credential at its rank, and
/// the middle share of what is essential that is.
fn reached(graph: &SkillGraph, prefix: &str) -> (usize, usize, usize) {
    let attested = |need: &Need| match need {
        Need::Attain(competency, rank) => graph.provided(*competency).iter().any(|way| way.rank.unwrap_or(1) >= rank.unwrap_or(1)),
        _ => false,
    };
    let mut shares = Vec::new();
    for role in graph.roles().filter(|role| graph.role(*role).id.as_str().starts_with(prefix)) {
        let essential: Vec<_> = graph.asked(role).iter().filter(|asked| asked.necessity == Necessity::Essential).collect();
        if !essential.is_empty() {
            shares.push(100 * essential.iter().filter(|asked| attested(&asked.need)).count() / essential.len());
        }
    }
    shares.sort_unstable();
    (shares.len(), shares.iter().filter(|share| **share == 100).count(), shares.get(shares.len() / 2).copied().unwrap_or(0))
}

fn with_starter(other: Catalogue) -> SkillGraph {
    let mut joined = native::starter().catalogue;
    joined.append(other);
    SkillGraph::new(Edition::default(), joined)
}

#[test]
fn jobs_of_other_frameworks_can_be_reached_with_credentials_of_the_starter_catalogue() {
    let (Some(onet), Some(esco)) = (folder("onet-29.3"), folder("esco-1.1.1")) else { return };
    let onet = OnDisk::at(&onet);
    let (asking, whole, middle) = reached(&with_starter(read(Format::Onet, &onet).catalogue), "onet:");
    println!("O*NET: {whole} of {asking} occupations have all that is essential attested; the middle one {middle} %");
    assert!(asking == 878 && whole >= 350 && middle >= 85);
    let rules = serde_json::from_str(r#"{"basic_skills": false}"#).unwrap();
    let (_, whole, middle) = reached(&with_starter(read_by(Format::Onet, &onet, &rules).catalogue), "onet:");
    println!("O*NET, basic skills desirable: {whole}; the middle one {middle} %");
    let (asking, whole, middle) = reached(&with_starter(read(Format::Esco, &OnDisk::at(&esco)).catalogue), "esco:");
    println!("ESCO: {whole} of {asking}; the middle one {middle} %");
}

const MATCHED: &str = r#"
{"competency": {"id": "sql", "name": "SQL"}}
{"competency": {"id": "tables", "name": "Tables"}}
{"competency": {"id": "theirs:databases", "name": "Databases"}}
{"competency": {"id": "theirs:sheets", "name": "Sheets", "same_as": ["urn:sheets"]}}
{"source": {"id": "us", "title": "Our own review"}}
{"crosswalk": {"from": "sql", "to": "theirs:databases", "match": "narrow", "source": "us"}}
{"crosswalk": {"from": "tables", "to": "urn:sheets", "match": "close", "source": "us"}}
{"crosswalk": {"from": "sql", "to": "elsewhere:not-brought-in", "match": "narrow", "source": "us"}}
{"credential": {"id": "c", "name": "C", "awards": [{"competency": "sql", "level": 2}, {"competency": "tables", "level": 2}]}}
{"offering": {"id": "c.o", "credential": "c", "hours": 10, "price": "USD 10"}}
{"role": {"id": "r", "title": "R", "requirements": [{"need": {"competency": "theirs:databases", "level": 2}}]}}
{"role": {"id": "s", "title": "S", "requirements": [{"need": {"competency": "theirs:sheets", "level": 2}}]}}
"#;

/// The matches by which the one credential closes what a role asks; nothing where there is no pathway.
fn by_which(role: &str, close: bool) -> Option<Vec<String>> {
    let mut catalogue = Catalogue::default();
    for line in MATCHED.lines().filter(|line| !line.is_empty()) {
        catalogue.push(serde_json::from_str::<Record>(line).unwrap());
    }
    if close {
        catalogue.count_close_matches();
    }
    let shelf = Shelf::new(Edition::default(), catalogue);
    assert_eq!(shelf.graph.doubts(), [], "a crosswalk may wait for the other framework");
    let learner = Learner { evidence: Vec::new(), constraints: Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap()) };
    let goal = Goal::Role(shelf.graph.find_role(role).unwrap());
    let question = Question { learner, goal, currency: "USD".parse().unwrap() };
    let advice = advise(&shelf, question, &Budget::UNLIMITED).unwrap();
    let Ending::Found(found) = advice.answer.ending else { return None };
    let step = &found.cheapest.steps[0];
    let say = |reason: &Reason| match reason {
        Reason::Matched { narrow, broad } => format!("{} for {}", shelf.graph.competency(*narrow).id, shelf.graph.competency(*broad).id),
        other => format!("{other:?}"),
    };
    Some(matched(&shelf.graph, &advice.asked, step.credential, &step.closes).iter().map(say).collect())
}

#[test]
fn a_narrower_competency_counts_and_says_by_which_match_and_a_close_one_only_where_policy_lets_it() {
    assert_eq!(by_which("r", false), Some(vec!["sql for theirs:databases".to_owned()]));
    assert_eq!(by_which("s", false), None);
    assert_eq!(by_which("s", true), Some(vec!["tables for theirs:sheets".to_owned()]));
}
