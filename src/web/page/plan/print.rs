//! A way on paper: what it costs, when what is to be done, why, what is due when, and what to check.

use super::Answer;
use crate::{
    explain::reasons,
    graph::CredentialAt,
    locale::{Direction, say},
    model::Date,
    plan::{Found, Pathway},
    web::page::{
        Field,
        paper::{Bar, Paper, Part, Step, Table, Timeline},
        picture::{Days, map, months},
    },
};

/// Months marked on a timeline.
const MARKED: i64 = 6;

/// A table with shares of the width for its columns, and whether each holds figures.
fn table<const N: usize>(columns: [(String, f32, bool); N], rows: impl Iterator<Item = [String; N]>) -> Part {
    Part::Table(Table { columns: columns.into(), rows: rows.map(Vec::from).collect() })
}

impl Answer<'_> {
    /// The way that is picked, on paper.
    pub(super) fn paper(&self, found: &Found, path: &Pathway) -> Paper {
        let t = self.locale();
        let mut parts = vec![Part::Words(format!("{} {}.", self.asks(), self.limits()))];
        let price = if path.is_known() { self.price(path.minor) } else { say!(t, "card-at-least", price = self.price(path.minor)) };
        parts.push(Part::Figures(vec![
            (say!(t, "column-price"), price),
            (say!(t, "column-ready"), t.day(path.ready)),
            (say!(t, "column-effort"), t.effort(path.effort)),
            (say!(t, "column-credentials"), t.number(path.count)),
        ]));
        parts.push(Part::Facts(self.figures(found, path)));
        if path.steps.len() > 1 {
            parts.extend([Part::Heading(say!(t, "paper-when")), self.bars(path), Part::Small(say!(t, "timeline-key"))]);
        }
        parts.push(Part::Heading(say!(t, "steps-heading")));
        parts.extend(self.tasks(path));
        let bought = path.purchases();
        if !bought.is_empty() {
            let one = |(plan, units, minor): &(_, _, i64)| {
                say!(t, "bought-one", plan = self.speaker.plan(*plan), price = self.price(*minor), count = *units)
            };
            parts.extend([Part::Words(say!(t, "bought")), Part::List(bought.iter().map(one).collect())]);
        }
        parts.extend(self.ledger(path));
        parts.extend(self.by_month(path));
        parts.extend([Part::Heading(say!(t, "map-heading")), self.met_by(path)]);
        parts.push(Part::Heading(say!(t, "check-heading")));
        let (others, aged) = self.doubts(path);
        parts.push(if others.is_empty() && aged.is_empty() {
            Part::Words(say!(t, "check-none"))
        } else {
            Part::List(others.into_iter().chain(aged).collect())
        });
        parts.push(Part::Small(super::super::layout::source(self.visit)));
        let receipt = &self.advice.receipt;
        parts.push(Part::Small(format!("{}: {} · {}", say!(t, "receipt-question"), receipt.question, receipt.code)));
        Paper {
            language: t.tag().to_owned(),
            turned: t.direction() == Direction::RightToLeft,
            title: say!(t, "paper-title", role = self.goal(), name = self.name_of(found, path)),
            lacks: say!(t, "paper-lacks"),
            foot: format!("{} · {}", say!(t, "product"), self.goal()),
            parts,
        }
    }

    /// What else is known of it as a whole.
    fn figures(&self, found: &Found, path: &Pathway) -> Vec<(String, String)> {
        let t = self.locale();
        let mut facts = vec![(say!(t, "saved-proven"), self.proofs(found, path))];
        if path.list_price > path.minor {
            facts.push((say!(t, "saved-list-price"), self.price(path.list_price)));
        }
        if path.peak > path.minor {
            facts.push((say!(t, "saved-peak"), self.price(path.peak)));
        }
        if path.upkeep > 0 {
            facts.push((say!(t, "saved-upkeep"), self.price(path.upkeep)));
        }
        if let Some(later) = path.p80.filter(|later| later.minor != path.minor || later.ready != path.ready) {
            facts.push((say!(t, "paper-later"), say!(t, "card-p80", day = t.day(later.ready), price = self.price(later.minor))));
        }
        let name = |id: &str| self.shelf.graph.find_credential(id).map_or(id, |at| self.speaker.credential(at)).to_owned();
        for (field, label) in
            [(Field::Lock, say!(t, "plan-with")), (Field::Without, say!(t, "plan-without")), (Field::Has, say!(t, "plan-held"))]
        {
            let names: Vec<String> = self.walk.all(field).map(name).collect();
            if !names.is_empty() {
                facts.push((label, t.list(&names)));
            }
        }
        facts
    }

    fn bars(&self, path: &Pathway) -> Part {
        let t = self.locale();
        let last = path.steps.iter().map(|step| step.issued).max().unwrap_or(self.start());
        let days = Days::new(self.start(), last);
        let mark = |(at, day): (usize, Date)| {
            let year = if at == 0 || day.month() == 1 { format!(" {}", day.year()) } else { String::new() };
            (days.part(day), format!("{}{year}", t.short_month(day)))
        };
        let bar = |(at, step): (usize, &crate::plan::Step)| Bar {
            name: format!("{}. {}", at + 1, self.speaker.credential(step.credential)),
            whole: (days.part(step.start), days.part(step.issued)),
            active: step.active.iter().map(|(begun, done)| (days.part(*begun), days.part(*done))).collect(),
        };
        Part::Timeline(Timeline {
            said: say!(t, "timeline-picture", from = t.day(self.start()), to = t.day(last), count = path.steps.len()),
            marks: days.months(MARKED).into_iter().enumerate().map(mark).collect(),
            rows: path.steps.iter().enumerate().map(bar).collect(),
        })
    }

    fn tasks(&self, path: &Pathway) -> Vec<Part> {
        let t = self.locale();
        let graph = &self.shelf.graph;
        let locked: Vec<CredentialAt> =
            self.advice.question.learner.constraints.locked.iter().filter_map(|id| graph.find_credential(id.as_str())).collect();
        let task = |(at, (step, why)): (usize, (&crate::plan::Step, Vec<crate::explain::Reason>))| {
            let link = match (self.address(step), self.source(step)) {
                (Some(url), _) => Some((say!(t, "step-provider"), url.to_owned())),
                (None, Some(url)) => Some((say!(t, "step-source"), url.to_owned())),
                (None, None) => None,
            };
            Part::Step(Step {
                name: format!("{}. {}", at + 1, self.speaker.credential(step.credential)),
                done: false,
                lines: vec![self.facts(step)],
                small: self.price_lines(step).into_iter().collect(),
                why: self.why(step, &why).into_iter().map(|(kind, said)| (kind, said.join(" "))).collect(),
                link,
            })
        };
        path.steps.iter().zip(reasons(path, &locked)).enumerate().map(task).collect()
    }

    /// Every payment by its day.
    fn ledger(&self, path: &Pathway) -> Vec<Part> {
        let t = self.locale();
        let currency = self.advice.question.currency;
        let lines: Vec<_> = path.ledger.iter().filter(|line| line.minor != Some(0)).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let columns = [(say!(t, "column-day"), 0.2, false), (say!(t, "column-what"), 0.58, false), (say!(t, "column-money"), 0.22, true)];
        let row = |line: &&crate::plan::CashLine| {
            let money = line.minor.map_or_else(|| say!(t, "unknown"), |minor| t.money_exact(minor, currency));
            [t.short_day(line.day), self.speaker.cash(line), money]
        };
        vec![Part::Heading(say!(t, "ledger-table")), table(columns, lines.iter().map(row))]
    }

    fn by_month(&self, path: &Pathway) -> Vec<Part> {
        let t = self.locale();
        let currency = self.advice.question.currency;
        let months = months::months(self.start(), path);
        let columns = [
            (say!(t, "column-month"), 0.31, false),
            (say!(t, "column-hours"), 0.25, true),
            (say!(t, "column-money"), 0.22, true),
            (say!(t, "column-sum"), 0.22, true),
        ];
        let row = |month: &months::Month| {
            let unknown = if month.unknown { format!(" + {}", say!(t, "unknown")) } else { String::new() };
            let money = format!("{}{unknown}", t.money_exact(month.minor, currency));
            [t.year_month(month.first), t.effort(month.weekly), money, t.money_exact(month.sum, currency)]
        };
        vec![Part::Heading(say!(t, "months-heading")), table(columns, months.iter().map(row))]
    }

    /// What the job asks, and what meets it: what the map shows.
    fn met_by(&self, path: &Pathway) -> Part {
        let t = self.locale();
        let columns = [(say!(t, "map-asks"), 0.5, false), (say!(t, "map-by"), 0.5, false)];
        let row = |row: map::Row| {
            let by = match (row.met, row.step.and_then(|at| Some((at, path.steps.get(at)?)))) {
                (true, _) => say!(t, "map-you"),
                (false, Some((at, step))) => format!("{}. {}", at + 1, self.speaker.credential(step.credential)),
                (false, None) => say!(t, "map-open"),
            };
            [row.what.say(&self.speaker), by]
        };
        table(columns, map::rows(&self.advice.answer.gap, path).into_iter().map(row))
    }
}
