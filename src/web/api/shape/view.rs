//! Single records of the catalogue, with what lists leave out.

use super::{
    CompetencySummary, CredentialSummary, MoneyView, Named, RoleSummary,
    words::{AwardModeName, CredentialTypeName, StatusName},
};
use crate::{
    advisor::Shelf,
    coverage::attested,
    explain::Speaker,
    graph::{CompetencyAt, CredentialAt, RoleAt},
    model::{AwardMode, CredentialType, Date, Status, Text},
};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

fn texts(texts: &[Text], language: &str) -> Vec<String> {
    texts.iter().map(|text| text.in_language(language).to_owned()).collect()
}

fn uris(uris: &[Box<str>]) -> Vec<String> {
    uris.iter().map(ToString::to_string).collect()
}

/// A role with what it asks.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RoleView {
    /// The edition it stands in.
    pub edition: u64,
    /// The same as in lists.
    #[serde(flatten)]
    pub summary: RoleSummary,
    /// Other titles.
    pub aliases: Vec<String>,
    /// URIs of the same role elsewhere.
    pub same_as: Vec<String>,
    /// What the job is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it asks, in words.
    pub requirements: Vec<String>,
    /// Of each of these, whether credentials in use attest it at the level asked.
    pub attested: Vec<bool>,
    /// Its gates, in words.
    pub gates: Vec<String>,
    /// Vacancies a year, replacements among them, where somebody counted or forecast them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub openings: Option<u32>,
}

impl RoleView {
    /// The role at a place.
    pub fn new(shelf: &Shelf, at: RoleAt, language: &str) -> Self {
        let (record, graph) = (shelf.graph.role(at), &shelf.graph);
        let speaker = Speaker {
            graph,
            names: language,
            language,
            currency: graph.currency(),
            asked: graph.asked(at),
            gates: graph.gates(at),
            spoken: false,
        };
        Self {
            edition: graph.edition().number,
            summary: RoleSummary::new(shelf, at, language),
            aliases: texts(&record.aliases, language),
            same_as: uris(&record.same_as),
            description: record.description.as_ref().map(|text| text.in_language(language).to_owned()),
            requirements: graph.asked(at).iter().map(|asked| speaker.need(&asked.need)).collect(),
            attested: attested(graph, at),
            gates: graph.gates(at).iter().filter_map(|gate| gate.need.as_ref()).map(|need| speaker.need(need)).collect(),
            openings: record.openings.as_ref().map(|openings| openings.per_year),
        }
    }
}

/// A credential with its life, its parts and what leads on from it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CredentialView {
    /// The edition it stands in.
    pub edition: u64,
    /// The same as in lists.
    #[serde(flatten)]
    pub summary: CredentialSummary,
    /// What sort it is.
    #[serde(rename = "type")]
    #[schema(value_type = CredentialTypeName)]
    pub kind: CredentialType,
    /// Other names.
    pub aliases: Vec<String>,
    /// The issuer's codes for it.
    pub codes: Vec<String>,
    /// URIs of the same credential elsewhere.
    pub same_as: Vec<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its public page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its level in a qualifications framework.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Credits it carries, by scheme.
    pub credits: BTreeMap<String, u32>,
    /// Of which parts it is made, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<String>,
    /// Months it is in force; for life, or until a day, where nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_months: Option<u32>,
    /// The fees of its renewals where known, the most where a fee is a range.
    pub renewal_fees: Vec<MoneyView>,
    /// Where it is in its life.
    #[schema(value_type = StatusName)]
    pub status: Status,
    /// What took its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<Named>,
    /// What quality bodies say of it, such as `accredited by ANAB`.
    pub quality: Vec<String>,
    /// The date at which this is known to have held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<Date>,
}

impl CredentialView {
    /// The credential at a place.
    pub fn new(shelf: &Shelf, at: CredentialAt, language: &str) -> Self {
        let (record, graph) = (shelf.graph.credential(at), &shelf.graph);
        let speaker = Speaker { graph, names: language, language, currency: graph.currency(), asked: &[], gates: &[], spoken: false };
        let fees = record.renewal.iter().filter_map(|renewal| renewal.price.amount.most());
        let quality = record.quality.iter().map(|said| {
            let by = graph.find_organisation(&said.by).map_or(&*said.by, |at| graph.organisation(at).name.in_language(language));
            format!("{} by {by}", format!("{:?}", said.kind).to_lowercase())
        });
        let successor = record.superseded_by.as_ref().and_then(|id| graph.find_credential(id.as_str()));
        Self {
            edition: graph.edition().number,
            summary: CredentialSummary::new(shelf, at, language),
            kind: record.kind,
            aliases: texts(&record.aliases, language),
            codes: uris(&record.codes),
            same_as: uris(&record.same_as),
            description: record.description.as_ref().map(|text| text.in_language(language).to_owned()),
            url: record.url.as_deref().map(str::to_owned),
            level: record.level.as_deref().map(str::to_owned),
            credits: record.credits.iter().map(|credits| (credits.scheme.to_string(), credits.amount)).collect(),
            parts: graph.stack(at).map(|need| speaker.need(need)),
            valid_months: record.validity.as_ref().and_then(|validity| validity.months),
            renewal_fees: fees.map(|fee| MoneyView::new(fee.minor, fee.currency)).collect(),
            status: record.status,
            superseded_by: successor.map(|at| Named::credential(shelf, at, language)),
            quality: quality.collect(),
            as_of: record.as_of,
        }
    }
}

/// A rank of a competency's scale.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RankView {
    /// Its number, from 1.
    #[schema(example = 2)]
    pub rank: u8,
    /// Its name.
    #[schema(example = "Working")]
    pub name: String,
}

/// A credential that attests a competency.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AttestingView {
    /// The credential.
    #[serde(flatten)]
    pub credential: Named,
    /// At which rank; nothing where nobody said.
    pub rank: Option<u8>,
    /// How it was proven.
    #[schema(value_type = AwardModeName)]
    pub mode: AwardMode,
}

/// A competency with who attests and who asks it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompetencyView {
    /// The edition it stands in.
    pub edition: u64,
    /// The same as in lists.
    #[serde(flatten)]
    pub summary: CompetencySummary,
    /// Other names.
    pub aliases: Vec<String>,
    /// URIs of the same competency elsewhere.
    pub same_as: Vec<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The ranks of its scale, lowest first.
    pub scale: Vec<RankView>,
    /// Credentials that attest it.
    pub attested_by: Vec<AttestingView>,
    /// Roles that ask it, at most 200 of them.
    pub asked_by: Vec<Named>,
}

/// Roles shown with a competency; the count is in the summary.
const ASKING: usize = 200;

impl CompetencyView {
    /// The competency at a place.
    pub fn new(shelf: &Shelf, at: CompetencyAt, language: &str) -> Self {
        let (record, graph) = (shelf.graph.competency(at), &shelf.graph);
        let one = graph.one(at);
        Self {
            edition: graph.edition().number,
            summary: CompetencySummary::new(shelf, at, language),
            aliases: texts(&record.aliases, language),
            same_as: uris(&record.same_as),
            description: record.description.as_ref().map(|text| text.in_language(language).to_owned()),
            scale: (1..=graph.ranks(one)).map(|rank| RankView { rank, name: graph.rank_name(one, rank, language) }).collect(),
            attested_by: (graph.provided(one).iter())
                .map(|provided| AttestingView {
                    credential: Named::credential(shelf, provided.credential, language),
                    rank: provided.rank,
                    mode: provided.mode,
                })
                .collect(),
            asked_by: graph.asking(one).iter().take(ASKING).map(|role| Named::role(shelf, *role, language)).collect(),
        }
    }
}
