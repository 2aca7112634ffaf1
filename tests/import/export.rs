//! Catalogues out and in again: what a form can say survives, what it cannot is listed, and further rounds change nothing.

use crate::shared;
use pathstack::{
    export::{Form, write},
    import::{Format, InMemory, Issue, IssueKind, OnDisk, Reading, Severity, native, read},
    model::{Amount, AwardMode, Catalogue, Credential, Record},
};
use std::collections::{BTreeMap, BTreeSet};

fn written(form: Form, catalogue: &Catalogue) -> (Vec<u8>, Vec<Issue>) {
    let mut bytes = Vec::new();
    let lost = write(form, catalogue, &mut bytes).unwrap();
    (bytes, lost)
}

fn back(format: Format, bytes: &[u8]) -> Reading {
    read(format, &InMemory(BTreeMap::from([("t.json", bytes)])))
}

fn canonical(catalogue: &Catalogue) -> String {
    String::from_utf8(written(Form::Native, catalogue).0).unwrap()
}

/// Out and in, three times: the first round may put what is asked together in another order, the third changes nothing.
fn rounds(form: Form, format: Format, catalogue: &Catalogue) -> (Reading, Vec<Issue>) {
    let (bytes, lost) = written(form, catalogue);
    assert_eq!(bytes, written(form, catalogue).0, "the same catalogue gives the same bytes");
    let once = back(format, &bytes);
    let faults: Vec<_> = once.issues.iter().filter(|issue| issue.severity == Severity::Fault).take(5).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let twice = back(format, &written(form, &once.catalogue).0);
    let thrice = back(format, &written(form, &twice.catalogue).0);
    for (twice, thrice) in canonical(&twice.catalogue).lines().zip(canonical(&thrice.catalogue).lines()) {
        assert_eq!(twice, thrice, "another round changes nothing");
    }
    assert_eq!((once.catalogue.len(), twice.catalogue.len()), (twice.catalogue.len(), thrice.catalogue.len()));
    (once, lost)
}

fn fields(lost: &[Issue]) -> BTreeSet<&str> {
    assert!(lost.iter().all(|issue| issue.kind == IssueKind::NotWritten));
    lost.iter().filter_map(|issue| issue.place.field.as_deref()).collect()
}

fn catalogue(lines: &str) -> Catalogue {
    let mut catalogue = Catalogue::default();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        catalogue.push(serde_json::from_str::<Record>(line).unwrap_or_else(|error| panic!("{line}: {error}")));
    }
    catalogue
}

const SMALL: &str = r#"
    {"catalogue": {"format": "pathstack-catalogue/1", "id": "small", "title": "Small"}}
    {"organisation": {"id": "mill", "name": "The mill", "url": "https://example.org/mill", "roles": ["awarding_body"]}}
    {"competency": {"id": "bread", "name": "Baking bread", "framework": "Baking", "description": "Bakes bread."}}
    {"competency": {"id": "cake", "name": {"en": "Baking cake", "de": "Kuchen backen"}, "broader": ["bread"]}}
    {"crosswalk": {"from": "bread", "to": "https://example.org/x", "match": "narrow"}}
    {"credential": {"id": "baker", "name": "Baker", "type": "certification", "issuer": "mill", "aliases": ["Bread maker", "Loafer"], "codes": ["B-1"], "awards": [{"competency": "bread"}], "validity": {"months": 36}, "url": "https://example.org/baker", "conditions": [{"need": {"credential": "course"}}, {"need": {"all": [{"entry": "age", "at_least": 16}, {"entry": "experience", "at_least": 18}]}, "relation": "entry"}, {"enforced": false, "text": "Bring flour."}], "status": "superseded", "superseded_by": "master"}}
    {"offering": {"id": "baker.exam", "credential": "baker", "provider": "mill", "activity": "exam", "hours": 2.5, "price": "USD 120.50", "exam_fee": "USD 40", "materials": "USD 7.25", "min_days": 14, "languages": ["en", "de"], "delivery": "in_person", "url": "https://example.org/baker"}}
    {"credential": {"id": "master", "name": "Master baker", "stack": {"rule": {"at_least": 2, "of": [{"credential": "baker"}, {"credential": "course"}, {"competency": "cake"}]}}}}
    {"credential": {"id": "course", "name": "Course", "type": "part", "awards": [{"competency": "cake", "mode": "taught"}]}}
    {"offering": {"id": "course.evening", "credential": "course", "hours": {"min": 20, "max": 30}, "price": {"min": "EUR 90", "max": "EUR 120"}, "timing": "evening"}}
    {"role": {"id": "job", "title": "Pastry cook", "requirements": [{"need": {"competency": "cake", "level": 2}}, {"need": {"credential": "baker"}}]}}
"#;

fn credential<'a>(catalogue: &'a Catalogue, id: &str) -> &'a Credential {
    catalogue.credentials.iter().find(|one| one.id.as_str() == id).unwrap()
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn the_native_format_keeps_everything() {
    for catalogue in [native::starter().catalogue, catalogue(SMALL)] {
        let (bytes, lost) = written(Form::Native, &catalogue);
        let again = native::read("t.jsonl", &bytes[..]);
        assert_eq!((lost, again.issues.len(), canonical(&again.catalogue)), (vec![], 0, canonical(&catalogue)));
    }
}

#[test]
fn ctdl_keeps_names_conditions_prices_time_and_competencies() {
    let small = catalogue(SMALL);
    let (Reading { catalogue: again, .. }, lost) = rounds(Form::Ctdl, Format::Ctdl, &small);
    let (before, after) = (credential(&small, "baker"), credential(&again, "baker"));
    assert_eq!((after.kind, &after.issuer, &after.codes, after.status), (before.kind, &before.issuer, &before.codes, before.status));
    assert_eq!(
        (&after.awards, &after.validity, &after.superseded_by, &after.url),
        (&before.awards, &before.validity, &before.superseded_by, &before.url)
    );
    assert_eq!(after.aliases.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Bread maker", "Loafer"]);
    let needs = |one: &Credential| {
        one.conditions
            .iter()
            .map(|told| (told.need.as_ref().map(json), told.text.as_ref().map(ToString::to_string)))
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(needs(after), needs(before));
    let exam = again.offerings.iter().find(|one| one.credential.as_str() == "baker").unwrap();
    assert_eq!(json(&(&exam.price, &exam.exam_fee, &exam.materials)), r#"["USD 120.50","USD 40.00","USD 7.25"]"#);
    assert_eq!((json(&exam.hours).as_str(), exam.min_days, &exam.provider), ("2.5", Some(14), &Some("mill".into())));
    assert_eq!(exam.languages, ["en".into(), "de".into()]);
    let master = credential(&again, "master").stack.as_ref().unwrap();
    let two_of_three = r#"{"at_least":2,"of":[{"credential":"baker"},{"credential":"course"},{"competency":"cake"}]}"#;
    assert_eq!(json(&master.rule), two_of_three, "written out, and understood again");
    let course = again.offerings.iter().find(|one| one.credential.as_str() == "course").unwrap();
    assert_eq!(course.id.as_str(), "course.evening");
    let price = r#"{"min":"EUR 90.00","max":"EUR 120.00"}"#;
    assert_eq!((json(&course.price).as_str(), json(&course.hours).as_str()), (price, r#"{"min":20,"max":30}"#), "a range is said in words");
    let walks: Vec<_> = again.crosswalks.iter().map(json).collect();
    assert_eq!(walks, [r#"{"from":"bread","to":"https://example.org/x","match":"narrow"}"#]);
    let bread = again.competencies.iter().find(|one| one.id.as_str() == "bread").unwrap();
    assert_eq!((bread.framework.as_deref(), bread.description.is_some()), (Some("Baking"), true));
    let asked: Vec<_> = again.roles[0].requirements.iter().map(|asked| json(&asked.need)).collect();
    assert_eq!(asked, [r#"{"competency":"cake"}"#, r#"{"credential":"baker"}"#]);
    assert_eq!(fields(&lost), BTreeSet::from(["offering.pace", "offering.price.range", "organisation.roles", "role.requirements.level"]));
}

#[test]
fn schema_org_keeps_what_can_be_taken_and_what_it_costs() {
    let small = catalogue(SMALL);
    let (Reading { catalogue: again, .. }, lost) = rounds(Form::SchemaOrg, Format::SchemaOrg, &small);
    let (before, after) = (credential(&small, "baker"), credential(&again, "baker"));
    assert_eq!((after.kind, &after.issuer, &after.codes, &after.awards), (before.kind, &before.issuer, &before.codes, &before.awards));
    assert_eq!(json(&after.conditions[0].need), r#"{"credential":"course"}"#);
    let exam = again.offerings.iter().find(|one| one.credential.as_str() == "baker").unwrap();
    assert_eq!((json(&exam.price).as_str(), json(&exam.hours).as_str()), (r#""USD 120.50""#, "2.5"));
    let course = again.offerings.iter().find(|one| one.credential.as_str() == "course").unwrap();
    assert!(matches!(course.price.amount, Amount::Range { min, max, .. } if (min.minor, max.minor) == (9000, 12000)));
    assert_eq!(credential(&again, "course").awards[0].mode, AwardMode::Taught);
    assert!(!again.offerings.iter().any(|one| one.credential.as_str() == "master"), "no way is invented for what nobody offers");
    let lost = fields(&lost);
    for field in [
        "role.requirements.need",
        "crosswalk",
        "credential.validity",
        "credential.stack",
        "offering.exam_fee",
        "offering.min_days",
        "offering.hours",
    ] {
        assert!(lost.contains(field), "{field} of {lost:?}");
    }
}

#[test]
fn the_starter_goes_out_and_comes_in_with_its_prices() {
    let starter = native::starter().catalogue;
    let sole: BTreeMap<&str, &str> = {
        let mut many: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        starter.offerings.iter().for_each(|one| many.entry(one.credential.as_str()).or_default().push(one.id.as_str()));
        many.into_iter().filter(|(_, list)| list.len() == 1).map(|(credential, list)| (credential, list[0])).collect()
    };
    for (form, format) in [(Form::Ctdl, Format::Ctdl), (Form::SchemaOrg, Format::SchemaOrg)] {
        let (Reading { catalogue: again, .. }, lost) = rounds(form, format, &starter);
        assert!(!lost.is_empty());
        let names = |catalogue: &Catalogue| {
            catalogue.credentials.iter().map(|one| (one.id.to_string(), one.name.to_string())).collect::<BTreeMap<_, _>>()
        };
        let (before, after) = (names(&starter), names(&again));
        assert!(before.iter().all(|(id, name)| after.get(id) == Some(name)), "every credential under its id and name");
        let mut compared = 0;
        for one in starter.offerings.iter().filter(|one| sole.contains_key(one.credential.as_str())) {
            let Amount::Known(price) = one.price.amount else { continue };
            if one.price_kind != pathstack::model::PriceKind::OneOff
                || starter.credentials.iter().any(|c| c.id == one.credential && c.stack.is_some())
            {
                continue;
            }
            let other = again.offerings.iter().find(|other| other.credential == one.credential).unwrap();
            assert_eq!(other.price.amount, Amount::Known(price), "{form:?} {}", one.id);
            compared += 1;
        }
        assert!(compared > 100, "{compared}");
    }
}

#[test]
fn a_registry_goes_out_and_comes_in() {
    let excerpt = OnDisk::at(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/ctdl"));
    rounds(Form::Ctdl, Format::Ctdl, &read(Format::Ctdl, &excerpt).catalogue);
    let Some(folder) = shared::folder("standards/ctdl-registry-samples") else { return };
    rounds(Form::Ctdl, Format::Ctdl, &read(Format::Ctdl, &OnDisk::at(folder)).catalogue);
}
