//! A doubt about something that was read: what it is, where it stands, what was done, and what to do about it.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// How much a doubt matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know; nothing was lost.
    Note,
    /// Read, but not believed, or not as it should be.
    Warning,
    /// Something was left out.
    Fault,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $severity:ident $hint:literal;)+) => {
        /// The sorts of doubt there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum IssueKind {
            $($(#[$doc])* $name,)+
        }

        impl IssueKind {
            /// Every kind, in the order they are described.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// How much doubts of this kind matter, unless the place where one is found knows better.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$name => Severity::$severity,)+
                }
            }

            /// What to do about doubts of this kind, unless the place where one is found knows better.
            pub fn hint(self) -> &'static str {
                match self {
                    $(Self::$name => $hint,)+
                }
            }
        }
    };
}

kinds! {
    /// Reading stopped before the end of the file.
    Unreadable Fault "check the disk and the file's permissions, then read it again";
    /// The file is not plain UTF-8 text at all.
    WrongEncoding Fault "unpack it if it is an archive, and save it as UTF-8 text";
    /// A line has bytes that are not UTF-8.
    NotUtf8 Fault "save the file as UTF-8";
    /// A line has a NUL byte.
    NulByte Fault "take the NUL byte out; it is often the trace of a crash or of UTF-16";
    /// A line is longer than the limit.
    LineTooLong Fault "split the record; nothing true is that long";
    /// A line is not JSON.
    MalformedJson Fault "write one JSON object a line, with straight quotes and no trailing comma";
    /// A line is JSON and not a record.
    NotARecord Fault "write an object with one member, the kind of the record: {\"credential\": {…}}";
    /// Nobody knows this kind of record.
    UnknownKind Fault "use one of the kinds that data/FORMAT.md lists";
    /// Nobody knows this member.
    UnknownMember Fault "use the members that data/FORMAT.md lists; remarks go into `note`";
    /// A member that must be there is not.
    MissingMember Fault "add the member; data/FORMAT.md says what it means";
    /// A member stands there twice.
    DuplicateMember Fault "keep the one that is true";
    /// A member's value cannot be what it says.
    BadValue Fault "write the value as data/FORMAT.md describes it";
    /// An id is empty, too long, or has spaces.
    BadId Fault "use short text without spaces, such as `comptia-data-plus`";
    /// An id was used before by a record of the same kind.
    DuplicateId Fault "give one of the two another id, or join them";
    /// A record has more faults than are listed.
    TooManyFaults Fault "put the listed ones right and read again";
    /// No record says what the catalogue is.
    MissingHeader Warning "start with a `catalogue` record; until then text is English and money US dollars";
    /// The record that says what the catalogue is does not come first.
    LateHeader Warning "make the `catalogue` record the first of its file";
    /// The catalogue is in another version of the format.
    WrongFormat Fault "use a pathstack that knows this format, or export the catalogue again";
    /// The file starts with a byte order mark.
    ByteOrderMark Note "save as UTF-8 without byte order mark, so that other tools read it too";
    /// Lines end in CR LF.
    CrlfLineEnds Note "line feeds alone make cleaner diffs";
    /// Nothing is in the file.
    EmptyFile Warning "check that the right file was named";
    /// A file of a release is not there.
    MissingFile Fault "unpack the whole release into one folder, under its own file names";
    /// A column that must be there is not.
    MissingColumn Fault "use the file as released; was it saved by a spreadsheet?";
    /// A row cannot be split into the columns of its table.
    MalformedRow Fault "look for a stray quote or separator in or before this row";
    /// A reference leads nowhere.
    DanglingReference Fault "add what is referred to, or take the reference out";
    /// Something refers to itself.
    SelfReference Warning "take the reference out; a thing cannot be its own part or need";
    /// The same statement was made before.
    RepeatedStatement Note "keep one of them";
    /// A term that nobody knows.
    UnknownTerm Warning "use a term of the published vocabulary";
    /// A value that should be there is blank.
    MissingValue Warning "ask the publisher; unknown stays unknown until then";
    /// A newer release of the same source no longer has a record.
    Vanished Warning "see whom it concerns (`pathstack coverage affected`); what is only a part of a publication is imported with --part";
    /// Words that nobody can interpret.
    Uninterpreted Warning "it is kept and shown, and forces nothing; say it as a requirement to make it count";
    /// A context that is not known; contexts are never fetched.
    UnknownContext Warning "use the publisher's own context; terms are read by their names";
    /// Something that this importer does not read.
    NotRead Note "nothing to do, unless something you need is in it";
    /// A number outside of what its scale allows.
    OutOfRange Warning "ask the publisher; the value counts as unknown until then";
    /// A value whose publisher advises against its use.
    Suppressed Note "nothing to do; the next release may have a firmer value";
    /// A number that nobody would publish on purpose, such as a course that costs millions.
    Absurd Warning "ask the publisher; the value counts as unknown until then";
    /// A number that stands for no value, such as 9999 or -99999.
    Sentinel Note "nothing to do; the value counts as unknown";
    /// A total that is not the sum of its parts.
    TotalNotSum Warning "ask the publisher which of them is true";
    /// A code that lost its leading zeros, as a spreadsheet makes it.
    LostZeros Note "keep such columns as text; the zeros were put back";
    /// A text with quotes around it that belong to no one.
    StrayQuotes Note "nothing to do; they were taken off";
    /// More files, bytes or records than are read.
    TooMuch Fault "split it, and import the parts one after the other";
    /// A record that an earlier import brought and that this one replaces, or cannot stand beside.
    Replaced Note "nothing to do; the newer record counts";
    /// Something that the form written to has no word for.
    NotWritten Note "export in the native format to keep everything";
    /// Something that nothing else refers to.
    Unused Note "nothing to do; it can be searched for, and no role asks it";
    /// Marked by its publisher as no longer, or not yet, in use.
    NotInForce Warning "use what replaced it";
}

/// Where a doubt arose.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Name of the file, as it was given.
    pub file: Box<str>,
    /// Line in the file, 1 the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Path of the member, or name of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Box<str>>,
}

/// `file:line: field`
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        self.field.as_ref().map_or(Ok(()), |field| write!(f, ": {field}"))
    }
}

/// One doubt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// What sort it is.
    pub kind: IssueKind,
    /// How much it matters.
    pub severity: Severity,
    /// Where it arose.
    pub place: Place,
    /// What is wrong and what was done.
    pub message: Box<str>,
    /// What to do about it.
    pub hint: Cow<'static, str>,
}

impl Issue {
    /// A doubt about a whole file, with its kind's severity and hint.
    pub fn new(kind: IssueKind, file: &str, message: impl Into<Box<str>>) -> Self {
        let place = Place { file: file.into(), line: None, field: None };
        Self { kind, severity: kind.severity(), place, message: message.into(), hint: kind.hint().into() }
    }

    /// The same, about this line.
    #[must_use]
    pub fn at(mut self, line: u64) -> Self {
        self.place.line = Some(line);
        self
    }

    /// The same, about this member or column.
    #[must_use]
    pub fn on(mut self, field: impl Into<Box<str>>) -> Self {
        self.place.field = Some(field.into());
        self
    }

    /// The same, with a better hint.
    #[must_use]
    pub fn hinting(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// `file:line: field: message`
impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_reads_as_place_and_words_and_comes_back_from_json() {
        let issue = Issue::new(IssueKind::BadValue, "a.jsonl", "`x` is no date; the record was left out").at(3).on("credential.as_of");
        assert_eq!(issue.to_string(), "a.jsonl:3: credential.as_of: `x` is no date; the record was left out");
        let json = serde_json::to_string(&issue).unwrap();
        assert_eq!(serde_json::from_str::<Issue>(&json).unwrap(), issue);
        assert!(json.contains(r#""kind":"bad_value","severity":"fault""#), "{json}");
    }

    #[test]
    fn every_kind_says_what_to_do() {
        for kind in IssueKind::ALL {
            assert!(!kind.hint().is_empty() && !kind.hint().ends_with('.'), "{kind:?}");
        }
    }
}
