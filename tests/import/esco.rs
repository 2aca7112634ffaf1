//! ESCO: an excerpt with one of each defect, and the whole release where it is at hand.

use crate::shared;
use pathstack::{
    import::{Format, InMemory, IssueKind, OnDisk, Severity, native, read},
    model::{CompetencyKind, Expr, Level, Match, Necessity},
};
use std::collections::BTreeMap;

fn excerpt() -> OnDisk {
    OnDisk::at(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/esco"))
}

#[test]
fn an_occupation_becomes_a_role_with_what_it_asks() {
    let catalogue = read(Format::Esco, &excerpt()).catalogue;
    let role = &catalogue.roles[0];
    assert_eq!((role.id.as_str(), role.title.to_string().as_str()), ("esco:1a", "bicycle mechanic"));
    assert_eq!(role.same_as, ["http://data.europa.eu/esco/occupation/1a".into()]);
    assert_eq!(role.aliases.iter().map(ToString::to_string).collect::<Vec<_>>(), ["bike mechanic", "cycle mechanic"]);
    assert_eq!(role.codes, BTreeMap::from([("esco".into(), "7234.1".into()), ("isco".into(), "7234".into())]));
    assert_eq!(role.as_of.unwrap().to_string(), "2020-03-04");
    let asks: Vec<_> = role.requirements.iter().map(|asked| (&asked.need, asked.necessity, asked.importance)).collect();
    let skill = |id: &str| Expr::Competency { id: id.into(), level: Level::Unknown, scale: None };
    assert_eq!(asks, [(&skill("esco:0a"), Necessity::Essential, 100), (&skill("esco:0c"), Necessity::Desirable, 50)]);
    assert!(role.gates.is_empty());
    let gate = &catalogue.roles[1].gates[0];
    assert!(gate.text.is_some() && gate.binding().is_none(), "a regulated profession is shown and forces nothing");
}

#[test]
fn a_skill_becomes_a_competency_of_its_kind_with_its_other_names() {
    use CompetencyKind::{Knowledge, Skill, Transversal};
    let catalogue = read(Format::Esco, &excerpt()).catalogue;
    let kinds: Vec<_> = catalogue.competencies.iter().map(|one| (one.id.as_str(), one.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("esco:0a", Skill),
            ("esco:0b", Knowledge),
            ("esco:0c", Transversal),
            ("esco:0d", Skill),
            ("esco:0e", Skill),
            ("esco:S8.1", Skill),
            ("esco:isced-f/0716", Knowledge),
            ("esco:T4", Transversal),
        ]
    );
    let names = |at: usize| catalogue.competencies[at].aliases.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(0), ["mend bikes", "fix bicycles", "bike doctor"]);
    assert_eq!(names(2), ["hear customers out", "attend to clients"]);
    assert_eq!(catalogue.competencies[0].broader, ["esco:S8.1".into()]);
    assert_eq!(
        catalogue.competencies[0].description.as_ref().unwrap().to_string(),
        "Find and mend faults of bicycles, \"wheels\" included."
    );
    assert_eq!(catalogue.crosswalks.len(), 1);
    assert_eq!((catalogue.crosswalks[0].closeness, catalogue.crosswalks[0].note.is_some()), (Match::Related, true));
}

#[test]
fn every_defect_of_the_excerpt_is_told_once_with_its_place() {
    let reading = read(Format::Esco, &excerpt());
    let said: Vec<_> = reading.issues.iter().map(|issue| (issue.kind, issue.place.to_string())).collect();
    assert_eq!(
        said.iter().map(|(kind, place)| (*kind, place.as_str())).collect::<Vec<_>>(),
        [
            (IssueKind::BadValue, "skills_en.csv:7: modifiedDate"),
            (IssueKind::MissingValue, "skills_en.csv:8: skillType"),
            (IssueKind::UnknownTerm, "skills_en.csv:9: skillType"),
            (IssueKind::NotInForce, "skills_en.csv:10: status"),
            (IssueKind::DuplicateId, "skills_en.csv:11: conceptUri"),
            (IssueKind::MalformedRow, "skills_en.csv:12"),
            (IssueKind::DanglingReference, "broaderRelationsSkillPillar.csv:4: broaderUri"),
            (IssueKind::SelfReference, "broaderRelationsSkillPillar.csv:5"),
            (IssueKind::SelfReference, "skillSkillRelations.csv:3"),
            (IssueKind::RepeatedStatement, "occupationSkillRelations.csv:4"),
            (IssueKind::DanglingReference, "occupationSkillRelations.csv:5: occupationUri"),
            (IssueKind::DanglingReference, "occupationSkillRelations.csv:6: skillUri"),
            (IssueKind::UnknownTerm, "occupationSkillRelations.csv:7: relationType"),
            (IssueKind::Unused, "skills_en.csv:6"),
            (IssueKind::Unused, "skills_en.csv:8"),
            (IssueKind::Unused, "skills_en.csv:9"),
        ]
    );
}

#[test]
fn file_names_of_the_later_release_and_other_languages_are_known() {
    let occupations = "conceptUri,preferredLabel,altLabels\nhttp://data.europa.eu/esco/occupation/1,enfermera,\n";
    let skills =
        "conceptUri,skillType,reuseLevel,preferredLabel,altLabels\nhttp://data.europa.eu/esco/skill/2,knowledge,cross-sector,anatomía,\n";
    let relations = "occupationUri,occupationLabel,relationType,skillType,skillUri,skillLabel\nhttp://data.europa.eu/esco/occupation/1,e,essential,knowledge,http://data.europa.eu/esco/skill/2,a\n";
    let files = InMemory(BTreeMap::from([
        ("occupations_es.csv", occupations.as_bytes()),
        ("skills_es.csv", skills.as_bytes()),
        ("occupationSkillRelations_es.csv", relations.as_bytes()),
    ]));
    let reading = read(Format::Esco, &files);
    assert_eq!(&*reading.catalogue.headers[0].language, "es");
    assert_eq!(reading.catalogue.roles[0].requirements.len(), 1);
    assert_eq!(reading.issues.counts(), BTreeMap::from([(IssueKind::MissingFile, 3)]));
    assert!(reading.issues.iter().all(|issue| issue.severity == Severity::Warning), "what is not needed may be missing");
}

#[test]
fn an_empty_folder_or_a_spreadsheets_mess_is_told_and_nothing_is_invented() {
    let reading = read(Format::Esco, &InMemory::default());
    assert_eq!(reading.issues.iter().filter(|issue| issue.severity == Severity::Fault).count(), 3);
    let files = InMemory(BTreeMap::from([
        ("occupations_en.csv", "conceptUri;preferredLabel;altLabels\na;b;c\n".as_bytes()),
        ("skills_en.csv", b"conceptUri,skillType,reuseLevel,preferredLabel,altLabels\nhttp://x/1,knowledge,cross-sector,caf\xe9,\n"),
    ]));
    let kinds = read(Format::Esco, &files).issues.counts();
    assert_eq!((kinds[&IssueKind::MissingColumn], kinds[&IssueKind::NotUtf8]), (3, 1));
}

#[test]
fn the_whole_release_is_read_with_its_known_defects_and_no_others() {
    let Some(folder) = shared::folder("esco-1.1.1") else { return };
    let reading = read(Format::Esco, &OnDisk(folder));
    let catalogue = &reading.catalogue;
    assert_eq!(catalogue.roles.len(), 3007);
    let skills = catalogue.competencies.iter().filter(|one| one.framework.as_deref() == Some("ESCO"));
    let (transversal, all) = skills.fold((0, 0), |(some, all), one| (some + usize::from(one.kind == CompetencyKind::Transversal), all + 1));
    assert_eq!((all, transversal, catalogue.competencies.len()), (13_896, 440, 14_536));
    let essential = catalogue.roles.iter().flat_map(|role| &role.requirements).filter(|asked| asked.necessity == Necessity::Essential);
    let kinds = reading.issues.counts();
    eprintln!("{kinds:?}");
    let dangling = reading.issues.iter().filter(|issue| issue.place.file.starts_with("occupationSkill")).count();
    assert_eq!(catalogue.roles.iter().map(|role| role.requirements.len()).sum::<usize>() + dangling, 123_855);
    assert_eq!((dangling, essential.count()), (67, 64_946 - 55));
    assert_eq!(
        (kinds[&IssueKind::Unused], kinds[&IssueKind::MissingValue], kinds[&IssueKind::SelfReference]),
        (773, 6, 1),
        "771 and the two that only the missing occupation asks"
    );
    let mut text = Vec::new();
    native::write(catalogue, &mut text).unwrap();
    let again = native::read("esco.jsonl", &text[..]);
    assert_eq!((again.catalogue.len(), again.issues.len()), (catalogue.len(), 0));
}
