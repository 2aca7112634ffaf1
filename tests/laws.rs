//! Laws of the solver: what must hold of every answer, whatever the problem.
#![expect(clippy::unwrap_used, reason = "a test may stop, speak and read its settings and files")]

use std::collections::BTreeSet;
use std::fmt;

use pathstack::solve::problem::{Answer, Front, Id, Measure, Minimise, Objective, Problem, Status};
use pathstack::solve::{Budget, Prepared, Warm, front, solve};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

#[path = "common/random.rs"]
mod random;

use random::Dice;

/// A problem, and dice for what a law changes about it. Shown as JSON, ready to be solved again.
struct Case(Value, Dice);

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Random problems beyond what the oracle can exhaust.
fn problems() -> impl Strategy<Value = Case> {
    any::<u64>().prop_map(|seed| {
        let mut dice = Dice::new(seed);
        Case(random::problem(&mut dice, 25), dice)
    })
}

fn read(problem: &Value) -> Problem {
    Problem::read(problem.to_string().as_bytes()).unwrap()
}

fn best(problem: &Value, minimise: &str) -> Answer {
    solve(&read(problem), &minimise.parse().unwrap(), &Budget::UNLIMITED).unwrap().answer
}

fn points(problem: &Value, measures: &[Measure]) -> Front {
    front(&read(problem), measures, &Budget::UNLIMITED)
}

/// What is minimised; nothing when there is no stack.
fn least(problem: &Value, minimise: &str) -> Option<Vec<i64>> {
    let minimise: Minimise = minimise.parse().unwrap();
    best(problem, &minimise.to_string()).objective.map(|objective| minimise.values(&objective))
}

/// `None`, no stack at all, is more than anything.
fn at_most(less: Option<Vec<i64>>, more: Option<Vec<i64>>) -> bool {
    match (less, more) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(less), Some(more)) => less <= more,
    }
}

fn items<'a>(problem: &'a mut Value, list: &str) -> Option<&'a mut Vec<Value>> {
    problem.get_mut(list).and_then(Value::as_array_mut)
}

fn shuffle(dice: &mut Dice, list: &mut [Value]) {
    for i in (1..list.len()).rev() {
        list.swap(i, dice.below(i + 1));
    }
}

const ORDERS: [&str; 6] =
    ["cost,hours,count", "cost,count,hours", "hours,cost,count", "hours,count,cost", "count,cost,hours", "count,hours,cost"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_held_credential_is_never_bought(Case(problem, _) in problems()) {
        let held: BTreeSet<Id> = read(&problem).query().learner.earned.iter().cloned().collect();
        for order in ORDERS {
            prop_assert!(best(&problem, order).order.iter().all(|id| !held.contains(id)));
        }
    }

    #[test]
    fn a_forbidden_credential_is_never_bought(Case(problem, _) in problems()) {
        let forbidden: BTreeSet<Id> = read(&problem).query().forbid.iter().cloned().collect();
        prop_assert!(best(&problem, "cost,hours,count").order.iter().all(|id| !forbidden.contains(id)));
    }

    #[test]
    fn who_needs_nothing_buys_nothing(Case(mut problem, _) in problems()) {
        problem["role"] = json!({"requires": []});
        let answer = best(&problem, "cost,hours,count");
        prop_assert_eq!(answer.status, Status::Optimal);
        prop_assert_eq!(answer.objective, Some(Objective::default()));
        prop_assert!(answer.order.is_empty() && answer.offers.is_empty());
    }

    #[test]
    fn who_holds_the_stack_needs_nothing_more(Case(mut problem, _) in problems()) {
        let answer = best(&problem, "cost,hours,count");
        if answer.objective.is_some() {
            items(&mut problem["learner"], "earned").unwrap().extend(answer.order.iter().map(|id| json!(id)));
            prop_assert_eq!(best(&problem, "cost,hours,count").objective, Some(Objective::default()));
        }
    }

    #[test]
    fn more_offerings_never_cost_more(Case(problem, mut dice) in problems()) {
        let mut fewer = problem.clone();
        if let Some(offers) = items(&mut fewer, "offers") {
            offers.retain(|_| dice.percent(50));
        }
        for measure in ["cost", "hours", "count", "3*cost+2*hours+5*count"] {
            prop_assert!(at_most(least(&problem, measure), least(&fewer, measure)));
        }
    }

    #[test]
    fn more_credentials_never_cost_more(Case(problem, mut dice) in problems()) {
        let mut fewer = problem.clone();
        let ids: Vec<Value> = problem["credentials"].as_array().unwrap().iter().map(|c| c["id"].clone()).collect();
        fewer["forbid"] = json!(ids.iter().filter(|_| dice.percent(30)).collect::<Vec<_>>());
        let mut more = problem;
        more["forbid"] = json!([]);
        for measure in ["cost", "hours", "count"] {
            prop_assert!(at_most(least(&more, measure), least(&fewer, measure)));
        }
    }

    #[test]
    fn who_knows_more_never_pays_more(Case(problem, mut dice) in problems()) {
        let mut wiser = problem.clone();
        let competencies = problem["competencies"].as_i64().unwrap();
        let level = dice.between(1, problem["levels"].as_i64().unwrap());
        items(&mut wiser["learner"], "holds").unwrap().push(json!([dice.between(0, competencies - 1), level]));
        for measure in ["cost", "hours", "count"] {
            prop_assert!(at_most(least(&wiser, measure), least(&problem, measure)));
        }
    }

    #[test]
    fn order_of_the_catalogue_does_not_matter(Case(problem, mut dice) in problems()) {
        let mut other = problem.clone();
        for list in ["credentials", "offers", "forbid"] {
            if let Some(list) = items(&mut other, list) {
                shuffle(&mut dice, list);
            }
        }
        for list in ["requires", "soft"] {
            if let Some(list) = items(&mut other["role"], list) {
                shuffle(&mut dice, list);
            }
        }
        for credential in items(&mut other, "credentials").unwrap() {
            for list in ["teaches", "requires"] {
                shuffle(&mut dice, items(credential, list).unwrap());
            }
        }
        for order in ["cost,hours,count", "count,hours", "2*cost+hours"] {
            prop_assert_eq!(best(&problem, order), best(&other, order));
        }
        for measures in [&Measure::ALL[..], &Measure::ALL[..2]] {
            prop_assert_eq!(points(&problem, measures), points(&other, measures));
        }
    }

    #[test]
    fn same_question_same_answer(Case(problem, _) in problems()) {
        // With one thread and with two, asked first and asked again, alone and beside other questions.
        let parsed = read(&problem);
        let prepared = Prepared::new(parsed.catalogue().clone());
        let ask = |order: &&str| {
            serde_json::to_string(&prepared.solve(parsed.query(), &order.parse().unwrap(), &Budget::UNLIMITED).unwrap().answer).unwrap()
        };
        let alone: Vec<String> = ORDERS.iter().map(|order| serde_json::to_string(&best(&problem, order)).unwrap()).collect();
        let first = in_threads(1, || ask_all(&ask));
        let beside = in_threads(2, || ask_all(&ask));
        prop_assert_eq!(&alone, &first);
        prop_assert_eq!(&alone, &beside);
        let fronts = [1, 2].map(|threads| in_threads(threads, || points(&problem, &[Measure::Cost, Measure::Hours])));
        prop_assert_eq!(&fronts[0], &fronts[1]);
    }

    #[test]
    fn what_is_kept_warm_is_what_would_be_answered_anew(Case(problem, mut dice) in problems()) {
        let parsed = read(&problem);
        let prepared = Prepared::new(parsed.catalogue().clone());
        let mut warm = Warm::new(4);
        for _ in 0..12 {
            let mut query = parsed.query().clone();
            let last = query.role.requires.len().saturating_sub(1);
            if last > 0 {
                query.role.requires.swap(0, dice.below(last + 1));
            }
            query.learner.holds.reverse();
            if dice.percent(30) {
                query.limits.max_cost = Some(dice.between(0, 9));
            }
            let minimise: Minimise = ORDERS[dice.below(2)].parse().unwrap();
            let budget = Budget { nodes: dice.percent(30).then(|| dice.between(0, 4).unsigned_abs()), stop: None };
            let kept = prepared.solve_warm(&mut warm, &query, &minimise, &budget).unwrap();
            let anew = prepared.solve(&query, &minimise, &budget).unwrap();
            prop_assert_eq!(kept.answer, anew.answer);
            prop_assert!(warm.len() <= 4);
        }
        prop_assert!(Warm::new(0).is_empty());
    }

    #[test]
    fn a_question_asked_again_is_answered_from_what_is_kept(Case(problem, _) in problems()) {
        let parsed = read(&problem);
        let prepared = Prepared::new(parsed.catalogue().clone());
        let mut warm = Warm::new(1);
        let ask = |prepared: &Prepared, warm: &mut Warm| {
            prepared.solve_warm(warm, parsed.query(), &Minimise::Weighted([1, 1, 1]), &Budget::UNLIMITED).unwrap().answer
        };
        let first = ask(&prepared, &mut warm);
        prop_assert_eq!(ask(&prepared, &mut warm), first.clone());
        prop_assert_eq!(warm.hits(), 1);
        // Of another catalogue nothing is known.
        prop_assert_eq!(ask(&Prepared::new(read(&problem).catalogue().clone()), &mut warm), first);
        prop_assert_eq!(warm.hits(), 1);
    }

    #[test]
    fn scaling_prices_scales_costs(Case(problem, mut dice) in problems()) {
        let factor = dice.between(2, 1000);
        let mut dearer = problem.clone();
        let scale = |value: &mut Value| *value = json!(value.as_i64().unwrap() * factor);
        for list in ["credentials", "offers"] {
            items(&mut dearer, list).into_iter().flatten().for_each(|item| scale(&mut item["cost"]));
        }
        if let Some(limit) = dearer.pointer_mut("/limits/max_cost").filter(|limit| !limit.is_null()) {
            scale(limit);
        }
        for order in ORDERS {
            let (before, after) = (best(&problem, order), best(&dearer, order));
            prop_assert_eq!(before.order, after.order);
            let scaled = before.objective.map(|objective| Objective { cost: objective.cost * factor, ..objective });
            prop_assert_eq!(scaled, after.objective);
        }
    }

    #[test]
    fn a_looser_limit_never_costs_more(Case(problem, mut dice) in problems()) {
        let mut looser = problem.clone();
        for measure in ["max_cost", "max_hours", "max_count"] {
            if let Some(limit) = looser.pointer_mut(&format!("/limits/{measure}")).filter(|limit| !limit.is_null()) {
                *limit = if dice.percent(30) { Value::Null } else { json!(limit.as_i64().unwrap() + dice.between(0, 20)) };
            }
        }
        for measure in ["cost", "hours", "count", "cost+hours+count"] {
            prop_assert!(at_most(least(&looser, measure), least(&problem, measure)));
        }
    }

    #[test]
    fn a_limit_at_the_least_changes_nothing_and_one_below_leaves_nothing(Case(mut problem, _) in problems()) {
        for (measure, limit) in [("cost", "max_cost"), ("hours", "max_hours"), ("count", "max_count")] {
            let Some(value) = least(&problem, measure) else { return Ok(()) };
            let limits = problem.get("limits").cloned();
            problem["limits"] = limits.clone().unwrap_or(json!({}));
            problem["limits"][limit] = json!(value[0]);
            prop_assert_eq!(least(&problem, measure), Some(value.clone()));
            if value[0] > 0 {
                problem["limits"][limit] = json!(value[0] - 1);
                prop_assert_eq!(best(&problem, "cost,hours,count").status, Status::Infeasible);
            }
            problem["limits"] = limits.unwrap_or(json!({}));
        }
    }

    #[test]
    fn a_longer_order_agrees_with_a_shorter_one(Case(problem, _) in problems()) {
        for (short, long) in [("cost", "cost,hours"), ("cost,hours", "cost,hours,count"), ("count", "count,cost")] {
            let (short, long) = (least(&problem, short), least(&problem, long));
            prop_assert_eq!(short.as_deref(), long.as_ref().and_then(|long| long.get(..short.as_ref().unwrap().len())));
        }
    }

    #[test]
    fn weights_on_one_measure_are_that_measure(Case(problem, _) in problems()) {
        for (measure, weights) in [("cost", "1*cost"), ("hours", "0*cost+1*hours"), ("count", "1*count+0*hours")] {
            prop_assert_eq!(least(&problem, measure), least(&problem, weights));
        }
    }

    #[test]
    fn a_front_holds_each_lexicographic_answer_and_nothing_better(Case(problem, _) in problems()) {
        let front = points(&problem, &Measure::ALL);
        prop_assert!(front.complete);
        let objectives: Vec<Objective> = front.front.iter().map(|point| point.objective.unwrap()).collect();
        for order in ORDERS {
            match best(&problem, order).objective {
                Some(objective) => prop_assert!(objectives.contains(&objective)),
                None => prop_assert!(objectives.is_empty()),
            }
        }
        for weights in ["1*cost+1*hours+1*count", "7*cost+2*hours", "1*cost+90*count"] {
            let minimise: Minimise = weights.parse().unwrap();
            let least_of_front = objectives.iter().map(|objective| minimise.values(objective)).min();
            prop_assert_eq!(least(&problem, weights), least_of_front);
        }
    }

    #[test]
    fn a_front_of_two_is_the_shadow_of_the_front_of_three(Case(problem, _) in problems()) {
        let shadow = |front: &Front| -> BTreeSet<(i64, i64)> {
            let all: Vec<Objective> = front.front.iter().map(|point| point.objective.unwrap()).collect();
            let measures = [Measure::Cost, Measure::Hours];
            let best = all.iter().filter(|one| !all.iter().any(|other| other.dominates(one, &measures)));
            best.map(|objective| (objective.cost, objective.hours)).collect()
        };
        let two = points(&problem, &[Measure::Cost, Measure::Hours]);
        prop_assert_eq!(shadow(&two), shadow(&points(&problem, &Measure::ALL)));
        prop_assert_eq!(shadow(&two).len(), two.front.len());
    }

    #[test]
    fn a_search_cut_short_never_claims_too_much(Case(problem, mut dice) in problems()) {
        let parsed = read(&problem);
        let budget = Budget { nodes: Some(dice.between(0, 3).unsigned_abs()), stop: None };
        for order in ORDERS {
            let minimise: Minimise = order.parse().unwrap();
            let cut = solve(&parsed, &minimise, &budget).unwrap().answer;
            let whole = best(&problem, order);
            prop_assert!(pathstack::check::answer(&parsed, &minimise, &cut).is_ok(), "{:?}", cut);
            let values = whole.objective.map(|objective| minimise.values(&objective));
            match cut.status {
                Status::Optimal | Status::Infeasible => prop_assert_eq!(cut.objective.map(|o| minimise.values(&o)), values),
                Status::Feasible | Status::Stopped => {
                    let bound = cut.bound.unwrap_or_default();
                    prop_assert!(values.is_none_or(|values| values.get(..bound.len()).unwrap() >= bound.as_slice()));
                }
            }
        }
    }
}

fn ask_all(ask: &(impl Fn(&&str) -> String + Sync)) -> Vec<String> {
    use rayon::prelude::*;
    ORDERS.par_iter().map(ask).collect()
}

fn in_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}
