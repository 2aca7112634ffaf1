//! Accounts from the terminal: the first operator, tokens, and that no secret is kept or shown twice.

use super::{pathstack, text};
use std::{
    io::Write,
    path::Path,
    process::{Output, Stdio},
};

fn account(database: &Path, arguments: &[&str]) -> Output {
    pathstack(&[&["account"], arguments, &["--db", database.to_str().unwrap()]].concat()).output().unwrap()
}

fn piped(database: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = pathstack(&[&["account"], arguments, &["--db", database.to_str().unwrap()]].concat());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_first_operator_is_made_with_a_password_that_is_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("new.db");
    let made = account(&database, &["add", "--operator", "Admin@Example.org"]);
    let (password, talk) = (text(&made.stdout), text(&made.stderr));
    assert!(made.status.success() && talk.contains("admin@example.org has an account as operator"), "{talk}");
    assert!(password.trim_end().len() == 43 && !talk.contains(password.trim_end()));
    let again = account(&database, &["add", "--counselor", "admin@example.org"]);
    assert!(again.status.code() == Some(2) && text(&again.stderr).contains("there is an account admin@example.org already"));
    let listed = text(&account(&database, &["list"]).stdout);
    assert!(listed.contains("admin@example.org") && listed.contains("operator"), "{listed}");
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(43).any(|window| window == password.trim_end().as_bytes()), "the password is kept");
    }
}

#[test]
fn a_password_that_is_piped_in_is_checked_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("new.db");
    let short = piped(&database, &["add", "--learner", "ann", "--password-stdin"], "short\n");
    assert!(short.status.code() == Some(2) && text(&short.stderr).contains("fewer than 12 characters"));
    let made = piped(&database, &["add", "--learner", "ann", "--password-stdin"], "a few plain words\n");
    assert!(made.status.success() && made.stdout.is_empty());
}

#[test]
fn a_hash_costs_what_the_service_is_set_to() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("new.db");
    let made = account(&database, &["--password-kib", "64", "--password-passes", "1", "add", "--learner", "ann"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let kept = |cost: &str| {
        let files = std::fs::read_dir(folder.path()).unwrap().map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.filter(|bytes| bytes.windows(cost.len()).any(|window| window == cost.as_bytes())).count() > 0
    };
    assert!(kept("$argon2id$v=19$m=64,t=1,p=1$"));
    assert!(!kept("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(account(&database, &["password", "ann"]).status.success());
    assert!(kept("$argon2id$v=19$m=19456,t=2,p=1$"), "the default where nothing is set");
}

#[test]
fn a_token_beyond_the_limit_is_refused_and_no_secret_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("many.db");
    assert!(account(&database, &["add", "--learner", "ann@example.org"]).status.success());
    for at in 0..100 {
        let made = account(&database, &["token", "ann@example.org"]);
        assert!(made.status.success(), "{at}: {}", text(&made.stderr));
    }
    let refused = account(&database, &["token", "ann@example.org"]);
    assert_eq!((refused.status.code(), text(&refused.stdout).as_str()), (Some(2), ""));
    assert!(text(&refused.stderr).contains("has 100 tokens that are good"), "{}", text(&refused.stderr));
}

#[test]
fn a_token_is_shown_once_and_needs_an_account() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("new.db");
    assert!(account(&database, &["add", "--provider", "acme", "acme"]).status.success());
    let made = account(&database, &["token", "acme", "--scope", "read", "--scope", "write"]);
    assert!(text(&made.stdout).starts_with("pathstack_"), "{}", text(&made.stderr));
    let none = account(&database, &["token", "nobody"]);
    assert!(none.status.code() == Some(2) && text(&none.stderr).contains("there is no account nobody"));
    let scope = account(&database, &["token", "acme", "--scope", "all"]);
    assert!(scope.status.code() == Some(2) && text(&scope.stderr).contains("read, write, account"));
}

#[test]
fn an_account_has_exactly_one_role_and_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("new.db");
    for arguments in [&["add", "ann"][..], &["add", "ann", "--learner", "--operator"]] {
        assert_eq!(account(&database, arguments).status.code(), Some(2));
    }
    let nowhere = pathstack(&["account", "list"]).output().unwrap();
    assert!(nowhere.status.code() == Some(2) && text(&nowhere.stderr).contains("none is named"));
    assert_eq!(account(&database, &["list"]).status.code(), Some(2), "only `add` makes a database");
    assert!(account(&database, &["add", "ann", "--learner"]).status.success());
    assert!(account(&database, &["role", "ann", "--counselor"]).status.success());
    assert!(text(&account(&database, &["list"]).stdout).contains("counselor"));
    assert!(account(&database, &["close", "ann"]).status.success());
    assert!(text(&account(&database, &["close", "ann"]).stderr).contains("was closed already"));
}
