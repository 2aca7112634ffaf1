//! The exact price of one stack: branch and bound over offerings, orders and releases, each leaf billed exactly.

use std::collections::HashSet;
use std::rc::Rc;

use super::archive::{Aim, Archive, Found, Measures};
use super::bound::{Bounds, Least, renewals};
use super::dates::{Calendar, LATER};
use super::fares::{self, Fares};
use super::funding;
use super::purchase::{cheapest, offer_of};
use super::relaxed::Relaxed;
use super::sequence::Sequence;
use super::setting::{Offer, Setting, Way};
use super::stack::{Member, Stack};
use super::upkeep::fixed;

/// What a search may spend: steps of work, and a flag that stops it.
#[derive(Debug)]
pub(super) struct Effort<'l> {
    pub(super) left: u64,
    pub(super) stop: Option<&'l std::sync::atomic::AtomicBool>,
    pub(super) schedules: u64,
    pub(super) stacks: u64,
    pub(super) nodes: u64,
}

impl Effort<'_> {
    /// Takes a step; `false` when the search must end.
    pub(super) fn step(&mut self) -> bool {
        if self.left == 0 || self.stopped() {
            self.left = 0;
            return false;
        }
        self.left -= 1;
        true
    }

    /// Whether whoever asked waits no longer: what takes long between two steps looks here.
    pub(super) fn stopped(&self) -> bool {
        self.stop.is_some_and(|stop| stop.load(std::sync::atomic::Ordering::Relaxed))
    }
}

struct Node {
    calendar: Calendar,
    left: Vec<bool>,
    /// Bounds of what is placed.
    placed: Least,
    least: Measures,
}

/// A half-made schedule that waits for its turn: what it goes on from, and with which step. Most never have a turn, and a wide stack has
/// tens of thousands of them, so that their calendars are made only then.
struct Next {
    from: Rc<Node>,
    /// Member, offer and release; none for the first.
    step: Option<(u32, u32, i32)>,
    placed: Least,
    least: Measures,
}

impl Next {
    /// The half-made schedule itself.
    fn node(self, setting: &Setting<'_>, stack: &Stack) -> Option<Rc<Node>> {
        let Some((member, at, release)) = self.step else { return Some(self.from) };
        let calendar = self.from.calendar.place(setting, stack, member, at, release)?;
        let mut left = self.from.left.clone();
        left[member as usize] = false;
        Some(Rc::new(Node { calendar, left, placed: self.placed, least: self.least }))
    }
}

/// Offers every schedule of a stack that can improve the answer to `aim` to the archive. Lower bounds of the stack's money, in plans
/// ready by the end of each year, which hold for every wider stack too; `None`: the work ran out.
pub(super) fn price(
    setting: &Setting<'_>,
    bounds: &Bounds,
    chosen: &[u32],
    aim: Aim,
    archive: &mut Archive,
    effort: &mut Effort<'_>,
) -> Option<Vec<i64>> {
    effort.stacks += 1;
    let mut floor: Option<Vec<i64>> = None;
    let mut lower = |by_year: Vec<i64>| {
        floor = Some(match floor.take() {
            None => by_year,
            Some(old) => old.iter().zip(&by_year).map(|(a, b)| *a.min(b)).collect(),
        });
    };
    let stack = Stack::new(setting, chosen);
    let mut ids: Vec<u32> = stack.items[..stack.steps].iter().filter_map(|&i| setting.items[i as usize].credential).collect();
    ids.sort_unstable();
    let renewable: Vec<usize> =
        (stack.steps..stack.items.len()).filter(|&m| stack.is_held(setting, m) && stack.item(setting, m).renewal.is_some()).collect();
    // Beyond 16 renewable holdings only none or all are renewed together.
    let modes: Vec<u64> = if renewable.len() <= 16 { (0..1_u64 << renewable.len()).collect() } else { vec![0, u64::MAX] };
    for mode in modes {
        let mut stack = stack.clone();
        let mut renewed = vec![false; stack.items.len()];
        for (bit, &m) in renewable.iter().enumerate() {
            if mode >> bit.min(63) & 1 == 1 {
                renewed[m] = true;
                stack.members[m].until = i32::MAX;
            }
        }
        if fares::apply(setting) {
            // Funds that cannot be used together are tried apart.
            let sets = funding::choices(&setting.funds, fares::funds_of(setting, &stack), false);
            let of = |set: &u64| Sequence::new(setting, bounds, &stack, &ids, &renewed, (aim, *set));
            let sequences: Option<Vec<Sequence<'_, '_>>> = sets.iter().map(of).collect();
            if let Some(sequences) = sequences {
                for mut sequence in sequences {
                    lower(sequence.floor());
                    if !sequence.run(archive, effort) {
                        return None;
                    }
                }
                continue;
            }
        }
        let mut relaxed = Relaxed::new(setting, bounds, &stack);
        let none = vec![None; stack.steps];
        lower((0..bounds.given.len()).map(|year| relaxed.least(setting, bounds, &none, year)).collect());
        let earned = (0..stack.items.len()).filter(|&m| !stack.is_held(setting, m));
        let awards = earned.map(|m| stack.item(setting, m).award_fee).sum();
        let limits = setting.budget < i64::MAX || setting.monthly_cap.is_some() || setting.yearly_cap.is_some();
        let lasting = |m: usize| {
            let item = stack.item(setting, m);
            let kept = setting.yearly.iter().any(|y| y.members.iter().any(|member| Some(member.0) == item.credential));
            kept || item.valid_months.is_some() || item.valid_until.is_some() || stack.is_held(setting, m)
        };
        let dated = limits || (0..stack.items.len()).any(lasting);
        let timed = |way: &Way| match way {
            Way::Shared(_) => true,
            Way::Direct(p) => p.member_of.is_some() || p.access.is_some() || p.from > setting.today || p.until < setting.last,
        };
        let step = |m: usize| stack.item(setting, m).offers.iter().flat_map(|o| &o.slots).flat_map(|s| &s.ways).any(timed);
        let shares: Vec<bool> = (0..stack.steps).map(step).collect();
        let mut pricing = Pricing { setting, bounds, stack, ids: &ids, renewed, relaxed, awards, dated, shares, aim, archive, effort };
        if !pricing.run() {
            return None;
        }
    }
    Some(floor.unwrap_or_default())
}

/// The least money of a set of items and of all that contain it, whatever the dates, in plans ready by the end of each year.
pub(super) fn floor(setting: &Setting<'_>, bounds: &Bounds, chosen: &[u32]) -> Vec<i64> {
    let stack = Stack::new(setting, chosen);
    let fares = if fares::apply(setting) { Fares::new(setting, bounds, &stack, fares::funds_of(setting, &stack)) } else { None };
    fares.map_or(Vec::new(), |fares| fares.by_years(bounds, &fares.least(bounds)))
}

struct Pricing<'p, 'w, 'l> {
    setting: &'p Setting<'w>,
    bounds: &'p Bounds,
    stack: Stack,
    ids: &'p [u32],
    renewed: Vec<bool>,
    relaxed: Relaxed,
    /// Award fees of all members.
    awards: i64,
    /// Whether money depends on every date: limits on cash, or something that runs out or is kept up.
    dated: bool,
    /// Steps whose money depends on their own dates: shared plans, and prices that change or run out.
    shares: Vec<bool>,
    aim: Aim,
    archive: &'p mut Archive,
    effort: &'p mut Effort<'l>,
}

impl Pricing<'_, '_, '_> {
    fn run(&mut self) -> bool {
        let calendar = Calendar::new(self.setting, &self.stack);
        let placed = self.stack.items[self.stack.steps..].iter().fold(Least::default(), |sum, &i| sum.plus(self.bounds.items[i as usize]));
        let mut left = vec![false; self.stack.items.len()];
        left[..self.stack.steps].fill(true);
        let Some(least) = self.least(&calendar, &left, placed) else { return true };
        let mut agenda = vec![Next { from: Rc::new(Node { calendar, left, placed, least }), step: None, placed, least }];
        let mut seen: HashSet<Vec<i64>> = HashSet::new();
        while let Some(next) = agenda.pop() {
            if self.archive.hopeless(self.aim, next.least, Some(self.ids)) {
                continue;
            }
            if !self.effort.step() {
                return false;
            }
            let Some(node) = next.node(self.setting, &self.stack) else { continue };
            if node.left.contains(&true) {
                if !seen.insert(self.outlook(&node)) {
                    continue;
                }
                let Some(mut children) = self.children(&node) else { return false };
                children.sort_by_key(|c| std::cmp::Reverse(c.least.key(self.aim)));
                agenda.extend(children);
            } else if !self.bill(&node) {
                return false;
            }
        }
        true
    }

    /// Lower bounds of all that continues a node; `None`: nothing can be ready in time.
    fn least(&mut self, calendar: &Calendar, left: &[bool], placed: Least) -> Option<Measures> {
        let mut sum = placed;
        for (member, _) in left.iter().enumerate().filter(|(_, left)| **left) {
            sum = sum.plus(self.bounds.items[self.stack.items[member] as usize]);
        }
        // What is dearer than an answer in hand that is ready as soon is of no use: its offers need not count.
        let first = self.bounds.ready(self.setting, &self.stack, calendar, left, i64::MAX);
        let most = self.worth(Measures { money: 0, ready: first, effort: 0, count: sum.count }).min(self.setting.budget);
        let ready = if most == i64::MAX || first >= LATER {
            first
        } else {
            self.bounds.ready(self.setting, &self.stack, calendar, left, most.saturating_sub(sum.net))
        };
        if ready >= LATER || ready > self.setting.last {
            return None;
        }
        let end = self.setting.hold_end(ready);
        let mut awards = self.awards;
        for member in (0..self.stack.items.len()).filter(|&m| !self.stack.is_held(self.setting, m)) {
            let issued = calendar.of[member].issued;
            let known = member < self.stack.steps && issued < LATER;
            let due = renewals(self.setting, self.stack.item(self.setting, member), &self.stack, known.then_some(issued), end);
            awards = awards.saturating_add(due);
            sum.net = sum.net.saturating_add(due);
            sum.gross = sum.gross.saturating_add(due);
        }
        let mut placed = vec![None; self.stack.steps];
        for &(member, at, _) in &calendar.order {
            placed[member as usize] = Some(at);
        }
        let (setting, bounds) = (self.setting, self.bounds);
        let hopeless = |least| self.archive.hopeless(self.aim, least, Some(self.ids));
        let relaxed = &mut self.relaxed;
        let more = |year| relaxed.least(setting, bounds, &placed, year).saturating_add(awards);
        bounds.worth((sum, Least::default()), ready, setting.budget, hopeless, more)
    }

    /// What goes on from here by one step; `None`: the search was stopped. Of a wide stack there are thousands, each with its bounds.
    fn children(&mut self, node: &Rc<Node>) -> Option<Vec<Next>> {
        let setting = self.setting;
        let mut releases: Vec<i32> = setting.cash_days.clone();
        for member in 0..self.stack.steps {
            releases.extend(self.stack.item(setting, member).offers.iter().flat_map(|o| &o.releases));
        }
        releases.sort_unstable();
        releases.dedup();
        let mut children = Vec::new();
        for member in 0..self.stack.steps {
            if !node.left[member] {
                continue;
            }
            if self.effort.stopped() {
                return None;
            }
            let item = self.stack.items[member] as usize;
            for at in 0..setting.items[item].offers.len() {
                let mut release = setting.today;
                while let Some(calendar) = node.calendar.place(setting, &self.stack, member as u32, at as u32, release) {
                    let start = calendar.of[member].start;
                    let mut left = node.left.clone();
                    left[member] = false;
                    let placed = node.placed.plus(self.bounds.offers[item][at]);
                    if let Some(least) = self.least(&calendar, &left, placed) {
                        let step = Some((member as u32, at as u32, release));
                        children.push(Next { from: node.clone(), step, placed, least });
                    }
                    let Some(behind) = later(setting, &setting.items[item].offers[at], &releases, (release, start)) else { break };
                    release = behind;
                }
            }
        }
        Some(children)
    }

    /// All of a half-made schedule that its future depends on: equal outlooks lead to equal best ends.
    fn outlook(&self, node: &Node) -> Vec<i64> {
        let (setting, stack, calendar) = (self.setting, &self.stack, &node.calendar);
        let rules = (stack.steps..stack.items.len()).any(|m| !stack.is_held(setting, m));
        let mut key = calendar.state();
        let mut ready = 0;
        // By member: the order itself does not matter beyond what the calendar still has open.
        let mut placed = calendar.order.clone();
        placed.sort_unstable();
        for &(member, at, _) in &placed {
            let m = member as usize;
            let dates = &calendar.of[m];
            key.extend([i64::from(member), i64::from(at)]);
            ready = ready.max(if dates.issued < LATER { dates.issued } else { 0 });
            let asked = |other: &Member| {
                let needs = other.needs.iter().chain(&other.loose).chain(&other.strict);
                needs.flat_map(|n| &n.atoms).any(|(_, from)| from.contains(&member))
            };
            let waited_for = rules || (0..stack.steps).any(|o| node.left[o] && asked(&stack.members[o]));
            let strict = stack.members.iter().any(|m| !m.strict.is_empty());
            if self.dated || strict || self.shares[m] {
                key.extend([dates.start, dates.studied, dates.issued].map(i64::from));
                key.extend(dates.active.iter().flat_map(|&(a, b)| [i64::from(a), i64::from(b)]));
            } else {
                key.extend(waited_for.then_some(i64::from(dates.ready)));
                for fund in &setting.funds {
                    let open = (fund.from..=fund.until).contains(&dates.start);
                    key.push(if open { i64::from(fund.year_of(dates.start)) } else { -1 });
                }
            }
        }
        key.push(i64::from(ready));
        // Releases must be days of an offering in use: whether they are can show later.
        let mut releases: Vec<i64> = placed.iter().filter(|o| o.2 != setting.today).map(|o| i64::from(o.2)).collect();
        releases.sort_unstable();
        releases.dedup();
        key.push(-1 - releases.len() as i64);
        key.extend(releases);
        key
    }

    /// Bills a whole schedule and offers it; `false` when the work ran out.
    fn bill(&mut self, node: &Node) -> bool {
        let (setting, stack) = (self.setting, &self.stack);
        let mut calendar = node.calendar.clone();
        let Some(ready) = calendar.finish(setting, stack) else { return true };
        let mut least = Measures { ready, ..node.least };
        if self.archive.hopeless(self.aim, least, Some(self.ids)) || !released(setting, stack, &calendar) {
            return true;
        }
        self.effort.schedules += 1;
        let Some(entries) = fixed(setting, stack, &calendar, ready, &self.renewed) else { return true };
        let at_most = self.worth(least);
        let (bill, whole) = cheapest(setting, stack, &calendar, &entries, (at_most, &[]), self.effort);
        if let Some(bill) = bill {
            least.money = bill.money;
            let (ids, stack, renewed) = (self.ids.to_vec(), self.stack.clone(), self.renewed.clone());
            self.archive.offer(&Found { measures: least, ids, stack, calendar, bill, renewed });
        }
        whole
    }

    /// The most money at which a schedule with these other measures can still be of use.
    fn worth(&self, least: Measures) -> i64 {
        let of = |found: &Found| found.measures.money;
        match self.aim {
            Aim::Cheapest => self.archive.best(Aim::Cheapest).map_or(i64::MAX, of),
            Aim::Fewest => self.archive.best(Aim::Fewest).filter(|f| f.measures.count <= least.count).map_or(i64::MAX, of),
            Aim::Fastest => self.archive.best(Aim::Fastest).filter(|f| f.measures.ready <= least.ready).map_or(i64::MAX, of),
            Aim::Front => self.archive.front.iter().filter(|f| f.measures.ready <= least.ready).map(of).min().unwrap_or(i64::MAX),
        }
    }
}

/// The release to try after one that led to a start: those up to the start lead there too. But a day on which only another offering's
/// money changes is no release where that offering is not used in the end, so that the ones behind it are tried as well.
pub(super) fn later(setting: &Setting<'_>, offer: &Offer, releases: &[i32], (release, start): (i32, i32)) -> Option<i32> {
    let is_release =
        release == setting.today || [&setting.cash_days, &offer.releases].into_iter().any(|days| days.binary_search(&release).is_ok());
    let past = if is_release { start } else { release };
    releases.get(releases.partition_point(|&r| r <= past)).copied()
}

/// Whether every release used is a day on which money changes for an offering in use, or for the learner.
pub(super) fn released(setting: &Setting<'_>, stack: &Stack, calendar: &Calendar) -> bool {
    let offers: Vec<_> = (0..stack.steps).filter_map(|m| offer_of(setting, stack, calendar, m)).collect();
    calendar.order.iter().all(|&(.., release)| {
        release == setting.today
            || setting.cash_days.binary_search(&release).is_ok()
            || offers.iter().any(|o| o.releases.binary_search(&release).is_ok())
    })
}
