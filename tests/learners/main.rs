//! What is kept of learners: one contract on both databases, and what learners and counselors meet over HTTP.

#[expect(dead_code, reason = "other tests use the rest of it")]
#[path = "../common/http.rs"]
mod http;
#[expect(dead_code, reason = "other tests use the rest of it")]
#[path = "../access/people.rs"]
mod people;
#[path = "../common/postgres.rs"]
mod postgres;

mod backup;
mod follow;
mod kept;
mod leave;
mod proposed;
mod retried;
mod together;
