//! How much of what a role asks can be earned at all: the share that credentials in use attest at the level asked.

use crate::{
    graph::{CredentialAt, Need, Provided, RoleAt, SkillGraph},
    model::{AwardMode, Status, TrustFloor},
};

/// Whether somebody offers it, or it is made of parts.
fn in_use(graph: &SkillGraph, credential: CredentialAt) -> bool {
    let offered = || graph.offerings_of(credential).iter().any(|at| graph.offering(*at).status == Status::Active);
    graph.credential(credential).status == Status::Active && (graph.stack(credential).is_some() || offered())
}

/// Whether credentials in use are enough for a need. What must come before them is not looked at.
fn enough(graph: &SkillGraph, need: &Need, trust: TrustFloor) -> bool {
    // Expressions are at most `Expr::DEEPEST` deep, so this recursion is bounded.
    match need {
        Need::Attain(competency, rank) => {
            let shows = |way: &&Provided| {
                // An award of unknown level shows the first rank and nothing above.
                way.rank.unwrap_or(1) >= rank.unwrap_or(1) && (trust == TrustFloor::Any || way.mode != AwardMode::Taught)
            };
            graph.provided(*competency).iter().filter(shows).any(|way| in_use(graph, way.credential))
        }
        Need::Earn(credential) => in_use(graph, *credential),
        Need::All(of) => of.iter().all(|need| enough(graph, need, trust)),
        Need::AtLeast(least, of) => of.iter().filter(|need| enough(graph, need, trust)).count() >= *least as usize,
        Need::Credits { min, from } => {
            let usable = from.iter().filter(|(credential, _)| in_use(graph, *credential)).map(|(_, amount)| u64::from(*amount));
            usable.sum::<u64>() >= u64::from(*min)
        }
        Need::Not(_) | Need::Entry(_) => true,
        Need::Missing(_) => false,
    }
}

/// For each requirement of a role, in its order, whether credentials in use attest it at the level asked.
///
/// # Examples
///
/// ```
/// use pathstack::{coverage::attested, graph::{Edition, SkillGraph}, model::Catalogue};
///
/// let mut catalogue = Catalogue::default();
/// for line in [
///     r#"{"competency": {"id": "sql", "name": "SQL"}}"#,
///     r#"{"credential": {"id": "sql-1", "name": "SQL I", "awards": [{"competency": "sql", "level": 1}]}}"#,
///     r#"{"offering": {"id": "sql-1.online", "credential": "sql-1"}}"#,
///     r#"{"role": {"id": "clerk", "title": "Clerk", "requirements": [{"need": {"competency": "sql", "level": 1}}]}}"#,
///     r#"{"role": {"id": "analyst", "title": "Analyst", "requirements": [{"need": {"competency": "sql", "level": 3}}]}}"#,
/// ] {
///     catalogue.push(serde_json::from_str(line)?);
/// }
/// let graph = SkillGraph::new(Edition::default(), catalogue);
/// let of = |role| graph.find_role(role).map(|role| attested(&graph, role));
/// assert_eq!((of("clerk"), of("analyst")), (Some(vec![true]), Some(vec![false])));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn attested(graph: &SkillGraph, role: RoleAt) -> Vec<bool> {
    graph.asked(role).iter().map(|asked| enough(graph, &asked.need, asked.trust)).collect()
}
