//! Taxonomies of occupations: the word of our own for each, and the name that publications give it.

/// Our words beside the names that publishers use.
const NAMES: [(&str, &str); 4] = [("onet_soc", "O*NET-SOC"), ("soc", "SOC"), ("isco", "ISCO-08"), ("rome", "ROME")];

/// The name of a taxonomy; its own word where there is no other.
pub(crate) fn name(word: &str) -> &str {
    NAMES.iter().find(|(known, _)| *known == word).map_or(word, |(_, name)| name)
}

/// Our word for a taxonomy of this name.
pub(super) fn word(name: &str) -> String {
    let known = NAMES.iter().find(|(_, known)| known.eq_ignore_ascii_case(name));
    known.map_or_else(|| super::values::id_of(name).replace('-', "_"), |(word, _)| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taxonomy_is_known_by_its_name_and_any_other_keeps_its_own() {
        for (own, public) in [("onet_soc", "O*NET-SOC"), ("isco", "ISCO-08"), ("kldb", "kldb")] {
            assert_eq!((name(own), word(public).as_str()), (public, own));
        }
        assert_eq!(word("Standard Occupational Classification"), "standard_occupational_classification");
    }
}
