//! Lists, search and single records.

use crate::{bakery, pathstack, seen};

#[test]
fn lists_are_tables_that_fit() {
    insta::assert_snapshot!("roles", bakery(&["roles"]));
    insta::assert_snapshot!("credentials", bakery(&["credentials", "-n", "4"]));
    insta::assert_snapshot!("competencies", bakery(&["competencies"]));
}

#[test]
fn words_find_in_spite_of_slips_and_by_aliases() {
    insta::assert_snapshot!("search_alias", bakery(&["roles", "artisan", "baker"]));
    insta::assert_snapshot!("search_slip", bakery(&["competencies", "hygeine"]));
    insta::assert_snapshot!("search_code", bakery(&["credentials", "BP-1"]));
}

#[test]
fn nothing_found_is_said_on_standard_error_with_exit_1() {
    insta::assert_snapshot!(bakery(&["roles", "xyzzy"]));
}

#[test]
fn single_records_are_shown_in_full() {
    insta::assert_snapshot!("role", bakery(&["role", "baker"]));
    insta::assert_snapshot!("credential", bakery(&["credential", "diploma"]));
    insta::assert_snapshot!("competency", bakery(&["competency", "bread"]));
}

#[test]
fn pages_follow_each_other() {
    let page = |offset: &str| {
        let output = pathstack(&["credentials", "--catalogue", "bakery.jsonl", "--json", "-n", "4", "--offset", offset]).output().unwrap();
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let (first, last) = (page("0"), page("8"));
    assert_eq!((first["total"].as_u64(), first["next_offset"].as_u64()), (Some(9), Some(4)));
    assert_eq!((last["items"].as_array().map(Vec::len), &last["next_offset"]), (Some(1), &serde_json::Value::Null));
}

#[test]
fn an_odd_catalogue_is_listed_all_the_same() {
    insta::assert_snapshot!("odd_competencies", seen(&["competencies", "--catalogue", "odd.jsonl", "--width", "80"]));
}
