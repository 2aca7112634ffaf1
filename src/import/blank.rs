//! Records of which nothing is known yet but what they are; importers fill in what was published.

use crate::model::{
    Activity, Bandwidth, Competency, CompetencyKind, Credential, CredentialType, Currency, Delivery, FORMAT, Figure, Header, Offering,
    Organisation, Pace, PriceKind, Role, Status, Text, Timing,
};
use std::collections::BTreeMap;

pub(super) fn header(id: &str, title: &str) -> Header {
    Header {
        format: FORMAT.into(),
        id: id.into(),
        title: title.into(),
        language: "en".into(),
        currency: Currency::USD,
        as_of: None,
        licence: None,
        description: None,
    }
}

pub(super) fn organisation(id: &str, name: impl Into<Text>) -> Organisation {
    Organisation {
        id: id.into(),
        name: name.into(),
        aliases: Vec::new(),
        url: None,
        roles: Vec::new(),
        country: None,
        same_as: Vec::new(),
        source: None,
        as_of: None,
        note: None,
    }
}

pub(super) fn competency(id: &str, name: impl Into<Text>) -> Competency {
    Competency {
        id: id.into(),
        name: name.into(),
        aliases: Vec::new(),
        kind: CompetencyKind::Skill,
        scale: None,
        description: None,
        broader: Vec::new(),
        framework: None,
        same_as: Vec::new(),
        source: None,
        as_of: None,
        note: None,
    }
}

pub(super) fn role(id: &str, title: impl Into<Text>) -> Role {
    Role {
        id: id.into(),
        title: title.into(),
        aliases: Vec::new(),
        codes: BTreeMap::new(),
        same_as: Vec::new(),
        sector: None,
        region: Vec::new(),
        version: None,
        description: None,
        requirements: Vec::new(),
        gates: Vec::new(),
        related: Vec::new(),
        openings: None,
        source: None,
        as_of: None,
        note: None,
    }
}

pub(super) fn credential(id: &str, name: impl Into<Text>) -> Credential {
    Credential {
        id: id.into(),
        name: name.into(),
        aliases: Vec::new(),
        kind: CredentialType::MicroCredential,
        issuer: None,
        codes: Vec::new(),
        sector: None,
        level: None,
        credits: Vec::new(),
        awards: Vec::new(),
        conditions: Vec::new(),
        stack: None,
        validity: None,
        renewal: Vec::new(),
        status: Status::Active,
        until: None,
        superseded_by: None,
        quality: Vec::new(),
        same_as: Vec::new(),
        url: None,
        description: None,
        source: None,
        as_of: None,
        note: None,
    }
}

pub(super) fn offering(id: &str, credential: &str) -> Offering {
    Offering {
        id: id.into(),
        credential: credential.into(),
        provider: None,
        name: None,
        activity: Activity::Course,
        pace: Pace::SelfPaced,
        delivery: Delivery::Online,
        region: Vec::new(),
        place: None,
        timing: Timing::Any,
        plans: Vec::new(),
        languages: Vec::new(),
        hours: Figure::default(),
        price: Figure::default(),
        price_kind: PriceKind::OneOff,
        materials: None,
        exam_fee: None,
        award_fee: None,
        starts: Vec::new(),
        days: None,
        weekly_hours: None,
        max_weekly_hours: None,
        min_days: None,
        apply_days_before: None,
        attempts: None,
        outcomes: None,
        result_days: None,
        access_days: None,
        accessibility: Vec::new(),
        bandwidth: Bandwidth::Normal,
        eligibility: None,
        status: Status::Active,
        until: None,
        url: None,
        same_as: Vec::new(),
        source: None,
        as_of: None,
        note: None,
    }
}
