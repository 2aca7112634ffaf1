//! `/sign-in/organisation`, and where the provider sends browsers back to.

use super::{
    Visit,
    door::{Notice, inside, next, page},
};
use crate::{
    locale::say,
    web::{
        Service,
        caller::Caller,
        oidc::{self, Refused},
        problem::Problem,
    },
};
use axum::{
    extract::{Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::CookieJar;
use std::collections::HashMap;

/// On to an address, with cookies.
fn on(to: &str, cookies: &[String]) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    if let Ok(to) = HeaderValue::from_str(to) {
        headers.insert(header::LOCATION, to);
    }
    for cookie in cookies.iter().filter_map(|cookie| HeaderValue::from_str(cookie).ok()) {
        headers.append(header::SET_COOKIE, cookie);
    }
    response
}

/// The page to sign in at, with what went wrong.
fn again(service: &Service, visit: &Visit, refused: Refused) -> Result<Response, Problem> {
    let t = visit.locale;
    let (notice, status) = match refused {
        Refused::Problem(problem) => return Err(problem),
        Refused::Stale => (say!(t, "sign-in-stale"), StatusCode::BAD_REQUEST),
        Refused::Declined => (say!(t, "sign-in-declined"), StatusCode::UNAUTHORIZED),
        Refused::Unproven => (say!(t, "sign-in-unproven"), StatusCode::UNAUTHORIZED),
        Refused::Closed => (say!(t, "sign-in-closed"), StatusCode::FORBIDDEN),
        Refused::Unreachable => (say!(t, "sign-in-unreachable"), StatusCode::BAD_GATEWAY),
    };
    Ok(page(visit, service, false, None, &Notice::Organisation(notice, status)))
}

/// Sends the browser to the provider.
pub(super) async fn begin(State(service): State<Service>, visit: Visit, uri: Uri) -> Result<Response, Problem> {
    let next = next(&uri).unwrap_or_else(|| "/account".to_owned());
    match oidc::begin(&service, &visit.link(&next)).await {
        Ok((address, cookie)) => Ok(on(&address, &[cookie.to_string()])),
        Err(refused) => again(&service, &visit, refused),
    }
}

/// Takes the browser back: signs in whom the provider proves, and goes on to where she wanted to go.
pub(in crate::web::page) async fn end(
    State(service): State<Service>,
    caller: Caller,
    jar: CookieJar,
    headers: HeaderMap,
    uri: Uri,
) -> Result<Response, Problem> {
    let Query(said) = Query::<HashMap<String, String>>::try_from_uri(&uri).unwrap_or_default();
    let used = oidc::used(service.accounts()).to_string();
    match Box::pin(oidc::end(&service, &caller, &jar, &said)).await {
        Ok((signed, next)) => {
            let to = inside(&next).unwrap_or_else(|| "/".to_owned());
            Ok(on(&to, &[signed.cookie.to_string(), used]))
        }
        Err(refused) => {
            let mut response = again(&service, &Visit::of(&service, &uri, &headers), refused)?;
            if let Ok(used) = HeaderValue::from_str(&used) {
                response.headers_mut().append(header::SET_COOKIE, used);
            }
            Ok(response)
        }
    }
}
