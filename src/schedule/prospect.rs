//! What a half-made schedule can still reach: its money and its time looked at together.
//!
//! Anything that improves an answer lies in one of a few boxes of most money and last ready day ([`Archive::any_open`]). For each box,
//! offers that make all the rest too dear for it, or that are issued too late, are none; those that remain must be paid within its money
//! ([`super::stairs`]) and fit the slot by its day ([`super::slot`]).

use super::archive::{Aim, Archive, Measures};
use super::bound::earliest;
use super::dates::{Calendar, LATER};
use super::sequence::{Label, Sequence};
use super::slot::{Job, one_at_a_time};
use super::stairs::{to_money, within};

impl Sequence<'_, '_> {
    /// Whether a label can reach something of use when its money and its time are looked at together; `whole` is its least money
    /// beside awards, whatever the time.
    pub(super) fn of_use(&mut self, place: usize, label: &Label, whole: &[i64], shape: Measures, archive: &Archive) -> bool {
        let left = self.places[place].left;
        if left == 0 {
            let open = |money: i64, ready: i32| shape.ready <= ready && self.within_year(whole, ready) <= money;
            return archive.any_open(self.aim, (shape.count, shape.effort), Some(self.ids), open);
        }
        let stairs = self.fares.stairs(self.bounds, self.stack, left);
        let (day, all) = (self.places[place].calendar.day, self.each(left).collect::<Vec<usize>>());
        let free = self.places[place].calendar.free(self.setting);
        let tail = all.iter().map(|&m| self.least[m].1).min().unwrap_or(0);
        let own = self.fares.net(&label.purse);
        let paid: Vec<i128> = (0..own.len()).map(|funds| self.fares.free(&label.purse, left, day, self.bounds, funds)).collect();
        let at = &self.places[place];
        let open = |money: i64, ready: i32| {
            let (money, ready) = (money.min(self.setting.budget), ready.min(self.setting.last));
            if shape.ready > ready {
                return false;
            }
            let time = if self.setting.at_once == 1 {
                i64::from(ready) - i64::from(free) - i64::from(tail)
            } else {
                self.setting.work_between(day, ready).saturating_sub(at.calendar.left())
            };
            let mut fine = Vec::with_capacity(own.len());
            for stairs in &*stairs {
                let Some(least) = within(stairs, time) else { return false };
                fine.push(least);
            }
            let sum = |fine: &[i128]| {
                let of = |funds: usize| whole[funds].max(own[funds].saturating_add(to_money(fine[funds] - paid[funds])));
                self.within_year(&(0..own.len()).map(of).collect::<Vec<i64>>(), ready)
            };
            if sum(&fine) > money {
                return false;
            }
            // An offer that makes all the rest too dear or too late is none; what remains must still fit the one slot.
            let least: Vec<i128> = (0..own.len()).map(|funds| all.iter().map(|&m| self.fares.least_share(m)[funds]).sum()).collect();
            let fits = |m: usize, o: usize| {
                let (share, own) = (self.fares.share_of(m, o), self.fares.least_share(m));
                let dear = || {
                    let with: Vec<i128> = least.iter().zip(share.iter().zip(own)).map(|(all, (s, o))| all.saturating_add(s - o)).collect();
                    sum(&with) > money
                };
                !(share.iter().zip(own).any(|(s, o)| s > o) && dear())
            };
            let Some(jobs) = self.jobs(&all, &at.firsts, |i, o| at.firsts[i][o].1 <= ready && fits(all[i], o)) else { return false };
            self.done(left, jobs) <= ready
        };
        archive.any_open(self.aim, (shape.count, shape.effort), Some(self.ids), open)
    }

    /// Each step left as a job for the slot, with those of its offers (by place of the step among these, and of the offer) that `fits`;
    /// `None`: one has none.
    pub(super) fn jobs(&self, all: &[usize], firsts: &[Vec<(i32, i32)>], fits: impl Fn(usize, usize) -> bool) -> Option<Vec<Job>> {
        let job = |i: usize| {
            let mut job: Option<Job> = None;
            for (o, offer) in self.stack.item(self.setting, all[i]).offers.iter().enumerate() {
                let (start, issued) = firsts[i][o];
                if issued < LATER && fits(i, o) {
                    let (slot, issue) = self.bounds.days(offer);
                    let here = Job { head: start, slot, tail: issue - slot };
                    job = Some(job.map_or(here, |j| j.least(here)));
                }
            }
            job
        };
        (0..all.len()).map(job).collect()
    }

    /// No order of these jobs (of the steps left) is done before this day.
    pub(super) fn done(&self, left: u64, mut jobs: Vec<Job>) -> i32 {
        let all: Vec<usize> = self.each(left).collect();
        let own: Vec<i32> = jobs.iter().map(|j| j.tail.max(0)).collect();
        for _ in 0..all.len() {
            let mut changed = false;
            for (after, &m) in all.iter().enumerate() {
                // What must be issued before a step is followed by that step and its tail.
                for (first, _) in all.iter().enumerate().filter(|(_, b)| self.before[m] >> **b & 1 == 1) {
                    let tail = own[first].saturating_add(jobs[after].slot).saturating_add(jobs[after].tail);
                    if tail > jobs[first].tail {
                        (jobs[first].tail, changed) = (tail, true);
                    }
                }
            }
            if !changed {
                break;
            }
        }
        if self.setting.at_once == 1 { one_at_a_time(jobs) } else { jobs.iter().map(Job::end).max().unwrap_or(0) }
    }

    /// These least measures with the second of the aim raised to what the first leaves: of the cheapest the day, of the fastest the money.
    pub(super) fn first_by(&mut self, place: usize, label: &Label, mut least: Measures) -> Measures {
        let left = self.places[place].left;
        if left == 0 || self.setting.at_once > 1 {
            return least;
        }
        let stairs = self.fares.stairs(self.bounds, self.stack, left);
        let calendar = &self.places[place].calendar;
        let tail = self.each(left).map(|m| self.least[m].1).min().unwrap_or(0);
        let from = i64::from(calendar.free(self.setting)) + i64::from(tail);
        let own = self.fares.net(&label.purse);
        let paid = |funds: usize| self.fares.free(&label.purse, left, calendar.day, self.bounds, funds);
        if self.aim == Aim::Fastest {
            let time = i64::from(least.ready) - from;
            let of = |funds: usize| within(&stairs[funds], time).map(|fine| own[funds].saturating_add(to_money(fine - paid(funds))));
            if let Some(whole) = (0..own.len()).map(of).collect::<Option<Vec<i64>>>() {
                least.money = least.money.max(self.within_year(&whole, least.ready));
            }
            return least;
        }
        for (funds, stairs) in stairs.iter().enumerate() {
            let paid = paid(funds);
            let with = |fine: i128| {
                let mut whole = vec![0; own.len()];
                whole[funds] = own[funds].saturating_add(to_money(fine - paid));
                self.within_year(&whole, self.setting.last)
            };
            let at = stairs.partition_point(|&(_, fine)| with(fine) > least.money);
            if let Some((time, _)) = stairs.get(at) {
                least.ready = least.ready.max(i32::try_from(from.saturating_add(*time)).unwrap_or(LATER));
            }
        }
        least
    }

    /// Money with awards of what is ready by a day, when these are the least sums beside awards for each set of funds that give all they can.
    pub(super) fn within_year(&self, least: &[i64], ready: i32) -> i64 {
        let year = self.bounds.given.partition_point(|(end, _)| *end < ready).min(self.bounds.given.len().saturating_sub(1));
        self.fares.in_year(self.bounds, least, year).saturating_add(self.awards)
    }

    /// Earliest start and issue of each offer of each step left; `None`: a step cannot be had in time.
    pub(super) fn firsts(&self, calendar: &Calendar, left: u64) -> Option<Vec<Vec<(i32, i32)>>> {
        let (setting, stack) = (self.setting, self.stack);
        let free = if setting.at_once == 1 { calendar.free(setting) } else { calendar.day };
        let mut ready: Vec<i32> = calendar.of.iter().map(|d| if d.ready < LATER { d.ready } else { calendar.day }).collect();
        self.each(left).for_each(|m| ready[m] = 0);
        // What awards itself may yet do so earlier than is known now.
        (stack.steps..stack.items.len()).filter(|&m| !stack.is_held(setting, m)).for_each(|m| ready[m] = 0);
        let all: Vec<usize> = self.each(left).collect();
        let mut firsts: Vec<Vec<(i32, i32)>> = vec![Vec::new(); all.len()];
        // Each starts no earlier than what it needs can be ready. Rounds of the longest path: each is a bound.
        for _ in 0..=all.len() {
            let mut changed = false;
            for (&m, firsts) in all.iter().zip(&mut firsts) {
                let met = stack.members[m].needs.iter().map(|n| earliest(n, &ready)).max().unwrap_or(i32::MIN);
                let from = met.max(free);
                let mut next = LATER;
                firsts.clear();
                for offer in &stack.item(setting, m).offers {
                    let (start, dependent, issued) = self.bounds.offer_first(setting, offer, from);
                    next = next.min(dependent);
                    firsts.push((start, issued));
                }
                if next >= LATER {
                    return None;
                }
                if next > ready[m] {
                    (ready[m], changed) = (next, true);
                }
            }
            if !changed {
                break;
            }
        }
        Some(firsts)
    }
}
