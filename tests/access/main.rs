//! Who may do what, over real HTTP: accounts, sessions, tokens, and every operation by every kind of caller.

#[path = "../common/http.rs"]
mod http;
mod people;
mod sessions;
mod table;
mod tokens;
