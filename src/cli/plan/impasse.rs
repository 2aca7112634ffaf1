//! No pathway, in words: which requirement fails, why, and the cheapest ways out.

use super::found::{capital, price};
use crate::{
    cli::terminal::{Ink, Terminal, together},
    explain::Speaker,
    plan::{Impasse, Relaxed},
};

/// Which flag a way out stands for, if it is one.
fn flag(speaker: &Speaker<'_>, impasse: &Impasse, relaxed: &Relaxed) -> Option<String> {
    use crate::plan::LimitHit;
    Some(match relaxed {
        Relaxed::TrustUnknownLevels => "add --trust-unknown-levels".into(),
        Relaxed::AnyLanguage => "leave out --lang".into(),
        Relaxed::AnyDelivery => "leave out --delivery and --timing".into(),
        Relaxed::AnyRegion => "leave out --region".into(),
        Relaxed::NotAccredited => "leave out --accredited".into(),
        Relaxed::NoExclusions => "leave out what --exclude says".into(),
        Relaxed::MoreMoney(more) => match impasse.limit {
            Some(LimitHit::Budget { most, .. } | LimitHit::BudgetAndDeadline { most, .. }) => {
                format!("--budget \"{}\"", speaker.money(most.saturating_add(*more)))
            }
            _ => return None,
        },
        Relaxed::MoreDays(_) => "a later --deadline".into(),
        Relaxed::MoreWeekly(_) => "more --hours".into(),
        Relaxed::LeaveOut(_) | Relaxed::AcceptTrust(_) | Relaxed::AskProviderForAccess => return None,
    })
}

pub(super) fn show(impasse: &Impasse, speaker: &Speaker<'_>, terminal: &mut Terminal) -> std::io::Result<()> {
    terminal.gap()?;
    let verdict = match (impasse.failing.is_empty(), impasse.unteachable()) {
        (true, _) => "There are pathways, but none within your limits.",
        (false, true) => "No pathway: something is asked that nobody in this catalogue teaches.",
        (false, false) => "No pathway: something that is asked cannot be reached.",
    };
    terminal.inked("", Some(Ink::Yellow), verdict)?;
    if let Some(limit) = &impasse.limit {
        let said = speaker.limit(limit);
        terminal.paragraph("  ", &said)?;
    }
    if !impasse.failing.is_empty() {
        terminal.heading("What fails")?;
        for failing in &impasse.failing {
            let what = speaker.wanted(failing.wanted);
            let why = speaker.failing(failing);
            terminal.paragraph("  - ", &what)?;
            if why != what {
                terminal.paragraph("    ", &why)?;
            }
        }
    }
    if impasse.relaxations.is_empty() {
        terminal.gap()?;
        return terminal.paragraph("", "No way out was found by giving up one wish alone.");
    }
    terminal.heading("Ways out, cheapest first")?;
    let rows = impasse.relaxations.iter().map(|way| {
        let what = speaker.relaxed(&way.what);
        let flag = flag(speaker, impasse, &way.what).map_or_else(String::new, |flag| format!(" ({})", together(&flag)));
        vec![capital(&format!("{what}{flag}")), price(speaker, way.minor), way.ready.to_string(), way.count.to_string()]
    });
    terminal.table(&["What gives way", "Then costs", "Ready", "Credentials"], &[1, 2, 3], &[1, 3], rows.collect())
}
