//! CTDL's vocabularies in our words.

use crate::import::json::local;
use crate::model::{CredentialType, Delivery, QualityKind, Status, Timing};

/// The terms that are read. A misspelt one in the field is told by its likeness to one of these.
const READ: [&str; 87] = [
    "accreditedBy",
    "address",
    "addressCountry",
    "addressRegion",
    "alternateName",
    "alternativeCondition",
    "approvedBy",
    "assesses",
    "audienceType",
    "availableAt",
    "broadAlignment",
    "codedNotation",
    "commonConditions",
    "commonCosts",
    "comparator",
    "competencyCategory",
    "competencyLabel",
    "competencyText",
    "condition",
    "corequisite",
    "credentialStatusType",
    "creditUnitType",
    "creditUnitValue",
    "creditValue",
    "currency",
    "deliveryType",
    "description",
    "directCostType",
    "embodied",
    "entryCondition",
    "estimatedCost",
    "estimatedDuration",
    "exactAlignment",
    "exactDuration",
    "experience",
    "expirationDate",
    "frameworkName",
    "hasCondition",
    "hasConstraint",
    "hasDestinationComponent",
    "hasOffering",
    "hasPart",
    "inLanguage",
    "isChildOf",
    "isPartOf",
    "knowledgeEmbodied",
    "leftSource",
    "lifeCycleStatusType",
    "logicalOperator",
    "mainJurisdiction",
    "majorAlignment",
    "maximumDuration",
    "minimumAge",
    "minimumDuration",
    "minorAlignment",
    "narrowAlignment",
    "occupationType",
    "offeredBy",
    "offeredIn",
    "ownedBy",
    "paymentPattern",
    "precedes",
    "prerequisite",
    "proxyFor",
    "recognizedBy",
    "recommends",
    "regulatedBy",
    "renewal",
    "renewalFrequency",
    "requiredNumber",
    "requires",
    "residencyType",
    "residentOf",
    "rightSource",
    "scheduleTimingType",
    "skillEmbodied",
    "sourceData",
    "subjectWebpage",
    "supersededBy",
    "targetAssessment",
    "targetCompetency",
    "targetComponent",
    "targetCredential",
    "targetLearningOpportunity",
    "targetNode",
    "targetNodeName",
    "yearsOfExperience",
];

/// The term that was meant by a misspelt one.
pub(super) fn meant(term: &str) -> Option<&'static str> {
    let near = |known: &&&str| known.len() > 6 && **known != term && strsim::damerau_levenshtein(term, known) == 1;
    if term.len() < 6 || READ.contains(&term) { None } else { READ.iter().find(near).copied() }
}

/// The sort of credential, if it is one.
pub(super) fn credential_type(kind: &str) -> Option<CredentialType> {
    Some(match kind {
        "Certification" => CredentialType::Certification,
        "License" | "Licence" => CredentialType::Licence,
        "Badge" | "DigitalBadge" | "OpenBadge" => CredentialType::DigitalBadge,
        "MicroCredential" | "Credential" | "QualityAssuranceCredential" | "Microcredential" => CredentialType::MicroCredential,
        "ApprenticeshipCertificate" | "JourneymanCertificate" | "MasterCertificate" => CredentialType::Apprenticeship,
        "GeneralEducationDevelopment" => CredentialType::Diploma,
        _ if kind.ends_with("Degree") || kind.ends_with("Doctorate") || kind == "Specialization" => CredentialType::Degree,
        _ if kind.ends_with("Diploma") => CredentialType::Diploma,
        _ if kind.starts_with("Certificate") || kind.ends_with("Certificate") => CredentialType::Certificate,
        _ => return None,
    })
}

/// Whether this is a way to learn or to be assessed, which becomes part of what it leads to.
pub(super) fn is_activity(kind: &str) -> bool {
    matches!(kind, "LearningOpportunityProfile" | "LearningOpportunity" | "Course" | "LearningProgram" | "AssessmentProfile" | "Assessment")
}

/// What a status says; none where it is not known.
pub(super) fn status(term: &str) -> Option<Status> {
    Some(match local(term) {
        "Active" | "Probationary" => Status::Active,
        "Superseded" => Status::Superseded,
        "Ceased" | "Deprecated" | "Suspended" | "TeachOut" => Status::Retired,
        "Provisional" | "Development" | "Developing" => Status::Planned,
        _ => return None,
    })
}

/// Where it takes place; none where that varies or is not known.
pub(super) fn delivery(term: &str) -> Option<Delivery> {
    Some(match local(term) {
        "OnlineOnly" | "Online" => Delivery::Online,
        "InPerson" | "InPersonOnly" => Delivery::InPerson,
        "BlendedDelivery" | "Blended" => Delivery::Blended,
        _ => return None,
    })
}

/// When in the week it takes place; none where that is not told apart.
pub(super) fn timing(term: &str) -> Option<Timing> {
    Some(match local(term) {
        "Daytime" | "Weekdays" => Timing::Day,
        "Evening" | "Evenings" => Timing::Evening,
        "Weekends" | "Weekend" => Timing::Weekend,
        _ => return None,
    })
}

/// The properties by which a quality body speaks.
pub(super) const QUALITY: [(&str, QualityKind); 4] = [
    ("accreditedBy", QualityKind::Accredited),
    ("approvedBy", QualityKind::Approved),
    ("recognizedBy", QualityKind::Recognised),
    ("regulatedBy", QualityKind::Regulated),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_term_is_known_by_its_likeness_and_a_sound_one_is_left_alone() {
        assert_eq!(meant("preceeds"), Some("precedes"));
        assert_eq!(meant("estimatedCosts"), Some("estimatedCost"));
        assert_eq!((meant("requires"), meant("subject"), meant("approves"), meant("naics")), (None, None, None, None));
        assert!(READ.iter().all(|term| meant(term).is_none()));
    }
}
