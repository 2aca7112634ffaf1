//! The days: each morning what may start starts, each day the hours are shared out, each evening what is done is settled.

use serde_json::Value;

use super::{Case, Complaint, Life, Lives, date_of, day, group, list, median, name, whole};

struct Open<'c> {
    step: &'c Value,
    credential: &'c Value,
    offering: &'c Value,
    life: Life,
    left: i64,
    studied: bool,
    done: bool,
}

/// Lives the pathway; complains where dates differ from those told.
pub(super) fn live(case: &Case<'_>, complaints: &mut Vec<Complaint>) -> Option<Lives> {
    let today = case.today()?;
    let learner = case.learner();
    let horizon = today + whole(learner, "horizon_days", 1461);
    let last = date_of(learner, "deadline").map_or(horizon, |d| d.min(horizon));
    let mut waiting: Vec<&Value> = case.steps().iter().filter(|s| !s.get("offering").is_none_or(Value::is_null)).collect();
    waiting.reverse();
    let rules: Vec<&Value> = case.steps().iter().filter(|s| s.get("offering").is_none_or(Value::is_null)).collect();
    let mut lives = Lives::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    for now in today..=last {
        claim(case, &rules, &open, &mut lives, now)?;
        while let Some(step) = waiting.last() {
            let credential = case.find("credentials", step.get("credential")?)?;
            let offering = case.find("offerings", step.get("offering")?)?;
            if date_of(step, "release")? > now || !may_start(case, credential, offering, &open, &lives, now)? {
                break;
            }
            let mut entry =
                Open { step, credential, offering, life: Life { start: now, ..Life::default() }, left: 0, studied: false, done: false };
            let study = offering.get("study")?;
            match study.get("kind")?.as_str()? {
                "self_paced" => entry.left = 7 * median(study.get("minutes")?)?,
                "none" => settle(&mut entry, now - 1)?,
                _ => {}
            }
            open.push(entry);
            waiting.pop();
        }
        work(case, &mut open, now)?;
        if waiting.is_empty()
            && open.iter().all(|o| o.done)
            && rules.iter().all(|r| r.get("credential").is_some_and(|c| lives.contains_key(&name(c))))
        {
            break;
        }
    }
    if !waiting.is_empty() || open.iter().any(|o| !o.done) {
        return None;
    }
    compare(case, &open, &mut lives, complaints)?;
    let ready = lives.values().map(|l| l.issued).max().unwrap_or(today).max(today);
    if date_of(case.pathway, "ready") != Some(ready) || ready > last {
        complaints.push(Complaint(format!("ready on day {ready}, not as told, or too late")));
    }
    for o in &open {
        let together = |atom: &Value| {
            case.held(atom, |h| date_of(h, "expires").is_none_or(|d| d >= o.life.start))
                || open.iter().any(|x| {
                    !std::ptr::eq(x, o) && Case::gives(x.credential, atom) && x.life.start <= o.life.last && o.life.start <= x.life.last
                })
        };
        if !list(o.credential, "strict").iter().all(|g| group(g, together)) {
            complaints
                .push(Complaint(format!("{}: a strict co-requisite is not under way at the same time", name(o.credential.get("id")?))));
        }
    }
    Some(lives)
}

/// Awards that come by themselves, as soon as their rule holds.
fn claim<'c>(case: &Case<'c>, rules: &[&'c Value], open: &[Open<'_>], lives: &mut Lives, now: i64) -> Option<()> {
    loop {
        let mut news = None;
        for step in rules {
            let credential = case.find("credentials", step.get("credential")?)?;
            let id = name(credential.get("id")?);
            if !lives.contains_key(&id) && list(credential, "rule").iter().all(|g| group(g, |a| in_force(case, a, open, lives, now))) {
                news = Some((id, whole(credential, "award_lag_days", 0)));
            }
        }
        let Some((id, lag)) = news else { return Some(()) };
        let issued = now + lag;
        lives.insert(id, Life { start: issued, studied: issued - 1, last: issued, issued, ..Life::default() });
    }
}

/// Whether an atom is true this morning by what is issued and what is held.
fn in_force(case: &Case<'_>, atom: &Value, open: &[Open<'_>], lives: &Lives, now: i64) -> bool {
    case.held(atom, |h| date_of(h, "expires").is_none_or(|d| d >= now))
        || open.iter().any(|o| o.done && o.life.issued <= now && o.life.last < now && Case::gives(o.credential, atom))
        || lives.iter().any(|(id, life)| {
            life.issued <= now
                && list(case.world, "credentials").iter().any(|c| c.get("id").is_some_and(|i| name(i) == *id) && Case::gives(c, atom))
        })
}

fn may_start(case: &Case<'_>, credential: &Value, offering: &Value, open: &[Open<'_>], lives: &Lives, now: i64) -> Option<bool> {
    let taken = open.iter().filter(|o| !o.done || o.life.last >= now).count() as i64;
    if taken >= whole(case.learner(), "at_once", 1) {
        return Some(false);
    }
    let true_now = |a: &Value| in_force(case, a, open, lives, now);
    let begun = |a: &Value| true_now(a) || open.iter().any(|o| Case::gives(o.credential, a));
    if !list(credential, "requires").iter().all(|g| group(g, true_now)) || !list(credential, "loose").iter().all(|g| group(g, begun)) {
        return Some(false);
    }
    let study = offering.get("study")?;
    Some(match study.get("kind")?.as_str()? {
        "self_paced" => true,
        "none" => {
            let dates = offering.get("exam").map_or(&[][..], |e| list(e, "dates"));
            dates.is_empty() || dates.iter().any(|d| day(d) == Some(now))
        }
        _ => {
            let today = case.today()?;
            let intake = |i: &Value| date_of(i, "start") == Some(now) && date_of(i, "apply_by").is_none_or(|d| d >= today);
            let load = whole(study, "weekly_minutes", 0);
            list(study, "starts").iter().any(intake)
                && (now..now + whole(study, "days", 0)).all(|d| hours(case, d) - open.iter().map(|o| reserved(o, d)).sum::<i64>() >= load)
        }
    })
}

/// What a cohort reserves on a day, in sevenths of a minute.
fn reserved(open: &Open<'_>, day: i64) -> i64 {
    let study = open.offering.get("study").unwrap_or(&Value::Null);
    let cohort = study.get("kind").and_then(Value::as_str) == Some("cohort");
    if cohort && day < open.life.start + whole(study, "days", 0) { whole(study, "weekly_minutes", 0) } else { 0 }
}

/// Sevenths of a minute on a day: the minutes of its week.
fn hours(case: &Case<'_>, day: i64) -> i64 {
    let learner = case.learner();
    let horizon = case.today().unwrap_or(0) + whole(learner, "horizon_days", 1461);
    if day > date_of(learner, "deadline").map_or(horizon, |d| d.min(horizon)) {
        return 0;
    }
    let from = |h: &Value| date_of(h, "from").unwrap_or(i64::MIN);
    let all = list(learner, "hours");
    let now = all.iter().filter(|h| from(h) <= day).max_by_key(|h| from(h));
    now.or_else(|| all.iter().min_by_key(|h| from(h))).map_or(0, |h| whole(h, "weekly_minutes", 0))
}

fn work(case: &Case<'_>, open: &mut [Open<'_>], now: i64) -> Option<()> {
    let mut spare = hours(case, now) - open.iter().map(|o| reserved(o, now)).sum::<i64>();
    for o in open.iter_mut().filter(|o| !o.studied) {
        let study = o.offering.get("study")?;
        if study.get("kind")?.as_str()? == "cohort" {
            o.life.work.push(now);
            if now + 1 == o.life.start + whole(study, "days", 0) {
                settle(o, now)?;
            }
        } else {
            let done = o.left.min(spare).min(study.get("weekly_cap").and_then(Value::as_i64).unwrap_or(i64::MAX)).max(0);
            o.left -= done;
            spare -= done;
            let over = o.left == 0 && now + 1 - o.life.start >= whole(study, "min_days", 0);
            if done > 0 || over {
                o.life.work.push(now);
            }
            if over {
                settle(o, now)?;
            }
        }
    }
    Some(())
}

/// Exams and issue of a step whose study ended on a day.
fn settle(o: &mut Open<'_>, studied: i64) -> Option<()> {
    let lag = whole(o.offering, "result_lag_days", 0);
    o.studied = true;
    o.done = true;
    (o.life.studied, o.life.last, o.life.issued) = (studied, studied, studied + 1 + lag);
    if let Some(exam) = o.offering.get("exam").filter(|e| !e.is_null()) {
        let (fail, most) = (1000 - whole(exam, "pass_per_mille", 1000), whole(exam, "attempts", 1));
        // As many attempts as half of all learners need, at most those allowed.
        let (mut attempts, mut failed) = (1, i128::from(fail) * 1_000_000_000_000_000);
        while attempts < most && failed > 500_000_000_000_000_000 {
            attempts += 1;
            failed = failed * i128::from(fail) / 1000;
        }
        let mut next = studied + 1;
        for _ in 0..attempts {
            let dates = list(exam, "dates");
            let sitting = if dates.is_empty() { Some(next) } else { dates.iter().filter_map(day).filter(|d| *d >= next).min() };
            o.life.exams.push(sitting?);
            o.life.last = sitting?;
            next = sitting? + whole(exam, "wait_days", 0).max(1);
        }
        o.life.issued = o.life.last + lag;
    }
    Some(())
}

fn compare(case: &Case<'_>, open: &[Open<'_>], lives: &mut Lives, complaints: &mut Vec<Complaint>) -> Option<()> {
    for o in open {
        let told = [date_of(o.step, "start"), date_of(o.step, "last"), date_of(o.step, "issued")];
        if told != [Some(o.life.start), Some(o.life.last), Some(o.life.issued)] {
            complaints.push(Complaint(format!("{}: dates differ: {:?}", name(o.credential.get("id")?), o.life)));
        }
        if lives.insert(name(o.credential.get("id")?), o.life.clone()).is_some() {
            complaints.push(Complaint(format!("{} is earned twice", name(o.credential.get("id")?))));
        }
    }
    for step in case.steps().iter().filter(|s| s.get("offering").is_none_or(Value::is_null)) {
        let life = lives.get(&name(step.get("credential")?))?;
        if date_of(step, "issued") != Some(life.issued) {
            complaints.push(Complaint(format!("{}: issued on day {}, not as told", name(step.get("credential")?), life.issued)));
        }
    }
    Some(())
}
