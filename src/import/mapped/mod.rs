//! Any table, or JSON list, by a small mapping file: each row becomes a credential with one offering.
//!
//! `data/mappings/README.md` describes the form; mappings for a few public lists come with pathstack. What is known to be wrong with such
//! lists is told and not believed: sentinels, absurd numbers, totals that are not the sum, codes without their leading zeros. Words about
//! prerequisites are shown and force nothing. Codes of occupations are reached through a crosswalk, as from CIP to SOC, and stand among the
//! credential's codes: that a programme prepares for an occupation does not say which competencies it gives.

mod figures;
mod mapping;
mod rows;

pub use mapping::{
    Body, Choice, Code, Column, CredentialColumns, Join, Languages, MAPPING, Mapping, OfferingColumns, Price, Quantity, Skills, Unit,
};

use super::{
    Files, Issue, IssueKind, Issues, Reading, Severity, blank,
    json::Place,
    shelf::{Shelf, address},
    table::{Dialect, rows as table_rows},
    values,
};
use crate::model::{Award, CredentialType, Level, OrganisationId, OrganisationRole, Relation, Source, SourceId, Status};
use rows::{Row, rows};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The mappings that come with pathstack, by name.
pub const SHIPPED: [(&str, &str); 3] = [
    ("nj-etpl", include_str!("../../../data/mappings/nj-etpl.json")),
    ("ca-etp", include_str!("../../../data/mappings/ca-etp.json")),
    ("security-certifications", include_str!("../../../data/mappings/security-certifications.json")),
];

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// Where it is no mapping: the place and what is wrong there.
    pub fn parse(text: &[u8]) -> Result<Self, String> {
        let mut json = serde_json::Deserializer::from_slice(text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text));
        let mapping: Self = serde_path_to_error::deserialize(&mut json).map_err(|error| format!("{}: {}", error.path(), error.inner()))?;
        if mapping.mapping != MAPPING {
            return Err(format!("mapping: this is `{}`, not `{MAPPING}`", mapping.mapping));
        }
        if values::id_of(&mapping.id) != mapping.id {
            return Err(format!("id: `{}` cannot be an id; use lower case and `-`", mapping.id));
        }
        Ok(mapping)
    }

    /// A mapping that comes with pathstack.
    pub fn shipped(name: &str) -> Option<Self> {
        SHIPPED.iter().find(|(known, _)| *known == name).and_then(|(_, text)| Self::parse(text.as_bytes()).ok())
    }
}

/// Reads a publication by its mapping. Crosswalks that it joins through stand among its files, or `beside` them.
pub fn read(files: &impl Files, beside: &impl Files, mapping: &Mapping) -> Reading {
    let mut shelf = Shelf::new(&mapping.id, &mapping.title);
    let source: SourceId = format!("{}:list", mapping.id).as_str().into();
    if let Some(header) = shelf.catalogue.headers.first_mut() {
        (header.currency, header.language) = (mapping.currency, mapping.language.as_str().into());
        (header.as_of, header.licence) = (mapping.as_of, mapping.licence.as_deref().map(Into::into));
    }
    shelf.catalogue.sources.push(Source {
        id: source.clone(),
        title: mapping.title.as_str().into(),
        url: mapping.url.as_deref().and_then(address),
        publisher: mapping.publisher.as_deref().map(Into::into),
        licence: mapping.licence.as_deref().map(Into::into),
        as_of: mapping.as_of,
        note: None,
    });
    let mut issues = Issues::new();
    let Some(file) = file(files, mapping, &mut issues) else {
        shelf.issues = issues;
        return shelf.reading();
    };
    let there = |join: &Join| files.names().is_ok_and(|names| names.iter().any(|name| ends_with(name, &join.file)));
    let joins = mapping.credential.codes.iter().map(|code| {
        let join = code.through.as_ref()?;
        Some(if there(join) { joined(files, join, &mut issues) } else { joined(beside, join, &mut issues) })
    });
    let joins: Vec<_> = joins.collect();
    let mut taking = Taking { mapping, shelf, source, joins, not_joined: BTreeSet::new() };
    rows(files, &file, mapping, &mut issues, |row, issues| taking.row(row, issues));
    taking.shelf.issues = issues;
    super::sound::sound(taking.shelf.reading(), files.limits().records)
}

/// The file that a mapping is about: the one it names, or the only one.
fn file(files: &impl Files, mapping: &Mapping, issues: &mut Issues) -> Option<String> {
    let names = match files.names() {
        Ok(names) => names,
        Err(error) => {
            issues.push(Issue::new(IssueKind::Unreadable, "", format!("the folder cannot be listed: {error}; nothing was read")));
            return None;
        }
    };
    let joins: Vec<_> = mapping.credential.codes.iter().filter_map(|code| code.through.as_ref()).map(|join| join.file.as_str()).collect();
    let others: Vec<_> = names.iter().filter(|name| !joins.iter().any(|join| ends_with(name, join))).collect();
    let named = mapping.file.as_deref().and_then(|file| names.iter().find(|name| ends_with(name, file)));
    let file = named.or(others.first().filter(|_| others.len() == 1).copied()).cloned();
    if file.is_none() {
        let name = mapping.file.as_deref().unwrap_or("the table");
        issues.push(Issue::new(IssueKind::MissingFile, name, "it is not in the folder, which holds several others; nothing was read"));
    }
    file
}

fn ends_with(name: &str, file: &str) -> bool {
    name.rsplit('/').next() == Some(file)
}

/// Codes with points and blanks off, so that `01.0105` and `010105` are the same.
fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a crosswalk gives for each code.
fn joined(files: &impl Files, join: &Join, issues: &mut Issues) -> HashMap<String, Vec<String>> {
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let names = files.names().unwrap_or_default();
    let file = names.iter().find(|name| ends_with(name, &join.file)).map_or(join.file.as_str(), String::as_str);
    let before = issues.len();
    table_rows(files, file, Dialect::Commas, [&join.from, &join.to], issues, |row, _| {
        let [from, to] = row.fields();
        let codes = found.entry(plain(from)).or_default();
        if !to.is_empty() && !codes.iter().any(|known| known == to) {
            codes.push(to.to_owned());
        }
    });
    for issue in issues.since(before).filter(|issue| issue.kind == IssueKind::MissingFile) {
        issue.severity = Severity::Warning;
        issue.message = "there is no such crosswalk; codes were kept and not joined".into();
        issue.hint = "put the file into the folder, or name it with --also".into();
    }
    found
}

struct Taking<'a> {
    mapping: &'a Mapping,
    shelf: Shelf,
    source: SourceId,
    joins: Vec<Option<HashMap<String, Vec<String>>>>,
    /// Codes that a crosswalk does not know, told once each.
    not_joined: BTreeSet<String>,
}

impl Taking<'_> {
    fn row(&mut self, row: &Row<'_>, issues: &mut Issues) {
        let (mapping, place) = (self.mapping, Place { file: row.file, line: row.line });
        for (column, values) in &mapping.only {
            let found = row.said(column, issues).unwrap_or_default();
            if !values.iter().any(|value| value.eq_ignore_ascii_case(&found)) {
                issues.push(row.issue(IssueKind::NotInForce, format!("`{column}` is `{found}`; the row was left out")).on(column.as_str()));
                return;
            }
        }
        let columns = &mapping.credential;
        let parts: Vec<_> = columns.id.iter().filter_map(|column| row.said(column, issues)).map(|part| values::id_of(&part)).collect();
        let name = row.first(&columns.name, issues);
        let (false, Some(name)) = (parts.concat().is_empty(), name) else {
            issues.push(row.issue(IssueKind::MissingValue, "the row has no id or no name; it was left out"));
            return;
        };
        let id = format!("{}:{}", mapping.id, parts.join("-"));
        let mut credential = blank::credential(&id, name.as_str());
        credential.kind = choose(row, &columns.kind, "type", issues).unwrap_or(CredentialType::Certificate);
        credential.status = choose(row, &columns.status, "status", issues).unwrap_or(Status::Active);
        for alias in columns.aliases.iter().filter_map(|column| row.said(column, issues)).filter(|alias| *alias != name) {
            credential.aliases.push(alias.as_str().into());
        }
        credential.sector = row.first(&columns.sector, issues).map(Into::into);
        credential.description = row.first(&columns.description, issues).map(|text| text.as_str().into());
        credential.url = row.first(&columns.url, issues).and_then(|url| page(row, &url, issues));
        credential.source = Some(self.source.clone());
        let stamp = row.first(&columns.as_of, issues);
        credential.as_of = stamp.as_deref().and_then(values::date).or(mapping.as_of);
        credential.issuer = columns.issuer.as_ref().and_then(|body| self.body(row, body, OrganisationRole::AwardingBody, issues));
        self.codes(row, &mut credential.codes, issues);
        for skills in &columns.awards {
            for skill in row.list(&skills.column, issues) {
                if let Some(competency) = self.shelf.competency(None, Some(skill.as_str().into()))
                    && credential.awards.iter().all(|award| award.competency != competency)
                {
                    credential.awards.push(Award { competency, level: Level::Unknown, mode: skills.mode });
                }
            }
        }
        if let Some(words) = row.first(&columns.prerequisite, issues)
            && !columns.no_prerequisite.iter().any(|none| none == words.to_lowercase().trim_end_matches('.'))
        {
            let field = columns.prerequisite.first().cloned().unwrap_or_default();
            credential.conditions.push(self.shelf.words(words.as_str().into(), Relation::Prerequisite, &field, &place));
            issues.append(&mut self.shelf.issues);
        }
        let notes: Vec<_> =
            columns.notes.iter().filter_map(|(before, column)| Some(format!("{before}: {}", row.said(column, issues)?))).collect();
        credential.note = (!notes.is_empty()).then(|| notes.join("; ").into());
        let offering = self.offering(row, &credential, issues);
        if self.shelf.credential(credential, &place) {
            self.shelf.offering(offering, &place);
        }
        issues.append(&mut self.shelf.issues);
    }

    fn offering(&mut self, row: &Row<'_>, credential: &crate::model::Credential, issues: &mut Issues) -> crate::model::Offering {
        let columns = &self.mapping.offering;
        let id = credential.id.as_str();
        let mut offering = blank::offering(&format!("{id}.direct"), id);
        let provider = columns.provider.as_ref().and_then(|body| self.body(row, body, OrganisationRole::Provider, issues));
        offering.provider = provider.or_else(|| credential.issuer.clone());
        offering.activity = choose(row, &columns.activity, "activity", issues).unwrap_or_default();
        offering.pace = choose(row, &columns.pace, "pace", issues).unwrap_or_default();
        offering.delivery = choose(row, &columns.delivery, "delivery", issues).unwrap_or_default();
        offering.timing = choose(row, &columns.timing, "timing", issues).unwrap_or_default();
        let place: Vec<_> = columns.place.iter().filter_map(|column| row.said(column, issues)).collect();
        offering.place = (!place.is_empty()).then(|| place.join(", ").into());
        offering.region = self.mapping.region.iter().map(|region| region.as_str().into()).collect();
        if let Some(languages) = &columns.languages {
            for word in row.list(&languages.column, issues) {
                match languages.values.get(&word.to_lowercase()) {
                    Some(code) if !offering.languages.iter().any(|known| **known == **code) => {
                        offering.languages.push(code.as_str().into());
                    }
                    Some(_) => {}
                    None => issues.push(
                        row.issue(IssueKind::UnknownTerm, format!("nobody knows the language `{word}`; it was passed over"))
                            .on(languages.column.as_str()),
                    ),
                }
            }
        }
        if let Some(hours) = &columns.hours {
            offering.hours = figures::hours(row, hours, issues);
        }
        offering.min_days = columns.days.as_ref().and_then(|days| figures::days(row, days, issues));
        if let Some(price) = &columns.price {
            let priced = figures::price(row, price, self.mapping, issues);
            (offering.price, offering.materials) = (priced.price, priced.materials);
        }
        offering.url.clone_from(&credential.url);
        (offering.source, offering.as_of) = (credential.source.clone(), credential.as_of);
        offering.status = credential.status;
        offering
    }

    fn body(&mut self, row: &Row<'_>, body: &Body, role: OrganisationRole, issues: &mut Issues) -> Option<OrganisationId> {
        let name = row.first(&body.name, issues);
        let own = body.id.as_deref().and_then(|column| row.said(column, issues)).or_else(|| name.clone())?;
        let id = format!("{}:org-{}", self.mapping.id, values::id_of(&own));
        Some(self.shelf.organisation(&id, name.map(|name| name.as_str().into()), role))
    }

    /// Codes, and those that a crosswalk gives for them.
    fn codes(&mut self, row: &Row<'_>, codes: &mut Vec<Box<str>>, issues: &mut Issues) {
        for (code, join) in self.mapping.credential.codes.iter().zip(&self.joins) {
            for found in row.list(&code.column, issues) {
                let Some(join) = join else {
                    codes.push(format!("{}:{found}", code.scheme).into());
                    continue;
                };
                match join.get(&plain(&found)) {
                    Some(others) => codes.extend(others.iter().map(|other| format!("{}:{other}", code.scheme).into())),
                    None if join.is_empty() => {}
                    None if self.not_joined.insert(found.clone()) => {
                        let message = format!("the crosswalk has no `{found}`; it was kept and not joined");
                        issues.push(row.issue(IssueKind::DanglingReference, message).on(code.column.as_str()));
                    }
                    None => {}
                }
            }
        }
        let mut seen = BTreeSet::new();
        codes.retain(|code| seen.insert(code.clone()));
    }
}

/// A page's address; one without scheme is taken as of the web.
fn page(row: &Row<'_>, url: &str, issues: &mut Issues) -> Option<Box<str>> {
    let plain = !url.contains(char::is_whitespace);
    let whole = if url.contains("://") || !url.contains('.') { url.to_owned() } else { format!("https://{url}") };
    let address = address(&whole).filter(|_| plain);
    if address.is_none() {
        issues.push(row.issue(IssueKind::BadValue, format!("`{url}` is no address; it was left out")).on("url"));
    }
    address
}

/// One of several words, by the column's value.
fn choose<T: Copy>(row: &Row<'_>, choice: &Choice<T>, field: &str, issues: &mut Issues) -> Option<T> {
    let Some(found) = choice.column.as_deref().and_then(|column| row.said(column, issues)) else { return choice.otherwise };
    let found = found.to_lowercase();
    let whole = choice.values.get(found.as_str());
    let part = || choice.containing.iter().find(|(part, _)| found.contains(part.as_str())).map(|(_, value)| value);
    let value = whole.or_else(part).copied();
    if value.is_none() && !choice.values.is_empty() {
        issues.push(
            row.issue(IssueKind::UnknownTerm, format!("nobody knows what `{found}` means for its {field}; the usual was taken")).on(field),
        );
    }
    value.or(choice.otherwise)
}

/// The shipped mapping whose signs stand among these columns, if there is exactly one.
pub(super) fn known_by(columns: &BTreeSet<String>) -> Option<&'static str> {
    let mappings: BTreeMap<&str, Mapping> = SHIPPED.iter().filter_map(|(name, _)| Some((*name, Mapping::shipped(name)?))).collect();
    let fits = |mapping: &Mapping| !mapping.signs.is_empty() && mapping.signs.iter().all(|sign| columns.contains(sign));
    let mut found = SHIPPED.iter().filter(|(name, _)| mappings.get(name).is_some_and(fits));
    found.next().filter(|_| found.next().is_none()).map(|(name, _)| *name)
}
