//! Stacks one after another, and many questions at once: the k best in their order and the k diverse ones against the plain
//! oracle, batches against single answers, one thread against two, one order of the input against another.
#![expect(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, reason = "a test may stop, speak and read its settings")]

use pathstack::check;
use pathstack::solve::problem::{Answer, Measure, Minimise, Problem, Query};
use pathstack::solve::{Budget, Prepared};
use rayon::prelude::*;
use serde_json::{Value, json};

#[expect(dead_code, reason = "other tests ask it for more")]
#[path = "common/oracle.rs"]
mod oracle;
#[path = "common/random.rs"]
mod random;

use oracle::{Point, World};
use random::Dice;

fn read(problem: &Value) -> Problem {
    Problem::read(problem.to_string().as_bytes()).unwrap()
}

/// A number from the environment, so that the same test can be run longer.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Every set of credentials that reaches the goal within the limits, and its measures with the cheapest offers.
fn stacks(world: &World) -> Vec<(usize, Point)> {
    let mut all = Vec::new();
    for set in world.reachable() {
        let (levels, earned) = world.state(set);
        if world.goal_is_met(&levels, &earned) {
            let cheapest = (0..1 << world.offers.len()).map(|bought| world.measure(set, bought)).min().unwrap();
            if world.within_limits(&cheapest) {
                all.push((set, cheapest));
            }
        }
    }
    all
}

/// The set of an answer, as the oracle numbers credentials.
fn set_of(world: &World, answer: &Answer) -> usize {
    let position = |id: &Value| world.candidates.iter().position(|candidate| candidate.id == *id).unwrap();
    answer.order.iter().map(|id| 1 << position(&json!(id))).sum()
}

#[test]
fn the_k_best_and_the_k_diverse_stacks_come_in_their_order() {
    let orders = ["cost,hours,count", "hours,cost", "count", "3*cost+2*hours+1*count"];
    let problems = setting("PATHSTACK_STACKS_PROBLEMS", 1500);
    let counts: Vec<[usize; 3]> = (0..problems)
        .into_par_iter()
        .map(|seed| {
            let mut dice = Dice::new(seed ^ 0x57AC);
            let problem = random::problem(&mut dice, 7);
            let (parsed, world) = (read(&problem), World::new(&problem));
            let all = stacks(&world);
            let prepared = Prepared::new(parsed.catalogue().clone());
            let mut count = [0; 3];
            for apart in [1_usize, 2, 3] {
                let minimise: Minimise = dice.pick(&orders).parse().unwrap();
                let value = |point: &Point| minimise.values(&(*point).into());
                let mut before: Vec<usize> = Vec::new();
                let mut stream = prepared.stacks(parsed.query(), &minimise, apart, Budget::UNLIMITED).unwrap();
                let allowed = |before: &[usize], set: usize| {
                    let kept = |other: usize| (set & other).count_ones() as usize;
                    before.iter().all(|&other| kept(other) + apart.min(other.count_ones() as usize) <= other.count_ones() as usize)
                };
                for number in 0..12 {
                    // After the empty stack there is nothing that it could leave out.
                    let over = before.contains(&0);
                    let least = all.iter().filter(|(set, _)| !over && allowed(&before, *set)).map(|(_, point)| value(point)).min();
                    let next = stream.next();
                    let told = next.as_ref().map(|answer| minimise.values(&answer.objective.unwrap()));
                    assert_eq!(told, least, "seed {seed}, {minimise}, {apart} apart, stack {number}: {next:?}\n{problem}");
                    let Some(answer) = next else {
                        assert!(stream.complete(), "seed {seed}, {minimise}, {apart} apart\n{problem}");
                        count[2] += 1;
                        break;
                    };
                    check::answer(&parsed, &minimise, &Answer { bound: told, ..answer.clone() }).map(drop).unwrap_or_else(|faults| {
                        // The first of a stream is the optimum; a later one replays, and is optimal among those left.
                        assert!(number > 0, "seed {seed}: {faults:?}\n{problem}");
                    });
                    assert_eq!(check::replay(&parsed, &answer).unwrap(), answer.objective.unwrap(), "seed {seed}\n{problem}");
                    let set = set_of(&world, &answer);
                    assert!(allowed(&before, set), "seed {seed}, {minimise}, {apart} apart: {answer:?}\n{problem}");
                    before.push(set);
                    count[usize::from(apart > 1)] += 1;
                }
            }
            count
        })
        .collect();
    let sums = counts.iter().fold([0; 3], |sums: [usize; 3], count| [0, 1, 2].map(|at| sums[at] + count[at]));
    println!("{} best and {} diverse stacks in their order, {} streams to their end", sums[0], sums[1], sums[2]);
    assert!(sums[0] > 1000 && sums[1] > 1000 && sums[2] > 1000);
}

/// Learners and roles for one catalogue: those of other problems with as many competencies and levels.
fn queries(dice: &mut Dice, problem: &Value, count: usize) -> Vec<Query> {
    let learner = |dice: &mut Dice| {
        let c = dice.below(problem["competencies"].as_u64().unwrap() as usize);
        json!({"holds": [[c, dice.between(1, problem["levels"].as_i64().unwrap())]], "earned": []})
    };
    (0..count)
        .map(|number| {
            let mut query = json!({"learner": learner(dice), "role": problem["role"]});
            if number % 2 == 0 {
                query["limits"] = json!({"max_hours": dice.between(0, 60)});
            }
            Query::read(query.to_string().as_bytes()).unwrap()
        })
        .collect()
}

fn in_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(work)
}

#[test]
fn a_batch_answers_each_question_as_if_it_were_alone_with_one_thread_or_two() {
    for seed in 0..120 {
        let mut dice = Dice::new(seed ^ 0xBA7C);
        let problem = random::problem(&mut dice, 40);
        let parsed = read(&problem);
        let queries = queries(&mut dice, &problem, 12);
        let minimise: Minimise = "cost,hours,count".parse().unwrap();
        let measures = [Measure::Cost, Measure::Hours];
        let prepared = Prepared::new(parsed.catalogue().clone());
        let batch = || {
            let answers = prepared.solve_all(&queries, &minimise, &Budget::UNLIMITED).unwrap();
            let fronts = prepared.front_all(&queries, &measures, &Budget::UNLIMITED);
            let answers: Vec<Answer> = answers.into_iter().map(|outcome| outcome.answer).collect();
            let fronts: Vec<_> = fronts.into_iter().map(|outcome| outcome.front).collect();
            serde_json::to_string(&(answers, fronts)).unwrap()
        };
        let alone = || {
            let fresh = || Prepared::new(parsed.catalogue().clone());
            let answer = |query: &Query| fresh().solve(query, &minimise, &Budget::UNLIMITED).unwrap().answer;
            let front = |query: &Query| fresh().front(query, &measures, &Budget::UNLIMITED).front;
            let answers: Vec<Answer> = queries.iter().map(answer).collect();
            serde_json::to_string(&(answers, queries.iter().map(front).collect::<Vec<_>>())).unwrap()
        };
        let expected = alone();
        assert_eq!(in_threads(1, batch), expected, "seed {seed}\n{problem}");
        assert_eq!(in_threads(2, batch), expected, "seed {seed}\n{problem}");
        // Again, from workspaces that are warm.
        assert_eq!(in_threads(2, batch), expected, "seed {seed}\n{problem}");
    }
}

fn shuffled(problem: &Value, dice: &mut Dice) -> Value {
    let mut other = problem.clone();
    let lists = ["/credentials", "/offers", "/role/requires", "/role/soft", "/learner/holds", "/learner/earned", "/forbid"];
    for list in lists {
        if let Some(Value::Array(items)) = other.pointer_mut(list) {
            for i in (1..items.len()).rev() {
                items.swap(i, dice.below(i + 1));
            }
        }
    }
    for credential in other["credentials"].as_array_mut().unwrap() {
        for list in ["teaches", "requires"] {
            credential[list].as_array_mut().unwrap().reverse();
        }
    }
    other
}

#[test]
fn a_stream_of_stacks_does_not_depend_on_the_order_of_the_input() {
    for seed in 0..150 {
        let mut dice = Dice::new(seed ^ 0x0DE5);
        let problem = random::problem(&mut dice, 20);
        let minimise: Minimise = "cost,hours,count".parse().unwrap();
        let first = |problem: &Value, apart: usize| -> Vec<Answer> {
            let parsed = read(problem);
            let prepared = Prepared::new(parsed.catalogue().clone());
            prepared.stacks(parsed.query(), &minimise, apart, Budget::UNLIMITED).unwrap().take(5).collect()
        };
        let other = shuffled(&problem, &mut dice);
        for apart in [1, 2] {
            assert_eq!(first(&problem, apart), first(&other, apart), "seed {seed}\n{problem}");
        }
    }
}
