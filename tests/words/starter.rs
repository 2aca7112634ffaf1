//! The starter catalogue read as an editor reads it, and asked in the words people use.

use pathstack::{
    graph::{Edition, SkillGraph},
    import::native,
    lint::{Severity, lint},
    lookup::{Lookup, Mentions},
};

fn starter() -> SkillGraph {
    SkillGraph::new(Edition::default(), native::starter().catalogue)
}

#[test]
fn the_starter_catalogue_lints_without_faults_or_warnings() {
    let findings = lint(&starter());
    let serious: Vec<String> = findings.iter().filter(|finding| finding.severity < Severity::Note).map(ToString::to_string).collect();
    assert!(serious.is_empty(), "{}", serious.join("\n"));
}

#[test]
fn starter_roles_are_found_in_peoples_own_words() {
    let graph = starter();
    let lookup = Lookup::new(&graph);
    for (words, id) in [
        ("data analyst", "data-analyst"),
        ("datta anlyst", "data-analyst"),
        ("Data Analysts", "data-analyst"),
        ("cna", "certified-nurse-aide"),
        ("solar panel installer", "solar-pv-installer"),
        ("ML engineer", "machine-learning-engineer"),
        ("help desk", "it-support-specialist"),
        ("project manger", "project-manager"),
        ("devops", "devops-engineer"),
        ("welder", "welder"),
    ] {
        let best = lookup.roles(words, 1);
        assert_eq!(best.first().map(|hit| graph.role(hit.at).id.as_str()), Some(id), "{words}");
    }
}

#[test]
fn starter_competencies_and_credentials_are_found_in_peoples_own_words() {
    let graph = starter();
    let lookup = Lookup::new(&graph);
    for (words, id) in [
        ("k8s", "kubernetes"),
        ("kubernets", "kubernetes"),
        ("excel", "spreadsheets"),
        ("talks to customers", "customer-service"),
        ("hojas de calculo", "spreadsheets"),
        ("python programing", "python"),
        ("c#", "csharp"),
    ] {
        let best = lookup.competencies(words, 1);
        assert_eq!(best.first().map(|hit| graph.competency(hit.at).id.as_str()), Some(id), "{words}");
    }
    for (words, id) in [
        ("sy0-701", "comptia-security-plus"),
        ("SY0701", "comptia-security-plus"),
        ("comptia security plus", "comptia-security-plus"),
        ("az900", "microsoft-az-900"),
        ("google data analitics certificate", "google-data-analytics"),
        ("azure fundamentals", "microsoft-az-900"),
    ] {
        let best = lookup.credentials(words, 1);
        assert_eq!(best.first().map(|hit| graph.credential(hit.at).id.as_str()), Some(id), "{words}");
    }
}

#[test]
fn a_posting_names_its_competencies() {
    let graph = starter();
    let text = "We look for an analyst with SQL, Excel and Tableau, good at problem solving.";
    let found: Vec<&str> = Mentions::new(&graph, "en").of(text).iter().map(|one| graph.competency(one.competency).id.as_str()).collect();
    for id in ["sql", "spreadsheets", "tableau", "problem-solving"] {
        assert!(found.contains(&id), "{id} is not in {found:?}");
    }
}
