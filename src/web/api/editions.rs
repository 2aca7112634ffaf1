//! Editions of the catalogue, for operators: what there are, and the next one by import.

use super::{
    document::{GuardedProblems, KeptProblems},
    learners::deed,
};
use crate::{
    access::Operation,
    advisor::title,
    import::{Issue, Issues, Severity, join, native, retire_vanished},
    model::Catalogue,
    store::{Draft, Edition},
    web::{
        Service,
        asked::{Id, PageParams, Paging},
        caller::Caller,
        conditions::Lines,
        problem::{Fault, Kind, Problem},
    },
};
use axum::{Json, body::Bytes, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// One state of the catalogue, numbered, never changed.
#[derive(Serialize, ToSchema)]
pub(super) struct EditionView {
    /// 1 is the first; later ones are higher.
    #[schema(minimum = 1, example = 2)]
    number: u64,
    /// SHA-256 of its canonical form, in hexadecimal.
    hash: String,
    /// What it is called.
    #[schema(example = "Courses of the region, autumn")]
    title: String,
    /// When it was kept.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// How many records it has of each kind.
    counts: BTreeMap<String, u64>,
    /// How many doubts there were on import.
    issues: u64,
}

/// A page of editions.
#[derive(Serialize, ToSchema)]
pub(super) struct EditionPage {
    /// How many there are in all.
    total: usize,
    /// The first of this page, counted from 0.
    offset: usize,
    /// What is on it; the newest first.
    items: Vec<EditionView>,
    /// Where the next page starts; nothing on the last.
    next_offset: Option<usize>,
}

/// Something doubtful in what was imported; nothing was left out because of it.
#[derive(Serialize, ToSchema)]
pub(super) struct Doubt {
    /// The line of the body; nothing where it is about all of it.
    line: Option<u64>,
    /// What is doubtful.
    message: String,
    /// What to do about it.
    hint: String,
}

/// An edition that was imported.
#[derive(Serialize, ToSchema)]
pub(super) struct Imported {
    /// The edition as it is kept now. The same bytes give the edition that holds them already.
    edition: EditionView,
    /// Its first doubts; `edition.issues` counts all of them.
    doubts: Vec<Doubt>,
}

impl From<Edition> for EditionView {
    fn from(edition: Edition) -> Self {
        let Edition { number, hash, title, created_at, counts, issues } = edition;
        Self { number, hash, title, created_at, counts: counts.into_iter().map(|(kind, many)| (kind.into(), many)).collect(), issues }
    }
}

/// Faults and doubts that are told of one import.
pub(super) const TOLD: usize = 100;

/// Lists the editions that are kept.
#[utoipa::path(
    get,
    path = "/v1/editions",
    tag = "editions",
    params(PageParams),
    responses((status = 200, description = "A page of editions, the newest first", body = EditionPage), GuardedProblems)
)]
pub(super) async fn list_editions(State(service): State<Service>, paging: Paging) -> Result<Json<EditionPage>, Problem> {
    let all = service.store()?.editions().await?;
    let total = all.len();
    let items: Vec<_> = all.into_iter().rev().skip(paging.offset).take(paging.limit).map(EditionView::from).collect();
    let next = paging.offset + items.len();
    let next_offset = (next < total && !items.is_empty()).then_some(next);
    Ok(Json(EditionPage { total, offset: paging.offset, items, next_offset }))
}

/// Shows one edition.
#[utoipa::path(
    get,
    path = "/v1/editions/{number}",
    tag = "editions",
    params(("number" = u64, Path, description = "Its number", minimum = 1)),
    responses((status = 200, description = "The edition", body = EditionView), GuardedProblems)
)]
pub(super) async fn get_edition(State(service): State<Service>, Id(number): Id) -> Result<Json<EditionView>, Problem> {
    let none = || Problem::new(Kind::NotFound, "there is no edition of this number").hint("`GET /v1/editions` lists them");
    let number = number.parse::<u64>().ok().filter(|number| i64::try_from(*number).is_ok()).ok_or_else(none)?;
    let edition = service.store()?.edition(number).await?;
    edition.map(|edition| Json(edition.into())).ok_or_else(none)
}

/// Imports a catalogue in the native format as the next edition: joined onto the newest, all of it or nothing.
///
/// Records of ids that are there already are replaced; what a newer release of the same source no longer has is retired. A record that
/// cannot be read is a fault, and nothing is kept then. Other formats are read by `pathstack import`. Every server on the same database
/// serves the new edition within seconds.
#[utoipa::path(
    post,
    path = "/v1/editions",
    tag = "editions",
    request_body(
        content = String,
        content_type = "text/plain",
        description = "One record a line, as `pathstack export native` writes them",
        example = json!("{\"catalogue\": {\"format\": \"pathstack-catalogue/1\", \"title\": \"Ours\"}}\n{\"competency\": {\"id\": \"sql\", \"name\": \"SQL\"}}\n")
    ),
    responses((status = 201, description = "The edition", body = Imported), KeptProblems)
)]
pub(super) async fn import_edition(
    State(service): State<Service>,
    caller: Caller,
    Lines(bytes): Lines,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let kept = keep_next(&service, bytes, joined).await?;
    on_record(&service, &caller, Operation::ImportEdition, &kept.1).await?;
    Ok(kept)
}

/// Puts on record who has made an edition.
pub(super) async fn on_record(service: &Service, caller: &Caller, operation: Operation, made: &Imported) -> Result<(), Problem> {
    let edition = format!("edition {}", made.edition.number);
    Ok(service.store()?.note(&deed(service, &caller.account()?.id, operation, "", &edition, true)).await?)
}

/// Keeps the next edition: what there is with what was sent, as `joined` puts them together.
pub(super) async fn keep_next(
    service: &Service,
    bytes: Bytes,
    joined: impl FnOnce(Catalogue, Catalogue, Issues) -> Result<(Draft, Catalogue, Issues), Problem> + Send + 'static,
) -> Result<(StatusCode, Json<Imported>), Problem> {
    let store = service.store()?;
    // Each holds two catalogues in memory, and the second would be joined onto what is no longer the newest.
    let busy = |_| Problem::new(Kind::Overloaded, "another edition is being imported").retry_after(10);
    let _alone = service.importing().try_acquire().map_err(busy)?;
    let base = match store.latest().await? {
        Some(newest) => store.load(newest.number).await?.unwrap_or_default(),
        None => Catalogue::default(),
    };
    let read = tokio::task::spawn_blocking(move || {
        let (newer, issues) = read(&bytes)?;
        joined(base, newer, issues).map(|(draft, all, issues)| (draft, title(&all), issues))
    });
    let (draft, title, issues) = read.await.map_err(|_| Problem::new(Kind::Internal, "the catalogue could not be read"))??;
    let edition = store.keep(&draft, &title, service.now()).await?;
    tracing::info!(edition = edition.number, "an edition was imported");
    let doubts = issues.into_iter().take(TOLD).map(|issue| Doubt {
        line: issue.place.line,
        message: issue.message.into(),
        hint: issue.hint.into_owned(),
    });
    Ok((StatusCode::CREATED, Json(Imported { edition: edition.into(), doubts: doubts.collect() })))
}

/// What was sent.
fn read(bytes: &[u8]) -> Result<(Catalogue, Issues), Problem> {
    let reading = native::read("body", bytes);
    let fault = |issue: Issue| Fault {
        pointer: None,
        parameter: None,
        detail: issue.to_string(),
        hint: Some(issue.hint.into_owned()).filter(|hint| !hint.is_empty()),
    };
    let faults: Vec<Fault> = reading.issues.iter().filter(|issue| issue.severity == Severity::Fault).take(TOLD).map(fault).collect();
    if !faults.is_empty() {
        return Err(Problem::of(Kind::InvalidValue, faults));
    }
    let strange = strange_addresses(&reading.catalogue);
    if !strange.is_empty() {
        return Err(Problem::of(Kind::InvalidValue, strange));
    }
    if reading.catalogue.is_empty() {
        return Err(Problem::new(Kind::InvalidValue, "there is no record in it").hint("send one record a line, the header first"));
    }
    Ok((reading.catalogue, reading.issues))
}

/// Addresses that lead nowhere on the web, or run something where they are clicked.
fn strange_addresses(all: &Catalogue) -> Vec<Fault> {
    let credentials = all.credentials.iter().map(|one| ("credential", one.id.as_str(), &one.url));
    let offerings = all.offerings.iter().map(|one| ("offering", one.id.as_str(), &one.url));
    let organisations = all.organisations.iter().map(|one| ("organisation", one.id.as_str(), &one.url));
    let plans = all.price_plans.iter().map(|one| ("price plan", one.id.as_str(), &one.url));
    let urls = credentials.chain(offerings).chain(organisations).chain(plans);
    let strange = urls.filter(|(_, _, url)| {
        url.as_deref().is_some_and(|url| !["http://", "https://"].iter().any(|scheme| starts_with_ignoring_case(url, scheme)))
    });
    let fault = |(kind, id, _): (&str, &str, _)| Fault {
        pointer: None,
        parameter: None,
        detail: format!("the `url` of the {kind} `{id}` is no address on the web"),
        hint: Some("write one that begins with https://, or leave it out".to_owned()),
    };
    strange.take(TOLD).map(fault).collect()
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|first| first.eq_ignore_ascii_case(start))
}

/// What was sent joined onto what there is, ready to be kept.
fn joined(mut base: Catalogue, newer: Catalogue, mut issues: Issues) -> Result<(Draft, Catalogue, Issues), Problem> {
    issues.extend(retire_vanished(&mut base, &newer));
    let (joined, replaced) = join(base, newer);
    issues.extend(replaced);
    Ok((Draft::new(&joined, &issues)?, joined, issues))
}
