//! One edition of the catalogue, indexed and frozen: credentials, competencies and roles, and what connects them.
//!
//! A [`SkillGraph`] is built once, shared by `Arc` and swapped whole; nothing in it ever changes. Competencies that are the same by
//! URI or by an exact crosswalk are one here: [`SkillGraph::one`] leads from each record to the one that stands for all.

mod build;
mod closure;
mod index;
mod need;

pub use build::Doubt;
pub use closure::Closure;
pub use index::{CompetencyAt, CredentialAt, OfferingAt, OrganisationAt, Place, PricePlanAt, RoleAt, Runs};
pub use need::{Facts, Need};

use crate::model::{
    AwardMode, Catalogue, Competency, Credential, Currency, ExchangeRate, Level, LevelScale, Money, Necessity, Offering, Organisation,
    PricePlan, Relation, Role, TrustFloor,
};
use petgraph::graph::DiGraph;
use std::collections::HashMap;

/// Names one imported state of the catalogue in answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Edition {
    /// Its number in the store; 0 for the embedded starter catalogue.
    pub number: u64,
    /// What its catalogues call themselves.
    pub title: String,
}

/// A credential that attests a competency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provided {
    /// The credential.
    pub credential: CredentialAt,
    /// The rank it attests; unknown where nobody said.
    pub rank: Option<u8>,
    /// How it was proven.
    pub mode: AwardMode,
}

/// A competency that a credential attests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awarded {
    /// The competency.
    pub competency: CompetencyAt,
    /// The rank attested; unknown where nobody said.
    pub rank: Option<u8>,
    /// How it was proven.
    pub mode: AwardMode,
}

/// A requirement of a role with its names looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What must be true.
    pub need: Need,
    /// How important it is, 0 to 100.
    pub importance: u8,
    /// Whether it must be met.
    pub necessity: Necessity,
    /// How well it must be proven.
    pub trust: TrustFloor,
}

/// A condition of a credential, gate of a role or rule of a stack, with its names looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What must be true; nothing where only words are given.
    pub need: Option<Need>,
    /// When.
    pub relation: Relation,
    /// Whether it is enforced.
    pub enforced: bool,
}

impl Bound {
    /// What it forces before or beside a step, if anything.
    pub fn binding(&self) -> Option<&Need> {
        let earned_first = matches!(self.relation, Relation::Prerequisite | Relation::CorequisiteStrict | Relation::CorequisiteLoose);
        self.need.as_ref().filter(|_| self.enforced && earned_first)
    }
}

/// A node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// A competency.
    Competency(CompetencyAt),
    /// A credential.
    Credential(CredentialAt),
    /// A role.
    Role(RoleAt),
}

/// How two nodes are connected; arrows point the way a learner goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// From a credential to a competency it attests.
    Awards,
    /// From a competency or credential to a credential that asks it first.
    LeadsTo,
    /// From a competency or credential to a role that asks it.
    AskedBy,
    /// From a competency to a broader one.
    Broader,
}

/// One frozen edition with its indexes. See the [module](self).
pub struct SkillGraph {
    edition: Edition,
    catalogue: Catalogue,
    one: Box<[CompetencyAt]>,
    by_id: build::Ids,
    by_uri: HashMap<Box<str>, Node>,
    awards: Runs<CredentialAt, Awarded>,
    provided: Runs<CompetencyAt, Provided>,
    offerings: Runs<CredentialAt, OfferingAt>,
    plans: Runs<OfferingAt, PricePlanAt>,
    conditions: Box<[Box<[Bound]>]>,
    stacks: Box<[Option<Need>]>,
    asked: Box<[Box<[Asked]>]>,
    gates: Box<[Box<[Bound]>]>,
    asking: Runs<CompetencyAt, RoleAt>,
    counts_for: Runs<CompetencyAt, (CompetencyAt, bool)>,
    scales: Box<[u8]>,
    links: DiGraph<Node, Link, u32>,
    node_starts: [usize; 3],
    doubts: Vec<Doubt>,
}

macro_rules! tables {
    ($($(#[$doc:meta])* $one:ident $all:ident $find:ident $place:ident $record:ident $index:ident);+ $(;)?) => {$(
        $(#[$doc])*
        pub fn $one(&self, at: $place) -> &$record {
            &self.catalogue.$all[at.at()]
        }
        /// All places of the kind, in the catalogue's order.
        pub fn $all(&self) -> impl ExactSizeIterator<Item = $place> + use<> {
            (0..self.catalogue.$all.len()).map($place::new)
        }
        /// The place of the record with this id.
        pub fn $find(&self, id: &str) -> Option<$place> {
            self.by_id.$index.binary_search_by(|at| self.catalogue.$all[at.at()].id.as_str().cmp(id)).ok().map(|at| self.by_id.$index[at])
        }
    )+};
}

impl SkillGraph {
    /// Indexes and freezes a catalogue. Linear in its size but for sorting ids; what cannot be looked up becomes a [`Doubt`].
    pub fn new(edition: Edition, catalogue: Catalogue) -> Self {
        build::build(edition, catalogue)
    }

    tables! {
        /// The competency at a place.
        competency competencies find_competency CompetencyAt Competency competencies;
        /// The credential at a place.
        credential credentials find_credential CredentialAt Credential credentials;
        /// The offering at a place.
        offering offerings find_offering OfferingAt Offering offerings;
        /// The role at a place.
        role roles find_role RoleAt Role roles;
        /// The price plan at a place.
        price_plan price_plans find_price_plan PricePlanAt PricePlan price_plans;
        /// The organisation at a place.
        organisation organisations find_organisation OrganisationAt Organisation organisations;
    }

    /// Which edition this is.
    pub fn edition(&self) -> &Edition {
        &self.edition
    }

    /// The records themselves.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The competency that stands for this one and all that are the same by URI or exact crosswalk.
    pub fn one(&self, competency: CompetencyAt) -> CompetencyAt {
        self.one[competency.at()]
    }

    /// The record with this URI among its `same_as`.
    pub fn find_uri(&self, uri: &str) -> Option<Node> {
        self.by_uri.get(uri).copied()
    }

    /// What a credential attests, competencies that are the same joined, and the broader ones that count through a crosswalk.
    pub fn awards(&self, credential: CredentialAt) -> &[Awarded] {
        self.awards.of(credential)
    }

    /// Which credentials attest a competency.
    pub fn provided(&self, competency: CompetencyAt) -> &[Provided] {
        self.provided.of(competency)
    }

    /// The broader competencies that one counts for through a crosswalk, and whether its ranks carry over.
    pub fn counts_for(&self, competency: CompetencyAt) -> &[(CompetencyAt, bool)] {
        self.counts_for.of(competency)
    }

    /// The offerings of a credential.
    pub fn offerings_of(&self, credential: CredentialAt) -> &[OfferingAt] {
        self.offerings.of(credential)
    }

    /// The price plans that cover an offering.
    pub fn plans_of(&self, offering: OfferingAt) -> &[PricePlanAt] {
        self.plans.of(offering)
    }

    /// The conditions of a credential; equivalences that count as its prerequisites are in them already.
    pub fn conditions(&self, credential: CredentialAt) -> &[Bound] {
        &self.conditions[credential.at()]
    }

    /// The rule of a credential that is made of parts; equivalences that count for the award are in it already.
    pub fn stack(&self, credential: CredentialAt) -> Option<&Need> {
        self.stacks[credential.at()].as_ref()
    }

    /// What a role asks, in its order.
    pub fn asked(&self, role: RoleAt) -> &[Asked] {
        &self.asked[role.at()]
    }

    /// The gates of a role, in its order.
    pub fn gates(&self, role: RoleAt) -> &[Bound] {
        &self.gates[role.at()]
    }

    /// Which roles ask a competency.
    pub fn asking(&self, competency: CompetencyAt) -> &[RoleAt] {
        self.asking.of(competency)
    }

    /// How many ranks the competency's scale has.
    pub fn ranks(&self, competency: CompetencyAt) -> u8 {
        self.scales[competency.at()]
    }

    /// The rank of a level as written, on the scale of the competency that stands for this one; unknown where it says nothing there.
    pub fn rank(&self, competency: CompetencyAt, level: &Level) -> Option<u8> {
        build::rank(&self.catalogue, competency, self.one(competency), level)
    }

    /// The scale of a competency, where the edition has it.
    pub fn scale(&self, competency: CompetencyAt) -> Option<&LevelScale> {
        let wanted = self.competency(competency).scale.as_ref().map_or(build::DEFAULT_SCALE, |id| id.as_str());
        self.catalogue.scales.iter().find(|scale| scale.id.as_str() == wanted)
    }

    /// The name of a rank on the competency's scale, or `rank n` where the scale does not say.
    pub fn rank_name(&self, competency: CompetencyAt, rank: u8, language: &str) -> String {
        let level = self.scale(competency).and_then(|scale| scale.levels.iter().find(|level| level.rank.get() == rank));
        level.map_or_else(|| format!("rank {rank}"), |level| level.name.in_language(language).to_owned())
    }

    /// Everything as one directed graph: for walks, cycles and pictures.
    pub fn links(&self) -> &DiGraph<Node, Link, u32> {
        &self.links
    }

    /// Where a node stands in [`Self::links`].
    pub fn node(&self, node: Node) -> petgraph::graph::NodeIndex<u32> {
        let at = match node {
            Node::Competency(at) => self.node_starts[0] + at.at(),
            Node::Credential(at) => self.node_starts[1] + at.at(),
            Node::Role(at) => self.node_starts[2] + at.at(),
        };
        petgraph::graph::NodeIndex::new(at)
    }

    /// What could not be looked up or joined, in the order it was met.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// The currency answers are in, unless asked otherwise.
    pub fn currency(&self) -> Currency {
        self.catalogue.headers.first().map_or(Currency::USD, |header| header.currency)
    }

    /// What an amount is worth in another currency by the catalogue's rates; nothing where it has none.
    pub fn convert(&self, money: Money, to: Currency) -> Option<(Money, Option<&ExchangeRate>)> {
        if money.currency == to {
            return Some((money, None));
        }
        let direct = self.catalogue.rates.iter().find(|rate| rate.from == money.currency && rate.to == to);
        let back = || self.catalogue.rates.iter().find(|rate| rate.to == money.currency && rate.from == to);
        let rate = direct.or_else(back)?;
        rate.convert(money).or_else(|| rate.convert_back(money)).map(|worth| (worth, Some(rate)))
    }
}
