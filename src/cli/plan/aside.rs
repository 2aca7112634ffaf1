//! Questions about the answer, in words: why not, what if, what each limit costs, and what it rests on.

use super::found::price;
use crate::{
    advisor::{Advice, Asides, Receipt},
    cli::terminal::{Ink, Terminal},
    explain::{Speaker, capital},
    graph::CredentialAt,
    plan::{Ending, compare},
};
use std::io;

/// Names told of each kind of change.
const NAMED: usize = 4;

/// Days more or fewer.
fn days(days: i64) -> String {
    let noun = if days.abs() == 1 { "day" } else { "days" };
    match days {
        0 => "the same day".into(),
        1.. => format!("{days} {noun} later"),
        _ => format!("{} {noun} sooner", days.abs()),
    }
}

/// Money more or less.
fn money(minor: i64, speaker: &Speaker<'_>) -> String {
    match minor {
        0 => "the same price".into(),
        1.. => format!("{} more", speaker.money(minor)),
        _ => format!("{} less", speaker.money(minor.saturating_neg())),
    }
}

pub(super) fn show(advice: &Advice, asides: &Asides, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    for (at, why) in &asides.why_not {
        terminal.heading(&format!("Why not {}?", speaker.credential(*at)))?;
        terminal.paragraph("  ", &capital(&format!("{}.", speaker.why_not(*at, why))))?;
    }
    for (change, other) in &asides.what_if {
        terminal.heading(&format!("What if {change}?"))?;
        what_if(advice, other, speaker, terminal)?;
    }
    if !asides.policy_prices.is_empty() {
        terminal.heading("What your limits and wishes cost")?;
        let rows = asides.policy_prices.iter().map(|policy| {
            let none = if policy.proven { "no pathway with it" } else { "not told in time" };
            let added = policy.minor.map_or_else(|| none.into(), |minor| money(minor, speaker));
            let later = policy.days.map_or_else(String::new, days);
            vec![capital(&speaker.policy(&policy.policy)), added, later, if policy.proven { "proven" } else { "best found" }.into()]
        });
        if terminal.width < super::timeline::TABLE {
            for row in rows {
                terminal.paragraph("  ", &row.join(", "))?;
            }
        } else {
            terminal.table(&["With it", "Cheapest costs", "Fastest is ready", "Proof"], &[1, 2, 3], &[], rows.collect())?;
        }
    }
    Ok(())
}

fn what_if(advice: &Advice, other: &Advice, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let there = match &other.answer.ending {
        Ending::Found(there) => there,
        Ending::Met => return terminal.paragraph("  ", "Then nothing is missing."),
        Ending::Impasse(why) if why.proven => {
            return terminal.paragraph("  ", "Then there is no pathway; ask for it alone to see why.");
        }
        Ending::Impasse(_) => return terminal.paragraph("  ", "Then no pathway was found in time; give it a longer --time-limit."),
        Ending::Stopped => return terminal.paragraph("  ", "The time was up before it could be told; give it a longer --time-limit."),
    };
    let Ending::Found(here) = &advice.answer.ending else {
        let said = format!("Then the cheapest costs {} and is ready on {}.", price(speaker, there.cheapest.minor), there.cheapest.ready);
        return terminal.paragraph("  ", &said);
    };
    let rows = [
        ("Cheapest", &here.cheapest, &there.cheapest),
        ("Fastest", &here.fastest, &there.fastest),
        ("Fewest", &here.fewest, &there.fewest),
    ]
    .into_iter()
    .map(|(name, before, after)| {
        let diff = compare(before, after);
        vec![name.to_owned(), price(speaker, after.minor), money(diff.minor, speaker), after.ready.to_string(), days(diff.days)]
    });
    let narrow = terminal.width < super::timeline::TABLE;
    if narrow {
        for row in rows {
            terminal.paragraph("  ", &row.join(", "))?;
        }
    } else {
        terminal.table(&["", "Then costs", "That is", "Then ready", "That is"], &[0, 1, 2, 3, 4], &[], rows.collect())?;
    }
    let diff = compare(&here.cheapest, &there.cheapest);
    let names = |of: &[CredentialAt]| {
        let names: Vec<String> = of.iter().map(|at| speaker.credential(*at).to_owned()).collect();
        super::found::few(&names, NAMED, "; ")
    };
    let moved: Vec<CredentialAt> = diff.moved.iter().map(|(at, _)| *at).collect();
    for (label, of) in [("kept", &diff.kept), ("moved", &moved), ("dropped", &diff.dropped), ("new", &diff.added)] {
        if !of.is_empty() {
            terminal.paragraph(&format!("  {label:<9}"), &names(of))?;
        }
    }
    Ok(())
}

/// What an answer rests on.
pub(super) fn receipt(receipt: &Receipt, terminal: &mut Terminal) -> io::Result<()> {
    terminal.heading("Receipt")?;
    let mut line = |label: &str, what: &str| terminal.inked(&format!("  {label:<10}"), Some(Ink::Dim), what);
    line("edition", &receipt.edition.to_string())?;
    line("question", &format!("sha256 {}", receipt.question))?;
    line("objective", receipt.objective)?;
    line("code", receipt.code)?;
    line("work", if receipt.cut_short { "cut short by the time limit" } else { "done; asked again it gives the same bytes" })
}
