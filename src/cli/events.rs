//! Events and items as CSV: what people took, in the columns `user_id`, `item_id` and `at`; other columns are not read.

use super::{file, trouble::Trouble};
use crate::recommend::{Event, Item, Log};
use clap::Args;
use std::path::{Path, PathBuf};

/// Where events and items are.
#[derive(Args, Clone, Debug)]
pub(super) struct Events {
    /// The folder with `events.csv` (columns `user_id`, `item_id`, `at`), or that file itself
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The items in their published order, as CSV with the column `item_id`; `items.csv` in the folder where left out
    #[arg(long, value_name = "FILE")]
    items: Option<PathBuf>,
    /// The column of the items that says their group: a subject, product or framework
    #[arg(long, value_name = "COLUMN", default_value = "group")]
    group: String,
}

/// The place of a column; names are compared without case.
fn column(headers: &csv::StringRecord, name: &str) -> Option<usize> {
    headers.iter().position(|header| header.trim().eq_ignore_ascii_case(name))
}

fn malformed(path: &Path, error: &csv::Error) -> Trouble {
    let line = error.position().map_or(String::new(), |position| format!(", line {}", position.line()));
    Trouble::new(format!("{}{line}: {error}", path.display()), "the file must be CSV in UTF-8 with a line of headers")
}

/// Reads some columns of a CSV file; those after `needed` may be missing.
fn columns<const N: usize>(path: &Path, names: [&str; N], needed: usize) -> Result<Vec<(u64, [Option<String>; N])>, Trouble> {
    columns_of(&file::read(path)?, path, names, needed)
}

/// The same of bytes that were read already.
fn columns_of<const N: usize>(
    bytes: &[u8],
    path: &Path,
    names: [&str; N],
    needed: usize,
) -> Result<Vec<(u64, [Option<String>; N])>, Trouble> {
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(bytes);
    let headers = reader.headers().map_err(|error| malformed(path, &error))?.clone();
    let places = names.map(|name| column(&headers, name));
    if let Some(missing) = (0..needed).find(|at| places[*at].is_none()) {
        let hint = format!("its columns are {}", headers.iter().collect::<Vec<_>>().join(", "));
        return Err(Trouble::new(format!("{} has no column `{}`", path.display(), names[missing]), hint));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| malformed(path, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).map(|cell| cell.trim().to_owned());
        rows.push((line, places.map(|place| cell(place).filter(|cell| !cell.is_empty()))));
    }
    Ok(rows)
}

/// A moment as people and machines write it: whole seconds, a date, or a date and time (taken as UTC where no offset is given).
fn moment(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(seconds);
    }
    if let Ok(moment) = text.parse::<jiff::Timestamp>() {
        return Some(moment.as_second());
    }
    let civil: jiff::civil::DateTime = text.parse().ok().or_else(|| text.parse::<jiff::civil::Date>().ok().map(Into::into))?;
    civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|moment| moment.timestamp().as_second())
}

/// The events of a CSV file.
pub(super) fn events_of(bytes: &[u8], path: &Path) -> Result<Vec<Event>, Trouble> {
    let mut events = Vec::new();
    for (line, [user, item, at]) in columns_of(bytes, path, ["user_id", "item_id", "at"], 3)? {
        let place = || format!("{}, line {line}", path.display());
        let (Some(user), Some(item), Some(at)) = (user, item, at) else {
            return Err(Trouble::new(format!("{} has an empty cell", place()), "fill it, or take the line out"));
        };
        let Some(at) = moment(&at) else {
            let hint = "write whole seconds, a date, or a date and time such as 2026-11-24 09:30:00";
            return Err(Trouble::new(format!("{}: `{at}` is no time", place()), hint));
        };
        events.push(Event { user: user.into(), item: item.into(), at });
    }
    Ok(events)
}

impl Events {
    /// What the data call themselves.
    pub(super) fn name(&self) -> String {
        let name = self.dir.file_name().or_else(|| self.dir.parent().and_then(Path::file_name));
        name.map_or_else(|| "events".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    fn folder(&self) -> &Path {
        if self.dir.is_dir() { &self.dir } else { self.dir.parent().unwrap_or(&self.dir) }
    }

    /// Reads events and items.
    pub(super) fn read(&self) -> Result<Log, Trouble> {
        let path = if self.dir.is_dir() { self.dir.join("events.csv") } else { self.dir.clone() };
        let events = events_of(&file::read(&path)?, &path)?;
        let usual = self.folder().join("items.csv");
        let items = match &self.items {
            Some(path) => Some(path.clone()),
            None => Some(usual).filter(|path| path.is_file()),
        };
        let mut published = Vec::new();
        if let Some(path) = items {
            for (_, [id, group]) in columns(&path, ["item_id", &self.group], 1)? {
                if let Some(id) = id {
                    published.push(Item { id: id.into(), group: group.map(Into::into) });
                }
            }
        }
        Ok(Log::new(&published, &events))
    }
}

/// The people of a list: the column `user_id` of a CSV file.
pub(super) fn users(path: &Path) -> Result<Vec<String>, Trouble> {
    Ok(columns(path, ["user_id"], 1)?.into_iter().filter_map(|(_, [user])| user).collect())
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_moment_is_read_in_every_common_form() {
        for text in ["1479855600", "2016-11-22T23:00:00Z", "2016-11-22 23:00:00", "2016-11-22T23:00"] {
            assert_eq!(moment(text), Some(1_479_855_600), "{text}");
        }
        assert_eq!(moment("1970-01-02"), Some(86_400));
        assert_eq!(moment("yesterday"), None);
    }
}
