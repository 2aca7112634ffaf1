//! CTDL: an excerpt of a registry with one of each difficulty, and the registry's own samples where they are at hand.

use crate::shared;
use pathstack::{
    import::{Format, InMemory, IssueKind, OnDisk, Reading, native, read},
    model::{AwardMode, Catalogue, Credential, CredentialType, Delivery, Expr, Match, Offering, Relation},
};
use std::collections::BTreeMap;

fn excerpt() -> Reading {
    read(Format::Ctdl, &OnDisk::at(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/ctdl")))
}

fn ce(end: &str) -> String {
    format!("ce-00000000-0000-0000-0000-0000000000{end}")
}

fn credential<'a>(catalogue: &'a Catalogue, id: &str) -> &'a Credential {
    catalogue.credentials.iter().find(|one| one.id.as_str() == id).unwrap()
}

fn offering<'a>(catalogue: &'a Catalogue, id: &str) -> &'a Offering {
    catalogue.offerings.iter().find(|one| one.credential.as_str() == id).unwrap()
}

fn json(expr: &Expr) -> String {
    serde_json::to_string(expr).unwrap().replace("ce-00000000-0000-0000-0000-0000000000", "ce-")
}

#[test]
fn a_certification_comes_by_its_exam_and_keeps_every_condition() {
    let catalogue = excerpt().catalogue;
    let one = credential(&catalogue, &ce("0b"));
    assert_eq!((one.kind, one.name.in_language("es")), (CredentialType::Certification, "Carretero certificado"));
    assert_eq!(one.issuer.as_ref().unwrap().as_str(), ce("0a"));
    let rule = one.stack.as_ref().unwrap();
    assert_eq!(
        json(&rule.rule),
        r#"{"all":[{"credential":"ce-0c"},{"any":[{"credential":"ce-0d"},{"entry":"other","what":"Talk to us."}]}]}"#
    );
    assert!(rule.automatic && !catalogue.offerings.iter().any(|offering| offering.credential == one.id));
    let needs: Vec<_> = one.conditions.iter().map(|condition| (condition.need.as_ref().map(json), condition.relation)).collect();
    assert_eq!(
        needs,
        [
            (None, Relation::Recommended),
            (Some(r#"{"all":[{"entry":"age","at_least":18},{"entry":"experience","at_least":24}]}"#.to_owned()), Relation::Prerequisite),
        ]
    );
    assert_eq!(one.validity.as_ref().unwrap().months, Some(36));
    assert_eq!(one.quality[0].by.as_ref(), "named:board-of-spokes");
    assert_eq!(one.note.as_deref(), Some("Ride a wheel."));
}

#[test]
fn an_assessment_is_a_part_with_what_it_attests_its_fee_and_its_time() {
    let catalogue = excerpt().catalogue;
    let exam = credential(&catalogue, &ce("0c"));
    assert_eq!(exam.kind, CredentialType::Part);
    let awards: Vec<_> = exam.awards.iter().map(|award| (award.competency.as_str(), award.mode)).collect();
    assert_eq!(awards, [("https://example.org/competency/truing", AwardMode::Assessed), ("named:spoke-lacing", AwardMode::Assessed)]);
    let sitting = offering(&catalogue, &ce("0c"));
    assert_eq!(serde_json::to_string(&sitting.exam_fee).unwrap(), r#""USD 120.50""#);
    assert!(sitting.price.is_unknown());
    assert_eq!((sitting.delivery, sitting.hours.amount.least().unwrap().minutes), (Delivery::InPerson, 180));
}

#[test]
fn a_price_by_the_credit_is_unknown_and_calendar_time_is_no_effort() {
    let catalogue = excerpt().catalogue;
    let course = offering(&catalogue, &ce("0d"));
    assert!(course.price.is_unknown() && course.hours.is_unknown());
    assert_eq!(course.min_days, Some(42));
    assert_eq!(course.provider.as_ref().unwrap().as_str(), "named:evening-school");
    let part = credential(&catalogue, &ce("0d"));
    assert_eq!((&*part.credits[0].scheme, part.credits[0].amount), ("DegreeCredit", 3));
    assert_eq!(part.awards[0].mode, AwardMode::Taught);
    assert_eq!(part.conditions[0].relation, Relation::Prerequisite, "what can be earned is a prerequisite");
}

#[test]
fn competencies_keep_their_framework_and_their_crosswalks() {
    let catalogue = excerpt().catalogue;
    let truing = catalogue.competencies.iter().find(|one| one.id.as_str() == "https://example.org/competency/truing").unwrap();
    assert_eq!((truing.name.to_string().as_str(), truing.framework.as_deref()), ("Trues a wheel", Some("All about wheels")));
    let walks: Vec<_> = catalogue.crosswalks.iter().map(|walk| (walk.to.as_str(), walk.closeness)).collect();
    assert_eq!(walks, [("https://example.net/x/wheel-truing", Match::Exact), ("https://example.net/x/bicycles", Match::Narrow)]);
}

#[test]
fn a_pathway_becomes_a_role_that_asks_its_destination_and_two_of_three() {
    let catalogue = excerpt().catalogue;
    let role = &catalogue.roles[0];
    assert_eq!(role.title.to_string(), "To master of wheels");
    let asks: Vec<_> = role.requirements.iter().map(|asked| json(&asked.need)).collect();
    assert_eq!(
        asks,
        [
            r#"{"credential":"ce-0b"}"#,
            r#"{"at_least":2,"of":[{"credential":"https://example.org/component/a"},{"competency":"https://example.org/competency/truing"},{"any":[{"credential":"https://example.org/component/a"}]}]}"#,
        ]
    );
    assert_eq!(role.gates[0].text.as_ref().unwrap().to_string(), "creditsEarned greater than 30");
    assert!(catalogue.offerings.iter().any(|offering| offering.credential.as_str() == "https://example.org/component/a"));
}

#[test]
fn every_difficulty_of_the_excerpt_is_told_once() {
    let reading = excerpt();
    let said: Vec<_> = reading.issues.iter().map(|issue| (issue.kind, issue.place.to_string())).collect();
    assert_eq!(
        said.iter().map(|(kind, place)| (*kind, place.as_str())).collect::<Vec<_>>(),
        [
            (IssueKind::UnknownTerm, "pathway.json: preceeds"),
            (IssueKind::Uninterpreted, "pathway.json: hasConstraint"),
            (IssueKind::DanglingReference, "pathway.json"),
            (IssueKind::Uninterpreted, "registry.jsonl:2: renewal"),
            (IssueKind::Uninterpreted, "registry.jsonl:2"),
            (IssueKind::Uninterpreted, "registry.jsonl:4: paymentPattern"),
            (IssueKind::MalformedJson, "registry.jsonl:5"),
            (IssueKind::UnknownContext, "registry.jsonl:6: @context"),
            (IssueKind::NotRead, "registry.jsonl:8: @type"),
            (IssueKind::DanglingReference, "registry.jsonl:4"),
        ]
    );
}

#[test]
fn common_costs_and_conditions_count_for_each_that_refers_to_them() {
    let text = r#"[
        {"@context": "https://credreg.net/ctdl/schema/context/json", "@type": "ceterms:Badge", "@id": "https://example.org/b", "ceterms:name": "Badge",
         "ceterms:commonCosts": ["https://example.org/m"], "ceterms:commonConditions": "https://example.org/c",
         "ceterms:estimatedCost": [{"ceterms:directCostType": "costType:Tuition", "ceterms:price": 100, "ceterms:currency": "USD"}]},
        {"@type": "ceterms:CostManifest", "@id": "https://example.org/m", "ceterms:estimatedCost": [
            {"ceterms:directCostType": "costType:EnrollmentFee", "ceterms:price": 50, "ceterms:currency": "USD"},
            {"ceterms:directCostType": "costType:AssessmentFee", "ceterms:price": 20, "ceterms:currency": "USD"}]},
        {"@type": "ceterms:Badge", "@id": "https://example.org/d", "ceterms:name": "Other", "ceterms:commonCosts": ["https://example.org/m"]},
        {"@type": "ceterms:Badge", "@id": "https://example.org/e", "ceterms:name": "Lost", "ceterms:commonCosts": ["https://example.org/none"],
         "ceterms:estimatedCost": [{"ceterms:price": 5, "ceterms:currency": "USD"}]},
        {"@type": "ceterms:ConditionManifest", "@id": "https://example.org/c",
         "ceterms:requires": [{"ceterms:minimumAge": 18}, {"ceterms:description": {"en": "Be kind."}}]}
    ]"#;
    let reading = read(Format::Ctdl, &InMemory(BTreeMap::from([("t.json", text.as_bytes())])));
    let said: Vec<_> = reading.issues.iter().map(|issue| issue.kind).collect();
    assert_eq!(said, [IssueKind::Uninterpreted, IssueKind::DanglingReference], "{:?}", reading.issues);
    let price = |id: &str| serde_json::to_string(&offering(&reading.catalogue, id).price).unwrap();
    assert_eq!(price("https://example.org/b"), r#""USD 150.00""#);
    assert_eq!(price("https://example.org/d"), r#""USD 50.00""#);
    assert_eq!(price("https://example.org/e"), "null", "what is not known in full is not known");
    let fee = serde_json::to_string(&offering(&reading.catalogue, "https://example.org/b").exam_fee).unwrap();
    assert_eq!(fee, r#""USD 20.00""#);
    let needs: Vec<_> =
        credential(&reading.catalogue, "https://example.org/b").conditions.iter().map(|one| one.need.as_ref().map(json)).collect();
    assert_eq!(needs, [Some(r#"{"entry":"age","at_least":18}"#.to_owned()), None]);
}

#[test]
fn the_registrys_own_samples_are_read_and_come_back_from_the_native_format() {
    let Some(folder) = shared::folder("standards/ctdl-registry-samples") else { return };
    let mut texts = BTreeMap::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "json") {
                texts.insert(path.display().to_string(), std::fs::read(&path).unwrap());
            }
        }
    }
    assert!(texts.len() >= 19);
    let files = InMemory(texts.iter().map(|(name, text)| (name.as_str(), &text[..])).collect());
    let Reading { catalogue, issues } = read(Format::Ctdl, &files);
    eprintln!("{} credentials, {} organisations, {:?}", catalogue.credentials.len(), catalogue.organisations.len(), issues.counts());
    assert!(catalogue.credentials.len() >= 20 && catalogue.organisations.len() >= 10 && catalogue.competencies.len() >= 5);
    let mut text = Vec::new();
    native::write(&catalogue, &mut text).unwrap();
    let again = native::read("ctdl.jsonl", &text[..]);
    assert_eq!((again.catalogue.len(), again.issues.len()), (catalogue.len(), 0));
}
