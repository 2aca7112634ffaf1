//! The API document (OpenAPI 3.1), made from the code; its examples are answers about the [`sample`](super::sample) world.

use super::{
    complete::complete,
    limited::limited,
    near::NearRolesRequest,
    reply::tagged_bytes,
    sample,
    shape::{
        CompetencyView, CoverageQuestion, CoverageRequest, CredentialView, GapRequest, Holding, Page, PathwaysRequest, PathwaysResponse,
        RecommendationsRequest, RecommendationsResponse, RoleView,
    },
    what_if::WhatIfResponse,
};
use crate::{
    advisor::{advise, advise_aside, recommend, weigh},
    model::Date,
    plan::Budget,
    web::{
        Accounts, Limits, Service, json,
        problem::{Fault, Kind, Problem, Shown},
    },
};
use axum::{body::Bytes, extract::State, http::HeaderMap, response::Response};
use serde::Serialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::OnceLock};
use utoipa::{
    IntoResponses, OpenApi,
    openapi::{
        ContentBuilder, HeaderBuilder, Ref, RefOr, ResponseBuilder, content::Content, example::ExampleBuilder, path::Operation,
        response::Response as Documented,
    },
};

/// What the document says besides its operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "pathstack",
        description = "Which micro-credentials take me from what I can prove today to that job, at the lowest price, in the shortest time? \
                       Answers are proven optimal or carry their gap. Every failure is a problem (RFC 9457) whose `type` has a page."
    ),
    tags(
        (name = "advice", description = "Pathways and gaps"),
        (name = "coverage", description = "What is missing, and what would help, over many roles and learners"),
        (name = "catalogue", description = "Roles, credentials and competencies of the edition in use"),
        (name = "editions", description = "The editions that are kept, and the next one"),
        (name = "accounts", description = "Accounts, sessions of people at browsers, and tokens of programs"),
        (name = "learners", description = "What is kept of a learner: evidence, plans, proposals, waivers, counselors, links; export and erasure"),
        (name = "service", description = "The service itself")
    ),
    components(schemas(Shown, Fault, CoverageQuestion))
)]
struct Preface;

/// The document as JSON with the limits that usually apply, the same bytes for the same code.
pub fn document() -> Bytes {
    static DOCUMENT: OnceLock<Bytes> = OnceLock::new();
    DOCUMENT.get_or_init(|| document_within(&Limits::default(), &Accounts::default())).clone()
}

/// The document of a service with these limits.
pub(in crate::web) fn document_within(limits: &Limits, accounts: &Accounts) -> Bytes {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    let make = || {
        let mut document = super::routes().1;
        illustrate(&mut document);
        let mut document = serde_json::to_value(&document).unwrap_or_default();
        complete(&mut document);
        document
    };
    let mut document = DOCUMENT.get_or_init(make).clone();
    limited(&mut document, limits, accounts);
    serde_json::to_vec_pretty(&document).unwrap_or_default().into()
}

/// Describes this API (OpenAPI 3.1).
#[utoipa::path(
    get,
    path = "/v1/openapi.json",
    tag = "service",
    responses((status = 200, description = "This document", body = Object), Unchanged)
)]
pub(super) async fn get_document(State(service): State<Service>, headers: HeaderMap) -> Response {
    tagged_bytes(&headers, service.document(), "application/json")
}

/// Problems of every operation that reads a list.
pub(super) struct ListProblems;
/// Problems of every operation that reads one record.
pub(super) struct FindProblems;
/// Problems of every operation that thinks about a body.
pub(super) struct AskProblems;
/// Why a service takes no questions.
pub(super) struct ReadyProblems;
/// Problems of every operation that not everybody may call.
pub(super) struct GuardedProblems;
/// The same, where there is a body about an account.
pub(super) struct AccountProblems;
/// The same, where something kept is made or edited.
pub(super) struct KeptProblems;
/// The answer to whom it would not be new.
pub(super) struct Unchanged;

type Responses = BTreeMap<String, RefOr<Documented>>;

/// Kinds by the group of operations that meet them.
const GROUPS: [(&str, &[Kind]); 8] = [
    ("Ready", &[Kind::Internal, Kind::Stopping, Kind::Unavailable]),
    ("Caller", &[Kind::Unauthenticated, Kind::Forbidden, Kind::InsufficientScope, Kind::Csrf, Kind::Internal, Kind::Unavailable]),
    ("List", &[Kind::MalformedUrl, Kind::UnknownField, Kind::InvalidValue, Kind::ValueOutOfRange, Kind::Internal]),
    ("Find", &[Kind::MalformedUrl, Kind::NotFound, Kind::UnknownField, Kind::InvalidValue, Kind::Internal]),
    (
        "Guarded",
        &[
            Kind::MalformedUrl,
            Kind::Unauthenticated,
            Kind::Forbidden,
            Kind::InsufficientScope,
            Kind::Csrf,
            Kind::NotFound,
            Kind::UnknownField,
            Kind::InvalidValue,
            Kind::ValueOutOfRange,
            Kind::Internal,
            Kind::Unavailable,
            Kind::DiskFull,
        ],
    ),
    (
        "Account",
        &[
            Kind::MalformedJson,
            Kind::DuplicateKey,
            Kind::TooDeep,
            Kind::TooLarge,
            Kind::IncompleteBody,
            Kind::Unauthenticated,
            Kind::WrongCredentials,
            Kind::Forbidden,
            Kind::InsufficientScope,
            Kind::Csrf,
            Kind::NotFound,
            Kind::BodyTimeout,
            Kind::Taken,
            Kind::TooMany,
            Kind::BodyTooLarge,
            Kind::UnsupportedMediaType,
            Kind::UnknownField,
            Kind::InvalidValue,
            Kind::ValueOutOfRange,
            Kind::InvalidCharacter,
            Kind::KeyReused,
            Kind::RateLimited,
            Kind::Internal,
            Kind::Overloaded,
            Kind::Unavailable,
            Kind::DiskFull,
        ],
    ),
    (
        "Kept",
        &[
            Kind::MalformedJson,
            Kind::DuplicateKey,
            Kind::TooDeep,
            Kind::TooLarge,
            Kind::MalformedUrl,
            Kind::IncompleteBody,
            Kind::Unauthenticated,
            Kind::Forbidden,
            Kind::InsufficientScope,
            Kind::Csrf,
            Kind::NotFound,
            Kind::BodyTimeout,
            Kind::TooMany,
            Kind::Decided,
            Kind::NotTakenOn,
            Kind::PreconditionFailed,
            Kind::BodyTooLarge,
            Kind::UnsupportedMediaType,
            Kind::UnknownField,
            Kind::InvalidValue,
            Kind::ValueOutOfRange,
            Kind::InvalidCharacter,
            Kind::UnknownReference,
            Kind::KeyReused,
            Kind::PreconditionRequired,
            Kind::Internal,
            Kind::Overloaded,
            Kind::Stopping,
            Kind::Unavailable,
            Kind::DiskFull,
        ],
    ),
    (
        "Ask",
        &[
            Kind::MalformedJson,
            Kind::DuplicateKey,
            Kind::TooDeep,
            Kind::TooLarge,
            Kind::MalformedUrl,
            Kind::IncompleteBody,
            Kind::BodyTimeout,
            Kind::BodyTooLarge,
            Kind::UnsupportedMediaType,
            Kind::UnknownField,
            Kind::InvalidValue,
            Kind::ValueOutOfRange,
            Kind::InvalidCharacter,
            Kind::UnknownReference,
            Kind::Internal,
            Kind::Overloaded,
            Kind::Stopping,
            Kind::Unavailable,
        ],
    ),
];

impl IntoResponses for Unchanged {
    fn responses() -> Responses {
        let unchanged = ResponseBuilder::new().description("The caller's copy, named by `If-None-Match`, is still true").build();
        [("304".to_owned(), unchanged.into())].into()
    }
}

impl IntoResponses for ListProblems {
    fn responses() -> Responses {
        let mut all = referred("List");
        all.append(&mut Unchanged::responses());
        all
    }
}

impl IntoResponses for FindProblems {
    fn responses() -> Responses {
        let mut all = referred("Find");
        all.append(&mut Unchanged::responses());
        all
    }
}

impl IntoResponses for ReadyProblems {
    fn responses() -> Responses {
        referred("Ready")
    }
}

impl IntoResponses for GuardedProblems {
    fn responses() -> Responses {
        referred("Guarded")
    }
}

impl IntoResponses for AccountProblems {
    fn responses() -> Responses {
        referred("Account")
    }
}

impl IntoResponses for KeptProblems {
    fn responses() -> Responses {
        referred("Kept")
    }
}

impl IntoResponses for AskProblems {
    fn responses() -> Responses {
        referred("Ask")
    }
}

/// The responses of a group by status, each by its name among the components.
fn referred(group: &str) -> Responses {
    let kinds = GROUPS.iter().find(|(name, _)| *name == group).map_or(&[][..], |(_, kinds)| kinds);
    let statuses = kinds.iter().map(|kind| kind.status().as_u16());
    statuses.map(|status| (status.to_string(), Ref::from_response_name(format!("{group}Problem{status}")).into())).collect()
}

/// What the document says before its operations are known, with every response that several of them share.
pub(super) fn preface() -> utoipa::openapi::OpenApi {
    let mut preface = Preface::openapi();
    let components = preface.components.get_or_insert_default();
    for (group, kinds) in GROUPS {
        let mut by_status = BTreeMap::<u16, Vec<Kind>>::new();
        for kind in kinds {
            by_status.entry(kind.status().as_u16()).or_default().push(*kind);
        }
        for (status, kinds) in by_status {
            components.responses.insert(format!("{group}Problem{status}"), documented(status, &kinds).into());
        }
    }
    preface
}

/// A response that any of these kinds is answered with, each with an example.
fn documented(status: u16, kinds: &[Kind]) -> Documented {
    let titles: Vec<_> = kinds.iter().map(|kind| format!("{} (`{}`)", kind.title(), kind.name())).collect();
    let examples = kinds.iter().map(|kind| {
        let example = ExampleBuilder::new().summary(kind.title()).value(serde_json::to_value(example(*kind)).ok()).build();
        (kind.name().to_owned(), example)
    });
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).examples_from_iter(examples).build();
    let mut response = ResponseBuilder::new().description(titles.join("; ")).content("application/problem+json", content);
    if status == Kind::Overloaded.status().as_u16() {
        let seconds = HeaderBuilder::new().description(Some("Seconds after which to ask again")).build();
        response = response.header("Retry-After", seconds);
    }
    response.build()
}

/// A problem as it is met, made by meeting it where that is simple.
fn example(kind: Kind) -> Problem {
    let read = |body: &str| json::read::<PathwaysRequest>(body.as_bytes(), &Limits::default()).err();
    let asked = |body: &str| {
        let request = json::read::<PathwaysRequest>(body.as_bytes(), &Limits::default()).ok()?;
        request.question(&sample(), EXAMPLE_DAY).err().map(Problem::from)
    };
    let met = match kind {
        Kind::MalformedJson => read("{\"role\": \"data analyst\",\n \"hours_per_week\": }"),
        Kind::DuplicateKey => read("{\"role\": \"data analyst\", \"role\": \"data engineer\"}"),
        Kind::TooDeep => read(&"[".repeat(100)),
        Kind::UnknownField => read("{\"role\": \"data analyst\", \"hours_pre_week\": 10}"),
        Kind::InvalidValue => read("{\"role\": \"data analyst\", \"hours_per_week\": \"ten\"}"),
        Kind::InvalidCharacter => read("{\"role\": \"data\\u0000analyst\"}"),
        Kind::ValueOutOfRange => asked("{\"role\": \"data analyst\", \"hours_per_week\": 200}"),
        Kind::UnknownReference => asked("{\"role\": \"data anylust engineer\"}"),
        _ => None,
    };
    met.filter(|met| met.kind() == kind).unwrap_or_else(|| Problem::new(kind, kind.title())).instance("9d2c61f0a7b3e845-1a")
}

/// The day on which the examples are asked.
const EXAMPLE_DAY: Date = Date::constant(2027, 1, 4);

fn question() -> PathwaysRequest {
    PathwaysRequest {
        role: Some("data analyst".to_owned()),
        holds: vec![Holding { competency: Some("spreadsheets".to_owned()), level: Some(1), ..Holding::default() }],
        hours_per_week: Some(10.0),
        start: Some(EXAMPLE_DAY),
        ..PathwaysRequest::default()
    }
}

fn value(shown: &impl Serialize) -> Option<Value> {
    serde_json::to_value(shown).ok()
}

/// Puts an example beside every request and answer.
fn illustrate(document: &mut utoipa::openapi::OpenApi) {
    let shelf = sample();
    let graph = &shelf.graph;
    let mut put = |path: &str, asked: Option<Value>, shown: Option<Value>| {
        let Some(item) = document.paths.paths.get_mut(path) else { return };
        let Some(operation) = item.get.as_mut().or(item.post.as_mut()) else { return };
        if let (Some(asked), Some(RefOr::T(body))) = (asked, operation.request_body.as_mut())
            && let Some(RefOr::T(content)) = body.content.values_mut().next()
        {
            content.example = Some(asked);
        }
        if let Some(content) = success(operation) {
            content.example = shown;
        }
    };
    let wanted = question();
    if let Ok(question) = wanted.question(&shelf, EXAMPLE_DAY)
        && let Ok(advice) = advise(&shelf, question, &Budget::UNLIMITED)
    {
        let asked = json!({
            "role": wanted.role,
            "holds": [{"competency": "spreadsheets", "level": 1}],
            "hours_per_week": wanted.hours_per_week,
            "start": wanted.start,
        });
        let tried = PathwaysRequest { what_if: vec!["hours=12".to_owned(), "budget=USD 60".to_owned()], ..wanted.clone() };
        if let Ok(beside) = tried.asides(&shelf, EXAMPLE_DAY)
            && let Ok(asides) = advise_aside(&shelf, &advice.question, &beside, &Budget::UNLIMITED)
        {
            let answered = PathwaysResponse::new(&shelf, &advice, "en").beside(&shelf, &advice, &asides, "en");
            put("/v1/what-if", Some(json!({"question": asked, "changes": tried.what_if})), value(&WhatIfResponse::from(answered)));
        }
        put("/v1/pathways", Some(asked), value(&PathwaysResponse::new(&shelf, &advice, "en")));
    }
    let wanted = GapRequest { role: wanted.role, holds: wanted.holds, ..GapRequest::default() };
    if let Ok(question) = wanted.question(&shelf, EXAMPLE_DAY) {
        let asked = json!({"role": wanted.role, "holds": [{"competency": "spreadsheets", "level": 1}]});
        put("/v1/gap", Some(asked), value(&super::gap::gap_of(&shelf, &question, "en")));
    }
    let suggested = RecommendationsRequest { role: Some("data analyst".to_owned()), ..RecommendationsRequest::default() };
    if let Ok(question) = suggested.question(&shelf, EXAMPLE_DAY) {
        let recommended = recommend(&shelf, &question, None, 3);
        let near: Vec<_> = recommended.near.iter().map(|near| near.role).collect();
        let takes = weigh(&shelf, &question, &near, &Budget::UNLIMITED).unwrap_or_default();
        let shown = RecommendationsResponse::new(&shelf, &question, &recommended, "en").weighed(&question, &takes);
        put("/v1/recommendations", Some(json!({"role": suggested.role, "limit": 3})), value(&shown));
    }
    let wanted = CoverageRequest { start: Some(EXAMPLE_DAY), ..CoverageRequest::default() };
    if let Ok(report) = wanted.answer(&shelf, CoverageQuestion::Shortages, EXAMPLE_DAY, Budget::UNLIMITED, "en") {
        put("/v1/coverage/{question}", Some(json!({"roles": ["data analyst"], "start": wanted.start})), value(&report));
    }
    let near = NearRolesRequest { start: Some(EXAMPLE_DAY), ..NearRolesRequest::default() };
    let asked = json!({"holds": [{"competency": "spreadsheets", "level": 1}], "start": near.start});
    let holds = vec![Holding { competency: Some("spreadsheets".to_owned()), level: Some(1), ..Holding::default() }];
    let wanted = CoverageRequest::from(NearRolesRequest { holds, ..near });
    if let Ok(report) = wanted.answer(&shelf, CoverageQuestion::Near, EXAMPLE_DAY, Budget::UNLIMITED, "en") {
        put("/v1/near-roles", Some(asked), value(&report));
    }
    let wanted = super::shape::MentionsRequest { text: "Two years of SQL, and reports with spreadsheets.".into(), language: None };
    put("/v1/mentions", Some(json!({"text": wanted.text})), value(&super::shape::MentionsResponse::new(&shelf, &wanted, "en")));
    let page = |items: Vec<Value>, total| Page { edition: 1, total, offset: 0, next_offset: None, items };
    if let Some(role) = graph.roles().next() {
        let found = shelf.lookup.roles("data", 1).into_iter().next();
        let summary = super::shape::RoleSummary::new(&shelf, role, "en").found(found);
        put("/v1/roles", None, value(&page(value(&summary).into_iter().collect(), 1)));
        put("/v1/roles/{id}", None, value(&RoleView::new(&shelf, role, "en")));
    }
    if let Some(credential) = graph.find_credential("sql-certificate") {
        let found = shelf.lookup.credentials("sql", 1).into_iter().next();
        let summary = super::shape::CredentialSummary::new(&shelf, credential, "en").found(found);
        put("/v1/credentials", None, value(&page(value(&summary).into_iter().collect(), 1)));
        put("/v1/credentials/{id}", None, value(&CredentialView::new(&shelf, credential, "en")));
    }
    if let Some(competency) = graph.find_competency("sql") {
        let found = shelf.lookup.competencies("sql", 1).into_iter().next();
        let summary = super::shape::CompetencySummary::new(&shelf, competency, "en").found(found);
        put("/v1/competencies", None, value(&page(value(&summary).into_iter().collect(), 1)));
        put("/v1/competencies/{id}", None, value(&CompetencyView::new(&shelf, competency, "en")));
    }
    let complete = crate::lint::completeness(graph);
    let summaries = super::shape::CompletenessSummary::page(&shelf, &complete, None, (0, 1), "en");
    put("/v1/completeness/providers", None, value(&summaries));
    let academy = super::shape::CompletenessView::provider(&shelf, &complete, "example-academy", (0, 2), "en");
    put("/v1/completeness/providers/{id}", None, value(&academy));
    put("/v1/completeness/roles", None, value(&super::shape::CompletenessView::roles(&shelf, &complete, (0, 1), "en")));
    for path in ["/v1/health", "/v1/health/ready"] {
        put(path, None, value(&super::health::Health::of(graph)));
    }
    put("/v1/health/live", None, value(&super::health::Alive::NOW));
    put("/problems/{name}", None, Some(Kind::UnknownReference.page().into()));
    for (path, method, asked, shown) in super::learners::examples() {
        let Some(item) = document.paths.paths.get_mut(path) else { continue };
        let operation = match method {
            "get" => item.get.as_mut(),
            "post" => item.post.as_mut(),
            "put" => item.put.as_mut(),
            _ => item.delete.as_mut(),
        };
        let Some(operation) = operation else { continue };
        if let Some(RefOr::T(body)) = operation.request_body.as_mut()
            && let Some(RefOr::T(content)) = body.content.values_mut().next()
        {
            content.example = asked;
        }
        let answered = ["200", "201"].into_iter().find(|status| operation.responses.responses.contains_key(*status));
        if let Some(RefOr::T(response)) = answered.and_then(|status| operation.responses.responses.get_mut(status))
            && let Some(RefOr::T(content)) = response.content.values_mut().next()
        {
            content.example = shown;
        }
    }
}

fn success(operation: &mut Operation) -> Option<&mut Content> {
    let Some(RefOr::T(response)) = operation.responses.responses.get_mut("200") else { return None };
    match response.content.values_mut().next() {
        Some(RefOr::T(content)) => Some(content),
        _ => None,
    }
}
