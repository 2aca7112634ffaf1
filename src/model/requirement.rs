//! What must be true: the one requirement language of roles, prerequisites and stacks.

use super::{CompetencyId, CredentialId, Level, ScaleId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A requirement expression (CTDL's ConditionProfile and ComponentCondition).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Expr {
    /// The competency at this level or above.
    Competency {
        /// Which competency.
        id: CompetencyId,
        /// At least this level.
        level: Level,
        /// On this scale, if not on the competency's own.
        scale: Option<ScaleId>,
    },
    /// The credential, earned and in force.
    Credential(CredentialId),
    /// Each of them.
    All(Vec<Expr>),
    /// One of them.
    Any(Vec<Expr>),
    /// At least this many of them.
    AtLeast(u32, Vec<Expr>),
    /// At least so many credits.
    Credits(Credits),
    /// Not this.
    Not(Box<Expr>),
    /// Any credential with a code of this pattern: `*` is any run, `?` one character.
    Code(Box<str>),
    /// A condition that nothing in a catalogue can fulfil: an eligibility check, never a step.
    Entry(EntryCondition),
}

/// At least `min` credits out of some credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credits {
    /// How many are asked.
    pub min: u32,
    /// In which scheme, for example `ECTS`; any where empty.
    pub scheme: Option<Box<str>>,
    /// From these credentials; from all where empty.
    pub of: Vec<CredentialId>,
    /// At this level of the scheme's framework.
    pub level: Option<Box<str>>,
    /// Not older than this.
    pub max_age_months: Option<u32>,
}

/// A condition that cannot be earned.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryCondition {
    /// At least this old, in years.
    Age(u32),
    /// At least so many months of work experience.
    Experience {
        /// How many months.
        months: u32,
        /// In which work, if it matters.
        area: Option<Box<str>>,
    },
    /// Living or being entitled to work in this place.
    Residency(Box<str>),
    /// Security clearance or background check.
    Clearance(Box<str>),
    /// Schooling, for example secondary education.
    Education(Box<str>),
    /// Anything else, in the publisher's words.
    Other(Box<str>),
}

impl Expr {
    /// The competency at this rank (0 = unknown level).
    pub fn competency(id: &str, rank: u8) -> Self {
        Self::Competency { id: id.into(), level: Level::rank(rank), scale: None }
    }

    /// Calls `visit` on this expression and every one inside it, outermost first.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        // The depth is bounded where expressions are read (at most `DEEPEST`), so this recursion is too.
        visit(self);
        match self {
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => of.iter().for_each(|inner| inner.walk(visit)),
            Self::Not(inner) => inner.walk(visit),
            _ => {}
        }
    }

    /// How many expressions may stand inside each other.
    pub const DEEPEST: usize = 32;

    fn depth(&self) -> usize {
        match self {
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => 1 + of.iter().map(Self::depth).max().unwrap_or(0),
            Self::Not(inner) => 1 + inner.depth(),
            _ => 1,
        }
    }
}

/// Whether a code fits a pattern: `*` is any run, `?` one character. Linear in code × pattern.
pub fn code_fits(pattern: &str, code: &str) -> bool {
    let (pattern, code): (Vec<char>, Vec<char>) = (pattern.chars().collect(), code.chars().collect());
    let mut fitting = vec![false; code.len() + 1];
    fitting[0] = true;
    for symbol in pattern {
        let mut before = fitting[0];
        fitting[0] = symbol == '*' && before;
        for (at, letter) in code.iter().enumerate() {
            let here = fitting[at + 1];
            fitting[at + 1] = if symbol == '*' { here || fitting[at] } else { before && (symbol == '?' || symbol == *letter) };
            before = here;
        }
    }
    fitting[code.len()]
}

/// An expression as it is written in files.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "a requirement expression such as {\"credential\": \"id\"}")]
#[schemars(rename = "Expr")]
struct Written {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    competency: Option<CompetencyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scale: Option<ScaleId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credential: Option<CredentialId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    all: Option<Vec<Expr>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    any: Option<Vec<Expr>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    credits: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scheme: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    max_age_months: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    not: Option<Box<Expr>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entry: Option<EntryKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at_least: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Vec<Part>>,
    #[serde(default, skip_serializing_if = "Level::is_unknown")]
    level: Level,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Box<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    what: Option<Box<str>>,
    #[serde(default, rename = "in", skip_serializing_if = "Option::is_none")]
    area: Option<Box<str>>,
}

/// What `of` lists: expressions, or credential ids where credits are counted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "a requirement expression, or a credential id where credits are counted")]
enum Part {
    Id(CredentialId),
    Expr(Expr),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EntryKind {
    Age,
    Experience,
    Residency,
    Clearance,
    Education,
    Other,
}

impl JsonSchema for Expr {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Written::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}

impl TryFrom<Written> for Expr {
    type Error = String;

    fn try_from(mut written: Written) -> Result<Self, String> {
        let expr = Self::take(&mut written)?;
        let left = serde_json::to_value(&written).map_err(|error| error.to_string())?;
        if let Some(extra) = left.as_object().and_then(|members| members.keys().next()) {
            return Err(format!("member `{extra}` does not belong in this requirement; take it out"));
        }
        if expr.depth() > Self::DEEPEST {
            return Err(format!("requirements may stand inside each other {} deep; flatten this one", Self::DEEPEST));
        }
        Ok(expr)
    }
}

impl Expr {
    /// Takes out of `written` what makes up one expression and leaves what does not belong.
    fn take(written: &mut Written) -> Result<Self, String> {
        if let Some(id) = written.competency.take() {
            return Ok(Self::Competency { id, level: std::mem::take(&mut written.level), scale: written.scale.take() });
        }
        if let Some(id) = written.credential.take() {
            return Ok(Self::Credential(id));
        }
        if let Some(of) = written.all.take() {
            return Ok(Self::All(of));
        }
        if let Some(of) = written.any.take() {
            return Ok(Self::Any(of));
        }
        if let Some(inner) = written.not.take() {
            return Ok(Self::Not(inner));
        }
        if let Some(pattern) = written.code.take() {
            return Ok(Self::Code(pattern));
        }
        if let Some(kind) = written.entry.take() {
            return Self::take_entry(kind, written).map(Self::Entry);
        }
        if let Some(min) = written.credits.take() {
            let of = written.of.take().unwrap_or_default().into_iter().map(|part| match part {
                Part::Id(id) => Ok(id),
                Part::Expr(_) => Err("`of` beside `credits` lists credential ids".to_owned()),
            });
            let level = match std::mem::take(&mut written.level) {
                Level::Unknown => None,
                Level::Rank(rank) => Some(rank.to_string().into()),
                Level::Code(code) => Some(code),
            };
            return Ok(Self::Credits(Credits {
                min,
                scheme: written.scheme.take(),
                of: of.collect::<Result<_, _>>()?,
                level,
                max_age_months: written.max_age_months.take(),
            }));
        }
        if let (Some(least), Some(of)) = (written.at_least.take(), written.of.take()) {
            let of = of.into_iter().map(|part| match part {
                Part::Id(id) => Self::Credential(id),
                Part::Expr(expr) => expr,
            });
            return Ok(Self::AtLeast(least, of.collect()));
        }
        Err("a requirement has one of `competency`, `credential`, `all`, `any`, `at_least` with `of`, `credits`, `not`, `code` or `entry`"
            .into())
    }

    fn take_entry(kind: EntryKind, written: &mut Written) -> Result<EntryCondition, String> {
        let mut words = || written.what.take().ok_or("this entry condition needs `what`: say in words what is asked");
        Ok(match kind {
            EntryKind::Age => EntryCondition::Age(written.at_least.take().ok_or("an age needs `at_least`, in years")?),
            EntryKind::Experience => EntryCondition::Experience {
                months: written.at_least.take().ok_or("experience needs `at_least`, in months")?,
                area: written.area.take(),
            },
            EntryKind::Residency => EntryCondition::Residency(written.place.take().ok_or("residency needs `place`")?),
            EntryKind::Clearance => EntryCondition::Clearance(words()?),
            EntryKind::Education => EntryCondition::Education(words()?),
            EntryKind::Other => EntryCondition::Other(words()?),
        })
    }
}

impl From<Expr> for Written {
    fn from(expr: Expr) -> Self {
        let mut written = Self::default();
        match expr {
            Expr::Competency { id, level, scale } => {
                (written.competency, written.level, written.scale) = (Some(id), level, scale);
            }
            Expr::Credential(id) => written.credential = Some(id),
            Expr::All(of) => written.all = Some(of),
            Expr::Any(of) => written.any = Some(of),
            Expr::AtLeast(least, of) => {
                written.at_least = Some(least);
                written.of = Some(of.into_iter().map(Part::Expr).collect());
            }
            Expr::Credits(credits) => {
                written.credits = Some(credits.min);
                written.scheme = credits.scheme;
                written.of = (!credits.of.is_empty()).then(|| credits.of.into_iter().map(Part::Id).collect());
                written.level = credits.level.map_or(Level::Unknown, Level::Code);
                written.max_age_months = credits.max_age_months;
            }
            Expr::Not(inner) => written.not = Some(inner),
            Expr::Code(pattern) => written.code = Some(pattern),
            Expr::Entry(entry) => {
                let kind = match entry {
                    EntryCondition::Age(years) => {
                        written.at_least = Some(years);
                        EntryKind::Age
                    }
                    EntryCondition::Experience { months, area } => {
                        (written.at_least, written.area) = (Some(months), area);
                        EntryKind::Experience
                    }
                    EntryCondition::Residency(place) => {
                        written.place = Some(place);
                        EntryKind::Residency
                    }
                    EntryCondition::Clearance(what) => {
                        written.what = Some(what);
                        EntryKind::Clearance
                    }
                    EntryCondition::Education(what) => {
                        written.what = Some(what);
                        EntryKind::Education
                    }
                    EntryCondition::Other(what) => {
                        written.what = Some(what);
                        EntryKind::Other
                    }
                };
                written.entry = Some(kind);
            }
        }
        written
    }
}

/// When a condition must hold, relative to the step that asks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Issued before the step starts.
    #[default]
    Prerequisite,
    /// At the same time: the two steps overlap.
    CorequisiteStrict,
    /// Before or at the same time.
    CorequisiteLoose,
    /// Checked on entry; cannot be earned.
    Entry,
    /// Advised; never forces a purchase.
    Recommended,
}

/// A condition of a credential or offering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// What must be true; left out for words nobody can interpret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub need: Option<Expr>,
    /// When.
    #[serde(default)]
    pub relation: Relation,
    /// Whether it is enforced; an advisory condition is shown and forces nothing.
    #[serde(default = "yes")]
    pub enforced: bool,
    /// As published; kept and shown even where it cannot be interpreted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
}

fn yes() -> bool {
    true
}

impl Condition {
    /// What this condition forces before or beside the step, if it forces anything.
    pub fn binding(&self) -> Option<&Expr> {
        let earned_first = matches!(self.relation, Relation::Prerequisite | Relation::CorequisiteStrict | Relation::CorequisiteLoose);
        self.need.as_ref().filter(|_| self.enforced && earned_first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_requirement_is_read_and_written_back_the_same() {
        for text in [
            r#"{"competency":"sql","level":2}"#,
            r#"{"competency":"english","scale":"cefr","level":"B2"}"#,
            r#"{"competency":"sql"}"#,
            r#"{"credential":"a"}"#,
            r#"{"all":[{"credential":"a"},{"any":[{"credential":"b"},{"not":{"credential":"c"}}]}]}"#,
            r#"{"at_least":2,"of":[{"credential":"a"},{"credential":"b"}]}"#,
            r#"{"credits":8,"scheme":"ECTS","max_age_months":60,"of":["a","b"],"level":"EQF6"}"#,
            r#"{"code":"CS10*"}"#,
            r#"{"entry":"age","at_least":18}"#,
            r#"{"entry":"experience","at_least":24,"in":"security"}"#,
            r#"{"entry":"residency","place":"US"}"#,
            r#"{"entry":"education","what":"secondary"}"#,
        ] {
            let expr: Expr = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&expr).unwrap(), text);
        }
    }

    #[test]
    fn a_requirement_that_says_two_things_or_none_is_refused_with_a_hint() {
        let said = |text: &str| serde_json::from_str::<Expr>(text).unwrap_err().to_string();
        assert!(said(r#"{"competency":"sql","credential":"a"}"#).contains("`credential` does not belong"));
        assert!(said(r#"{"credential":"a","level":2}"#).contains("`level` does not belong"));
        assert!(said("{}").contains("one of"));
        assert!(said(r#"{"entry":"age"}"#).contains("years"));
        assert!(said(r#"{"skill":"sql"}"#).contains("unknown field"));
        let deep = format!("{}{{\"credential\":\"a\"}}{}", "{\"not\":".repeat(40), "}".repeat(40));
        assert!(said(&deep).contains("flatten"));
    }

    #[test]
    fn a_code_pattern_fits_whole_codes_only() {
        for (pattern, code, fit) in [
            ("CS10*", "CS1010", true),
            ("CS10*", "CS2010", false),
            ("CS????", "CS1010", true),
            ("CS???", "CS1010", false),
            ("*01", "SY0-701", true),
            ("*", "", true),
            ("", "A", false),
        ] {
            assert_eq!(code_fits(pattern, code), fit, "{pattern} {code}");
        }
    }
}
