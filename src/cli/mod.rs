//! The terminal: parse, ask the advisor, show.
//!
//! Data goes to standard output, talk to standard error. Exit codes: 0 found, 1 none, 2 trouble. A reader that leaves early, as `head`
//! does, is no failure.

mod account;
mod backup;
mod catalogue;
mod check;
mod clock;
mod completeness;
mod completions;
mod coverage;
mod database;
mod diff;
mod doctor;
mod editions;
mod entry;
mod evaluate;
mod events;
mod export;
mod file;
mod fit;
mod gap;
mod import;
mod learner;
mod limits;
mod lint;
mod mentions;
mod organisation;
mod plan;
mod recommend;
mod record;
mod schema;
mod search;
mod serve;
mod settings;
mod solve;
mod terminal;
#[cfg(feature = "otel")]
mod traces;
mod trouble;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use settings::{Setting, Settings};
use std::{ffi::OsString, process::ExitCode};
use terminal::{Colour, Terminal};
use trouble::{Ends, Trouble};

/// Which micro-credentials take you from what you can prove today to the job you want: cheapest, fastest, fewest, and proven
#[derive(Parser)]
#[command(name = "pathstack", version, propagate_version = true, max_term_width = 110, after_help = AFTER)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    source: catalogue::Source,
    /// Answer in JSON, in the same shapes as over HTTP
    #[arg(long, global = true, help_heading = "Global options")]
    json: bool,
    /// When to use colour; `auto` is on a terminal unless `NO_COLOR` is set
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = "Global options")]
    color: Colour,
    /// Columns to fill; as wide as the terminal, at most 120, where left out
    #[arg(long, global = true, value_name = "COLUMNS", help_heading = "Global options")]
    width: Option<usize>,
    /// The language of names where the catalogue has it, such as `es`
    #[arg(long, global = true, value_name = "LANGUAGE", default_value = "en", help_heading = "Global options")]
    names: String,
    /// A file of settings, `key = value` a line in TOML: what flags and the environment do not say
    #[arg(long, global = true, value_name = "FILE", env = "PATHSTACK_CONFIG", hide_env = true, help_heading = "Global options")]
    config: Option<std::path::PathBuf>,
}

const AFTER: &str = "\
Start with `pathstack roles` and `pathstack plan \"data analyst\"`.
Exit codes: 0 found, 1 none, 2 trouble.";

#[derive(Subcommand)]
enum Command {
    Plan(Box<plan::Plan>),
    Gap(gap::Gap),
    Recommend(recommend::Recommend),
    Roles(search::Roles),
    Role(record::Role),
    Credentials(search::Credentials),
    Credential(record::Credential),
    Competencies(search::Competencies),
    Competency(record::Competency),
    Coverage(Box<coverage::Coverage>),
    Mentions(mentions::Mentions),
    Lint(lint::Lint),
    Completeness(completeness::Completeness),
    Import(import::Import),
    Editions(editions::Editions),
    Diff(diff::Diff),
    Export(export::Export),
    Fit(fit::Fit),
    Evaluate(evaluate::Evaluate),
    Serve(serve::Serve),
    Account(account::Account),
    Backup(backup::Backup),
    Restore(backup::Restore),
    Audit(backup::Audit),
    Doctor(doctor::Doctor),
    Solve(solve::Solve),
    Check(check::Check),
    Schema(schema::Schema),
    Completions(completions::Completions),
}

/// Runs the command line and gives its exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let mut whole = Cli::command();
    let settings = Settings::named_by(&arguments, &whole);
    if let Ok(settings) = &settings {
        whole = settings.applied_to(whole);
    }
    let matches = match whole.try_get_matches_from_mut(arguments) {
        Ok(matches) => matches,
        Err(refused) => {
            let code = u8::try_from(refused.exit_code()).unwrap_or(2);
            // Help that nobody reads to the end is no failure.
            let _ = refused.print();
            return code.into();
        }
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(refused) => {
            let _ = refused.print();
            return ExitCode::from(2);
        }
    };
    let mut terminal = Terminal::new(cli.json, cli.color, cli.width, cli.names);
    let told = settings.map(|settings| {
        let applied = matches.subcommand().map(|(_, matches)| settings.told(&whole, matches)).unwrap_or_default();
        (settings, applied)
    });
    let ends = told.and_then(|(settings, applied)| obey(cli.command, &cli.source, (&settings, &applied), &mut terminal)).and_then(|end| {
        terminal.flush()?;
        Ok(end)
    });
    match ends {
        Ok(end) => end.into(),
        Err(Trouble::Hangup) => ExitCode::SUCCESS,
        Err(Trouble::Said { what, hint }) => {
            terminal.complain(&what, &hint);
            ExitCode::from(2)
        }
    }
}

/// Reads a command line as [`run`] does, and does nothing.
///
/// # Errors
///
/// What it would say where it does not understand, or shows help instead.
pub fn understand(arguments: impl IntoIterator<Item = OsString>) -> Result<(), String> {
    let matches = Cli::command().try_get_matches_from(arguments).map_err(|refused| refused.to_string())?;
    Cli::from_arg_matches(&matches).map(drop).map_err(|refused| refused.to_string())
}

/// Reads a settings file as [`run`] does, and does nothing.
///
/// # Errors
///
/// What it would say where it does not understand.
pub fn understand_settings(text: &str) -> Result<(), String> {
    settings::read(text, std::path::Path::new("settings"), &Cli::command()).map(drop).map_err(|trouble| match trouble {
        Trouble::Hangup => String::new(),
        Trouble::Said { what, hint } => format!("{}; {hint}", what.join("; ")),
    })
}

/// Reads what people took, as `fit` does, and does nothing.
///
/// # Errors
///
/// What it would say where it does not understand.
pub fn understand_events(bytes: &[u8]) -> Result<(), String> {
    events::events_of(bytes, std::path::Path::new("events.csv")).map(drop).map_err(|trouble| match trouble {
        Trouble::Hangup => String::new(),
        Trouble::Said { what, hint } => format!("{}; {hint}", what.join("; ")),
    })
}

fn obey(command: Command, source: &catalogue::Source, settings: (&Settings, &[Setting]), terminal: &mut Terminal) -> Ends {
    match command {
        Command::Plan(plan) => plan.run(source, terminal),
        Command::Gap(gap) => gap.run(source, terminal),
        Command::Recommend(recommend) => recommend.run(source, terminal),
        Command::Roles(roles) => roles.run(source, terminal),
        Command::Role(role) => role.run(source, terminal),
        Command::Credentials(credentials) => credentials.run(source, terminal),
        Command::Credential(credential) => credential.run(source, terminal),
        Command::Competencies(competencies) => competencies.run(source, terminal),
        Command::Competency(competency) => competency.run(source, terminal),
        Command::Coverage(coverage) => coverage.run(source, terminal),
        Command::Mentions(mentions) => mentions.run(source, terminal),
        Command::Lint(lint) => lint.run(source, terminal),
        Command::Completeness(completeness) => completeness.run(source, terminal),
        Command::Import(import) => import.run(source, terminal),
        Command::Editions(editions) => editions.run(source, terminal),
        Command::Fit(fit) => fit.run(terminal),
        Command::Evaluate(evaluate) => evaluate.run(terminal),
        Command::Diff(diff) => diff.run(source, terminal),
        Command::Export(export) => export.run(source, terminal),
        Command::Serve(serve) => serve.run(source, terminal),
        Command::Account(account) => account.run(source, terminal),
        Command::Backup(backup) => backup.run(source, terminal),
        Command::Restore(restore) => restore.run(source, terminal),
        Command::Audit(audit) => audit.run(source, terminal),
        Command::Doctor(doctor) => doctor.run(source, settings, terminal),
        Command::Solve(solve) => solve.run(terminal),
        Command::Check(check) => check.run(terminal),
        Command::Schema(schema) => schema.run(terminal),
        Command::Completions(completions) => completions.run(terminal),
    }
}

/// The whole command line, for completions and manuals.
fn command() -> clap::Command {
    Cli::command()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_agrees_with_itself() {
        super::command().debug_assert();
    }
}
