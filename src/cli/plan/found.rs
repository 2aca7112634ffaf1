//! Pathways in words: the named ones side by side, one of them step by step, the trade-offs, and what it all rests on.

use super::{Aim, Plan, timeline};
use crate::{
    advisor::{Advice, Shelf},
    cli::terminal::{Ink, Terminal, together},
    explain::{Reason, Speaker, capital, matched, reasons},
    model::{Date, Effort},
    plan::{Assumption, Found, PaidBy, Pathway, PriceFor, PriceLine, Proof, Route, Step},
};
use std::io;

/// How many trade-offs are shown.
const SHOWN: usize = 5;
/// Bytes of a reason that may be said again.
const SHORT: usize = 40;
/// How many credentials of a trade-off are named.
const NEW: usize = 2;

/// The first few of many, and how many more there are.
pub(super) fn few(words: &[String], most: usize, between: &str) -> String {
    match words.len() {
        many if many > most + 1 => format!("{} and {} more", words[..most].join(between), many - most),
        _ => words.join(between),
    }
}

/// Effort in whole hours for reading; minutes only where that is all.
pub(super) fn hours(effort: Effort) -> String {
    if effort.minutes < 60 { effort.to_string() } else { format!("{} h", (effort.minutes + 30) / 60) }
}

/// Money, or that it is free.
pub(super) fn price(speaker: &Speaker<'_>, minor: i64) -> String {
    if minor == 0 { "free".into() } else { speaker.money(minor) }
}

/// How many weeks lie between two days, rounded up, in words.
fn weeks(from: Date, to: Date) -> String {
    let days = i64::from((to - from).get_days());
    match days {
        ..=0 => "no time".into(),
        1 => "1 day".into(),
        2..=13 => format!("{days} days"),
        14..=91 => format!("{} weeks", (days + 6) / 7),
        _ => format!("{} months", (days + 15) / 30),
    }
}

impl Plan {
    pub(super) fn found(
        &self,
        shelf: &Shelf,
        advice: &Advice,
        found: &Found,
        alone: bool,
        speaker: &Speaker<'_>,
        terminal: &mut Terminal,
    ) -> io::Result<()> {
        let aims = side_by_side(advice, found, speaker, terminal)?;
        let path = self.aim.of(found).unwrap_or(&found.cheapest);
        // Where one pathway is best in everything its name says nothing.
        let named =
            aims.iter().filter(|_| aims.len() > 1).find(|(other, _)| other.same(path)).map_or_else(String::new, |(_, name)| name.clone());
        let from = advice.question.learner.constraints.start;
        timeline::timeline(from, path, speaker, terminal)?;
        steps(shelf, advice, path, &named, speaker, terminal)?;
        timeline::cash(path, self.ledger, speaker, terminal)?;
        trade_offs(found, path, speaker, terminal)?;
        rests_on(found, path, speaker, terminal)?;
        proof(advice, found, path, self.aim, speaker, terminal)?;
        // Who asks about the answer knows what can be asked.
        if alone { self.next(&aims, found, terminal) } else { Ok(()) }
    }

    fn next(&self, aims: &[(&Pathway, String)], found: &Found, terminal: &mut Terminal) -> io::Result<()> {
        let shown = self.aim.of(found).unwrap_or(&found.cheapest);
        let mut next = Vec::new();
        let others = aims.iter().filter(|(path, _)| !path.same(shown));
        for other in
            others.filter_map(|(path, _)| Aim::ALL.into_iter().find(|aim| aim.of(found).is_some_and(|own| std::ptr::eq(own, *path))))
        {
            next.push((format!("--aim {}", other.word()), format!("shows the {} step by step", say(other))));
        }
        if self.shown.is_empty() {
            next.push(("--holds NAME:LEVEL".into(), "counts what you can do already; `pathstack gap` lists what is asked".into()));
        }
        next.push(("--exclude ID".into(), "finds the best way without a credential; `--why-not ID` tells what one would cost".into()));
        next.push(("--what-if hours=15".into(), "compares with another input; `--ics FILE` writes the dates for a calendar".into()));
        terminal.heading("Next: add")?;
        let widest = next.iter().map(|(flag, _)| flag.len()).max().unwrap_or(0);
        for (flag, what) in next {
            terminal.paragraph(&format!("  {flag:widest$}  "), &what)?;
        }
        Ok(())
    }
}

fn say(aim: Aim) -> &'static str {
    match aim {
        Aim::Cheapest => "cheapest",
        Aim::Fastest => "fastest",
        Aim::Fewest => "smallest",
        Aim::Balanced => "balanced one",
    }
}

/// The named pathways, each once, side by side. Gives each with its name.
fn side_by_side<'f>(
    advice: &Advice,
    found: &'f Found,
    speaker: &Speaker<'_>,
    terminal: &mut Terminal,
) -> io::Result<Vec<(&'f Pathway, String)>> {
    let mut aims: Vec<(&Pathway, String)> = Vec::new();
    for aim in Aim::ALL {
        let Some(path) = aim.of(found) else { continue };
        match aims.iter_mut().find(|(known, _)| known.same(path)) {
            Some((_, known)) => *known = format!("{known} and {}", aim.word()),
            None => aims.push((path, capital(aim.word()))),
        }
    }
    let from = advice.question.learner.constraints.start;
    let proven = |path: &Pathway| match path.proof {
        Proof::Optimal => "proven".to_owned(),
        Proof::NotBelow(_) | Proof::NotBefore(_) | Proof::NotFewer(_) | Proof::Open => "best found".to_owned(),
        Proof::Unknown => "unknown".to_owned(),
    };
    if let [(path, only)] = aims.as_mut_slice() {
        let whole = path.proof == Proof::Optimal && found.complete;
        let best = if whole { "Best in everything" } else { "Best found so far" };
        best.clone_into(only);
    }
    terminal.gap()?;
    let row = |name: &str, value: &dyn Fn(&Pathway) -> String| {
        std::iter::once(name.to_owned()).chain(aims.iter().map(|(path, _)| value(path))).collect::<Vec<_>>()
    };
    let total = |path: &Pathway| match (path.minor, path.assumptions.iter().any(|one| matches!(one, Assumption::PriceUnknown(_)))) {
        (0, true) => "unknown".to_owned(),
        (minor, true) => format!("{} + unknown", speaker.money(minor)),
        (minor, false) => price(speaker, minor),
    };
    let any = |tells: &dyn Fn(&Pathway) -> bool| aims.iter().any(|(path, _)| tells(path));
    let mut rows = vec![row("Price", &total)];
    if any(&|path| path.list_price != path.minor) {
        rows.push(row("List price", &|path| price(speaker, path.list_price)));
    }
    if any(&|path| path.peak > path.minor) {
        rows.push(row("To advance", &|path| price(speaker, path.peak)));
    }
    if any(&|path| path.upkeep > 0) {
        rows.push(row("Then a year", &|path| price(speaker, path.upkeep)));
    }
    rows.push(row("Ready", &|path| path.ready.to_string()));
    rows.push(row("In", &|path| weeks(from, path.ready)));
    let later = |path: &Pathway| path.p80.filter(|later| later.minor != path.minor || later.ready != path.ready);
    if any(&|path| later(path).is_some()) {
        rows.push(row("4 in 5 by", &|path| path.p80.map_or_else(|| "over 10 years".into(), |later| later.ready.to_string())));
        rows.push(row("4 in 5 for", &|path| path.p80.map_or_else(|| "unknown".into(), |later| price(speaker, later.minor))));
    }
    rows.push(row("Effort", &|path| hours(path.effort)));
    rows.push(row("Credentials", &|path| path.count.to_string()));
    rows.push(row("Proof", &proven));
    let header: Vec<&str> = std::iter::once("").chain(aims.iter().map(|(_, name)| name.as_str())).collect();
    terminal.table(&header, &[0], &[], rows)?;
    Ok(aims)
}

/// One pathway, step by step.
fn steps(shelf: &Shelf, advice: &Advice, path: &Pathway, named: &str, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let graph = &shelf.graph;
    let constraints = &advice.question.learner.constraints;
    let how = format!("step by step, at {} a week from {}", constraints.weekly, constraints.start);
    terminal.heading(&if named.is_empty() { capital(&how) } else { format!("{named}: {how}") })?;
    let locked: Vec<_> = constraints.locked.iter().filter_map(|id| graph.find_credential(id.as_str())).collect();
    let why = reasons(path, &locked);
    let digits = path.steps.len().to_string().len();
    let mut last_why = String::new();
    for (at, (step, why)) in path.steps.iter().zip(&why).enumerate() {
        let first = format!("  {:>digits$}. ", at + 1);
        let name = speaker.credential(step.credential).to_owned();
        terminal.inked(&first, Some(Ink::Bold), &name)?;
        let indent = " ".repeat(first.len());
        terminal.paragraph(&indent, &facts(step, speaker))?;
        if let Some(lines) = price_lines(step, speaker) {
            terminal.paragraph(&format!("{indent}price   "), &lines)?;
        }
        // Two requirements may bear one name, as a skill and as knowledge: what reads the same is told once.
        let mut matches: Vec<_> =
            matched(graph, speaker.asked, step.credential, &step.closes).iter().map(|why| speaker.reason(why)).collect();
        let mut told_already = std::collections::HashSet::new();
        matches.retain(|sentence| told_already.insert(sentence.clone()));
        let matches = (!matches.is_empty()).then(|| ("because", few(&matches, CLOSED, "; ")));
        for (label, sentence) in told(why, speaker).into_iter().chain(matches) {
            // One way around several steps is told once.
            if label == "why" && std::mem::replace(&mut last_why, sentence.clone()) == sentence && sentence.len() > SHORT {
                terminal.paragraph(&format!("{indent}{label:<8}"), "the same as the step before")?;
                continue;
            }
            terminal.paragraph(&format!("{indent}{label:<8}"), &sentence)?;
        }
    }
    for (plan, units, minor) in path.purchases() {
        let times = if units == 1 { "bought once".to_owned() } else { format!("paid {units} times") };
        terminal.paragraph("  + ", &format!("{}: {}, {times}", speaker.plan(plan), price(speaker, minor)))?;
    }
    Ok(())
}

/// Provider, dates, effort and price of a step, in one line.
fn facts(step: &Step, speaker: &Speaker<'_>) -> String {
    let mut facts = Vec::new();
    match step.route {
        Route::Offering(at) => {
            let name = speaker.graph.offering(at).name.as_ref().map(|name| name.in_language(speaker.language));
            let provider = speaker.provider(at);
            facts.push(match (name, provider) {
                (Some(name), Some(provider)) if !name.contains(provider) => format!("{name}, {provider}"),
                (Some(name), _) => name.to_owned(),
                (None, Some(provider)) => provider.to_owned(),
                (None, None) => speaker.graph.offering(at).id.to_string(),
            });
            facts.push(if step.start == step.issued { step.issued.to_string() } else { format!("{} to {}", step.start, step.issued) });
            facts.push(match (step.effort, step.effort_range) {
                (None, _) => "effort unknown".into(),
                (Some(effort), Some((least, most))) if least != most => {
                    format!("{} ({} to {})", hours(effort), hours(least), hours(most))
                }
                (Some(effort), _) => hours(effort),
            });
            if step.weekly.minutes > 0 {
                facts.push(format!("{} a week", hours(step.weekly)));
            }
            let plan = step.payments.iter().find_map(|payment| if let PaidBy::Plan(plan) = payment.by { Some(plan) } else { None });
            facts.push(match (plan, step.own_price()) {
                (_, None) => "price unknown".into(),
                (Some(plan), Some(0)) => format!("in {}", speaker.plan(plan)),
                (Some(plan), Some(minor)) => format!("{} beside {}", price(speaker, minor), speaker.plan(plan)),
                (None, Some(minor)) => match step.payments.as_slice() {
                    [only] => match only.line.range.filter(|(least, most)| least != most) {
                        Some((least, most)) => {
                            format!("{} ({} to {})", price(speaker, minor), price(speaker, least), price(speaker, most))
                        }
                        None => price(speaker, minor),
                    },
                    _ => price(speaker, minor),
                },
            });
            if step.slack > 0 {
                facts.push(format!("can wait {}", if step.slack == 1 { "1 day".into() } else { format!("{} days", step.slack) }));
            }
        }
        Route::Parts => {
            facts.push(format!("awarded for its parts on {}", step.issued));
            if let Some(minor) = step.own_price().filter(|minor| *minor > 0) {
                facts.push(speaker.money(minor));
            }
        }
    }
    let facts: Vec<_> = facts.iter().enumerate().map(|(at, fact)| if at == 0 { fact.clone() } else { together(fact) }).collect();
    facts.join(" · ")
}

/// The lines of a price, where they say more than its sum, and who pays for it.
fn price_lines(step: &Step, speaker: &Speaker<'_>) -> Option<String> {
    let own = step.payments.iter().filter(|payment| !matches!(payment.by, PaidBy::Plan(_)));
    let lines: Vec<_> = own.filter(|payment| payment.line.minor != Some(0) || payment.line.range.is_some()).collect();
    let telling = |line: &PriceLine| line.published.is_some() || !matches!(line.what, PriceFor::Tuition | PriceFor::Exam);
    let member = lines.iter().any(|payment| payment.by != PaidBy::Own);
    let tells = lines.len() > 1 || member || !step.funded.is_empty() || lines.iter().any(|payment| telling(&payment.line));
    let mut told: Vec<String> = lines.iter().filter(|_| tells).map(|payment| speaker.payment(payment)).collect();
    told.extend(step.funded.iter().map(|(fund, minor)| format!("{} pays {}", speaker.fund(fund), speaker.money(*minor))));
    if let Some(expected) = step.expected_fee.filter(|expected| step.own_price() != Some(*expected)) {
        told.push(format!("exam fees expected over all attempts {}", speaker.money(expected)));
    }
    (!told.is_empty()).then(|| told.join("; "))
}

/// So many requirements that a step closes are named.
const CLOSED: usize = 3;

/// The most telling reasons of a step: what it closes, what it leads to, and why this one.
fn told(why: &[Reason], speaker: &Speaker<'_>) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    let closes: Vec<String> = why
        .iter()
        .filter_map(|reason| match reason {
            Reason::Closes(at) => speaker.asked.get(*at).map(|asked| speaker.need(&asked.need)),
            _ => None,
        })
        .collect();
    if !closes.is_empty() {
        told.push(("closes", few(&closes, CLOSED, "; ")));
    }
    for reason in why {
        match reason {
            Reason::MeetsGate(at) => {
                if let Some(need) = speaker.gates.get(*at).and_then(|gate| gate.need.as_ref()) {
                    told.push(("admits", format!("to the job: {}", speaker.need(need))));
                }
            }
            // What a step unlocks is told where it closes nothing itself: then it is the reason.
            Reason::Unlocks(later) if closes.is_empty() => {
                let later: Vec<_> = later.iter().map(|at| speaker.credential(*at).to_owned()).collect();
                told.push(("before", few(&later, CLOSED, "; ")));
            }
            // These the other lines say already.
            Reason::Closes(_) | Reason::Matched { .. } | Reason::Unlocks(_) | Reason::InPlan(_) | Reason::ComesByItself => {}
            Reason::Locked | Reason::NoOther | Reason::NextBest { .. } => told.push(("why", speaker.reason(reason))),
        }
    }
    told
}

/// The trade-offs that no other beats.
fn trade_offs(found: &Found, path: &Pathway, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    let shown = found.shown(SHOWN);
    if shown.len() < 2 {
        return Ok(());
    }
    let all = found.frontier.len();
    terminal.heading(&if all > shown.len() { format!("Trade-offs, {} of {all}", shown.len()) } else { "Trade-offs".to_owned() })?;
    let known: Vec<_> = path.steps.iter().map(|step| step.credential).collect();
    let narrow = terminal.width < timeline::TABLE;
    let rows = shown.iter().map(|other| {
        let names: Vec<_> = Aim::ALL.into_iter().filter(|aim| aim.of(found).is_some_and(|own| own.same(other))).map(Aim::word).collect();
        let counted = || other.steps.iter().filter(|step| step.counts()).map(|step| step.credential);
        let new: Vec<_> = counted().filter(|at| !known.contains(at)).map(|at| speaker.credential(at).to_owned()).collect();
        let (mark, stack) = match (other.same(path), new.len()) {
            (true, _) => ("> ", "the steps above".to_owned()),
            (false, 0) => ("", "some of the steps above".to_owned()),
            (false, _) => ("", few(&new, NEW, "; ")),
        };
        let name = format!("{mark}{}", names.join(", "));
        if narrow {
            return vec![name, price(speaker, other.minor), other.ready.to_string()];
        }
        vec![name, price(speaker, other.minor), other.ready.to_string(), hours(other.effort), other.count.to_string(), stack]
    });
    if narrow {
        return terminal.table(&["", "Price", "Ready"], &[1, 2], &[1], rows.collect());
    }
    terminal.table(&["", "Price", "Ready", "Effort", "Earns", "New in it"], &[0, 1, 2, 3, 4], &[1, 3, 4], rows.collect())
}

/// What nobody has proven, and what may be cheaper.
fn rests_on(found: &Found, path: &Pathway, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    if !path.assumptions.is_empty() {
        terminal.heading("To check")?;
        let old = |assumption: &&Assumption| matches!(assumption, Assumption::PriceIsOld(..));
        for assumption in path.assumptions.iter().filter(|assumption| !old(assumption)) {
            terminal.paragraph("  - ", &capital(&speaker.assumption(assumption)))?;
        }
        // Old prices are said once for all.
        match path.assumptions.iter().filter(old).collect::<Vec<_>>().as_slice() {
            [] => {}
            [one] => terminal.paragraph("  - ", &capital(&speaker.assumption(one)))?,
            many => {
                let days = many.iter().filter_map(|one| if let Assumption::PriceIsOld(_, day) = one { Some(*day) } else { None });
                let first = days.min().map_or_else(String::new, |day| format!(", the oldest on {day}"));
                let said = format!("The prices of {} steps were last seen long ago{first}: look them up before you pay", many.len());
                terminal.paragraph("  - ", &said)?;
            }
        }
    }
    if !found.may_be_cheaper.is_empty() {
        terminal.heading("May be cheaper, but nobody has published the price")?;
        for offering in &found.may_be_cheaper {
            terminal.paragraph("  - ", &speaker.offering(*offering))?;
        }
    }
    Ok(())
}

/// What is proven, and which edition and dates the figures are of.
fn proof(advice: &Advice, found: &Found, path: &Pathway, aim: Aim, speaker: &Speaker<'_>, terminal: &mut Terminal) -> io::Result<()> {
    terminal.gap()?;
    let proven = match &path.proof {
        Proof::Optimal if !path.is_known() => {
            "Every stack has prices or hours that nobody has published; no other leaves fewer of them open.".to_owned()
        }
        Proof::Optimal => {
            let by = match aim {
                Aim::Cheapest => "costs less",
                Aim::Fastest => "is ready sooner",
                Aim::Fewest => "has fewer credentials",
                Aim::Balanced => "is better at what a week is worth to you",
            };
            format!("Proven over all stacks, offerings, orders and purchases: no schedule with known prices and hours {by}.")
        }
        other => capital(&format!("{}.", speaker.proof(other))),
    };
    let whole = match (found.complete, found.frontier.len()) {
        (true, 1) => " There is no trade-off: it is best in everything.".to_owned(),
        (true, 2) => " Both trade-offs are known.".to_owned(),
        (true, many) => format!(" All {many} trade-offs are known."),
        (false, _) => " There may be more trade-offs; a longer --time-limit finds them.".to_owned(),
    };
    let dates = || path.steps.iter().flat_map(|step| &step.payments).filter_map(|payment| payment.line.as_of);
    let edition = if advice.edition.number == 0 { String::new() } else { format!(", edition {}", advice.edition.number) };
    let dated = match (dates().min(), dates().max()) {
        (Some(first), Some(last)) if first != last => format!("; its prices are of {first} to {last}"),
        (Some(only), _) => format!("; its prices are of {only}"),
        _ => String::new(),
    };
    let title = if advice.edition.title.is_empty() { "a catalogue without a title" } else { &advice.edition.title };
    terminal.inked("", Some(Ink::Dim), &format!("{proven}{whole} From {title}{edition}{dated}."))
}
