//! How much one request, one connection and all of them together may take.

pub use crate::record::Room;
use std::time::Duration;

/// Every limit of the service; each can be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a JSON body.
    pub body_bytes: usize,
    /// Bytes of a file that goes with evidence.
    pub file_bytes: usize,
    /// Bytes of a catalogue that an operator imports.
    pub import_bytes: usize,
    /// How deep arrays and objects may be nested.
    pub json_depth: usize,
    /// Members and elements of a JSON body in all.
    pub json_members: usize,
    /// Bytes of one string of a JSON body.
    pub json_string_bytes: usize,
    /// Records on one page.
    pub page: usize,
    /// Competencies to reach by one question, and credentials it locks.
    pub targets: usize,
    /// How many of anything a request may list, and how long texts may be.
    pub bounds: Bounds,
    /// How much can be kept of a learner.
    pub room: Room,
    /// How long a question is thought about where it does not say.
    pub think: Duration,
    /// The longest it may ask for.
    pub think_most: Duration,
    /// Questions thought about at once; each takes one core.
    pub thinkers: usize,
    /// Questions that may wait for their turn.
    pub queue: usize,
    /// Connections at once; more wait to be accepted.
    pub connections: usize,
    /// Bytes of a request's head: its first line and its headers.
    pub head_bytes: usize,
    /// Headers of a request.
    pub headers: usize,
    /// How long a request's head may take, and how long a connection may idle.
    pub head: Duration,
    /// How long a request's body may take.
    pub body: Duration,
    /// How long the service still takes requests once it is told to stop, so that callers can turn away first.
    pub leave: Duration,
    /// How long requests under way have to end when the service stops; `leave` is part of it.
    pub goodbye: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            body_bytes: 1 << 20,
            file_bytes: 2 << 20,
            import_bytes: 64 << 20,
            json_depth: 64,
            json_members: 100_000,
            json_string_bytes: 256 << 10,
            page: 200,
            targets: 200,
            bounds: Bounds::default(),
            room: Room::default(),
            think: Duration::from_secs(2),
            think_most: Duration::from_secs(30),
            thinkers: cores,
            queue: 4 * cores,
            connections: 12_000,
            head_bytes: 32 << 10,
            headers: 100,
            head: Duration::from_secs(10),
            body: Duration::from_secs(30),
            leave: Duration::from_millis(500),
            goodbye: Duration::from_secs(10),
        }
    }
}

/// How many of anything a request may list, and how long its texts may be.
///
/// What is kept of a learner and joined to her question does not count: that has [`Room`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Names in one list of a question: what is shown, taken or done without.
    pub names: usize,
    /// Roles in one list of a question.
    pub roles: usize,
    /// Groups of learners of one question.
    pub groups: usize,
    /// Entries of a short list: languages, funds, rates, hours from some day on, records of a draft.
    pub entries: usize,
    /// Rows of a report.
    pub rows: usize,
    /// Questions aside, of each kind.
    pub asides: usize,
    /// Changes of one proposal.
    pub changes: usize,
    /// Characters of a name, id or URI to look up, of a change, and of words to search for.
    pub name_letters: usize,
    /// Characters of what an account, a person, a plan, a token or a fund is called.
    pub title_letters: usize,
    /// Characters of a note or a reason.
    pub note_letters: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            names: 2_000,
            roles: 5_000,
            groups: 200,
            entries: 100,
            rows: 100_000,
            asides: 5,
            changes: 20,
            name_letters: 500,
            title_letters: 200,
            note_letters: 2_000,
        }
    }
}
