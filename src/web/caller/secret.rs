//! Secrets of sessions and tokens: 256 random bits that only their holder has; here only their hash is kept.

use crate::web::chance::{Chance, NoChance, hex};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A secret in the form its holder sends it.
pub struct Secret(String);

/// Says what it is wherever it leaks, so that scanners of code and logs find it.
const PREFIX: &str = "pathstack_";
/// 256 bits in base64.
const LENGTH: usize = 43;

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// When there is no chance to be had.
    pub fn new(chance: &dyn Chance) -> Result<Self, NoChance> {
        let mut bytes = [0; 32];
        chance.fill(&mut bytes)?;
        Ok(Self(BASE64_URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// One that a session sends; nothing where it has not the form of one.
    pub fn parse(shown: &str) -> Option<Self> {
        let sound = shown.len() == LENGTH && shown.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        sound.then(|| Self(shown.to_owned()))
    }

    /// One that a program sends.
    pub fn parse_token(shown: &str) -> Option<Self> {
        shown.strip_prefix(PREFIX).and_then(Self::parse)
    }

    /// As a session's cookie carries it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// As a program sends it.
    pub fn reveal_token(&self) -> String {
        format!("{PREFIX}{}", self.0)
    }

    /// What is kept of it. It is random in full, so that a fast hash without salt hides it well.
    pub fn hash(&self) -> String {
        hash(&self.0)
    }

    /// What forms of its session carry: made from the secret, and telling nothing of it.
    pub(super) fn form_token(&self) -> String {
        hash(&format!("form {}", self.0))
    }
}

/// SHA-256 in hexadecimal.
pub(in crate::web) fn hash(text: &str) -> String {
    hex(&Sha256::digest(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::RepeatedChance;

    #[test]
    fn a_secret_is_read_as_it_was_shown() {
        let secret = Secret::new(&RepeatedChance::default()).unwrap();
        assert_eq!(secret.reveal().len(), LENGTH);
        assert_eq!(Secret::parse(secret.reveal()).unwrap().hash(), secret.hash());
        assert_eq!(Secret::parse_token(&secret.reveal_token()).unwrap().hash(), secret.hash());
        assert!(Secret::parse_token(secret.reveal()).is_none() && Secret::parse(&secret.reveal_token()).is_none());
        assert!(!secret.hash().contains(secret.reveal()) && secret.form_token() != secret.hash());
    }
}
