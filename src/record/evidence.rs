//! What a learner can show, and what a counselor lets go: both become holdings of a question.

use crate::model::Date;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Where evidence comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The learner's own word; files that go with it are not verified.
    #[default]
    SelfAsserted,
    /// A step of a plan that she ticked off as earned; her own word as well.
    Earned,
}

/// A file that goes with evidence: kept as it came, never shown inline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FileAbout {
    /// What it is called.
    pub name: String,
    /// What it says it is; nobody checked.
    pub media_type: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// Something a learner can show: a competency or a credential.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Evidence {
    /// A competency's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "sql")]
    pub competency: Option<String>,
    /// A credential's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// The rank of a competency; unknown where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 2)]
    pub level: Option<u8>,
    /// When it was issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub issued: Option<Date>,
    /// Until when it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expires: Option<Date>,
    /// What the learner says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Origin,
    /// The file that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileAbout>,
}

/// A requirement that a counselor lets go: it counts as met for this learner, and every plan says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Waiver {
    /// The competency's id.
    #[schema(example = "sql")]
    pub competency: String,
    /// Up to which rank it counts as met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<u8>,
    /// Why.
    #[schema(example = "Ten years of database work, references seen")]
    pub reason: String,
    /// The counselor who decided it.
    pub by: String,
    /// Until when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ended_at: Option<Timestamp>,
}

impl Waiver {
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.ended_at.is_none() && self.until.is_none_or(|until| on <= until)
    }
}

/// Evidence and waivers in force as the `holds` of a question: waivers count as verified, for somebody answers for them by name.
pub fn holdings<'a>(
    evidence: impl IntoIterator<Item = &'a Evidence>,
    waivers: impl IntoIterator<Item = &'a Waiver>,
    on: Date,
) -> Vec<Value> {
    let shown = evidence.into_iter().map(|one| {
        let members = [
            ("competency", json!(one.competency)),
            ("credential", json!(one.credential)),
            ("level", json!(one.level)),
            ("issued", json!(one.issued)),
            ("expires", json!(one.expires)),
        ];
        Value::Object(members.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.to_owned(), value)).collect())
    });
    let waived = waivers.into_iter().filter(|one| one.holds(on)).map(|one| {
        let mut holding = json!({"competency": one.competency, "verification": "verified"});
        if let Some(level) = one.level {
            holding["level"] = json!(level);
        }
        holding
    });
    shown.chain(waived).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiver_counts_until_it_ends_and_never_as_the_learners_own_word() {
        let mut waiver =
            Waiver { competency: "sql".into(), level: Some(2), reason: "seen".into(), by: "c".into(), until: None, ended_at: None };
        let on: Date = "2027-01-04".parse().unwrap();
        let evidence = Evidence { credential: Some("badge".into()), issued: Some(on), ..Evidence::default() };
        let all = holdings([&evidence], [&waiver], on);
        assert_eq!(
            Value::from(all),
            json!([{"credential": "badge", "issued": "2027-01-04"}, {"competency": "sql", "verification": "verified", "level": 2}])
        );
        waiver.until = Some("2027-01-03".parse().unwrap());
        assert!(holdings([], [&waiver], on).is_empty());
        (waiver.until, waiver.ended_at) = (Some(on), None);
        assert_eq!(holdings([], [&waiver], on).len(), 1);
        waiver.ended_at = Some("2026-12-01T00:00:00Z".parse().unwrap());
        assert!(holdings([], [&waiver], on).is_empty());
    }
}
