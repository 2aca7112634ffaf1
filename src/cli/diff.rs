//! `pathstack diff`: what changed from one edition to another.

use super::{
    catalogue::{STARTER, Source},
    database,
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::store::{Change, What, changes};
use clap::Args;
use serde::Serialize;
use std::collections::BTreeMap;

/// Say what changed between two editions: prices, what was retired, what is new
///
/// Exit code 0 where something changed, 1 where nothing did.
#[derive(Args)]
#[command(after_help = "For example: pathstack diff 1 2 --db pathstack.db")]
pub(super) struct Diff {
    /// The earlier edition
    #[arg(value_name = "A")]
    before: u64,
    /// The later edition; the newest where left out
    #[arg(value_name = "B")]
    after: Option<u64>,
    /// Show every change, not the first few of each sort
    #[arg(long)]
    all: bool,
}

/// How many changes of each sort are shown.
const SHOWN: usize = 20;

/// What is told as JSON.
#[derive(Serialize)]
struct Told<'a> {
    before: u64,
    after: u64,
    changes: &'a [Change],
}

/// A sort of change: its heading, what belongs to it, and the cells that show it.
type Sort = (&'static str, fn(&What) -> bool, &'static [&'static str], fn(&Change) -> Vec<String>);

const SORTS: [Sort; 5] = [
    (
        "Prices",
        |what| matches!(what, What::Price { .. }),
        &["Offering", "Of", "Which", "Was", "Is"],
        |change| match &change.what {
            What::Price { member, before, after } => {
                vec![change.id.to_string(), change.name.to_string(), member.replace('_', " "), before.to_string(), after.to_string()]
            }
            _ => Vec::new(),
        },
    ),
    (
        "Retired",
        |what| matches!(what, What::Retired { .. }),
        &["Kind", "Id", "Name", "Replaced by"],
        |change| match &change.what {
            What::Retired { superseded_by } => {
                let by = superseded_by.as_deref().unwrap_or_default();
                vec![change.kind.replace('_', " "), change.id.to_string(), change.name.to_string(), by.to_owned()]
            }
            _ => Vec::new(),
        },
    ),
    ("Gone", |what| matches!(what, What::Gone), &["Kind", "Id", "Name"], plain),
    ("New", |what| matches!(what, What::New), &["Kind", "Id", "Name"], plain),
    (
        "Said differently",
        |what| matches!(what, What::Changed { .. }),
        &["Kind", "Id", "What"],
        |change| match &change.what {
            What::Changed { members } => vec![change.kind.replace('_', " "), change.id.to_string(), members.join(", ").replace('_', " ")],
            _ => Vec::new(),
        },
    ),
];

fn plain(change: &Change) -> Vec<String> {
    vec![change.kind.replace('_', " "), change.id.to_string(), change.name.to_string()]
}

impl Diff {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let path = source.database().ok_or_else(|| {
            Trouble::new("no database is named", format!("name it with --db FILE; without one the {STARTER} catalogue is used"))
        })?;
        let (before, old) = database::load(path, Some(self.before))?;
        let (after, new) = database::load(path, self.after)?;
        let changes = changes(&old, &new);
        let end = if changes.is_empty() { End::None } else { End::Found };
        if terminal.json {
            terminal.json(&Told { before, after, changes: &changes })?;
            return Ok(end);
        }
        terminal.line(&format!("From edition {before} to edition {after}: {}", summary(&changes)))?;
        for (heading, belongs, header, cells) in SORTS {
            let all: Vec<_> = changes.iter().filter(|change| belongs(&change.what)).collect();
            if all.is_empty() {
                continue;
            }
            let shown = if self.all { all.len() } else { SHOWN };
            terminal.heading(&format!("{heading} ({})", all.len()))?;
            terminal.table(header, &[], &[], all.iter().take(shown).map(|change| cells(change)).collect())?;
            if all.len() > shown {
                terminal.line(&format!("… and {} more; --all shows them", all.len() - shown))?;
            }
        }
        Ok(end)
    }
}

/// `2 prices, 1 retired, 3 new`; headings are plural
fn summary(changes: &[Change]) -> String {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for change in changes {
        if let Some(at) = SORTS.iter().position(|(_, belongs, ..)| belongs(&change.what)) {
            *counts.entry(at).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return "nothing changed.".into();
    }
    let said = counts.iter().filter_map(|(at, many)| {
        let heading = SORTS.get(*at)?.0.to_lowercase();
        Some(format!("{many} {}", if *many == 1 { heading.trim_end_matches('s') } else { &heading }))
    });
    format!("{}.", said.collect::<Vec<_>>().join(", "))
}
