//! What pages are dressed with: one style sheet, one small script, one icon; named by what is in them, so that they are kept for good.

use crate::web::problem::{Kind, Problem};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

/// Something that pages are dressed with.
pub(super) struct Asset {
    /// Its address.
    pub(super) path: String,
    /// What is in it.
    pub(super) text: String,
    /// What the content security policy calls it where it stands within a page.
    pub(super) hash: String,
    media: &'static str,
}

impl Asset {
    fn new(name: &str, ending: &str, media: &'static str, text: String) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let short = digest.iter().take(6).fold(0_u64, |short, byte| short << 8 | u64::from(*byte));
        let hash = format!("'sha256-{}'", STANDARD.encode(digest));
        Self { path: format!("/assets/{name}.{short:012x}.{ending}"), text, hash, media }
    }
}

/// A style sheet without its comments and indents.
fn tight(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The style sheet.
pub(super) fn style() -> &'static Asset {
    static STYLE: OnceLock<Asset> = OnceLock::new();
    STYLE.get_or_init(|| {
        Asset::new("style", "css", "text/css; charset=utf-8", tight(concat!(include_str!("style.css"), include_str!("records.css"))))
    })
}

/// The script: pages do all without it.
pub(super) fn script() -> &'static Asset {
    static SCRIPT: OnceLock<Asset> = OnceLock::new();
    SCRIPT.get_or_init(|| Asset::new("script", "js", "text/javascript; charset=utf-8", include_str!("script.js").to_owned()))
}

/// The icon.
pub(super) fn icon() -> &'static Asset {
    static ICON: OnceLock<Asset> = OnceLock::new();
    ICON.get_or_init(|| Asset::new("icon", "svg", "image/svg+xml", include_str!("icon.svg").to_owned()))
}

/// Hands one out.
pub(super) async fn get_asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let wanted = |asset: &&Asset| asset.path.strip_prefix("/assets/") == Some(&*name);
    let asset = [style(), script(), icon()].into_iter().find(wanted);
    let asset = asset.ok_or_else(|| Problem::new(Kind::NotFound, "there is no such asset"))?;
    let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
    let media = HeaderValue::from_static(asset.media);
    Ok(([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, kept)], asset.text.as_str()).into_response())
}

#[cfg(test)]
mod tests {
    use super::tight;

    #[test]
    fn a_style_sheet_keeps_its_rules_and_loses_its_comments() {
        assert_eq!(tight("/* a */\nb {\n  c: d;\n}\n\n/* e\n f */ g {}"), "b {\nc: d;\n}\ng {}");
    }
}
