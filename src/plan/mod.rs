//! A question in, pathways out: which credentials, in which order, when, for how much; or why there is no way.
//!
//! It knows no file, clock or request. Words become numbers in `pose` and a world with dates and prices in `world`; `schedule` thinks,
//! helped by `solve` where it is stopped; numbers become words in `pathway`.

mod answer;
mod aside;
mod calendar;
mod desk;
mod edition;
mod found;
mod impasse;
mod market;
mod pathway;
mod pose;
mod question;
mod reach;
mod relevant;
mod ways;
mod world;

pub use crate::solve::Budget;
pub use answer::{Answer, Ending, Found, Trouble, pathways, problem, world};
pub use aside::{Diff, Forced, Policy, PolicyPrice, WhyNot, compare, policy_prices, why_not};
pub use calendar::days_for;
pub use edition::{EditionProblem, Priced, Stand};
pub use impasse::{Failing, Hindrance, Impasse, Limit, Relaxation, Relaxed, Wanted};
pub use market::{PriceFor, PriceLine, Terms, Unusable, terms, unusable, unusable_credential};
pub use pathway::{Assumption, CashFor, CashLine, Outlook, PaidBy, Pathway, Payment, Proof, Step, Without};
pub use pose::Route;
pub use question::{Goal, Question};
