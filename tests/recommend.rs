//! Models that learn from what people took: their laws, a plain second opinion, and figures on known data.

use pathstack::recommend::{
    Board, Event, FactorParams, Item, Kind, Log, Params, Recommender, Split, Step, Trail, by_time, evaluate, file, leave_last_out,
    leave_second_last_out,
};
use proptest::prelude::*;
use std::{collections::BTreeMap, path::PathBuf};

fn took(user: &str, item: &str, at: i64) -> Event {
    Event { user: user.into(), item: item.into(), at }
}

fn quiet() -> impl FnMut(&str, usize, usize) {
    |_: &str, _, _| ()
}

fn fit(log: &Log, kind: Kind) -> Recommender {
    Recommender::fit(log, &Params::new(kind), &mut quiet())
}

/// The same with few numbers for an item, where it does not matter how good a list is.
fn sketch(log: &Log, kind: Kind) -> Recommender {
    let factors = FactorParams { dimensions: 5, rounds: 2, ..FactorParams::default() };
    Recommender::fit(log, &Params { factors, ..Params::new(kind) }, &mut quiet())
}

fn top(model: &Recommender, history: &[u32], most: usize) -> Vec<u32> {
    let history: Trail = history.iter().map(|item| Step { item: *item, at: 0 }).collect();
    model.top(&mut Board::default(), &history, most).iter().map(|ranked| ranked.item).collect()
}

/// People who walk through a catalogue in its order, some of them skipping.
fn walkers() -> Log {
    let items: Vec<Item> = (0..30).map(|at| Item { id: at.to_string().into(), group: Some((at / 10).to_string().into()) }).collect();
    let mut events = Vec::new();
    for user in 0..60_u32 {
        for step in 0..8_u32 {
            let item = (user * 7 % 20 + step * (1 + user % 2)) % 30;
            events.push(took(&user.to_string(), &item.to_string(), i64::from(step * 100 + user)));
        }
    }
    Log::new(&items, &events)
}

#[test]
fn a_log_is_sorted_by_person_and_time_and_an_item_counts_once() {
    let log = Log::new(&[], &[took("b", "10", 5), took("b", "9", 1), took("a", "9", 2), took("b", "9", 7)]);
    assert_eq!(log.items().iter().map(|item| &**item).collect::<Vec<_>>(), ["9", "10"], "whole numbers by size");
    assert_eq!(log.trails(), [vec![Step { item: 0, at: 2 }], vec![Step { item: 0, at: 1 }, Step { item: 1, at: 5 }]]);
}

#[test]
fn the_last_item_is_kept_back_of_those_only_who_took_enough() {
    let events: Vec<Event> = (0..5).map(|at| took("long", &at.to_string(), at)).chain([took("short", "0", 1)]).collect();
    let split = leave_last_out(&Log::new(&[], &events), 5);
    assert_eq!(split.cases.len(), 1);
    assert_eq!((split.cases[0].held_out, split.cases[0].history.len()), (4, 4));
    assert_eq!(split.training.events(), 5, "four of the one, one of the other");
}

#[test]
fn choices_are_made_one_step_earlier_and_never_see_what_is_judged_by() {
    let log = walkers();
    let (outer, inner) = (leave_last_out(&log, 5), leave_second_last_out(&log, 5));
    assert_eq!(inner.cases.len(), outer.cases.len());
    for (inner_case, case) in inner.cases.iter().zip(&outer.cases) {
        assert_eq!((inner_case.user, inner_case.held_out), (case.user, case.history.last().unwrap().item));
        assert!(inner.training.trails()[case.user].iter().all(|step| step.item != case.held_out && step.item != inner_case.held_out));
    }
}

#[test]
fn by_time_nothing_later_than_the_cut_is_learned_from() {
    let log = walkers();
    let split = by_time(&log, 80, 5);
    let latest = split.training.span().unwrap().1;
    assert!(!split.cases.is_empty());
    for case in &split.cases {
        assert!(log.trails()[case.user].last().unwrap().at > latest);
    }
}

#[test]
fn what_most_people_took_is_popular_and_what_came_next_is_next() {
    let mut events = Vec::new();
    for user in 0..5 {
        events.extend([took(&format!("u{user}"), "1", 0), took(&format!("u{user}"), "2", 1)]);
    }
    events.extend((0..9).map(|user| took(&format!("v{user}"), "3", 0)));
    let log = Log::new(&[], &events);
    assert_eq!(top(&fit(&log, Kind::Popularity), &[], 2), [2, 0]);
    assert_eq!(top(&fit(&log, Kind::Transitions), &[0], 1), [1]);
}

#[test]
fn no_model_suggests_what_was_taken_and_lists_are_full_and_without_doubles() {
    let log = walkers();
    for kind in Kind::ALL {
        let model = fit(&log, kind);
        for history in [&[][..], &[3], &[3, 4, 9], &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]] {
            let mut list = top(&model, history, 12);
            assert_eq!(list.len(), 12, "{kind} {history:?}");
            assert!(!list.iter().any(|item| history.contains(item)), "{kind}");
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), 12, "{kind}");
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes_on_one_thread_and_on_two() {
    let log = walkers();
    let card = |model: &Recommender| file::Card {
        model: model.kind(),
        fitted_by: "test".into(),
        fitted_at: "2026-11-24T00:00:00Z".into(),
        seed: 1,
        data: file::Data { edition: "walkers".into(), people: 60, items: 30, events: 480, span: log.span() },
        metric: None,
        limits: Vec::new(),
    };
    for kind in Kind::ALL {
        let on = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let model = pool.install(|| sketch(&log, kind));
            file::write(&model, &card(&model)).unwrap()
        };
        let bytes = on(1);
        assert!(bytes == on(2), "{kind}");
        let (again, read) = file::read(&bytes).unwrap();
        assert!(again == sketch(&log, kind) && read.model == kind, "{kind} comes back from its file as it was");
    }
}

#[test]
fn a_model_file_that_is_cut_short_or_altered_is_refused_or_read_and_never_a_panic() {
    let log = walkers();
    let model = fit(&log, Kind::Blend);
    let card = file::Card {
        model: Kind::Blend,
        fitted_by: "test".into(),
        fitted_at: String::new(),
        seed: 1,
        data: file::Data { edition: String::new(), people: 0, items: 0, events: 0, span: None },
        metric: None,
        limits: Vec::new(),
    };
    let bytes = file::write(&model, &card).unwrap();
    assert_eq!(file::read(b"{}"), Err(file::Fault::Opening));
    let later = [b"pathstack-model 9\n", bytes.splitn(2, |byte| *byte == b'\n').nth(1).unwrap()].concat();
    let told = file::read(&later).unwrap_err();
    assert_eq!(told, file::Fault::Version("9".into()));
    assert!(told.to_string().contains("fit it again"), "{told}");
    for length in (0..bytes.len()).step_by(97) {
        assert!(file::read(&bytes[..length]).is_err(), "{length}");
    }
    assert_eq!(file::read(&[&bytes[..], b"x"].concat()), Err(file::Fault::Length));
    for at in (0..bytes.len()).step_by(53) {
        let mut altered = bytes.clone();
        altered[at] ^= 0x41;
        if let Ok((model, _)) = file::read(&altered) {
            assert!(top(&model, &[1, 2], 5).len() <= 5);
        }
    }
}

/// The plain second opinion: counts in maps, every item scored, nothing pruned or touched first.
fn plain(kind: Kind, log: &Log, history: &[u32], most: usize) -> Vec<u32> {
    let trails = log.trails();
    let sets: Vec<Vec<u32>> = trails.iter().map(|trail| trail.iter().map(|step| step.item).collect()).collect();
    let taken = |item: u32| sets.iter().filter(|set| set.contains(&item)).count();
    let score = |item: u32| -> f64 {
        match kind {
            Kind::Transitions => {
                history.last().map_or(0, |last| sets.iter().flat_map(|set| set.windows(2)).filter(|pair| **pair == [*last, item]).count())
                    as f64
            }
            Kind::Neighbours => {
                let alike = |other: &u32| {
                    let both = sets.iter().filter(|set| set.contains(other) && set.contains(&item)).count();
                    both as f64 / ((taken(*other).max(1) * taken(item).max(1)) as f64).sqrt()
                };
                history.iter().map(alike).sum()
            }
            _ => 0.0,
        }
    };
    let mut ranked: BTreeMap<_, u32> = BTreeMap::new();
    for item in (0..log.items().len() as u32).filter(|item| !history.contains(item)) {
        // Rounded as far as single precision is exact.
        ranked.insert((std::cmp::Reverse((score(item) * 1e5).round() as i64), std::cmp::Reverse(taken(item)), item), item);
    }
    ranked.into_values().take(most).collect()
}

fn logs() -> impl Strategy<Value = Log> {
    let event = (0..12_u32, 0..15_u32, 0..50_i64);
    prop::collection::vec(event, 1..120).prop_map(|events| {
        let events: Vec<Event> = events.iter().map(|(user, item, at)| took(&user.to_string(), &item.to_string(), *at)).collect();
        Log::new(&[], &events)
    })
}

#[test]
fn items_as_alike_as_each_other_stand_by_popularity_whatever_the_order_of_summing() {
    let trails: [&[u32]; 6] = [&[2, 7, 1, 4, 0, 9, 8], &[9], &[3, 1], &[6, 3], &[5, 3], &[3]];
    let events: Vec<Event> = (0_u32..)
        .zip(trails)
        .flat_map(|(user, trail)| trail.iter().zip(0..).map(move |(item, at)| took(&user.to_string(), &item.to_string(), at)))
        .collect();
    let log = Log::new(&[], &events);
    assert_eq!(top(&fit(&log, Kind::Neighbours), &[6, 9], 6), plain(Kind::Neighbours, &log, &[6, 9], 6));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn simple_models_agree_with_a_plain_count(log in logs(), history in prop::collection::btree_set(0..15_u32, 0..5)) {
        let history: Vec<u32> = history.into_iter().filter(|item| (*item as usize) < log.items().len()).collect();
        for kind in [Kind::Popularity, Kind::Transitions, Kind::Neighbours] {
            prop_assert_eq!(top(&fit(&log, kind), &history, 6), plain(kind, &log, &history, 6), "{}", kind);
        }
    }

    #[test]
    fn any_log_can_be_learned_from_and_the_order_of_its_lines_does_not_matter(log in logs(), seed in 0..9_u64) {
        let mut events: Vec<Event> = Vec::new();
        for (user, trail) in log.users().iter().zip(log.trails()) {
            // At one time the line read first comes first, so here every time is one of a kind.
            events.extend(trail.iter().enumerate().map(|(at, step)| took(user, &log.items()[step.item as usize], at as i64)));
        }
        let one = Log::new(&[], &events);
        let by = (seed as usize * 5 + 1) % events.len().max(1);
        events.rotate_left(by);
        let other = Log::new(&[], &events);
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(top(&fit(&one, Kind::Blend), &[0], 5), top(&fit(&other, Kind::Blend), &[0], 5));
    }

    #[test]
    fn fewer_suggestions_are_the_first_of_more(log in logs(), few in 1..5_usize) {
        for kind in Kind::ALL {
            let model = sketch(&log, kind);
            let list = top(&model, &[0], 10);
            prop_assert_eq!(&top(&model, &[0], few)[..], &list[..few.min(list.len())], "{}", kind);
        }
    }
}

#[test]
fn on_known_data_the_blend_is_clearly_ahead_of_neighbours_and_transitions() {
    let Some(split) = mars() else { return };
    let judged: Vec<_> =
        [Kind::Neighbours, Kind::Transitions, Kind::Blend].map(|kind| evaluate::judge(fit(&split.training, kind), &split, 10)).into();
    let blend = &judged[2];
    assert!(blend.figures.hit_rate.mean > 0.48 && blend.figures.ndcg.mean > 0.36, "{:?}", blend.figures);
    for other in &judged[..2] {
        let (hits, ndcg) = evaluate::ahead(&blend.lists, &other.lists, &split.cases, 1);
        assert!(hits.low > 0.0 && ndcg.low > 0.0, "over {}: {hits:?} {ndcg:?}", other.model.kind());
    }
}

/// The shared learning events, if they are there; they are measured with and never shipped.
fn mars() -> Option<Split> {
    let usual = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("PATHSTACK_SHARED_DATA").map_or(usual, PathBuf::from).join("mars");
    let (Ok(events), Ok(items)) = (csv::Reader::from_path(folder.join("events.csv")), csv::Reader::from_path(folder.join("items_en.csv")))
    else {
        eprintln!("SKIPPED: no learning events in {}", folder.display());
        return None;
    };
    let seconds = |text: &str| {
        let moment: jiff::civil::DateTime = text.parse().unwrap();
        moment.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_second()
    };
    let events: Vec<Event> = events.into_records().map(|row| row.unwrap()).map(|row| took(&row[0], &row[1], seconds(&row[2]))).collect();
    let items: Vec<Item> =
        items.into_records().map(|row| row.unwrap()).map(|row| Item { id: row[0].into(), group: Some(row[8].into()) }).collect();
    Some(leave_last_out(&Log::new(&items, &events), 5))
}
