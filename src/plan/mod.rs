//! A question in, pathways out: which credentials, in which order, when, for how much; or why there is no way.
//!
//! It knows no file, clock or request. Words become numbers in `pose`, `solve` thinks, `check` judges, numbers become words in
//! `pathway`.

mod answer;
mod calendar;
mod edition;
mod impasse;
mod market;
mod pathway;
mod pose;
mod question;
mod reach;
mod relevant;
mod world;

pub use crate::solve::Budget;
pub use answer::{Answer, Ending, Found, Trouble, pathways, problem, world};
pub use calendar::{Dates, after, days_for};
pub use edition::{EditionProblem, Priced, Stand};
pub use impasse::{Failing, Hindrance, Impasse, LimitHit, Relaxation, Relaxed, Wanted};
pub use market::{PriceFor, PriceLine, Terms, Unusable, terms, unusable, unusable_credential};
pub use pathway::{Assumption, Bundle, Pathway, Proof, Step, Without};
pub use pose::Route;
pub use question::{Goal, Question};
