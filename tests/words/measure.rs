//! How often real titles, labels and phrases lead to what they mean, beside BM25 in the same run.

use super::bm25::{Bm25, Document, FullText};
use pathstack::{
    graph::{Edition, SkillGraph},
    import::{Format, OnDisk, read},
    lookup::Lookup,
    model::{Catalogue, Text},
};
use rust_stemmers::{Algorithm, Stemmer};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::PathBuf,
    time::{Duration, Instant},
};

pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PATHSTACK_SHARED_DATA")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")), PathBuf::from);
    let folder = root.join(name);
    if folder.exists() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there; PATHSTACK_SHARED_DATA names the folder of real data", folder.display());
    None
}

fn said(text: &Text) -> &str {
    text.in_language("en")
}

/// A question and what it may rightly lead to.
pub(crate) struct Asked {
    pub(crate) words: String,
    pub(crate) right: BTreeSet<String>,
}

/// How many questions led to the right record first, and among the first ten.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rate {
    pub(crate) first: usize,
    pub(crate) ten: usize,
    asked: usize,
    took: Duration,
}

impl Rate {
    /// Fails unless these are no fewer than others found, first and among ten; `clearly`: more.
    pub(crate) fn holds_against(&self, other: &Self, clearly: bool) {
        let (ours, theirs) = ((self.first, self.ten), (other.first, other.ten));
        let least = usize::from(clearly);
        assert!(ours.0 >= theirs.0 + least && ours.1 >= theirs.1 + least, "first and among ten {ours:?} against {theirs:?}");
    }

    pub(crate) fn of(asked: &[Asked], mut find: impl FnMut(&str) -> Vec<String>) -> Self {
        let mut rate = Self { asked: asked.len(), ..Self::default() };
        for one in asked {
            let start = Instant::now();
            let found = find(&one.words);
            rate.took += start.elapsed();
            rate.first += usize::from(found.first().is_some_and(|id| one.right.contains(id)));
            rate.ten += usize::from(found.iter().take(10).any(|id| one.right.contains(id)));
        }
        rate
    }

    fn percent(part: usize, whole: usize) -> f64 {
        100.0 * part as f64 / whole.max(1) as f64
    }

    pub(crate) fn show(&self, way: &str, name: &str) {
        let (first, ten) = (Self::percent(self.first, self.asked), Self::percent(self.ten, self.asked));
        let each = self.took.as_micros() / self.asked.max(1) as u128;
        println!("  {way:<12} {name:<20} first {first:5.1} %   in ten {ten:5.1} %   {each:6} µs each");
    }
}

/// A record's title and its other labels.
type Labels<'a> = (String, &'a str, &'a mut Vec<Text>);

/// Takes half of all labels that are no title, every other one in the order of the alphabet, away from every record that has them: what
/// is asked for later stands nowhere any more. Gives each label taken and the records it belongs to.
fn hold_out<'a>(records: impl Iterator<Item = Labels<'a>>) -> BTreeMap<String, BTreeSet<String>> {
    let records: Vec<Labels<'a>> = records.collect();
    let titles: HashSet<String> = records.iter().map(|(_, title, _)| title.to_lowercase()).collect();
    let labels: BTreeSet<String> = records.iter().flat_map(|(.., labels)| labels.iter()).map(|label| said(label).to_lowercase()).collect();
    let held: HashSet<String> = labels.into_iter().filter(|label| !titles.contains(label)).skip(1).step_by(2).collect();
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (id, _, labels) in records {
        labels.retain(|label| {
            let label = said(label).to_lowercase();
            let keep = !held.contains(&label);
            if !keep {
                out.entry(label).or_default().insert(id.clone());
            }
            keep
        });
    }
    out
}

/// Whether a question belongs to the half by which weights were chosen: those are never reported, and what is reported chose nothing.
pub(crate) fn chose_weights(words: &str) -> bool {
    let hash = words.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    (hash >> 33) % 2 == 0
}

/// Whether every question is asked, and what went wrong shown.
pub(crate) fn whole() -> bool {
    std::env::var_os("PATHSTACK_WHOLE").is_some()
}

/// Every so many of the labels held out that chose no weight; all of them where `PATHSTACK_WHOLE` is set, which takes minutes.
fn questions(held: BTreeMap<String, BTreeSet<String>>, every: usize) -> Vec<Asked> {
    let every = if whole() { 1 } else { every };
    let reported = held.into_iter().filter(|(words, _)| !chose_weights(words));
    reported.step_by(every).map(|(words, right)| Asked { words, right }).collect()
}

pub(crate) fn documents<'a>(records: impl Iterator<Item = (&'a str, &'a Text, &'a [Text])>) -> Vec<Document> {
    let text = |name: &Text, others: &[Text]| std::iter::once(name).chain(others).map(said).collect::<Vec<_>>().join(" \n ");
    records.map(|(id, name, others)| Document { id: id.to_owned(), text: text(name, others) }).collect()
}

/// The question with two neighbouring letters of its longest word swapped, as fingers do.
fn slipped(words: &str) -> String {
    let longest = words.split(' ').max_by_key(|word| word.chars().count()).unwrap_or("");
    let mut letters: Vec<char> = longest.chars().collect();
    if let Some(at) = (letters.len() / 2..letters.len()).find(|at| *at > 0 && letters[*at] != letters[at - 1]) {
        letters.swap(at, at - 1);
    }
    words.replacen(longest, &letters.into_iter().collect::<String>(), 1)
}

/// What went wrong with those that did not lead to the right record first, counted.
fn show_classes(asked: &[Asked], documents: &[Document], mut ours: impl FnMut(&str) -> Vec<String>) {
    let texts: HashMap<&str, &str> = documents.iter().map(|document| (&*document.id, &*document.text)).collect();
    let stemmer = Stemmer::create(Algorithm::English);
    let stems = |text: &str| -> HashSet<String> {
        let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_lowercase);
        words.map(|word| stemmer.stem(&word).into_owned()).collect()
    };
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    for one in asked {
        let found = ours(&one.words);
        let words = stems(&one.words);
        // How many words of the question a record has.
        let shared = |id: &str| texts.get(id).map_or(0, |text| words.intersection(&stems(text)).count());
        let class = match found.iter().position(|id| one.right.contains(id)) {
            Some(0) => continue,
            Some(_) => "right one second to tenth",
            None => match (one.right.iter().map(|id| shared(id)).max().unwrap_or(0), found.first().map_or(0, |id| shared(id))) {
                (0, _) => "not among ten: the right one has no word of it",
                (right, first) if first > right => "not among ten: others have more words of it",
                _ => "not among ten: many others have the same words of it",
            },
        };
        *classes.entry(class).or_default() += 1;
    }
    for (class, many) in classes {
        println!("  {many:5} of {} ({:.1} %) {class}", asked.len(), Rate::percent(many, asked.len()));
    }
}

/// Asks all four, once as written and once with a slip, and shows the table. Ours is the first, plain BM25 the second.
fn compare(title: &str, asked: &[Asked], documents: &[Document], mut ours: impl FnMut(&str) -> Vec<String>) -> [[Rate; 4]; 2] {
    println!("{title}: {} questions, {} records", asked.len(), documents.len());
    let (plain, stemmed) = (Bm25::new(documents, false), Bm25::new(documents, true));
    let mut database = FullText::new(documents);
    let owned = |found: Vec<&str>| found.into_iter().map(str::to_owned).collect();
    ["as written", "with a slip"].map(|way| {
        let asked: Vec<Asked> = asked
            .iter()
            .map(|one| Asked { words: if way == "as written" { one.words.clone() } else { slipped(&one.words) }, right: one.right.clone() })
            .collect();
        let rates = [
            Rate::of(&asked, &mut ours),
            Rate::of(&asked, |words| owned(plain.best(words, 10))),
            Rate::of(&asked, |words| owned(stemmed.best(words, 10))),
            Rate::of(&asked, |words| database.best(words, 10)),
        ];
        if way == "as written" {
            show_classes(&asked, documents, &mut ours);
        }
        for (rate, name) in rates.iter().zip(["pathstack", "BM25", "BM25, stemmed", "SQLite FTS5, Porter"]) {
            rate.show(way, name);
        }
        rates
    })
}

/// Ours must lead more often than plain BM25: as written by so many points among the first ten, with a slip by far.
fn clearly_better([[ours, plain, ..], [ours_slipped, plain_slipped, ..]]: [[Rate; 4]; 2], points: f64) {
    let ten = |rate: Rate| Rate::percent(rate.ten, rate.asked);
    assert!(ours.first > plain.first && ten(ours) >= ten(plain) + points, "{} against {}", ten(ours), ten(plain));
    assert!(ten(ours_slipped) >= ten(plain_slipped) + 10.0, "with a slip {} against {}", ten(ours_slipped), ten(plain_slipped));
}

#[test]
fn reported_titles_lead_to_their_occupation_with_half_the_titles_held_out() {
    let Some(folder) = folder("onet-29.3") else { return };
    let mut catalogue = read(Format::Onet, &OnDisk::at(&folder)).catalogue;
    let reported: HashSet<(String, String)> = std::fs::read_to_string(folder.join("Sample of Reported Titles.txt"))
        .unwrap()
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(code, rest)| (format!("onet:{code}"), rest.split('\t').next().unwrap_or("").to_lowercase()))
        .collect();
    let mut held = hold_out(catalogue.roles.iter_mut().map(|role| (role.id.to_string(), role.title.in_language("en"), &mut role.aliases)));
    // Only titles that job holders reported are asked; every occupation that has such a title is right.
    held.retain(|title, roles| roles.iter().any(|role| reported.contains(&(role.clone(), title.clone()))));
    let asked = questions(held, 4);
    let documents = documents(catalogue.roles.iter().map(|role| (role.id.as_str(), &role.title, &*role.aliases)));
    let graph = SkillGraph::new(Edition::default(), catalogue);
    let lookup = Lookup::new(&graph);
    let ours = |words: &str| lookup.roles(words, 10).iter().map(|hit| graph.role(hit.at).id.to_string()).collect::<Vec<_>>();
    clearly_better(compare("O*NET reported titles, half held out", &asked, &documents, ours), 2.0);
}

pub(crate) fn esco() -> Option<Catalogue> {
    Some(read(Format::Esco, &OnDisk::at(folder("esco-1.1.1")?)).catalogue)
}

#[test]
fn alternative_labels_lead_to_their_concept_with_half_of_them_held_out() {
    let Some(mut catalogue) = esco() else { return };
    let of_roles = hold_out(catalogue.roles.iter_mut().map(|role| (role.id.to_string(), role.title.in_language("en"), &mut role.aliases)));
    let of_skills =
        hold_out(catalogue.competencies.iter_mut().map(|one| (one.id.to_string(), one.name.in_language("en"), &mut one.aliases)));
    let (of_roles, of_skills) = (questions(of_roles, 20), questions(of_skills, 75));
    let roles = documents(catalogue.roles.iter().map(|role| (role.id.as_str(), &role.title, &*role.aliases)));
    let skills = documents(catalogue.competencies.iter().map(|one| (one.id.as_str(), &one.name, &*one.aliases)));
    let graph = SkillGraph::new(Edition::default(), catalogue);
    let lookup = Lookup::new(&graph);
    let ours = |words: &str| lookup.roles(words, 10).iter().map(|hit| graph.role(hit.at).id.to_string()).collect::<Vec<_>>();
    clearly_better(compare("ESCO occupations, half the alternative labels held out", &of_roles, &roles, ours), 2.0);
    let ours = |words: &str| lookup.competencies(words, 10).iter().map(|hit| graph.competency(hit.at).id.to_string()).collect::<Vec<_>>();
    clearly_better(compare("ESCO skills, half the alternative labels held out", &of_skills, &skills, ours), 2.0);
}
