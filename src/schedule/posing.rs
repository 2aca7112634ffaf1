//! Poses a question: turns the records that can matter into the numbers of a [`Setting`].

use std::collections::{BTreeMap, HashMap, HashSet};

use super::ids::{Day, Id};
use super::market::{Clause, Exchange, Fact, Market};
use super::offers::year_starts;
use super::setting::{Counted, Fund, Item, Kind, Need, Question, Setting, Shared, Yearly};
use super::world::{Learner, Percentile};

/// Compiles a question; see [`Setting`].
pub(super) struct Posing<'q, 'w> {
    pub(super) market: &'w Market<'w>,
    pub(super) question: Question<'q>,
    pub(super) percentile: Percentile,
    pub(super) exchange: Exchange<'w>,
    /// Competencies of the question that nobody awards.
    pub(super) strange: Vec<Id>,
    pub(super) last: i32,
    /// Excluded credentials and offerings by rank.
    pub(super) no_credential: Vec<bool>,
    pub(super) no_offering: Vec<bool>,
    /// What runs out: the item that serves the goal; the next one serves as a prerequisite.
    pub(super) held: Vec<(Fact, u32)>,
    pub(super) held_levels: BTreeMap<u32, i64>,
    pub(super) held_credentials: Vec<u32>,
    pub(super) plan_of: BTreeMap<u32, u32>,
    pub(super) plans: Vec<Shared>,
    pub(super) funds: Vec<Fund>,
    pub(super) unknown: Vec<(u32, u32)>,
}

impl<'q, 'w> Posing<'q, 'w> {
    pub(super) fn new(market: &'w Market<'w>, question: Question<'q>, percentile: Percentile) -> Self {
        let learner = question.learner;
        let horizon = learner.today.plus(learner.horizon_days).0;
        let last = learner.deadline.map_or(horizon, |d| d.0.min(horizon));
        let mut posing = Self {
            market,
            question,
            percentile,
            exchange: Exchange { world: market.world, today: learner.today, unknown_free: false },
            strange: Vec::new(),
            last,
            no_credential: vec![false; market.credentials.len()],
            no_offering: vec![false; market.offerings.len()],
            held: Vec::new(),
            held_levels: BTreeMap::new(),
            held_credentials: Vec::new(),
            plan_of: BTreeMap::new(),
            plans: Vec::new(),
            funds: Vec::new(),
            unknown: Vec::new(),
        };
        posing.exclude();
        posing
    }

    fn exclude(&mut self) {
        let (learner, market) = (self.question.learner, self.market);
        let credentials = self.question.policies.iter().flat_map(|p| &p.credentials);
        for id in learner.exclude_credentials.iter().chain(credentials) {
            if let Some(&c) = market.credential.get(id) {
                self.no_credential[c as usize] = true;
            }
        }
        let offerings = self.question.policies.iter().flat_map(|p| &p.offerings);
        for id in learner.exclude_offerings.iter().chain(offerings) {
            if let Some(&o) = market.offering.get(id) {
                self.no_offering[o as usize] = true;
            }
        }
        if !learner.exclude_providers.is_empty() {
            let no = |provider: Option<&Id>| provider.is_some_and(|p| learner.exclude_providers.contains(p));
            for (i, c) in market.credentials.iter().enumerate() {
                self.no_credential[i] |= no(c.provider.as_ref());
            }
            for (i, o) in market.offerings.iter().enumerate() {
                self.no_offering[i] |= no(o.provider.as_ref());
            }
        }
    }

    /// What is held for good, and what runs out before the end could be held: two items each, as a goal must hold to the
    /// end and a prerequisite only when the step starts.
    fn hold(&mut self) -> Vec<Item> {
        let learner = self.question.learner;
        let end = Day(self.last).plus_months(learner.hold_months);
        let mut keeps = Vec::new();
        for held in &learner.held {
            let c = self.market.number(&held.c, &mut self.strange);
            match held.expires {
                Some(day) if day < learner.today => {}
                Some(day) if day < end => {
                    self.held.push((Fact::Level(c, held.l), keeps.len() as u32));
                    keeps.extend([Item::keep(day.0, None), Item { start_only: true, ..Item::keep(day.0, None) }]);
                }
                _ => self.hold_level(c, held.l),
            }
        }
        for held in &learner.earned {
            let Some(&c) = self.market.credential.get(&held.credential) else { continue };
            match held.expires {
                Some(day) if day < learner.today => {}
                Some(day) if day < end => {
                    let mut item = Item::keep(day.0, Some(c));
                    self.lasting(&mut item, c);
                    self.held.push((Fact::Credential(c), keeps.len() as u32));
                    keeps.extend([item, Item { start_only: true, ..Item::keep(day.0, Some(c)) }]);
                }
                _ => {
                    self.held_credentials.push(c);
                    for &(competency, level) in &self.market.awards[c as usize] {
                        self.hold_level(competency, level);
                    }
                }
            }
        }
        keeps
    }

    fn hold_level(&mut self, competency: u32, level: i64) {
        let best = self.held_levels.entry(competency).or_insert(level);
        *best = level.max(*best);
    }

    /// What a question ends in: the needs of the goal and the locks that are still open, each with whether it must be met, and the facts
    /// that renew what is held.
    pub(super) fn ends(&mut self) -> (Vec<(Clause, bool)>, Vec<Fact>) {
        let keeps = self.hold();
        let goal = self.goal_clauses().into_iter();
        let clauses = goal.filter_map(|(_, counted, clause)| Some((clause?, counted.is_none_or(|(_, essential)| essential)))).collect();
        (clauses, keeps.iter().flat_map(|item| &item.renewed_by).map(|&c| Fact::Credential(c)).collect())
    }

    /// Whether something held that runs out gives a fact for now.
    pub(super) fn may_hold(&self, fact: Fact) -> bool {
        self.held.iter().any(|&(held, _)| self.held_gives(held, fact))
    }

    fn held_gives(&self, held: Fact, fact: Fact) -> bool {
        match (held, fact) {
            (Fact::Level(c, l), Fact::Level(c2, l2)) => c == c2 && l >= l2,
            (Fact::Credential(c), _) => self.market.gives(c, fact),
            (Fact::Level(..), Fact::Credential(_)) => false,
        }
    }

    pub(super) fn holds(&self, fact: Fact) -> bool {
        match fact {
            Fact::Credential(c) => self.held_credentials.contains(&c),
            Fact::Level(c, l) => self.held_levels.get(&c).is_some_and(|&best| best >= l),
        }
    }

    /// The part of a clause that is not held for good; `None` when nothing is left to do.
    fn open(&self, clause: &Clause) -> Option<Clause> {
        let mut k = clause.k;
        let mut of = Vec::with_capacity(clause.of.len());
        for &(fact, weight) in &clause.of {
            if self.holds(fact) {
                k = k.saturating_sub(weight);
            } else {
                of.push((fact, weight));
            }
        }
        (k > 0).then_some(Clause { k, of })
    }

    fn lasting(&self, item: &mut Item, c: u32) {
        let record = self.market.credentials[c as usize];
        let currency = record.currency.as_deref();
        item.valid_months = record.valid_months;
        item.valid_until = record.valid_until.map(|d| d.0);
        item.renewal = record.renewal.as_ref().map(|r| (self.exchange.price(r.amount, currency, self.percentile), r.months));
        item.renewed_by = record.renewed_by.iter().filter_map(|id| self.market.credential.get(id).copied()).collect();
    }

    pub(super) fn pose(mut self) -> Setting<'w> {
        let keeps = self.hold();
        self.pose_funds();
        let goal = self.goal_clauses();
        // Backwards from the goal: every credential that could be of use.
        let mut item_of = Places::new(self.market.credentials.len());
        let mut items: Vec<Item> = keeps;
        let mut clauses: Vec<[Vec<Clause>; 3]> = vec![[const { Vec::new() }; 3]; items.len()];
        let mut agenda: Vec<Fact> = Vec::new();
        let mut seen: HashSet<Fact> = HashSet::new();
        for (_, _, clause) in &goal {
            agenda.extend(clause.iter().flat_map(|c| c.of.iter().map(|(f, _)| *f)));
        }
        agenda.extend(items.iter().flat_map(|i| &i.renewed_by).map(|&c| Fact::Credential(c)));
        while let Some(fact) = agenda.pop() {
            if !seen.insert(fact) {
                continue;
            }
            for c in self.market.givers_of(fact) {
                if self.no_credential[c as usize] || item_of.of(c).next().is_some() {
                    continue;
                }
                for kind in [Kind::Study, Kind::Rule] {
                    if let Some((item, asks)) = self.item(c, kind) {
                        agenda.extend(asks.iter().flatten().flat_map(|clause| clause.of.iter().map(|(f, _)| *f)));
                        if item.runs_out() {
                            agenda.extend(item.renewed_by.iter().map(|&c| Fact::Credential(c)));
                        }
                        item_of.put(c, kind, items.len() as u32);
                        items.push(item);
                        clauses.push(asks);
                    }
                }
            }
        }
        // Numbered by credential and kind, so that no order of the catalogue shows.
        let keep_count = items.iter().filter(|i| matches!(i.kind, Kind::Keep(_))).count();
        let mut order: Vec<u32> = (0..items.len() as u32).collect();
        order[keep_count..].sort_by_key(|&i| (items[i as usize].credential, items[i as usize].kind));
        let mut place = vec![0_u32; items.len()];
        for (new, &old) in (0_u32..).zip(&order) {
            place[old as usize] = new;
        }
        item_of.renumber(&place);
        let mut placed: Vec<(u32, Item, [Vec<Clause>; 3])> =
            place.into_iter().zip(items).zip(clauses).map(|((place, item), clauses)| (place, item, clauses)).collect();
        placed.sort_unstable_by_key(|p| p.0);
        let giving = |fact: Fact, for_goal| (fact, self.items_giving(fact, for_goal, &item_of));
        let givers: HashMap<Fact, Vec<u32>> = seen.iter().map(|&fact| giving(fact, false)).collect();
        let asked = goal.iter().flat_map(|(_, _, clause)| clause).flat_map(|c| &c.of);
        let at_end: HashMap<Fact, Vec<u32>> = asked.map(|&(fact, _)| giving(fact, true)).collect();
        let needs = |clauses: &[Clause]| -> Vec<Need> { clauses.iter().map(|c| need(c, &givers)).collect() };
        let mut sorted: Vec<Item> = Vec::with_capacity(placed.len());
        for (_, mut item, [before, loose, strict]) in placed {
            // Nothing is its own prerequisite.
            let own: Vec<u32> = item.credential.iter().flat_map(|&c| item_of.of(c)).collect();
            (item.needs, item.loose, item.strict) = (needs(&before), needs(&loose), needs(&strict));
            for need in item.needs.iter_mut().chain(&mut item.loose).chain(&mut item.strict) {
                need.atoms.iter_mut().for_each(|(_, from)| from.retain(|i| !own.contains(i)));
            }
            sorted.push(item);
        }
        for item in &mut sorted {
            let by = std::mem::take(&mut item.renewed_by);
            if item.runs_out() || matches!(item.kind, Kind::Keep(_)) {
                item.renewers = by.iter().flat_map(|&c| item_of.of(c)).collect();
            }
            item.renewed_by = by;
        }
        self.finish(sorted, goal, &at_end)
    }

    fn goal_clauses(&mut self) -> Vec<(Id, Option<(i64, bool)>, Option<Clause>)> {
        let mut goal = Vec::new();
        for group in &self.question.goal.groups {
            let clause = self.market.clause_asked(group.k, &group.of, &mut self.strange);
            let clause = self.open(&clause);
            goal.push((group.id.clone(), Some((group.weight, group.essential)), clause));
        }
        for id in &self.question.learner.locks {
            if let Some(&c) = self.market.credential.get(id) {
                goal.push((id.clone(), None, self.open(&Clause { k: 1, of: vec![(Fact::Credential(c), 1)] })));
            }
        }
        goal
    }

    fn items_giving(&self, fact: Fact, for_goal: bool, item_of: &Places) -> Vec<u32> {
        let mut giving = Vec::new();
        for &(held, keep) in &self.held {
            if self.held_gives(held, fact) {
                giving.push(if for_goal { keep } else { keep + 1 });
            }
        }
        for c in self.market.givers_of(fact) {
            giving.extend(item_of.of(c));
        }
        giving.sort_unstable();
        giving.dedup();
        giving
    }

    fn finish(
        self,
        mut items: Vec<Item>,
        goal: Vec<(Id, Option<(i64, bool)>, Option<Clause>)>,
        givers: &HashMap<Fact, Vec<u32>>,
    ) -> Setting<'w> {
        let reached = reachable(&items);
        for (i, item) in items.iter_mut().enumerate() {
            if !reached[i] {
                item.offers.clear();
            }
            for need in item.needs.iter_mut().chain(&mut item.loose).chain(&mut item.strict) {
                need.keep_only(&reached);
            }
        }
        let learner = self.question.learner;
        let (mut needs, mut locks) = (Vec::new(), Vec::new());
        let mut coverage = Vec::new();
        let mut unteachable = Vec::new();
        for (id, counted, clause) in goal {
            let need = clause.as_ref().map(|c| {
                let mut need = need(c, givers);
                need.keep_only(&reached);
                need
            });
            let essential = counted.is_none_or(|(_, essential)| essential);
            if let Some(need) = &need
                && essential
            {
                if need.is_hopeless() {
                    unteachable.push(id.clone());
                }
                needs.push(need.clone());
                if counted.is_none() {
                    locks.push(need.clone());
                }
            }
            if let Some((weight, essential)) = counted {
                coverage.push(Counted { id, weight, essential, need });
            }
        }
        let relevant: Vec<u32> = items.iter().filter_map(|i| i.credential).collect();
        let yearly = self.yearly(&relevant);
        let days = usize::try_from(self.last - learner.today.0 + 1).unwrap_or(0);
        let capacity: Vec<i64> = (0..days).map(|i| minutes_on(learner, learner.today.0 + i as i32)).collect();
        let mut before = Vec::with_capacity(days + 1);
        let mut sum = 0_i64;
        before.push(0);
        for c in &capacity {
            sum += c;
            before.push(sum);
        }
        Setting {
            market: self.market,
            today: learner.today.0,
            last: self.last,
            hold_months: learner.hold_months,
            capacity,
            before,
            at_once: usize::try_from(learner.at_once).unwrap_or(1).max(1),
            budget: learner.budget.unwrap_or(i64::MAX),
            monthly_cap: learner.monthly_cap,
            yearly_cap: learner.yearly_cap,
            cash_days: cash_days(learner, self.last),
            items,
            plans: self.plans,
            funds: self.funds,
            yearly,
            goal: needs,
            locks,
            coverage,
            unteachable,
            unknown: self.unknown,
        }
    }

    fn yearly(&self, relevant: &[u32]) -> Vec<Yearly> {
        let world = self.market.world;
        let mut yearly = Vec::new();
        for (upkeep, record) in world.upkeep.iter().enumerate() {
            let mut members = Vec::new();
            let mut held = false;
            for member in &record.members {
                if let Some(&c) = self.market.credential.get(&member.credential) {
                    held |= self.question.learner.earned.iter().any(|e| e.credential == member.credential);
                    members.push((c, self.exchange.price(member.amount, record.currency.as_deref(), self.percentile)));
                }
            }
            if members.iter().any(|(c, _)| relevant.contains(c)) {
                yearly.push(Yearly { upkeep, rule: record.rule, members, held });
            }
        }
        yearly
    }

    fn item(&mut self, c: u32, kind: Kind) -> Option<(Item, [Vec<Clause>; 3])> {
        let market = self.market;
        if self.held_credentials.contains(&c) {
            return None;
        }
        let record = market.credentials[c as usize];
        let asks = &market.asks[c as usize];
        let open = |clauses: &[Clause]| -> Vec<Clause> { clauses.iter().filter_map(|clause| self.open(clause)).collect() };
        let clauses = match kind {
            Kind::Study => [open(&asks.requires), open(&asks.loose), open(&asks.strict)],
            _ => [open(asks.rule.as_ref()?), Vec::new(), Vec::new()],
        };
        let fee = self.exchange.price(record.award_fee, record.currency.as_deref(), self.percentile);
        let mut offers = Vec::new();
        if kind == Kind::Study {
            for &o in &market.ways[c as usize] {
                if self.no_offering[o as usize] {
                    continue;
                }
                match self.offer(o) {
                    Some(offer) if fee.is_some() => offers.push(offer),
                    _ => self.unknown.push((o, c)),
                }
            }
            if offers.is_empty() {
                return None;
            }
        }
        let mut item = Item { award_fee: fee?, award_lag: record.award_lag_days, ..Item::keep(0, Some(c)) };
        item.kind = kind;
        item.offers = offers;
        self.lasting(&mut item, c);
        Some((item, clauses))
    }
}

/// The items of each credential (by rank): by study, and by its own rule.
struct Places([Vec<u32>; 2]);

impl Places {
    const NONE: u32 = u32::MAX;

    fn new(credentials: usize) -> Self {
        Self([vec![Self::NONE; credentials], vec![Self::NONE; credentials]])
    }

    fn put(&mut self, credential: u32, kind: Kind, item: u32) {
        self.0[usize::from(kind == Kind::Rule)][credential as usize] = item;
    }

    /// Its items, the one by study first.
    fn of(&self, credential: u32) -> impl Iterator<Item = u32> {
        self.0.each_ref().map(|items| items[credential as usize]).into_iter().filter(|&item| item != Self::NONE)
    }

    /// Gives each item its new number.
    fn renumber(&mut self, place: &[u32]) {
        for item in self.0.iter_mut().flatten().filter(|item| **item != Self::NONE) {
            *item = place[*item as usize];
        }
    }
}

fn need(clause: &Clause, givers: &HashMap<Fact, Vec<u32>>) -> Need {
    let atoms = clause.of.iter().map(|(fact, w)| (*w, givers.get(fact).cloned().unwrap_or_default()));
    Need { k: clause.k, atoms: atoms.filter(|(_, from)| !from.is_empty()).collect() }
}

/// Items that can be had at all, when nothing but needs stands in the way; linear but for repeated looks at a need.
fn reachable(items: &[Item]) -> Vec<bool> {
    let mut asked_by: Vec<Vec<u32>> = vec![Vec::new(); items.len()];
    for (i, item) in (0_u32..).zip(items) {
        for &from in item.needs.iter().flat_map(|n| &n.atoms).flat_map(|(_, from)| from) {
            asked_by[from as usize].push(i);
        }
    }
    let mut reached = vec![false; items.len()];
    let mut agenda: Vec<u32> = (0..items.len() as u32).collect();
    while let Some(i) = agenda.pop() {
        if !reached[i as usize] && items[i as usize].needs.iter().all(|n| n.holds(|j| reached[j as usize])) {
            reached[i as usize] = true;
            agenda.extend(asked_by[i as usize].iter().filter(|&&j| !reached[j as usize]));
        }
    }
    reached
}

/// Minutes a week in force on a day, which is sevenths of a minute that day.
fn minutes_on(learner: &Learner, day: i32) -> i64 {
    let begun = learner.hours.iter().filter(|h| h.from.is_none_or(|from| from.0 <= day));
    let now = begun.max_by_key(|h| h.from.map_or(i32::MIN, |d| d.0));
    now.or_else(|| learner.hours.iter().min_by_key(|h| h.from.map_or(i32::MIN, |d| d.0))).map_or(0, |h| h.weekly_minutes)
}

/// Days on which the learner's own monthly or yearly limit starts anew.
fn cash_days(learner: &Learner, last: i32) -> Vec<i32> {
    let today = learner.today.0;
    let mut days = Vec::new();
    if learner.yearly_cap.is_some() || learner.monthly_cap.is_some() {
        days.extend(year_starts(today, last, (1, 1)));
    }
    if learner.monthly_cap.is_some() {
        for month in 2..=12 {
            days.extend(year_starts(today, last, (month, 1)));
        }
    }
    days.sort_unstable();
    days
}
