//! Tables by mapping files: excerpts with each known defect, and the whole lists where they are at hand.

use crate::shared;
use pathstack::{
    import::{
        Found, InMemory, IssueKind, OnDisk, Reading, detect,
        mapped::{self, Mapping, SHIPPED},
        native,
    },
    model::{Amount, Credential, Delivery, Offering, Relation},
};
use std::collections::BTreeMap;

const MAPPING: &str = r#"{
    "mapping": "pathstack-mapping/1", "id": "town", "title": "Courses in town", "currency": "EUR", "region": ["DE"], "unknown": ["n/a"],
    "columns": {"zip": {"digits": 5}, "hours": {"sentinels": ["9999"]}, "skills": {"separator": ";"}, "cip": {"digits": 6}},
    "only": {"state": ["open"]},
    "credential": {
        "id": ["no"], "name": ["title"], "issuer": {"name": ["school"]}, "awards": [{"column": "skills", "mode": "taught"}],
        "codes": [
            {"column": "cip", "scheme": "CIP"},
            {"column": "cip", "scheme": "SOC", "through": {"file": "cip-soc.csv", "from": "CIP", "to": "SOC"}}
        ],
        "prerequisite": ["asks"], "no_prerequisite": ["none"]
    },
    "offering": {
        "delivery": {"column": "mode", "values": {"web": "online", "class": "in_person"}}, "place": ["town", "zip"],
        "hours": {"column": "hours", "most": 9000}, "days": {"column": "weeks", "unit": "weeks"},
        "price": {"parts": ["tuition", "fees"], "materials": ["books"], "total": "total", "most": 100000}
    }
}"#;

const HEAD: &str = "no,title,school,state,mode,town,zip,cip,skills,asks,hours,weeks,tuition,fees,books,total,colour\n";
const JOIN: &str = "CIP,SOC\n01.0105,11-9013\n01.0105,45-1011\n";

fn files<'a>(table: &'a str, join: &'a str) -> InMemory<'a> {
    InMemory(BTreeMap::from([("courses.csv", table.as_bytes()), ("cip-soc.csv", join.as_bytes())]))
}

fn read(rows: &str) -> Reading {
    mapped::read(&files(&format!("{HEAD}{rows}"), JOIN), &InMemory::default(), &Mapping::parse(MAPPING.as_bytes()).unwrap())
}

/// The kinds told, without the column that no mapping speaks of.
fn kinds(reading: &Reading) -> Vec<IssueKind> {
    reading.issues.iter().map(|issue| issue.kind).filter(|kind| *kind != IssueKind::NotRead).collect()
}

fn only(rows: &str) -> (Credential, Offering, Vec<IssueKind>) {
    let mut reading = read(rows);
    let kinds = kinds(&reading);
    (reading.catalogue.credentials.remove(0), reading.catalogue.offerings.remove(0), kinds)
}

fn json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn a_sound_row_becomes_a_credential_with_an_offering() {
    let (credential, offering, kinds) = only("7,Baking,Mill,open,class,Ulm,89073,010105,bread;cake,none,40,6,900,50,50,1000,red\n");
    assert_eq!(kinds, []);
    assert_eq!((credential.id.as_str(), credential.issuer.unwrap().as_str()), ("town:7", "town:org-mill"));
    assert_eq!(credential.codes.iter().map(|code| &**code).collect::<Vec<_>>(), ["CIP:010105", "SOC:11-9013", "SOC:45-1011"]);
    assert_eq!(credential.awards.iter().map(|award| award.competency.as_str()).collect::<Vec<_>>(), ["named:bread", "named:cake"]);
    assert!(credential.conditions.is_empty());
    assert_eq!((json(&offering.price), json(&offering.materials)), (r#""EUR 950.00""#.into(), r#""EUR 50.00""#.into()));
    assert_eq!((json(&offering.hours).as_str(), offering.min_days, offering.delivery), ("40", Some(42), Delivery::InPerson));
    assert_eq!((offering.place.as_deref(), &*offering.region), (Some("Ulm, 89073"), &["DE".into()][..]));
}

#[test]
fn each_known_defect_is_told_and_not_believed() {
    use IssueKind::{Absurd, LostZeros, MissingValue, OutOfRange, Sentinel, TotalNotSum, Uninterpreted};
    let row = |end: &str| only(&format!("7,Baking,Mill,open,web,Ulm,{end},red\n"));
    let (_, offering, kinds) = row("89073,010105,,,9999,,900,50,50,1000");
    assert_eq!((kinds, offering.hours.is_unknown()), (vec![Sentinel], true));
    let (_, offering, kinds) = row("89073,010105,,,40,,41984200,50,50,1000");
    assert_eq!((kinds, json(&offering.price)), (vec![Absurd], r#""EUR 1000.00""#.into()), "the total still holds");
    let (_, offering, kinds) = row("89073,010105,,,12000,,0,0,0,0");
    assert_eq!((kinds, offering.hours.is_unknown() && offering.price.is_unknown()), (vec![Absurd, MissingValue], true));
    let (_, offering, kinds) = row("89073,010105,,,,,900,50,50,1200");
    assert_eq!((kinds, json(&offering.price)), (vec![TotalNotSum], r#"{"min":"EUR 1000.00","max":"EUR 1200.00"}"#.into()));
    let (credential, offering, kinds) = row("1234,10105,,,,,n/a,n/a,,");
    assert_eq!((kinds, offering.place.as_deref()), (vec![LostZeros, LostZeros], Some("Ulm, 01234")));
    assert_eq!(credential.codes.len(), 3, "the code is joined once its zero is back");
    let (credential, offering, kinds) = row("89073,010105,,Bring flour,,,-5,50,50,");
    assert_eq!((kinds, offering.price.is_unknown()), (vec![Uninterpreted, OutOfRange], true));
    assert_eq!((credential.conditions[0].relation, credential.conditions[0].need.is_none()), (Relation::Prerequisite, true));
    let (_, offering, kinds) = row("89073,010105,,,,,99.970000000000013,0,0,99.97");
    assert_eq!((kinds, json(&offering.price)), (vec![], r#""EUR 99.97""#.into()), "the dust of arithmetic is no price of its own");
}

#[test]
fn rows_that_cannot_be_used_are_left_out_with_a_word() {
    let rows = "7,Baking,Mill,shut,web,Ulm,,,,,,,,,,,\n,Baking,Mill,open,web,Ulm,,,,,,,,,,,\n8,Baking,Mill,open,web\n\
                9,Bread,Mill,open,fax,Ulm,,990101,,,,,,,,,\n9,Bread,Mill,open,web,Ulm,,,,,,,,,,,\n";
    let reading = read(rows);
    use IssueKind::{DanglingReference, DuplicateId, MalformedRow, MissingValue, NotInForce, UnknownTerm};
    assert_eq!(kinds(&reading), [NotInForce, MissingValue, MalformedRow, DanglingReference, UnknownTerm, DuplicateId]);
    assert_eq!((reading.catalogue.credentials.len(), reading.catalogue.offerings.len()), (1, 1));
    assert!(reading.issues.iter().all(|issue| issue.kind == IssueKind::NotRead || issue.place.line.is_some()), "{:?}", reading.issues);
}

#[test]
fn the_wrong_table_and_a_missing_crosswalk_are_told() {
    let mapping = Mapping::parse(MAPPING.as_bytes()).unwrap();
    let reading = mapped::read(&files("a,b\n1,2\n", JOIN), &InMemory::default(), &mapping);
    assert_eq!((kinds(&reading), reading.catalogue.credentials.len()), (vec![IssueKind::MissingColumn], 0));
    let table = format!("{HEAD}7,Baking,Mill,open,web,Ulm,89073,010105,,,,,,,,,red\n");
    let reading = mapped::read(&InMemory(BTreeMap::from([("courses.csv", table.as_bytes())])), &InMemory::default(), &mapping);
    assert_eq!((kinds(&reading), reading.catalogue.credentials[0].codes.len()), (vec![IssueKind::MissingFile], 1));
}

#[test]
fn a_mapping_says_where_it_is_wrong() {
    let wrong = |from: &str, to: &str| Mapping::parse(MAPPING.replace(from, to).as_bytes()).unwrap_err();
    assert!(wrong("mapping/1", "mapping/9").contains("pathstack-mapping/9"));
    assert!(wrong("\"most\": 9000", "\"most\": -1").starts_with("offering.hours.most: "));
    assert!(wrong("\"town\"", "\"My Town\"").contains("cannot be an id"));
    assert!(wrong("in_person", "outdoors").contains("outdoors"));
    assert!(Mapping::parse(b"{").is_err() && Mapping::parse(b"\xff\x00").is_err());
    for (name, text) in SHIPPED {
        Mapping::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_same_bytes_give_the_same_reading_and_it_comes_back_from_the_native_format() {
    let rows =
        "7,Baking,Mill,open,class,Ulm,89073,010105,bread;cake,Flour,40,6,900,50,50,1000,red\n8,Cakes,Mill,open,web,,,,,,,,1,2,3,4,\n";
    let reading = read(rows);
    assert_eq!(reading, read(rows));
    let mut text = Vec::new();
    native::write(&reading.catalogue, &mut text).unwrap();
    let again = native::read("t.jsonl", &text[..]);
    assert_eq!((again.catalogue.len(), again.issues.len()), (reading.catalogue.len(), 0));
}

/// A whole list read by the mapping it is known by.
fn whole(folder: &str, name: &'static str) -> Option<(Reading, BTreeMap<IssueKind, usize>)> {
    let (files, beside) = (OnDisk::at(shared::folder(folder)?), OnDisk::at(shared::folder("crosswalk")?));
    assert!(detect(&files).contains(&Found::Mapping(name)), "{:?}", detect(&files));
    let reading = mapped::read(&files, &beside, &Mapping::shipped(name).unwrap());
    let mut text = Vec::new();
    native::write(&reading.catalogue, &mut text).unwrap();
    let again = native::read("t.jsonl", &text[..]);
    assert_eq!((again.catalogue.len(), again.issues.len()), (reading.catalogue.len(), 0));
    let counts = reading.issues.counts();
    eprintln!("{folder}: {} records, {counts:?}", reading.catalogue.len());
    Some((reading, counts))
}

#[test]
fn the_new_jersey_list_is_read_whole_and_its_known_defects_are_told() {
    let Some((reading, counts)) = whole("nj-etpl", "nj-etpl") else { return };
    assert_eq!(reading.catalogue.credentials.len(), 1466);
    let told =
        |kind, field: &str| reading.issues.iter().filter(|one| one.kind == kind && one.place.field.as_deref() == Some(field)).count();
    assert_eq!((counts[&IssueKind::TotalNotSum], counts[&IssueKind::Sentinel]), (16, 1));
    assert_eq!(told(IssueKind::LostZeros, "cipcode"), 18);
    // Eighty totals are zero; the parts of one of them are not, so that it is told as a sum that is not.
    assert_eq!((told(IssueKind::Absurd, "totalcost"), told(IssueKind::MissingValue, "totalcost")), (4, 79));
    assert!(counts[&IssueKind::StrayQuotes] > 0);
    let joined = reading.catalogue.credentials.iter().filter(|one| one.codes.iter().any(|code| code.starts_with("SOC:"))).count();
    assert!(joined > 1400, "{joined} programmes have an occupation's code");
    let priced = reading.catalogue.offerings.iter().filter(|one| !one.price.is_unknown()).count();
    assert!((1300..1400).contains(&priced), "{priced}");
    let dearest = reading.catalogue.offerings.iter().filter_map(|one| match one.price.amount {
        Amount::Known(money) => Some(money.minor),
        _ => None,
    });
    assert!(dearest.max() <= Some(100_000 * 100));
}

#[test]
fn the_california_list_is_read_whole() {
    let Some((reading, counts)) = whole("ca-etp-afterward", "ca-etp") else { return };
    assert_eq!((reading.catalogue.credentials.len(), counts.get(&IssueKind::OutOfRange)), (60, None));
    assert!(reading.catalogue.credentials.iter().all(|one| one.codes.iter().any(|code| code.starts_with("SOC:"))));
}

#[test]
fn the_security_certifications_are_read_whole() {
    let Some((reading, counts)) = whole("seccert", "security-certifications") else { return };
    assert_eq!((reading.catalogue.credentials.len(), counts[&IssueKind::DuplicateId]), (479, 3));
    let priced = reading.catalogue.offerings.iter().filter(|one| !one.price.is_unknown()).count();
    assert!(priced > 460, "{priced}");
}
