//! Skill phrases of job advertisements asked of ESCO, beside BM25 in the same run; which concepts are right was judged by one reader
//! (`advertised.tsv` says how).

use super::{
    bm25::Bm25,
    measure::{Asked, Rate, documents, esco},
};
use pathstack::{
    graph::{Edition, SkillGraph},
    lookup::{How, Lookup},
};
use std::collections::{BTreeMap, BTreeSet};

const JUDGED: &str = include_str!("advertised.tsv");
/// From this score on an answer is meant to be believed without asking back.
const SURE: u16 = 720;

/// The phrases with what they rightly lead to; or why ESCO has nothing for them.
fn judged() -> (Vec<Asked>, Vec<(&'static str, &'static str)>) {
    let (mut asked, mut none) = (Vec::new(), Vec::new());
    for line in JUDGED.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let (Some(words), Some(right)) = (fields.next(), fields.next()) else { panic!("{line} has no two fields") };
        match fields.next() {
            Some(why) => none.push((words, why)),
            None => asked.push(Asked { words: words.to_owned(), right: right.split(' ').map(str::to_owned).collect() }),
        }
    }
    (asked, none)
}

#[test]
fn skill_phrases_of_job_advertisements_lead_to_esco() {
    let (asked, none) = judged();
    assert_eq!((asked.len(), none.len()), (66, 54));
    let Some(catalogue) = esco() else { return };
    let ids: BTreeSet<&str> = catalogue.competencies.iter().map(|one| one.id.as_str()).collect();
    for id in asked.iter().flat_map(|one| &one.right) {
        assert!(ids.contains(id.as_str()), "{id} is not in this release of ESCO");
    }
    let documents = documents(catalogue.competencies.iter().map(|one| (one.id.as_str(), &one.name, &*one.aliases)));
    let (plain, stemmed) = (Bm25::new(&documents, false), Bm25::new(&documents, true));
    let graph = SkillGraph::new(Edition::default(), catalogue);
    let lookup = Lookup::new(&graph);
    let owned = |found: Vec<&str>| found.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let named = |words: &str| lookup.competencies(words, 10).iter().map(|hit| graph.competency(hit.at).id.to_string()).collect::<Vec<_>>();
    let rates = [
        ("pathstack", Rate::of(&asked, named)),
        ("BM25", Rate::of(&asked, |words| owned(plain.best(words, 10)))),
        ("BM25, stemmed", Rate::of(&asked, |words| owned(stemmed.best(words, 10)))),
    ];
    println!("Phrases of job advertisements, of which ESCO has the concept:");
    for (name, rate) in &rates {
        rate.show("as written", name);
    }
    // What a first answer is worth by how sure it says it is, with the phrases that have no right answer counted as wrong.
    let mut sure: BTreeMap<bool, (usize, usize)> = BTreeMap::new();
    let mut classes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for one in &asked {
        let hits = lookup.competencies(&one.words, 10);
        let right = |hit: &pathstack::lookup::Hit<_>| one.right.contains(graph.competency(hit.at).id.as_str());
        let tally = sure.entry(hits.first().is_some_and(|hit| hit.score >= SURE)).or_default();
        tally.0 += usize::from(hits.first().is_some_and(right));
        tally.1 += 1;
        let class = match hits.iter().position(right) {
            Some(0) => "right first",
            Some(_) => "right among ten",
            None if hits.is_empty() => "nothing found",
            None if hits.first().is_some_and(|hit| hit.how == How::Near || hit.how == How::Typo) => {
                "ESCO says it in other words; what was found is only near"
            }
            None => "ESCO says it in other words; something else has these words",
        };
        classes.entry(class.to_owned()).or_default().push(&one.words);
    }
    for (words, why) in &none {
        let hits = lookup.competencies(words, 10);
        let doubtful = hits.first().is_none_or(|hit| hit.score < SURE);
        let tally = sure.entry(!doubtful).or_default();
        tally.1 += 1;
        let how = match hits.is_empty() {
            true => "nothing said",
            false if doubtful => "said with doubt",
            false => "said surely",
        };
        classes.entry(format!("not in ESCO: {why}: {how}")).or_default().push(words);
    }
    for (sure, (right, of)) in &sure {
        println!("  first answers from {} on: {right} right of {of}", if *sure { SURE } else { 0 });
    }
    for (class, phrases) in &classes {
        println!("  {:3} {class}: {}", phrases.len(), phrases.join(" · "));
    }
    let [(_, ours), (_, plain), _] = rates;
    ours.holds_against(&plain, false);
    let (right, of) = sure.get(&true).copied().unwrap_or_default();
    assert!(10 * right >= 8 * of, "sure answers: {right} right of {of}");
}
