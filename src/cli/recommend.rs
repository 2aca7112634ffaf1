//! `pathstack recommend`: what to take next, with reasons; beside it, roles like what is shown and competencies to be asked about.

use super::{
    catalogue::Source,
    clock, fit,
    learner::{Goal, Shown, credential},
    plan::date,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::{recommend, weigh},
    model::Date,
    web::api::shape::{NearView, RecommendationsRequest, RecommendationsResponse, TakesView},
};
use clap::Args;
use std::{path::PathBuf, sync::Arc, time::Duration};

/// How long jobs like what is shown are weighed at most.
const WEIGHING: Duration = Duration::from_secs(2);

/// Suggest what to take next, with reasons you can check
///
/// Suggestions never change what is proven: `pathstack plan` answers exactly. Who you are is not asked, and nobody can pay for a place.
#[derive(Args)]
#[command(after_help = "\
What you took (--took) is compared with what others took only where you name a model (--learned); without it, the catalogue alone is used.

For example: pathstack recommend \"data analyst\" --holds spreadsheets:2
             pathstack recommend --took sql-basics --took python-1 --learned history.model")]
pub(super) struct Recommend {
    #[command(flatten)]
    goal: Goal,
    #[command(flatten)]
    shown: Shown,
    /// A credential you took, earliest first; repeat for several. It is not taken as held
    #[arg(long, value_name = "CREDENTIAL", requires = "learned")]
    took: Vec<String>,
    /// A model that `pathstack fit` wrote: naming it consents to comparing what you took with what others took
    #[arg(long, value_name = "FILE")]
    learned: Option<PathBuf>,
    /// How many suggestions
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=50))]
    top: u32,
    /// The day on which what you show must be in force; today where left out
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<Date>,
    /// Hours a week you can study, for the days that jobs like what you show take [default: 10]
    #[arg(long, value_name = "HOURS")]
    hours: Option<f64>,
}

impl Recommend {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let learned = self.learned.as_deref().map(fit::load).transpose()?;
        let shelf = source.shelf(terminal)?.with_model(learned.map(|(model, _)| Arc::new(model)));
        let took = self.took.iter().map(|name| credential(&shelf, terminal, name, "--took")).collect::<Result<_, _>>()?;
        let request = RecommendationsRequest {
            role: self.goal.role(&shelf, terminal)?,
            competencies: self.goal.competencies(&shelf, terminal)?,
            holds: self.shown.holds(&shelf, terminal)?,
            took,
            use_history: self.learned.is_some(),
            hours_per_week: self.hours,
            on: self.on,
            limit: Some(self.top),
        };
        let question = request.question(&shelf, clock::today())?;
        let took = request.history(&shelf)?;
        let recommended = recommend(&shelf, &question, took.as_deref(), self.top as usize);
        let near: Vec<_> = recommended.near.iter().map(|near| near.role).collect();
        let takes = clock::within(Some(WEIGHING), |budget| weigh(&shelf, &question, &near, budget));
        let takes = takes.map_err(|trouble| Trouble::new(trouble.to_string(), "report it with the catalogue you used"))?;
        let response = RecommendationsResponse::new(&shelf, &question, &recommended, &terminal.names).weighed(&question, &takes);
        if terminal.json {
            terminal.json(&response)?;
        } else {
            show(&response, terminal)?;
        }
        Ok(if response.suggestions.is_empty() { End::None } else { End::Found })
    }
}

/// A near job, and what it takes.
fn row(near: &NearView) -> Vec<String> {
    let told = |one: &TakesView| {
        let days = if one.days == 1 { "day" } else { "days" };
        format!("{}, {} {days}{}", one.price.text, one.days, if one.proven { "" } else { "*" })
    };
    let otherwise = match near.takes {
        "ready" => "ready",
        "no_pathway" => "no pathway",
        _ => "not found in time",
    };
    let or = |one: &Option<TakesView>| one.as_ref().map_or_else(|| otherwise.to_owned(), told);
    vec![near.role.name.clone(), format!("{:.2}", near.likeness), or(&near.cheapest), or(&near.fastest)]
}

fn show(response: &RecommendationsResponse, terminal: &mut Terminal) -> std::io::Result<()> {
    let to = response.role.as_ref().map_or_else(|| "What next".to_owned(), |role| format!("What next on the way to {}", role.name));
    let title = terminal.ink(Ink::Bold, &to).into_owned();
    terminal.line(&title)?;
    terminal.paragraph("", &format!("Ordered by {}.", response.ordered_by))?;
    if response.suggestions.is_empty() {
        terminal.gap()?;
        terminal.line("Nothing in this catalogue to suggest.")?;
    }
    for (at, one) in response.suggestions.iter().enumerate() {
        terminal.gap()?;
        terminal.paragraph(&format!("{}. ", at + 1), &format!("{} ({})", one.credential.name, one.credential.id))?;
        for reason in &one.reasons {
            let which = if reason.requirements.is_empty() { String::new() } else { format!(": {}", reason.requirements.join("; ")) };
            terminal.paragraph("   - ", &format!("{}{which}", reason.text))?;
        }
        for finish in &one.finishes {
            terminal.paragraph("   - ", &format!("{}: {}", finish.offering, finish.text))?;
        }
    }
    if !response.may_have.is_empty() {
        terminal.heading("Do you have this too? It is not counted until you say so")?;
        for one in &response.may_have {
            terminal.paragraph("  - ", &one.text)?;
        }
    }
    if !response.near_roles.is_empty() {
        terminal.heading("Roles like what you show")?;
        terminal.table(&["Role", "Likeness", "Cheapest", "Fastest"], &[1], &[1], response.near_roles.iter().map(row).collect())?;
        let open = |near: &NearView| [&near.cheapest, &near.fastest].into_iter().flatten().any(|one| !one.proven);
        let weighed = "Money and days until ready are planned exactly; likeness is learned from what jobs ask.";
        let starred = if response.near_roles.iter().any(open) { " *: the best found, a better one is not ruled out." } else { "" };
        terminal.paragraph("", &format!("{weighed}{starred}"))?;
    }
    if !response.exposure.is_empty() {
        terminal.heading("Whose credentials these are")?;
        let rows = response.exposure.iter().map(|one| {
            let provider = one.provider.clone().unwrap_or_else(|| "not said".to_owned());
            let suggested = format!("{} of {}", one.suggested, response.suggestions.len());
            vec![provider, suggested, format!("{} of {}", one.offered, one.of_offered)]
        });
        terminal.table(&["Provider", "Suggested", "Offered"], &[1, 2], &[1, 2], rows.collect())?;
    }
    for note in &response.notes {
        terminal.paragraph("Note: ", note)?;
    }
    Ok(())
}
