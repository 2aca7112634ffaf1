//! Who may do what, over real HTTP: accounts, sessions, tokens, and every operation by every kind of caller.

mod editions;
mod gone;
mod hostile;
#[expect(dead_code, reason = "other tests use the rest of it")]
#[path = "../common/http.rs"]
mod http;
mod limits;
mod organisation;
mod people;
mod provider;
mod rules;
mod sessions;
mod table;
mod tokens;
