//! The limits of the service as settings: each a flag, a name in the environment and a key of the settings file.

use crate::web::{Bounds, Limits, Room};
use clap::{
    Args,
    builder::{RangedU64ValueParser, TypedValueParser},
};
use std::time::Duration;

/// The heading of limits in the help, and of `doctor`.
pub(super) const HEADING: &str = "Limits";

/// A whole number from `least` to `most`.
pub(super) fn count(least: u64, most: u64) -> RangedU64ValueParser<usize> {
    RangedU64ValueParser::new().range(least..=most)
}

/// Milliseconds, from `least` to an hour.
pub(super) fn ms(least: u64) -> impl TypedValueParser<Value = Duration> {
    span(least, 3_600_000)
}

/// Milliseconds, from `least` to `most`.
fn span(least: u64, most: u64) -> impl TypedValueParser<Value = Duration> {
    RangedU64ValueParser::<u64>::new().range(least..=most).map(Duration::from_millis)
}

/// Every limit of the service.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = HEADING)]
pub(super) struct LimitArgs {
    /// Bytes of a request's body
    #[arg(long, value_name = "BYTES", default_value = "1048576", value_parser = count(1024, 1 << 30), env = "PATHSTACK_BODY_BYTES", hide_env = true)]
    body_bytes: usize,
    /// Bytes of a file that goes with evidence
    #[arg(long, value_name = "BYTES", default_value = "2097152", value_parser = count(1024, 1 << 30), env = "PATHSTACK_FILE_BYTES", hide_env = true)]
    file_bytes: usize,
    /// Bytes of all files of one learner
    #[arg(long, value_name = "BYTES", default_value = "67108864", value_parser = count(1024, 1 << 40), env = "PATHSTACK_FILES_BYTES", hide_env = true)]
    files_bytes: usize,
    /// Bytes of a catalogue that an operator imports over HTTP
    #[arg(long, value_name = "BYTES", default_value = "67108864", value_parser = count(1024, 1 << 30), env = "PATHSTACK_IMPORT_BYTES", hide_env = true)]
    import_bytes: usize,
    /// How deep arrays and objects of a body may be nested
    #[arg(long, value_name = "LEVELS", default_value = "64", value_parser = count(8, 120), env = "PATHSTACK_JSON_DEPTH", hide_env = true)]
    json_depth: usize,
    /// Members and elements of a body in all
    #[arg(long, value_name = "COUNT", default_value = "100000", value_parser = count(10, 100_000_000), env = "PATHSTACK_JSON_MEMBERS", hide_env = true)]
    json_members: usize,
    /// Bytes of one string of a body
    #[arg(long, value_name = "BYTES", default_value = "262144", value_parser = count(100, 1 << 30), env = "PATHSTACK_JSON_STRING_BYTES", hide_env = true)]
    json_string_bytes: usize,
    /// Records on one page
    #[arg(long, value_name = "COUNT", default_value = "200", value_parser = count(1, 200), env = "PATHSTACK_PAGE_RECORDS", hide_env = true)]
    page_records: usize,
    /// Competencies to reach by one question, and credentials it locks
    #[arg(long, value_name = "COUNT", default_value = "200", value_parser = count(1, 200), env = "PATHSTACK_TARGETS", hide_env = true)]
    targets: usize,
    /// Names in one list of a question: what is shown, taken or done without
    #[arg(long, value_name = "COUNT", default_value = "2000", value_parser = count(1, 100_000), env = "PATHSTACK_LIST_NAMES", hide_env = true)]
    list_names: usize,
    /// Roles in one list of a question
    #[arg(long, value_name = "COUNT", default_value = "5000", value_parser = count(1, 100_000), env = "PATHSTACK_LIST_ROLES", hide_env = true)]
    list_roles: usize,
    /// Groups of learners of one question
    #[arg(long, value_name = "COUNT", default_value = "200", value_parser = count(1, 10_000), env = "PATHSTACK_LIST_GROUPS", hide_env = true)]
    list_groups: usize,
    /// Entries of a short list: languages, funds, rates, hours from some day on, records of a draft
    #[arg(long, value_name = "COUNT", default_value = "100", value_parser = count(1, 10_000), env = "PATHSTACK_LIST_ENTRIES", hide_env = true)]
    list_entries: usize,
    /// Rows of a report
    #[arg(long, value_name = "COUNT", default_value = "100000", value_parser = count(1, 1_000_000), env = "PATHSTACK_REPORT_ROWS", hide_env = true)]
    report_rows: usize,
    /// Changes to compare with, and credentials to tell why not, of one question
    #[arg(long, value_name = "COUNT", default_value = "5", value_parser = count(1, 100), env = "PATHSTACK_ASIDES", hide_env = true)]
    asides: usize,
    /// Changes of one proposal
    #[arg(long, value_name = "COUNT", default_value = "20", value_parser = count(1, 1_000), env = "PATHSTACK_PROPOSAL_CHANGES", hide_env = true)]
    proposal_changes: usize,
    /// Characters of a name, id or URI to look up, of a change, and of words to search for
    #[arg(long, value_name = "COUNT", default_value = "500", value_parser = count(50, 10_000), env = "PATHSTACK_NAME_LETTERS", hide_env = true)]
    name_letters: usize,
    /// Characters of what an account, a person, a plan, a token or a fund is called
    #[arg(long, value_name = "COUNT", default_value = "200", value_parser = count(50, 10_000), env = "PATHSTACK_TITLE_LETTERS", hide_env = true)]
    title_letters: usize,
    /// Characters of a note or a reason
    #[arg(long, value_name = "COUNT", default_value = "2000", value_parser = count(50, 100_000), env = "PATHSTACK_NOTE_LETTERS", hide_env = true)]
    note_letters: usize,
    /// Pieces of evidence that a learner can have
    #[arg(long, value_name = "COUNT", default_value = "2000", value_parser = count(1, 100_000), env = "PATHSTACK_EVIDENCE_RECORDS", hide_env = true)]
    evidence_records: usize,
    /// Plans that a learner can have
    #[arg(long, value_name = "COUNT", default_value = "200", value_parser = count(1, 100_000), env = "PATHSTACK_PLAN_RECORDS", hide_env = true)]
    plan_records: usize,
    /// Proposals that a learner can have
    #[arg(long, value_name = "COUNT", default_value = "1000", value_parser = count(1, 100_000), env = "PATHSTACK_PROPOSAL_RECORDS", hide_env = true)]
    proposal_records: usize,
    /// Waivers that a learner can have
    #[arg(long, value_name = "COUNT", default_value = "200", value_parser = count(1, 100_000), env = "PATHSTACK_WAIVER_RECORDS", hide_env = true)]
    waiver_records: usize,
    /// Links to one plan, and tokens of one account, that are good at once
    #[arg(long, value_name = "COUNT", default_value = "100", value_parser = count(1, 100_000), env = "PATHSTACK_SECRETS", hide_env = true)]
    secrets: usize,
    /// How long a question is thought about where it does not say
    #[arg(long, value_name = "MS", default_value = "2000", value_parser = ms(1), env = "PATHSTACK_THINK_MS", hide_env = true)]
    think_ms: Duration,
    /// The longest a question may ask for
    #[arg(long, value_name = "MS", default_value = "30000", value_parser = span(1, 30_000), env = "PATHSTACK_THINK_MOST_MS", hide_env = true)]
    think_most_ms: Duration,
    /// Questions thought about at once [default: one a core]
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().thinkers, value_parser = count(1, 1024), env = "PATHSTACK_THINKERS", hide_env = true, hide_default_value = true)]
    thinkers: usize,
    /// Questions that may wait for their turn; more are refused [default: four a core]
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().queue, value_parser = count(0, 100_000), env = "PATHSTACK_QUEUE", hide_env = true, hide_default_value = true)]
    queue: usize,
    /// Connections at once; more wait until one ends
    #[arg(long, value_name = "COUNT", default_value = "12000", value_parser = count(1, 1_000_000), env = "PATHSTACK_CONNECTIONS", hide_env = true)]
    connections: usize,
    /// Bytes of a request's first line and headers
    #[arg(long, value_name = "BYTES", default_value = "32768", value_parser = count(8192, 1 << 20), env = "PATHSTACK_HEAD_BYTES", hide_env = true)]
    head_bytes: usize,
    /// Headers of a request
    #[arg(long, value_name = "COUNT", default_value = "100", value_parser = count(10, 10_000), env = "PATHSTACK_HEADERS", hide_env = true)]
    headers: usize,
    /// How long a request's head may take, and a connection may idle
    #[arg(long, value_name = "MS", default_value = "10000", value_parser = ms(10), env = "PATHSTACK_HEAD_MS", hide_env = true)]
    head_ms: Duration,
    /// How long a request's body may take
    #[arg(long, value_name = "MS", default_value = "30000", value_parser = ms(10), env = "PATHSTACK_BODY_MS", hide_env = true)]
    body_ms: Duration,
    /// How long requests are still taken once told to stop, so that callers turn away first
    #[arg(long, value_name = "MS", default_value = "500", value_parser = ms(0), env = "PATHSTACK_LEAVE_MS", hide_env = true)]
    leave_ms: Duration,
    /// How long requests under way have to end once told to stop
    #[arg(long, value_name = "MS", default_value = "10000", value_parser = ms(0), env = "PATHSTACK_GOODBYE_MS", hide_env = true)]
    goodbye_ms: Duration,
}

impl LimitArgs {
    /// The limits that were set.
    pub(super) fn limits(&self) -> Limits {
        Limits {
            body_bytes: self.body_bytes,
            file_bytes: self.file_bytes,
            import_bytes: self.import_bytes,
            json_depth: self.json_depth,
            json_members: self.json_members,
            json_string_bytes: self.json_string_bytes,
            page: self.page_records,
            targets: self.targets,
            bounds: Bounds {
                names: self.list_names,
                roles: self.list_roles,
                groups: self.list_groups,
                entries: self.list_entries,
                rows: self.report_rows,
                asides: self.asides,
                changes: self.proposal_changes,
                name_letters: self.name_letters,
                title_letters: self.title_letters,
                note_letters: self.note_letters,
            },
            room: Room {
                evidence: self.evidence_records,
                plans: self.plan_records,
                proposals: self.proposal_records,
                waivers: self.waiver_records,
                secrets: self.secrets,
                files_bytes: self.files_bytes,
            },
            think: self.think_ms.min(self.think_most_ms),
            think_most: self.think_most_ms,
            thinkers: self.thinkers,
            queue: self.queue,
            connections: self.connections,
            head_bytes: self.head_bytes,
            headers: self.headers,
            head: self.head_ms,
            body: self.body_ms,
            leave: self.leave_ms,
            goodbye: self.goodbye_ms,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        limits: LimitArgs,
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        // The environment of a test run sets none of them.
        assert_eq!(Alone::parse_from(["serve"]).limits.limits(), Limits::default());
    }

    #[test]
    fn a_limit_out_of_its_range_is_refused() {
        assert!(Alone::try_parse_from(["serve", "--json-depth", "120"]).is_ok());
        assert!(Alone::try_parse_from(["serve", "--json-depth", "121"]).is_err());
        assert!(Alone::try_parse_from(["serve", "--head-ms", "0"]).is_err());
    }
}
