//! One small world for each sort of finding, and a clean one for none.

use super::*;
use crate::{
    graph::Edition,
    model::{Catalogue, Record},
};

/// A world in which nothing is wrong; each test adds one thing that is.
const CLEAN: &str = r#"
{"catalogue": {"format": "pathstack-catalogue/1", "id": "w", "title": "World", "currency": "USD"}}
{"scale": {"id": "proficiency", "name": "Proficiency", "levels": [{"rank": 1, "code": "foundation", "name": "Foundation"}, {"rank": 2, "code": "working", "name": "Working"}, {"rank": 3, "code": "advanced", "name": "Advanced"}]}}
{"competency": {"id": "sql", "name": "SQL"}}
{"competency": {"id": "charts", "name": "Charts"}}
{"role": {"id": "analyst", "title": "Analyst", "requirements": [{"need": {"competency": "sql", "level": 2}}, {"need": {"competency": "charts", "level": 1}, "necessity": "desirable"}], "gates": [{"need": {"entry": "age", "at_least": 18}, "relation": "entry"}]}}
{"credential": {"id": "sql-1", "name": "SQL basics", "awards": [{"competency": "sql", "level": 1}]}}
{"credential": {"id": "sql-2", "name": "SQL at work", "awards": [{"competency": "sql", "level": 2}], "conditions": [{"need": {"competency": "sql", "level": 1}}]}}
{"credential": {"id": "charts-1", "name": "Charts", "awards": [{"competency": "charts", "level": 2}]}}
{"credential": {"id": "both", "name": "Data diploma", "stack": {"rule": {"at_least": 2, "of": ["sql-1", "sql-2", "charts-1"]}}}}
{"offering": {"id": "sql-1.a", "credential": "sql-1", "hours": 10, "price": "USD 20", "languages": ["en"], "source": "s", "as_of": "2026-01-01"}}
{"offering": {"id": "sql-1.b", "credential": "sql-1", "hours": 8, "price": "EUR 30", "languages": ["en"], "source": "s", "as_of": "2026-01-01"}}
{"offering": {"id": "sql-2.a", "credential": "sql-2", "hours": 10, "price": "USD 20", "source": "s", "as_of": "2026-01-01"}}
{"offering": {"id": "charts-1.a", "credential": "charts-1", "hours": {"min": 5, "max": 9}, "price": "USD 0", "source": "s", "as_of": "2026-01-01"}}
{"rate": {"from": "EUR", "to": "USD", "rate": "1.1", "source": "ecb", "as_of": "2026-01-01"}}
"#;

pub(super) fn graph(lines: &[&str]) -> SkillGraph {
    let mut catalogue = Catalogue::default();
    for line in lines.iter().flat_map(|text| text.lines()).map(str::trim).filter(|line| !line.is_empty()) {
        catalogue.push(serde_json::from_str::<Record>(line).unwrap_or_else(|error| panic!("{line}: {error}")));
    }
    SkillGraph::new(Edition::default(), catalogue)
}

/// What is found beside nothing in the clean world, once these lines are added.
fn found(lines: &str) -> Vec<Finding> {
    lint(&graph(&[CLEAN, lines]))
}

/// The only finding: its severity, kind and sentence.
fn only(lines: &str) -> (Severity, FindingKind, String) {
    let found = found(lines);
    assert_eq!(found.len(), 1, "{found:#?}");
    (found[0].severity, found[0].kind, found[0].says.to_string())
}

#[test]
fn a_clean_world_has_no_findings() {
    assert_eq!(found(""), []);
    assert_eq!(lint(&SkillGraph::new(Edition::default(), Catalogue::default())), []);
}

const OFFERED: &str = r#", "hours": 1, "price": "USD 1", "source": "s", "as_of": "2026-01-01"}}"#;

/// A credential with conditions, and an offering of it.
fn asking(id: &str, need: &str) -> String {
    format!(
        r#"{{"credential": {{"id": "{id}", "name": "{id}", "conditions": [{{"need": {need}}}]}}}}
        {{"offering": {{"id": "{id}.o", "credential": "{id}"{OFFERED}"#
    )
}

#[test]
fn credentials_that_need_each_other_first_are_named_in_their_circle() {
    let lines = [asking("b", r#"{"credential": "c"}"#), asking("a", r#"{"credential": "b"}"#), asking("c", r#"{"credential": "a"}"#)];
    let (severity, kind, says) = only(&lines.join("\n"));
    assert_eq!((severity, kind), (Severity::Fault, FindingKind::PrerequisiteCycle));
    assert_eq!(says, "No way in: a → b → c → a, each asks for the next one first");
    // What merely waits for the circle is not told again.
    let behind = asking("d", r#"{"credential": "a"}"#);
    assert_eq!(only(&[lines.join("\n"), behind].join("\n")).2, says);
}

#[test]
fn a_circle_through_a_competency_is_found_and_one_with_another_way_in_is_not() {
    let teaching = |id: &str, need: &str| {
        format!(
            r#"{{"competency": {{"id": "{id}-skill", "name": "{id}"}}}}
            {{"credential": {{"id": "{id}", "name": "{id}", "awards": [{{"competency": "{id}-skill", "level": 2}}], "conditions": [{{"need": {need}}}]}}}}
            {{"offering": {{"id": "{id}.o", "credential": "{id}"{OFFERED}"#
        )
    };
    let back = teaching("a", r#"{"competency": "b-skill", "level": 2}"#);
    let stuck = [back.clone(), teaching("b", r#"{"competency": "a-skill", "level": 1}"#)].join("\n");
    assert_eq!(only(&stuck).2, "No way in: a → b → a, each asks for the next one first");
    let open = [back, teaching("b", r#"{"any": [{"competency": "a-skill", "level": 1}, {"credential": "sql-1"}]}"#)].join("\n");
    assert_eq!(found(&open), []);
}

#[test]
fn a_credential_that_asks_for_itself_is_found() {
    let (severity, kind, says) = only(&asking("a", r#"{"credential": "a"}"#));
    assert_eq!((severity, kind), (Severity::Fault, FindingKind::SelfPrerequisite));
    assert_eq!(says, "Credential a asks for itself, or for what only it attests, before it can be earned");
    assert_eq!(found(&asking("a", r#"{"any": [{"credential": "a"}, {"credential": "sql-1"}]}"#)), []);
}

#[test]
fn a_name_that_is_not_there_is_a_fault() {
    let found = found(r#"{"price_plan": {"id": "p", "kind": "bundle", "covers": ["nowhere"]}}"#);
    assert_eq!(found.len(), 1);
    assert_eq!(&*found[0].says, "Price plan p names nowhere, which the catalogue does not have");
    assert_eq!((found[0].severity, found[0].kind), (Severity::Fault, FindingKind::DanglingReference));
}

#[test]
fn a_level_off_its_scale_is_a_fault() {
    let role = r#"{"role": {"id": "r", "title": "R", "requirements": [{"need": {"competency": "sql", "level": 9}}]}}"#;
    let (_, kind, says) = only(role);
    assert_eq!((kind, says.as_str()), (FindingKind::LevelOffScale, "Role r asks or gives sql at level 9, which its scale does not have"));
    let scale =
        r#"{"scale": {"id": "s", "name": "S", "levels": [{"rank": 1, "code": "a", "name": "A"}, {"rank": 3, "code": "b", "name": "B"}]}}"#;
    assert_eq!(only(scale).1, FindingKind::ScaleWithGaps);
}

#[test]
fn scales_that_do_not_compare_are_told() {
    let lines = r#"
        {"scale": {"id": "other", "name": "O", "levels": [{"rank": 1, "code": "a", "name": "A"}]}}
        {"competency": {"id": "urn:sql", "name": "Structured query language", "scale": "other"}}
        {"crosswalk": {"from": "sql", "to": "urn:sql", "match": "exact"}}"#;
    assert_eq!(only(lines).1, FindingKind::ScalesApart);
}

#[test]
fn a_rule_that_asks_for_more_than_it_lists_can_never_hold() {
    let stack =
        r#"{"credential": {"id": "s", "name": "S", "status": "planned", "stack": {"rule": {"at_least": 3, "of": ["sql-1", "sql-2"]}}}}"#;
    assert_eq!(only(stack), (Severity::Fault, FindingKind::RuleNeverHolds, "The stack rule of credential s can never hold".into()));
    let credits = r#"{"credential": {"id": "s", "name": "S", "status": "planned", "stack": {"rule": {"credits": 8, "of": ["sql-1"]}}}}"#;
    assert_eq!(only(credits).1, FindingKind::RuleNeverHolds);
}

#[test]
fn a_credential_that_nothing_offers_and_one_out_of_reach_are_told_apart() {
    let (severity, kind, _) = only(r#"{"credential": {"id": "a", "name": "A"}}"#);
    assert_eq!((severity, kind), (Severity::Warning, FindingKind::NoOffering));
    let lines =
        [r#"{"credential": {"id": "a", "name": "A"}}"#.into(), asking("b", r#"{"all": [{"credential": "a"}, {"credential": "sql-1"}]}"#)];
    let found = found(&lines.join("\n"));
    assert_eq!(found.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::NoOffering, FindingKind::Unreachable]);
    assert_eq!(&*found[1].says, "Credential b cannot be reached from nothing: out of reach are a");
    // Retired ones need no offering.
    assert_eq!(super::tests::found(r#"{"credential": {"id": "a", "name": "A", "status": "retired"}}"#), []);
}

#[test]
fn a_requirement_nobody_teaches_names_the_highest_level_there_is() {
    let role = |need: &str, necessity: &str| {
        format!(r#"{{"role": {{"id": "r", "title": "R", "requirements": [{{"need": {need}, "necessity": "{necessity}"}}]}}}}"#)
    };
    let (severity, kind, says) = only(&role(r#"{"competency": "sql", "level": 3}"#, "essential"));
    assert_eq!((severity, kind), (Severity::Warning, FindingKind::NobodyTeaches));
    assert_eq!(says, "Role r asks sql at level 3 (the highest level in reach is 2)");
    assert_eq!(only(&role(r#"{"competency": "sql", "level": 3}"#, "desirable")).0, Severity::Note);
    let either = role(r#"{"any": [{"competency": "sql", "level": 3}, {"competency": "charts", "level": 3}]}"#, "essential");
    assert!(only(&either).2.starts_with("Role r asks one of the alternatives sql at level 3"));
    assert_eq!(found(&role(r#"{"any": [{"competency": "sql", "level": 3}, {"competency": "charts", "level": 1}]}"#, "essential")), []);
}

#[test]
fn a_retired_credential_that_is_still_counted_is_told_with_its_successor() {
    let old = r#"{"credential": {"id": "old", "name": "Old", "status": "superseded", "superseded_by": "sql-2"}}"#;
    let stack = r#"{"credential": {"id": "s", "name": "S", "stack": {"rule": {"at_least": 1, "of": ["old", "sql-1"]}}}}"#;
    let found = found(&[old, stack].join("\n"));
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].kind, &*found[0].says), (FindingKind::RetiredInUse, "Credential s counts old, which is superseded"));
    assert_eq!(found[0].hint, "name its successor sql-2 instead");
}

#[test]
fn an_offering_worse_in_every_way_is_dominated_and_one_better_in_one_way_is_not() {
    let offering = |id: &str, more: &str| {
        format!(
            r#"{{"offering": {{"id": "{id}", "credential": "sql-1", "hours": 12, "price": "USD 25", "source": "s", "as_of": "2026-01-01"{more}}}}}"#
        )
    };
    let (severity, kind, says) = only(&offering("z", r#", "languages": ["en"]"#));
    assert_eq!((severity, kind), (Severity::Note, FindingKind::DominatedOffering));
    assert_eq!(says, "Offering z is in nothing better than sql-1.a, which is no dearer and no longer");
    for more in [
        r#", "languages": ["en", "es"]"#,
        r#", "delivery": "in_person""#,
        r#", "activity": "exam", "pace": "exam""#,
        r#", "bandwidth": "low""#,
        r#", "accessibility": ["captions"]"#,
        r#", "status": "retired""#,
    ] {
        assert_eq!(found(&offering("z", more)), [], "{more}");
    }
    // Of two that are the same one is enough.
    let same = r#", "languages": ["en", "es"]"#;
    assert_eq!(only(&[offering("y", same), offering("z", same)].join("\n")).2.split(' ').nth(1), Some("z"));
}

#[test]
fn unknown_figures_are_counted_and_untraceable_ones_named() {
    let lines = r#"{"offering": {"id": "charts-1.b", "credential": "charts-1", "source": "s", "as_of": "2026-01-01"}}"#;
    let found = found(lines);
    assert_eq!(found.iter().map(|finding| finding.kind).collect::<Vec<_>>(), [FindingKind::UnknownPrice, FindingKind::UnknownHours]);
    assert_eq!(&*found[0].says, "1 of 5 offerings have not a known price: charts-1.b");
    let (severity, kind, says) =
        only(r#"{"offering": {"id": "charts-1.b", "credential": "charts-1", "hours": 3, "price": "USD 5", "source": "s"}}"#);
    assert_eq!((severity, kind), (Severity::Warning, FindingKind::UnsourcedFigure));
    assert_eq!(says, "The prices and hours of offering charts-1.b do not say where they stand and when they held");
}

#[test]
fn a_price_in_a_currency_without_a_rate_is_told() {
    let lines = r#"{"offering": {"id": "charts-1.b", "credential": "charts-1", "hours": 3, "price": "JPY 500", "source": "s", "as_of": "2026-01-01"}}"#;
    let (_, kind, says) = only(lines);
    assert_eq!(
        (kind, says.as_str()),
        (FindingKind::CurrencyWithoutRate, "There is no rate from JPY to USD, which offering charts-1.b are priced in")
    );
}

#[test]
fn one_uri_for_two_one_name_for_two_and_a_crosswalk_in_a_circle_are_told() {
    let lines = r#"
        {"competency": {"id": "x", "name": "X", "same_as": ["urn:1"]}}
        {"competency": {"id": "y", "name": "Y", "same_as": ["urn:1"]}}"#;
    assert_eq!(only(lines).1, FindingKind::SharedUri);
    assert_eq!(only(r#"{"crosswalk": {"from": "sql", "to": "sql", "match": "close"}}"#).1, FindingKind::SelfCrosswalk);
    let (_, kind, says) = only(r#"{"role": {"id": "analyst-2", "title": " ANALYST "}}"#);
    assert_eq!((kind, says.as_str()), (FindingKind::SameName, "Role analyst and analyst-2 have the same name"));
}

#[test]
fn the_order_of_the_records_does_not_matter() {
    let lines: Vec<String> = [
        asking("b", r#"{"credential": "c"}"#),
        asking("a", r#"{"credential": "b"}"#),
        asking("c", r#"{"any": [{"credential": "a"}, {"credential": "b"}]}"#),
        r#"{"credential": {"id": "z", "name": "Z"}}"#.into(),
        r#"{"role": {"id": "r", "title": "Analyst", "requirements": [{"need": {"competency": "sql", "level": 7}}, {"need": {"credential": "gone"}}]}}"#.into(),
    ]
    .iter()
    .chain([&CLEAN.trim().to_owned()])
    .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
    .collect();
    let forwards: Vec<&str> = lines.iter().map(String::as_str).collect();
    let backwards: Vec<&str> = forwards.iter().rev().copied().collect();
    let findings = lint(&graph(&forwards));
    assert!(findings.len() >= 5);
    assert_eq!(findings, lint(&graph(&backwards)));
}
