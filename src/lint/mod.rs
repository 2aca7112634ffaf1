//! Reads a whole edition as a careful editor would and says what cannot be, what is missing and what is odd; and how complete the
//! records of each provider are.
//!
//! It changes nothing and guesses nothing. Findings come in one order, whatever the order of the records, and all of it is linear
//! but for sorting.

mod completeness;
mod figures;
mod finding;
mod offerings;
mod references;
mod structure;

pub use completeness::{
    Completeness, Fix, Lack, OwnerScore, Points, RecordScore, Scored, Stated, completeness, completeness_of, owner_name,
};
pub use finding::{Finding, FindingKind, Severity};

use crate::graph::SkillGraph;

/// Everything there is to say about an edition: faults first, then by kind and record.
pub fn lint(graph: &SkillGraph) -> Vec<Finding> {
    let ((structure, references), (figures, offerings)) = rayon::join(
        || rayon::join(|| structure::findings(graph), || references::findings(graph)),
        || rayon::join(|| figures::findings(graph), || offerings::findings(graph)),
    );
    let mut findings = [structure, references, figures, offerings].concat();
    findings.sort();
    findings.dedup();
    findings
}

#[cfg(test)]
mod tests;
