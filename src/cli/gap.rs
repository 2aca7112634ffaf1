//! `pathstack gap`: what a goal asks against what a learner can show.

use super::{
    catalogue::Source,
    clock,
    learner::{Goal, Shown},
    plan::date,
    terminal::{Ink, Terminal},
    trouble::{End, Ends},
};
use crate::{
    gap,
    model::Date,
    web::api::shape::{GapRequest, GapResponse, RequirementView},
};
use clap::Args;

/// Show what a job asks and how far you meet it
#[derive(Args)]
#[command(after_help = "For example: pathstack gap \"data analyst\" --holds sql:2 --holds spreadsheets:3")]
pub(super) struct Gap {
    #[command(flatten)]
    goal: Goal,
    #[command(flatten)]
    shown: Shown,
    /// The day on which what you show must be in force; today where left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<Date>,
}

/// A state in words that stand without colour.
fn state(state: &str) -> &'static str {
    match state {
        "met" => "met",
        "unverified" => "not proven far enough",
        "unknown" => "level unknown",
        "to_check" => "to check",
        _ => "missing",
    }
}

impl Gap {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let request = GapRequest {
            role: self.goal.role(&shelf, terminal)?,
            competencies: self.goal.competencies(&shelf, terminal)?,
            holds: self.shown.holds(&shelf, terminal)?,
            on: self.on,
        };
        let question = request.question(&shelf, clock::today())?;
        let (asked, gates) = question.asked(&shelf.graph);
        let gap = gap::gap_to(&shelf.graph, &question.learner, &asked, &gates, question.learner.constraints.start);
        let response = GapResponse::new(&shelf, &question, &gap, &terminal.names);
        if terminal.json {
            terminal.json(&response)?;
        } else {
            self.show(&response, gap.is_closed(), terminal)?;
        }
        Ok(End::Found)
    }

    fn show(&self, gap: &GapResponse, closed: bool, terminal: &mut Terminal) -> std::io::Result<()> {
        let to = gap.role.as_ref().map_or("What you want to reach", |role| &role.name);
        let title = terminal.ink(Ink::Bold, to).into_owned();
        terminal.line(&title)?;
        let essential: Vec<_> = gap.requirements.iter().filter(|one| one.essential).collect();
        let desirable: Vec<_> = gap.requirements.iter().filter(|one| !one.essential).collect();
        let met = |of: &[&RequirementView]| of.iter().filter(|one| one.state == "met").count();
        let mut said = vec![format!(
            "{} of {} essential requirements met, {} % by importance",
            met(&essential),
            essential.len(),
            gap.essential.percent
        )];
        if !desirable.is_empty() {
            said.push(format!("{} of {} desirable ones", met(&desirable), desirable.len()));
        }
        terminal.paragraph("", &said.join("; "))?;
        for (name, of) in [("Essential", &essential), ("Desirable", &desirable)] {
            if of.is_empty() {
                continue;
            }
            terminal.gap()?;
            let rows = of.iter().map(|one| {
                let by = if one.evidence.is_empty() { String::new() } else { format!(", shown by {}", one.evidence.join(", ")) };
                vec![state(one.state).to_owned(), format!("{}{by}", one.need), one.importance.to_string()]
            });
            terminal.table(&["State", name, "Importance"], &[0, 2], &[2], rows.collect())?;
        }
        if !gap.gates.is_empty() {
            terminal.gap()?;
            let rows = gap.gates.iter().map(|gate| vec![state(gate.state).to_owned(), gate.need.clone()]);
            terminal.table(&["State", "To enter the job"], &[0], &[], rows.collect())?;
        }
        if !gap.notes.is_empty() {
            terminal.heading("Not counted")?;
            for note in &gap.notes {
                terminal.paragraph("  - ", note)?;
            }
        }
        terminal.gap()?;
        let next = if closed {
            "Nothing that must be met is missing.".to_owned()
        } else if self.shown.is_empty() {
            format!("Next: add --holds NAME:LEVEL for what you can do; pathstack plan {} shows the way.", self.goal.typed())
        } else {
            format!("Next: pathstack plan {} with the same --holds shows the way.", self.goal.typed())
        };
        terminal.inked("", Some(Ink::Dim), &next)
    }
}
