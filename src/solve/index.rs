//! The catalogue as flat arrays: typed indices, compressed rows, one canonical order.
//!
//! The stack problem is read as delete-free planning (Bonet & Geffner 2001; Helmert & Domshlak 2009). A *fact* is
//! "competency c at level l or above", "credential i earned" or "offer o bought". An *item* is a way to make facts
//! true: a credential paid for directly, a credential covered by a bought offer (its price is then zero and it needs
//! the offer's token), or the purchase of an offer. Facts never become false again, so a stack is a set of items that
//! can be put in some order.

use std::ops::Range;

use super::dominance::Dominance;

macro_rules! index_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub(crate) struct $name(pub(crate) u32);
        impl $name {
            /// Position in the arrays of its kind.
            #[inline]
            pub(crate) const fn ix(self) -> usize {
                self.0 as usize
            }
        }
    };
    (optional $(#[$doc:meta])* $name:ident) => {
        index_type!($(#[$doc])* $name);
        impl $name {
            /// No such thing.
            pub(crate) const NONE: Self = Self(u32::MAX);
            /// True of [`Self::NONE`].
            #[inline]
            pub(crate) const fn is_none(self) -> bool {
                self.0 == u32::MAX
            }
        }
    };
}
pub(crate) use index_type;

index_type!(
    optional
    /// A fact of the whole catalogue.
    Fact
);
index_type!(
    optional
    /// An item of the whole catalogue.
    Item
);
index_type!(
    optional
    /// A credential, numbered in the canonical order of ids.
    Cred
);

/// Cost, hours and count, in this order everywhere.
pub(crate) type Dims = [i64; 3];

/// The prepared catalogue.
///
/// Only levels that some credential teaches or requires become facts, so a scale of many levels or a long list of
/// unused competencies costs nothing.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pub(crate) credentials: usize,
    pub(crate) offers: usize,
    /// The competencies in use, by their numbers in the problem, rising.
    pub(crate) competencies: Vec<u32>,
    /// First level fact of each competency in use.
    pub(crate) level_start: Vec<u32>,
    /// Level of each level fact.
    pub(crate) fact_level: Vec<u8>,
    /// Competency (position in `competencies`) of each level fact.
    pub(crate) fact_comp: Vec<u32>,
    pub(crate) item_dims: Vec<Dims>,
    /// Credential of the item; none for the purchase of an offer.
    pub(crate) item_cred: Vec<Cred>,
    /// Token the item needs (covered credential) or gives (purchase); none for a credential paid directly.
    pub(crate) item_token: Vec<Fact>,
    pub(crate) teach_start: Vec<u32>,
    pub(crate) teach_comp: Vec<u32>,
    pub(crate) teach_level: Vec<u8>,
    pub(crate) group_start: Vec<u32>,
    pub(crate) group_need: Vec<u32>,
    pub(crate) atom_start: Vec<u32>,
    pub(crate) atoms: Vec<Fact>,
    pub(crate) provider_start: Vec<u32>,
    pub(crate) provider_item: Vec<Item>,
    pub(crate) provider_level: Vec<u8>,
    /// Providers again, without dominated items.
    pub(crate) best_start: Vec<u32>,
    pub(crate) best_item: Vec<Item>,
    pub(crate) best_level: Vec<u8>,
    pub(crate) best_dims: Vec<Dims>,
    pub(crate) dominance: Dominance,
    pub(crate) variant_start: Vec<u32>,
    pub(crate) variant_item: Vec<Item>,
    /// The credential asks more of a group than the group lists.
    pub(crate) impossible: Vec<bool>,
    /// Some credential names this one in a prerequisite.
    pub(crate) referenced: Vec<bool>,
    /// Sum of each measure over all items.
    pub(crate) total: Dims,
    /// Greatest common divisor of each measure over all items (0 when all are 0).
    pub(crate) gcd: Dims,
}

/// What a fact says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Meaning {
    /// Competency at this level or above.
    Level(u32, u8),
    /// Credential earned.
    Earned(Cred),
    /// Offer bought.
    Bought(usize),
}

impl Index {
    /// Number of facts.
    pub(crate) fn facts(&self) -> usize {
        self.fact_level.len() + self.credentials + self.offers
    }
    /// Number of items.
    pub(crate) fn items(&self) -> usize {
        self.item_dims.len()
    }
    /// Position of a competency in use, by its number in the problem.
    pub(crate) fn competency(&self, number: u32) -> Option<u32> {
        self.competencies.binary_search(&number).ok().map(|c| c as u32)
    }
    /// The weakest fact about the competency that says "at this level or above".
    #[inline]
    pub(crate) fn level_fact(&self, comp: u32, level: u8) -> Option<Fact> {
        let (a, b) = (self.level_start[comp as usize], self.level_start[comp as usize + 1]);
        (a..b).find(|&f| self.fact_level[f as usize] >= level).map(Fact)
    }
    /// Fact "credential earned".
    #[inline]
    pub(crate) fn earned_fact(&self, cred: Cred) -> Fact {
        Fact(self.fact_level.len() as u32 + cred.0)
    }
    /// Fact "offer bought".
    #[inline]
    pub(crate) fn token_fact(&self, offer: usize) -> Fact {
        Fact((self.fact_level.len() + self.credentials + offer) as u32)
    }
    /// What the fact says.
    #[inline]
    pub(crate) fn meaning(&self, fact: Fact) -> Meaning {
        let levels = self.fact_level.len();
        if fact.ix() < levels {
            Meaning::Level(self.fact_comp[fact.ix()], self.fact_level[fact.ix()])
        } else if fact.ix() - levels < self.credentials {
            Meaning::Earned(Cred((fact.ix() - levels) as u32))
        } else {
            Meaning::Bought(fact.ix() - levels - self.credentials)
        }
    }
    /// Item that buys the offer.
    #[inline]
    pub(crate) fn purchase(&self, offer: usize) -> Item {
        Item((self.items() - self.offers + offer) as u32)
    }
    /// Item that pays the credential directly.
    #[inline]
    pub(crate) const fn direct(cred: Cred) -> Item {
        Item(cred.0)
    }
    /// Credential of an item; the items that pay one directly have its number.
    #[inline]
    pub(crate) fn cred(&self, item: Item) -> Cred {
        if item.ix() < self.credentials { Cred(item.0) } else { self.item_cred[item.ix()] }
    }
    /// Competencies and levels the credential teaches, each competency once.
    #[inline]
    pub(crate) fn teaches(&self, cred: Cred) -> impl Iterator<Item = (u32, u8)> + '_ {
        let r = self.teach_start[cred.ix()] as usize..self.teach_start[cred.ix() + 1] as usize;
        self.teach_comp[r.clone()].iter().zip(&self.teach_level[r]).map(|(&c, &l)| (c, l))
    }
    /// Numbers of the groups the credential requires.
    #[inline]
    pub(crate) fn groups(&self, cred: Cred) -> Range<usize> {
        self.group_start[cred.ix()] as usize..self.group_start[cred.ix() + 1] as usize
    }
    /// Distinct atoms of a group, in canonical order.
    #[inline]
    pub(crate) fn atoms(&self, group: usize) -> &[Fact] {
        &self.atoms[self.atom_start[group] as usize..self.atom_start[group + 1] as usize]
    }
    /// Items that teach the competency, highest level first.
    #[inline]
    pub(crate) fn providers(&self, competency: u32) -> Range<usize> {
        self.provider_start[competency as usize] as usize..self.provider_start[competency as usize + 1] as usize
    }
    /// Items that teach the competency and are not dominated, highest level first.
    #[inline]
    pub(crate) fn best(&self, competency: u32) -> Range<usize> {
        self.best_start[competency as usize] as usize..self.best_start[competency as usize + 1] as usize
    }
    /// The covered variants of a credential.
    #[inline]
    pub(crate) fn variants(&self, cred: Cred) -> &[Item] {
        &self.variant_item[self.variant_start[cred.ix()] as usize..self.variant_start[cred.ix() + 1] as usize]
    }
    /// Does the credential teach the competency at this level or above?
    pub(crate) fn teaches_at(&self, cred: Cred, competency: u32, level: u8) -> bool {
        self.teaches(cred).any(|(c, l)| c == competency && l >= level)
    }
}

/// Greatest common divisor; `gcd(0, b) = b`.
pub(crate) const fn gcd(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
