//! Suggestions, fitting and predicting at the terminal.

use crate::{bakery, pathstack, text};
use std::{fs, path::Path};

#[test]
fn the_next_credential_comes_with_reasons() {
    insta::assert_snapshot!("recommend_bakery", bakery(&["recommend", "baker", "--on", "2027-01-04"]));
}

/// Runs a command in a folder of its own and gives what it wrote.
fn run(arguments: &[&str]) -> String {
    let output = pathstack(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", text(&output.stderr));
    text(&output.stdout)
}

/// Predictions from events with these columns more.
fn predicted(at: &Path, more: &str, value: impl Fn(usize) -> String) -> String {
    let mut events = format!("user_id,item_id,at{more}\n");
    let mut users = format!("user_id{more}\n");
    for user in 0..12 {
        for step in 0..5 {
            events += &format!("u{user},{},{}{}\n", (user % 4 + step * 2) % 11, step * 60 + user, value(user));
        }
        users += &format!("u{user}{}\n", value(user));
    }
    fs::write(at.join("events.csv"), events).unwrap();
    fs::write(at.join("users.csv"), users).unwrap();
    let (dir, asked) = (at.to_str().unwrap(), at.join("users.csv"));
    run(&["evaluate", dir, "--model", "blend", "--predict", asked.to_str().unwrap(), "--top", "3"])
}

#[test]
fn name_gender_age_language_and_postcode_beside_events_change_nothing() {
    let at = tempfile::tempdir().unwrap();
    let plain = predicted(at.path(), "", |_| String::new());
    assert_eq!(plain.lines().count(), 1 + 12 * 3);
    let columns = ",name,gender,age,language,postcode";
    let one = predicted(at.path(), columns, |user| format!(",N{user},f,{},de,1{user}", 20 + user));
    let other = predicted(at.path(), columns, |user| format!(",M{user},m,{},fr,9{user}", 80 - user));
    assert!(plain == one && plain == other);
}

#[test]
fn a_model_is_fitted_shown_with_its_card_and_predicts_the_same() {
    let at = tempfile::tempdir().unwrap();
    let plain = predicted(at.path(), "", |_| String::new());
    let (dir, model, users) = (at.path().to_str().unwrap(), at.path().join("a.model"), at.path().join("users.csv"));
    let card = run(&["fit", dir, "--out", model.to_str().unwrap(), "--title", "test"]);
    assert!(card.contains("Data: test, 60 events of 12 people over 11 items") && card.contains("Limit: "), "{card}");
    let learned = ["--learned", model.to_str().unwrap(), "--top", "3"];
    let again = run(&[&["evaluate", dir, "--predict", users.to_str().unwrap()][..], &learned].concat());
    assert_eq!(plain, again);
    fs::write(&model, "pathstack-model 9\n{}\n").unwrap();
    let refused = pathstack(&[&["evaluate", dir, "--predict", users.to_str().unwrap()][..], &learned].concat()).output().unwrap();
    assert!(!refused.status.success() && text(&refused.stderr).contains("fit it again"), "{}", text(&refused.stderr));
}
