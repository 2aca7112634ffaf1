//! Who else pays: the most that compatible funds can give for the charges of a schedule, as a maximum flow.
//!
//! Fund → its years → its courses → charges; each arc carries what the cap or the rate allows. The flow is grown charge by
//! charge in the order in which money comes, first from funds that pay at once, then from those that pay on the pass, so that
//! among all largest totals money comes early (the sets of charges that can be covered form a polymatroid: growing never takes
//! back).

use super::setting::Fund;

/// A charge that funds may share in.
#[derive(Clone, Debug)]
pub(super) struct Charge {
    /// Place of its entry in the ledger.
    pub(super) entry: usize,
    pub(super) day: i32,
    pub(super) amount: i64,
    /// Enrolment day, which decides the year.
    pub(super) enrolled: i32,
    /// What a cap per course counts together.
    pub(super) course: (u8, u32),
    /// Day of the pass.
    pub(super) passed: i32,
    /// Funds (places in the setting) that may pay it, as a mask.
    pub(super) funds: u64,
}

/// A payment of a fund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grant {
    pub(super) fund: usize,
    /// Place of the charge.
    pub(super) charge: usize,
    pub(super) amount: i64,
}

/// Sets of funds worth trying: all that can be used together, or (`every`) all their subsets too, in a fixed order.
pub(super) fn choices(funds: &[Fund], usable: u64, every: bool) -> Vec<u64> {
    let members: Vec<usize> = (0..funds.len()).filter(|&i| usable >> i & 1 == 1).collect();
    let mut sets: Vec<u64> = vec![0];
    for &i in &members {
        let more: Vec<u64> = sets.iter().filter(|&&set| set & funds[i].excludes == 0).map(|set| set | 1 << i).collect();
        let conflicting = funds[i].excludes & usable != 0;
        if every || conflicting {
            sets.extend(more);
        } else {
            sets = more;
        }
    }
    if !every {
        let all = sets.clone();
        sets.retain(|&set| !all.iter().any(|&other| other != set && other & set == set));
    }
    sets.sort_unstable_by_key(|set| std::cmp::Reverse(*set));
    sets
}

/// The largest total the funds in `set` can give, in the canonical split.
pub(super) fn most(funds: &[Fund], charges: &[Charge], set: u64) -> Vec<Grant> {
    let mut order: Vec<usize> = (0..charges.len()).collect();
    let mut net = Net::new(charges);
    for on_pass in [false, true] {
        for (f, fund) in funds.iter().enumerate() {
            if set >> f & 1 == 1 && fund.on_pass == on_pass {
                net.add_fund(f, fund, charges);
            }
        }
        order.sort_by_key(|&c| (if on_pass { charges[c].passed } else { charges[c].day }, charges[c].entry));
        for &c in &order {
            net.pay(c);
        }
    }
    net.grants()
}

/// A small flow network: node 0 is the source, node 1 the sink, then charges, then periods of funds.
struct Net {
    /// Arcs in pairs: (from, to, capacity left); the partner of `i` is `i ^ 1`.
    arcs: Vec<(usize, usize, i64)>,
    out: Vec<Vec<usize>>,
    /// Arc into the sink of each charge, shut but while it is the charge's turn; and what of the charge is not given yet.
    sink: Vec<(usize, i64)>,
    /// (fund, charge, arcs).
    into: Vec<(usize, usize, usize)>,
}

impl Net {
    fn new(charges: &[Charge]) -> Self {
        let out = vec![Vec::new(); charges.len() + 2];
        let mut net = Self { arcs: Vec::new(), out, sink: Vec::with_capacity(charges.len()), into: Vec::new() };
        for (c, charge) in charges.iter().enumerate() {
            let arc = net.arc(c + 2, 1, 0);
            net.sink.push((arc, charge.amount));
        }
        net
    }

    fn arc(&mut self, from: usize, to: usize, capacity: i64) -> usize {
        let arc = self.arcs.len();
        self.arcs.push((from, to, capacity));
        self.arcs.push((to, from, 0));
        self.out[from].push(arc);
        self.out[to].push(arc + 1);
        arc
    }

    fn node(&mut self) -> usize {
        self.out.push(Vec::new());
        self.out.len() - 1
    }

    fn add_fund(&mut self, f: usize, fund: &Fund, charges: &[Charge]) {
        let root = self.node();
        self.arc(0, root, fund.lifetime);
        let mut years: Vec<(i32, usize)> = Vec::new();
        let mut courses: Vec<((i32, (u8, u32)), usize)> = Vec::new();
        for (c, charge) in charges.iter().enumerate() {
            if charge.funds >> f & 1 == 0 {
                continue;
            }
            let year = if fund.year == i64::MAX { 0 } else { fund.year_of(charge.enrolled) };
            let year_node = if let Some(y) = years.iter().find(|y| y.0 == year) {
                y.1
            } else {
                let node = self.node();
                self.arc(root, node, fund.year);
                years.push((year, node));
                node
            };
            let key = (year, charge.course);
            let course_node = if let Some(k) = courses.iter().find(|k| k.0 == key) {
                k.1
            } else {
                let node = self.node();
                self.arc(year_node, node, fund.course);
                courses.push((key, node));
                node
            };
            let share = (i128::from(charge.amount) * i128::from(fund.rate) / 1000) as i64;
            let arc = self.arc(course_node, c + 2, share);
            self.into.push((f, c, arc));
        }
    }

    /// Gives as much as can be given for a charge, beside what is given already.
    fn pay(&mut self, c: usize) {
        let (arc, open) = self.sink[c];
        self.arcs[arc].2 = open;
        while self.push() {}
        self.sink[c].1 = std::mem::take(&mut self.arcs[arc].2);
    }

    /// Sends more along a shortest way, if there is one.
    fn push(&mut self) -> bool {
        let mut by: Vec<Option<usize>> = vec![None; self.out.len()];
        let mut queue = std::collections::VecDeque::from([0_usize]);
        while let Some(node) = queue.pop_front() {
            for &arc in &self.out[node] {
                let (_, to, left) = self.arcs[arc];
                if left > 0 && to != 0 && by[to].is_none() {
                    by[to] = Some(arc);
                    queue.push_back(to);
                }
            }
        }
        let mut way = Vec::new();
        let mut node = 1;
        while node != 0 {
            let Some(arc) = by[node] else { return false };
            way.push(arc);
            node = self.arcs[arc].0;
        }
        let amount = way.iter().map(|&arc| self.arcs[arc].2).min().unwrap_or(0);
        for arc in way {
            self.arcs[arc].2 -= amount;
            self.arcs[arc ^ 1].2 += amount;
        }
        amount > 0
    }

    fn grants(&self) -> Vec<Grant> {
        let paid = self.into.iter().map(|&(fund, charge, arc)| Grant { fund, charge, amount: self.arcs[arc + 1].2 });
        let mut grants: Vec<Grant> = paid.filter(|g| g.amount > 0).collect();
        grants.sort_by_key(|g| (g.charge, g.fund));
        grants
    }
}
