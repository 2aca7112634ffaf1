//! The cash: every line of the ledger must follow from a price, a plan, a fee, a renewal or a fund, and none may be missing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Case, Complaint, Life, Lives, civil, date_of, group, list, months_later, name, whole};

/// Day, kind, what, amount.
type Line = (i64, String, String, i64);

struct Count<'c, 'l> {
    case: &'c Case<'c>,
    lives: &'l Lives,
    /// Lines that must be there.
    due: Vec<Line>,
    /// Days each shared plan must run, and the latest pass among those it serves.
    running: BTreeMap<String, (BTreeSet<i64>, i64)>,
    /// By step: start, pass and (part, offering, amount) of its own charges.
    charges: BTreeMap<String, (i64, i64, Vec<(Value, Value, i64)>)>,
}

/// Recounts the ledger; `None` when something cannot be read.
pub(super) fn recount(case: &Case<'_>, lives: &Lives, complaints: &mut Vec<Complaint>) -> Option<()> {
    let mut count = Count { case, lives, due: Vec::new(), running: BTreeMap::new(), charges: BTreeMap::new() };
    for step in case.steps() {
        count.step(step, complaints)?;
    }
    let told = list(case.pathway, "ledger");
    let line = |l: &Value| -> Option<Line> {
        Some((date_of(l, "day")?, l.get("kind")?.as_str()?.to_owned(), name(l.get("what")?), l.get("amount")?.as_i64()?))
    };
    let told: Option<Vec<Line>> = told.iter().map(line).collect();
    let told = told?;
    let ready = date_of(case.pathway, "ready")?;
    let hold = whole(case.learner(), "hold_months", 0);
    let end = if hold == 0 { ready } else { months_later(ready, hold) };
    count.lasting(&told, end, complaints)?;
    count.upkeep(end)?;
    let of_kind = |kinds: &[&str]| -> Vec<Line> {
        let mut lines: Vec<Line> = told.iter().filter(|l| kinds.contains(&l.1.as_str())).cloned().collect();
        lines.sort();
        lines
    };
    count.due.retain(|l| l.3 != 0);
    count.due.sort();
    if of_kind(&["tuition", "exam", "materials", "award", "renewal", "upkeep"]) != count.due {
        complaints.push(Complaint(format!("the ledger lacks lines or has too many; due: {:?}", count.due)));
    }
    count.plans(&of_kind(&["plan"]), complaints)?;
    count.funds(&of_kind(&["plan"]), complaints)?;
    let sum: i64 = told.iter().map(|l| l.3).sum();
    if Some(sum) != case.pathway.get("money").and_then(Value::as_i64) {
        complaints.push(Complaint(format!("the ledger sums to {sum}, not to the money told")));
    }
    limits(case, &told, complaints);
    Some(())
}

fn limits(case: &Case<'_>, told: &[Line], complaints: &mut Vec<Complaint>) {
    let learner = case.learner();
    let (mut days, mut months, mut years) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for l in told {
        let (y, m, _) = civil(l.0);
        *days.entry(l.0).or_insert(0) += l.3;
        *months.entry((y, m)).or_insert(0) += l.3;
        *years.entry(y).or_insert(0) += l.3;
    }
    let (mut sum, mut peak) = (0_i64, 0_i64);
    for amount in days.values() {
        sum += amount;
        peak = peak.max(sum);
    }
    let within = |limit: &str, most: Option<i64>| learner.get(limit).and_then(Value::as_i64).is_none_or(|l| most.is_none_or(|m| m <= l));
    let kept = within("budget", Some(peak))
        && within("monthly_cap", months.values().max().copied())
        && within("yearly_cap", years.values().max().copied());
    if !kept {
        complaints.push(Complaint("net cash exceeds a limit".to_owned()));
    }
    if case.pathway.get("peak").and_then(Value::as_i64) != Some(peak) {
        complaints.push(Complaint(format!("the peak is {peak}, not as told")));
    }
}

impl Count<'_, '_> {
    fn life(&self, id: &Value) -> Option<&Life> {
        self.lives.get(&name(id))
    }

    fn step(&mut self, step: &Value, complaints: &mut Vec<Complaint>) -> Option<()> {
        let id = step.get("credential")?;
        let life = self.life(id)?.clone();
        let credential = self.case.find("credentials", id)?;
        let fee = match credential.get("award_fee") {
            None => 0,
            Some(fee) => self.case.price(Some(fee), credential.get("currency"))?,
        };
        self.due.push((life.issued, "award".to_owned(), name(id), fee));
        let Some(offering) = step.get("offering").filter(|o| !o.is_null()).and_then(|o| self.case.find("offerings", o)) else {
            return Some(());
        };
        let mut open: BTreeSet<String> = list(offering, "fees").iter().filter_map(|f| f.get("part")).map(name).collect();
        for plan in list(self.case.world, "plans") {
            open.extend(
                list(plan, "covers").iter().filter(|c| c.get("offering") == offering.get("id")).filter_map(|c| c.get("part")).map(name),
            );
        }
        self.charges.insert(name(id), (life.start, life.issued, Vec::new()));
        for paid in list(step, "paid") {
            let part = paid.get("part")?;
            let days = if let Some(place) = paid.get("fee").and_then(Value::as_u64) {
                let fee = list(offering, "fees").get(usize::try_from(place).ok()?)?;
                Some(self.fee(id, offering, fee, &life, complaints)?)
            } else {
                None
            };
            if !open.remove(&name(part)) {
                complaints.push(Complaint(format!("{}: a part is paid twice", name(id))));
            }
            if let Some(plan) = paid.get("plan").filter(|p| !p.is_null()) {
                let record = self.case.find("plans", plan)?;
                let bundle = record.get("kind")?.get("kind")?.as_str()? == "bundle";
                let own = days.unwrap_or_else(|| match part.as_str() {
                    Some("tuition") if !bundle && !life.work.is_empty() => life.work.clone(),
                    Some("exam") if !bundle && !life.exams.is_empty() => life.exams.clone(),
                    _ => vec![life.start],
                });
                let entry = self.running.entry(name(plan)).or_insert((BTreeSet::new(), i64::MIN));
                entry.0.extend(own);
                entry.1 = entry.1.max(life.issued);
            }
        }
        if !open.is_empty() {
            complaints.push(Complaint(format!("{}: nobody pays {open:?}", name(id))));
        }
        Some(())
    }

    /// The days on which a fee is due.
    fn fee(&mut self, id: &Value, offering: &Value, fee: &Value, life: &Life, complaints: &mut Vec<Complaint>) -> Option<Vec<i64>> {
        if date_of(fee, "from").is_some_and(|d| d > life.start) || date_of(fee, "until").is_some_and(|d| d < life.start) {
            complaints.push(Complaint(format!("{}: that price is not to be had on its start", name(id))));
        }
        let mut amount = self.case.price(fee.get("amount"), fee.get("currency"))?;
        let per = fee.get("per").unwrap_or(&Value::Null);
        amount *= per.get("credits").and_then(Value::as_i64).unwrap_or(1);
        let part = fee.get("part")?.as_str()?;
        let days: Vec<i64> = if part == "exam" {
            if per == "attempt" { life.exams.clone() } else { vec![life.exams.first().copied().unwrap_or(life.start)] }
        } else if let Some(access) = fee.get("access_days").and_then(Value::as_i64) {
            let last = life.studied.max(life.start);
            (life.start..=last).step_by(usize::try_from(access).ok()?.max(1)).collect()
        } else {
            vec![life.start]
        };
        if part != "exam" && days.len() > 1 && fee.get("repay") != Some(&Value::Bool(true)) {
            complaints.push(Complaint(format!("{}: access ends before the study", name(id))));
        }
        for day in &days {
            self.due.push((*day, part.to_owned(), name(offering.get("id")?), amount));
            let charge = (fee.get("part")?.clone(), offering.get("id")?.clone(), amount);
            self.charges.get_mut(&name(id))?.2.push(charge);
        }
        Some(days)
    }

    /// Renewals, and the goal at the end of the hold.
    fn lasting(&mut self, told: &[Line], end: i64, complaints: &mut Vec<Complaint>) -> Option<()> {
        let case = self.case;
        let mut new: Vec<(i64, bool, &Value, &Value)> = Vec::new();
        for step in case.steps() {
            let record = case.find("credentials", step.get("credential")?)?;
            new.push((
                self.life(step.get("credential")?)?.issued,
                step.get("offering").is_none_or(Value::is_null),
                record.get("id")?,
                record,
            ));
        }
        let rank = |id: &Value| (id.as_i64().is_none(), id.as_i64(), id.as_str().map(str::to_owned));
        new.sort_by_key(|a| (std::cmp::Reverse(a.0), a.1, rank(a.2)));
        let mut until: Vec<(&Value, i64, i64)> = Vec::new();
        for (issued, _, id, record) in &new {
            let months = record.get("valid_months").and_then(Value::as_i64).map_or(i64::MAX, |n| months_later(*issued, n));
            let last = months.min(date_of(record, "valid_until").unwrap_or(i64::MAX));
            let last = self.renew(record, last, end, &until, true)?;
            if last < end {
                complaints.push(Complaint(format!("{} runs out before the end of the hold", name(id))));
            }
            until.push((id, *issued, last));
        }
        let mut kept: Vec<(&Value, i64)> = Vec::new();
        for held in list(case.learner(), "earned") {
            let record = case.find("credentials", held.get("credential")?)?;
            let Some(last) = date_of(held, "expires") else { continue };
            let bought = told.iter().any(|l| l.1 == "renewal" && record.get("id").is_some_and(|id| name(id) == l.2));
            let mine = bought && !new.iter().any(|n| Some(n.2) == record.get("id"));
            let last = self.renew(record, last, end, &until, mine)?;
            kept.push((held, last));
        }
        let holds = |atom: &Value| {
            new.iter().any(|n| Case::gives(n.3, atom))
                || case.held(atom, |h| {
                    let renewed = kept.iter().find(|k| std::ptr::eq(k.0, h)).map(|k| k.1);
                    renewed.or(date_of(h, "expires")).is_none_or(|d| d >= end)
                })
        };
        let goal = list(case.world.get("goal")?, "groups").iter().filter(|g| g.get("essential") != Some(&Value::Bool(false)));
        // What a pathway says it leaves open is not asked of it, but it must be open.
        let left = list(case.pathway, "left");
        for g in goal {
            let id = g.get("id")?;
            match (group(g, holds), left.contains(id)) {
                (false, false) => complaints.push(Complaint(format!("requirement {} is not met", name(id)))),
                (true, true) => complaints.push(Complaint(format!("requirement {} is told as left open, and is met", name(id)))),
                _ => {}
            }
        }
        for lock in list(case.learner(), "locks") {
            if !holds(&serde_json::json!({ "cr": lock })) {
                complaints.push(Complaint(format!("{} is missing", name(lock))));
            }
        }
        Some(())
    }

    fn renew(&mut self, record: &Value, mut last: i64, end: i64, until: &[(&Value, i64, i64)], buys: bool) -> Option<i64> {
        while last < end {
            let by = list(record, "renewed_by");
            let carried = until.iter().filter(|(id, issued, _)| by.contains(id) && *issued <= last).map(|u| u.2).max();
            if let Some(later) = carried.filter(|c| *c > last) {
                last = later;
                continue;
            }
            let Some(renewal) = record.get("renewal").filter(|r| buys && !r.is_null()) else { return Some(last) };
            let amount = self.case.price(renewal.get("amount"), record.get("currency"))?;
            self.due.push((last, "renewal".to_owned(), name(record.get("id")?), amount));
            last = months_later(last, whole(renewal, "months", 1));
        }
        Some(last)
    }

    fn upkeep(&mut self, end: i64) -> Option<()> {
        let case = self.case;
        for up in list(case.world, "upkeep") {
            let mut earned: Vec<(i64, usize, i64)> = Vec::new();
            let mut held = false;
            for (rank, member) in list(up, "members").iter().enumerate() {
                let id = member.get("credential")?;
                held |= list(case.learner(), "earned").iter().any(|e| e.get("credential") == Some(id));
                if let Some(life) = self.life(id) {
                    // An unknown fee matters only when it falls due.
                    earned.push((life.issued, rank, case.price(member.get("amount"), up.get("currency")).unwrap_or(i64::MIN)));
                }
            }
            earned.sort_unstable();
            let rule = up.get("rule")?.as_str()?;
            if rule == "once" && held {
                continue;
            }
            let Some(first) = earned.first().map(|e| e.0) else { continue };
            for day in first + 1..=end {
                let birthday = |since: i64| (1..=(day - since) / 365 + 1).any(|y| months_later(since, 12 * y) == day);
                let fees: Vec<i64> = match rule {
                    "each" => earned.iter().filter(|e| birthday(e.0)).map(|e| e.2).collect(),
                    "once" if birthday(first) => earned.iter().filter(|e| e.0 <= day).map(|e| e.2).max().into_iter().collect(),
                    "highest" => {
                        let top = earned.iter().filter(|e| e.0 <= day).max_by_key(|e| e.1)?;
                        if birthday(top.0) { vec![top.2] } else { Vec::new() }
                    }
                    _ => Vec::new(),
                };
                for fee in fees {
                    if fee == i64::MIN {
                        return None;
                    }
                    self.due.push((day, "upkeep".to_owned(), name(up.get("id")?), fee));
                }
            }
        }
        Some(())
    }

    /// Each plan in use must be paid so that it runs on all its days, bought on the first day it lacks and no sooner.
    fn plans(&self, paid: &[Line], complaints: &mut Vec<Complaint>) -> Option<()> {
        for line in paid {
            if !self.running.contains_key(&line.2) {
                complaints.push(Complaint(format!("plan {} is paid and serves nothing", line.2)));
            }
        }
        for (id, (days, _)) in &self.running {
            let plan = list(self.case.world, "plans").iter().find(|p| p.get("id").is_some_and(|i| name(i) == *id))?;
            let kind = plan.get("kind")?;
            let unit = self.case.price(kind.get("amount"), plan.get("currency"))?;
            let yearly = kind.get("yearly").filter(|y| !y.is_null()).and_then(|y| self.case.price(Some(y), plan.get("currency")));
            let held = list(kind, "unless_held")
                .iter()
                .any(|h| list(self.case.learner(), "earned").iter().any(|e| e.get("credential") == Some(h)));
            let after = |day: i64| match kind.get("unit") {
                None => i64::MAX,
                Some(span) => {
                    span.get("days").and_then(Value::as_i64).map_or_else(|| months_later(day, whole(span, "months", 0)), |n| day + n)
                }
            };
            let first = *days.first()?;
            // Where a year costs what a unit does, its line may be either's.
            let reads = |equal_is_year: bool| -> Option<bool> {
                let mut runs_to = first + whole(kind, "trial_days", 0);
                let mut lines: Vec<&Line> = paid.iter().filter(|l| l.2 == *id && l.3 != 0).collect();
                lines.reverse();
                let mut bought = false;
                let mut good = !held;
                while let Some(day) = days.iter().copied().find(|d| *d >= runs_to) {
                    let by_year = yearly.is_some_and(|y| (y != unit || equal_is_year) && lines.last().is_some_and(|l| l.3 == y))
                        || (unit != 0 && yearly == Some(0) && lines.last().is_none_or(|l| l.0 != day));
                    let times = if by_year || bought { 1 } else { whole(kind, "min_units", 1) };
                    let (price, mut start) = (if by_year { yearly? } else { unit }, day);
                    for _ in 0..times {
                        let sold = date_of(plan, "from").is_none_or(|d| d <= start) && date_of(plan, "until").is_none_or(|d| d >= start);
                        good &= sold;
                        if price != 0 {
                            good &= lines.pop().is_some_and(|l| l.0 == start && l.3 == price);
                        }
                        start = if by_year { months_later(start, 12) } else { after(start) };
                    }
                    runs_to = start;
                    bought = true;
                }
                Some(good && lines.is_empty())
            };
            if !reads(false)? && !reads(true)? {
                complaints.push(Complaint(format!("plan {id} is not paid as its days ask: {days:?}")));
            }
        }
        Some(())
    }

    /// No fund gives more than its rate, its caps, its dates and the charges allow.
    fn funds(&self, plans: &[Line], complaints: &mut Vec<Complaint>) -> Option<()> {
        let case = self.case;
        let grants: Vec<&Value> =
            list(case.pathway, "ledger").iter().filter(|l| l.get("kind").and_then(Value::as_str) == Some("fund")).collect();
        let mut by_step: BTreeMap<String, i64> = BTreeMap::new();
        for fund in list(case.world, "funding") {
            let id = fund.get("id")?;
            let mine: Vec<&&Value> = grants.iter().filter(|g| g.get("what") == Some(id)).collect();
            if mine.is_empty() {
                continue;
            }
            let rivals =
                list(case.world, "funding").iter().filter(|f| list(fund, "excludes").contains(f.get("id").unwrap_or(&Value::Null)));
            if rivals.filter_map(|f| f.get("id")).any(|r| grants.iter().any(|g| g.get("what") == Some(r))) {
                complaints.push(Complaint(format!("fund {} is used beside one it excludes", name(id))));
            }
            let cap = |per: &dyn Fn(&Value) -> bool| -> Option<i64> {
                let caps = list(fund, "caps").iter().filter(|c| c.get("per").is_some_and(per));
                caps.map(|c| case.price(c.get("amount"), fund.get("currency"))).min().unwrap_or(Some(i64::MAX))
            };
            let course = cap(&|p| p == "course")?;
            let yearly = cap(&|p| p == "calendar_year" || p.get("award_year").is_some())?;
            let start = list(fund, "caps").iter().find_map(|c| c.get("per")?.get("award_year")?.as_array());
            let start =
                start.map_or((1, 1), |s| (s.first().and_then(Value::as_i64).unwrap_or(1), s.get(1).and_then(Value::as_i64).unwrap_or(1)));
            let open = |d: i64| date_of(fund, "from").is_none_or(|f| f <= d) && date_of(fund, "until").is_none_or(|u| u >= d);
            let year = |d: i64| {
                let (y, m, d) = civil(d);
                if (m, d) < start { y - 1 } else { y }
            };
            let rate = whole(fund, "rate_per_mille", 0);
            let (mut years, mut all, mut shared): (BTreeMap<i64, i64>, i64, i64) = (BTreeMap::new(), 0, 0);
            let mut own: BTreeMap<String, i64> = BTreeMap::new();
            for g in mine {
                let amount = -g.get("amount")?.as_i64()?;
                all += amount;
                match g.get("step").filter(|s| !s.is_null()) {
                    Some(step) => {
                        *own.entry(name(step)).or_insert(0) += amount;
                        *by_step.entry(name(step)).or_insert(0) += amount;
                        let (enrolled, passed, _) = self.charges.get(&name(step))?;
                        *years.entry(year(*enrolled)).or_insert(0) += amount;
                        let late = fund.get("pays").and_then(Value::as_str) == Some("on_pass");
                        if !open(*enrolled) || (late && date_of(g, "day") != Some(*passed)) {
                            complaints.push(Complaint(format!("fund {} pays on a day it does not", name(id))));
                        }
                    }
                    None => shared += amount,
                }
            }
            for (step, amount) in &own {
                let listed = |o: &Value| fund.get("offerings").and_then(Value::as_array).is_none_or(|l| l.contains(o));
                let eligible = self.charges.get(step)?.2.iter().filter(|(part, o, _)| list(fund, "parts").contains(part) && listed(o));
                let most: i64 = eligible.map(|c| c.2 * rate / 1000).sum();
                if *amount > most.min(course) {
                    complaints.push(Complaint(format!("fund {} pays {amount} for {step}, at most {}", name(id), most.min(course))));
                }
            }
            let covered = plans.iter().filter(|l| list(fund, "plans").iter().any(|p| name(p) == l.2) && open(l.0));
            let most: i64 = covered.map(|l| (l.3 * rate / 1000).min(course)).sum();
            if shared > most || all > cap(&|p| p == "lifetime")? || years.values().any(|y| *y > yearly) {
                complaints.push(Complaint(format!("fund {} pays more than it may", name(id))));
            }
        }
        for (step, given) in by_step {
            let charged: i64 = self.charges.get(&step)?.2.iter().map(|c| c.2).sum();
            if given > charged {
                complaints.push(Complaint(format!("funds pay {given} for {step}, which costs {charged}")));
            }
        }
        Some(())
    }
}
