//! How much of what an answer rests on each provider has published, and what to add first.
//!
//! A record has points for what is known of it, out of the points of what could be known of a record of its sort: nothing is lost for
//! what does not apply, such as the start dates of a course that starts any day. The points say how much an answer suffers where
//! something is missing: an offering without price or hours wins nothing, a credential that attests nothing closes no gap, and all else
//! is what a person wants to see before she trusts a step. Whole numbers, so the same edition has the same scores everywhere.

use crate::{
    graph::{CredentialAt, Need, OfferingAt, RoleAt, SkillGraph},
    model::{Date, Delivery, Level, Offering, Organisation, OrganisationId, Pace, SourceId, StackRule, Status},
};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

macro_rules! lacks {
    ($($(#[$doc:meta])* $name:ident $points:literal $fix:literal;)+) => {
        /// What a record can lack, with its points and what to do about it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Lack {
            $($(#[$doc])* $name,)+
        }

        impl Lack {
            /// Every one there is, in the order of the table of points.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What a record has for it, at most.
            pub fn points(self) -> u32 {
                match self {
                    $(Self::$name => $points,)+
                }
            }

            /// What its provider should do, in a few words.
            pub fn fix(self) -> &'static str {
                match self {
                    $(Self::$name => $fix,)+
                }
            }
        }
    };
}

lacks! {
    /// An offering whose price nobody published, and that no plan with a price covers.
    Price 30 "publish the price: an unknown one is never taken for nothing, so the offering wins no comparison";
    /// An offering whose effort nobody published.
    Hours 30 "publish the hours of effort, preparation included";
    /// A credential that says of no competency that it attests it.
    Awards 30 "name the competencies it attests: without them it closes no gap";
    /// A credential that attests competencies without saying at which level.
    AwardLevels 15 "say at which level it attests each competency: an unknown level counts as the lowest";
    /// A credential in use that is not offered.
    Offered 15 "say where and how it can be taken";
    /// A record that does not say where its figures stand and when they held.
    Standing 15 "say where the figures stand and when they held (`source`, `as_of`)";
    /// A credential without its awarding body.
    Issuer 10 "name who awards it";
    /// An offering without its provider.
    Provider 10 "name who provides it";
    /// An offering that does not say in which language it is.
    Languages 10 "say in which languages it is offered";
    /// A cohort without start dates.
    Starts 10 "publish the next start dates: without them no ready date can be promised";
    /// A cohort that does not say how long it runs.
    Days 5 "say how many days it runs from start to end";
    /// Something that takes place somewhere, without the place or region.
    Place 5 "say where it takes place";
    /// A record without a public page.
    Page 5 "give the address of its public page";
    /// A record that does not say what it is about.
    Description 5 "describe it in two or three sentences";
    /// A role of which nobody says what it asks.
    Requirements 40 "say what the job asks";
    /// A role that asks competencies without saying at which level.
    RequiredLevels 20 "say at which level each competency is asked: without one the lowest is enough";
    /// A role without a code of a taxonomy and without a URI elsewhere.
    Codes 10 "give its code in a taxonomy such as ESCO or O*NET";
}

/// The sort of a record that is scored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scored {
    /// A credential.
    Credential,
    /// An offering.
    Offering,
    /// A role.
    Role,
}

/// Points had out of points that could be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// Had.
    pub had: u64,
    /// Possible.
    pub possible: u64,
}

impl Points {
    /// In percent, rounded down: 100 is complete and nothing else is. Nothing to score is complete.
    pub fn score(self) -> u8 {
        let percent = (self.had * 100).checked_div(self.possible).unwrap_or(100);
        u8::try_from(percent.min(100)).unwrap_or(100)
    }

    fn add(&mut self, other: Self) {
        self.had += other.had;
        self.possible += other.possible;
    }
}

/// What one record has and lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordScore {
    /// Its sort.
    pub kind: Scored,
    /// Its id.
    pub id: Box<str>,
    /// Its points.
    pub points: Points,
    /// What it lacks, with the points that are missing for it, the most first.
    pub lacks: Vec<(Lack, u32)>,
    /// What applies to it, a bit each in the order of [`Lack::ALL`].
    applies: u32,
}

/// One thing to do for a provider's records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is lacking.
    pub lack: Lack,
    /// Of how many records.
    pub records: usize,
    /// How many points are missing for it in all.
    pub points: u64,
    /// The record that lacks most of it, the first by id of several.
    pub example: Box<str>,
}

/// How many records say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated {
    /// What.
    pub lack: Lack,
    /// Records that say it whole.
    pub by: usize,
    /// Records to which it applies.
    pub of: usize,
}

/// What a provider's records have and lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerScore {
    /// Whose records: who provides an offering, else who awards the credential; nobody where neither is said, and for roles.
    pub owner: Option<OrganisationId>,
    /// Points of all its records.
    pub points: Points,
    /// What to do, the most missing points first.
    pub fixes: Vec<Fix>,
    /// How many records say what applies to any of them, in the order of the table of points.
    pub stated: Vec<Stated>,
    /// The records, worst first.
    pub records: Vec<RecordScore>,
}

/// How complete an edition is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    /// The records of every provider, the worst provider first.
    pub providers: Vec<OwnerScore>,
    /// The roles, as records of nobody.
    pub roles: OwnerScore,
}

/// A record being scored.
struct Sheet(RecordScore);

impl Sheet {
    fn new(kind: Scored, id: &str) -> Self {
        Self(RecordScore { kind, id: id.into(), points: Points::default(), lacks: Vec::new(), applies: 0 })
    }

    /// All the points or none.
    fn mark(&mut self, lack: Lack, has: bool) {
        self.share(lack, usize::from(has), 1);
    }

    /// As many of the points as `has` is of `of`, rounded down; nothing to score where `of` is none.
    fn share(&mut self, lack: Lack, has: usize, of: usize) {
        if of == 0 {
            return;
        }
        self.0.applies |= 1 << lack as u32;
        let (has, of) = (has.min(of) as u64, of as u64);
        let most = u64::from(lack.points());
        let had = most * has / of;
        self.0.points.add(Points { had, possible: most });
        if let Some(missing) = u32::try_from(most - had).ok().filter(|missing| *missing > 0) {
            self.0.lacks.push((lack, missing));
        }
    }

    fn done(mut self) -> RecordScore {
        self.0.lacks.sort_by_key(|(lack, missing)| (std::cmp::Reverse(*missing), *lack));
        self.0
    }
}

fn stands(source: Option<&SourceId>, as_of: Option<Date>) -> bool {
    source.is_some() && as_of.is_some()
}

/// Whether a source is itself the address of a public page.
fn is_page(source: Option<&SourceId>) -> bool {
    source.is_some_and(|source| source.as_str().starts_with("https://") || source.as_str().starts_with("http://"))
}

fn credential(graph: &SkillGraph, at: CredentialAt) -> Option<(Option<&OrganisationId>, RecordScore)> {
    let record = graph.credential(at);
    if record.status != Status::Active {
        return None;
    }
    let mut sheet = Sheet::new(Scored::Credential, record.id.as_str());
    // What is made of parts attests what they attest.
    let stack = record.stack.as_ref();
    if stack.is_none() {
        sheet.mark(Lack::Awards, !record.awards.is_empty());
    }
    let levelled: Vec<_> = record
        .awards
        .iter()
        .filter(|award| graph.find_competency(award.competency.as_str()).is_some_and(|competency| graph.ranks(competency) > 1))
        .collect();
    sheet.share(Lack::AwardLevels, levelled.iter().filter(|award| award.level != Level::Unknown).count(), levelled.len());
    let offered = graph.offerings_of(at).iter().any(|offering| graph.offering(*offering).status == Status::Active);
    let by_itself = stack.is_some_and(|StackRule { automatic, .. }| *automatic);
    sheet.mark(Lack::Offered, offered || by_itself);
    sheet.mark(Lack::Standing, stands(record.source.as_ref(), record.as_of));
    sheet.mark(Lack::Issuer, record.issuer.is_some());
    sheet.mark(Lack::Page, record.url.is_some() || is_page(record.source.as_ref()));
    sheet.mark(Lack::Description, record.description.is_some());
    Some((record.issuer.as_ref(), sheet.done()))
}

fn priced(graph: &SkillGraph, at: OfferingAt, offering: &Offering) -> bool {
    !offering.price.is_unknown() || graph.plans_of(at).iter().any(|plan| !graph.price_plan(*plan).price.is_unknown())
}

fn offering(graph: &SkillGraph, at: OfferingAt) -> Option<(Option<&OrganisationId>, RecordScore)> {
    let record = graph.offering(at);
    let credential = graph.find_credential(record.credential.as_str()).map(|at| graph.credential(at));
    if record.status != Status::Active || credential.is_some_and(|credential| credential.status != Status::Active) {
        return None;
    }
    let mut sheet = Sheet::new(Scored::Offering, record.id.as_str());
    sheet.mark(Lack::Price, priced(graph, at, record));
    sheet.mark(Lack::Hours, !record.hours.is_unknown());
    let figures = [stands(record.price.source.as_ref(), record.price.as_of), stands(record.hours.source.as_ref(), record.hours.as_of)];
    sheet.mark(Lack::Standing, stands(record.source.as_ref(), record.as_of) || figures == [true; 2]);
    sheet.mark(Lack::Provider, record.provider.is_some());
    sheet.mark(Lack::Languages, !record.languages.is_empty());
    if record.pace == Pace::Cohort {
        sheet.mark(Lack::Starts, !record.starts.is_empty());
        sheet.mark(Lack::Days, record.days.is_some());
    }
    if record.delivery != Delivery::Online {
        sheet.mark(Lack::Place, record.place.is_some() || !record.region.is_empty());
    }
    sheet.mark(Lack::Page, record.url.is_some() || is_page(record.source.as_ref()));
    let owner = record.provider.as_ref().or_else(|| credential.and_then(|credential| credential.issuer.as_ref()));
    Some((owner, sheet.done()))
}

fn role(graph: &SkillGraph, at: RoleAt) -> RecordScore {
    let record = graph.role(at);
    let mut sheet = Sheet::new(Scored::Role, record.id.as_str());
    sheet.mark(Lack::Requirements, !record.requirements.is_empty());
    let (mut known, mut all) = (0, 0);
    for asked in graph.asked(at) {
        asked.need.walk(&mut |need| {
            if let Need::Attain(competency, rank) = need
                && graph.ranks(*competency) > 1
            {
                all += 1;
                known += usize::from(rank.is_some());
            }
        });
    }
    sheet.share(Lack::RequiredLevels, known, all);
    sheet.mark(Lack::Standing, stands(record.source.as_ref(), record.as_of));
    sheet.mark(Lack::Codes, !record.codes.is_empty() || !record.same_as.is_empty());
    sheet.mark(Lack::Description, record.description.is_some());
    sheet.done()
}

/// Sums the records of one owner, worst first, and what to do about them.
fn owner(owner: Option<OrganisationId>, mut records: Vec<RecordScore>) -> OwnerScore {
    // Scores as fractions: had ÷ possible, compared crosswise.
    let worst = |a: &RecordScore, b: &RecordScore| (a.points.had * b.points.possible).cmp(&(b.points.had * a.points.possible));
    records.sort_by(|a, b| worst(a, b).then_with(|| (a.kind, &a.id).cmp(&(b.kind, &b.id))));
    let mut points = Points::default();
    let mut fixes: BTreeMap<Lack, (usize, u64, u32, &str)> = BTreeMap::new();
    for record in &records {
        points.add(record.points);
        for (lack, missing) in &record.lacks {
            let (count, sum, most, example) = fixes.entry(*lack).or_insert((0, 0, 0, &record.id));
            *count += 1;
            *sum += u64::from(*missing);
            if *missing > *most || (missing == most && *record.id < **example) {
                (*most, *example) = (*missing, &record.id);
            }
        }
    }
    let mut fixes: Vec<Fix> =
        fixes.into_iter().map(|(lack, (records, points, _, example))| Fix { lack, records, points, example: example.into() }).collect();
    // Stable: equals stay in the order of the table.
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.points));
    let stated = Lack::ALL.iter().map(|lack| {
        let of = records.iter().filter(|record| record.applies >> *lack as u32 & 1 == 1).count();
        let without = fixes.iter().find(|fix| fix.lack == *lack).map_or(0, |fix| fix.records);
        Stated { lack: *lack, by: of - without, of }
    });
    let stated = stated.filter(|one| one.of > 0).collect();
    OwnerScore { owner, points, fixes, stated, records }
}

/// Scores every record that is in use. Linear in the edition but for sorting.
pub fn completeness(graph: &SkillGraph) -> Completeness {
    let credentials: Vec<CredentialAt> = graph.credentials().collect();
    let offerings: Vec<OfferingAt> = graph.offerings().collect();
    let roles: Vec<RoleAt> = graph.roles().collect();
    let (scored, roles) = rayon::join(
        || -> Vec<_> {
            let credentials = credentials.par_iter().filter_map(|at| credential(graph, *at));
            credentials.chain(offerings.par_iter().filter_map(|at| offering(graph, *at))).collect()
        },
        || -> Vec<_> { roles.par_iter().map(|at| role(graph, *at)).collect() },
    );
    let mut by_owner: HashMap<Option<&OrganisationId>, Vec<RecordScore>> = HashMap::new();
    for (owner, record) in scored {
        by_owner.entry(owner).or_default().push(record);
    }
    let mut providers: Vec<OwnerScore> = by_owner.into_par_iter().map(|(id, records)| owner(id.cloned(), records)).collect();
    providers.par_sort_by(|a, b| {
        let worst =
            (u128::from(a.points.had) * u128::from(b.points.possible)).cmp(&(u128::from(b.points.had) * u128::from(a.points.possible)));
        worst.then_with(|| b.records.len().cmp(&a.records.len())).then_with(|| a.owner.cmp(&b.owner))
    });
    Completeness { providers, roles: owner(None, roles) }
}

/// The records of one provider alone, worst first. Linear in the edition all the same.
pub fn completeness_of(graph: &SkillGraph, id: &OrganisationId) -> OwnerScore {
    let credentials = graph.credentials().filter_map(|at| credential(graph, at));
    let scored = credentials.chain(graph.offerings().filter_map(|at| offering(graph, at)));
    owner(Some(id.clone()), scored.filter(|(of, _)| *of == Some(id)).map(|(_, record)| record).collect())
}

impl Completeness {
    /// The records of one provider; of those whom nobody provides where `id` is nothing.
    pub fn of(&self, id: Option<&OrganisationId>) -> Option<&OwnerScore> {
        self.providers.iter().find(|provider| provider.owner.as_ref() == id)
    }
}

/// The name of an owner as the edition has it, else its id.
pub fn owner_name<'g>(graph: &'g SkillGraph, owner: &'g OrganisationId, language: &str) -> &'g str {
    let named: Option<&Organisation> = graph.find_organisation(owner.as_str()).map(|at| graph.organisation(at));
    named.map_or(owner.as_str(), |named| named.name.in_language(language))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::graph, *};

    const WORLD: &str = r#"
{"catalogue": {"format": "pathstack-catalogue/1", "id": "w", "title": "World", "currency": "USD"}}
{"scale": {"id": "proficiency", "name": "Proficiency", "levels": [{"rank": 1, "code": "foundation", "name": "Foundation"}, {"rank": 2, "code": "working", "name": "Working"}]}}
{"organisation": {"id": "academy", "name": "Academy"}}
{"competency": {"id": "sql", "name": "SQL"}}
{"competency": {"id": "charts", "name": "Charts"}}"#;

    fn scores(lines: &str) -> Completeness {
        completeness(&graph(&[WORLD, lines]))
    }

    const WHOLE: &str = r#"
{"credential": {"id": "sql-1", "name": "SQL", "issuer": "academy", "awards": [{"competency": "sql", "level": 1}], "url": "u", "description": "d", "source": "s", "as_of": "2026-01-01"}}
{"offering": {"id": "sql-1.a", "credential": "sql-1", "provider": "academy", "hours": 10, "price": "USD 20", "languages": ["en"], "url": "u", "source": "s", "as_of": "2026-01-01"}}"#;

    #[test]
    fn nothing_to_score_is_complete() {
        let scores = scores("");
        assert_eq!(scores.providers, []);
        assert_eq!(scores.roles.points.score(), 100);
    }

    #[test]
    fn a_provider_who_says_everything_has_a_hundred_and_nothing_to_do() {
        let scores = scores(WHOLE);
        assert_eq!(scores.providers.len(), 1);
        let academy = scores.of(Some(&"academy".into())).unwrap();
        assert_eq!((academy.points.score(), academy.records.len(), academy.fixes.len()), (100, 2, 0));
        assert_eq!(*academy, completeness_of(&graph(&[WORLD, WHOLE]), &"academy".into()));
        assert!(academy.stated.iter().all(|one| one.by == one.of), "{:?}", academy.stated);
        assert_eq!(academy.stated.first(), Some(&Stated { lack: Lack::Price, by: 1, of: 1 }));
    }

    #[test]
    fn an_unknown_price_costs_its_points_and_leads_the_list_of_fixes() {
        let bare = r#"{"offering": {"id": "sql-1.b", "credential": "sql-1", "hours": 4, "languages": ["en"], "provider": "academy", "source": "s", "as_of": "2026-01-01"}}"#;
        let scores = scores(&[WHOLE, bare].join("\n"));
        let academy = &scores.providers[0];
        // The worst first: 65 of 100 points, no price (30) and no page (5).
        assert_eq!((&*academy.records[0].id, academy.records[0].points.score()), ("sql-1.b", 65));
        assert_eq!(academy.records[0].lacks, [(Lack::Price, 30), (Lack::Page, 5)]);
        assert_eq!((academy.fixes[0].lack, academy.fixes[0].records, academy.fixes[0].points), (Lack::Price, 1, 30));
        assert_eq!(&*academy.fixes[0].example, "sql-1.b");
    }

    #[test]
    fn what_does_not_apply_costs_nothing() {
        // A price plan is a price, parts attest for the whole, and only a cohort has start dates.
        let lines = r#"
{"price_plan": {"id": "month", "name": "Month", "kind": "subscription", "price": "USD 10", "covers": ["sql-1.a"]}}
{"credential": {"id": "both", "name": "Both", "issuer": "academy", "stack": {"rule": {"all": [{"credential": "sql-1"}]}}, "url": "u", "description": "d", "source": "s", "as_of": "2026-01-01"}}"#;
        let planned = WHOLE.replace(r#""price": "USD 20", "#, "");
        assert_eq!(scores(&[&planned, lines].join("\n")).providers[0].points.score(), 100);
        let cohort = WHOLE.replace(r#""hours": 10"#, r#""hours": 10, "pace": "cohort""#);
        let fixes = &scores(&cohort).providers[0].fixes;
        assert_eq!(fixes.iter().map(|fix| fix.lack).collect::<Vec<_>>(), [Lack::Starts, Lack::Days]);
    }

    #[test]
    fn levels_count_by_their_share_and_only_where_the_scale_has_several() {
        let half = WHOLE.replace(r#""level": 1}"#, r#""level": 1}, {"competency": "charts"}"#);
        let scores = scores(&half);
        assert_eq!(scores.providers[0].fixes[0], Fix { lack: Lack::AwardLevels, records: 1, points: 8, example: "sql-1".into() });
    }

    #[test]
    fn retired_records_are_not_scored_and_those_of_nobody_stand_by_themselves() {
        let lines = r#"
{"credential": {"id": "old", "name": "Old", "status": "retired"}}
{"offering": {"id": "old.a", "credential": "old"}}
{"credential": {"id": "stray", "name": "Stray"}}"#;
        let scores = scores(&[WHOLE, lines].join("\n"));
        assert_eq!(scores.providers.iter().map(|provider| provider.records.len()).collect::<Vec<_>>(), [1, 2]);
        let nobody = scores.of(None).unwrap();
        assert_eq!((&*nobody.records[0].id, nobody.points.score()), ("stray", 0));
    }

    #[test]
    fn a_role_that_asks_nothing_is_the_worst_of_roles() {
        let lines = r#"
{"role": {"id": "analyst", "title": "Analyst", "requirements": [{"need": {"competency": "sql", "level": 2}}, {"need": {"competency": "charts"}}]}}
{"role": {"id": "empty", "title": "Empty", "codes": {"isco": "1"}}}"#;
        let roles = scores(lines).roles;
        assert_eq!(roles.records.iter().map(|role| (&*role.id, role.points.score())).collect::<Vec<_>>(), [("empty", 14), ("analyst", 55)]);
        assert_eq!(roles.fixes[0].lack, Lack::Requirements);
    }
}
