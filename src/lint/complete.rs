//! How much the records of one organisation say of what learners need to choose by.

use crate::{
    graph::{CredentialAt, OfferingAt, OrganisationAt, SkillGraph},
    model::{Pace, Status},
};
use serde::Serialize;

/// What a record should say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// What an offering costs, itself or through a price plan.
    Price,
    /// What effort an offering takes.
    Hours,
    /// When a cohort or a scheduled exam starts.
    Starts,
    /// In which languages an offering is.
    Languages,
    /// What a credential attests.
    Awards,
    /// At which level it attests each competency.
    Levels,
    /// What it is about.
    Description,
    /// That there is a way to earn it.
    Offering,
    /// Its public page.
    Page,
    /// Where its figures stand.
    Source,
    /// When they held.
    AsOf,
}

impl Member {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 11] = [
        Self::Price,
        Self::Hours,
        Self::Starts,
        Self::Languages,
        Self::Awards,
        Self::Levels,
        Self::Description,
        Self::Offering,
        Self::Page,
        Self::Source,
        Self::AsOf,
    ];

    /// Its name in the native format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Hours => "hours",
            Self::Starts => "starts",
            Self::Languages => "languages",
            Self::Awards => "awards",
            Self::Levels => "level",
            Self::Description => "description",
            Self::Offering => "offering",
            Self::Page => "url",
            Self::Source => "source",
            Self::AsOf => "as_of",
        }
    }
}

/// A record in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Published {
    /// A credential that the organisation awards.
    Credential(CredentialAt),
    /// An offering that it provides.
    Offering(OfferingAt),
}

/// How often one member is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Which member.
    pub member: Member,
    /// Records that state it.
    pub by: usize,
    /// Records that should.
    pub of: usize,
}

/// What an organisation's records say, and what they leave open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completeness {
    /// How many of its records are in use.
    pub records: usize,
    /// Members that any of them should state, in order.
    pub stated: Vec<Stated>,
    /// Records that leave something open, the most open first, with what it is.
    pub open: Vec<(Published, Vec<Member>)>,
}

impl Completeness {
    /// How much is stated, in whole percent rounded down: 100 only where nothing is open, and where nothing is asked.
    pub fn percent(&self) -> usize {
        let (by, of) = self.stated.iter().fold((0, 0), |(by, of), one| (by + one.by, of + one.of));
        (by * 100).checked_div(of).unwrap_or(100)
    }
}

/// What the credentials that an organisation awards and the offerings that it provides say. Retired records are left out. Linear in the
/// edition's credentials and offerings.
pub fn completeness(graph: &SkillGraph, organisation: OrganisationAt) -> Completeness {
    let id = &graph.organisation(organisation).id;
    let in_use = |status: Status| matches!(status, Status::Active | Status::Planned);
    let mut told = Completeness::default();
    let mut stated = Member::ALL.map(|member| Stated { member, by: 0, of: 0 });
    let mut record = |published: Published, says: &[(Member, bool)]| {
        told.records += 1;
        for (member, is) in says {
            for one in stated.iter_mut().filter(|one| one.member == *member) {
                one.of += 1;
                one.by += usize::from(*is);
            }
        }
        let missing: Vec<Member> = says.iter().filter(|(_, is)| !is).map(|(member, _)| *member).collect();
        if !missing.is_empty() {
            told.open.push((published, missing));
        }
    };
    let own = graph.credentials().filter(|at| graph.credential(*at).issuer.as_ref() == Some(id));
    for at in own {
        let one = graph.credential(at);
        if !in_use(one.status) {
            continue;
        }
        let mut says = vec![(Member::Awards, !one.awards.is_empty())];
        if !one.awards.is_empty() {
            says.push((Member::Levels, one.awards.iter().all(|award| !award.level.is_unknown())));
        }
        let routes = one.stack.as_ref().is_some_and(|stack| stack.automatic) || !graph.offerings_of(at).is_empty();
        says.extend([
            (Member::Description, one.description.is_some()),
            (Member::Offering, routes),
            (Member::Page, one.url.is_some()),
            (Member::Source, one.source.is_some()),
            (Member::AsOf, one.as_of.is_some()),
        ]);
        record(Published::Credential(at), &says);
    }
    let own = graph.offerings().filter(|at| graph.offering(*at).provider.as_ref() == Some(id));
    for at in own {
        let one = graph.offering(at);
        if !in_use(one.status) {
            continue;
        }
        let planned = graph.plans_of(at).iter().any(|plan| !graph.price_plan(*plan).price.is_unknown());
        let mut says = vec![(Member::Price, planned || !one.price.is_unknown()), (Member::Hours, !one.hours.is_unknown())];
        if one.pace == Pace::Cohort {
            says.push((Member::Starts, !one.starts.is_empty()));
        }
        says.extend([
            (Member::Languages, !one.languages.is_empty()),
            (Member::Page, one.url.is_some()),
            (Member::Source, one.source.is_some() || one.price.source.is_some()),
            (Member::AsOf, one.as_of.is_some() || one.price.as_of.is_some()),
        ]);
        record(Published::Offering(at), &says);
    }
    told.stated = stated.into_iter().filter(|one| one.of > 0).collect();
    told.open.sort_by(|(a, missing), (b, also)| also.len().cmp(&missing.len()).then(a.cmp(b)));
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        graph::Edition,
        model::{Catalogue, Record},
    };

    fn graph(lines: &str) -> SkillGraph {
        let mut catalogue = Catalogue::default();
        for line in lines.lines() {
            catalogue.push(serde_json::from_str::<Record>(line).unwrap());
        }
        SkillGraph::new(Edition::default(), catalogue)
    }

    #[test]
    fn what_is_not_said_is_listed_and_what_does_not_apply_is_not_asked() {
        let graph = graph(
            r#"{"catalogue": {"format": "pathstack-catalogue/1", "id": "t", "title": "T"}}
{"organisation": {"id": "us", "name": "Us"}}
{"competency": {"id": "sql", "name": "SQL"}}
{"credential": {"id": "full", "name": "Full", "issuer": "us", "awards": [{"competency": "sql", "level": 2}], "description": "All of it", "url": "https://example.org", "source": "https://example.org", "as_of": "2026-01-01"}}
{"credential": {"id": "bare", "name": "Bare", "issuer": "us", "awards": [{"competency": "sql"}]}}
{"credential": {"id": "gone", "name": "Gone", "issuer": "us", "status": "retired"}}
{"offering": {"id": "way", "credential": "full", "provider": "us", "price": "USD 10", "hours": 5, "languages": ["en"], "url": "https://example.org", "source": "https://example.org", "as_of": "2026-01-01"}}
{"offering": {"id": "class", "credential": "full", "provider": "us", "pace": "cohort", "hours": 5, "languages": ["en"], "url": "https://example.org", "source": "https://example.org", "as_of": "2026-01-01"}}
"#,
        );
        let told = completeness(&graph, graph.find_organisation("us").unwrap());
        assert_eq!(told.records, 4);
        let bare = Published::Credential(graph.find_credential("bare").unwrap());
        let class = Published::Offering(graph.find_offering("class").unwrap());
        use Member::{AsOf, Description, Levels, Offering, Page, Price, Source, Starts};
        assert_eq!(told.open, [(bare, vec![Levels, Description, Offering, Page, Source, AsOf]), (class, vec![Price, Starts])]);
        let price = told.stated.iter().find(|one| one.member == Price);
        assert_eq!(price, Some(&Stated { member: Price, by: 1, of: 2 }));
        let starts = told.stated.iter().find(|one| one.member == Starts);
        assert_eq!(starts.map(|one| one.of), Some(1), "who is always open has no start days to say");
        assert!((1..100).contains(&told.percent()));
    }

    #[test]
    fn who_publishes_nothing_leaves_nothing_open() {
        let graph = graph("{\"organisation\": {\"id\": \"us\", \"name\": \"Us\"}}\n");
        let told = completeness(&graph, graph.find_organisation("us").unwrap());
        assert_eq!((told.records, told.percent(), told.open.len()), (0, 100, 0));
    }
}
