//! Suggestions from the graph and from histories: every number in a reason counted again, and nothing read that is nobody's business.

use pathstack::{
    advisor::{Advisor, Shelf, Takes, weigh},
    gap::Standing,
    graph::{CompetencyAt, Edition, SkillGraph},
    import::{OnDisk, mapped},
    model::{Catalogue, Constraints, Effort, Evidence, Learner, Level, TrustFloor},
    plan::{Budget, Ending, Goal, Question, pathways},
    recommend::{
        Basis, Chance, Completion, Count, Event, Finishing, Item, Kind, LEAST_OUTCOMES, Likeness, Log, Outcome, Params, Reason,
        Recommender, Step, Suggestions, Trail, Wish, companions, evaluate, exposure, leave_last_out, suggest,
    },
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Eight competencies, each taught by two credentials of which the second asks the first, and four roles that ask neighbours.
fn catalogue() -> Vec<String> {
    let mut lines = vec![
        r#"{"organisation": {"id": "one", "name": "One", "roles": ["provider"]}}"#.to_owned(),
        r#"{"organisation": {"id": "two", "name": "Two", "roles": ["provider"]}}"#.to_owned(),
    ];
    for at in 0..8 {
        let beside = (at + 1) % 8;
        lines.push(format!(r#"{{"competency": {{"id": "c{at}", "name": "Competency {at}"}}}}"#));
        lines.push(format!(
            r#"{{"credential": {{"id": "basic-{at}", "name": "Basic {at}", "awards": [{{"competency": "c{at}", "level": 2}}]}}}}"#
        ));
        lines.push(format!(
            r#"{{"credential": {{"id": "more-{at}", "name": "More {at}", "awards": [{{"competency": "c{at}", "level": 3}}, {{"competency": "c{beside}", "level": 2}}], "conditions": [{{"relation": "prerequisite", "need": {{"credential": "basic-{at}"}}}}]}}}}"#
        ));
        for (kind, provider) in [("basic", "one"), ("more", "two")] {
            lines.push(format!(r#"{{"offering": {{"id": "{kind}-{at}.o", "credential": "{kind}-{at}", "provider": "{provider}"}}}}"#));
        }
    }
    for at in 0..4 {
        let asks: Vec<String> =
            (at * 2..at * 2 + 4).map(|of| format!(r#"{{"need": {{"competency": "c{}", "level": 2}}}}"#, of % 8)).collect();
        lines.push(format!(r#"{{"role": {{"id": "r{at}", "title": "Role {at}", "requirements": [{}]}}}}"#, asks.join(", ")));
    }
    lines
}

fn graph() -> SkillGraph {
    let mut catalogue_read = Catalogue::default();
    for line in catalogue() {
        catalogue_read.push(serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}")));
    }
    SkillGraph::new(Edition::default(), catalogue_read)
}

fn learner(evidence: Vec<Evidence>) -> Learner {
    Learner { evidence, constraints: Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap()) }
}

fn took(user: &str, item: &str, at: i64) -> Event {
    Event { user: user.into(), item: item.into(), at }
}

/// What people took in that catalogue, from pairs of person and credential.
fn log(graph: &SkillGraph, picks: &[(u8, u8)]) -> Log {
    let ids: Vec<Box<str>> = graph.credentials().map(|at| graph.credential(at).id.as_str().into()).collect();
    let items: Vec<Item> = ids.iter().map(|id| Item { id: id.clone(), group: None }).collect();
    let event = |(at, (user, item)): (i64, &(u8, u8))| took(&user.to_string(), &ids[usize::from(*item) % ids.len()], at);
    Log::new(&items, &(0..).zip(picks).map(event).collect::<Vec<_>>())
}

fn fit(log: &Log, kind: Kind) -> Recommender {
    Recommender::fit(log, &Params::new(kind), &mut |_, _, _| ())
}

fn ask(graph: &SkillGraph, learner: &Learner, role: Option<&str>, history: Option<(&Recommender, &Trail)>) -> Suggestions {
    let role = role.map(|id| graph.find_role(id).unwrap());
    let on = learner.constraints.start;
    suggest(graph, &Wish { learner, asked: role.map(|role| graph.asked(role)), on, history, most: 10 })
}

#[test]
fn without_a_history_the_graph_alone_suggests_and_says_so() {
    let graph = graph();
    let next = ask(&graph, &learner(Vec::new()), Some("r0"), None);
    assert_eq!(next.basis, Basis::GraphAlone);
    let first: Vec<&str> = next.list.iter().take(4).map(|one| graph.credential(one.credential).id.as_str()).collect();
    assert_eq!(first.iter().filter(|id| id.starts_with("basic")).count(), 4, "what can be begun now comes first: {first:?}");
    assert!(next.list.iter().any(|one| one.reasons.iter().any(|reason| matches!(reason, Reason::NotYet { conditions: 1 }))));
}

#[test]
fn without_consent_the_answer_is_the_same_as_without_a_history() {
    let graph = graph();
    let model = fit(&log(&graph, &[(1, 0), (1, 3), (2, 0), (2, 3), (3, 5)]), Kind::Blend);
    let (nobody, nothing) = (learner(Vec::new()), Trail::new());
    for role in [None, Some("r1")] {
        assert_eq!(ask(&graph, &nobody, role, None), ask(&graph, &nobody, role, Some((&model, &nothing))), "{role:?}");
    }
}

#[test]
fn a_target_comes_before_what_people_did() {
    let graph = graph();
    let log = log(&graph, &[(1, 0), (1, 15), (2, 0), (2, 15), (3, 0), (3, 15), (4, 0), (4, 15)]);
    let model = fit(&log, Kind::Transitions);
    let history = vec![Step { item: 0, at: 0 }];
    let with = ask(&graph, &learner(Vec::new()), Some("r0"), Some((&model, &history)));
    assert_eq!(with.basis, Basis::GraphThenHistory);
    let without = ask(&graph, &learner(Vec::new()), Some("r0"), None);
    let ids = |list: &Suggestions| list.list.iter().map(|one| one.credential).collect::<BTreeSet<_>>();
    assert_eq!(ids(&with), ids(&without), "the same credentials lead to the role, whatever people took");
}

#[test]
fn where_somebody_lives_and_what_she_speaks_changes_nothing() {
    let graph = graph();
    let model = fit(&log(&graph, &[(1, 0), (1, 3), (2, 0), (2, 3), (3, 5)]), Kind::Blend);
    let history = vec![Step { item: 0, at: 0 }];
    let plain = learner(vec![Evidence::claim("c0", Level::rank(1))]);
    let mut other = plain.clone();
    other.constraints.region = Some("FR".into());
    other.constraints.languages = vec!["fr".into()];
    other.constraints.accessibility = vec!["captions".into()];
    other.constraints.low_bandwidth = true;
    other.constraints.experience_months = 480;
    for role in [None, Some("r0")] {
        for history in [None, Some((&model, &history))] {
            assert_eq!(ask(&graph, &plain, role, history), ask(&graph, &other, role, history));
        }
    }
}

#[test]
fn no_record_can_say_that_it_is_sponsored() {
    for member in ["sponsored", "promoted", "boost", "paid_placement"] {
        for kind in ["credential", "organisation", "offering"] {
            let line = format!(r#"{{"{kind}": {{"id": "x", "name": "X", "{member}": true}}}}"#);
            assert!(serde_json::from_str::<pathstack::model::Record>(&line).is_err(), "{line}");
        }
    }
}

#[test]
fn the_name_a_provider_gives_itself_moves_nothing() {
    let lines = catalogue()
        .join("\n")
        .replace("\"name\": \"One\"", "\"name\": \"Premium partner\"")
        .replace("\"name\": \"Two\"", "\"name\": \"Zwei\"");
    let mut renamed = Catalogue::default();
    lines.lines().for_each(|line| renamed.push(serde_json::from_str(line).unwrap()));
    let (one, other) = (graph(), SkillGraph::new(Edition::default(), renamed));
    for role in [None, Some("r2")] {
        assert_eq!(ask(&one, &learner(Vec::new()), role, None), ask(&other, &learner(Vec::new()), role, None));
    }
}

#[test]
fn a_hand_worked_history_is_judged_as_by_hand() {
    // Kept back: 5 of a, 4 of b, 6 of c. Left: 1, 2 and 3 thrice, 4 twice (a, c), 5 once (b), 6 by nobody.
    let trails = [("a", ["1", "2", "3", "4", "5"]), ("b", ["1", "2", "3", "5", "4"]), ("c", ["1", "2", "3", "4", "6"])];
    let events: Vec<Event> =
        trails.iter().flat_map(|(user, trail)| trail.iter().zip(0..).map(move |(item, at)| took(user, item, at))).collect();
    let split = leave_last_out(&Log::new(&[], &events), 5);
    let judged = evaluate::judge(fit(&split.training, Kind::Popularity), &split, 1);
    // a took 1 to 4, so 5 is the most popular left: right. b lacks 4: right. c lacks 5 and 6: 5 is listed, 6 was right.
    assert_eq!(judged.lists, [[4], [3], [4]]);
    let figures = &judged.figures;
    assert!((figures.hit_rate.mean - 2.0 / 3.0).abs() < 1e-12 && (figures.ndcg.mean - 2.0 / 3.0).abs() < 1e-12);
    assert!((figures.coverage - 2.0 / 6.0).abs() < 1e-12, "4 and 5 of six items");
    // With lists of two c's item stands second: 1 ÷ log₂ 3.
    let two = evaluate::judge(fit(&split.training, Kind::Popularity), &split, 2).figures;
    assert!((two.hit_rate.mean - 1.0).abs() < 1e-12 && (two.ndcg.mean - (2.0 + 1.0 / 3_f64.log2()) / 3.0).abs() < 1e-12);
}

#[test]
fn roles_that_ask_the_same_are_alike_and_the_nearest_is_itself() {
    let graph = graph();
    let likeness = Likeness::fit(&graph, 1);
    assert_eq!(likeness, Likeness::fit(&graph, 1));
    for role in graph.roles() {
        let like = likeness.like(role, 4);
        assert_eq!(like[0].role, role);
        assert!((like[0].likeness - 1.0).abs() < 1e-9 && like.windows(2).all(|pair| pair[0].likeness >= pair[1].likeness));
    }
    let shown = ["c0", "c1", "c2", "c3"].map(|id| graph.find_competency(id).unwrap());
    assert_eq!(likeness.near(shown.into_iter(), 1)[0].role, graph.find_role("r0").unwrap());
    assert!(likeness.near(std::iter::empty(), 3).is_empty(), "nothing shown, nothing near");
    let families = likeness.families(2).unwrap();
    assert!(families.len() == 4 && families.iter().all(|family| *family < 2));
    assert_eq!(likeness.families(5), None);
}

#[test]
fn a_completion_is_learned_from_outcomes_with_its_uncertainty_and_not_from_few() {
    let outcome = |at: usize| Outcome { figures: vec![(at % 10) as f64], finished: at % 10 + at / 10 % 3 > 5 };
    let many: Vec<Outcome> = (0..400).map(outcome).collect();
    let model = Completion::fit(&many).unwrap();
    let (low, high) = (model.likely(&[1.0]).unwrap(), model.likely(&[9.0]).unwrap());
    assert!(low.probability < 0.2 && high.probability > 0.8, "{low:?} {high:?}");
    for one in [low, high] {
        assert!(0.0 <= one.low && one.low <= one.probability && one.probability <= one.high && one.high <= 1.0);
    }
    let fewer = Completion::fit(&many[..60]).unwrap().likely(&[5.0]).unwrap();
    let more = model.likely(&[5.0]).unwrap();
    assert!(fewer.high - fewer.low > more.high - more.low, "fewer outcomes, wider interval");
    assert_eq!(Completion::fit(&many[..LEAST_OUTCOMES - 1]), None);
    assert_eq!(model.likely(&[1.0, 2.0]), None);
}

#[test]
fn what_published_outcomes_say_of_an_offering_is_told_with_the_suggestion_and_nothing_where_none_are() {
    let mut catalogue_read = Catalogue::default();
    for line in catalogue() {
        let with = r#""offering": {"id": "basic-0.o", "outcomes": {"left": 40, "finished": 30}"#;
        let line = line.replace(r#""offering": {"id": "basic-0.o""#, with);
        catalogue_read.push(serde_json::from_str(&line).unwrap());
    }
    let shelf = Shelf::new(Edition::default(), catalogue_read);
    let of = |id: &str| shelf.finishes(shelf.graph.find_credential(id).unwrap());
    assert!(of("more-0").is_empty());
    let told = of("basic-0");
    let [(_, own, likely)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((own.left, own.finished), (40, 30));
    assert!(likely.low < 0.75 && 0.75 < likely.high && 0.2 < likely.high - likely.low && likely.high - likely.low < 0.3, "{likely:?}");
}

/// California's programmes with what became of those who left them, if they are there; measured with and never shipped.
fn published() -> Option<Vec<Count>> {
    let usual = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let folder = std::env::var_os("PATHSTACK_SHARED_DATA").map_or(usual, Into::into).join("ca-etp-afterward");
    if !folder.is_dir() {
        eprintln!("SKIPPED: no published outcomes in {}", folder.display());
        return None;
    }
    let files = OnDisk::at(&folder);
    let reading = mapped::read(&files, &files, &mapped::Mapping::shipped("ca-etp").unwrap());
    let outcomes = reading.catalogue.offerings.iter().filter_map(|one| one.outcomes);
    Some(outcomes.map(|own| Count { left: own.left, finished: own.finished }).collect())
}

#[test]
fn on_published_outcomes_twenty_people_of_a_programme_foretell_the_others_within_the_interval() {
    let Some(counts) = published() else { return };
    let mut chance = Chance::new(1);
    let (mut asked, mut held, mut ours, mut plain, mut others_alone) = (0, 0, 0.0, 0.0, 0.0);
    for (at, own) in counts.iter().enumerate().filter(|(_, own)| own.left >= 100) {
        let others: Vec<Count> = counts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| *other).collect();
        let finishing = Finishing::fit(&others);
        let unseen = finishing.likely(Count { left: 0, finished: 0 }).probability;
        for _ in 0..50 {
            let mut people: Vec<bool> = (0..own.left).map(|person| person < own.finished).collect();
            chance.shuffle(&mut people);
            let (seen, rest) = people.split_at(20);
            let finished = seen.iter().filter(|finished| **finished).count() as u32;
            let likely = finishing.likely(Count { left: 20, finished });
            let rest = rest.iter().filter(|finished| **finished).count() as f64 / rest.len() as f64;
            asked += 1;
            held += usize::from(likely.low <= rest && rest <= likely.high);
            ours += (likely.probability - rest).powi(2);
            plain += (f64::from(finished) / 20.0 - rest).powi(2);
            others_alone += (unseen - rest).powi(2);
        }
    }
    let root = |sum: f64| (sum / f64::from(asked)).sqrt();
    eprintln!(
        "{} programmes; {held} of {asked} held; off by {:.3}, raw {:.3}, others alone {:.3}",
        counts.len(),
        root(ours),
        root(plain),
        root(others_alone)
    );
    assert!(held as f64 > 0.92 * f64::from(asked) && ours < plain && plain < others_alone);
}

#[test]
fn what_a_near_role_takes_is_what_planning_it_says() {
    let shelf = Advisor::starter().shelf();
    let mut learner = learner(vec![Evidence::claim("spreadsheets", Level::rank(2))]);
    learner.constraints = Constraints::new(Effort::hours(6), "2027-01-04".parse().unwrap());
    let start = learner.constraints.start;
    let question = Question { goal: Goal::Competencies(Vec::new()), learner, currency: shelf.graph.currency() };
    let roles: Vec<_> = ["data-entry-clerk", "receptionist", "tax-preparer"].map(|id| shelf.graph.find_role(id).unwrap()).into();
    let takes = weigh(&shelf, &question, &roles, &Budget::UNLIMITED).unwrap();
    for (role, takes) in roles.iter().zip(takes) {
        let asked = Question { goal: Goal::Role(*role), ..question.clone() };
        let Ending::Found(found) = pathways(&shelf.graph, &asked, &Budget { nodes: Some(1_000), stop: None }).unwrap().ending else {
            panic!("no pathway")
        };
        let Takes::Pathway { cheapest, fastest } = takes else { panic!("{takes:?}") };
        assert_eq!((cheapest.minor, fastest.minor), (found.cheapest.minor, found.fastest.minor));
        for (told, pathway) in [(cheapest, &found.cheapest), (fastest, &found.fastest)] {
            assert_eq!(start.checked_add(jiff::Span::new().days(told.days)).unwrap(), pathway.ready);
        }
        assert!(fastest.days <= cheapest.days && cheapest.minor <= fastest.minor);
    }
}

/// What is true of a learner who shows this and holds one credential more.
fn closes_by_hand(graph: &SkillGraph, evidence: &[Evidence], role: &str, credential: &str) -> (Vec<usize>, usize) {
    let with: Vec<Evidence> = evidence.iter().cloned().chain([Evidence::credential(credential)]).collect();
    let on = "2027-01-04".parse().unwrap();
    let holds = |evidence: &[Evidence]| -> Vec<bool> {
        let standing = Standing::new(graph, &learner(evidence.to_vec()), on);
        let asked = graph.asked(graph.find_role(role).unwrap());
        asked.iter().map(|asked| asked.need.holds(&standing.facts(asked.trust, false))).collect()
    };
    let (before, after) = (holds(evidence), holds(&with));
    let open = before.iter().filter(|met| !**met).count();
    (before.iter().zip(&after).enumerate().filter(|(_, (before, after))| !**before && **after).map(|(at, _)| at).collect(), open)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_number_in_a_reason_can_be_counted_again(
        picks in prop::collection::vec((0..12_u8, 0..16_u8), 1..80),
        history in prop::collection::btree_set(0..16_u32, 0..4),
        claims in prop::collection::btree_set(0..8_u8, 0..4),
        target in prop::option::of(0..4_u8),
    ) {
        let graph = graph();
        let log = log(&graph, &picks);
        let model = fit(&log, Kind::Neighbours);
        let history: Trail = history.into_iter().zip(0..).map(|(item, at)| Step { item, at }).collect();
        let evidence: Vec<Evidence> = claims.iter().map(|at| Evidence::claim(&format!("c{at}"), Level::rank(2))).collect();
        let role = target.map(|at| format!("r{at}"));
        let next = ask(&graph, &learner(evidence.clone()), role.as_deref(), Some((&model, &history)));
        let place = |id: &str| log.items().iter().position(|item| **item == *id).unwrap() as u32;
        let sets: Vec<Vec<u32>> = log.trails().iter().map(|trail| trail.iter().map(|step| step.item).collect()).collect();
        let count = |wanted: &dyn Fn(&Vec<u32>) -> bool| sets.iter().filter(|set| wanted(set)).count() as u32;
        for one in &next.list {
            let id = graph.credential(one.credential).id.as_str();
            let this = place(id);
            prop_assert!(!one.reasons.is_empty(), "{} has no reason", id);
            for reason in &one.reasons {
                match reason {
                    Reason::Closes { requirements, open } => {
                        let by_hand = closes_by_hand(&graph, &evidence, role.as_deref().unwrap(), id);
                        prop_assert_eq!((requirements.clone(), *open), by_hand);
                    }
                    Reason::LeadsTo { credential, closes } => {
                        let to = graph.credential(*credential).id.as_str();
                        prop_assert_eq!(*closes, closes_by_hand(&graph, &evidence, role.as_deref().unwrap(), to).0.len());
                    }
                    Reason::Taken { held, of, both, next } => {
                        let held = place(graph.credential(*held).id.as_str());
                        prop_assert_eq!(*of, count(&|set| set.contains(&held)));
                        prop_assert_eq!(*both, count(&|set| set.contains(&held) && set.contains(&this)));
                        prop_assert_eq!(*next, count(&|set| set.windows(2).any(|pair| *pair == [held, this])));
                    }
                    Reason::Popular { people } => prop_assert_eq!(*people, count(&|set| set.contains(&this))),
                    Reason::AskedBy { roles } => {
                        let standing = Standing::new(&graph, &learner(evidence.clone()), "2027-01-04".parse().unwrap());
                        let new = |at: CompetencyAt, rank: u8| standing.rank(at, TrustFloor::Any) < rank;
                        let awards = graph.awards(one.credential).iter().filter(|award| new(award.competency, award.rank.unwrap_or(1)));
                        let asking: BTreeSet<_> = awards.flat_map(|award| graph.asking(award.competency)).collect();
                        prop_assert_eq!(*roles, asking.len());
                    }
                    Reason::NotYet { conditions } => prop_assert_eq!(*conditions, 1),
                }
            }
        }
    }

    #[test]
    fn companions_and_exposure_count_what_is_there(claims in prop::collection::btree_set(0..8_u8, 0..5), most in 0..9_usize) {
        let graph = graph();
        let evidence = claims.iter().map(|at| Evidence::claim(&format!("c{at}"), Level::rank(2))).collect();
        let standing = Standing::new(&graph, &learner(evidence), "2027-01-04".parse().unwrap());
        for one in companions(&graph, &standing, most) {
            let (beside, other): (BTreeSet<_>, BTreeSet<_>) =
                (graph.asking(one.beside).iter().collect(), graph.asking(one.competency).iter().collect());
            prop_assert_eq!((one.both, one.of), (beside.intersection(&other).count() as u32, beside.len() as u32));
            prop_assert!(standing.rank(one.competency, TrustFloor::Any) == 0, "what she shows is not asked about");
        }
        let listed: Vec<_> = graph.credentials().take(most).collect();
        let told = exposure(&graph, &listed);
        prop_assert_eq!(told.iter().map(|one| one.listed).sum::<usize>(), most);
        prop_assert!(told.iter().all(|one| one.offered == 8 && one.of_offered == 16 && one.of_listed == most));
    }
}
