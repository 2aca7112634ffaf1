//! Passwords: what they must be, and their hashes, which take long on purpose (Argon2id, RFC 9106).

use crate::web::chance::{Chance, NoChance};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};
use unicode_normalization::UnicodeNormalization;

/// What hashing one password costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// KiB of memory.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    /// What OWASP recommends for Argon2id with the least memory.
    fn default() -> Self {
        Self { memory_kib: Params::DEFAULT_M_COST, passes: Params::DEFAULT_T_COST, lanes: Params::DEFAULT_P_COST }
    }
}

/// How long a new password is; kinds of characters are nobody's business (NIST SP 800-63B).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths {
    /// Fewest characters.
    pub letters: usize,
    /// Most bytes.
    pub bytes: usize,
}

impl Default for Lengths {
    fn default() -> Self {
        Self { letters: 12, bytes: 256 }
    }
}

/// Most bytes that any password ever has: what is longer is not hashed, and is wrong.
pub const LONGEST: usize = 4096;

/// Why a password cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Too few characters.
    #[error("the password has fewer than {0} characters")]
    Short(usize),
    /// Too many bytes.
    #[error("the password has more than {0} bytes")]
    Long(usize),
    /// One character over and over, or the name it is for.
    #[error("the password is one character over and over, or the name it belongs to")]
    Plain,
}

/// Why a password could not be hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failed {
    /// There is no salt.
    #[error(transparent)]
    Chance(#[from] NoChance),
    /// The cost is out of range, or there is no memory.
    #[error("the password could not be hashed")]
    Hash,
}

/// A password in its compared form: whichever keyboard wrote it.
pub fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Whether a new password can be taken.
///
/// # Errors
/// Why not.
pub fn check(password: &str, username: &str, lengths: Lengths) -> Result<(), Weak> {
    if password.len() > lengths.bytes {
        return Err(Weak::Long(lengths.bytes));
    }
    let password = normal(password);
    if password.chars().count() < lengths.letters {
        return Err(Weak::Short(lengths.letters));
    }
    let first = password.chars().next();
    let small = password.to_lowercase();
    if password.chars().all(|letter| Some(letter) == first) || small == username || small == username.repeat(2) {
        return Err(Weak::Plain);
    }
    Ok(())
}

/// The hash to keep, as a PHC string with a salt of its own.
///
/// # Errors
/// When there is no salt or no memory.
pub fn hash(password: &str, cost: Cost, chance: &dyn Chance) -> Result<String, Failed> {
    let mut salt = [0; 16];
    chance.fill(&mut salt)?;
    let hash: PasswordHash = argon2(cost)?.hash_password_with_salt(normal(password).as_bytes(), &salt).map_err(|_| Failed::Hash)?;
    Ok(hash.to_string())
}

/// Whether the password is the one that was hashed. Without a hash it takes as long, and is wrong.
///
/// # Errors
/// When there is no memory, or what was kept is no hash.
pub fn verify(password: &str, kept: Option<&str>, cost: Cost) -> Result<bool, Failed> {
    use argon2::password_hash::Error::PasswordInvalid;
    let (argon2, password) = (argon2(cost)?, normal(password));
    let Some(kept) = kept else {
        let hash: Result<PasswordHash, _> = argon2.hash_password_with_salt(password.as_bytes(), &[0; 16]);
        return hash.map(|_| false).map_err(|_| Failed::Hash);
    };
    let kept = PasswordHash::new(kept).map_err(|_| Failed::Hash)?;
    match argon2.verify_password(password.as_bytes(), &kept) {
        Ok(()) => Ok(true),
        Err(PasswordInvalid) => Ok(false),
        Err(_) => Err(Failed::Hash),
    }
}

fn argon2(cost: Cost) -> Result<Argon2<'static>, Failed> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(|_| Failed::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::RepeatedChance;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

    #[test]
    fn a_password_is_known_again_and_no_other_is() {
        let chance = RepeatedChance::default();
        let kept = hash("correct horse battery", CHEAP, &chance).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{kept}");
        assert_ne!(kept, hash("correct horse battery", CHEAP, &chance).unwrap(), "each has its own salt");
        assert_eq!(verify("correct horse battery", Some(&kept), CHEAP), Ok(true));
        assert_eq!(verify("correct horse batterz", Some(&kept), CHEAP), Ok(false));
        assert_eq!(verify("correct horse battery", None, CHEAP), Ok(false));
        assert_eq!(verify("correct horse battery", Some("plain"), CHEAP), Err(Failed::Hash));
    }

    #[test]
    fn a_hash_of_another_cost_is_still_known() {
        let kept = hash("correct horse battery", CHEAP, &RepeatedChance::default()).unwrap();
        assert_eq!(verify("correct horse battery", Some(&kept), Cost { memory_kib: 128, ..CHEAP }), Ok(true));
    }

    #[test]
    fn the_same_letters_from_another_keyboard_are_the_same_password() {
        let kept = hash("caf\u{e9} caf\u{e9} caf\u{e9}", CHEAP, &RepeatedChance::default()).unwrap();
        assert_eq!(verify("cafe\u{301} cafe\u{301} cafe\u{301}", Some(&kept), CHEAP), Ok(true));
    }

    #[test]
    fn length_is_what_is_asked_of_a_password() {
        let check = |password: &str, username: &str| check(password, username, Lengths::default());
        assert_eq!(check("correct horse", "ann"), Ok(()));
        assert_eq!(check("elevenchars", "ann"), Err(Weak::Short(12)));
        assert_eq!(check("twelve chars", "ann"), Ok(()));
        assert_eq!(check(&"x1".repeat(128), "ann"), Ok(()));
        assert_eq!(check(&"x1".repeat(129), "ann"), Err(Weak::Long(256)));
        assert_eq!(check("aaaaaaaaaaaaaa", "ann"), Err(Weak::Plain));
        assert_eq!(check("Ann@Example.org", "ann@example.org"), Err(Weak::Plain));
    }
}
