//! A ladder of questions, from the plain title to two slips in a language with accents.

use super::*;
use crate::{
    graph::Edition,
    model::{Catalogue, Record},
};

fn graph(lines: &str) -> SkillGraph {
    let mut catalogue = Catalogue::default();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        catalogue.push(serde_json::from_str::<Record>(line).unwrap_or_else(|error| panic!("{line}: {error}")));
    }
    SkillGraph::new(Edition::default(), catalogue)
}

const WORLD: &str = r#"
{"catalogue": {"format": "pathstack-catalogue/1", "id": "w", "title": "World", "language": "en"}}
{"organisation": {"id": "comptia", "name": "CompTIA"}}
{"organisation": {"id": "aws", "name": "Amazon Web Services", "aliases": ["AWS"]}}
{"role": {"id": "data-analyst", "title": {"en": "Data analyst", "es": "Analista de datos", "de": "Datenanalyst"}, "aliases": ["Reporting analyst", "BI analyst"], "codes": {"onet_soc": "15-2051.01", "isco": "2511"}, "same_as": ["http://data.europa.eu/esco/occupation/d3edb8f8"]}}
{"role": {"id": "data-scientist", "title": "Data scientist", "codes": {"onet_soc": "15-2051.00"}}}
{"role": {"id": "cybersecurity-analyst", "title": "Cybersecurity analyst", "aliases": ["Information security analyst", "SOC analyst"], "codes": {"onet_soc": "15-1212.00"}}}
{"role": {"id": "cpp-developer", "title": "C++ developer"}}
{"role": {"id": "csharp-developer", "title": "C# developer", "aliases": [".NET developer"]}}
{"role": {"id": "c-developer", "title": "C developer"}}
{"role": {"id": "nurse", "title": {"en": "Registered nurse", "fr": "Infirmière diplômée", "de": "Krankenpfleger"}}}
{"role": {"id": "welder", "title": "Welder"}}
{"role": {"id": "database-administrator", "title": "Database administrator", "aliases": ["DBA"]}}
{"competency": {"id": "kubernetes", "name": "Kubernetes", "aliases": ["k8s"]}}
{"competency": {"id": "spreadsheets", "name": {"en": "Spreadsheets", "es": "Hojas de cálculo"}, "aliases": ["Excel"]}}
{"competency": {"id": "http://data.europa.eu/esco/skill/123", "name": "use spreadsheets software", "same_as": ["urn:excel"]}}
{"competency": {"id": "sheets-own", "name": "Tabellenkalkulation", "same_as": ["urn:sheets"]}}
{"crosswalk": {"from": "spreadsheets", "to": "http://data.europa.eu/esco/skill/123", "match": "exact"}}
{"credential": {"id": "security-plus", "name": "CompTIA Security+", "codes": ["SY0-701"], "issuer": "comptia"}}
{"credential": {"id": "a-plus", "name": "CompTIA A+", "codes": ["220-1201", "220-1202"], "issuer": "comptia"}}
{"credential": {"id": "ccp", "name": "Certified Cloud Practitioner", "codes": ["CLF-C02"], "issuer": "aws"}}
{"credential": {"id": "other-ccp", "name": "Cloud Practitioner Essentials"}}
"#;

/// The best role, how it was found and its score.
fn role(lookup: &Lookup, graph: &SkillGraph, words: &str) -> String {
    let best = lookup.roles(words, 1);
    best.first().map_or("nothing".into(), |hit| format!("{} {:?} {}", graph.role(hit.at).id, hit.how, hit.score))
}

#[test]
fn a_title_a_code_an_id_a_uri_and_an_alias_find_their_role() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    for (words, expected) in [
        ("Data analyst", "data-analyst Exact 1000"),
        ("  DATA   analyst ", "data-analyst Exact 1000"),
        ("data-analyst", "data-analyst Exact 1000"),
        ("http://data.europa.eu/esco/occupation/d3edb8f8", "data-analyst Code 995"),
        ("15-2051.01", "data-analyst Code 990"),
        ("15205101", "data-analyst Code 990"),
        ("15-2051", "data-scientist Code 985"),
        // Two roles share this beginning; ids settle it.
        ("15-20", "data-analyst Prefix 900"),
        ("2511", "data-analyst Code 990"),
        ("reporting analyst", "data-analyst Alias 980"),
        ("dba", "database-administrator Alias 980"),
        ("cyber security analyst", "cybersecurity-analyst Exact 1000"),
        ("Cyber-Security Analyst", "cybersecurity-analyst Exact 1000"),
    ] {
        assert_eq!(role(&lookup, &graph, words), expected, "{words}");
    }
}

#[test]
fn other_words_stems_beginnings_and_slips_find_it_with_a_lower_score() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    for (words, id, how, least) in [
        ("analyst, data", "data-analyst", How::Words, 900),
        ("data analysts", "data-analyst", How::Stem, 900),
        ("junior data analyst", "data-analyst", How::Words, 600),
        ("information security", "cybersecurity-analyst", How::Words, 800),
        ("data an", "data-analyst", How::Prefix, 700),
        ("weld", "welder", How::Prefix, 700),
        ("datta anlyst", "data-analyst", How::Typo, 700),
        ("dtaa analyst", "data-analyst", How::Typo, 750),
        ("cybersecurty analist", "cybersecurity-analyst", How::Typo, 750),
        ("databse administratr", "database-administrator", How::Typo, 750),
    ] {
        let best = &lookup.roles(words, 1)[0];
        assert_eq!((graph.role(best.at).id.as_str(), best.how), (id, how), "{words}");
        assert!(best.score >= least && best.score < 980, "{words} {}", best.score);
    }
}

#[test]
fn signs_tell_c_from_its_children() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    for (words, expected) in [
        ("C++ developer", "cpp-developer Exact 1000"),
        ("c# developer", "csharp-developer Exact 1000"),
        ("C developer", "c-developer Exact 1000"),
        (".net developer", "csharp-developer Alias 980"),
    ] {
        assert_eq!(role(&lookup, &graph, words), expected, "{words}");
    }
    assert!(role(&lookup, &graph, "c++").starts_with("cpp-developer"));
    let best = lookup.credentials("a+", 1);
    assert_eq!(graph.credential(best[0].at).id.as_str(), "a-plus");
}

#[test]
fn every_language_of_the_catalogue_is_understood_with_or_without_accents() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    for (words, expected) in [
        ("analista de datos", "data-analyst Exact"),
        ("Analistas de datos", "data-analyst Stem"),
        ("infirmiere diplomee", "nurse Exact"),
        ("INFIRMIÈRES DIPLÔMÉES", "nurse Stem"),
        ("Krankenpflegerin", "nurse Typo"),
    ] {
        let found = role(&lookup, &graph, words);
        assert!(found.starts_with(expected), "{words}: {found}");
    }
    let found = lookup.competencies("hojas de calculo", 1);
    assert_eq!((graph.competency(found[0].at).id.as_str(), found[0].how), ("spreadsheets", How::Exact));
}

#[test]
fn competencies_that_are_one_are_found_as_one() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    let found: Vec<_> = lookup.competencies("spreadsheets", 5).iter().map(|hit| graph.competency(hit.at).id.as_str()).collect();
    assert_eq!(found, ["spreadsheets"]);
    let found = &lookup.competencies("use spreadsheets software", 5)[0];
    assert_eq!((graph.competency(found.at).id.as_str(), found.how), ("spreadsheets", How::Alias));
    assert_eq!(lookup.competencies("k8s", 1)[0].how, How::Alias);
    assert_eq!(&*lookup.competencies("kubernets", 1)[0].matched, "Kubernetes");
}

#[test]
fn an_issuer_tells_two_credentials_of_like_name_apart() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    let first = |words: &str| graph.credential(lookup.credentials(words, 1)[0].at).id.to_string();
    assert_eq!(first("aws cloud practitioner"), "ccp");
    assert_eq!(first("cloud practitioner essentials"), "other-ccp");
    assert_eq!(first("security+"), "security-plus");
    assert_eq!(first("security plus"), "security-plus");
    assert_eq!(first("sy0-701"), "security-plus");
    assert_eq!(first("comptia 220-1202"), "a-plus");
}

#[test]
fn a_title_nobody_has_is_answered_with_the_nearest_ones() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    let near = |words: &str| -> Vec<&str> { lookup.suggest(words, 2).into_iter().map(|at| graph.role(at).id.as_str()).collect() };
    assert_eq!(near("welldor"), ["welder"]);
    assert_eq!(near("datasientits"), ["data-scientist"]);
    assert_eq!(near("analyst"), ["cybersecurity-analyst", "data-analyst"]);
    assert_eq!(near(""), [""; 0]);
}

#[test]
fn nothing_is_found_where_nothing_fits() {
    let graph = graph(WORLD);
    let lookup = Lookup::new(&graph);
    for words in ["", "  ", "…", "astronaut", "zzzz qqqq", "99-9999.99"] {
        assert_eq!(lookup.roles(words, 5), [], "{words}");
    }
    assert_eq!(lookup.roles("data analyst", 0), []);
    let empty = SkillGraph::new(Edition::default(), Catalogue::default());
    assert_eq!(Lookup::new(&empty).roles("data analyst", 5), []);
}

#[test]
fn a_text_names_competencies_with_the_words_that_say_so() {
    let graph = graph(
        r#"
        {"competency": {"id": "sql", "name": "SQL"}}
        {"competency": {"id": "r", "name": "R programming", "aliases": ["R"]}}
        {"competency": {"id": "data-analysis", "name": {"en": "Data analysis", "es": "Análisis de datos"}, "aliases": ["analysing data"]}}
        {"competency": {"id": "big-data", "name": "Big data analysis"}}
        {"competency": {"id": "cpp", "name": "C++"}}
        {"competency": {"id": "care", "name": "Patient care"}}
        {"competency": {"id": "customers", "name": "Customer service", "aliases": ["Service"]}}
        {"competency": {"id": "network", "name": "Network services", "aliases": ["services"]}}"#,
    );
    let mentions = Mentions::new(&graph, "en");
    let said = |text: &str| -> Vec<String> {
        let found = mentions.of(text);
        found.iter().map(|one| format!("{}:{}:{}", graph.competency(one.competency).id, &text[one.span.clone()], one.score)).collect()
    };
    assert_eq!(said("Three years of SQL, R and C++."), ["sql:SQL:1000", "r:R:980", "cpp:C++:1000"]);
    assert_eq!(
        said("Analysed data; big-data analysis; patients care"),
        ["data-analysis:Analysed data:880", "big-data:big-data analysis:1000", "care:patients care:900"]
    );
    assert_eq!(said("r is a letter, \u{201c}sql\u{201d} is not"), ["sql:sql:1000"]);
    assert_eq!(said("Café work, SQL SQL"), ["sql:SQL:1000", "sql:SQL:1000"]);
    // Words that name two competencies name each half as surely.
    assert_eq!(said("services"), ["customers:services:440", "network:services:490"]);
    assert_eq!(said(""), [""; 0]);
    assert_eq!(Mentions::new(&graph, "es").of("análisis de datos y SQL").len(), 2);
    assert_eq!(Mentions::new(&SkillGraph::new(Edition::default(), Catalogue::default()), "en").of("SQL"), []);
}

#[test]
fn a_word_derived_from_a_name_or_common_among_other_names_is_less_sure() {
    let mut lines = vec![
        r#"{"competency": {"id": "determination", "name": "determination"}}"#.to_owned(),
        r#"{"competency": {"id": "drilling", "name": "drills"}}"#.to_owned(),
        r#"{"competency": {"id": "creativity", "name": "think creatively", "aliases": ["design", "Things"]}}"#.to_owned(),
    ];
    lines.extend((0..60).map(|at| format!(r#"{{"competency": {{"id": "d{at}", "name": "design of things {at}"}}}}"#)));
    let mut catalogue = Catalogue::default();
    for line in &lines {
        catalogue.push(serde_json::from_str(line).unwrap());
    }
    let graph = SkillGraph::new(Edition::default(), catalogue);
    let mentions = Mentions::new(&graph, "en");
    let score = |text: &str| mentions.of(text).iter().map(|one| one.score).collect::<Vec<_>>();
    // The same stem is not the same word; an ending of one or two letters is.
    assert_eq!((score("determination"), score("determine")), (vec![1000], vec![400]));
    assert_eq!(score("drill"), [900]);
    // "design" alone is sooner one of sixty others; a proper noun is not.
    assert_eq!((score("design"), score("Things")), (vec![980 * 3 / 63], vec![980 * 30 / 90]));
    assert!(score("design")[0] < LIKELY && score("determine")[0] < LIKELY);
}

#[test]
fn a_skill_that_no_title_has_leads_to_the_roles_that_ask_it() {
    let graph = graph(
        r#"{"competency": {"id": "kubernetes", "name": "Kubernetes", "aliases": ["k8s"]}}
{"competency": {"id": "welding", "name": "Welding"}}
{"role": {"id": "devops", "title": "DevOps engineer", "requirements": [{"need": {"competency": "kubernetes"}}]}}
{"role": {"id": "operator", "title": "Cluster operator", "requirements": [{"need": {"competency": "kubernetes"}, "necessity": "desirable"}]}}
{"role": {"id": "civil", "title": "Civil engineer", "requirements": [{"need": {"competency": "welding"}}]}}
{"role": {"id": "welder", "title": "Welding hand"}}"#,
    );
    let lookup = Lookup::new(&graph);
    let found = |words: &str| {
        let hits = lookup.roles(words, 9);
        assert!(hits.is_sorted_by(|a, b| a.score >= b.score), "{words}");
        hits.iter().map(|hit| format!("{} {:?} {}", graph.role(hit.at).id, hit.how, hit.matched)).collect::<Vec<_>>()
    };
    assert_eq!(found("k8s"), ["devops Near k8s", "operator Near k8s"]);
    assert_eq!(found("k8s engineer"), ["devops Near k8s", "operator Near k8s", "civil Words Civil engineer"]);
    assert_eq!(found("kubernets engineer")[0], "devops Near Kubernetes");
    assert_eq!(found("welding"), ["welder Words Welding hand", "civil Near Welding"], "whose title has it comes first");
    assert_eq!(found("devops engineer")[0], "devops Exact DevOps engineer");
}

#[test]
fn a_heading_that_nobody_asks_or_attests_is_no_mention() {
    let graph = graph(
        r#"{"competency": {"id": "knowledge", "name": "Knowledge"}}
{"competency": {"id": "trades", "name": "Trades"}}
{"competency": {"id": "law", "name": "Law", "broader": ["knowledge"]}}
{"competency": {"id": "welding", "name": "Welding", "broader": ["trades"]}}
{"role": {"id": "master", "title": "Master", "requirements": [{"need": {"competency": "trades"}}]}}"#,
    );
    let found = Mentions::new(&graph, "en").of("Knowledge of law, of trades and of welding");
    assert_eq!(found.iter().map(|one| &*one.matched).collect::<Vec<_>>(), ["Law", "Trades", "Welding"]);
}
