//! Jobs of other frameworks against the credentials of the starter catalogue.

use super::measure::folder;
use pathstack::{
    graph::{Edition, Need, SkillGraph},
    import::{Format, OnDisk, native, read, read_by},
    model::{Catalogue, Necessity},
};

/// How many roles of a framework ask something, for how many of them everything essential is attested by some credential at its rank, and
/// the middle share of what is essential that is.
fn reached(graph: &SkillGraph, prefix: &str) -> (usize, usize, usize) {
    let attested = |need: &Need| match need {
        Need::Attain(competency, rank) => graph.provided(*competency).iter().any(|way| way.rank.unwrap_or(1) >= rank.unwrap_or(1)),
        _ => false,
    };
    let mut shares = Vec::new();
    for role in graph.roles().filter(|role| graph.role(*role).id.as_str().starts_with(prefix)) {
        let essential: Vec<_> = graph.asked(role).iter().filter(|asked| asked.necessity == Necessity::Essential).collect();
        if !essential.is_empty() {
            shares.push(100 * essential.iter().filter(|asked| attested(&asked.need)).count() / essential.len());
        }
    }
    shares.sort_unstable();
    (shares.len(), shares.iter().filter(|share| **share == 100).count(), shares.get(shares.len() / 2).copied().unwrap_or(0))
}

fn with_starter(other: Catalogue) -> SkillGraph {
    let mut joined = native::starter().catalogue;
    joined.append(other);
    SkillGraph::new(Edition::default(), joined)
}

#[test]
fn jobs_of_other_frameworks_can_be_reached_with_credentials_of_the_starter_catalogue() {
    let (Some(onet), Some(esco)) = (folder("onet-29.3"), folder("esco-1.1.1")) else { return };
    let onet = OnDisk::at(&onet);
    let (asking, whole, middle) = reached(&with_starter(read(Format::Onet, &onet).catalogue), "onet:");
    println!("O*NET: {whole} of {asking} occupations have all that is essential attested; the middle one {middle} %");
    assert!(asking == 878 && whole >= 350 && middle >= 85);
    let rules = serde_json::from_str(r#"{"basic_skills": false}"#).unwrap();
    let (_, whole, middle) = reached(&with_starter(read_by(Format::Onet, &onet, &rules).catalogue), "onet:");
    println!("O*NET, basic skills desirable: {whole}; the middle one {middle} %");
    let (asking, whole, middle) = reached(&with_starter(read(Format::Esco, &OnDisk::at(&esco)).catalogue), "http://data.europa.eu/esco/");
    println!("ESCO: {whole} of {asking}; the middle one {middle} %");
}
