//! A second opinion on small worlds: every set of credentials is tried, and every draft.

#[cfg(test)]
mod tests {
    use crate::{
        coverage::{BestNext, Group, Market, Purse, Search, best_next, open_doors},
        graph::{Edition, RoleAt, SkillGraph},
        model::{Catalogue, Constraints, Effort, Evidence, Level},
        plan::{Budget, EditionProblem},
    };
    use proptest::{prelude::*, test_runner::RngSeed};
    use std::fmt::Write as _;

    const SKILLS: usize = 5;

    /// A competency by its number and a level.
    type Asked = (usize, u8);

    #[derive(Clone, Debug)]
    struct Offer {
        awards: Vec<Asked>,
        /// What must come first.
        before: Option<Asked>,
        price: i64,
        hours: i64,
    }

    /// The last competency counts for the first as well.
    #[derive(Clone, Debug)]
    struct World {
        offers: Vec<Offer>,
        roles: Vec<Vec<Asked>>,
        held: Option<Asked>,
    }

    fn asked() -> impl Strategy<Value = Asked> {
        (0..SKILLS, 1..4_u8)
    }

    fn world() -> impl Strategy<Value = World> {
        let offer = (prop::collection::vec(asked(), 1..3), prop::option::weighted(0.4, asked()), 0..9_i64, 1..9_i64);
        let offer = offer.prop_map(|(awards, before, price, hours)| Offer { awards, before, price, hours });
        let roles = prop::collection::vec(prop::collection::vec(asked(), 1..4), 1..6);
        let parts = (prop::collection::vec(offer, 0..8), roles, prop::option::of(asked()));
        parts.prop_map(|(offers, roles, held)| World { offers, roles, held })
    }

    type Levels = [u8; SKILLS];

    fn raise(levels: &mut Levels, (skill, level): Asked) {
        levels[skill] = levels[skill].max(level);
        if skill == SKILLS - 1 {
            levels[0] = levels[0].max(level);
        }
    }

    fn shows(levels: &Levels, asked: &[Asked]) -> bool {
        asked.iter().all(|(skill, level)| levels[*skill] >= *level)
    }

    /// Everything a learner can come to: money, hours, credentials, levels.
    fn ends(world: &World, more: &[Asked]) -> Vec<(i64, i64, i64, Levels)> {
        let mut start = [0; SKILLS];
        world.held.iter().chain(more).for_each(|one| raise(&mut start, *one));
        let mut ends = Vec::new();
        for set in 0..1_u32 << world.offers.len() {
            let (mut levels, mut left) = (start, set);
            loop {
                let ready =
                    |at: &usize| left >> at & 1 == 1 && world.offers[*at].before.is_none_or(|(skill, level)| levels[skill] >= level);
                let Some(at) = (0..world.offers.len()).find(ready) else { break };
                left &= !(1 << at);
                world.offers[at].awards.iter().for_each(|one| raise(&mut levels, *one));
            }
            if left == 0 {
                let chosen = world.offers.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, offer)| offer);
                let (price, hours) = chosen.fold((0, 0), |(price, hours), offer| (price + offer.price, hours + offer.hours));
                ends.push((price, hours, i64::from(set.count_ones()), levels));
            }
        }
        ends
    }

    fn graph(world: &World) -> SkillGraph {
        let mut lines = String::new();
        for skill in 0..SKILLS {
            writeln!(lines, r#"{{"competency": {{"id": "s{skill}", "name": "S{skill}"}}}}"#).unwrap();
        }
        writeln!(lines, r#"{{"crosswalk": {{"from": "s{}", "to": "s0", "match": "narrow"}}}}"#, SKILLS - 1).unwrap();
        let need = |(skill, level): &Asked| format!(r#"{{"competency": "s{skill}", "level": {level}}}"#);
        for (at, offer) in world.offers.iter().enumerate() {
            let awards: Vec<String> = offer.awards.iter().map(need).collect();
            let before = offer
                .before
                .as_ref()
                .map_or(String::new(), |before| format!(r#", "conditions": [{{"relation": "prerequisite", "need": {}}}]"#, need(before)));
            writeln!(lines, r#"{{"credential": {{"id": "c{at}", "name": "C{at}", "awards": [{}]{before}}}}}"#, awards.join(", ")).unwrap();
            let (price, hours) = (offer.price, offer.hours);
            writeln!(lines, r#"{{"offering": {{"id": "o{at}", "credential": "c{at}", "price": "USD {price}.00", "hours": {hours}}}}}"#)
                .unwrap();
        }
        for (at, role) in world.roles.iter().enumerate() {
            let needs: Vec<String> = role.iter().map(|asked| format!(r#"{{"need": {}}}"#, need(asked))).collect();
            writeln!(lines, r#"{{"role": {{"id": "r{at}", "title": "R{at}", "requirements": [{}]}}}}"#, needs.join(", ")).unwrap();
        }
        let mut catalogue = Catalogue::default();
        lines.lines().for_each(|line| catalogue.push(serde_json::from_str(line).unwrap()));
        SkillGraph::new(Edition::default(), catalogue)
    }

    fn groups(world: &World) -> Vec<Group> {
        let evidence = world.held.iter().map(|(skill, level)| Evidence::claim(format!("s{skill}").as_str(), Level::rank(*level))).collect();
        vec![Group { name: "one".into(), weight: 1, evidence }]
    }

    fn posed(graph: &SkillGraph) -> EditionProblem {
        let constraints = Constraints::new(Effort::hours(10), "2027-01-04".parse().unwrap());
        EditionProblem::new(graph, &constraints, graph.currency(), &[]).unwrap()
    }

    /// What a draft opens and saves, by trying every set with it and without.
    fn does(world: &World, draft: &[Asked], price: i64) -> (u64, i64) {
        let (before, after) = (ends(world, &[]), ends(world, draft));
        let least = |ends: &[(i64, i64, i64, Levels)], role: &[Asked]| {
            ends.iter().filter(|(.., levels)| shows(levels, role)).map(|(price, ..)| *price).min()
        };
        world.roles.iter().fold((0, 0), |(opens, saves), role| match (least(&before, role), least(&after, role)) {
            (None, Some(_)) => (opens + 1, saves),
            (Some(without), Some(with)) => (opens, saves + (without - with - price).max(0) * 100),
            _ => (opens, saves),
        })
    }

    /// Every set of at most so many competencies, each at the highest rank.
    fn drafts(most: usize) -> Vec<Vec<Asked>> {
        let sets = (1..1_u32 << SKILLS).filter(|set| set.count_ones() as usize <= most);
        sets.map(|set| (0..SKILLS).filter(|skill| set >> skill & 1 == 1).map(|skill| (skill, 3)).collect()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

        #[test]
        fn doors_open_as_many_as_the_best_of_all_sets(
            world in world(),
            minor in prop::option::of(0..30_i64),
            hours in prop::option::of(0..30_i64),
            count in prop::option::of(0..5_i64),
            nodes in prop::option::weighted(0.3, 0..4_u64),
            weighed in prop_oneof![Just(40_usize), 0..4_usize],
        ) {
            let graph = graph(&world);
            let problem = posed(&graph);
            let budget = Budget { nodes, ..Budget::UNLIMITED };
            let market = Market::new(&graph, &problem, groups(&world), budget);
            let purse = Purse { minor: minor.map(|minor| minor * 100), minutes: hours.map(|hours| hours * 60), count };
            let roles: Vec<RoleAt> = graph.roles().collect();
            let found = open_doors(&market, 0, &roles, purse, weighed).unwrap();
            let within = |(price, time, number, _): &&(i64, i64, i64, Levels)| {
                minor.is_none_or(|most| *price <= most) && hours.is_none_or(|most| *time <= most) && count.is_none_or(|most| *number <= most)
            };
            let all = ends(&world, &[]);
            let open = |levels: &Levels| world.roles.iter().filter(|role| shows(levels, role)).count();
            let already = all.iter().filter(|(.., number, _)| *number == 0).map(|(.., levels)| open(levels)).max().unwrap_or(0);
            let most = all.iter().filter(within).map(|(.., levels)| open(levels)).max().unwrap_or(0);
            if nodes.is_none() {
                prop_assert_eq!(found.already.len(), already);
            }
            prop_assert!(found.opens.len() + found.already.len() <= most, "{:?} of {}", found, most);
            prop_assert!(found.bound + found.already.len() >= most, "{:?} of {}", found, most);
            if nodes.is_none() && weighed >= found.single {
                prop_assert!(found.is_proven(), "{:?}", found);
                let cheapest = all.iter().filter(within).filter(|(.., levels)| open(levels) == most).map(|(price, ..)| price * 100).min();
                prop_assert_eq!(Some(found.way.minor), cheapest);
            }
        }

        #[test]
        fn the_best_draft_is_the_best_of_all_drafts(
            world in world(),
            price in 0..4_i64,
            awards in 1..4_usize,
            questions in prop_oneof![Just(100_000_usize), 0..60_usize],
            nodes in prop::option::weighted(0.2, 0..3_u64),
        ) {
            let graph = graph(&world);
            let problem = posed(&graph);
            let market = Market::new(&graph, &problem, groups(&world), Budget { nodes, ..Budget::UNLIMITED });
            let roles: Vec<RoleAt> = graph.roles().collect();
            let found: BestNext = best_next(&market, &roles, Search { awards, minor: price * 100, questions }).unwrap();
            let all: Vec<(u64, i64)> = drafts(awards).iter().map(|draft| does(&world, draft, price)).collect();
            let (opens, saves) = (all.iter().map(|one| one.0).max().unwrap(), all.iter().map(|one| one.1).max().unwrap());
            prop_assert!(found.opens_at_most >= opens, "{:?}: {} open", found, opens);
            prop_assert!(found.saves_at_most.is_none_or(|most| most >= saves), "{:?}: {} saved", found, saves);
            let place = |at| graph.competency(at).id.as_str().trim_start_matches('s').parse::<usize>().unwrap();
            for one in found.proposals.iter().filter(|one| !one.open) {
                let draft: Vec<Asked> = one.awards.iter().map(|(at, rank)| (place(*at), *rank)).collect();
                prop_assert_eq!((one.opens, one.saves), does(&world, &draft, price), "{:?}", one);
            }
            if nodes.is_none() {
                let first = found.proposals.first().map_or((0, 0), |one| (one.opens, one.saves));
                prop_assert!(!found.proven || first == all.iter().copied().max().unwrap(), "{:?}: {:?}", found, all);
                if questions > 60 {
                    prop_assert!(found.proven, "{:?}", found);
                    prop_assert_eq!((found.opens_at_most, found.saves_at_most), (opens, Some(saves)));
                }
            }
        }
    }
}
