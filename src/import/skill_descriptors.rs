//! Rich Skill Descriptors as the Open Skills Management Tool gives them, as JSON or as a table: each becomes a competency with its keywords
//! as other names.

use super::{
    Dialect, Files, Issue, IssueKind, Issues, Reading, Severity, blank,
    json::{Node, Place, documents_beside},
    shelf::{Shelf, address},
    table, values,
};
use crate::model::{CompetencyId, Crosswalk, Match};
use csv::ByteRecord;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// Columns of a name and its statement, by which a table of descriptors is known: of the tool's first release, and of later ones.
const KNOWN: [[&str; 2]; 2] = [["RSD Name", "Skill Statement"], ["Skill Name", "Contextualized Skill Statement"]];

/// Whether a table with these columns holds descriptors.
pub(super) fn is_table<'a>(columns: impl Fn(&str) -> bool + 'a) -> bool {
    KNOWN.iter().any(|names| names.iter().all(|name| columns(name)))
}

/// Reads the descriptors of a folder, or of a single file.
pub fn read(files: &impl Files) -> Reading {
    let mut shelf = Shelf::new("skill-descriptors", "Rich Skill Descriptors");
    let mut issues = Issues::new();
    let mut seen = HashSet::new();
    let is_csv = |name: &str| name.to_ascii_lowercase().ends_with(".csv");
    for name in files.names().unwrap_or_default().iter().filter(|name| is_csv(name)) {
        rows(files, name, &mut shelf, &mut seen, &mut issues);
    }
    documents_beside(files, is_csv, &mut issues, |place, document, issues| {
        let descriptors = match &document {
            Value::Array(list) => list.iter().filter_map(Node::of).collect(),
            Value::Object(object) if object.contains_key("skills") => Node(object).nodes(&["skills"]),
            value => Vec::from_iter(Node::of(value)),
        };
        if descriptors.is_empty() {
            shelf.issues.push(place.issue(IssueKind::NotARecord, "there is no skill descriptor in it; it was passed over"));
        }
        let mut with_jobs = 0;
        for (at, descriptor) in descriptors.into_iter().enumerate() {
            with_jobs += usize::from(!descriptor.list(&["occupations", "jobCodes"]).is_empty());
            take(&mut shelf, &mut seen, descriptor, &format!("[{at}]"), place);
        }
        issues.append(&mut shelf.issues);
        issues.extend(jobs(place, with_jobs));
    });
    shelf.issues = issues;
    shelf.reading()
}

/// What was not read of descriptors that name jobs.
fn jobs(place: &Place<'_>, many: usize) -> Option<Issue> {
    let message = format!("{many} descriptors name jobs in which the skill is used; that a job asks it was not concluded");
    (many > 0).then(|| place.issue(IssueKind::NotRead, message))
}

/// Reads a table as the tool exports and imports it.
fn rows(files: &impl Files, file: &str, shelf: &mut Shelf, seen: &mut HashSet<String>, issues: &mut Issues) {
    let mut columns = Columns::default();
    let mut named: HashMap<String, String> = HashMap::new();
    let mut with_jobs = 0;
    table::records(files, file, Dialect::Commas, issues, |record, line, header, issues| {
        if line == 0 {
            let known = Columns::of(header);
            if let Some(known) = known {
                columns = known;
                return true;
            }
            let message = "the table has no columns of skill descriptors; it was passed over";
            issues.push(Issue::new(IssueKind::NotRead, file, message).hinting("`RSD Name` and `Skill Statement` are such columns"));
            return false;
        }
        let place = Place { file, line: Some(line) };
        with_jobs += usize::from(columns.jobs.iter().any(|at| !cell(record, Some(*at)).is_empty()));
        let descriptor = columns.descriptor(record, &mut named);
        take(shelf, seen, Node(&descriptor), "", &place);
        issues.append(&mut shelf.issues);
        true
    });
    issues.extend(jobs(&Place { file, line: None }, with_jobs));
}

/// Where the columns of a table are.
#[derive(Default)]
struct Columns {
    uri: Option<usize>,
    name: Option<usize>,
    statement: Option<usize>,
    category: Option<usize>,
    status: Option<usize>,
    keywords: Option<usize>,
    alignments: Vec<usize>,
    jobs: Vec<usize>,
}

impl Columns {
    /// None where the table holds no descriptors.
    fn of(header: &ByteRecord) -> Option<Self> {
        let find = |names: &[&str]| names.iter().find_map(|name| header.iter().position(|found| table::same(found, name)));
        if !is_table(|name| find(&[name]).is_some()) {
            return None;
        }
        let titled = |fits: &dyn Fn(&str) -> bool| {
            let titles = header.iter().map(|title| String::from_utf8_lossy(title).trim().to_ascii_lowercase());
            titles.enumerate().filter(|(_, title)| fits(title)).map(|(at, _)| at).collect()
        };
        Some(Self {
            uri: find(&["Canonical URL"]),
            name: find(&["RSD Name", "Skill Name"]),
            statement: find(&["Skill Statement", "Contextualized Skill Statement"]),
            category: find(&["Category", "Categories", "Skill Category", "Collection", "Collections"]),
            status: find(&["Publish Status"]),
            keywords: find(&["Keywords"]),
            alignments: titled(&|title| {
                matches!(title, "alignment" | "alignments") || title.starts_with("alignment") && title.ends_with("url")
            }),
            jobs: titled(&|title| {
                title == "job codes" || title.contains("job role") || title.contains("occupation") || title.starts_with("bls ")
            }),
        })
    }

    /// A row in the members that the tool's JSON has. A table need not say under which address a descriptor stands: its name tells it then,
    /// with a number where another descriptor has the same name and says something else.
    fn descriptor(&self, record: &ByteRecord, named: &mut HashMap<String, String>) -> Map<String, Value> {
        let text = |column: Option<usize>| Some(cell(record, column)).filter(|text| !text.is_empty());
        let list = |column: usize| cell(record, Some(column)).split(';').map(str::trim).filter(|part| !part.is_empty());
        let mut descriptor = Map::new();
        let mut add = |member: &str, value: Option<&str>| {
            descriptor.extend(value.map(|value| (member.to_owned(), Value::from(value))));
        };
        let (name, statement) = (text(self.name), text(self.statement));
        add("skillName", name);
        add("skillStatement", statement);
        add("category", text(self.category));
        add("status", text(self.status));
        match (text(self.uri), name) {
            (Some(uri), _) => {
                add("id", Some(uri));
                // The last part of the tool's addresses is what its JSON has as `uuid`.
                let last = uri.rsplit('/').next().unwrap_or(uri);
                let dashes = last.char_indices().filter(|(_, letter)| *letter == '-').map(|(at, _)| at);
                add("uuid", (last.len() == 36 && dashes.eq([8, 13, 18, 23])).then_some(last));
            }
            (None, Some(name)) => {
                let first = values::id_of(name);
                let said = statement.unwrap_or_default();
                let ids = std::iter::once(first.clone()).chain((2..).map(|number| format!("{first}-{number}")));
                let id = ids.into_iter().find(|id| named.get(id).is_none_or(|held| held == said)).unwrap_or(first);
                add("uuid", Some(&id));
                named.entry(id).or_insert_with(|| said.to_owned());
            }
            (None, None) => {}
        }
        let keywords: Vec<Value> = self.keywords.into_iter().flat_map(list).map(Value::from).collect();
        let alignments: Vec<Value> = self.alignments.iter().copied().flat_map(list).map(Value::from).collect();
        descriptor.insert("keywords".to_owned(), keywords.into());
        descriptor.insert("alignments".to_owned(), alignments.into());
        descriptor
    }
}

/// What stands in a column; the tool writes `null` where it has nothing.
fn cell(record: &ByteRecord, column: Option<usize>) -> &str {
    let field = column.and_then(|column| record.get(column)).and_then(|field| std::str::from_utf8(field).ok());
    field.map(str::trim).filter(|text| *text != "null").unwrap_or_default()
}

fn take(shelf: &mut Shelf, seen: &mut HashSet<String>, descriptor: Node<'_>, field: &str, place: &Place<'_>) {
    let on = |member: &str| match (field, member) {
        ("", "") => None,
        ("", member) => Some(member.to_owned()),
        (field, "") => Some(field.to_owned()),
        (field, member) => Some(format!("{field}.{member}")),
    };
    let issue = |kind, message: String, member: &str| match on(member) {
        Some(field) => place.issue(kind, message).on(field),
        None => place.issue(kind, message),
    };
    let statement = descriptor.text(&["skillStatement", "statement"]);
    let name = descriptor.text(&["skillName", "name"]).or_else(|| statement.clone());
    let (Some(uri), Some(name)) = (descriptor.string(&["id", "uuid"]), name) else {
        shelf.issues.push(issue(IssueKind::MissingValue, "a descriptor has no id or no name; it was left out".to_owned(), ""));
        return;
    };
    let id = descriptor.string(&["uuid"]).unwrap_or(uri);
    if !seen.insert(id.to_owned()) {
        shelf.issues.push(issue(IssueKind::DuplicateId, format!("another descriptor has the id `{id}`; the first one stays"), ""));
        return;
    }
    match descriptor.string(&["status", "publishStatus"]).map(str::to_ascii_lowercase).as_deref() {
        Some(status @ ("archived" | "deleted")) => {
            shelf.issues.push(issue(IssueKind::NotInForce, format!("`{name}` is {status}; it was left out"), "status"));
            return;
        }
        Some("draft") => {
            let mut issue = issue(IssueKind::NotInForce, format!("`{name}` is a draft; it was read all the same"), "status");
            issue.severity = Severity::Note;
            shelf.issues.push(issue);
        }
        _ => {}
    }
    let mut competency = blank::competency(&format!("rsd:{id}"), name.clone());
    competency.description = statement.filter(|statement| *statement != name);
    competency.aliases = descriptor.strings(&["keywords"]).into_iter().filter(|word| !word.contains(':')).map(Into::into).collect();
    competency.framework = descriptor.string(&["category", "categories", "collections"]).map(Into::into);
    competency.same_as = address(uri).into_iter().collect();
    for alignment in descriptor.list(&["alignments", "standards"]) {
        let uri = alignment.as_str().or_else(|| Node::of(alignment)?.string(&["id", "targetUrl", "url"]));
        if let Some(uri) = uri.and_then(address) {
            let (from, to) = (competency.id.clone(), CompetencyId::new(uri));
            // A descriptor says that it aligns, not how closely.
            shelf.catalogue.crosswalks.push(Crosswalk { from, to, closeness: Match::Related, source: None, as_of: None, note: None });
        }
    }
    shelf.catalogue.competencies.push(competency);
}
