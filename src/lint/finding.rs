//! What is wrong with a catalogue, how much it matters, and what to do about it.

use serde::Serialize;
use std::{borrow::Cow, fmt};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot be as it is written.
    Fault,
    /// Answers are poorer for it.
    Warning,
    /// Good to know.
    Note,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $severity:ident $hint:literal;)+) => {
        /// The sorts of finding there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FindingKind {
            $($(#[$doc])* $name,)+
        }

        impl FindingKind {
            /// Every kind, in the order findings are listed.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// How much findings of this kind matter, unless one is milder or worse.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }

            /// What to do about it, unless a finding knows better.
            pub fn hint(self) -> &'static str {
                match self {
                    $(Self::$name => $hint,)+
                }
            }
        }
    };
}

kinds! {
    /// Credentials that each need another of them first: there is no way in.
    PrerequisiteCycle Fault "take one of the prerequisites out, or offer an alternative to it";
    /// A credential that asks for itself first.
    SelfPrerequisite Fault "take the prerequisite out";
    /// A record names something that the edition does not have.
    DanglingReference Fault "add the missing record, or correct the name";
    /// A level that its competency's scale does not have.
    LevelOffScale Fault "use a rank or code of the scale, or leave the level out where it is unknown";
    /// A scale whose ranks are not 1, 2, 3, …
    ScaleWithGaps Fault "number the levels 1, 2, 3, … from the lowest";
    /// A rule that nothing can ever fulfil: more parts or credits asked than there are.
    RuleNeverHolds Fault "ask for no more than the rule lists, or list what is missing";
    /// A price in a currency that has no rate to the currency of answers.
    CurrencyWithoutRate Warning "add a dated rate; until then the price counts as unknown";
    /// Competencies that are the same on scales that do not compare.
    ScalesApart Warning "map the one scale onto the other";
    /// A credential in use that is neither offered nor awarded by itself.
    NoOffering Warning "add an offering, or retire the credential";
    /// A credential that is offered, but not within reach from nothing.
    Unreachable Warning "see which of its prerequisites is out of reach, and offer that or an alternative";
    /// A role asks what nothing teaches at that level.
    NobodyTeaches Warning "add a credential that attests it at that level, or correct the level asked";
    /// Something retired or superseded that others still ask for or count.
    RetiredInUse Warning "name its successor instead";
    /// Two competencies of the catalogue with one URI.
    SharedUri Warning "make them one competency, or give each its own URI";
    /// Two records of one kind with the same name.
    SameName Warning "make them one, or tell them apart by name";
    /// A crosswalk from a competency to itself.
    SelfCrosswalk Warning "take it out";
    /// Prices, hours or fees that do not say where they stand or when they held.
    UnsourcedFigure Warning "give the record `source` and `as_of`";
    /// An offering no better in anything than another of the same credential.
    DominatedOffering Note "keep it only if it is better in something that the catalogue does not say";
    /// Prices nobody published.
    UnknownPrice Note "look the prices up; unknown ones are never taken for nothing";
    /// Hours nobody published.
    UnknownHours Note "look the hours up; unknown ones are never taken for nothing";
}

/// Something about a catalogue that should not be so, or that is good to know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What sort it is.
    pub kind: FindingKind,
    /// The records it is about, such as `role data-analyst`.
    pub records: Vec<Box<str>>,
    /// What is the matter, in one sentence.
    pub says: Box<str>,
    /// What to do about it.
    pub hint: Cow<'static, str>,
}

impl Finding {
    pub(super) fn new(kind: FindingKind, records: Vec<Box<str>>, says: String) -> Self {
        Self { severity: kind.severity(), kind, records, says: says.into(), hint: Cow::Borrowed(kind.hint()) }
    }

    pub(super) fn as_(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub(super) fn hinting(mut self, hint: String) -> Self {
        self.hint = Cow::Owned(hint);
        self
    }
}

/// `severity: sentence`, then the hint on its own line.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Fault => "fault",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        write!(f, "{severity}: {}\n  hint: {}", self.says, self.hint)
    }
}

/// Names a record in findings.
pub(super) fn named(kind: &str, id: impl fmt::Display) -> Box<str> {
    format!("{kind} {id}").into()
}

/// `a, b and 3 more`: long lists are not read.
pub(super) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    const SHOWN: usize = 5;
    let shown: Vec<&str> = names.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match (shown.split_last(), names.len().saturating_sub(SHOWN)) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => (*last).to_owned(),
        (Some((last, others)), 0) => format!("{} and {last}", others.join(", ")),
        (_, more) => format!("{} and {more} more", shown.join(", ")),
    }
}
