//! The exact price of one stack where purses can follow the money: depth first over half-made schedules, each met once.
//!
//! A half-made schedule is what is placed, the calendar from its day on, and a purse. Two with the same placed steps and the same
//! calendar to come have the same continuations, so of their purses only those that no other beats go on ([`Fares::beats`]):
//! instead of every order of k steps, at most every set of them is continued, once for each calendar and purse that matter.

use std::collections::{BinaryHeap, HashMap};
use std::rc::Rc;

use super::archive::{Aim, Archive, Found, Key, Measures};
use super::bound::Bounds;
use super::dates::{Calendar, LATER};
use super::fares::{Fares, Payer, Purse};
use super::ids::Day;
use super::price::{Effort, later, released};
use super::purchase::cheapest;
use super::setting::{Item, Pace, Setting};
use super::slot::essential;
use super::sooner::{Needless, Sooner, Standing};
use super::stack::Stack;
use super::upkeep::fixed;

/// What is the same for all schedules of a stack.
pub(super) struct Sequence<'p, 'w> {
    pub(super) setting: &'p Setting<'w>,
    pub(super) bounds: &'p Bounds,
    pub(super) stack: &'p Stack,
    pub(super) fares: Fares<'p, 'w>,
    pub(super) ids: &'p [u32],
    pub(super) renewed: &'p [bool],
    pub(super) aim: Aim,
    /// Award fees of all members.
    pub(super) awards: i64,
    /// The least money of all beside awards, for each set of funds that give all they can.
    pub(super) floor: Vec<i64>,
    /// Least days of the slot, days from its end to the issue, work, effort, of each step.
    pub(super) least: Vec<(i32, i32, i64, i64)>,
    pub(super) count: i64,
    /// Members whose day of issue decides about money at the end.
    pub(super) dated: Vec<bool>,
    pub(super) strict: bool,
    /// Of each step, those that must be issued before it begins.
    pub(super) before: Vec<u64>,
    pub(super) releases: Vec<i32>,
    pub(super) places: Vec<Place>,
    pub(super) index: HashMap<Vec<i32>, usize>,
    pub(super) sooner: Sooner,
    /// What was met and is beaten by nothing: by the steps left where steps are run to their end, else by place.
    pub(super) met: HashMap<u64, Vec<(usize, Label)>>,
    pub(super) trace: Vec<(usize, Payer, i32)>,
}

/// A half-made schedule without its money.
pub(super) struct Place {
    pub(super) calendar: Calendar,
    pub(super) left: u64,
    pub(super) ready: i32,
    /// Earliest start and issue of each offer of each step left, in this order; empty: not in time.
    pub(super) firsts: Vec<Vec<(i32, i32)>>,
    /// Places one step on.
    pub(super) next: Option<Rc<[Next]>>,
    pub(super) standing: Standing,
}

/// One more step from a place.
pub(super) struct Next {
    pub(super) to: usize,
    pub(super) member: u32,
    pub(super) at: u32,
    pub(super) release: i32,
    /// The calendar on this way, where steps that were under way went on otherwise than in the calendar of the place it leads to.
    pub(super) own: Option<Calendar>,
}

/// Money so far, and the steps that may still have days to pay for.
#[derive(Clone)]
pub(super) struct Label {
    pub(super) purse: Purse,
    pub(super) payers: Vec<Payer>,
    /// What comes of it and is ready before this day is needless.
    pub(super) after: i32,
}

/// A label to continue.
pub(super) struct Open {
    pub(super) place: usize,
    pub(super) label: Label,
    /// Its least money beside awards, for each set of funds that give all they can.
    pub(super) whole: Vec<i64>,
    pub(super) least: Measures,
    /// No end of it comes before this by the aim.
    pub(super) key: Key,
    pub(super) left: u32,
    /// The archive's version when it was found to be of use.
    pub(super) version: u64,
}

impl Open {
    /// What is continued first: least by the aim, then nearest to its end, then met last.
    fn rank(&self) -> (Key, u32, std::cmp::Reverse<usize>) {
        (self.key, self.left, std::cmp::Reverse(self.label.purse.trace))
    }
}

/// An open label by its rank.
struct Ranked(Open);

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.0.rank() == other.0.rank()
    }
}

impl Eq for Ranked {}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.0.rank().cmp(&self.0.rank())
    }
}

impl<'p, 'w> Sequence<'p, 'w> {
    /// `None`: the stack is too large for it.
    pub(super) fn new(
        setting: &'p Setting<'w>,
        bounds: &'p Bounds,
        stack: &'p Stack,
        ids: &'p [u32],
        renewed: &'p [bool],
        (aim, funds): (Aim, u64),
    ) -> Option<Self> {
        let fares = Fares::new(setting, bounds, stack, funds)?;
        let floor = fares.least(bounds);
        let least = (0..stack.steps)
            .map(|m| {
                let offers = || stack.item(setting, m).offers.iter();
                let (slot, tail) =
                    offers().map(|o| bounds.days(o)).fold((LATER, LATER), |(s, t), (slot, issue)| (s.min(slot), t.min(issue - slot)));
                let item = bounds.items[stack.items[m] as usize];
                (slot, tail, item.work, item.effort)
            })
            .collect();
        let mut releases: Vec<i32> = setting.cash_days.clone();
        for member in 0..stack.steps {
            releases.extend(stack.item(setting, member).offers.iter().flat_map(|o| &o.releases));
        }
        releases.sort_unstable();
        releases.dedup();
        let earned = (0..stack.items.len()).filter(|&m| !stack.is_held(setting, m));
        let awards = earned.map(|m| stack.item(setting, m).award_fee).sum();
        let count = (0..stack.items.len()).map(|m| stack.item(setting, m).count()).sum();
        let dated = dated(setting, stack, bounds, &releases);
        Some(Self {
            sooner: Sooner::new(setting, stack, &dated, releases.len()),
            met: HashMap::new(),
            setting,
            bounds,
            stack,
            fares,
            ids,
            renewed,
            aim,
            awards,
            floor,
            least,
            count,
            dated,
            before: (0..stack.steps).map(|m| essential(stack, m)).collect(),
            strict: stack.members.iter().any(|m| !m.strict.is_empty()),
            releases,
            places: Vec::new(),
            index: HashMap::new(),
            trace: Vec::new(),
        })
    }

    /// The least money of the stack beside awards, in plans ready by the end of each year.
    pub(super) fn floor(&self) -> Vec<i64> {
        self.fares.by_years(self.bounds, &self.floor)
    }

    /// Offers every schedule that can improve the answer to the archive. `false`: the work ran out.
    pub(super) fn run(&mut self, archive: &mut Archive, effort: &mut Effort<'_>) -> bool {
        let all = if self.stack.steps == 64 { u64::MAX } else { (1 << self.stack.steps) - 1 };
        let calendar = Calendar::new(self.setting, self.stack);
        let Some((root, _)) = self.place(calendar, all) else { return true };
        let label = Label { purse: self.fares.start(), payers: Vec::new(), after: i32::MIN };
        // The best by its bounds comes first, so that little beyond the answer is looked at; from each it goes straight down, so that
        // something is in hand early.
        let mut down: Option<Open> = self.open(root, label, archive);
        let mut agenda: BinaryHeap<Ranked> = BinaryHeap::new();
        while let Some(mut open) = down.take().or_else(|| agenda.pop().map(|ranked| ranked.0)) {
            let Some(after) = self.kept(&open) else { continue };
            if after > open.label.after {
                (open.label.after, open.version) = (after, u64::MAX);
            }
            if archive.hopeless(self.aim, open.least, Some(self.ids)) || !self.still_of_use(&open, archive) {
                continue;
            }
            if !effort.step() {
                return false;
            }
            if self.places[open.place].left == 0 {
                if !self.finish(&open, archive, effort) {
                    return false;
                }
                continue;
            }
            let mut more: Vec<Open> = Vec::new();
            for next in &*self.next(open.place) {
                self.extend(&open, next, archive, &mut more);
            }
            let best = (0..more.len()).min_by_key(|&i| more[i].rank());
            down = best.map(|i| more.swap_remove(i));
            agenda.extend(more.into_iter().map(Ranked));
        }
        true
    }

    /// The day before which what comes of a label is needless by what was met since; `None`: all of it is.
    fn kept(&self, open: &Open) -> Option<i32> {
        let own = |l: &Label| l.purse.trace == open.label.purse.trace && l.payers == open.label.payers && l.purse.same(&open.label.purse);
        let met = self.met.get(&self.meeting(open.place))?;
        met.iter().find(|(place, label)| *place == open.place && own(label)).map(|(_, label)| label.after)
    }

    /// Where a label meets those that may beat it.
    fn meeting(&self, place: usize) -> u64 {
        if self.sooner.asked { self.places[place].left } else { place as u64 }
    }

    /// The place of a calendar, if something that continues it can be ready in time; the calendar is given back where another of the
    /// same future stands there.
    fn place(&mut self, calendar: Calendar, left: u64) -> Option<(usize, Option<Calendar>)> {
        let key = self.key(&calendar, left);
        if let Some(&place) = self.index.get(&key) {
            return Some((place, Some(calendar)));
        }
        let ready = self.ready(&calendar, left)?;
        let firsts = self.firsts(&calendar, left)?;
        let all: Vec<usize> = self.each(left).collect();
        let jobs = self.jobs(&all, &firsts, |_, _| true)?;
        let ready = ready.max(self.done(left, jobs));
        if ready > self.setting.last {
            return None;
        }
        let place = self.places.len();
        let standing = self.standing(&calendar);
        self.places.push(Place { calendar, left, ready, firsts, next: None, standing });
        self.index.insert(key, place);
        Some((place, None))
    }

    /// The places one step on.
    fn next(&mut self, place: usize) -> Rc<[Next]> {
        if let Some(next) = &self.places[place].next {
            return Rc::clone(next);
        }
        let mut next = Vec::new();
        let left = self.places[place].left;
        for member in 0..self.stack.steps {
            let asks = &self.stack.members[member];
            // What is not placed yet cannot be issued, nor begun.
            let placed = |m: u32| m as usize >= self.stack.steps || left >> m & 1 == 0;
            if left >> member & 1 == 0 || !asks.needs.iter().chain(&asks.loose).all(|n| n.holds(placed)) {
                continue;
            }
            for at in 0..self.stack.item(self.setting, member).offers.len() {
                let mut release = self.setting.today;
                while let Some(mut calendar) =
                    self.places[place].calendar.place(self.setting, self.stack, member as u32, at as u32, release)
                {
                    let start = calendar.of[member].start;
                    if self.sooner.asked && calendar.run_out(self.setting, self.stack).is_none() {
                        break;
                    }
                    if let Some((to, other)) = self.place(calendar, left & !(1 << member)) {
                        let (from, there) = (&self.places[place].calendar, &self.places[to].calendar);
                        let own = other.filter(|own| from.under_way().chain([member]).any(|m| own.of[m] != there.of[m]));
                        next.push(Next { to, member: member as u32, at: at as u32, release, own });
                    }
                    let offer = &self.stack.item(self.setting, member).offers[at];
                    let Some(behind) = later(self.setting, offer, &self.releases, (release, start)) else { break };
                    release = behind;
                }
            }
        }
        let next: Rc<[Next]> = next.into();
        self.places[place].next = Some(Rc::clone(&next));
        next
    }

    /// A label in all the ways to pay one more step.
    fn extend(&mut self, open: &Open, next: &Next, archive: &Archive, agenda: &mut Vec<Open>) {
        let &Next { to, member, at, release, .. } = next;
        let from = self.places[open.place].calendar.day;
        let calendar = next.own.as_ref().unwrap_or(&self.places[to].calendar);
        let (start, day, left) = (calendar.of[member as usize].start, calendar.day, self.places[to].left);
        let mut base = open.label.clone();
        let settled = self.settle(&mut base, next, from, day);
        let minutes = self.stack.item(self.setting, member as usize).offers[at as usize].minutes;
        let (mut labels, mut trace): (Vec<Label>, Vec<(usize, Payer, i32)>) = (Vec::new(), Vec::new());
        for purse in settled.into_iter().flatten() {
            for combination in 0..self.fares.options[member as usize][at as usize].len() {
                let payer = Payer { member, at, combination: combination as u32 };
                let mut label = Label { purse: purse.clone(), payers: base.payers.clone(), after: base.after };
                if !self.fares.sign(&mut label.purse, payer, start) {
                    continue;
                }
                label.purse.effort += minutes;
                label.purse.trace = self.trace.len() + trace.len();
                trace.push((open.label.purse.trace, payer, release));
                if self.fares.is_to_follow(payer) {
                    label.payers.push(payer);
                    label.payers.sort_unstable();
                }
                let paid = if self.sooner.asked { self.pay(&mut label, calendar, start, day) } else { Some(vec![label.purse.clone()]) };
                let users = label.payers.iter().fold(left, |users, p| users | 1 << p.member);
                for mut purse in paid.into_iter().flatten() {
                    self.fares.forget(&mut purse, users, day);
                    labels.push(Label { purse, payers: label.payers.clone(), after: label.after });
                }
            }
        }
        self.trace.extend(trace);
        for label in labels {
            agenda.extend(self.open(to, label, archive));
        }
    }

    /// Pays for the days from `from` up to the morning of `day`; drops payers that are done.
    fn settle(&self, label: &mut Label, next: &Next, from: i32, day: i32) -> Option<Vec<Purse>> {
        if label.payers.is_empty() {
            return Some(vec![label.purse.clone()]);
        }
        let calendar = next.own.as_ref().unwrap_or(&self.places[next.to].calendar);
        self.pay(label, calendar, from, day)
    }

    fn pay(&self, label: &mut Label, calendar: &Calendar, from: i32, day: i32) -> Option<Vec<Purse>> {
        let mut purses = self.fares.advance(&label.purse, &label.payers, calendar, from, day);
        for &payer in &label.payers {
            let dates = &calendar.of[payer.member as usize];
            if dates.last < day && !self.fares.close(&mut purses, payer, dates) {
                return None;
            }
        }
        label.payers.retain(|p| calendar.of[p.member as usize].last >= day);
        Some(purses)
    }

    /// The question of [`Self::of_use`] again, with what has been found since.
    fn still_of_use(&mut self, open: &Open, archive: &Archive) -> bool {
        if open.version == archive.version {
            return true;
        }
        let shape = Measures { ready: self.places[open.place].ready.max(open.label.after), ..open.least };
        let whole = open.whole.clone();
        self.of_use(open.place, &open.label, &whole, shape, archive)
    }

    /// A label with its bounds, unless it is of no use or beaten.
    fn open(&mut self, place: usize, mut label: Label, archive: &Archive) -> Option<Open> {
        let (left, day) = (self.places[place].left, self.places[place].calendar.day);
        let ready = self.places[place].ready.max(label.after);
        let effort = self.each(left).fold(label.purse.effort, |sum, m| sum.saturating_add(self.least[m].3));
        let shape = Measures { money: 0, ready, effort, count: self.count };
        let net = self.fares.net(&label.purse);
        // The dear bound only where the cheap one does not do.
        let mut whole: Vec<i64> = Vec::with_capacity(net.len());
        for (funds, own) in net.iter().enumerate() {
            let rest = self.fares.rest(&label.purse, left, day, self.bounds, funds);
            whole.push(own.saturating_add(rest).max(self.floor[funds]));
        }
        self.worth(&whole, shape, archive)?;
        for (funds, own) in net.iter().enumerate() {
            let rest = self.fares.rest_in_units(&label.purse, left, day, self.bounds, funds);
            whole[funds] = whole[funds].max(own.saturating_add(rest));
        }
        let least = self.worth(&whole, shape, archive)?;
        if !self.of_use(place, &label, &whole, shape, archive) {
            return None;
        }
        if !self.meet(place, &mut label) {
            return None;
        }
        let mut least = least;
        if label.after > ready {
            let later = Measures { ready: label.after, ..shape };
            least = self.worth(&whole, later, archive)?;
            if !self.of_use(place, &label, &whole, later, archive) {
                return None;
            }
        }
        let key = self.first_by(place, &label, least).key(self.aim);
        Some(Open { place, label, whole, least, key, left: left.count_ones(), version: archive.version })
    }

    /// Keeps a label among those it meets, where none of them makes it needless, and lets go of those it makes needless.
    fn meet(&mut self, place: usize, label: &mut Label) -> bool {
        let meeting = self.meeting(place);
        let mut met = self.met.remove(&meeting).unwrap_or_default();
        let mut kept = true;
        // In the order of their days: only those before may make it needless, and it only those after.
        let day = |place: usize| self.places[place].calendar.day;
        let (before, after) = if self.sooner.asked {
            (met.partition_point(|m| day(m.0) <= day(place)), met.partition_point(|m| day(m.0) < day(place)))
        } else {
            (met.len(), 0)
        };
        for (there, old) in &met[..before] {
            match self.outdoes((*there, old), (place, label)) {
                Some(Needless::Always) => {
                    kept = false;
                    break;
                }
                Some(Needless::Until(day)) => label.after = label.after.max(day.saturating_add(1)),
                None => {}
            }
        }
        if kept {
            let mut at = 0;
            met.retain_mut(|(there, old)| {
                at += 1;
                let needless = if at > after { self.outdoes((place, label), (*there, old)) } else { None };
                if let Some(Needless::Until(day)) = needless {
                    old.after = old.after.max(day.saturating_add(1));
                }
                needless != Some(Needless::Always)
            });
            met.insert(after, (place, label.clone()));
        }
        self.met.insert(meeting, met);
        kept
    }

    /// The least measures of what is of use, when these are the least money beside awards for each set of funds that give all they
    /// can; `None`: nothing is. A plan that is ready in a later year may have drawn more from funds.
    fn worth(&self, least: &[i64], shape: Measures, archive: &Archive) -> Option<Measures> {
        let mut found: Option<Measures> = None;
        let mut from = shape.ready;
        for (year, (end, _)) in self.bounds.given.iter().enumerate() {
            if from > *end {
                continue;
            }
            let money = self.fares.in_year(self.bounds, least, year).saturating_add(self.awards);
            let here = Measures { money, ready: from, ..shape };
            if money <= self.setting.budget && !archive.hopeless(self.aim, here, Some(self.ids)) {
                found = Some(found.map_or(here, |f| Measures { money: money.min(f.money), ..f }));
            }
            if least.len() == 1 {
                break;
            }
            from = end.saturating_add(1);
        }
        found
    }

    pub(super) fn each(&self, left: u64) -> impl Iterator<Item = usize> + use<> {
        (0..self.stack.steps).filter(move |m| left >> m & 1 == 1)
    }

    /// No schedule that continues a calendar is ready before this day; `None`: not in time.
    fn ready(&self, calendar: &Calendar, left: u64) -> Option<i32> {
        let setting = self.setting;
        let mut ready = setting.today;
        for (m, dates) in calendar.of.iter().enumerate() {
            if dates.issued < LATER && !self.stack.is_held(setting, m) {
                // What awards itself may yet do so earlier.
                ready = if m < self.stack.steps { ready.max(dates.issued) } else { ready };
            }
        }
        let (mut slots, mut tail, mut after, mut work) = (0_i32, LATER, LATER, calendar.left());
        for m in self.each(left) {
            let (slot, rest, own, _) = self.least[m];
            (slots, tail, work) = (slots.saturating_add(slot), tail.min(rest), work.saturating_add(own));
            after = after.min(slot.saturating_add(rest));
        }
        if work > 0 {
            ready = ready.max(setting.done_by(calendar.day, work)?.saturating_add(1));
        }
        if left != 0 {
            let first = if setting.at_once == 1 {
                calendar.free(setting).saturating_add(slots).saturating_add(tail)
            } else {
                calendar.day.saturating_add(after)
            };
            ready = ready.max(first);
        }
        (ready <= setting.last).then_some(ready)
    }

    /// What of a calendar bears on whether sooner is no worse.
    fn standing(&self, calendar: &Calendar) -> Standing {
        if !self.sooner.asked {
            return Standing::default();
        }
        let (setting, stack) = (self.setting, self.stack);
        let issued = calendar.order.iter().map(|o| calendar.of[o.0 as usize].issued).max().unwrap_or(setting.today);
        let offers = || calendar.order.iter().map(|o| &stack.item(setting, o.0 as usize).offers[o.1 as usize]);
        let used = calendar.order.iter().map(|o| o.2).filter(|&r| r != setting.today && setting.cash_days.binary_search(&r).is_err());
        let lacking = used.filter(|r| !offers().any(|o| o.releases.binary_search(r).is_ok()));
        let at = |r: i32| self.releases.binary_search(&r).unwrap_or(127) as u32;
        let ready = calendar.of.iter().map(|d| d.ready).collect();
        Standing { ready, issued, lacking: lacking.fold(0, |mask, r| mask | 1 << at(r)) }
    }

    /// All of a half-made schedule that its continuations depend on.
    fn key(&self, calendar: &Calendar, left: u64) -> Vec<i32> {
        let (setting, stack) = (self.setting, self.stack);
        let mut key = Vec::with_capacity(16);
        key.extend([(left & 0xFFFF_FFFF) as i32, (left >> 32) as i32, calendar.day]);
        calendar.under_way_key(&mut key);
        let mut ready = 0;
        for &(member, at, _) in &calendar.order {
            let m = member as usize;
            let dates = &calendar.of[m];
            if dates.issued < LATER {
                ready = ready.max(dates.issued);
            }
            if self.strict || self.dated[m] || dates.ready > calendar.day {
                key.extend([-1 - m as i32, at as i32, dates.start, dates.studied, dates.last, dates.issued]);
            }
        }
        if self.dated.iter().skip(stack.steps).any(|d| *d) || self.strict {
            key.push(-100);
            (stack.steps..stack.items.len()).filter(|&m| !stack.is_held(setting, m)).for_each(|m| key.push(calendar.of[m].issued));
        }
        for m in (stack.steps..stack.items.len()).filter(|&m| !stack.is_held(setting, m)) {
            let issued = calendar.of[m].ready;
            if issued > calendar.day && issued < LATER {
                key.extend([-200 - m as i32, issued]);
            }
        }
        key.push(if ready > calendar.day || left == 0 { ready } else { 0 });
        if !self.releases.is_empty() {
            // Releases must be days of an offering in use, which can show later; those of what is placed are open to what comes.
            let placed = |r: i32| {
                let mut offers = calendar.order.iter().map(|o| &stack.item(setting, o.0 as usize).offers[o.1 as usize]);
                setting.cash_days.binary_search(&r).is_ok() || offers.any(|o| o.releases.binary_search(&r).is_ok())
            };
            let mut lacking: Vec<i32> = calendar.order.iter().map(|o| o.2).filter(|&r| r != setting.today && !placed(r)).collect();
            lacking.sort_unstable();
            lacking.dedup();
            key.push(-300);
            key.extend(lacking);
            key.push(-400);
            key.extend(self.releases.iter().filter(|&&r| r > calendar.day && placed(r)));
        }
        key
    }

    /// Runs a whole schedule to its end and bills it; `false` when the work ran out.
    fn finish(&self, open: &Open, archive: &mut Archive, effort: &mut Effort<'_>) -> bool {
        let (setting, stack) = (self.setting, self.stack);
        let mut order = Vec::with_capacity(stack.steps);
        let mut trace = open.label.purse.trace;
        while let Some(&(before, payer, release)) = self.trace.get(trace) {
            order.push((payer, release));
            trace = before;
        }
        let mut calendar = Calendar::new(setting, stack);
        for &(payer, release) in order.iter().rev() {
            let Some(next) = calendar.place(setting, stack, payer.member, payer.at, release) else { return true };
            calendar = next;
        }
        let day = calendar.day;
        let Some(ready) = calendar.finish(setting, stack) else { return true };
        if !released(setting, stack, &calendar) {
            return true;
        }
        let mut label = open.label.clone();
        let Some(purses) = self.pay(&mut label, &calendar, day, LATER + 1) else { return true };
        let Some(money) = purses.iter().map(|p| self.fares.net_of_all(p)).min() else { return true };
        let Some(entries) = fixed(setting, stack, &calendar, ready, &self.renewed.to_vec()) else { return true };
        let money = entries.iter().fold(money, |sum, e| sum.saturating_add(e.amount));
        let mut measures = Measures { money, ready, effort: label.purse.effort, count: self.count };
        if money > setting.budget || archive.hopeless(self.aim, measures, Some(self.ids)) {
            return true;
        }
        effort.schedules += 1;
        // With funds many ways to pay must be billed to find the best; it is known here.
        let known = |order: &[(Payer, i32)]| order.iter().map(|(payer, _)| (payer.member as usize, self.fares.ways(*payer))).collect();
        let ways: Vec<(usize, &[usize])> = if setting.funds.is_empty() { Vec::new() } else { known(&order) };
        let (bill, whole) = cheapest(setting, stack, &calendar, &entries, (money, &ways), effort);
        if let Some(bill) = bill {
            measures.money = bill.money;
            let (ids, stack, renewed) = (self.ids.to_vec(), stack.clone(), self.renewed.to_vec());
            archive.offer(&Found { measures, ids, stack, calendar, bill, renewed });
        }
        whole
    }
}

/// Members whose day of issue matters at the end: they may run out or owe yearly fees within the longest plan, or carry one that may.
fn dated(setting: &Setting<'_>, stack: &Stack, bounds: &Bounds, releases: &[i32]) -> Vec<bool> {
    let end = setting.hold_end(longest(setting, stack, bounds, releases));
    let anniversary = Day(setting.today).plus_months(12).0;
    let binding = |item: &Item| {
        let months = item.valid_months.map_or(i32::MAX, |n| Day(setting.today).plus_months(n).0);
        months.min(item.valid_until.unwrap_or(i32::MAX)) < end
    };
    let mut dated: Vec<bool> = (0..stack.items.len())
        .map(|m| {
            let item = stack.item(setting, m);
            let kept = setting.yearly.iter().any(|y| y.members.iter().any(|member| Some(member.0) == item.credential));
            binding(item) || (kept && anniversary <= end)
        })
        .collect();
    for m in 0..stack.items.len() {
        let item = stack.item(setting, m);
        if dated[m] || stack.is_held(setting, m) {
            for (other, carries) in stack.items.iter().zip(&mut dated) {
                *carries |= item.renewers.contains(other);
            }
        }
    }
    dated
}

/// No schedule of the stack is ready after this day: without dates to wait for, at most all work one after another, the last day
/// of each begun anew, with every lag, wait and least number of days on top.
fn longest(setting: &Setting<'_>, stack: &Stack, bounds: &Bounds, releases: &[i32]) -> i32 {
    let rules = (stack.steps..stack.items.len()).map(|m| stack.item(setting, m).award_lag).fold(0_i32, i32::saturating_add);
    let (mut work, mut days) = (0_i64, rules);
    for m in 0..stack.steps {
        let (mut most, mut extra) = (0, 0);
        for offer in &stack.item(setting, m).offers {
            let wait = offer.exam.as_ref().map_or(0, |e| 1 + (e.attempts - 1).max(0).saturating_mul(e.wait.max(1)));
            let fixed = offer.exam.as_ref().is_some_and(|e| !e.dates.is_empty());
            let own = match offer.pace {
                Pace::Own { cap, work, min_days } => {
                    let slow = if cap < bounds.most_a_day { (work + cap.max(1) - 1) / cap.max(1) } else { 0 };
                    most = most.max(work.saturating_add(bounds.most_a_day));
                    min_days.saturating_add(i32::try_from(slow).unwrap_or(LATER))
                }
                Pace::Group { .. } => return setting.last,
                Pace::None => 0,
            };
            if fixed || !releases.is_empty() {
                return setting.last;
            }
            extra = extra.max(own.saturating_add(wait).saturating_add(offer.lag).saturating_add(1));
        }
        (work, days) = (work.saturating_add(most), days.saturating_add(extra));
    }
    setting.done_by(setting.today, work).map_or(setting.last, |day| day.saturating_add(days).min(setting.last))
}
