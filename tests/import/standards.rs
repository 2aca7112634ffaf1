//! CASE, Open Badges, Rich Skill Descriptors, the European Learning Model and schema.org: an excerpt each, and real files where at hand.

use crate::shared;
use pathstack::{
    import::{Format, Found, InMemory, IssueKind, OnDisk, Reading, detect, native, read},
    model::{Amount, AwardMode, CredentialType, Delivery, Match, Pace},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, path::PathBuf};

fn of(format: Format, document: &Value) -> Reading {
    let text = document.to_string();
    read(format, &InMemory(BTreeMap::from([("t.json", text.as_bytes())])))
}

fn kinds(reading: &Reading) -> Vec<IssueKind> {
    reading.issues.iter().map(|issue| issue.kind).collect()
}

/// Every JSON file below a shared folder, read as one; the reading must come back from the native format.
fn real(format: Format, name: &str) -> Option<Reading> {
    let mut folders: Vec<PathBuf> = vec![shared::folder(name)?];
    let mut texts = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "json" || end == "jsonld") {
                texts.insert(path.display().to_string(), std::fs::read(&path).unwrap());
            }
        }
    }
    let reading = read(format, &InMemory(texts.iter().map(|(name, text)| (name.as_str(), &text[..])).collect()));
    let mut text = Vec::new();
    native::write(&reading.catalogue, &mut text).unwrap();
    let again = native::read("t.jsonl", &text[..]);
    assert_eq!((again.catalogue.len(), again.issues.len()), (reading.catalogue.len(), 0));
    eprintln!("{name}: {} files, {} records, {:?}", texts.len(), reading.catalogue.len(), reading.issues.counts());
    Some(reading)
}

#[test]
fn case_items_become_competencies_with_their_order_and_their_matches() {
    use IssueKind::{BadValue, DanglingReference, DuplicateId, MissingValue, NotRead, SelfReference};
    let end = |id: &str| json!({"identifier": id, "uri": format!("https://example.org/{id}")});
    let tie =
        |from: &str, kind: &str, to: &str| json!({"originNodeURI": end(from), "associationType": kind, "destinationNodeURI": end(to)});
    let reading = of(
        Format::Case,
        &json!({
            "CFDocument": {"identifier": "d", "title": "Wheels", "adoptionStatus": "Adopted"},
            "CFItems": [
                {"identifier": "a", "uri": "https://example.org/a", "fullStatement": "Knows wheels", "humanCodingScheme": "W.1"},
                {"identifier": "b", "uri": "javascript:alert(1)", "fullStatement": "Trues wheels on a stand", "abbreviatedStatement": "Trues wheels"},
                {"identifier": "a", "fullStatement": "Again"},
                {"identifier": "c"},
            ],
            "CFAssociations": [
                tie("b", "isChildOf", "a"), tie("a", "isChildOf", "d"), tie("a", "exactMatchOf", "elsewhere"), tie("b", "isChildOf", "zzz"),
                tie("a", "isRelatedTo", "a"), tie("a", "exemplar", "b"), {"associationType": "isChildOf"},
            ],
        }),
    );
    let catalogue = &reading.catalogue;
    assert_eq!(catalogue.competencies.len(), 2);
    let b = &catalogue.competencies[1];
    assert_eq!((b.name.to_string().as_str(), &b.broader[..]), ("Trues wheels", &["case:a".into()][..]));
    assert!(b.same_as.is_empty(), "a script is no address");
    assert_eq!(b.framework.as_deref(), Some("Wheels"));
    assert_eq!((catalogue.crosswalks[0].to.as_str(), catalogue.crosswalks[0].closeness), ("https://example.org/elsewhere", Match::Exact));
    assert_eq!(kinds(&reading), [BadValue, DuplicateId, MissingValue, DanglingReference, SelfReference, NotRead, MissingValue]);
    assert_eq!(kinds(&of(Format::Case, &json!([1]))), [IssueKind::NotARecord]);
    if let Some(reading) = real(Format::Case, "standards/case/tests") {
        assert!(reading.catalogue.competencies.len() >= 40);
    }
}

#[test]
fn an_achievement_is_read_alone_or_in_a_badge_and_nothing_about_its_holder() {
    let achievement = json!({
        "id": "https://example.org/a", "type": ["Achievement"], "name": "Wheelwright", "achievementType": "Certification", "humanCode": "W1",
        "criteria": {"narrative": "True ten wheels."}, "creditsAvailable": 3,
        "alignment": [
            {"targetName": "Truing", "targetUrl": "https://example.org/truing", "targetType": "ceasn:Competency"},
            {"targetName": "Wheelwright", "targetUrl": "https://example.org/ctdl", "targetType": "CTDL"}, {},
        ],
    });
    let badge = json!({"type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": {"id": "https://example.org/guild", "type": "Profile", "name": "Guild"},
        "credentialSubject": {"id": "did:example:ana", "name": "Ana", "achievement": achievement}});
    let reading = of(Format::OpenBadges, &json!([badge, badge]));
    let one = &reading.catalogue.credentials[0];
    assert_eq!((reading.catalogue.credentials.len(), one.kind), (1, CredentialType::Certification));
    assert_eq!(one.issuer.as_ref().unwrap().as_str(), "https://example.org/guild");
    assert_eq!(one.same_as, ["https://example.org/a".into(), "https://example.org/ctdl".into()]);
    assert_eq!((one.awards.len(), one.awards[0].mode), (1, AwardMode::Attested));
    assert!(one.conditions[0].need.is_none() && one.conditions[0].text.is_some());
    let mut text = Vec::new();
    native::write(&reading.catalogue, &mut text).unwrap();
    assert!(!String::from_utf8(text).unwrap().contains("Ana"));
    assert_eq!(kinds(&reading), [IssueKind::MissingValue, IssueKind::Uninterpreted]);
    let old = json!({"type": "BadgeClass", "name": "Old badge", "issuer": "https://example.org/guild", "criteria": "https://example.org/criteria"});
    let old = of(Format::OpenBadges, &old).catalogue;
    assert_eq!(
        (old.credentials[0].id.as_str(), old.credentials[0].url.as_deref()),
        ("named:old-badge", Some("https://example.org/criteria"))
    );
    if let Some(reading) = real(Format::OpenBadges, "standards/1edtech-validator-samples") {
        assert!(reading.catalogue.credentials.len() >= 5);
    }
}

#[test]
fn a_skill_descriptor_becomes_a_competency_unless_it_is_archived() {
    use IssueKind::{DuplicateId, MissingValue, NotInForce};
    let reading = of(
        Format::SkillDescriptors,
        &json!([
            {"uuid": "1", "id": "https://example.org/skills/1", "skillName": "Truing", "skillStatement": "True a wheel.", "status": "published",
             "keywords": ["wheels", "ID: 7"], "alignments": [{"id": "https://example.org/truing"}]},
            {"uuid": "2", "id": "https://example.org/skills/2", "skillStatement": "Lace spokes.", "status": "draft"},
            {"uuid": "3", "id": "https://example.org/skills/3", "skillName": "Gone", "status": "Archived"},
            {"uuid": "1", "id": "x", "skillName": "Again"},
            {"skillName": "No id"},
        ]),
    );
    let names: Vec<_> =
        reading.catalogue.competencies.iter().map(|one| (one.id.as_str(), one.name.to_string(), one.aliases.len())).collect();
    assert_eq!(names, [("rsd:1", "Truing".to_owned(), 1), ("rsd:2", "Lace spokes.".to_owned(), 0)]);
    assert_eq!(kinds(&reading), [NotInForce, NotInForce, DuplicateId, MissingValue]);
    if let Some(reading) = real(Format::SkillDescriptors, "osmt") {
        assert_eq!(reading.catalogue.competencies.len(), 50);
    }
    // The folder's tables are lists of jobs, which is told.
    if let Some(folder) = shared::folder("osmt") {
        let reading = read(Format::SkillDescriptors, &OnDisk::at(folder));
        let tables = reading.issues.iter().filter(|issue| issue.kind == IssueKind::NotRead && issue.place.file.ends_with(".csv")).count();
        assert_eq!((reading.catalogue.competencies.len(), tables), (50, 2));
    }
}

/// What is read of files of these names and texts.
fn files(format: Format, texts: &[(&str, &str)]) -> Reading {
    read(format, &InMemory(texts.iter().map(|(name, text)| (*name, text.as_bytes())).collect()))
}

#[test]
fn a_table_of_skill_descriptors_says_the_same_as_their_documents() {
    use IssueKind::{DuplicateId, MissingValue, NotInForce, NotRead};
    let address = "https://example.org/api/skills/00000000-0000-4000-8000-000000000001";
    let table = format!(
        "Canonical URL,RSD Name,Author,Skill Statement,Category,Publish Status,Keywords,Job Codes,Alignment Name,Alignment URL\r\n\
         {address},Truing,null,\"True a wheel, \"\"by eye\"\".\",Wheels,Published,wheels; rims ;ID: 7,49-3091.00,Truing,https://example.org/truing\r\n\
         ,Lacing,,Lace spokes.,null,Draft,,,,\r\n,Lacing,,Lace shoes.,,Published,,,,\r\n,Lacing,,Lace spokes.,,Published,,,,\r\n\
         ,Gone,,Gone.,,Archived,,,,\r\n,,,Nameless.,,,,,,\r\n,,,,,,,,,\r\n"
    );
    let reading = files(Format::SkillDescriptors, &[("skills.csv", &table)]);
    let competencies = &reading.catalogue.competencies;
    let ids: Vec<_> = competencies.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["rsd:00000000-0000-4000-8000-000000000001", "rsd:lacing", "rsd:lacing-2"]);
    let truing = &competencies[0];
    assert_eq!(
        (truing.description.as_ref().unwrap().to_string().as_str(), truing.framework.as_deref()),
        ("True a wheel, \"by eye\".", Some("Wheels"))
    );
    assert_eq!((&truing.aliases[..], &truing.same_as[..]), (&["wheels".into(), "rims".into()][..], &[address.into()][..]));
    assert_eq!(competencies[1].framework, None, "null is no category");
    assert_eq!(reading.catalogue.crosswalks[0].to.as_str(), "https://example.org/truing");
    assert_eq!(kinds(&reading), [NotInForce, DuplicateId, NotInForce, MissingValue, MissingValue, NotRead]);
    assert_eq!(reading.issues.get(1).unwrap().place.line, Some(5));
    let document = json!([{"uuid": &address["https://example.org/api/skills/".len()..], "id": address, "skillName": "Truing", "skillStatement": "True a wheel, \"by eye\".", "category": "Wheels",
        "keywords": ["wheels", "rims"], "alignments": [{"id": "https://example.org/truing"}]}]);
    let document = of(Format::SkillDescriptors, &document).catalogue;
    assert_eq!((&document.competencies[0], &document.crosswalks[0]), (truing, &reading.catalogue.crosswalks[0]));
}

#[test]
fn a_table_of_skill_descriptors_is_known_by_its_columns_old_or_new_and_other_files_beside_it_are_told() {
    let new = "RSD Name,Author,Skill Statement,Category,Keywords,Alignments\nTruing,,True a wheel.,,,\n";
    let old = "\u{feff}\"Collection\",\"Skill Name\",\"Skill Category\",\"Contextualized Skill Statement\",\"Keywords\",\"BLS Major Group\"\n\
        \"Wheels\",\"Lacing\",\"\",\"Lace spokes.\",\"\",\"49-0000\"\n";
    for (text, name) in [(new, "Truing"), (old, "Lacing")] {
        let bytes = InMemory(BTreeMap::from([("export.csv", text.as_bytes())]));
        assert_eq!(detect(&bytes).into_iter().collect::<Vec<_>>(), [Found::Format(Format::SkillDescriptors)]);
        assert_eq!(read(Format::SkillDescriptors, &bytes).catalogue.competencies[0].name.to_string(), name);
    }
    let jobs = "SOC Group,SOC Code,SOC Title\nMajor,11-0000,Managers\n";
    let all = files(
        Format::SkillDescriptors,
        &[("a.csv", new), ("b.json", r#"[{"uuid": "1", "skillName": "Rims"}]"#), ("jobs.csv", jobs), ("notes.md", "-")],
    );
    assert_eq!(all.catalogue.competencies.len(), 2);
    let told: Vec<_> = all.issues.iter().map(|issue| (issue.kind, issue.place.file.to_string())).collect();
    assert_eq!(told, [(IssueKind::NotRead, "jobs.csv".into()), (IssueKind::NotRead, "notes.md".into())]);
}

#[test]
fn a_learning_opportunity_becomes_an_offering_of_what_it_leads_to() {
    let specification = json!({
        "id": "https://example.org/spec", "type": "Qualification", "title": {"en": "Wheel basics", "de": "Radgrundlagen"}, "isPartialQualification": true,
        "eqfLevel": {"id": "http://data.europa.eu/snb/eqf/4"}, "entryRequirement": {"en": "Be curious."},
        "creditPoint": {"framework": {"prefLabel": {"en": "ECTS"}}, "point": "3"},
        "learningOutcome": [{"title": {"en": "Trues"}, "relatedESCOSkill": [{"id": "http://data.europa.eu/esco/skill/1", "prefLabel": {"en": "true wheels"}}]}],
    });
    let reading = of(
        Format::Elm,
        &json!({"@graph": [{
            "id": "https://example.org/opportunity", "type": "LearningOpportunity", "title": {"en": "Evening course"},
            "learningAchievementSpecification": specification, "providedBy": {"legalName": {"en": "Evening School"}},
            "mode": {"prefLabel": {"en": "Blended"}}, "volumeOfLearning": "PT75H",
            "defaultLanguage": {"id": "http://publications.europa.eu/resource/authority/language/DEU"},
            "priceDetail": [{"amount": {"value": 120.5, "unit": {"id": "http://publications.europa.eu/resource/authority/currency/EUR"}}}, {"amount": {"value": 10, "unit": "EUR"}}],
        }]}),
    );
    let (one, way) = (&reading.catalogue.credentials[0], &reading.catalogue.offerings[0]);
    assert_eq!(
        (one.id.as_str(), one.kind, one.level.as_deref()),
        ("https://example.org/spec", CredentialType::MicroCredential, Some("EQF4"))
    );
    assert_eq!(one.awards[0].competency.as_str(), "http://data.europa.eu/esco/skill/1");
    assert_eq!((&*one.credits[0].scheme, one.credits[0].amount), ("ECTS", 3));
    assert_eq!(
        (way.credential.as_str(), way.delivery, &way.languages[..]),
        ("https://example.org/spec", Delivery::Blended, &["de".into()][..])
    );
    assert_eq!(serde_json::to_string(&way.price).unwrap(), r#""EUR 130.50""#);
    assert_eq!(way.hours.amount.least().unwrap().minutes, 75 * 60);
    assert_eq!(kinds(&reading), [IssueKind::Uninterpreted]);
    if let Some(reading) = real(Format::Elm, "standards/elm") {
        assert!(!reading.catalogue.credentials.is_empty());
    }
}

#[test]
fn a_course_with_instances_becomes_a_credential_with_offerings() {
    use IssueKind::{BadValue, Uninterpreted};
    let reading = of(
        Format::SchemaOrg,
        &json!({"@context": "https://schema.org", "@type": "Course", "@id": "https://example.org/wheels", "name": "Wheels", "courseCode": "W1",
        "provider": {"@type": "Organization", "name": "Guild"}, "teaches": ["Truing", {"@type": "DefinedTerm", "@id": "https://example.org/lacing", "name": "Lacing"}],
        "coursePrerequisites": ["Be curious", {"@type": "Course", "@id": "https://example.org/before", "name": "Before wheels"}],
        "offers": [{"price": "49.90", "priceCurrency": "USD"}, {"category": "Subscription", "price": 9, "priceCurrency": "USD"}],
        "hasCourseInstance": [
            {"@type": "CourseInstance", "courseMode": ["onsite"], "startDate": "2027-01-11", "endDate": "2027-02-08", "courseWorkload": "PT40H", "inLanguage": "en-US"},
            {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": "six weeks", "offers": {"category": "Free"}},
        ]}),
    );
    let (one, ways) = (&reading.catalogue.credentials[0], &reading.catalogue.offerings);
    assert_eq!(
        one.awards.iter().map(|award| award.competency.as_str()).collect::<Vec<_>>(),
        ["named:truing", "https://example.org/lacing"]
    );
    assert_eq!(one.conditions.iter().filter(|condition| condition.binding().is_some()).count(), 1);
    assert_eq!((ways[0].delivery, ways[0].pace, ways[0].days), (Delivery::InPerson, Pace::Cohort, Some(28)));
    assert_eq!(serde_json::to_string(&ways[0].price).unwrap(), r#""USD 49.90""#);
    assert_eq!(ways[0].hours.amount.least().unwrap().minutes, 2400);
    assert_eq!(ways[1].price.amount.least().unwrap().minor, 0);
    assert_eq!(ways[1].hours.amount, Amount::Unknown);
    assert_eq!(kinds(&reading), [Uninterpreted, Uninterpreted, BadValue]);
}

#[test]
fn what_is_nothing_of_the_kind_is_told_by_every_reader() {
    for format in [Format::Ctdl, Format::Case, Format::OpenBadges, Format::Elm, Format::SchemaOrg, Format::SkillDescriptors] {
        for text in ["", "{", "[1, 2", "\"text\"", "{\"a\": {\"b\": [1, null, {\"c\": \"d\"}]}}", "\u{feff}nonsense"] {
            let reading = read(format, &InMemory(BTreeMap::from([("t.json", text.as_bytes())])));
            assert!(!reading.issues.is_empty(), "{format:?} says nothing of {text:?}");
            assert_eq!(reading.catalogue.len(), 1, "{format:?} made something of {text:?}: {:?}", reading.catalogue);
        }
        let deep = format!("{}1{}", "[".repeat(50_000), "]".repeat(50_000));
        let reading = read(format, &InMemory(BTreeMap::from([("t.json", deep.as_bytes())])));
        assert_eq!(kinds(&reading), [IssueKind::MalformedJson]);
    }
}
