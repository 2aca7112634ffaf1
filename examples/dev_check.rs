//! Development helper: random small problems against brute force.
#![expect(clippy::unwrap_used, missing_docs, reason = "a throw-away checking tool")]
use pathstack::solve::problem::*;
use pathstack::solve::{Budget, Prepared};
use std::sync::Arc;

struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }
    fn chance(&mut self, p: u64) -> bool {
        self.below(100) < p
    }
}
fn atom(r: &mut Rng, comps: u64, n: u64) -> Atom {
    if r.chance(20) {
        Atom::Earned(Id::Number(r.below(n) as i64))
    } else {
        Atom::Level(Attainment { competency: r.below(comps) as u32, level: if r.chance(3) { 0 } else { 1 + r.below(3) as u8 } })
    }
}
fn group(r: &mut Rng, comps: u64, n: u64) -> Group {
    let m = if r.chance(60) { 1 } else { 1 + r.below(4) };
    let of: Vec<Atom> = (0..m).map(|_| atom(r, comps, n)).collect();
    let k = if r.chance(75) { 1 } else { r.below(m + 1) as i64 };
    Group { k, of }
}
fn problem(r: &mut Rng) -> Problem {
    let n = 3 + r.below(8);
    let comps = 3 + r.below(5);
    let zero = [10, 40, 70][r.below(3) as usize];
    let small = r.chance(50);
    let amount = |r: &mut Rng, p: u64, big: u64| {
        if r.chance(p) {
            0
        } else if small {
            1 + r.below(4) as i64
        } else {
            1 + r.below(big) as i64
        }
    };
    let credentials = (0..n as i64)
        .map(|i| Credential {
            id: Id::Number(i),
            cost: amount(r, zero, 50),
            hours: amount(r, zero / 2, 30),
            count: i64::from(!r.chance(20)),
            provider: None,
            teaches: (0..1 + r.below(3)).map(|_| Attainment { competency: r.below(comps) as u32, level: 1 + r.below(3) as u8 }).collect(),
            requires: (0..[0, 1, 1, 2][r.below(4) as usize]).map(|_| group(r, comps, n)).collect(),
        })
        .collect();
    let offers = (0..r.below(3) as i64)
        .map(|i| Offer {
            id: Id::Number(i),
            cost: amount(r, 10, 40),
            covers: (0..1 + r.below(4)).map(|_| Id::Number(r.below(n) as i64)).collect(),
        })
        .collect();
    let catalogue = Arc::new(Catalogue::new(3, comps as u32, credentials, offers).unwrap());
    let holds = (0..r.below(3)).map(|_| Attainment { competency: r.below(comps) as u32, level: 1 + r.below(3) as u8 }).collect();
    let earned = (0..if r.chance(20) { 1 } else { 0 }).map(|_| Id::Number(r.below(n) as i64)).collect();
    let forbid = (0..if r.chance(20) { 1 + r.below(2) } else { 0 }).map(|_| Id::Number(r.below(n) as i64)).collect();
    let soft: Vec<Soft> =
        (0..if r.chance(30) { 1 + r.below(4) } else { 0 }).map(|_| Soft { atom: atom(r, comps, n), weight: r.below(5) as i64 }).collect();
    let min_soft = if soft.is_empty() { 0 } else { r.below(8) as i64 };
    let lim = |r: &mut Rng, m: u64| if r.chance(15) { Some(r.below(m) as i64) } else { None };
    let m = if small { 12 } else { 80 };
    let limits = Limits { max_cost: lim(r, m), max_hours: lim(r, m), max_count: lim(r, 6) };
    let requires = (0..1 + r.below(4)).map(|_| group(r, comps, n)).collect();
    Problem::new(catalogue, Query { learner: Learner { holds, earned }, role: Role { requires, soft, min_soft }, forbid, limits }).unwrap()
}
fn truth(a: &Atom, lev: &[u8], e: u32) -> bool {
    match a {
        Atom::Level(x) => lev[x.competency as usize] >= x.level,
        Atom::Earned(Id::Number(i)) => e >> i & 1 == 1,
        Atom::Earned(_) => false,
    }
}
fn holds(g: &Group, lev: &[u8], e: u32) -> bool {
    let mut v = g.of.clone();
    v.sort();
    v.dedup();
    v.iter().filter(|a| truth(a, lev, e)).count() as i64 >= g.k
}
fn num(i: &Id) -> u32 {
    if let Id::Number(n) = i { *n as u32 } else { 0 }
}
/// All objective vectors of valid sets.
fn brute(p: &Problem) -> Vec<[i64; 3]> {
    let c = p.catalogue();
    let q = p.query();
    let n = c.credentials().len();
    let earned = q.learner.earned.iter().fold(0u32, |m, i| m | 1 << num(i));
    let forbid = q.forbid.iter().fold(0u32, |m, i| m | 1 << num(i));
    let mut lev0 = vec![0u8; c.competencies() as usize];
    for h in &q.learner.holds {
        let l = &mut lev0[h.competency as usize];
        *l = (*l).max(h.level);
    }
    for i in 0..n {
        if earned >> i & 1 == 1 {
            for h in &c.credentials()[i].teaches {
                let l = &mut lev0[h.competency as usize];
                *l = (*l).max(h.level);
            }
        }
    }
    let mut out = vec![];
    'set: for s in 0u32..1 << n {
        if s & (earned | forbid) != 0 {
            continue;
        }
        let mut lev = lev0.clone();
        let mut e = earned;
        let mut rest = s;
        while rest != 0 {
            let before = rest;
            for i in 0..n {
                if rest >> i & 1 == 1 && c.credentials()[i].requires.iter().all(|g| holds(g, &lev, e)) {
                    rest &= !(1 << i);
                    e |= 1 << i;
                    for h in &c.credentials()[i].teaches {
                        let l = &mut lev[h.competency as usize];
                        *l = (*l).max(h.level);
                    }
                }
            }
            if rest == before {
                continue 'set;
            }
        }
        if !q.role.requires.iter().all(|g| holds(g, &lev, e)) {
            continue;
        }
        if q.role.soft.iter().filter(|x| truth(&x.atom, &lev, e)).map(|x| x.weight).sum::<i64>() < q.role.min_soft {
            continue;
        }
        let (mut h, mut k) = (0, 0);
        for i in 0..n {
            if s >> i & 1 == 1 {
                h += c.credentials()[i].hours;
                k += c.credentials()[i].count;
            }
        }
        let mut best = i64::MAX;
        for o in 0..1usize << c.offers().len() {
            let mut cost = 0;
            let mut cov = 0u32;
            for j in 0..c.offers().len() {
                if o >> j & 1 == 1 {
                    cost += c.offers()[j].cost;
                    for id in &c.offers()[j].covers {
                        cov |= 1 << num(id);
                    }
                }
            }
            for i in 0..n {
                if s >> i & 1 == 1 && cov >> i & 1 == 0 {
                    cost += c.credentials()[i].cost;
                }
            }
            best = best.min(cost);
        }
        let l = &q.limits;
        if l.max_cost.is_some_and(|x| best > x) || l.max_hours.is_some_and(|x| h > x) || l.max_count.is_some_and(|x| k > x) {
            continue;
        }
        out.push([best, h, k]);
    }
    out.sort();
    out.dedup();
    out
}
/// Irredundant credential sets within limits, with their measures at the best offers.
fn irredundant(p: &Problem) -> Vec<([i64; 3], u32)> {
    let c = p.catalogue(); let q = p.query(); let n = c.credentials().len();
    let earned = q.learner.earned.iter().fold(0u32, |m, i| m | 1 << num(i));
    let forbid = q.forbid.iter().fold(0u32, |m, i| m | 1 << num(i));
    let mut lev0 = vec![0u8; c.competencies() as usize];
    for h in &q.learner.holds { let l = &mut lev0[h.competency as usize]; *l = (*l).max(h.level); }
    for i in 0..n { if earned >> i & 1 == 1 { for h in &c.credentials()[i].teaches { let l = &mut lev0[h.competency as usize]; *l = (*l).max(h.level); } } }
    let valid = |s: u32| -> bool {
        if s & (earned | forbid) != 0 { return false; }
        let mut lev = lev0.clone(); let mut e = earned; let mut rest = s;
        while rest != 0 {
            let before = rest;
            for i in 0..n { if rest >> i & 1 == 1 && c.credentials()[i].requires.iter().all(|g| holds(g, &lev, e)) { rest &= !(1 << i); e |= 1 << i; for h in &c.credentials()[i].teaches { let l = &mut lev[h.competency as usize]; *l = (*l).max(h.level); } } }
            if rest == before { return false; }
        }
        q.role.requires.iter().all(|g| holds(g, &lev, e)) && q.role.soft.iter().filter(|x| truth(&x.atom, &lev, e)).map(|x| x.weight).sum::<i64>() >= q.role.min_soft
    };
    let good: Vec<u32> = (0u32..1 << n).filter(|&s| valid(s)).collect();
    let mut out = vec![];
    for &s in &good {
        if good.iter().any(|&t| t != s && t & s == t) { continue; }
        let (mut h, mut k) = (0, 0);
        for i in 0..n { if s >> i & 1 == 1 { h += c.credentials()[i].hours; k += c.credentials()[i].count; } }
        let mut best = i64::MAX;
        for o in 0..1usize << c.offers().len() {
            let mut cost = 0; let mut cov = 0u32;
            for j in 0..c.offers().len() { if o >> j & 1 == 1 { cost += c.offers()[j].cost; for id in &c.offers()[j].covers { cov |= 1 << num(id); } } }
            for i in 0..n { if s >> i & 1 == 1 && cov >> i & 1 == 0 { cost += c.credentials()[i].cost; } }
            best = best.min(cost);
        }
        let l = &q.limits;
        if l.max_cost.is_some_and(|x| best > x) || l.max_hours.is_some_and(|x| h > x) || l.max_count.is_some_and(|x| k > x) { continue; }
        out.push(([best, h, k], s));
    }
    out
}
fn front(all: &[[i64; 3]], ms: &[usize]) -> Vec<Vec<i64>> {
    let mut v: Vec<Vec<i64>> = all.iter().map(|p| ms.iter().map(|&m| p[m]).collect()).collect();
    v.sort();
    v.dedup();
    let w = v.clone();
    v.retain(|a| !w.iter().any(|b| b != a && b.iter().zip(a).all(|(x, y)| x <= y)));
    v
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (from, to): (u64, u64) = (a[1].parse().unwrap(), a[2].parse().unwrap());
    let orders = [
        "cost",
        "hours",
        "count",
        "cost,hours",
        "hours,count",
        "count,cost",
        "cost,hours,count",
        "cost,count,hours",
        "hours,cost,count",
        "hours,count,cost",
        "count,cost,hours",
        "count,hours,cost",
        "3*cost+2*hours",
        "1*cost+7*count",
        "41*cost+1*hours+5*count",
        "1*hours",
    ];
    let ms: [&[usize]; 5] = [&[0, 1], &[0, 2], &[2, 1], &[0, 1, 2], &[2, 0, 1]];
    let (mut bad, mut feas) = (0, 0);
    for seed in from..to {
        let mut r = Rng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..5 {
            r.next();
        }
        let p = problem(&mut r);
        let all = brute(&p);
        feas += usize::from(!all.is_empty());
        let prep = Prepared::new(p.catalogue().clone());
        for o in orders {
            let m: Minimise = o.parse().unwrap();
            let got = prep.solve(p.query(), &m, &Budget::UNLIMITED).unwrap().answer;
            let want = all.iter().map(|x| m.values(&Objective::from(*x))).min();
            let have = got.objective.map(|x| m.values(&x));
            let lim = matches!(got.status, Status::Infeasible) && want.is_none();
            if want != have || (want.is_none() && !lim) {
                bad += 1;
                println!("seed {seed} {o} want {want:?} got {have:?} {:?}", got.status);
            }
            let (o2, cert) = prep.prove(p.query(), &m, &Budget::UNLIMITED).unwrap();
            match cert {
                None => { bad += 1; println!("seed {seed} {o} no certificate {:?}", o2.answer.status); }
                Some(c) => if let Err(e) = pathstack::check::certificate(&p, &m, &o2.answer, &c) { bad += 1; println!("seed {seed} {o} refused: {e} {:?} {:?}", o2.answer.status, o2.answer.reason); if std::env::var("DBGD").is_ok() { println!("{}\n{:?}\n{:?} {:?}", serde_json::to_string(&c).unwrap(), p.query(), p.catalogue().credentials(), p.catalogue().offers()); } }
            }
            if want.is_none()
                && let Some(Reason::Unreachable(v)) = &got.reason
                && v.is_empty()
                && p.query().role.requires.iter().all(|g| g.k <= g.of.len() as i64)
            {
                println!("seed {seed} empty reason");
            }
        }
        for m in ms {
            let names: Vec<Measure> = m.iter().map(|&k| Measure::ALL[k]).collect();
            let got = prep.front(p.query(), &names, &Budget::UNLIMITED).front;
            let mut have: Vec<Vec<i64>> =
                got.front.iter().map(|x| m.iter().map(|&k| x.objective.unwrap().of(Measure::ALL[k])).collect()).collect();
            have.sort();
            let want = front(&all, m);
            let (o2, cert) = prep.prove_front(p.query(), &names, &Budget::UNLIMITED);
            match cert {
                None => { bad += 1; println!("seed {seed} front {m:?} no certificate"); }
                Some(c) => if let Err(e) = pathstack::check::front_certificate(&p, &names, &o2.front, &c) { bad += 1; println!("seed {seed} front {m:?} refused: {e}"); if std::env::var("DBGD").is_ok() { println!("{}\n{:?}\n{:?}", serde_json::to_string(&c).unwrap(), p.query(), p.catalogue().credentials()); } }
            }
            if have != want || !got.complete {
                bad += 1;
                println!("seed {seed} front {m:?} want {want:?} got {have:?}");
            }
        }
        if bad > 20 {
            break;
        }
    }
    println!("seeds {from}..{to} feasible {feas} bad {bad}");
}
