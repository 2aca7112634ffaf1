//! What every reading comes down to: ids that can be kept, and no more records than are read.

use super::{Issue, IssueKind, Reading, native::LONGEST_ID};

/// Whether this can be an id: short text without spaces or control characters.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_ID && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The reading without records whose ids cannot be kept, and with at most `most` records of a kind; what is left out is told.
pub(super) fn sound(mut reading: Reading, most: usize) -> Reading {
    let Reading { catalogue, issues } = &mut reading;
    macro_rules! named {
        ($($kind:ident)+) => {$(
            catalogue.$kind.retain(|record| {
                let id = record.id.as_str();
                let sound = is_id(id);
                if !sound {
                    let short: String = id.chars().take(60).collect();
                    let message = format!("`{short}` cannot be an id; the record was left out");
                    issues.push(Issue::new(IssueKind::BadId, "", message).on(stringify!($kind).replace('_', " ")));
                }
                sound
            });
        )+};
    }
    macro_rules! bound {
        ($($kind:ident)+) => {$(
            if catalogue.$kind.len() > most {
                let over = catalogue.$kind.len() - most;
                catalogue.$kind.truncate(most);
                let message = format!("there are more than {most} {}; the last {over} were left out", stringify!($kind).replace('_', " "));
                issues.push(Issue::new(IssueKind::TooMuch, "", message));
            }
        )+};
    }
    named!(sources organisations scales competencies roles credentials offerings price_plans funding);
    bound!(headers sources organisations scales competencies crosswalks roles credentials offerings price_plans funding equivalences rates);
    reading
}
