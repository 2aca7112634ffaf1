//! Jobs in the words of people who know no trade's, and in those of another classification, to O\*NET's occupations, beside BM25 in the same run.

use super::{
    bm25::{Bm25, Document},
    measure::{Asked, Rate, chose_weights, documents, folder, whole},
};
use pathstack::{
    graph::{Edition, SkillGraph},
    import::{Format, OnDisk, read},
    lookup::Lookup,
    model::Catalogue,
};
use std::collections::BTreeSet;

fn onet() -> Option<Catalogue> {
    Some(read(Format::Onet, &OnDisk::at(folder("onet-29.3")?)).catalogue)
}

/// Phrases with the occupations they may mean.
fn phrases(text: &str) -> Vec<Asked> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let asked = lines.map(|line| {
        let (words, codes) = line.split_once('\t').unwrap_or_else(|| panic!("{line} has no two fields"));
        Asked { words: words.to_owned(), right: codes.split(' ').map(|code| format!("onet:{code}")).collect() }
    });
    asked.collect()
}

/// Ours, BM25 over labels, the same stemmed, and stemmed over labels and descriptions.
fn rates(catalogue: Catalogue, sets: &[(&str, &[Asked])], show: bool) -> Vec<[Rate; 4]> {
    let labels = documents(catalogue.roles.iter().map(|role| (role.id.as_str(), &role.title, &*role.aliases)));
    let about = |role: &pathstack::model::Role| role.description.as_ref().map_or("", |text| text.in_language("en")).to_owned();
    let described: Vec<Document> = labels
        .iter()
        .zip(&catalogue.roles)
        .map(|(label, role)| Document { id: label.id.clone(), text: format!("{} \n {}", label.text, about(role)) })
        .collect();
    let others = [Bm25::new(&labels, false), Bm25::new(&labels, true), Bm25::new(&described, true)];
    let graph = SkillGraph::new(Edition::default(), catalogue);
    let lookup = Lookup::new(&graph);
    let ours = |words: &str| lookup.roles(words, 10).iter().map(|hit| graph.role(hit.at).id.to_string()).collect::<Vec<_>>();
    let mut all = Vec::new();
    for (title, asked) in sets {
        println!("{title}: {} questions", asked.len());
        let [labels, stemmed, described] = &others;
        let found = |bm25: &Bm25, words: &str| bm25.best(words, 10).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let rates = [
            Rate::of(asked, ours),
            Rate::of(asked, |words| found(labels, words)),
            Rate::of(asked, |words| found(stemmed, words)),
            Rate::of(asked, |words| found(described, words)),
        ];
        for (rate, name) in rates.iter().zip(["pathstack", "BM25", "BM25, stemmed", "with descriptions"]) {
            rate.show("as written", name);
        }
        for one in asked.iter().filter(|_| show) {
            let found = lookup.roles(&one.words, 10);
            let place = found.iter().position(|hit| one.right.contains(graph.role(hit.at).id.as_str()));
            let first = found.first().map(|hit| format!("{} ({})", graph.role(hit.at).title.in_language("en"), hit.score));
            if place != Some(0) {
                println!("    {}: {} at {place:?}", one.words, first.unwrap_or_default());
            }
        }
        all.push(rates);
    }
    all
}

#[test]
fn jobs_in_plain_words_lead_to_their_occupation() {
    let chosen = phrases(include_str!("plain.tsv"));
    let drawn = phrases(include_str!("drawn.tsv"));
    assert_eq!((chosen.len(), drawn.len()), (99, 42));
    let Some(catalogue) = onet() else { return };
    let ids: BTreeSet<&str> = catalogue.roles.iter().map(|role| role.id.as_str()).collect();
    for id in chosen.iter().chain(&drawn).flat_map(|one| &one.right) {
        assert!(ids.contains(id.as_str()), "{id} is not in this release of O*NET");
    }
    let (tuned, reported): (Vec<Asked>, Vec<Asked>) = chosen.into_iter().partition(|one| chose_weights(&one.words));
    let sets =
        [("Plain words, half that chose weights", &*tuned), ("Plain words, the other half", &*reported), ("Plain words, drawn", &*drawn)];
    let rates = rates(catalogue, &sets, whole());
    for [ours, plain, ..] in &rates[1..] {
        ours.holds_against(plain, true);
    }
}

#[test]
fn titles_of_another_classification_lead_to_the_occupation_that_a_crosswalk_names() {
    let (Some(catalogue), Some(folder)) = (onet(), folder("crosswalk")) else { return };
    let ids: BTreeSet<String> = catalogue.roles.iter().map(|role| role.id.to_string()).collect();
    let mut table = csv::Reader::from_path(folder.join("esco_onet_crosswalk_nesta_mcc.csv")).unwrap();
    let column =
        |name: &str, header: &csv::StringRecord| header.iter().position(|found| found.trim_start_matches('\u{feff}') == name).unwrap();
    let header = table.headers().unwrap().clone();
    let at = ["esco_occupation", "onet_code", "confidence"].map(|name| column(name, &header));
    let mut asked = Vec::new();
    for row in table.records() {
        let row = row.unwrap();
        let [words, code, confidence] = at.map(|at| row.get(at).unwrap_or_default());
        let id = format!("onet:{code}");
        // Some pairs name codes of an earlier release; those matched with little confidence prove nothing.
        if ids.contains(&id) && confidence.parse::<f64>().is_ok_and(|confidence| confidence >= 1.0) && !chose_weights(words) {
            asked.push(Asked { words: words.to_owned(), right: BTreeSet::from([id]) });
        }
    }
    asked.sort_by(|a, b| a.words.cmp(&b.words));
    assert!(asked.len() > 600, "{}", asked.len());
    let every = if whole() { 1 } else { 3 };
    let asked: Vec<Asked> = asked.into_iter().step_by(every).collect();
    let rates = rates(catalogue, &[("ESCO titles to O*NET by a published crosswalk", &asked)], false);
    let [ours, plain, ..] = &rates[0];
    ours.holds_against(plain, false);
}
