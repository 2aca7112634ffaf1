//! No pathway, in words: which requirement fails, why, and the cheapest ways out.

use super::found::{few, price};
use crate::{
    cli::terminal::{Ink, Terminal, together},
    explain::{Speaker, capital},
    plan::{Failing, Hindrance, Impasse, Limit, Relaxed},
};

/// Which flag a way out stands for, if it is one.
fn flag(speaker: &Speaker<'_>, impasse: &Impasse, relaxed: &Relaxed) -> Option<String> {
    Some(match relaxed {
        Relaxed::TrustUnknownLevels => "add --trust-unknown-levels".into(),
        Relaxed::AnyLanguage => "leave out --lang".into(),
        Relaxed::AnyDelivery => "leave out --delivery and --timing".into(),
        Relaxed::AnyRegion => "leave out --region".into(),
        Relaxed::NotAccredited => "leave out --accredited".into(),
        Relaxed::NoExclusions => "leave out what --exclude says".into(),
        Relaxed::MoreMoney(more) => impasse.conflict.iter().find_map(|limit| match limit {
            Limit::Budget(most) => Some(format!("--budget \"{}\"", speaker.money(most.saturating_add(*more)))),
            _ => None,
        })?,
        Relaxed::MoreMonthly(_) | Relaxed::NoMonthlyCap => "a higher --monthly-cap".into(),
        Relaxed::MoreYearly(_) | Relaxed::NoYearlyCap => "a higher --yearly-cap".into(),
        Relaxed::MoreAtOnce(_) => "a higher --at-once".into(),
        Relaxed::Experience(months) => format!("--experience {months}"),
        Relaxed::MoreDays(_) => "a later --deadline".into(),
        Relaxed::MoreWeekly(_) => "more --hours".into(),
        Relaxed::LeaveOut(_) | Relaxed::AcceptTrust(_) | Relaxed::AskProviderForAccess => return None,
    })
}

pub(super) fn show(impasse: &Impasse, speaker: &Speaker<'_>, terminal: &mut Terminal) -> std::io::Result<()> {
    terminal.gap()?;
    let verdict = match (impasse.failing.is_empty(), impasse.unteachable()) {
        (true, _) if impasse.proven => "There are pathways, but none within your limits.",
        (true, _) => "No pathway within your limits was found in time.",
        (false, true) => "No pathway: something is asked that nobody in this catalogue teaches.",
        (false, false) => "No pathway: something that is asked cannot be reached.",
    };
    terminal.inked("", Some(Ink::Yellow), verdict)?;
    if !impasse.conflict.is_empty() {
        let said = speaker.conflict(&impasse.conflict, impasse.proven);
        terminal.paragraph("  ", &capital(&format!("{said}.")))?;
    }
    if !impasse.failing.is_empty() {
        terminal.heading("What fails")?;
        fails(impasse, speaker, terminal)?;
    }
    if impasse.relaxations.is_empty() {
        terminal.gap()?;
        return terminal.paragraph("", "No way out was found by giving up one wish alone.");
    }
    terminal.heading("Ways out, cheapest first")?;
    let rows = impasse.relaxations.iter().map(|way| {
        let what = speaker.relaxed(&way.what);
        let flag = flag(speaker, impasse, &way.what).map_or_else(String::new, |flag| format!(" ({})", together(&flag)));
        vec![
            capital(&format!("{what}{flag}")),
            price(speaker, way.minor),
            way.ready.to_string(),
            if way.count > 0 { way.count.to_string() } else { String::new() },
        ]
    });
    terminal.table(&["What gives way", "Then costs", "Ready", "Credentials"], &[1, 2, 3], &[1, 3], rows.collect())
}

/// How many failing requirements are told in full, and how many by name alone.
const IN_FULL: usize = 8;
const BY_NAME: usize = 12;

/// What fails: what nobody teaches at all in one list, the rest one by one with its reasons.
fn fails(impasse: &Impasse, speaker: &Speaker<'_>, terminal: &mut Terminal) -> std::io::Result<()> {
    let untaught = |because: &Hindrance| matches!(because, Hindrance::NobodyTeaches { highest: None, at_unknown_level: false, .. });
    let (plain, others): (Vec<&Failing>, Vec<&Failing>) =
        impasse.failing.iter().partition(|failing| !failing.because.is_empty() && failing.because.iter().all(untaught));
    for failing in others.iter().take(IN_FULL) {
        let what = speaker.wanted(failing.wanted);
        let why = speaker.failing(failing);
        terminal.paragraph("  - ", &what)?;
        if why != what {
            terminal.paragraph("    ", &why)?;
        }
    }
    if let more @ 1.. = others.len().saturating_sub(IN_FULL) {
        terminal.paragraph("  - ", &format!("and {more} more, which --json lists"))?;
    }
    if !plain.is_empty() {
        let names: Vec<_> = plain.iter().map(|failing| speaker.wanted(failing.wanted)).collect();
        terminal.paragraph("  - ", &format!("No credential in this catalogue attests: {}", few(&names, BY_NAME, "; ")))?;
    }
    Ok(())
}
