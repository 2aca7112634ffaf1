//! `pathstack role`, `credential`, `competency`: one record in full.

use super::{
    catalogue::Source,
    learner,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::Shelf,
    explain::Speaker,
    graph::{CompetencyAt, Need},
    locale,
    web::api::shape::{CompetencyView, CredentialView, RoleView},
};
use clap::Args;

/// Show a job and what it asks
#[derive(Args)]
pub(super) struct Role {
    /// Its id, title, alias, code or URI
    #[arg(required = true, value_name = "ROLE")]
    role: Vec<String>,
}

/// Show a credential: what it attests, what it asks first, who offers it for how much
#[derive(Args)]
pub(super) struct Credential {
    /// Its id, name, alias or code
    #[arg(required = true, value_name = "CREDENTIAL")]
    credential: Vec<String>,
}

/// Show a competency: its levels, which credentials attest it, which jobs ask it
#[derive(Args)]
pub(super) struct Competency {
    /// Its id, name, alias or URI
    #[arg(required = true, value_name = "COMPETENCY")]
    competency: Vec<String>,
}

fn bullets(terminal: &mut Terminal, heading: &str, of: &[String]) -> std::io::Result<()> {
    if of.is_empty() {
        return Ok(());
    }
    terminal.heading(heading)?;
    of.iter().try_for_each(|text| terminal.paragraph("  - ", text))
}

fn title(terminal: &mut Terminal, name: &str, id: &str) -> std::io::Result<()> {
    let name = terminal.ink(Ink::Bold, name).into_owned();
    terminal.line(&format!("{name} ({id})"))
}

/// How much of what is essential can be earned here.
fn share(can: usize, all: usize) -> String {
    match (can, all) {
        (_, 0) => "Nothing is essential.".to_owned(),
        (can, all) if can == all => format!("Credentials of this edition attest all {all} essential requirements at the level asked."),
        (can, all) => format!(
            "Credentials of this edition attest {can} of {all} essential requirements at the level asked; the other {} cannot be earned \
             here, only be shown.",
            all - can
        ),
    }
}

impl Role {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let words = self.role.join(" ");
        let at = learner::role(&shelf, terminal, &words)?;
        let view = RoleView::new(&shelf, at, &terminal.names);
        if terminal.json {
            terminal.json(&view)?;
            return Ok(End::Found);
        }
        title(terminal, &view.summary.title, &view.summary.id)?;
        if let Some(description) = &view.description {
            terminal.paragraph("", description)?;
        }
        let codes = view.summary.codes.iter().map(|(taxonomy, code)| format!("{} {code}", taxonomy.replace('_', "-")));
        let also: Vec<_> = codes.chain(view.aliases.iter().cloned()).collect();
        if !also.is_empty() {
            terminal.gap()?;
            terminal.paragraph("also: ", &also.join(", "))?;
        }
        for uri in &view.same_as {
            terminal.paragraph("same: ", uri)?;
        }
        terminal.gap()?;
        let essential = |asked: &crate::graph::Asked| asked.necessity == crate::model::Necessity::Essential;
        let asked = shelf.graph.asked(at);
        let rows = asked.iter().zip(&view.requirements).zip(&view.attested).map(|((asked, need), attested)| {
            let necessity = if essential(asked) { "essential" } else { "desirable" };
            let attested = if *attested { "yes" } else { "by nobody" };
            vec![need.clone(), necessity.to_owned(), asked.importance.to_string(), attested.to_owned()]
        });
        terminal.table(&["Asks", "", "Importance", "Attested"], &[1, 2, 3], &[2], rows.collect())?;
        let (can, all) = (
            asked.iter().zip(&view.attested).filter(|(asked, attested)| essential(asked) && **attested).count(),
            asked.iter().filter(|asked| essential(asked)).count(),
        );
        terminal.gap()?;
        terminal.paragraph("", &share(can, all))?;
        if let Some(openings) = view.openings {
            terminal.paragraph("", &format!("Openings: {openings} a year."))?;
        }
        bullets(terminal, "To enter the job", &view.gates)?;
        terminal.gap()?;
        terminal.inked("", Some(Ink::Dim), &format!("`pathstack plan {}` shows the way there.", view.summary.id))?;
        Ok(End::Found)
    }
}

impl Credential {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let id = learner::credential(&shelf, terminal, &self.credential.join(" "), "CREDENTIAL")?;
        let at = shelf.graph.find_credential(&id).ok_or_else(|| Trouble::new(format!("no credential {id}"), ""))?;
        let view = CredentialView::new(&shelf, at, &terminal.names);
        if terminal.json {
            terminal.json(&view)?;
            return Ok(End::Found);
        }
        title(terminal, &view.summary.name, &view.summary.id)?;
        let issuer = view.summary.issuer.as_deref().map(|issuer| format!("by {issuer}"));
        let valid = view.valid_months.map(|months| format!("valid {months} months"));
        let level = view.level.as_deref().map(|level| format!("level {level}"));
        let also = view.codes.iter().chain(&view.aliases).cloned();
        let about: Vec<_> = issuer.into_iter().chain(valid).chain(level).chain(view.quality.iter().cloned()).chain(also).collect();
        if !about.is_empty() {
            terminal.paragraph("", &about.join(" · "))?;
        }
        for text in view.description.iter().chain(&view.url) {
            terminal.paragraph("", text)?;
        }
        if let Some(successor) = &view.superseded_by {
            terminal.paragraph("", &format!("superseded by {} ({})", successor.name, successor.id))?;
        }
        bullets(terminal, "Attests", &view.summary.awards)?;
        bullets(terminal, "Asks first", &view.summary.prerequisites)?;
        bullets(terminal, "Made of", view.parts.as_slice())?;
        let fees: Vec<_> = view.renewal_fees.iter().map(|fee| fee.text.clone()).collect();
        bullets(terminal, "To renew", &fees)?;
        if !view.summary.offerings.is_empty() {
            terminal.gap()?;
            let rows = view.summary.offerings.iter().map(|offering| {
                let price = offering.price.as_ref();
                let price = price.map_or("unknown".into(), |price| if price.minor == 0 { "free".into() } else { price.text.clone() });
                vec![
                    offering.id.clone(),
                    offering.provider.clone().unwrap_or_default(),
                    price,
                    offering.hours.map_or("unknown".into(), |hours| hours.to_string()),
                    offering.languages.join(", "),
                    offering.as_of.map(|day| day.to_string()).unwrap_or_default(),
                ]
            });
            terminal.table(&["Offering", "Provider", "Price", "Hours", "Language", "As of"], &[2, 3, 4, 5], &[2, 3], rows.collect())?;
        }
        Ok(End::Found)
    }
}

impl Competency {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let at = learner::only_competency(&shelf, terminal, &self.competency.join(" "))?;
        let view = CompetencyView::new(&shelf, at, &terminal.names);
        if terminal.json {
            terminal.json(&view)?;
            return Ok(End::Found);
        }
        title(terminal, &view.summary.name, &view.summary.id)?;
        show_competency(&shelf, at, terminal)?;
        Ok(End::Found)
    }
}

fn show_competency(shelf: &Shelf, at: CompetencyAt, terminal: &mut Terminal) -> std::io::Result<()> {
    let (graph, names) = (&shelf.graph, terminal.names.clone());
    let one = graph.one(at);
    if let Some(description) = &graph.competency(at).description {
        terminal.paragraph("", description.in_language(&names))?;
    }
    let speaker = Speaker {
        graph,
        names: &names,
        language: locale::fallback().tag(),
        currency: graph.currency(),
        asked: &[],
        gates: &[],
        spoken: false,
    };
    let levels: Vec<_> = (1..=graph.ranks(one)).map(|rank| format!("{rank} {}", graph.rank_name(one, rank, &names))).collect();
    terminal.gap()?;
    terminal.paragraph("levels: ", &levels.join(", "))?;
    let mut attested: Vec<_> = graph.provided(one).iter().map(|way| (std::cmp::Reverse(way.rank), way.credential)).collect();
    attested.sort();
    attested.dedup();
    let attested: Vec<_> = attested
        .into_iter()
        .map(|(rank, credential)| {
            let level = rank.0.map_or_else(|| "level unknown".to_owned(), |rank| format!("level {rank}"));
            vec![graph.credential(credential).id.to_string(), speaker.credential(credential).to_owned(), level]
        })
        .collect();
    if attested.is_empty() {
        terminal.gap()?;
        terminal.paragraph("", "No credential in this catalogue attests it.")?;
    } else {
        terminal.gap()?;
        terminal.table(&["Attested by", "", ""], &[0, 2], &[], attested)?;
    }
    let asking: Vec<_> = graph
        .asking(one)
        .iter()
        .map(|role| {
            let mut rank = None;
            for asked in graph.asked(*role) {
                asked.need.walk(&mut |need| {
                    if let Need::Attain(wanted, asked) = need
                        && *wanted == one
                    {
                        rank = rank.max(*asked);
                    }
                });
            }
            let level = rank.map_or_else(|| "any level".to_owned(), |rank| format!("level {rank}"));
            vec![graph.role(*role).id.to_string(), graph.role(*role).title.in_language(&names).to_owned(), level]
        })
        .collect();
    if !asking.is_empty() {
        terminal.gap()?;
        terminal.table(&["Asked by", "", ""], &[0, 2], &[], asking)?;
    }
    Ok(())
}
