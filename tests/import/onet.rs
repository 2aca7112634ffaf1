//! O\*NET: an excerpt as the true release is written, with one of each defect, and the whole release where it is at hand.

use crate::shared;
use pathstack::{
    import::{Files, Format, InMemory, IssueKind, OnDisk, Reading, native, onet, read},
    model::{Catalogue, CompetencyKind, Expr, Necessity, Role},
};
use std::{collections::BTreeMap, io::Read};

fn excerpt() -> OnDisk {
    OnDisk::at(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/onet"))
}

/// What a role asks, one a line: `! name level importance`, with `?` for what is desirable.
fn asks(catalogue: &Catalogue, role: &Role) -> Vec<String> {
    let line = |asked: &pathstack::model::Requirement| {
        let Expr::Competency { id, level, .. } = &asked.need else { panic!("{:?} is no competency", asked.need) };
        let name = &catalogue.competencies.iter().find(|one| one.id == *id).unwrap().name;
        let mark = if asked.necessity == Necessity::Essential { '!' } else { '?' };
        format!("{mark} {name}, {level}, {}", asked.importance)
    };
    role.requirements.iter().map(line).collect()
}

#[test]
fn ratings_become_requirements_by_the_rules_the_most_important_first() {
    let catalogue = read(Format::Onet, &excerpt()).catalogue;
    assert_eq!(
        asks(&catalogue, &catalogue.roles[0]),
        [
            "! Repairing, level 4, 78",
            "! Service Orientation, unknown level, 69",
            "! Mechanical, unknown level, 60",
            "! Reading Comprehension, level 2, 50",
            "? Wheel truing software, unknown level, 50",
        ]
    );
    assert_eq!(asks(&catalogue, &catalogue.roles[1]), ["! Fine Arts, level 7, 98"]);
}

#[test]
fn the_rules_can_be_replaced() {
    let rules = onet::Rules { least_essential: 0, technology: onet::Technology::Hot, desirable_from: 340, ..onet::Rules::default() };
    let catalogue = onet::read(&excerpt(), &rules).catalogue;
    assert_eq!(
        asks(&catalogue, &catalogue.roles[0]),
        [
            "! Repairing, level 4, 78",
            "! Service Orientation, unknown level, 69",
            "? Mechanical, unknown level, 60",
            "? Wheel truing software, unknown level, 50",
            "? Spreadsheet software, unknown level, 50",
        ]
    );
}

#[test]
fn an_occupation_keeps_its_titles_zone_neighbours_and_date() {
    let catalogue = read(Format::Onet, &excerpt()).catalogue;
    let role = &catalogue.roles[0];
    assert_eq!((role.id.as_str(), &*role.codes["onet_soc"]), ("onet:49-3091.00", "49-3091.00"));
    assert_eq!(role.aliases.iter().map(ToString::to_string).collect::<Vec<_>>(), ["Bicycle Mechanic", "BM", "Bike Fitter"]);
    assert_eq!(role.related, ["onet:49-9999.01".into(), "onet:13-0000.00".into()]);
    assert_eq!(role.as_of.unwrap().to_string(), "2023-08-01");
    assert_eq!(role.gates[0].text.as_ref().unwrap().to_string(), "Job Zone Two. Usually secondary school.");
    assert!(role.gates[0].binding().is_none());
    assert_eq!(catalogue.headers[0].title.to_string(), "O*NET 99.1 Database");
    let kinds: Vec<_> = catalogue.competencies.iter().map(|one| (one.id.as_str(), one.kind)).collect();
    for known in [
        ("onet:2.B.3.l", CompetencyKind::Skill),
        ("onet:2.A.1.a", CompetencyKind::Transversal),
        ("onet:2.C.3.d", CompetencyKind::Knowledge),
        ("onet:tool/Wheel_truing_software", CompetencyKind::Tool),
        ("onet:unspsc/43230001", CompetencyKind::Tool),
    ] {
        assert!(kinds.contains(&known), "{known:?}");
    }
    let tool = catalogue.competencies.iter().find(|one| one.id.as_str() == "onet:tool/Wheel_truing_software").unwrap();
    assert_eq!(tool.broader, ["onet:unspsc/43230001".into()]);
}

#[test]
fn every_defect_of_the_excerpt_is_told_once_with_its_place() {
    let said: Vec<_> = read(Format::Onet, &excerpt()).issues.iter().map(|issue| (issue.kind, issue.place.to_string())).collect();
    assert_eq!(
        said.iter().map(|(kind, place)| (*kind, place.as_str())).collect::<Vec<_>>(),
        [
            (IssueKind::OutOfRange, "Skills.txt:9: Data Value"),
            (IssueKind::RepeatedStatement, "Skills.txt:12"),
            (IssueKind::DanglingReference, "Skills.txt:13: O*NET-SOC Code"),
            (IssueKind::UnknownTerm, "Skills.txt:14"),
            (IssueKind::MissingValue, "Knowledge.txt:3: Data Value"),
            (IssueKind::Suppressed, "Skills.txt:8: Recommend Suppress"),
            (IssueKind::Suppressed, "Skills.txt:11: Recommend Suppress"),
            (IssueKind::MissingValue, "Occupation Data.txt: onet:13-0000.00"),
            (IssueKind::OutOfRange, "Job Zones.txt:3: Job Zone"),
            (IssueKind::SelfReference, "Related Occupations.txt:4"),
            (IssueKind::DanglingReference, "Related Occupations.txt:5: Related O*NET-SOC Code"),
        ]
    );
}

#[test]
fn line_ends_and_the_way_to_write_nothing_make_no_difference() {
    let files = excerpt();
    let mut texts = BTreeMap::new();
    for name in files.names().unwrap() {
        let mut text = String::new();
        files.open(&name).unwrap().read_to_string(&mut text).unwrap();
        assert!(text.contains("\r\n"), "{name} is written as the release is");
        texts.insert(name, text.replace("\r\n", "\n").replace("n/a", ""));
    }
    let plain = InMemory(texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect());
    assert!(read(Format::Onet, &plain) == read(Format::Onet, &files));
}

fn whole() -> Option<Reading> {
    shared::folder("onet-29.3").map(|folder| read(Format::Onet, &OnDisk(folder)))
}

#[test]
fn the_whole_release_is_read_with_its_known_defects_and_no_others() {
    let Some(reading) = whole() else { return };
    let catalogue = &reading.catalogue;
    let elements = catalogue.competencies.iter().filter(|one| one.id.as_str().starts_with("onet:2.")).count();
    assert_eq!((catalogue.roles.len(), elements), (1016, 68));
    let kinds = reading.issues.counts();
    eprintln!("{kinds:?}");
    assert_eq!(kinds[&IssueKind::MissingValue], 137, "137 occupations have no ratings");
    assert_eq!(kinds.keys().copied().collect::<Vec<_>>(), [IssueKind::MissingValue, IssueKind::NotRead, IssueKind::Suppressed]);
    let unread = reading.issues.first_of(IssueKind::NotRead).unwrap();
    assert!(kinds[&IssueKind::NotRead] == 1 && unread.message.contains("files are not read"), "{unread}");
    let essential = |role: &&Role| role.requirements.iter().any(|asked| asked.necessity == Necessity::Essential);
    assert_eq!(catalogue.roles.iter().filter(essential).count(), 1016 - 137 - 1, "one occupation has no rating of 3 or more");
    let mut text = Vec::new();
    native::write(catalogue, &mut text).unwrap();
    let again = native::read("onet.jsonl", &text[..]);
    assert_eq!((again.catalogue.len(), again.issues.len()), (catalogue.len(), 0));
}

/// Twenty varied occupations, each with elements that its description makes essential, and one that it would be absurd to ask for.
#[test]
fn what_twenty_varied_occupations_ask_fits_their_own_descriptions() {
    let Some(Reading { catalogue, .. }) = whole() else { return };
    let expected: [(&str, &[&str], &str); 20] = [
        ("29-1141.00", &["Medicine and Dentistry", "Psychology", "Customer and Personal Service", "Active Listening"], "Programming"),
        ("31-1131.00", &["Service Orientation", "Customer and Personal Service", "Active Listening"], "Programming"),
        ("15-1254.00", &["Programming", "Computers and Electronics", "Critical Thinking"], "Food Production"),
        ("15-1212.00", &["Computers and Electronics", "Telecommunications", "Complex Problem Solving"], "Repairing"),
        ("47-2111.00", &["Troubleshooting", "Building and Construction", "Repairing"], "Fine Arts"),
        ("47-2231.00", &["Building and Construction", "Mechanical", "Engineering and Technology"], "Philosophy and Theology"),
        ("49-9081.00", &["Mechanical", "Troubleshooting", "Equipment Maintenance", "Public Safety and Security"], "Foreign Language"),
        ("51-4041.00", &["Mathematics", "Mechanical", "Production and Processing"], "Sales and Marketing"),
        ("53-3032.00", &["Transportation", "Public Safety and Security", "Operation and Control"], "Programming"),
        ("35-1011.00", &["Food Production", "Coordination", "Management of Personnel Resources"], "Programming"),
        ("41-2011.00", &["Customer and Personal Service", "English Language"], "Chemistry"),
        ("43-4171.00", &["Customer and Personal Service", "Administrative", "Speaking"], "Repairing"),
        ("37-2011.00", &["Public Safety and Security"], "Programming"),
        ("11-2021.00", &["Sales and Marketing", "Communications and Media", "Persuasion"], "Repairing"),
        ("13-2011.00", &["Economics and Accounting", "Mathematics", "Critical Thinking"], "Repairing"),
        ("17-2051.00", &["Design", "Engineering and Technology", "Physics", "Mathematics"], "Food Production"),
        ("23-1011.00", &["Law and Government", "Persuasion", "Negotiation", "Writing"], "Installation"),
        ("25-2021.00", &["Education and Training", "Instructing", "Learning Strategies"], "Repairing"),
        ("27-1024.00", &["Design", "Fine Arts", "Communications and Media"], "Repairing"),
        ("11-1011.00", &["Administration and Management", "Judgment and Decision Making"], "Installation"),
    ];
    for (code, essential, absurd) in expected {
        let role = catalogue.roles.iter().find(|role| &*role.codes["onet_soc"] == code).unwrap();
        let lines = asks(&catalogue, role);
        for name in essential {
            assert!(lines.iter().any(|line| line.starts_with(&format!("! {name},"))), "{} must ask {name}: {lines:#?}", role.title);
        }
        assert!(!lines.iter().any(|line| line.contains(&format!(" {absurd},"))), "{} must not ask {absurd}", role.title);
        let count = lines.iter().filter(|line| line.starts_with('!')).count();
        assert!((2..=45).contains(&count), "{} asks {count} things", role.title);
    }
}
