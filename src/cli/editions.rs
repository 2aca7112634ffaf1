//! `pathstack editions`: the editions of a database.

use super::{
    catalogue::{STARTER, Source},
    database,
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use clap::Args;

/// List the editions of a database
#[derive(Args)]
pub(super) struct Editions {}

impl Editions {
    #[expect(clippy::unused_self, reason = "every command is run in the same way")]
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let path = source.database().ok_or_else(|| {
            Trouble::new("no database is named", format!("name it with --db FILE; without one the {STARTER} catalogue is used"))
        })?;
        let editions = database::editions(path)?;
        let end = if editions.is_empty() { End::None } else { End::Found };
        if terminal.json {
            terminal.json(&editions)?;
            return Ok(end);
        }
        let rows = editions.iter().map(|edition| {
            let records: u64 = edition.counts.values().sum();
            let kept = edition.created_at.strftime("%Y-%m-%d %H:%M").to_string();
            let hash = edition.hash.chars().take(12).collect();
            vec![edition.number.to_string(), edition.title.clone(), kept, records.to_string(), edition.issues.to_string(), hash]
        });
        terminal.table(&["Edition", "Title", "Kept (UTC)", "Records", "Doubts", "Hash"], &[0, 2, 3, 4, 5], &[0, 3, 4], rows.collect())?;
        Ok(end)
    }
}
