//! Requirement expressions with every name looked up: what `gap` judges and `plan` poses.

use super::index::{CompetencyAt, CredentialAt};
use crate::model::EntryCondition;

/// A requirement expression of one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// The competency at this rank or above; the rank is unknown where the source names none, and then any rank will do.
    Attain(CompetencyAt, Option<u8>),
    /// The credential.
    Earn(CredentialAt),
    /// Each of them.
    All(Vec<Need>),
    /// At least this many of them.
    AtLeast(u32, Vec<Need>),
    /// At least so many credits, from these credentials with these amounts.
    Credits {
        /// How many are asked.
        min: u32,
        /// Credentials that count, and their credits.
        from: Vec<(CredentialAt, u32)>,
    },
    /// Not this.
    Not(Box<Need>),
    /// A condition that cannot be earned.
    Entry(EntryCondition),
    /// Something that this edition does not have, by the name used for it: it can never be met.
    Missing(Box<str>),
}

impl Need {
    /// Calls `visit` on this need and every one inside it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        // Expressions are at most `Expr::DEEPEST` deep, so this recursion is bounded.
        visit(self);
        match self {
            Self::All(of) | Self::AtLeast(_, of) => of.iter().for_each(|inner| inner.walk(visit)),
            Self::Not(inner) => inner.walk(visit),
            _ => {}
        }
    }

    /// Whether it holds, given what answers for single competencies, credentials and entry conditions.
    pub fn holds(&self, facts: &impl Facts) -> bool {
        match self {
            Self::Attain(competency, rank) => facts.attained(*competency, rank.unwrap_or(1)),
            Self::Earn(credential) => facts.earned(*credential),
            Self::All(of) => of.iter().all(|need| need.holds(facts)),
            Self::AtLeast(least, of) => of.iter().filter(|need| need.holds(facts)).count() >= *least as usize,
            Self::Credits { min, from } => {
                let have = from.iter().filter(|(credential, _)| facts.earned(*credential)).map(|(_, credits)| u64::from(*credits));
                have.sum::<u64>() >= u64::from(*min)
            }
            Self::Not(inner) => !inner.holds(facts),
            Self::Entry(condition) => facts.entered(condition),
            Self::Missing(_) => false,
        }
    }
}

/// What is true of somebody.
pub trait Facts {
    /// Whether the competency is attained at this rank.
    fn attained(&self, competency: CompetencyAt, rank: u8) -> bool;
    /// Whether the credential is earned.
    fn earned(&self, credential: CredentialAt) -> bool;
    /// Whether the entry condition is met; unknown conditions are taken as met and reported elsewhere.
    fn entered(&self, condition: &EntryCondition) -> bool;
}
