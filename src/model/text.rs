//! Words for people, in one language or several: CTDL's and the European Learning Model's language maps.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// Plain text in the catalogue's own language, or the same text by ISO 639-1 language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "text, or an object from language to text such as {\"en\": \"…\"}")]
pub enum Text {
    /// Text in the catalogue's language.
    Plain(Box<str>),
    /// The same text in several languages.
    ByLanguage(BTreeMap<Box<str>, Box<str>>),
}

impl Text {
    /// The text in `language`, else in English, else in whatever language there is.
    pub fn in_language(&self, language: &str) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::ByLanguage(texts) => {
                texts.get(language).or_else(|| texts.get("en")).or_else(|| texts.values().next()).map_or("", |text| text)
            }
        }
    }

    /// Every wording there is, whatever its language.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match self {
            Self::Plain(text) => (Some(&**text), None),
            Self::ByLanguage(texts) => (None, Some(texts.values().map(|text| &**text))),
        };
        one.into_iter().chain(many.into_iter().flatten())
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain("".into())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Plain(text.into())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.in_language("en"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_language_falls_back_to_english_and_then_to_any() {
        let text: Text = serde_json::from_str(r#"{"en": "nurse", "es": "enfermera"}"#).unwrap();
        assert_eq!((text.in_language("es"), text.in_language("de")), ("enfermera", "nurse"));
        let text: Text = serde_json::from_str(r#"{"es": "enfermera"}"#).unwrap();
        assert_eq!(text.in_language("en"), "enfermera");
        assert_eq!(text.wordings().collect::<Vec<_>>(), ["enfermera"]);
    }
}
