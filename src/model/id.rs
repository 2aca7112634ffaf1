//! Stable string ids, one type a kind, so that a role can never stand where a credential is meant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{borrow::Borrow, fmt};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id with this text.
            pub fn new(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }
            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.0)
            }
        }
    )+};
}

ids! {
    /// Names a competency within its catalogue.
    CompetencyId,
    /// Names a credential within its catalogue.
    CredentialId,
    /// Names an offering within its catalogue.
    OfferingId,
    /// Names a role within its catalogue.
    RoleId,
    /// Names an organisation: provider, awarding body, funder, quality body or employer.
    OrganisationId,
    /// Names a level scale within its catalogue.
    ScaleId,
    /// Names a price plan within its catalogue.
    PricePlanId,
    /// Names a funding source within its catalogue.
    FundingId,
    /// Names the publication a figure comes from.
    SourceId,
}
