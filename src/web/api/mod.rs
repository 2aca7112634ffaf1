//! The HTTP API, version 1: JSON in, JSON out, problems as RFC 9457 says.
//!
//! Plural nouns; `GET` changes nothing; operations are named verb first; members are in `snake_case`, days as `2027-01-04`, money in
//! minor units with its currency. An id in a path may be a URI, percent-encoded.

mod accounts;
mod competencies;
mod complete;
mod completeness;
mod coverage;
mod credentials;
mod document;
mod editions;
mod gap;
mod health;
mod learners;
mod limited;
mod mentions;
mod near;
mod pathways;
mod problems;
mod providers;
mod recommendations;
mod reply;
mod roles;
mod sample;
pub mod shape;
mod what_if;

pub use document::document;
pub(super) use document::document_within;
pub use sample::sample;

use super::Service;
use axum::Router;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The routes and what they say of themselves.
pub(super) fn routes() -> (Router<Service>, OpenApi) {
    OpenApiRouter::with_openapi(document::preface())
        .routes(routes!(pathways::find_pathways))
        .routes(routes!(what_if::answer_what_if))
        .routes(routes!(near::find_near_roles))
        .routes(routes!(gap::find_gap))
        .routes(routes!(recommendations::find_recommendations))
        .routes(routes!(coverage::answer_coverage))
        .routes(routes!(mentions::find_mentions))
        .routes(routes!(roles::list_roles))
        .routes(routes!(roles::get_role))
        .routes(routes!(credentials::list_credentials))
        .routes(routes!(credentials::get_credential))
        .routes(routes!(competencies::list_competencies))
        .routes(routes!(competencies::get_competency))
        .routes(routes!(completeness::list_completeness))
        .routes(routes!(completeness::get_completeness))
        .routes(routes!(completeness::role_completeness))
        .routes(routes!(health::get_health))
        .routes(routes!(health::get_liveness))
        .routes(routes!(health::get_readiness))
        .routes(routes!(document::get_document))
        .routes(routes!(problems::list_problems))
        .routes(routes!(problems::get_problem))
        .routes(routes!(accounts::register))
        .routes(routes!(accounts::sign_in, accounts::sign_out_everywhere))
        .routes(routes!(accounts::sign_out))
        .routes(routes!(accounts::get_account))
        .routes(routes!(accounts::change_password))
        .routes(routes!(accounts::create_token, accounts::list_tokens))
        .routes(routes!(accounts::revoke_token))
        .routes(routes!(accounts::list_accounts, accounts::create_account))
        .routes(routes!(accounts::close_account))
        .routes(routes!(editions::list_editions, editions::import_edition))
        .routes(routes!(editions::get_edition))
        .routes(routes!(providers::publish_records))
        .merge(learners::routes())
        .split_for_parts()
}
