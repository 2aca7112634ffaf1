//! The certificate as data: `pathstack-certificate/1`, what is claimed about a bound and the steps that prove it.
//!
//! # What is proven
//!
//! A stack is described by *items*, each used or not: a credential paid for by itself, a credential covered by a
//! bought offer, and an offer bought. A covered credential has no cost, and no other measure changes. A stage claims
//! that every stack that keeps the limits, and what the stages before it proved to be least, has at least a certain
//! weighted sum, or that there is no such stack.
//!
//! # How
//!
//! A *row* is an inequality between the items of every stack. With multipliers y ≥ 0 for the rows `A x ≥ b`,
//!
//! > L(y) = Σ y·b + Σ over the items of min(0, c − y·A)
//!
//! is at most the weighted sum c·x of any stack (weak Lagrangian duality, Geoffrion 1974), whatever the multipliers are:
//! they need not be the best ones, so they are integers over a common `scale`. The tree splits on items, in or out,
//! until each leaf has such a bound. Rows found inside the tree hold for the stacks that agree with the splits above
//! them.

use serde::{Deserialize, Serialize};

use super::{Id, Measure, present};

/// The name of the format, the value of the member `format`.
pub const CERTIFICATE_FORMAT: &str = "pathstack-certificate/1";

/// The proof of the bound of one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`CERTIFICATE_FORMAT`].
    pub format: String,
    /// One stage for each value of the bound, in the order asked for.
    pub stages: Vec<Stage>,
}

/// The proof that a front is complete.
///
/// What no point of the front beats or equals lies strictly below one of its *local upper bounds* in every measure
/// named (Klamroth, Lacour, Vanderpooten 2015). Those bounds follow from the points alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrontCertificate {
    /// [`CERTIFICATE_FORMAT`].
    pub format: String,
    /// For each local upper bound u above 0, by rising cost, then hours, then count, where a measure without a bound
    /// comes last, the proof that no stack lies strictly below it: either that there is none whose measures are all at
    /// most u − 1, or that one measure is at least its u when the others are at most their u − 1.
    pub boxes: Vec<Stage>,
}

/// The proof of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The weights of cost, hours and count that make what is minimised here; none negative.
    pub minimise: [i64; 3],
    /// Every stack has at least this much; `null` when there is no stack.
    pub at_least: Option<i64>,
    /// Pairs `[a, b]`: item `a` is left out because `b` does all it does for no more. `b` is not left out by a pair
    /// before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dominated: Vec<(Item, Item)>,
    /// The items that rows and nodes name, by their position here.
    pub items: Vec<Item>,
    /// What the multipliers are divided by, at least 1.
    pub scale: i64,
    /// The tree of splits in preorder: after a split comes what proves the side without the item, then what proves
    /// the side with it.
    pub tree: Vec<Node>,
}

/// A credential paid for by itself `{"cr": id}`, a credential covered by an offer `{"cr": id, "offer": id}`, or an
/// offer bought `{"offer": id}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The credential.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub cr: Option<Id>,
    /// The offer.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub offer: Option<Id>,
}

/// A row of a stage: its position among the rows in sight, and its multiplier.
pub type Multiplier = (u32, i64);

/// One step of a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// More rows, in sight from here to the end of this subtree, numbered on from those in sight already.
    Rows(Vec<Row>),
    /// Without the item, then with it.
    Split(u32),
    /// Reduced-cost fixing: every item that lifts L(y) to what is claimed is out in the rest of this subtree.
    Fix(Vec<Multiplier>),
    /// The same with all costs 0: every item that lifts L(y) above 0 is in no stack here, so it is out in the rest of
    /// this subtree. (A row on what an earlier stage proved lets its reduced costs speak.)
    Bar(Vec<Multiplier>),
    /// ⌈L(y)⌉, rounded up to a multiple of the greatest common divisor of the costs of the items that are not out, is
    /// at least what is claimed.
    Leaf(Vec<Multiplier>),
    /// With all costs 0, L(y) > 0: there is no stack here.
    None(Vec<Multiplier>),
}

/// An inequality between the items of every stack in its subtree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// Without these items the goal, or an item that is in, is out of reach: Σ x ≥ 1.
    Cut(Vec<u32>),
    /// Without these items the item named first is out of reach: Σ x ≥ x of that item.
    CutFor(u32, Vec<u32>),
    /// This group of the role: Σ w·x ≥ k, where k is what is missing of it at the start and w how much of that an
    /// item brings, at most k.
    Group(u32),
    /// This group of the requirements of the item named first: Σ w·x ≥ k·x of that item.
    GroupFor(u32, u32),
    /// The soft goal: Σ w·x ≥ what is missing at the start, w at most that.
    Soft,
    /// The limit on a measure, or what an earlier stage proved to be its least, whichever is less.
    AtMost(Measure),
}
