//! `pathstack completeness`: how complete the records of each provider are, and what to add first.

use super::{
    catalogue::Source,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    lint::completeness,
    web::api::shape::{CompletenessSummary, CompletenessView, FixView, RecordScoreView},
};
use clap::Args;

/// Say how complete the records of each provider are, and what to add first
///
/// A record has points for what is known of it, out of those of what applies to it; price, hours and competencies weigh most.
#[derive(Args)]
#[command(after_help = "For example: pathstack completeness
             pathstack completeness coursera
             pathstack completeness --roles")]
pub(super) struct Completeness {
    /// The provider, by id or name; `-` is for records of which none is named. All providers where left out, the worst first
    #[arg(value_name = "PROVIDER", conflicts_with = "roles")]
    provider: Option<String>,
    /// What the roles lack, in place of providers' records
    #[arg(long)]
    roles: bool,
    /// How many to show at most
    #[arg(long, short = 'n', default_value_t = 20, value_name = "COUNT")]
    limit: usize,
    /// How many to pass over first
    #[arg(long, default_value_t = 0, value_name = "COUNT")]
    offset: usize,
}

/// Percent with tenths, of what a fix gains.
fn gain(fix: &FixView) -> String {
    format!("+{}.{}", fix.gain_permille / 10, fix.gain_permille % 10)
}

/// The first part of a fix, which says what to do; the rest says why.
fn briefly(fix: &FixView) -> &str {
    fix.fix.split(':').next().unwrap_or_default()
}

impl Completeness {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let all = completeness(&shelf.graph);
        let page = (self.offset, self.limit);
        let names = terminal.names.clone();
        let view = match &self.provider {
            Some(sought) => Some(CompletenessView::provider(&shelf, &all, sought, page, &names).ok_or_else(|| {
                Trouble::new(
                    format!("this edition has no records of a provider “{sought}”"),
                    "`pathstack completeness --limit 1000` lists all by id and name",
                )
            })?),
            None if self.roles => Some(CompletenessView::roles(&shelf, &all, page, &names)),
            None => None,
        };
        if let Some(view) = view {
            if terminal.json {
                terminal.json(&view)?;
            } else {
                show(&view, terminal)?;
            }
            return Ok(End::Found);
        }
        let list = CompletenessSummary::page(&shelf, &all, None, page, &names);
        if terminal.json {
            terminal.json(&list)?;
            return Ok(End::Found);
        }
        let rows = list.items.iter().map(|one| {
            let first = one.first_fix.as_ref();
            let todo = first.map_or_else(|| "–".to_owned(), |fix| format!("{} ({})", briefly(fix), fix.records));
            vec![one.name.clone(), one.score.to_string(), one.records.to_string(), todo, first.map_or_else(String::new, gain)]
        });
        terminal.table(&["Provider", "Score", "Records", "To do first (records)", "Gains"], &[1, 2, 4], &[1, 2, 4], rows.collect())?;
        terminal.gap()?;
        let shown = list.items.len();
        let said =
            format!("{shown} of {} providers, worst first; scores of 100. `pathstack completeness PROVIDER` lists what to do.", list.total);
        terminal.inked("", Some(Ink::Dim), &said)?;
        Ok(End::Found)
    }
}

/// Many lacks are told by their names.
fn lacks(record: &RecordScoreView) -> String {
    let names = record.lacks.iter().map(super::import::words);
    names.collect::<Vec<_>>().join(", ")
}

fn show(view: &CompletenessView, terminal: &mut Terminal) -> Result<(), Trouble> {
    let of = &view.summary;
    terminal.paragraph("", &format!("{}: {} of 100, over {} records in use.", of.name, of.score, of.records))?;
    if !view.fixes.is_empty() {
        terminal.heading("What to do")?;
        let rows = view.fixes.iter().map(|fix| vec![fix.fix.to_string(), fix.records.to_string(), gain(fix), fix.example.clone()]);
        terminal.table(&["Fix", "Records", "Gains", "Such as"], &[1, 2], &[1, 2], rows.collect())?;
    }
    let lacking: Vec<&RecordScoreView> = view.scores.items.iter().filter(|record| record.score < 100).collect();
    if !lacking.is_empty() {
        terminal.heading("Records, the worst first")?;
        let rows = lacking
            .iter()
            .map(|record| vec![super::import::words(&record.kind), record.id.clone(), record.score.to_string(), lacks(record)]);
        terminal.table(&["", "Id", "Score", "Lacks"], &[0, 2], &[2], rows.collect())?;
    }
    if let Some(next) = view.scores.next_offset {
        terminal.gap()?;
        terminal.inked("", Some(Ink::Dim), &format!("--offset {next} shows the next of {} records.", view.scores.total))?;
    }
    Ok(())
}
