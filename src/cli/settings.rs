//! Settings by flag, environment and file, in this precedence; each has one name, written in three ways.
//!
//! A setting is an option of the command line that also has a name in the environment: `--head-ms`, `PATHSTACK_HEAD_MS`, and `head_ms`
//! in a TOML file named by `--config` or `PATHSTACK_CONFIG`. What the file says becomes the option's default, so that the library that
//! reads the command line keeps the precedence, and whatever becomes an option can be set in all three ways.

use super::{trouble::Trouble, trouble::called};
use clap::{
    Arg, ArgMatches, Command,
    error::{ContextKind, ContextValue},
    parser::ValueSource,
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    fs,
    path::{Path, PathBuf},
};

/// The commands whose options are settings, besides the global ones.
const COMMANDS: [&str; 2] = ["serve", "import"];
/// The command that takes all of them.
const DOCTOR: &str = "doctor";
/// The option that names the file.
const CONFIG: &str = "config";
/// What stands in place of a secret.
const HIDDEN: &str = "***";
/// Most bytes of a settings file.
const LONGEST: u64 = 1 << 20;

/// What the settings file says, by key.
#[derive(Debug, Default)]
pub(super) struct Settings {
    file: Option<PathBuf>,
    values: BTreeMap<String, Vec<String>>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

impl Origin {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Default => "default",
        }
    }
}

/// One setting as it applies.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Setting {
    /// Its name in a settings file.
    pub(super) key: String,
    /// Its value; nothing where it is not set and has no default.
    pub(super) value: Option<String>,
    pub(super) origin: Origin,
    /// The heading it stands under in the help.
    pub(super) group: String,
}

/// Whether an option can be set in a file.
fn is_setting(option: &Arg) -> bool {
    option.get_env().is_some() && option.get_id() != CONFIG
}

/// The options that are settings: those of `serve` and `import` and the global ones, which a command line that was read counts among the
/// former too. Each stands here once.
fn options(command: &Command) -> impl Iterator<Item = &Arg> {
    let own = COMMANDS.iter().filter_map(|name| command.find_subcommand(name)).flat_map(Command::get_arguments);
    let mut seen = BTreeSet::new();
    own.chain(command.get_arguments()).filter(move |option| is_setting(option) && seen.insert(option.get_id().as_str()))
}

/// The file named by `--config`, else by the environment. Told before the command line is read, since it changes how it is read.
fn named(arguments: &[OsString], environment: Option<OsString>) -> Option<PathBuf> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            break;
        }
        if argument == "--config" {
            return rest.next().map(PathBuf::from);
        }
        if let Some(path) = argument.to_str().and_then(|argument| argument.strip_prefix("--config=")) {
            return Some(path.into());
        }
    }
    environment.filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// One value as it would be written on the command line.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// What a settings file says, each value judged as on the command line.
pub(super) fn read(text: &str, path: &Path, command: &Command) -> Result<BTreeMap<String, Vec<String>>, Trouble> {
    let file = called(path);
    let table = text.parse::<toml::Table>().map_err(|error| {
        let line = error.span().map_or(1, |span| 1 + text.bytes().take(span.start).filter(|byte| *byte == b'\n').count());
        Trouble::new(format!("{file} line {line}: {}", error.message()), "settings are written as TOML: one `key = value` a line")
    })?;
    let keys: Vec<&str> = options(command).map(|option| option.get_id().as_str()).collect();
    let mut values = BTreeMap::new();
    for (key, value) in table {
        let Some(option) = options(command).find(|option| option.get_id() == key.as_str()) else {
            let near = keys.iter().min_by_key(|known| (strsim::damerau_levenshtein(known, &key), **known)).copied().unwrap_or_default();
            let hint = format!("the nearest is `{near}`; `pathstack doctor` lists all");
            return Err(Trouble::new(format!("{file}: `{key}` is no setting"), hint));
        };
        let list = match &value {
            toml::Value::Array(values) => values.iter().map(plain).collect(),
            value => plain(value).map(|value| vec![value]),
        };
        let list = list.ok_or_else(|| {
            Trouble::new(format!("{file}: `{key}` has a value of the wrong type"), "write a text, a whole number, true or false")
        })?;
        for value in &list {
            judge(option, value, command).map_err(|said| {
                let flag = option.get_long().unwrap_or(&key);
                Trouble::new(format!("{file}: {key}: {said}"), format!("`pathstack doctor --help` says what --{flag} takes"))
            })?;
        }
        values.insert(key, list);
    }
    Ok(values)
}

/// Whether an option takes a value; what the command line would say if not.
fn judge(option: &Arg, value: &str, command: &Command) -> Result<(), String> {
    let Some(long) = option.get_long() else { return Ok(()) };
    if !option.get_action().takes_values() {
        return if matches!(value, "true" | "false") { Ok(()) } else { Err(format!("`{value}` is neither true nor false")) };
    }
    let arguments = ["pathstack".to_owned(), DOCTOR.to_owned(), format!("--{long}={value}")];
    let Err(error) = command.clone().try_get_matches_from(arguments) else { return Ok(()) };
    // Another option can be at fault too: of these the command line itself speaks later.
    let ours = matches!(error.get(ContextKind::InvalidArg), Some(ContextValue::String(flag)) if flag.split([' ', '=']).next() == Some(&format!("--{long}")));
    if !ours {
        return Ok(());
    }
    let said = error.to_string();
    let first = said.lines().next().unwrap_or_default();
    Err(first.strip_prefix("error: ").unwrap_or(first).to_owned())
}

impl Settings {
    /// The settings of the file that the arguments or the environment name; none where no file is named.
    pub(super) fn named_by(arguments: &[OsString], command: &Command) -> Result<Self, Trouble> {
        let Some(path) = named(arguments, std::env::var_os("PATHSTACK_CONFIG")) else { return Ok(Self::default()) };
        let failed = |error: &std::io::Error| Trouble::file("read", &path, error);
        if path.metadata().map_err(|error| failed(&error))?.len() > LONGEST {
            return Err(Trouble::new(format!("{} is longer than {LONGEST} bytes", called(&path)), "settings are a few lines of TOML"));
        }
        #[expect(clippy::disallowed_methods, reason = "the rim reads its settings")]
        let text = fs::read_to_string(&path).map_err(|error| failed(&error))?;
        let values = read(&text, &path, command)?;
        Ok(Self { file: Some(path), values })
    }

    /// The command line with what the file says in place of defaults.
    pub(super) fn applied_to(&self, mut command: Command) -> Command {
        for (key, values) in &self.values {
            let put = |option: Arg| {
                if option.get_action().takes_values() {
                    option.default_values(values.clone())
                } else {
                    option.default_value(values.concat())
                }
            };
            let everywhere = command.get_arguments().any(|option| option.get_id() == key.as_str());
            let id = key.clone();
            command = if everywhere {
                command.mut_arg(id, put)
            } else {
                // `serve` and whatever takes the same options.
                let whose: Vec<String> = command
                    .get_subcommands()
                    .filter(|one| one.get_arguments().any(|option| option.get_id() == key.as_str() && option.get_env().is_some()))
                    .map(|one| one.get_name().to_owned())
                    .collect();
                whose.into_iter().fold(command, |command, name| command.mut_subcommand(name, |one| one.mut_arg(id.clone(), put)))
            };
        }
        command
    }

    /// The file, where one was named.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// Every setting as it applies to a command that takes them all.
    pub(super) fn told(&self, command: &Command, matches: &ArgMatches) -> Vec<Setting> {
        let one = |option: &Arg| {
            let id = option.get_id().as_str();
            let origin = match matches.value_source(id) {
                Some(ValueSource::CommandLine) => Origin::Flag,
                Some(ValueSource::EnvVariable) => Origin::Environment,
                _ if self.values.contains_key(id) => Origin::File,
                _ => Origin::Default,
            };
            let raw = matches.get_raw(id).into_iter().flatten().map(OsStr::to_string_lossy);
            let value = raw.map(|value| without_password(&value)).collect::<Vec<_>>().join(",");
            let value = if id.ends_with("_secret") && !value.is_empty() { HIDDEN.to_owned() } else { value };
            Setting {
                key: id.to_owned(),
                value: Some(value).filter(|value| !value.is_empty()),
                origin,
                group: option.get_help_heading().unwrap_or("Service").to_owned(),
            }
        };
        options(command).filter(|option| matches.try_contains_id(option.get_id().as_str()).is_ok()).map(one).collect()
    }
}

/// An address without the password in it.
pub(super) fn without_password(text: &str) -> String {
    let hidden = || {
        let (scheme, rest) = text.split_once("://")?;
        let authority = rest.find('/').unwrap_or(rest.len());
        let (user, _) = rest.get(..authority)?.rsplit_once('@')?;
        let name = user.split_once(':')?.0;
        Some(format!("{scheme}://{name}:{HIDDEN}{}", rest.get(user.len()..)?))
    };
    hidden().unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Result<BTreeMap<String, Vec<String>>, String> {
        read(text, Path::new("pathstack.toml"), &super::super::command()).map_err(|trouble| match trouble {
            Trouble::Said { what, hint } => format!("{}; {hint}", what.join("\n")),
            Trouble::Hangup => String::new(),
        })
    }

    #[test]
    fn every_setting_has_one_name_written_in_three_ways() {
        let command = super::super::command();
        for option in options(&command) {
            let id = option.get_id().as_str();
            assert_eq!(option.get_long(), Some(id.replace('_', "-").as_str()));
            assert_eq!(option.get_env(), Some(OsStr::new(&format!("PATHSTACK_{}", id.to_uppercase()))));
        }
        assert!(options(&command).count() > 15);
    }

    #[test]
    fn a_file_sets_texts_numbers_and_lists() {
        let values = said("addr = \"0.0.0.0:80\"\nhead_ms = 500 # short\nlog_json = true\ncatalogue = [\"a.jsonl\", \"starter\"]").unwrap();
        assert_eq!(values["addr"], ["0.0.0.0:80"]);
        assert_eq!(values["head_ms"], ["500"]);
        assert_eq!(values["log_json"], ["true"]);
        assert_eq!(values["catalogue"], ["a.jsonl", "starter"]);
        assert!(said("").unwrap().is_empty());
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_place() {
        assert_eq!(
            said("heads_ms = 1").unwrap_err(),
            "pathstack.toml: `heads_ms` is no setting; the nearest is `head_ms`; `pathstack doctor` lists all"
        );
        assert!(said("a = 1\na = 2").unwrap_err().starts_with("pathstack.toml line 2: "));
        assert!(said("\n\n= 3").unwrap_err().starts_with("pathstack.toml line 3: "));
        assert!(said("[head_ms]\na = 1").unwrap_err().contains("`head_ms` has a value of the wrong type"));
        assert!(said("head_ms = 0.5").unwrap_err().contains("wrong type"));
        let beyond = said("json_depth = 1000").unwrap_err();
        assert!(beyond.contains("json_depth: invalid value '1000'") && beyond.contains("--json-depth takes"), "{beyond}");
        assert!(said("log_json = 3").unwrap_err().contains("neither true nor false"));
        // Which file it is cannot stand in the file.
        assert!(said("config = \"x\"").unwrap_err().contains("is no setting"));
    }

    #[test]
    fn the_file_is_named_by_flag_before_the_environment() {
        let arguments = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(named(&arguments(&["pathstack", "serve", "--config", "a"]), Some("b".into())), Some("a".into()));
        assert_eq!(named(&arguments(&["pathstack", "--config=a", "serve"]), None), Some("a".into()));
        assert_eq!(named(&arguments(&["pathstack", "serve"]), Some("b".into())), Some("b".into()));
        assert_eq!(named(&arguments(&["pathstack", "serve"]), Some("".into())), None);
        assert_eq!(named(&arguments(&["pathstack", "plan", "--", "--config", "a"]), None), None);
    }

    #[test]
    fn flags_come_before_the_file_and_the_file_before_defaults() {
        let command = super::super::command();
        let values = said("head_ms = 500\nbody_ms = 600\naddr = \"127.0.0.1:9\"").unwrap();
        let settings = Settings { file: Some("pathstack.toml".into()), values };
        let command = settings.applied_to(command);
        let matches = command.clone().try_get_matches_from(["pathstack", "doctor", "--head-ms", "700"]).unwrap();
        let told = settings.told(&command, matches.subcommand().unwrap().1);
        let one =
            |key: &str| told.iter().find(|setting| setting.key == key).map(|setting| (setting.value.as_deref(), setting.origin)).unwrap();
        assert_eq!(one("head_ms"), (Some("700"), Origin::Flag));
        assert_eq!(one("body_ms"), (Some("600"), Origin::File));
        assert_eq!(one("addr"), (Some("127.0.0.1:9"), Origin::File));
        assert_eq!(one("headers"), (Some("100"), Origin::Default));
        assert_eq!(one("db"), (None, Origin::Default));
    }

    #[test]
    fn a_secret_is_never_shown() {
        let command = super::super::command();
        let matches = command.clone().try_get_matches_from(["pathstack", "doctor", "--oidc-secret", "a://b:c@d"]).unwrap();
        let told = Settings::default().told(&command, matches.subcommand().unwrap().1);
        let one = told.iter().find(|setting| setting.key == "oidc_secret").unwrap();
        assert_eq!((one.value.as_deref(), one.origin), (Some("***"), Origin::Flag));
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(without_password("postgres://ann:s3:cr@t@db:5432/x"), "postgres://ann:***@db:5432/x");
        assert_eq!(without_password("postgres://db/x"), "postgres://db/x");
        assert_eq!(without_password("/var/lib/a@b:c.db"), "/var/lib/a@b:c.db");
    }
}
