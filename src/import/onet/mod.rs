//! The O\*NET database as released in text: occupations become roles; skills, knowledge and technology become competencies.
//!
//! Ids are `onet:` and the O\*NET-SOC code, the element id, or `tool/` and the technology's name. Alternate and reported titles become
//! aliases, related occupations `related`, the job zone advice that is shown and forces nothing. An element that is marked *not relevant*
//! for an occupation is not asked; a value marked *recommend suppress* is not believed. Which ratings make a requirement, and what the
//! levels mean, is decided in [`Rules`] alone. Tasks, work activities, abilities, interests and work styles are not read. Blank and `n/a`
//! both mean that nobody said.

mod ratings;
mod rules;

pub use rules::{Rules, Technology};

use super::{
    Files, IssueKind, Issues, Reading, Severity,
    table::{Dialect, Row, rows},
};
use crate::model::{
    Catalogue, Competency, CompetencyId, CompetencyKind, Condition, Currency, FORMAT, Header, Relation, Role, Source, Text,
};
use ratings::Ratings;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::{BufRead, Read},
};

const SOURCE: &str = "onet:release";
const FRAMEWORK: &str = "O*NET";

/// Reads a release from its folder.
pub fn read(files: &impl Files, rules: &Rules) -> Reading {
    let mut release = Release { catalogue: Catalogue::default(), issues: Issues::new(), roles: HashMap::new(), elements: HashMap::new() };
    release.describe(files, rules);
    release.occupations(files);
    let descriptions = release.descriptions(files);
    let mut ratings = Ratings::default();
    for file in ["Skills.txt", "Knowledge.txt"] {
        release.ratings(files, file, &descriptions, &mut ratings);
    }
    ratings.require(rules, &mut release.catalogue, &mut release.issues);
    release.technology(files, rules);
    release.titles(files, "Alternate Titles.txt", ["O*NET-SOC Code", "Alternate Title", "Short Title?"]);
    release.titles(files, "Sample of Reported Titles.txt", ["O*NET-SOC Code", "Reported Job Title", "Short Title?"]);
    release.job_zones(files);
    release.related(files);
    Reading { catalogue: release.catalogue, issues: release.issues }
}

struct Release {
    catalogue: Catalogue,
    issues: Issues,
    /// Index of a role by its O\*NET-SOC code.
    roles: HashMap<Box<str>, usize>,
    /// Index of a competency by its element id.
    elements: HashMap<Box<str>, usize>,
}

/// What a field says; `n/a` says nothing.
fn said(field: &str) -> Option<&str> {
    (!field.is_empty() && !field.eq_ignore_ascii_case("n/a")).then_some(field)
}

/// The index of the role with this code; if there is none, that is told.
fn role_of<const N: usize>(roles: &HashMap<Box<str>, usize>, row: &Row<'_, N>, code: &str, issues: &mut Issues) -> Option<usize> {
    let role = roles.get(code).copied();
    if role.is_none() {
        let message = format!("no occupation has the code `{code}`; the row was left out");
        issues.push(row.issue_on(0, IssueKind::DanglingReference, message));
    }
    role
}

fn competency(id: String, name: &str, kind: CompetencyKind, description: Option<Text>) -> Competency {
    Competency {
        id: CompetencyId::new(id),
        name: name.into(),
        aliases: Vec::new(),
        kind,
        scale: None,
        description,
        broader: Vec::new(),
        framework: Some(FRAMEWORK.into()),
        same_as: Vec::new(),
        source: Some(SOURCE.into()),
        as_of: None,
        note: None,
    }
}

/// What sort of competency an element is: knowledge (2.C), a technical skill (2.B.3), or a skill that is useful in nearly every job.
fn kind(element: &str) -> CompetencyKind {
    match element {
        _ if element.starts_with("2.C") => CompetencyKind::Knowledge,
        _ if element.starts_with("2.B.3") => CompetencyKind::Skill,
        _ => CompetencyKind::Transversal,
    }
}

/// The index of a tool or class of tools, which is added if it is new.
fn tool(elements: &mut HashMap<Box<str>, usize>, competencies: &mut Vec<Competency>, id: &str, name: &str) -> usize {
    *elements.entry(id.into()).or_insert_with(|| {
        competencies.push(competency(format!("onet:{id}"), name, CompetencyKind::Tool, None));
        competencies.len() - 1
    })
}

impl Release {
    fn describe(&mut self, files: &impl Files, rules: &Rules) {
        let mut title = String::new();
        if let Ok(reader) = files.open("Read Me.txt") {
            // What cannot be read here is only the name of the release.
            let _ = reader.take(200).read_line(&mut title);
        }
        let title = Some(title.trim()).filter(|title| title.starts_with("O*NET")).unwrap_or("O*NET database");
        self.catalogue.headers.push(Header {
            format: FORMAT.into(),
            id: "onet".into(),
            title: title.into(),
            language: "en".into(),
            currency: Currency::USD,
            as_of: None,
            licence: Some("CC-BY-4.0".into()),
            description: None,
        });
        self.catalogue.sources.push(Source {
            id: SOURCE.into(),
            title: title.into(),
            url: Some("https://www.onetcenter.org/database.html".into()),
            publisher: Some("US Department of Labor, Employment and Training Administration".into()),
            licence: Some("CC-BY-4.0".into()),
            as_of: None,
            note: None,
        });
        self.catalogue.scales.push(rules::scale(rules));
    }

    fn occupations(&mut self, files: &impl Files) {
        let columns = ["O*NET-SOC Code", "Title", "Description?"];
        rows(files, "Occupation Data.txt", Dialect::Tabs, columns, &mut self.issues, |row, issues| {
            let [code, title, description] = row.fields();
            if code.is_empty() || title.is_empty() {
                issues.push(row.issue(IssueKind::MissingValue, "the occupation has no code or no title; it was left out"));
                return;
            }
            if self.roles.contains_key(code) {
                issues.push(row.issue_on(0, IssueKind::DuplicateId, format!("`{code}` was described before; this one was left out")));
                return;
            }
            self.roles.insert(code.into(), self.catalogue.roles.len());
            self.catalogue.roles.push(Role {
                id: format!("onet:{code}").as_str().into(),
                title: title.into(),
                aliases: Vec::new(),
                codes: BTreeMap::from([("onet_soc".into(), code.into())]),
                same_as: vec![format!("https://www.onetonline.org/link/summary/{code}").into()],
                sector: None,
                region: Vec::new(),
                version: None,
                description: said(description).map(Into::into),
                requirements: Vec::new(),
                gates: Vec::new(),
                related: Vec::new(),
                openings: None,
                source: Some(SOURCE.into()),
                as_of: None,
                note: None,
            });
        });
    }

    /// What elements mean, by their ids.
    fn descriptions(&mut self, files: &impl Files) -> HashMap<String, Text> {
        let mut descriptions = HashMap::new();
        let before = self.issues.len();
        let columns = ["Element ID", "Description"];
        rows(files, "Content Model Reference.txt", Dialect::Tabs, columns, &mut self.issues, |row, _| {
            let [element, description] = row.fields();
            if let Some(description) = said(description) {
                descriptions.insert(element.to_owned(), description.into());
            }
        });
        self.not_needed(before);
        descriptions
    }

    fn ratings(&mut self, files: &impl Files, file: &str, descriptions: &HashMap<String, Text>, ratings: &mut Ratings) {
        let columns =
            ["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value", "Recommend Suppress?", "Not Relevant?", "Date?"];
        rows(files, file, Dialect::Tabs, columns, &mut self.issues, |row, issues| {
            let [code, element, name, scale, value, suppress, not_relevant, date] = row.fields();
            let Some(role) = role_of(&self.roles, row, code, issues) else { return };
            let competencies = &mut self.catalogue.competencies;
            let element = *self.elements.entry(element.into()).or_insert_with(|| {
                competencies.push(competency(format!("onet:{element}"), name, kind(element), descriptions.get(element).cloned()));
                competencies.len() - 1
            });
            ratings.note(row, (role, element), [scale, value, suppress, not_relevant, date], issues);
        });
    }

    fn technology(&mut self, files: &impl Files, rules: &Rules) {
        let columns = ["O*NET-SOC Code", "Example", "Commodity Code?", "Commodity Title?", "Hot Technology?", "In Demand?"];
        let before = self.issues.len();
        let mut seen = HashSet::new();
        rows(files, "Technology Skills.txt", Dialect::Tabs, columns, &mut self.issues, |row, issues| {
            let [code, example, commodity, commodity_title, hot, in_demand] = row.fields();
            let Some(role) = role_of(&self.roles, row, code, issues) else { return };
            let Some(example) = said(example) else {
                issues.push(row.issue_on(1, IssueKind::MissingValue, "the technology has no name; the row was left out"));
                return;
            };
            let mut tool_at = |id: &str, name| tool(&mut self.elements, &mut self.catalogue.competencies, id, name);
            let class = said(commodity).zip(said(commodity_title)).map(|(code, title)| tool_at(&format!("unspsc/{code}"), title));
            let tool = tool_at(&format!("tool/{}", example.split_whitespace().collect::<Vec<_>>().join("_")), example);
            let class = class.and_then(|class| self.catalogue.competencies.get(class)).map(|class| class.id.clone());
            let Some(competency) = self.catalogue.competencies.get_mut(tool) else { return };
            if let Some(class) = class.filter(|class| !competency.broader.contains(class)) {
                competency.broader.push(class);
            }
            let asked = match rules.technology {
                Technology::None => false,
                Technology::InDemand => in_demand == "Y",
                Technology::Hot => in_demand == "Y" || hot == "Y",
            };
            if asked
                && seen.insert((role, tool))
                && let Some(role) = self.catalogue.roles.get_mut(role)
            {
                role.requirements.push(ratings::technology(competency.id.clone(), rules.technology_importance));
            }
        });
        self.not_needed(before);
    }

    fn titles(&mut self, files: &impl Files, file: &str, columns: [&str; 3]) {
        let before = self.issues.len();
        let known = |role: &Role, title: &str| {
            (role.aliases.iter().chain([&role.title])).flat_map(Text::wordings).any(|known| known.eq_ignore_ascii_case(title))
        };
        rows(files, file, Dialect::Tabs, columns, &mut self.issues, |row, issues| {
            let [code, long, short] = row.fields();
            let Some(role) = role_of(&self.roles, row, code, issues).and_then(|role| self.catalogue.roles.get_mut(role)) else { return };
            for title in [long, short].into_iter().filter_map(said) {
                if !known(role, title) {
                    role.aliases.push(title.into());
                }
            }
        });
        self.not_needed(before);
    }

    fn job_zones(&mut self, files: &impl Files) {
        let before = self.issues.len();
        let mut names = HashMap::new();
        let columns = ["Job Zone", "Name", "Education?"];
        rows(files, "Job Zone Reference.txt", Dialect::Tabs, columns, &mut self.issues, |row, _| {
            let [zone, name, education] = row.fields();
            names.insert(zone.to_owned(), [name, education].join(". "));
        });
        rows(files, "Job Zones.txt", Dialect::Tabs, ["O*NET-SOC Code", "Job Zone"], &mut self.issues, |row, issues| {
            let [code, zone] = row.fields();
            let Some(role) = role_of(&self.roles, row, code, issues).and_then(|role| self.catalogue.roles.get_mut(role)) else { return };
            if !matches!(zone, "1" | "2" | "3" | "4" | "5") {
                issues.push(row.issue_on(1, IssueKind::OutOfRange, format!("`{zone}` is no job zone from 1 to 5; it was passed over")));
                return;
            }
            let text = names.get(zone).cloned().unwrap_or_else(|| format!("O*NET job zone {zone}"));
            let text = Some(text.trim_end_matches(". ").into());
            role.gates.push(Condition { need: None, relation: Relation::Recommended, enforced: false, text });
        });
        self.not_needed(before);
    }

    fn related(&mut self, files: &impl Files) {
        let before = self.issues.len();
        let mut found: BTreeMap<usize, Vec<(u32, usize)>> = BTreeMap::new();
        let columns = ["O*NET-SOC Code", "Related O*NET-SOC Code", "Index?"];
        rows(files, "Related Occupations.txt", Dialect::Tabs, columns, &mut self.issues, |row, issues| {
            let [code, other, index] = row.fields();
            let Some(role) = role_of(&self.roles, row, code, issues) else { return };
            match self.roles.get(other) {
                Some(other) if *other == role => {
                    issues.push(row.issue(IssueKind::SelfReference, format!("`{code}` is related to itself; the row was left out")));
                }
                Some(other) => found.entry(role).or_default().push((index.parse().unwrap_or(u32::MAX), *other)),
                None => {
                    let message = format!("no occupation has the code `{other}`; the row was left out");
                    issues.push(row.issue_on(1, IssueKind::DanglingReference, message));
                }
            }
        });
        for (role, mut others) in found {
            others.sort_unstable();
            let ids: Vec<_> =
                others.iter().filter_map(|(_, other)| self.catalogue.roles.get(*other)).map(|other| other.id.clone()).collect();
            if let Some(role) = self.catalogue.roles.get_mut(role) {
                role.related = ids;
            }
        }
        self.not_needed(before);
    }

    /// What is told since `before` about a file that need not be there is no more than a warning.
    fn not_needed(&mut self, before: usize) {
        for issue in self.issues.since(before).filter(|issue| issue.kind == IssueKind::MissingFile) {
            issue.severity = Severity::Warning;
        }
    }
}
