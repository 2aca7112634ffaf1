//! `/problems`: the page of every kind of problem.

use super::document::FindProblems;
use crate::web::{
    asked::Id,
    problem::{Kind, Problem},
};
use std::fmt::Write as _;

/// Lists every kind of problem.
#[utoipa::path(
    get,
    path = "/problems",
    tag = "service",
    responses((status = 200, description = "One line for each kind", body = String, content_type = "text/plain"))
)]
pub(super) async fn list_problems() -> String {
    Kind::ALL.iter().fold(String::new(), |mut text, kind| {
        let _ = writeln!(text, "{} {} {}", kind.uri(), kind.status().as_u16(), kind.title());
        text
    })
}

/// Says what a kind of problem is and what to do about it.
#[utoipa::path(
    get,
    path = "/problems/{name}",
    tag = "service",
    params(("name" = String, Path, description = "The last part of a problem's `type`", example = "unknown-reference")),
    responses((status = 200, description = "Its page", body = String, content_type = "text/plain"), FindProblems)
)]
pub(super) async fn get_problem(Id(name): Id) -> Result<String, Problem> {
    let kind = Kind::named(&name).ok_or_else(|| Problem::new(Kind::NotFound, "there is no such kind of problem"));
    kind.map(Kind::page).map_err(|problem| problem.hint("every kind is listed at /problems"))
}
