//! The stack problem as data: `pathstack-problem/1`, its answers, and how both are read and written.
//!
//! A [`Problem`] is one [`Catalogue`] (what can be earned, where and for how much) and one [`Query`] (who asks, for
//! what, within which limits). The two are separable because many queries are asked of one catalogue.
//!
//! # Meaning
//!
//! * An [`Atom`] is true when the learner's level of a competency is at least the one named, or when the credential
//!   named is earned. A [`Group`] holds when at least `k` *distinct* atoms of it are true; `k ≤ 0` always holds. A list
//!   of groups is a conjunction.
//! * At the start the learner's levels are those of `holds` and those taught by the credentials in `earned`; these
//!   are earned and cost nothing more.
//! * A credential neither earned nor in `forbid` may be earned once, when every group of its `requires` holds *before*
//!   it. Earning it raises each taught level to the maximum of old and taught, and makes it earned. So cyclic support
//!   counts for nothing. A credential with cost, hours and count 0 models a stack that awards itself.
//! * Cost is the sum over the credentials earned now that no bought offer covers, plus the sum over the bought offers.
//!   Hours and count are plain sums over the credentials earned now.
//! * The goal: every group of `role.requires` holds, and the weights of the true `soft` atoms sum to at least
//!   `min_soft`. [`Limits`] are hard.
//!
//! Everything is an integer of at most 2⁵³ − 1 in size ([`MAX_INTEGER`]), and so is every sum a problem can reach.

mod answer;
mod certificate;
mod faults;
mod id;
mod minimise;
mod read;
mod shape;

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize};

pub use answer::{Answer, Front, Reason, Status};
pub use certificate::{CERTIFICATE_FORMAT, Certificate, FrontCertificate, Item, Multiplier, Node, Row, Stage};
pub use faults::Fault;
pub use id::Id;
pub use minimise::{Measure, Minimise, Objective};

/// The name of the format, the value of the member `format`.
pub const FORMAT: &str = "pathstack-problem/1";

/// The largest integer of the format, 2⁵³ − 1: beyond it JSON readers disagree (RFC 7493 §2.2).
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// The most competencies a catalogue may number.
pub const MAX_COMPETENCIES: u32 = 10_000_000;

/// The most levels a scale may have.
pub const MAX_LEVELS: u8 = u8::MAX;

/// A competency at a level, written `[competency, level]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "(u32, u8)", into = "(u32, u8)")]
pub struct Attainment {
    /// The number of the competency, below [`Catalogue::competencies`].
    pub competency: u32,
    /// The rank on its scale, at most [`Catalogue::levels`]; 0 is nothing yet.
    pub level: u8,
}

impl From<(u32, u8)> for Attainment {
    fn from((competency, level): (u32, u8)) -> Self {
        Attainment { competency, level }
    }
}

impl From<Attainment> for (u32, u8) {
    fn from(attainment: Attainment) -> Self {
        (attainment.competency, attainment.level)
    }
}

/// What can be true of a learner, written `{"c": competency, "l": level}` or `{"cr": credential}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "shape::AtomMembers", into = "shape::AtomMembers")]
pub enum Atom {
    /// The learner's level of the competency is at least this one.
    Level(Attainment),
    /// The credential is earned.
    Earned(Id),
}

/// At least `k` distinct atoms of `of` are true; always holds when `k ≤ 0`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// How many.
    pub k: i64,
    /// Of which.
    pub of: Vec<Atom>,
}

/// What can be earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Its name, unlike that of any other credential.
    pub id: Id,
    /// Its price in minor units, at least 0.
    pub cost: i64,
    /// Its effort in hours, at least 0.
    pub hours: i64,
    /// How much it adds to the number of credentials: 1, or 0 for a stack that awards itself.
    pub count: i64,
    /// Who provides it; means nothing to the search.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Id>,
    /// What it teaches; of two levels of one competency the higher counts.
    pub teaches: Vec<Attainment>,
    /// What must hold before it is earned.
    pub requires: Vec<Group>,
}

/// A bundle: for one price the credentials it covers cost nothing more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Its name, unlike that of any other offer.
    pub id: Id,
    /// Its price in minor units, at least 0.
    pub cost: i64,
    /// The credentials it covers.
    pub covers: Vec<Id>,
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Learner {
    /// The levels held; of two levels of one competency the higher counts.
    pub holds: Vec<Attainment>,
    /// The credentials earned already.
    pub earned: Vec<Id>,
}

/// A desirable atom and its weight, written as the atom with a member `w`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "shape::AtomMembers", into = "shape::AtomMembers")]
pub struct Soft {
    /// What is desired. An atom listed twice counts twice.
    pub atom: Atom,
    /// What it adds to the sum that must reach `min_soft`, at least 0.
    pub weight: i64,
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Every one of these must hold.
    pub requires: Vec<Group>,
    /// Desirable atoms with weights.
    #[serde(default)]
    pub soft: Vec<Soft>,
    /// What the weights of the true desirable atoms must sum to.
    #[serde(default)]
    pub min_soft: i64,
}

/// What a stack may reach at most, measure by measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// The most money, in minor units.
    #[serde(default)]
    pub max_cost: Option<i64>,
    /// The most hours.
    #[serde(default)]
    pub max_hours: Option<i64>,
    /// The most credentials.
    #[serde(default)]
    pub max_count: Option<i64>,
}

impl Limits {
    /// The limit on one measure.
    pub fn of(&self, measure: Measure) -> Option<i64> {
        match measure {
            Measure::Cost => self.max_cost,
            Measure::Hours => self.max_hours,
            Measure::Count => self.max_count,
        }
    }
}

/// The part of a problem that changes from question to question; one line of a file of queries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// Who asks.
    pub learner: Learner,
    /// What is asked for.
    pub role: Role,
    /// Credentials that must not be earned. One that is earned already stays earned.
    #[serde(default)]
    pub forbid: Vec<Id>,
    /// What the stack may reach at most.
    #[serde(default)]
    pub limits: Limits,
}

/// The part of a problem that stays: what can be earned. Free of faults by construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    levels: u8,
    competencies: u32,
    credentials: Vec<Credential>,
    offers: Vec<Offer>,
    credentials_by_id: Vec<u32>,
    offers_by_id: Vec<u32>,
}

impl Catalogue {
    /// A catalogue of these parts.
    ///
    /// # Errors
    ///
    /// Every fault found, each with the JSON pointer it has in a file: ids used twice, references to credentials that
    /// are not there, levels out of scale, numbers out of range, sums that could pass [`MAX_INTEGER`].
    pub fn new(levels: u8, competencies: u32, credentials: Vec<Credential>, offers: Vec<Offer>) -> Result<Self, Vec<Fault>> {
        let credentials_by_id = positions_by(&credentials, |credential| &credential.id);
        let offers_by_id = positions_by(&offers, |offer| &offer.id);
        let catalogue = Catalogue { levels, competencies, credentials, offers, credentials_by_id, offers_by_id };
        faults::in_catalogue(&catalogue).map(|()| catalogue)
    }

    /// The highest level of the scale; level 0 is nothing yet.
    pub fn levels(&self) -> u8 {
        self.levels
    }

    /// How many competencies there are; they are numbered from 0.
    pub fn competencies(&self) -> u32 {
        self.competencies
    }

    /// The credentials, in the order given.
    pub fn credentials(&self) -> &[Credential] {
        &self.credentials
    }

    /// The offers, in the order given.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// The most any stack can add up to: every credential and every offer.
    pub fn totals(&self) -> Objective {
        let offers: i64 = self.offers.iter().map(|offer| offer.cost).sum();
        self.credentials.iter().fold(Objective { cost: offers, ..Objective::default() }, |sum, credential| Objective {
            cost: sum.cost + credential.cost,
            hours: sum.hours + credential.hours,
            count: sum.count + credential.count,
        })
    }

    /// Positions in [`Catalogue::credentials`], in the order of the ids.
    pub fn credentials_by_id(&self) -> &[u32] {
        &self.credentials_by_id
    }

    /// Positions in [`Catalogue::offers`], in the order of the ids.
    pub fn offers_by_id(&self) -> &[u32] {
        &self.offers_by_id
    }

    /// The position of a credential.
    pub fn credential_position(&self, id: &Id) -> Option<usize> {
        position(&self.credentials, &self.credentials_by_id, id, |credential| &credential.id)
    }

    /// The position of an offer.
    pub fn offer_position(&self, id: &Id) -> Option<usize> {
        position(&self.offers, &self.offers_by_id, id, |offer| &offer.id)
    }
}

/// Positions in the order of the ids. A million ids are in order already as a rule, which costs one look.
fn positions_by<T>(things: &[T], id: impl Fn(&T) -> &Id) -> Vec<u32> {
    let mut order: Vec<u32> = (0..things.len() as u32).collect();
    let key = |&position: &u32| things.get(position as usize).map(&id);
    if !order.is_sorted_by_key(key) {
        order.sort_by(|a, b| key(a).cmp(&key(b)));
    }
    order
}

fn position<T>(things: &[T], by_id: &[u32], wanted: &Id, id: impl Fn(&T) -> &Id) -> Option<usize> {
    // Generated catalogues number their credentials by position: then no search is needed.
    if let Id::Number(number) = wanted
        && let Ok(guess) = usize::try_from(*number)
        && things.get(guess).is_some_and(|thing| id(thing) == wanted)
    {
        return Some(guess);
    }
    let key = |&position: &u32| things.get(position as usize).map(&id);
    let found = by_id.binary_search_by(|position| key(position).cmp(&Some(wanted))).ok()?;
    by_id.get(found).map(|&position| position as usize)
}

/// One question asked of one catalogue. Free of faults by construction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    catalogue: Arc<Catalogue>,
    query: Query,
}

impl Problem {
    /// A query asked of a catalogue.
    ///
    /// # Errors
    ///
    /// Every fault of the query, each with the JSON pointer it has in a file.
    pub fn new(catalogue: Arc<Catalogue>, query: Query) -> Result<Self, Vec<Fault>> {
        faults::in_query(&catalogue, &query)?;
        Ok(Problem { catalogue, query })
    }

    /// What can be earned.
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Who asks, for what, within which limits.
    pub fn query(&self) -> &Query {
        &self.query
    }
}

/// Reads an optional member that must not be `null` when it is there.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
