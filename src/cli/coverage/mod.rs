//! `pathstack coverage`: what is missing, and what would help, counted over many jobs and many learners.

mod sheet;

use super::{
    catalogue::Source,
    clock, file,
    learner::{Shown, role},
    plan::date,
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::Shelf,
    model::{Date, Money},
    web::api::shape::{Column, CoverageQuestion, CoverageRequest, GroupRequest, OrderName, PROOF, Report, Row, Unanswered, Unit},
};
use clap::{Args, ValueEnum, builder::PossibleValue};
use serde_json::Value;
use std::{path::PathBuf, time::Duration};

/// Count what is missing, and what would help, over many jobs and learners
///
/// By list prices and learner effort, proven; dates are left to `plan`. Unknown prices are never taken for zero.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Coverage {
    /// What to ask
    #[arg(value_enum, value_name = "QUESTION")]
    question: CoverageQuestion,
    /// A job, in your words or by id; repeat for several. All jobs where left out; for `team` one for each seat
    #[arg(long, value_name = "ROLE", help_heading = "Who and where to")]
    role: Vec<String>,
    /// A JSON list of groups of learners, each with `name`, `weight` and `holds` as in `POST /v1/coverage`; for `team` the people
    #[arg(long, value_name = "FILE", conflicts_with_all = ["holds", "assessed", "verified"], help_heading = "Who and where to")]
    groups: Option<PathBuf>,
    #[command(flatten)]
    shown: Shown,
    /// Hours a week they can study
    #[arg(long, value_name = "HOURS", default_value_t = 10.0, help_heading = "Who and where to")]
    hours: f64,
    /// The first day; today where left out
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Who and where to")]
    start: Option<Date>,
    /// shortages: count what jobs ask but need not have as well
    #[arg(long, help_heading = "For some questions")]
    desirable: bool,
    /// shortages: dear is above this; above four times the median where left out
    #[arg(long, value_name = "MONEY", help_heading = "For some questions")]
    dear: Option<Money>,
    /// shortages: how many people are wanted, as in `data-analyst=120`; repeat for several. The catalogue's `openings` where left out
    #[arg(long, value_name = "ROLE=PEOPLE", value_parser = wanted, help_heading = "For some questions")]
    wanted: Vec<(String, u64)>,
    /// worth: the draft, a native file with a credential and its offerings
    #[arg(long, value_name = "FILE", help_heading = "For some questions")]
    draft: Option<PathBuf>,
    /// affected: the credential that retires, or changes to --price
    #[arg(long, value_name = "CREDENTIAL", help_heading = "For some questions")]
    credential: Option<String>,
    /// affected: the new price of its offerings; best-next: the price of the new credential
    #[arg(long, value_name = "MONEY", help_heading = "For some questions")]
    price: Option<Money>,
    /// open-doors: the most money
    #[arg(long, value_name = "MONEY", help_heading = "For some questions")]
    budget: Option<Money>,
    /// open-doors: the most weeks of study
    #[arg(long, value_name = "WEEKS", help_heading = "For some questions")]
    weeks: Option<u32>,
    /// open-doors: the most new credentials
    #[arg(long, value_name = "NUMBER", help_heading = "For some questions")]
    credentials: Option<u32>,
    /// best-next: the most competencies that it awards
    #[arg(long, value_name = "NUMBER", help_heading = "For some questions")]
    awards: Option<usize>,
    /// near, team: what is best
    #[arg(long, value_enum, value_name = "AIM", default_value_t, help_heading = "For some questions")]
    aim: Aim,
    /// Rows to show; near: of each group
    #[arg(long, value_name = "ROWS", default_value_t = 20, help_heading = "Answer")]
    limit: usize,
    /// Write the table as CSV as well, every row; cells that a spreadsheet would run as formulas are quoted
    #[arg(long, value_name = "FILE", help_heading = "Answer")]
    csv: Option<PathBuf>,
    /// How long to think at most, such as `20s`; then what stayed open is said
    #[arg(long, value_name = "TIME", value_parser = clock::duration, help_heading = "Answer")]
    time_limit: Option<Duration>,
}

const EXAMPLES: &str = "\
For example:
  pathstack coverage shortages --csv shortages.csv
  pathstack coverage worth --draft new-badge.jsonl --groups learners.json
  pathstack coverage near --holds sql:2 --holds spreadsheets:3
  pathstack coverage role-check --role \"data analyst\"
  pathstack coverage affected --credential cisco-ccst-networking --price \"USD 200\"
  pathstack coverage open-doors --budget \"USD 500\" --weeks 26
  pathstack coverage team --groups people.json --role \"data analyst\" --role \"web developer\"
  pathstack coverage best-next --price \"USD 100\" --awards 2";

/// What a question asks, in the words of the terminal.
fn about(question: CoverageQuestion) -> &'static str {
    match question {
        CoverageQuestion::Shortages => "What jobs ask that nobody teaches, or only one provider, in one language or region, or dearly",
        CoverageQuestion::Worth => "What a credential that does not exist yet would be worth, and at which price it stops being chosen",
        CoverageQuestion::Near => "Jobs by what they take, nearest first",
        CoverageQuestion::RoleCheck => "What a job asks twice, what cannot be taught, and what each requirement costs candidates",
        CoverageQuestion::Affected => "Whom it affects when a credential changes its price, or retires",
        CoverageQuestion::Dominated => "Offers that nobody should take, and what dominates them",
        CoverageQuestion::Bottlenecks => "Steps that most pathways cannot avoid",
        CoverageQuestion::OpenDoors => "Credentials that make fit for the most jobs within a budget",
        CoverageQuestion::Team => "What each person needs for each job, and who takes which seat at least total training",
        CoverageQuestion::BestNext => "The new credential that would better most",
    }
}

impl ValueEnum for CoverageQuestion {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(about(*self)))
    }
}

/// What is best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Aim {
    /// Least money
    #[default]
    Cheapest,
    /// Least effort
    Fastest,
}

fn wanted(text: &str) -> Result<(String, u64), String> {
    let (role, people) = text.rsplit_once('=').ok_or_else(|| format!("`{text}` has no `=`; write it as data-analyst=120"))?;
    let people = people.trim().parse().map_err(|_| format!("`{people}` is no number of people; write it as data-analyst=120"))?;
    Ok((role.trim().to_owned(), people))
}

/// The records of a draft, one a line; comments and empty lines are left out as in any native file.
fn draft(path: &std::path::Path) -> Result<Vec<Value>, Trouble> {
    let text = file::read(path)?;
    let text = String::from_utf8_lossy(&text);
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let records = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with("//"));
    let read = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| {
            let what = format!("{}, line {at}: {error}", path.display());
            Trouble::new(what, "a draft is a native file: a credential and its offerings, a record a line")
        })
    };
    records.map(read).collect()
}

fn groups(path: &std::path::Path) -> Result<Vec<GroupRequest>, Trouble> {
    let text = file::read(path)?;
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(&text)).map_err(|error| {
        let what = format!("{}: {}: {}", path.display(), error.path(), error.inner());
        Trouble::new(what, "write a list such as [{\"name\": \"Ann\", \"holds\": [{\"competency\": \"sql\", \"level\": 2}]}]")
    })
}

impl Coverage {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let request = self.request(&shelf, terminal)?;
        let names = terminal.names.clone();
        let report = clock::within(self.time_limit, |budget| request.answer(&shelf, self.question, clock::today(), *budget, &names));
        let report = report.map_err(|unanswered| match unanswered {
            Unanswered::Refused(refused) => named(self.question, refused.into()),
            Unanswered::Trouble(trouble) => Trouble::new(trouble.to_string(), "report it with the catalogue you used"),
        })?;
        if let Some(path) = &self.csv {
            file::write(path, &sheet::csv(&report)?)?;
            terminal.talk(&format!("note: {} rows are in {}", report.rows.len(), path.display()))?;
        }
        let empty = report.rows.is_empty();
        if terminal.json {
            let rows = self.few(&report, request.groups.len()).into_iter().cloned().collect();
            terminal.json(&Report { rows, ..report })?;
        } else {
            let rows = self.few(&report, request.groups.len());
            show(&report, &rows, terminal)?;
        }
        Ok(if empty { End::None } else { End::Found })
    }

    fn request(&self, shelf: &Shelf, terminal: &mut Terminal) -> Result<CoverageRequest, Trouble> {
        let mut roles = Vec::new();
        for words in &self.role {
            roles.push(shelf.graph.role(role(shelf, terminal, words)?).id.to_string());
        }
        let groups = match &self.groups {
            Some(path) => groups(path)?,
            None if self.shown.is_empty() => Vec::new(),
            None => vec![GroupRequest { name: "you".into(), weight: None, holds: self.shown.holds(shelf, terminal)? }],
        };
        Ok(CoverageRequest {
            roles,
            groups,
            hours_per_week: Some(self.hours),
            start: self.start,
            order: if self.aim == Aim::Cheapest { OrderName::Cheapest } else { OrderName::Fastest },
            limit: Some(self.limit),
            // The file gets every row; the terminal as many as were asked for.
            whole: self.csv.is_some(),
            desirable: self.desirable,
            dear_above: self.dear,
            wanted: self.wanted.iter().cloned().collect(),
            draft: self.draft.as_deref().map(draft).transpose()?.unwrap_or_default(),
            credential: self.credential.clone(),
            price: self.price,
            budget: self.budget,
            weeks: self.weeks,
            credentials: self.credentials,
            awards: self.awards,
            ..CoverageRequest::default()
        })
    }

    /// The rows to show.
    fn few<'r>(&self, report: &'r Report, groups: usize) -> Vec<&'r Row> {
        let each = if self.question == CoverageQuestion::Near { report.rows.len() / groups.max(1) } else { report.rows.len() };
        report.rows.chunks(each.max(1)).flat_map(|rows| rows.iter().take(self.limit)).collect()
    }
}

/// Sentences and a table.
fn show(report: &Report, rows: &[&Row], terminal: &mut Terminal) -> std::io::Result<()> {
    for sentence in &report.says {
        terminal.paragraph("", sentence)?;
    }
    if report.rows.is_empty() {
        return Ok(());
    }
    terminal.gap()?;
    let shown = |unit: Unit, value: &Value| match (unit, value) {
        (_, Value::Null) => "–".to_owned(),
        (Unit::Money, value) => value.as_i64().map_or_else(String::new, |minor| sheet::decimal(minor, report.minor_digits)),
        (Unit::Minutes, value) => value.as_i64().map_or_else(String::new, effort),
        (_, Value::String(text)) => brief(text),
        (_, value) => value.to_string(),
    };
    // What every row leaves empty only takes room here.
    let kept: Vec<_> = report
        .columns
        .iter()
        .filter(|column| !BESIDE.contains(&column.key))
        .filter(|column| column.key != PROOF || rows.iter().any(|row| Report::is_open(row)))
        .filter(|column| rows.iter().any(|row| row.get(column.key).is_some_and(|cell| !cell.is_null() && cell != "")))
        // Whom it is about is said once, unless it is about several.
        .filter(|column| {
            column.key != "group" || report.rows.iter().any(|row| row.get("group") != report.rows.first().and_then(|row| row.get("group")))
        })
        .collect();
    let several = kept.iter().filter(|column| column.unit == Unit::Money).count() > 1;
    let title = |column: &&Column| {
        if column.unit == Unit::Money && !several { format!("{} ({})", column.title, report.currency) } else { column.title.to_owned() }
    };
    let titles: Vec<String> = kept.iter().map(title).collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let figures: Vec<usize> = (0..kept.len()).filter(|at| kept.get(*at).is_some_and(|column| column.unit != Unit::Text)).collect();
    let row =
        |row: &&Row| -> Vec<String> { kept.iter().map(|column| shown(column.unit, row.get(column.key).unwrap_or(&Value::Null))).collect() };
    terminal.table(&titles, &figures, &figures, rows.iter().map(row).collect())?;
    if several {
        terminal.gap()?;
        terminal.paragraph("", &format!("Amounts in {}.", report.currency))?;
    }
    let listed = rows.len();
    if report.total > listed {
        terminal.gap()?;
        terminal.paragraph("", &format!("{listed} of {} rows; --limit shows more, --csv FILE writes all.", report.total))?;
    }
    Ok(())
}

/// Columns that only --json and --csv have: ids beside names, and what is of less use than the room it takes.
const BESIDE: [&str; 9] =
    ["id", "offering", "by_offering", "essential_in", "credentials_offered", "for_example", "without", "fastest_before", "fastest_after"];

/// Minutes of effort in a table: as hours, which are of one width.
fn effort(minutes: i64) -> String {
    match (minutes.abs(), minutes % 60) {
        (0, _) => "0 h".to_owned(),
        (1..60, _) => format!("{minutes} min"),
        (_, 0) => format!("{} h", minutes / 60),
        (all, _) => format!("{}{}.{:02} h", if minutes < 0 { "-" } else { "" }, all / 60, all % 60 * 100 / 60),
    }
}

/// Long lists are cut after a name: --json and --csv have all of it.
fn brief(text: &str) -> String {
    const LONG: usize = 60;
    if text.chars().count() <= LONG {
        return text.to_owned();
    }
    let end = text.char_indices().nth(LONG).map_or(text.len(), |(at, _)| at);
    let cut = text.get(..end).unwrap_or(text);
    let (kept, mark) = cut.rsplit_once(", ").map_or((cut, "…"), |(kept, _)| (kept, ", …"));
    format!("{kept}{mark}")
}

/// A refusal in the words of the command line.
fn named(question: CoverageQuestion, trouble: Trouble) -> Trouble {
    let Trouble::Said { what, hint } = trouble else { return trouble };
    let hint = match question {
        CoverageQuestion::RoleCheck if hint.starts_with("name one role") => "name one job with --role".to_owned(),
        CoverageQuestion::Team if hint.starts_with("list in `roles`") => {
            "name a job for each seat with --role, and the people with --groups FILE".to_owned()
        }
        CoverageQuestion::Affected if hint.starts_with("name a `credential`") => "name it with --credential".to_owned(),
        CoverageQuestion::BestNext if hint.starts_with("write a `price`") => "say its price with --price, such as \"USD 100\"".to_owned(),
        CoverageQuestion::Worth if hint.starts_with("list one record") => "name the draft's file with --draft".to_owned(),
        _ => hint,
    };
    Trouble::Said { what, hint }
}
