//! `pathstack roles`, `credentials`, `competencies`: lists, and search by words in spite of slips.

use super::{
    catalogue::Source,
    terminal::{Ink, Terminal, natural_width},
    trouble::{End, Ends},
};
use crate::{
    advisor::Shelf,
    lookup::Hit,
    web::api::shape::{CompetencySummary, CredentialSummary, Page, RoleSummary},
};
use clap::Args;
use serde::Serialize;

/// What to look for, and how much of it to show.
#[derive(Args, Clone, Debug, Default)]
struct Words {
    /// What to look for: words, aliases, codes; slips are forgiven. Everything where left out
    #[arg(value_name = "WORDS")]
    sought: Vec<String>,
    /// How many to show at most
    #[arg(long, short = 'n', default_value_t = 20, value_name = "COUNT")]
    limit: usize,
    /// How many to pass over first
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    offset: usize,
}

/// List or search the jobs that can be planned for
#[derive(Args)]
#[command(after_help = "For example: pathstack roles solar installer")]
pub(super) struct Roles {
    #[command(flatten)]
    words: Words,
}

/// List or search credentials, with prices and hours
#[derive(Args)]
#[command(after_help = "For example: pathstack credentials kubernetes")]
pub(super) struct Credentials {
    #[command(flatten)]
    words: Words,
}

/// List or search competencies
#[derive(Args)]
#[command(after_help = "For example: pathstack competencies spreadsheet")]
pub(super) struct Competencies {
    #[command(flatten)]
    words: Words,
}

/// One kind of record that can be listed.
struct Kind<P, T> {
    /// Its name for many and for one.
    names: (&'static str, &'static str),
    all: Vec<P>,
    find: fn(&Shelf, &str, usize) -> Vec<Hit<P>>,
    view: fn(&Shelf, P, &str) -> T,
    found: fn(T, Option<Hit<P>>) -> T,
    header: &'static [&'static str],
    whole: &'static [usize],
    right: &'static [usize],
    /// A column that narrow terminals do without where it does not fit.
    wide: Option<usize>,
    row: fn(&T) -> Vec<String>,
}

/// Columns from which on a terminal is wide.
const WIDE: usize = 100;

impl Words {
    fn run<P: Copy, T: Serialize>(&self, shelf: &Shelf, kind: &Kind<P, T>, terminal: &mut Terminal) -> Ends {
        let words = self.sought.join(" ");
        let page: Page<T> = if words.trim().is_empty() {
            let items: Vec<T> =
                kind.all.iter().skip(self.offset).take(self.limit).map(|at| (kind.view)(shelf, *at, &terminal.names)).collect();
            page(shelf, kind.all.len(), self.offset, items)
        } else {
            let hits = (kind.find)(shelf, &words, usize::MAX);
            let seen = hits.iter().skip(self.offset).take(self.limit);
            let items: Vec<T> = seen.map(|hit| (kind.found)((kind.view)(shelf, hit.at, &terminal.names), Some(hit.clone()))).collect();
            page(shelf, hits.len(), self.offset, items)
        };
        let end = if page.items.is_empty() { End::None } else { End::Found };
        if terminal.json {
            terminal.json(&page)?;
            return Ok(end);
        }
        let (many, one) = kind.names;
        if page.items.is_empty() {
            terminal.talk(&format!("No {many} for “{words}”."))?;
            terminal.talk("\nhint: try fewer or other words; without words all are listed")?;
            return Ok(end);
        }
        let rows: Vec<_> = page.items.iter().map(kind.row).collect();
        let hidden = kind.wide.filter(|_| terminal.width < WIDE && natural_width(kind.header, &rows) > terminal.width);
        let place = |at: &usize| at - usize::from(hidden.is_some_and(|hidden| hidden < *at));
        let places = |of: &[usize]| of.iter().filter(|at| Some(**at) != hidden).map(place).collect::<Vec<_>>();
        let shown = |cells: Vec<String>| {
            cells.into_iter().enumerate().filter(|(at, _)| Some(*at) != hidden).map(|(_, cell)| cell).collect::<Vec<_>>()
        };
        let header: Vec<_> =
            (0..kind.header.len()).filter(|at| Some(*at) != hidden).filter_map(|at| kind.header.get(at).copied()).collect();
        terminal.table(&header, &places(kind.whole), &places(kind.right), rows.into_iter().map(shown).collect())?;
        terminal.gap()?;
        let all = page.offset == 0 && page.next_offset.is_none();
        let mut said = vec![match page.total {
            1 if all => format!("1 {one}"),
            total if all => format!("{total} {many}"),
            total => format!("{} to {} of {total} {many}", page.offset + 1, page.offset + page.items.len()),
        }];
        if let Some(next) = page.next_offset {
            said.push(format!("--offset {next} shows the next, --limit {} all", page.total));
        }
        terminal.inked("", Some(Ink::Dim), &format!("{}. `pathstack {one} ID` shows one in full.", said.join("; ")))?;
        Ok(end)
    }
}

fn page<T>(shelf: &Shelf, total: usize, offset: usize, items: Vec<T>) -> Page<T> {
    let next = offset.saturating_add(items.len());
    let next_offset = (next < total && !items.is_empty()).then_some(next);
    Page { edition: shelf.graph.edition().number, total, offset, items, next_offset }
}

impl Roles {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let kind = Kind {
            names: ("roles", "role"),
            all: shelf.graph.roles().collect(),
            find: |shelf, words, limit| shelf.lookup.roles(words, limit),
            view: RoleSummary::new,
            found: RoleSummary::found,
            header: &["Id", "Title", "Codes", "Asks"],
            whole: &[0, 2, 3],
            right: &[3],
            wide: Some(2),
            row: |role| {
                let codes: Vec<_> = role.codes.iter().map(|(taxonomy, code)| format!("{} {code}", taxonomy.replace('_', "-"))).collect();
                let title = with_match(&role.title, role.matched.as_deref());
                vec![role.id.clone(), title, codes.join(", "), role.essential.to_string()]
            },
        };
        self.words.run(&shelf, &kind, terminal)
    }
}

/// A title, with the words that matched where they are others.
fn with_match(title: &str, matched: Option<&str>) -> String {
    match matched.filter(|matched| !matched.eq_ignore_ascii_case(title) && !title.contains(matched)) {
        Some(matched) => format!("{title} (“{matched}”)"),
        None => title.to_owned(),
    }
}

impl Credentials {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let kind = Kind {
            names: ("credentials", "credential"),
            all: shelf.graph.credentials().collect(),
            find: |shelf, words, limit| shelf.lookup.credentials(words, limit),
            view: CredentialSummary::new,
            found: CredentialSummary::found,
            header: &["Id", "Name", "Issuer", "From", "Hours"],
            whole: &[0, 3, 4],
            right: &[3, 4],
            // Most names say who issues it.
            wide: Some(2),
            row: |credential| {
                let cheapest = credential.offerings.iter().filter(|offering| offering.price.is_some());
                let cheapest = cheapest.min_by_key(|offering| offering.price.as_ref().map(|price| price.minor));
                let price = cheapest.and_then(|offering| offering.price.as_ref());
                let price = price.map_or_else(
                    || if credential.offerings.is_empty() { "by its parts".to_owned() } else { "unknown".to_owned() },
                    |price| if price.minor == 0 { "free".into() } else { price.text.clone() },
                );
                let hours = cheapest.or_else(|| credential.offerings.first()).and_then(|offering| offering.hours);
                let hours = hours.map_or_else(String::new, |hours| format!("{hours}"));
                let name = with_match(&credential.name, credential.matched.as_deref());
                vec![credential.id.clone(), name, credential.issuer.clone().unwrap_or_default(), price, hours]
            },
        };
        self.words.run(&shelf, &kind, terminal)
    }
}

impl Competencies {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let kind = Kind {
            names: ("competencies", "competency"),
            all: shelf.graph.competencies().collect(),
            find: |shelf, words, limit| shelf.lookup.competencies(words, limit),
            view: CompetencySummary::new,
            found: CompetencySummary::found,
            header: &["Id", "Name", "Kind", "Levels", "Credentials", "Roles"],
            whole: &[0, 2, 3, 4, 5],
            right: &[3, 4, 5],
            wide: None,
            row: |competency| {
                let kind = serde_json::to_value(competency.kind).ok();
                let kind = kind.and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default();
                vec![
                    competency.id.clone(),
                    with_match(&competency.name, competency.matched.as_deref()),
                    kind,
                    competency.ranks.to_string(),
                    competency.credentials.to_string(),
                    competency.roles.to_string(),
                ]
            },
        };
        self.words.run(&shelf, &kind, terminal)
    }
}
