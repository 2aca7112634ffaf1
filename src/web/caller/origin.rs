//! Whether a request that changes something comes from the service's own pages: browsers say where it was made.

use axum::http::{HeaderMap, Method, header};

/// Whether the method may change something.
pub(super) fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether no other site has made this request. Programs, which say nothing of a site, carry no cookies that could be misused.
pub(super) fn same_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    // Every browser of today says it; a page cannot forge it.
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    let host = text(header::HOST.as_str()).unwrap_or_default();
    let from = origin.split_once("://").map_or("", |(_, from)| from);
    !host.is_empty() && from.eq_ignore_ascii_case(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(headers: &[(&str, &str)]) -> bool {
        same_site(&headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect::<HeaderMap>())
    }

    #[test]
    fn another_sites_request_is_told_by_what_browsers_say() {
        assert!(said(&[("sec-fetch-site", "same-origin")]));
        assert!(said(&[("sec-fetch-site", "none")]), "typed into the address bar");
        assert!(!said(&[("sec-fetch-site", "cross-site")]));
        assert!(!said(&[("sec-fetch-site", "same-site")]), "a neighbour under the same domain is another");
        assert!(said(&[("origin", "https://paths.example"), ("host", "paths.example")]));
        assert!(said(&[("origin", "http://localhost:8080"), ("host", "LOCALHOST:8080")]));
        for origin in ["https://evil.example", "https://paths.example.evil.example", "null", "https://paths.example:444", ""] {
            assert!(!said(&[("origin", origin), ("host", "paths.example")]), "{origin}");
        }
        assert!(!said(&[("origin", "https://paths.example")]));
        assert!(said(&[("host", "paths.example")]), "no browser");
    }
}
