//! How a command ends, and what it says when it cannot do what was asked.

use crate::{solve::problem, web::api::shape::Refused};
use std::{io, path::Path, process::ExitCode};

/// How a command that did its work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// What was asked for was found: exit code 0.
    Found,
    /// It was looked for in full, and there is none: exit code 1.
    None,
    /// The work was cut short or could not be done in full: exit code 2.
    Short,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        match end {
            End::Found => 0.into(),
            End::None => 1.into(),
            End::Short => 2.into(),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Whoever read the output has gone, as `head` does: not a failure.
    Hangup,
    /// Something to tell: what is wrong, line by line, and what to do about it.
    Said {
        /// What is wrong; the first line says it all, the others are details.
        what: Vec<String>,
        /// What to do.
        hint: String,
    },
}

/// How many faults of a file are told.
const SHOWN: usize = 10;

/// What a command comes to.
pub(super) type Ends = Result<End, Trouble>;

impl Trouble {
    /// One thing that is wrong, and what to do about it.
    pub(super) fn new(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Said { what: vec![what.into()], hint: hint.into() }
    }

    /// A file that cannot be read or written.
    pub(super) fn file(doing: &str, path: &Path, error: &io::Error) -> Self {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "check the path; it is taken from the folder you are in",
            io::ErrorKind::PermissionDenied => "check the permissions of the file and its folder",
            _ => "check the disk and try again",
        };
        Self::new(format!("{} cannot be {doing}: {error}", called(path)), hint)
    }

    /// Faults of a problem file, the first few in full.
    pub(super) fn faults(path: &Path, faults: &[problem::Fault]) -> Self {
        let path = called(path);
        let mut what = vec![match faults.len() {
            1 => format!("{path} has a fault"),
            many => format!("{path} has {many} faults"),
        }];
        what.extend(faults.iter().take(SHOWN).map(|fault| format!("  {fault}")));
        if faults.len() > SHOWN {
            what.push(format!("  … and {} more", faults.len() - SHOWN));
        }
        Self::Said { what, hint: "the format is described by `pathstack solve --help`".into() }
    }
}

impl From<io::Error> for Trouble {
    /// Only for writing to the terminal: other files go through [`Trouble::file`].
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Hangup
        } else {
            Self::new(format!("the answer cannot be written: {error}"), "check where standard output goes")
        }
    }
}

impl From<crate::plan::Trouble> for Trouble {
    fn from(trouble: crate::plan::Trouble) -> Self {
        Self::new(trouble.to_string(), "run the same with `--save FILE` and send the file along")
    }
}

/// What a file is called in words.
pub(super) fn called(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() }
}

/// Which flag a member of a request stands for.
fn flag(pointer: &str) -> &'static str {
    let member = pointer.split('/').nth(1).unwrap_or_default();
    match member {
        "role" => "ROLE",
        "competencies" => "--competency",
        "holds" => "--holds",
        "hours_per_week" => "--hours",
        "budget" => "--budget",
        "deadline" => "--deadline",
        "locked" => "--lock",
        "excluded" => "--exclude",
        "excluded_offerings" => "--exclude-offering",
        "excluded_providers" => "--exclude-provider",
        "currency" => "--currency",
        "start" => "--start",
        _ => "the question",
    }
}

impl From<Refused> for Trouble {
    fn from(refused: Refused) -> Self {
        let hint = match (flag(&refused.pointer), refused.hint.as_str()) {
            ("ROLE", hint) if hint.starts_with("search for it") => "`pathstack roles WORDS` searches, `pathstack roles` lists all".into(),
            ("ROLE", hint) if hint.starts_with("name a `role`") => {
                "name the job, as in `pathstack plan \"data analyst\"`, or list what to reach with --competency".into()
            }
            (_, hint) if hint.starts_with("search for it") => {
                "`pathstack credentials WORDS`, `pathstack competencies WORDS` and `pathstack roles WORDS` search".into()
            }
            (_, hint) => hint.to_owned(),
        };
        match flag(&refused.pointer) {
            "ROLE" => Self::new(refused.detail, hint),
            flag => Self::new(format!("{flag}: {}", refused.detail), hint),
        }
    }
}
