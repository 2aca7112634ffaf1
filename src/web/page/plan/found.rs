//! The ways that were found: side by side, as a trade-off, and the one that is picked in detail.

use super::{Aim, Answer, picked};
use crate::{
    locale::say,
    model::Date,
    plan::{Assumption, Found, Pathway, Proof},
    web::page::{
        Field,
        picture::{map, months, timeline, trade_off},
    },
};
use maud::{Markup, html};

/// The names of ways, each way once. Only what is proven for every aim is called best in everything.
fn named<'a>(answer: &Answer<'_>, found: &'a Found) -> Vec<(Vec<Aim>, &'a Pathway, String)> {
    let t = answer.locale();
    let mut ways: Vec<(Vec<Aim>, &Pathway)> = Vec::new();
    for aim in Aim::ALL {
        let Some(path) = aim.of(found) else { continue };
        match ways.iter_mut().find(|(_, known)| known.same(path)) {
            Some((aims, _)) => aims.push(aim),
            None => ways.push((vec![aim], path)),
        }
    }
    let all = ways.len() == 1 && ways.iter().all(|(_, path)| proven(found, path));
    let name = |aims: &[Aim]| if all { say!(t, "aim-all") } else { t.list(&aims.iter().map(|aim| aim.name(t)).collect::<Vec<_>>()) };
    ways.into_iter().map(|(aims, path)| (aims.clone(), path, name(&aims))).collect()
}

/// One way with what is proven of it for each aim it answers; a way in between answers none and stands for itself.
fn sides<'a>(found: &'a Found, path: &'a Pathway) -> Vec<&'a Pathway> {
    let sides: Vec<&Pathway> = Aim::ALL.into_iter().filter_map(|aim| aim.of(found)).filter(|side| side.same(path)).collect();
    if sides.is_empty() { vec![path] } else { sides }
}

fn proven(found: &Found, path: &Pathway) -> bool {
    sides(found, path).iter().all(|side| side.proof == Proof::Optimal && side.is_known())
}

impl Answer<'_> {
    pub(super) fn found(&self, found: &Found) -> Markup {
        let t = self.locale();
        let ways = named(self, found);
        let path = picked(found, self.walk);
        let name = self.name_of(found, path);
        html! {
            (self.cards(found, &ways, path))
            (self.trade_offs(found, &ways, path))
            section aria-labelledby="way" {
                h2 #way { (say!(t, "way-heading", name = name)) }
                (self.proof_line(found, path))
                (self.when(path))
                h3.hidden { (say!(t, "steps-heading")) }
                (self.steps(path))
                (self.money(path))
                (self.map(path))
            }
            (self.to_check(found, path))
            (self.what_if(found))
            (self.why_not(found, path))
        }
    }

    /// What a way is called.
    pub(super) fn name_of(&self, found: &Found, path: &Pathway) -> String {
        let known = named(self, found).into_iter().find(|(_, known, _)| known.same(path));
        known.map_or_else(|| say!(self.locale(), "aim-between"), |(_, _, name)| name)
    }

    /// The named ways side by side; each is a link that shows it.
    fn cards(&self, found: &Found, ways: &[(Vec<Aim>, &Pathway, String)], shown: &Pathway) -> Markup {
        let t = self.locale();
        html! {
            ul.cards {
                @for (aims, path, name) in ways {
                    @let pick = aims.first().map_or("cheapest", |aim| aim.word());
                    li {
                        a.card href=(self.link(&self.walk.set(Field::Pick, pick))) aria-current=[path.same(shown).then_some("true")] {
                            span.name { (name) }
                            span.price {
                                @if path.is_known() { (self.price(path.minor)) } @else { (say!(t, "card-at-least", price = self.price(path.minor))) }
                            }
                            span { (say!(t, "card-ready", day = t.day(path.ready), span = t.span(self.start(), path.ready))) }
                            span { (say!(t, "card-counts", count = path.count, effort = t.effort(path.effort))) }
                            @if path.list_price > path.minor {
                                span.quiet { (say!(t, "card-list-price", price = self.price(path.list_price))) }
                            }
                            @if path.upkeep > 0 { span.quiet { (say!(t, "card-upkeep", price = self.price(path.upkeep))) } }
                            @if let Some(later) = path.p80.filter(|later| later.minor != path.minor || later.ready != path.ready) {
                                span.quiet { (say!(t, "card-p80", day = t.short_day(later.ready), price = self.price(later.minor))) }
                            }
                            span.proof.proven[proven(found, path)] { (self.proofs(found, path)) }
                        }
                    }
                }
            }
        }
    }

    /// What is proven of a way for all it is best at, in short: one aim may be proven and another not.
    pub(super) fn proofs(&self, found: &Found, path: &Pathway) -> String {
        let mut said: Vec<String> = Vec::new();
        for side in sides(found, path) {
            // One that is proven says nothing where another is not.
            if proven(found, path) || side.proof != Proof::Optimal || !side.is_known() {
                let proof = self.proof(side);
                if !said.contains(&proof) {
                    said.push(proof);
                }
            }
        }
        said.join(". ")
    }

    /// What is proven of a way for one aim, in short.
    pub(super) fn proof(&self, path: &Pathway) -> String {
        let t = self.locale();
        match path.proof {
            Proof::Optimal if !path.is_known() => say!(t, "proof-unknown"),
            Proof::Optimal => say!(t, "proof-optimal"),
            Proof::NotBelow(least) => say!(t, "proof-not-below", price = self.price(least)),
            Proof::NotBefore(day) => say!(t, "proof-not-before", day = t.day(day)),
            Proof::NotFewer(least) => say!(t, "proof-not-fewer", count = least),
            Proof::Open => say!(t, "proof-open"),
            Proof::Unknown => say!(t, "proof-unknown"),
        }
    }

    fn proof_line(&self, found: &Found, path: &Pathway) -> Markup {
        let t = self.locale();
        let whole = match (found.complete, found.frontier.len()) {
            (true, 1) if named(self, found).len() == 1 => say!(t, "front-one"),
            (true, 1) => say!(t, "front-alone"),
            (true, many) => say!(t, "front-whole", count = many),
            (false, many) => say!(t, "front-part", count = many),
        };
        html! { p { (self.proofs(found, path)) ". " (whole) } }
    }

    /// The trade-off as a picture and as a table: the ways that none beats in both, then those that are best in something else.
    fn trade_offs(&self, found: &Found, ways: &[(Vec<Aim>, &Pathway, String)], shown: &Pathway) -> Markup {
        let t = self.locale();
        let name = |path: &Pathway| ways.iter().find(|(_, known, _)| known.same(path)).map_or("", |(_, _, name)| name).to_owned();
        let on_line = found.frontier.iter().enumerate().map(|(at, path)| (path, at.to_string(), false));
        let off_line = |path: &Pathway| found.frontier.iter().all(|other| !other.same(path));
        let beside = ways
            .iter()
            .filter(|(_, path, _)| off_line(path))
            .filter_map(|(aims, path, _)| Some((*path, aims.first()?.word().to_owned(), true)));
        let all: Vec<(&Pathway, String, bool)> = on_line.chain(beside).collect();
        if all.len() < 2 {
            return html! {};
        }
        let said = |path: &Pathway, beside: bool| {
            let said = say!(t, "point", price = self.price(path.minor), day = t.day(path.ready), count = path.count);
            if beside { say!(t, "point-beside", point = said) } else { said }
        };
        let link = |pick: &str| self.link(&self.walk.set(Field::Pick, pick));
        let points: Vec<trade_off::Point> = (all.iter())
            .map(|(path, pick, beside)| trade_off::Point {
                ready: path.ready,
                minor: path.minor,
                link: link(pick),
                name: name(path),
                said: said(path, *beside),
                chosen: path.same(shown),
                beside: *beside,
            })
            .collect();
        html! {
            section aria-labelledby="trade" {
                h2 #trade { (say!(t, "trade-off-heading")) }
                p { (say!(t, "trade-off-lead")) @if all.len() > found.frontier.len() { " " (say!(t, "trade-off-beside")) } }
                figure { (trade_off::draw(t, &points, self.advice.question.currency)) }
                details {
                    summary { (say!(t, "as-table")) }
                    div.scroll role="region" aria-label=(say!(t, "trade-off-heading")) tabindex="0" {
                        table {
                            thead { tr {
                                th scope="col" { (say!(t, "column-way")) }
                                th.figure scope="col" { (say!(t, "column-price")) }
                                th.figure scope="col" { (say!(t, "column-ready")) }
                                th.figure scope="col" { (say!(t, "column-effort")) }
                                th.figure scope="col" { (say!(t, "column-credentials")) }
                            } }
                            tbody {
                                @for (at, (path, pick, beside)) in all.iter().enumerate() {
                                    tr.chosen[path.same(shown)] {
                                        th scope="row" {
                                            a href=(link(pick)) {
                                                @if name(path).is_empty() { (say!(t, "aim-place", place = at + 1)) } @else { (name(path)) }
                                            }
                                            @if *beside { " " span.quiet { (say!(t, "beside-line")) } }
                                        }
                                        td.figure { (t.money_exact(path.minor, self.advice.question.currency)) }
                                        td.figure { (t.short_day(path.ready)) }
                                        td.figure { (t.effort(path.effort)) }
                                        td.figure { (path.count) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The timeline.
    fn when(&self, path: &Pathway) -> Markup {
        let t = self.locale();
        html! {
            @if path.steps.len() > 1 {
                figure {
                    (timeline::draw(t, &self.speaker, self.start(), path))
                    figcaption { (say!(t, "timeline-key")) }
                }
            }
        }
    }

    /// Hours a week and money a month.
    fn money(&self, path: &Pathway) -> Markup {
        let t = self.locale();
        let currency = self.advice.question.currency;
        let months = months::months(self.start(), path);
        let month = |first: Date| t.year_month(first);
        html! {
            section aria-labelledby="months" {
                h3 #months { (say!(t, "months-heading")) }
                @if months.len() > 1 {
                    figure { (months::hours(t, &months)) figcaption { (say!(t, "hours-picture")) } }
                    @if months.iter().any(|month| month.minor > 0) {
                        figure { (months::cash(t, &months, currency)) figcaption { (say!(t, "cash-picture")) } }
                    }
                }
                details {
                    summary { (say!(t, "months-table")) }
                    div.scroll role="region" aria-label=(say!(t, "months-table")) tabindex="0" {
                        table {
                            thead { tr {
                                th scope="col" { (say!(t, "column-month")) }
                                th.figure scope="col" { (say!(t, "column-hours")) }
                                th.figure scope="col" { (say!(t, "column-money")) }
                                th.figure scope="col" { (say!(t, "column-sum")) }
                            } }
                            tbody {
                                @for one in &months {
                                    tr {
                                        th scope="row" { (month(one.first)) }
                                        td.figure { (t.effort(one.weekly)) }
                                        td.figure { (t.money_exact(one.minor, currency)) @if one.unknown { " + " (say!(t, "unknown")) } }
                                        td.figure { (t.money_exact(one.sum, currency)) }
                                    }
                                }
                            }
                        }
                    }
                }
                @let lines: Vec<_> = path.ledger.iter().filter(|line| line.minor != Some(0)).collect();
                @if !lines.is_empty() {
                    details {
                        summary { (say!(t, "ledger-table")) }
                        div.scroll role="region" aria-label=(say!(t, "ledger-table")) tabindex="0" {
                            table {
                                thead { tr {
                                    th scope="col" { (say!(t, "column-day")) }
                                    th scope="col" { (say!(t, "column-what")) }
                                    th.figure scope="col" { (say!(t, "column-money")) }
                                } }
                                tbody {
                                    @for line in lines {
                                        tr {
                                            td.nowrap { (t.short_day(line.day)) }
                                            td { (self.speaker.cash(line)) }
                                            td.figure {
                                                @match line.minor {
                                                    Some(minor) => { (t.money_exact(minor, currency)) }
                                                    None => { (say!(t, "unknown")) }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The map, and the table that says the same.
    fn map(&self, path: &Pathway) -> Markup {
        let t = self.locale();
        let gap = &self.advice.answer.gap;
        html! {
            section aria-labelledby="map" {
                h3 #map { (say!(t, "map-heading")) }
                figure tabindex="0" role="group" aria-labelledby="map" { (map::draw(t, &self.speaker, gap, path, self.goal())) }
                details {
                    summary { (say!(t, "as-table")) }
                    div.scroll role="region" aria-label=(say!(t, "map-heading")) tabindex="0" {
                        table {
                            thead { tr {
                                th scope="col" { (say!(t, "map-asks")) }
                                th scope="col" { (say!(t, "map-by")) }
                            } }
                            tbody {
                                @for row in map::rows(gap, path) {
                                    tr {
                                        th scope="row" { (row.what.say(&self.speaker)) }
                                        td {
                                            @match (row.met, row.step.and_then(|at| Some((at, path.steps.get(at)?)))) {
                                                (true, _) => { (say!(t, "map-you")) }
                                                (false, Some((at, step))) => { (at + 1) ". " (self.speaker.credential(step.credential)) }
                                                (false, None) => { (say!(t, "map-open")) }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    @let unlocking: Vec<_> = path.steps.iter().enumerate().filter(|(_, step)| !step.unlocks.is_empty()).collect();
                    @if !unlocking.is_empty() {
                        div.scroll role="region" aria-label=(say!(t, "map-heading")) tabindex="0" {
                            table {
                                thead { tr {
                                    th scope="col" { (say!(t, "map-earn")) }
                                    th scope="col" { (say!(t, "map-unlocks")) }
                                } }
                                tbody {
                                    @for (at, step) in unlocking {
                                        @let later = step.unlocks.iter().filter_map(|later| path.steps.get(*later));
                                        @let later: Vec<String> = later.map(|step| self.speaker.credential(step.credential).to_owned()).collect();
                                        tr {
                                            th scope="row" { (at + 1) ". " (self.speaker.credential(step.credential)) }
                                            td { (t.list(&later)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What is unknown or rests on somebody's word, and which prices are old.
    pub(super) fn doubts(&self, path: &Pathway) -> (Vec<String>, Vec<String>) {
        let said = |one: &Assumption| crate::explain::capital(&self.speaker.assumption(one));
        let (aged, others): (Vec<&Assumption>, Vec<&Assumption>) =
            path.assumptions.iter().partition(|one| matches!(one, Assumption::PriceIsOld(..)));
        (others.into_iter().map(said).collect(), aged.into_iter().map(said).collect())
    }

    /// What is unknown, old, or rests on somebody's word.
    fn to_check(&self, found: &Found, path: &Pathway) -> Markup {
        let t = self.locale();
        let (others, aged) = self.doubts(path);
        let dates = || path.steps.iter().flat_map(|step| &step.payments).filter_map(|payment| payment.line.as_of);
        html! {
            section aria-labelledby="check" {
                h2 #check { (say!(t, "check-heading")) }
                @if others.is_empty() && aged.is_empty() && found.may_be_cheaper.is_empty() { p { (say!(t, "check-none")) } }
                @if !others.is_empty() { ul { @for one in &others { li { (one) } } } }
                @if !aged.is_empty() {
                    details open[aged.len() < 3] {
                        summary { (say!(t, "check-old", count = aged.len())) }
                        ul { @for one in &aged { li { (one) } } }
                    }
                }
                @if !found.may_be_cheaper.is_empty() {
                    details {
                        summary { (say!(t, "check-cheaper", count = found.may_be_cheaper.len())) }
                        ul { @for one in &found.may_be_cheaper { li { (self.speaker.offering(*one)) } } }
                    }
                }
                @match (dates().min(), dates().max()) {
                    (Some(first), Some(last)) if first != last => {
                        p.quiet { (say!(t, "check-dates", first = t.day(first), last = t.day(last))) }
                    }
                    (Some(only), _) => { p.quiet { (say!(t, "check-date", day = t.day(only))) } }
                    _ => {}
                }
            }
        }
    }
}
