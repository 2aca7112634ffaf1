//! The starter catalogue read as an editor reads it, and asked in the words people use.

use pathstack::{
    graph::{Edition, SkillGraph},
    import::native,
    lint::{Severity, lint},
    lookup::{Lookup, Mentions},
    model::{Bandwidth, CompetencyKind, Delivery, Offering, Pace, PricePlanKind, Timing},
};
use std::collections::BTreeSet;

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
fn everyday_words_that_no_label_has_are_no_slips_of_others() {
    let graph = starter();
    let lookup = Lookup::new(&graph);
    for (words, wrong) in [("i fix cars", "security-officer"), ("cars", "security-officer"), ("car mechanic", "home-health-aide")] {
        let found: Vec<String> = lookup.roles(words, 10).iter().map(|hit| graph.role(hit.at).id.to_string()).collect();
        assert!(!found.iter().any(|id| id == wrong), "{words}: {found:?}");
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

#[test]
fn the_starter_catalogue_is_as_broad_as_it_says_and_dates_all_it_says() {
    let catalogue = native::starter().catalogue;
    let many = |least: usize, found: usize, what: &str| assert!(found >= least, "{found} {what}, not {least}");
    many(60, catalogue.roles.len(), "roles");
    many(220, catalogue.competencies.len(), "competencies");
    many(30, catalogue.competencies.iter().filter(|one| one.kind == CompetencyKind::Transversal).count(), "transversal competencies");
    many(300, catalogue.credentials.len(), "credentials");
    let offered = |is: &dyn Fn(&Offering) -> bool| catalogue.offerings.iter().filter(|one| is(one)).count();
    many(100, offered(&|one| one.delivery == Delivery::InPerson), "in person");
    many(300, offered(&|one| one.delivery == Delivery::Online), "online");
    many(50, offered(&|one| one.bandwidth == Bandwidth::Low), "for a slow line");
    many(30, offered(&|one| one.timing == Timing::Evening), "in the evening");
    many(20, offered(&|one| one.pace == Pace::Cohort), "cohorts");
    let languages: BTreeSet<&str> = catalogue.offerings.iter().flat_map(|one| &one.languages).map(AsRef::as_ref).collect();
    many(8, languages.len(), "languages");
    let plans = |is: &dyn Fn(&PricePlanKind) -> bool| catalogue.price_plans.iter().filter(|one| is(&one.kind)).count();
    many(20, plans(&|kind| *kind == PricePlanKind::Subscription), "subscriptions");
    many(5, plans(&|kind| *kind == PricePlanKind::Bundle), "bundles");
    many(10, catalogue.funding.len(), "funding sources");
    // Whatever has a figure says where it stands and since when; whoever issues is known.
    let told = |source: bool, as_of: bool, id: &str| assert!(source && as_of, "{id} has no source or no date");
    catalogue.offerings.iter().for_each(|one| told(one.source.is_some(), one.as_of.is_some(), one.id.as_str()));
    catalogue.credentials.iter().for_each(|one| told(one.source.is_some(), one.as_of.is_some(), one.id.as_str()));
    catalogue.price_plans.iter().for_each(|one| told(one.source.is_some(), one.as_of.is_some(), one.id.as_str()));
    catalogue.funding.iter().for_each(|one| told(one.source.is_some(), one.as_of.is_some(), one.id.as_str()));
    let graph = starter();
    for credential in &catalogue.credentials {
        let issuer = credential.issuer.as_ref().and_then(|issuer| graph.find_organisation(issuer.as_str()));
        assert!(issuer.is_some_and(|issuer| graph.organisation(issuer).url.is_some()), "{} has an issuer without a page", credential.id);
    }
}
