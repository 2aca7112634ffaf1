//! What a learner can show: competencies and credentials by her own word, each with a file if she has one.

use super::{KeptPage, Places, applied, create, find, fresh, plain, profile::text, reach, shown};
use crate::{
    access::Operation,
    model::Date,
    record::{Evidence, FileAbout, Kept, Kind as RecordKind, Origin, audit::hexadecimal},
    store::Edit,
    web::{
        Service,
        api::{
            document::{GuardedProblems, KeptProblems},
            shape::day,
        },
        asked::{PageParams, Paging},
        caller::{Caller, not_found},
        conditions::{FileBody, IfMatch, IfMatchParams, KeyParams, Keyed},
        json::Json,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

/// Something a learner says she can show: a competency or a credential of the catalogue.
#[derive(Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::web) struct NewEvidence {
    /// A competency's id or URI.
    #[schema(max_length = 500, example = "sql")]
    #[serde(skip_serializing_if = "Option::is_none")]
    competency: Option<String>,
    /// A credential's id or URI.
    #[schema(max_length = 500)]
    #[serde(skip_serializing_if = "Option::is_none")]
    credential: Option<String>,
    /// The rank of a competency; unknown where left out.
    #[schema(minimum = 1, maximum = 255, example = 2)]
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    /// When it was issued.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    issued: Option<Date>,
    /// Until when it is in force.
    #[schema(value_type = Option<String>, format = Date)]
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    expires: Option<Date>,
    /// What you want to say about it.
    #[schema(max_length = 2000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

fn fault(kind: Kind, pointer: &str, detail: &str, hint: &str) -> Problem {
    let fault = Fault { pointer: Some(pointer.into()), parameter: None, detail: detail.into(), hint: Some(hint.into()) };
    Problem::of(kind, vec![fault])
}

impl NewEvidence {
    /// One to show in the API document.
    pub(super) fn example() -> Self {
        Self { competency: Some("sql".into()), level: Some(2), note: Some("Two years of reports".into()), ..Self::default() }
    }

    /// As a record; names are looked up in the edition in use and kept as ids.
    fn read(self, service: &Service, origin: Origin, file: Option<FileAbout>) -> Result<Evidence, Problem> {
        let shelf = service.advisor().shelf();
        let graph = &shelf.graph;
        let unknown = |pointer: &str, kind: &str| {
            let hint = format!("search for it: GET /v1/{kind}?q=…");
            fault(Kind::UnknownReference, pointer, "this edition has nothing of this id", &hint)
        };
        let (competency, credential) = match (&self.competency, &self.credential) {
            (Some(id), None) => {
                let at = graph.find_competency(id).ok_or_else(|| unknown("/competency", "competencies"))?;
                if self.level.is_some_and(|level| level == 0 || level > graph.ranks(graph.one(at))) {
                    let hint = format!("write 1 to {}", graph.ranks(graph.one(at)));
                    return Err(fault(Kind::ValueOutOfRange, "/level", "this level is not on its scale", &hint));
                }
                (Some(graph.competency(at).id.to_string()), None)
            }
            (None, Some(_)) if self.level.is_some() => {
                return Err(fault(Kind::InvalidValue, "/level", "a credential has no level of its own", "leave it out"));
            }
            (None, Some(id)) => {
                let at = graph.find_credential(id).ok_or_else(|| unknown("/credential", "credentials"))?;
                (None, Some(graph.credential(at).id.to_string()))
            }
            _ => return Err(fault(Kind::InvalidValue, "", "evidence is of a competency or of a credential", "name one of the two")),
        };
        if self.issued.zip(self.expires).is_some_and(|(issued, expires)| expires < issued) {
            return Err(fault(Kind::ValueOutOfRange, "/expires", "it ends before it begins", "write a later day"));
        }
        if let Some(note) = &self.note {
            text("/note", note, 0, service.limits().bounds.note_letters)?;
        }
        Ok(Evidence {
            competency,
            credential,
            level: self.level,
            issued: self.issued,
            expires: self.expires,
            note: self.note,
            origin,
            file,
        })
    }
}

/// Lists what a learner can show, the first noted first.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/evidence",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), PageParams),
    responses((status = 200, description = "A page of evidence", body = KeptPage<Kept<Evidence>>), GuardedProblems)
)]
pub(in crate::web) async fn list_evidence(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    paging: Paging,
) -> Result<axum::Json<KeptPage<Kept<Evidence>>>, Problem> {
    let reach = reach(&service, &caller, Operation::ListEvidence, &places.learner, "").await?;
    let (total, items) = reach.store.records(&places.learner, RecordKind::Evidence, paging.offset, paging.limit).await?;
    Ok(axum::Json(KeptPage::new(total, paging.offset, items)))
}

/// Notes something a learner can show, by her own word.
#[utoipa::path(
    post,
    path = "/v1/learners/{learner}/evidence",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), KeyParams),
    request_body = NewEvidence,
    responses((status = 201, description = "The evidence", body = Kept<Evidence>), KeptProblems)
)]
pub(in crate::web) async fn create_evidence(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    Keyed(body, key): Keyed<NewEvidence>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::CreateEvidence, &places.learner, "").await?;
    let kept = fresh(&service, body.read(&service, Origin::SelfAsserted, None)?)?;
    let list = format!("/v1/learners/{}/evidence", places.learner);
    create(&service, &reach, &places.learner, RecordKind::Evidence, kept, &key, &list).await
}

/// Shows one piece of evidence.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/evidence/{id}",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), ("id" = String, Path, description = "Its id")),
    responses((status = 200, description = "The evidence", body = Kept<Evidence>), GuardedProblems)
)]
pub(in crate::web) async fn get_evidence(State(service): State<Service>, caller: Caller, places: Places) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::GetEvidence, &places.learner, &places.id).await?;
    Ok(shown(StatusCode::OK, &find::<Evidence>(reach.store, &places.learner, RecordKind::Evidence, &places.id).await?))
}

/// Replaces what one piece of evidence says; its file stays.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/evidence/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "Its id"),
        IfMatchParams
    ),
    request_body = NewEvidence,
    responses((status = 200, description = "The evidence as it is now", body = Kept<Evidence>), KeptProblems)
)]
pub(in crate::web) async fn put_evidence(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    Json(body): Json<NewEvidence>,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::PutEvidence, &places.learner, &places.id).await?;
    let kept: Kept<Evidence> = find(reach.store, &places.learner, RecordKind::Evidence, &places.id).await?;
    condition.holds(kept.version)?;
    let body = body.read(&service, kept.body.origin, kept.body.file.clone())?;
    replaced(&service, &reach, &places, &kept.with(body), vec![]).await
}

/// Replaces a piece of evidence, with what belongs to the same change, and shows it.
async fn replaced(
    service: &Service,
    reach: &super::Reach<'_>,
    places: &Places,
    kept: &Kept<Evidence>,
    mut also: Vec<Edit>,
) -> Result<Response, Problem> {
    let record = plain(kept.clone())?;
    also.insert(0, Edit::Replace { kind: RecordKind::Evidence, id: record.id, version: record.version, body: record.body });
    applied(&reach.store.change_records(&places.learner, &also, None, None, service.now()).await?)?;
    Ok(shown(StatusCode::OK, &find::<Evidence>(reach.store, &places.learner, RecordKind::Evidence, &places.id).await?))
}

/// Takes a piece of evidence out, with its file.
#[utoipa::path(
    delete,
    path = "/v1/learners/{learner}/evidence/{id}",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "Its id"),
        IfMatchParams
    ),
    responses((status = 204, description = "It is gone"), KeptProblems)
)]
pub(in crate::web) async fn delete_evidence(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
) -> Result<StatusCode, Problem> {
    let reach = reach(&service, &caller, Operation::DeleteEvidence, &places.learner, &places.id).await?;
    let kept: Kept<Evidence> = find(reach.store, &places.learner, RecordKind::Evidence, &places.id).await?;
    condition.holds(kept.version)?;
    let edits = [Edit::Remove { kind: RecordKind::Evidence, id: kept.id, version: kept.version }];
    applied(&reach.store.change_records(&places.learner, &edits, None, None, service.now()).await?)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sends the file that goes with a piece of evidence, to be saved and not shown: nobody looked at what is in it.
#[utoipa::path(
    get,
    path = "/v1/learners/{learner}/evidence/{id}/file",
    tag = "learners",
    params(("learner" = String, Path, description = "The learner's account"), ("id" = String, Path, description = "Its id")),
    responses(
        (status = 200, description = "The file as it came", body = Vec<u8>, content_type = "application/octet-stream"),
        GuardedProblems
    )
)]
pub(in crate::web) async fn get_evidence_file(State(service): State<Service>, caller: Caller, places: Places) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::GetEvidenceFile, &places.learner, &places.id).await?;
    let bytes = reach.store.file(&places.learner, &places.id).await?.ok_or_else(not_found)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    // Whatever it says it is: a browser must not run or show it.
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"evidence\""));
    Ok(response)
}

/// Keeps a file with a piece of evidence, in place of the one it had. Nobody verifies it.
#[utoipa::path(
    put,
    path = "/v1/learners/{learner}/evidence/{id}/file",
    tag = "learners",
    params(
        ("learner" = String, Path, description = "The learner's account"),
        ("id" = String, Path, description = "Its id"),
        IfMatchParams
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file, of any type"),
    responses((status = 200, description = "The evidence as it is now", body = Kept<Evidence>), KeptProblems)
)]
pub(in crate::web) async fn put_evidence_file(
    State(service): State<Service>,
    caller: Caller,
    places: Places,
    condition: IfMatch,
    FileBody { media_type, bytes }: FileBody,
) -> Result<Response, Problem> {
    let reach = reach(&service, &caller, Operation::PutEvidenceFile, &places.learner, &places.id).await?;
    let mut kept: Kept<Evidence> = find(reach.store, &places.learner, RecordKind::Evidence, &places.id).await?;
    condition.holds(kept.version)?;
    if bytes.is_empty() {
        return Err(Problem::new(Kind::InvalidValue, "the file is empty").hint("send its bytes as the body"));
    }
    let about = FileAbout { name: "evidence".into(), media_type, bytes: bytes.len() as u64, sha256: hexadecimal(&Sha256::digest(&bytes)) };
    kept.body.file = Some(about);
    let file = Edit::File { record: places.id.clone(), bytes: bytes.to_vec() };
    replaced(&service, &reach, &places, &kept, vec![file]).await
}
