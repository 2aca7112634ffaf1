//! The model's closed lists of words, as the API document names them. The model itself knows no API document.

use utoipa::ToSchema;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident as $shown:ident for $of:ty { $($word:ident)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, ToSchema)]
            #[serde(rename_all = "snake_case")]
            #[schema(as = $shown)]
            #[cfg_attr(not(test), expect(dead_code, reason = "documents the words; the model's own type is read and written"))]
            pub(super) enum $name { $(#[doc = stringify!($word)] $word,)+ }
        )+

        #[cfg(test)]
        #[test]
        fn the_document_has_the_words_of_the_model() {
            $(
                let documented = [$(serde_json::to_value($name::$word).unwrap(),)+];
                let written = [$(serde_json::to_value(<$of>::$word).unwrap(),)+];
                assert_eq!(documented, written);
                // Fails to compile once the model has a word that the document has not.
                let _whole = |word: $of| match word { $(<$of>::$word => (),)+ };
            )+
        }
    };
}

words! {
    /// How a record was matched to words, surest first.
    HowName as How for crate::lookup::How { Exact Alias Code Words Stem Prefix Typo Near }
    /// What sort a competency is.
    CompetencyKindName as CompetencyKind for crate::model::CompetencyKind { Skill Knowledge Transversal Tool Task }
    /// Where an offering takes place.
    DeliveryName as Delivery for crate::model::Delivery { Online InPerson Blended }
    /// When in the week an offering takes place.
    TimingName as Timing for crate::model::Timing { Any Day Evening Weekend }
    /// How far evidence can be trusted, least first.
    VerificationName as Verification for crate::model::Verification { SelfAsserted Unverifiable Assessed Verified }
    /// What sort a credential is.
    CredentialTypeName as CredentialType for crate::model::CredentialType {
        MicroCredential DigitalBadge Certificate Certification Licence Diploma Degree Apprenticeship Part
    }
    /// Over what a cap is counted.
    CapPerName as CapPer for crate::model::CapPer { Lifetime CalendarYear AwardYear Course }
    /// What part of a price funding pays for.
    FundingCoversName as FundingCovers for crate::model::FundingCovers { Tuition Exam Materials }
    /// When funding is paid.
    PayTimingName as PayTiming for crate::model::PayTiming { Upfront OnPass }
    /// Where a record is in its life.
    StatusName as Status for crate::model::Status { Active Retired Superseded Planned }
    /// How a competency was proven.
    AwardModeName as AwardMode for crate::model::AwardMode { Assessed Taught Attested }
}
