//! The calendar of one order: when each step starts, works, is examined and issued, day by day.

use super::setting::{Offer, Pace, Setting};
use super::stack::Stack;

/// Not yet.
pub(super) const LATER: i32 = i32::MAX / 2;

/// A partial schedule: everything is settled up to the morning of `day`.
#[derive(Clone, Debug)]
pub(super) struct Calendar {
    /// The start of the step placed last.
    pub(super) day: i32,
    /// Open steps in their order.
    open: Vec<Open>,
    /// Of each member.
    pub(super) of: Vec<Dates>,
    /// Placed steps in order, each with the place of its offer and its release.
    pub(super) order: Vec<(u32, u32, i32)>,
}

/// The dates of a member; [`LATER`] where they are not settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dates {
    pub(super) start: i32,
    /// Last day of study; the day before `start` when there is none.
    pub(super) studied: i32,
    /// Last day that takes a slot.
    pub(super) last: i32,
    pub(super) issued: i32,
    /// First day a dependent can start.
    pub(super) ready: i32,
    /// Days with work, as runs from first to last.
    pub(super) active: Vec<(i32, i32)>,
    pub(super) exams: Vec<i32>,
}

#[derive(Clone, Debug)]
struct Open {
    member: u32,
    /// Last day, once known.
    last: i32,
    kind: Doing,
}

#[derive(Clone, Debug)]
enum Doing {
    Own { left: i64, cap: i64, min_last: i32 },
    Group { load: i64, studied: i32 },
    Waiting,
}

impl Calendar {
    /// Nothing placed yet.
    pub(super) fn new(setting: &Setting<'_>, stack: &Stack) -> Self {
        let none = Dates { start: LATER, studied: LATER, last: LATER, issued: LATER, ready: LATER, active: Vec::new(), exams: Vec::new() };
        let mut of = vec![none; stack.items.len()];
        for (member, dates) in of.iter_mut().enumerate() {
            if stack.is_held(setting, member) {
                dates.ready = i32::MIN;
                dates.start = i32::MIN;
            }
        }
        let mut calendar = Self { day: setting.today, open: Vec::new(), of, order: Vec::new() };
        calendar.claim(setting, stack);
        calendar
    }

    /// This schedule with one more step, started on the first possible day from `release` and from the step before.
    pub(super) fn place(&self, setting: &Setting<'_>, stack: &Stack, member: u32, offer_at: u32, release: i32) -> Option<Self> {
        let mut next = self.clone();
        let offer = &stack.item(setting, member as usize).offers[offer_at as usize];
        while next.day < release {
            if next.open.is_empty() {
                next.day = release;
                break;
            }
            next.pass(setting, stack)?;
        }
        while !next.can_start(setting, stack, member, offer) {
            next.pass(setting, stack)?;
        }
        next.start(setting, stack, member, offer)?;
        next.order.push((member, offer_at, release));
        Some(next)
    }

    /// Runs on until no step is under way; `None`: not by the last day.
    pub(super) fn run_out(&mut self, setting: &Setting<'_>, stack: &Stack) -> Option<()> {
        while let Some(open) = self.open.first() {
            if self.open.len() == 1 && open.last < LATER {
                self.day = self.day.max(open.last + 1);
                self.open.clear();
                break;
            }
            self.pass(setting, stack)?;
        }
        Some(())
    }

    /// Runs on until everything is issued; the ready date, or `None` when the last day comes first.
    pub(super) fn finish(&mut self, setting: &Setting<'_>, stack: &Stack) -> Option<i32> {
        while self.open.iter().any(|o| o.last == LATER) {
            self.pass(setting, stack)?;
        }
        let mut ready = setting.today;
        for (member, dates) in self.of.iter().enumerate() {
            if !stack.is_held(setting, member) {
                ready = ready.max(dates.issued);
            }
        }
        (ready <= setting.last && self.overlaps(setting, stack)).then_some(ready)
    }

    /// Members that are under way.
    pub(super) fn under_way(&self) -> impl Iterator<Item = usize> {
        self.open.iter().map(|o| o.member as usize)
    }

    /// What is open, as numbers: equal states go on equally.
    pub(super) fn state(&self) -> Vec<i64> {
        let mut state = vec![i64::from(self.day)];
        for open in &self.open {
            state.extend([i64::from(open.member), i64::from(open.last)]);
            match open.kind {
                Doing::Own { left, min_last, .. } => state.extend([0, left, i64::from(min_last)]),
                Doing::Group { studied, .. } => state.extend([1, i64::from(studied)]),
                Doing::Waiting => state.push(2),
            }
        }
        state
    }

    /// What is open, for a key: equal keys go on equally.
    pub(super) fn under_way_key(&self, key: &mut Vec<i32>) {
        for open in &self.open {
            let dates = &self.of[open.member as usize];
            let at = self.order.iter().find(|o| o.0 == open.member).map_or(0, |o| o.1);
            key.extend([open.member as i32, at as i32, dates.start, dates.studied, open.last]);
            if let Doing::Own { left, .. } = open.kind {
                key.extend([(left & 0x7FFF_FFFF) as i32, (left >> 31) as i32]);
            }
        }
        key.push(-10);
    }

    /// Work still to be done by open steps, now.
    pub(super) fn left(&self) -> i64 {
        self.open
            .iter()
            .map(|o| match o.kind {
                Doing::Own { left, .. } => left,
                Doing::Group { load, studied } => load.saturating_mul(i64::from((studied - self.day + 1).max(0))),
                Doing::Waiting => 0,
            })
            .sum()
    }

    /// The first day the one slot can be free, when steps come one at a time.
    pub(super) fn free(&self, setting: &Setting<'_>) -> i32 {
        let ends = self.open.iter().map(|o| match (o.last, &o.kind) {
            (LATER, Doing::Own { left, .. }) => setting.done_by(self.day, *left).map_or(LATER, |d| d + 1),
            (last, _) => last + 1,
        });
        ends.max().unwrap_or(self.day).max(self.day)
    }

    /// Lets one day go by: work is done, what ends is settled.
    fn pass(&mut self, setting: &Setting<'_>, stack: &Stack) -> Option<()> {
        let today = self.day;
        if today > setting.last {
            return None;
        }
        if let Some(()) = self.leap(setting, stack) {
            return Some(());
        }
        let mut spare = setting.fits(today);
        for open in &self.open {
            if let Doing::Group { load, studied } = open.kind
                && today <= studied
            {
                spare -= load;
            }
        }
        let mut ended = Vec::new();
        for open in &mut self.open {
            if let Doing::Own { left, cap, min_last } = &mut open.kind {
                let work = (*left).min(*cap).min(spare.max(0));
                *left -= work;
                spare -= work;
                let over = *left == 0 && today >= *min_last;
                if work > 0 || over {
                    extend(&mut self.of[open.member as usize].active, today);
                }
                if over {
                    ended.push(open.member);
                }
            }
        }
        for member in ended {
            self.study_ends(setting, stack, member, today)?;
        }
        self.day += 1;
        let day = self.day;
        self.open.retain(|o| o.last >= day);
        Some(())
    }

    /// Leaps to the end of a lone step that may take all hours, where every day has some.
    fn leap(&mut self, setting: &Setting<'_>, stack: &Stack) -> Option<()> {
        let [Open { member, kind: Doing::Own { left, cap: i64::MAX, min_last }, .. }] = self.open[..] else { return None };
        if setting.at_once != 1 || left == 0 {
            return None;
        }
        let end = setting.done_by(self.day, left)?;
        let first = usize::try_from(self.day - setting.today).ok()?;
        let worked = setting.capacity.get(first..=first + usize::try_from(end - self.day).ok()?)?;
        if min_last > end || worked.contains(&0) {
            return None;
        }
        self.of[member as usize].active.push((self.day, end));
        self.study_ends(setting, stack, member, end)?;
        self.day = end + 1;
        let day = self.day;
        self.open.retain(|o| o.last >= day);
        Some(())
    }

    fn can_start(&self, setting: &Setting<'_>, stack: &Stack, member: u32, offer: &Offer) -> bool {
        let day = self.day;
        if self.open.len() >= setting.at_once || day > setting.last {
            return false;
        }
        let asks = &stack.members[member as usize];
        let in_force = |m: u32| self.of[m as usize].ready <= day && stack.members[m as usize].until >= day;
        let begun = |m: u32| in_force(m) || (self.of[m as usize].start <= day && stack.members[m as usize].until >= day);
        if !asks.needs.iter().all(|n| n.holds(in_force)) || !asks.loose.iter().all(|n| n.holds(begun)) {
            return false;
        }
        match &offer.pace {
            Pace::Own { .. } => true,
            Pace::None => {
                let dates = offer.exam.as_ref().map_or(&[][..], |e| &e.dates);
                dates.is_empty() || dates.binary_search(&day).is_ok()
            }
            Pace::Group { starts, days, load } => starts.binary_search(&day).is_ok() && self.has_room(setting, *days, *load),
        }
    }

    /// Whether a cohort that starts today finds its load free every day.
    fn has_room(&self, setting: &Setting<'_>, days: i32, load: i64) -> bool {
        (self.day..self.day + days).all(|day| {
            let mut spare = setting.fits(day);
            for open in &self.open {
                if let Doing::Group { load, studied } = open.kind
                    && day <= studied
                {
                    spare -= load;
                }
            }
            spare >= load
        })
    }

    fn start(&mut self, setting: &Setting<'_>, stack: &Stack, member: u32, offer: &Offer) -> Option<()> {
        let today = self.day;
        self.of[member as usize].start = today;
        let kind = match offer.pace {
            Pace::Own { work, cap, min_days } => Doing::Own { left: work, cap, min_last: today + min_days.max(1) - 1 },
            Pace::Group { days, load, .. } => {
                self.of[member as usize].active.push((today, today + days - 1));
                Doing::Group { load, studied: today + days - 1 }
            }
            Pace::None => Doing::Waiting,
        };
        let known = match kind {
            Doing::Own { .. } => None,
            Doing::Group { studied, .. } => Some(studied),
            Doing::Waiting => Some(today - 1),
        };
        self.open.push(Open { member, last: LATER, kind });
        match known {
            Some(studied) => self.settle(setting, stack, member, offer, studied),
            None => Some(()),
        }
    }

    fn study_ends(&mut self, setting: &Setting<'_>, stack: &Stack, member: u32, today: i32) -> Option<()> {
        let placed = self.order.iter().find(|o| o.0 == member).map(|o| o.1);
        let offer = stack.item(setting, member as usize).offers.get(placed? as usize)?;
        if let Some(open) = self.open.iter_mut().find(|o| o.member == member) {
            open.kind = Doing::Waiting;
        }
        self.settle(setting, stack, member, offer, today)
    }

    /// Exams, end and issue of a step whose study ends on `studied`.
    fn settle(&mut self, setting: &Setting<'_>, stack: &Stack, member: u32, offer: &Offer, studied: i32) -> Option<()> {
        let dates = &mut self.of[member as usize];
        dates.studied = studied;
        dates.last = studied;
        dates.issued = studied + 1 + offer.lag;
        if let Some(exam) = &offer.exam {
            let mut from = studied + 1;
            for _ in 0..exam.attempts {
                let day = if exam.dates.is_empty() { from } else { *exam.dates.get(exam.dates.partition_point(|&d| d < from))? };
                dates.exams.push(day);
                dates.last = day;
                from = day + exam.wait.max(1);
            }
            dates.issued = dates.last + offer.lag;
        }
        dates.ready = dates.issued.max(dates.last + 1);
        let last = dates.last;
        if dates.issued > setting.last {
            return None;
        }
        if let Some(open) = self.open.iter_mut().find(|o| o.member == member) {
            open.last = last;
        }
        self.claim(setting, stack);
        Some(())
    }

    /// Settles when credentials that award themselves can be issued, as far as is known.
    fn claim(&mut self, setting: &Setting<'_>, stack: &Stack) {
        loop {
            let mut changed = false;
            for member in stack.steps..stack.items.len() {
                if stack.is_held(setting, member) {
                    continue;
                }
                let lag = stack.item(setting, member).award_lag;
                let issued = self.met_on(setting, stack, member).map_or(LATER, |met| met + lag);
                if issued < self.of[member].issued {
                    let dates = &mut self.of[member];
                    (dates.start, dates.studied, dates.last) = (issued, issued - 1, issued - 1);
                    (dates.issued, dates.ready) = (issued, issued);
                    changed = true;
                }
            }
            if !changed {
                return;
            }
        }
    }

    /// The first day on which all needs of a member hold by what is issued, and held and still in force then.
    fn met_on(&self, setting: &Setting<'_>, stack: &Stack, member: usize) -> Option<i32> {
        let needs = &stack.members[member].needs;
        let from = needs.iter().flat_map(|n| &n.atoms).flat_map(|(_, from)| from);
        let mut days: Vec<i32> = from.map(|&m| self.of[m as usize].ready.max(setting.today)).filter(|d| *d < LATER).collect();
        days.push(setting.today);
        days.sort_unstable();
        let on = |day: i32, m: u32| self.of[m as usize].ready <= day && stack.members[m as usize].until >= day;
        days.into_iter().find(|&day| needs.iter().all(|n| n.holds(|m| on(day, m))))
    }

    /// Whether strict co-requisites are held or share a day with the step that asks them.
    fn overlaps(&self, setting: &Setting<'_>, stack: &Stack) -> bool {
        (0..stack.steps).all(|member| {
            let own = &self.of[member];
            let together = |m: u32| {
                let other = &self.of[m as usize];
                if stack.is_held(setting, m as usize) {
                    stack.members[m as usize].until >= own.start
                } else {
                    (m as usize) < stack.steps && m as usize != member && other.start <= own.last && own.start <= other.last
                }
            };
            stack.members[member].strict.iter().all(|n| n.holds(together))
        })
    }
}

fn extend(runs: &mut Vec<(i32, i32)>, day: i32) {
    match runs.last_mut() {
        Some((_, last)) if *last + 1 == day => *last = day,
        _ => runs.push((day, day)),
    }
}
