//! The ESCO classification as released in CSV: occupations become roles, skills and knowledge become competencies.
//!
//! Names of v1.1 (`occupationSkillRelations.csv`) and v1.2 (`occupationSkillRelations_en.csv`) are both known. Ids are `esco:` and the
//! last part of the URI; the whole URI stands in `same_as`, by which other catalogues join. ESCO names no levels and no weights: levels
//! stay unknown; *essential* becomes an essential requirement of importance 100, *optional* a desirable one of importance 50, so that an
//! essential skill counts twice as much for coverage as an optional one. Relations between skills become crosswalks of match `related`.
//! ISCO groups and the hierarchy of occupations are not read, but each role carries its ISCO-08 code.

use super::{
    Files, Issue, IssueKind, Issues, Reading, Severity,
    table::{Dialect, Row, rows},
};
use crate::model::{
    Catalogue, Competency, CompetencyId, CompetencyKind, Condition, Crosswalk, Date, Expr, FORMAT, Header, Level, Match, Necessity,
    Relation, Requirement, Role, Source, SourceId, Text, TrustFloor,
};
use std::collections::{BTreeMap, HashMap, HashSet};

const SOURCE: &str = "esco:release";
const BASE: &str = "http://data.europa.eu/esco/";
const IMPORTANCE: [(&str, Necessity, u8); 2] = [("essential", Necessity::Essential, 100), ("optional", Necessity::Desirable, 50)];

/// Reads a release from its folder.
pub fn read(files: &impl Files) -> Reading {
    let mut issues = Issues::new();
    let names = match files.names() {
        Ok(names) => names,
        Err(error) => {
            issues.push(Issue::new(IssueKind::Unreadable, "", format!("the folder cannot be listed: {error}; nothing was read")));
            Vec::new()
        }
    };
    let language = language(&names, &mut issues);
    let find = |stem: &str| {
        let (with, without) = (format!("{stem}_{language}.csv"), format!("{stem}.csv"));
        if names.contains(&without) { without } else { with }
    };
    let mut release = Release { catalogue: Catalogue::default(), issues, skills: HashMap::new(), roles: HashMap::new() };
    let skills = find("skills");
    release.describe(&language);
    release.skills(files, &skills);
    release.groups(files, &find("skillGroups"));
    release.broader(files, &find("broaderRelationsSkillPillar"));
    release.related(files, &find("skillSkillRelations"));
    release.occupations(files, &find("occupations"));
    release.requirements(files, &find("occupationSkillRelations"), &skills);
    Reading { catalogue: release.catalogue, issues: release.issues }
}

/// The language of the release; English where there are several.
fn language(names: &[String], issues: &mut Issues) -> String {
    let found: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix("occupations_")?.strip_suffix(".csv")).collect();
    let chosen = found.iter().find(|language| **language == "en").or(found.first()).copied().unwrap_or("en");
    if found.len() > 1 {
        let message = format!("the folder holds {} languages; `{chosen}` was read", found.len());
        issues.push(Issue::new(IssueKind::RepeatedStatement, "", message).hinting("put one language into a folder to read another"));
    }
    chosen.to_owned()
}

struct Release {
    catalogue: Catalogue,
    issues: Issues,
    /// Index of a competency by its URI, and the line where it stands.
    skills: HashMap<Box<str>, (usize, u64)>,
    roles: HashMap<Box<str>, usize>,
}

fn id(uri: &str) -> String {
    let rest = uri.strip_prefix(BASE).unwrap_or(uri);
    let rest = rest.strip_prefix("skill/").or_else(|| rest.strip_prefix("occupation/")).unwrap_or(rest);
    format!("esco:{rest}")
}

fn source() -> SourceId {
    SOURCE.into()
}

/// Alternative labels: a line each in the main files, divided by bars in some releases; the preferred label is often among them.
fn labels(title: &str, lists: [&str; 2]) -> Vec<Text> {
    let mut seen = HashSet::from([title]);
    let mut aliases = Vec::new();
    for alias in lists.into_iter().flat_map(|list| list.split(if list.contains('\n') { "\n" } else { " | " })).map(str::trim) {
        if !alias.is_empty() && seen.insert(alias) {
            aliases.push(alias.into());
        }
    }
    aliases
}

fn text(text: &str) -> Option<Text> {
    (!text.is_empty()).then(|| text.into())
}

fn words(text: &str) -> Option<Box<str>> {
    (!text.is_empty()).then(|| text.into())
}

/// The day of a time stamp such as `2016-12-20T17:43:43Z`.
fn day<const N: usize>(row: &Row<'_, N>, column: usize, stamp: &str, issues: &mut Issues) -> Option<Date> {
    let day = stamp.get(..10).and_then(|day| day.parse().ok());
    if day.is_none() && !stamp.is_empty() {
        issues.push(row.issue_on(column, IssueKind::BadValue, format!("`{stamp}` is no date; it counts as unknown")));
    }
    day
}

/// Whether a concept is in force and has what it needs; a doubt is told.
fn sound<const N: usize>(row: &Row<'_, N>, issues: &mut Issues, uri: &str, label: &str, status: &str, repeated: bool) -> bool {
    let issue = if uri.is_empty() || label.is_empty() {
        row.issue(IssueKind::MissingValue, "the concept has no URI or no label; it was left out")
    } else if repeated {
        row.issue_on(0, IssueKind::DuplicateId, format!("`{uri}` was described before; the first one stays, this one was left out"))
    } else if !status.is_empty() && status != "released" {
        row.issue(IssueKind::NotInForce, format!("`{label}` has status `{status}`; it was left out")).on("status")
    } else {
        return true;
    };
    issues.push(issue);
    false
}

impl Release {
    fn describe(&mut self, language: &str) {
        self.catalogue.headers.push(Header {
            format: FORMAT.into(),
            id: "esco".into(),
            title: "ESCO classification".into(),
            language: language.into(),
            currency: "EUR".parse().unwrap_or(crate::model::Currency::USD),
            as_of: None,
            licence: Some("CC-BY-4.0".into()),
            description: None,
        });
        self.catalogue.sources.push(Source {
            id: SOURCE.into(),
            title: "ESCO classification, CSV release".into(),
            url: Some("https://esco.ec.europa.eu/".into()),
            publisher: Some("European Commission".into()),
            licence: Some("CC-BY-4.0".into()),
            as_of: None,
            note: None,
        });
    }

    fn skills(&mut self, files: &impl Files, file: &str) {
        let columns = [
            "conceptUri",
            "skillType",
            "reuseLevel",
            "preferredLabel",
            "altLabels",
            "hiddenLabels?",
            "status?",
            "modifiedDate?",
            "scopeNote?",
            "definition?",
            "description?",
        ];
        rows(files, file, Dialect::Commas, columns, &mut self.issues, |row, issues| {
            let [uri, kind, reuse, label, alternative, hidden, status, modified, scope, definition, description] = row.fields();
            if !sound(row, issues, uri, label, status, self.skills.contains_key(uri)) {
                return;
            }
            let kind = match kind {
                "knowledge" => CompetencyKind::Knowledge,
                "skill/competence" => CompetencyKind::Skill,
                "" => {
                    let message = format!("`{label}` has no skill type; it was taken as a skill");
                    issues.push(row.issue_on(1, IssueKind::MissingValue, message));
                    CompetencyKind::Skill
                }
                other => {
                    let message = format!("`{other}` is no skill type; `{label}` was taken as a skill");
                    issues.push(row.issue_on(1, IssueKind::UnknownTerm, message));
                    CompetencyKind::Skill
                }
            };
            let kind = match reuse {
                "transversal" => CompetencyKind::Transversal,
                "" | "cross-sector" | "sector-specific" | "occupation-specific" => kind,
                other => {
                    issues.push(row.issue_on(2, IssueKind::UnknownTerm, format!("`{other}` is no reuse level; it was passed over")));
                    kind
                }
            };
            self.skills.insert(uri.into(), (self.catalogue.competencies.len(), row.line));
            self.catalogue.competencies.push(Competency {
                id: CompetencyId::new(id(uri)),
                name: label.into(),
                aliases: labels(label, [alternative, hidden]),
                kind,
                scale: None,
                description: text(description).or_else(|| text(definition)),
                broader: Vec::new(),
                framework: Some("ESCO".into()),
                same_as: vec![uri.into()],
                source: Some(source()),
                as_of: day(row, 7, modified, issues),
                note: words(scope),
            });
        });
    }

    /// Groups of skills are broader competencies: what a learner can show in full for each of its parts.
    fn groups(&mut self, files: &impl Files, file: &str) {
        let columns = [
            "conceptUri",
            "preferredLabel",
            "altLabels?",
            "hiddenLabels?",
            "status?",
            "modifiedDate?",
            "scopeNote?",
            "description?",
            "code?",
        ];
        let before = self.issues.len();
        rows(files, file, Dialect::Commas, columns, &mut self.issues, |row, issues| {
            let [uri, label, alternative, hidden, status, modified, scope, description, code] = row.fields();
            if !sound(row, issues, uri, label, status, self.skills.contains_key(uri)) {
                return;
            }
            let kind = match code.chars().next() {
                Some('T') => CompetencyKind::Transversal,
                Some('K') => CompetencyKind::Knowledge,
                None if uri.contains("/isced-f/") => CompetencyKind::Knowledge,
                _ => CompetencyKind::Skill,
            };
            self.skills.insert(uri.into(), (self.catalogue.competencies.len(), row.line));
            self.catalogue.competencies.push(Competency {
                id: CompetencyId::new(id(uri)),
                name: label.into(),
                aliases: labels(label, [alternative, hidden]),
                kind,
                scale: None,
                description: text(description),
                broader: Vec::new(),
                framework: Some("ESCO skill groups".into()),
                same_as: vec![uri.into()],
                source: Some(source()),
                as_of: day(row, 5, modified, issues),
                note: words(scope),
            });
        });
        self.not_needed(before);
    }

    fn broader(&mut self, files: &impl Files, file: &str) {
        let before = self.issues.len();
        rows(files, file, Dialect::Commas, ["conceptUri", "broaderUri"], &mut self.issues, |row, issues| {
            let [narrow, broad] = row.fields();
            let (Some((at, _)), Some(_)) = (self.skills.get(narrow), self.skills.get(broad)) else {
                let (column, missing) = if self.skills.contains_key(narrow) { (1, broad) } else { (0, narrow) };
                let message = format!("`{missing}` is described nowhere; the relation was left out");
                issues.push(row.issue_on(column, IssueKind::DanglingReference, message));
                return;
            };
            if narrow == broad {
                issues.push(row.issue(IssueKind::SelfReference, format!("`{narrow}` is broader than itself; the relation was left out")));
                return;
            }
            let broad = CompetencyId::new(id(broad));
            if let Some(competency) = self.catalogue.competencies.get_mut(*at) {
                if competency.broader.contains(&broad) {
                    issues.push(row.issue(IssueKind::RepeatedStatement, "the relation stands there twice; it was taken once"));
                } else {
                    competency.broader.push(broad);
                }
            }
        });
        self.not_needed(before);
    }

    fn related(&mut self, files: &impl Files, file: &str) {
        let before = self.issues.len();
        let mut seen = HashSet::new();
        let columns = ["originalSkillUri", "relatedSkillUri", "relationType"];
        rows(files, file, Dialect::Commas, columns, &mut self.issues, |row, issues| {
            let [from, to, relation] = row.fields();
            let (Some((from_at, _)), Some((to_at, _))) = (self.skills.get(from), self.skills.get(to)) else {
                let (column, missing) = if self.skills.contains_key(from) { (1, to) } else { (0, from) };
                let message = format!("`{missing}` is described nowhere; the relation was left out");
                issues.push(row.issue_on(column, IssueKind::DanglingReference, message));
                return;
            };
            if from == to {
                issues.push(row.issue(IssueKind::SelfReference, format!("`{from}` is related to itself; the relation was left out")));
            } else if !seen.insert((*from_at, *to_at)) {
                issues.push(row.issue(IssueKind::RepeatedStatement, "the relation stands there twice; it was taken once"));
            } else {
                self.catalogue.crosswalks.push(Crosswalk {
                    from: CompetencyId::new(id(from)),
                    to: CompetencyId::new(id(to)),
                    closeness: Match::Related,
                    source: Some(source()),
                    as_of: None,
                    note: (relation == "essential").then(|| "`to` is essential for `from`".into()),
                });
            }
        });
        self.not_needed(before);
    }

    fn occupations(&mut self, files: &impl Files, file: &str) {
        let columns = [
            "conceptUri",
            "preferredLabel",
            "altLabels",
            "iscoGroup?",
            "code?",
            "hiddenLabels?",
            "status?",
            "modifiedDate?",
            "regulatedProfessionNote?",
            "scopeNote?",
            "definition?",
            "description?",
        ];
        rows(files, file, Dialect::Commas, columns, &mut self.issues, |row, issues| {
            let [uri, label, alternative, isco, code, hidden, status, modified, regulated, scope, definition, description] = row.fields();
            if !sound(row, issues, uri, label, status, self.roles.contains_key(uri)) {
                return;
            }
            let codes = [("isco", isco), ("esco", code)];
            self.roles.insert(uri.into(), self.catalogue.roles.len());
            self.catalogue.roles.push(Role {
                id: id(uri).as_str().into(),
                title: label.into(),
                aliases: labels(label, [alternative, hidden]),
                codes: codes
                    .iter()
                    .filter(|(_, code)| !code.is_empty())
                    .map(|(taxonomy, code)| ((*taxonomy).into(), (*code).into()))
                    .collect(),
                same_as: vec![uri.into()],
                sector: None,
                region: Vec::new(),
                version: None,
                description: text(description).or_else(|| text(definition)),
                requirements: Vec::new(),
                related: Vec::new(),
                openings: None,
                gates: if regulated.ends_with("/regulated") { vec![regulated_somewhere()] } else { Vec::new() },
                source: Some(source()),
                as_of: day(row, 7, modified, issues),
                note: words(scope),
            });
        });
    }

    fn requirements(&mut self, files: &impl Files, file: &str, skills: &str) {
        let columns = ["occupationUri", "relationType", "skillUri"];
        let mut seen = HashSet::new();
        let mut used = vec![false; self.catalogue.competencies.len()];
        let read = rows(files, file, Dialect::Commas, columns, &mut self.issues, |row, issues| {
            let [occupation, relation, skill] = row.fields();
            let (Some(role), Some((at, _))) = (self.roles.get(occupation), self.skills.get(skill)) else {
                let (column, missing) = if self.roles.contains_key(occupation) { (2, skill) } else { (0, occupation) };
                let message = format!("`{missing}` is described nowhere; the relation was left out");
                issues.push(row.issue_on(column, IssueKind::DanglingReference, message));
                return;
            };
            let Some((_, necessity, importance)) = IMPORTANCE.iter().find(|(word, ..)| *word == relation) else {
                issues.push(row.issue_on(
                    1,
                    IssueKind::UnknownTerm,
                    format!("`{relation}` is no relation type; the relation was left out"),
                ));
                return;
            };
            if let Some(used) = used.get_mut(*at) {
                *used = true;
            }
            if !seen.insert((*role, *at)) {
                issues.push(row.issue(IssueKind::RepeatedStatement, "the relation stands there twice; the first one counts"));
            } else if let Some(role) = self.catalogue.roles.get_mut(*role) {
                role.requirements.push(Requirement {
                    need: Expr::Competency { id: CompetencyId::new(id(skill)), level: Level::Unknown, scale: None },
                    importance: *importance,
                    necessity: *necessity,
                    trust: TrustFloor::Any,
                    text: None,
                    source: None,
                    as_of: None,
                });
            }
        });
        if read {
            self.unused(&used, skills);
        }
    }

    /// Tells skills that no occupation asks. Groups are not meant to be asked.
    fn unused(&mut self, used: &[bool], file: &str) {
        let lines: BTreeMap<usize, u64> = self.skills.values().copied().collect();
        let skills = self.catalogue.competencies.iter().zip(used).enumerate();
        for (at, (skill, _)) in skills.filter(|(_, (skill, used))| !**used && skill.framework.as_deref() == Some("ESCO")) {
            let message = format!("no occupation asks for `{}`; it was kept", skill.name);
            self.issues.push(Issue::new(IssueKind::Unused, file, message).at(lines.get(&at).copied().unwrap_or_default()));
        }
    }

    /// What is told since `before` about a file that need not be there is no more than a warning.
    fn not_needed(&mut self, before: usize) {
        for issue in self.issues.since(before).filter(|issue| issue.kind == IssueKind::MissingFile) {
            issue.severity = Severity::Warning;
        }
    }
}

/// ESCO says that a profession is regulated, not by whom or how: shown, and nothing a plan can fulfil.
fn regulated_somewhere() -> Condition {
    Condition {
        need: None,
        relation: Relation::Entry,
        enforced: false,
        text: Some("Regulated profession: ask the competent authority of the country for the licence it requires".into()),
    }
}
