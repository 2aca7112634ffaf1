//! `pathstack doctor`: what a server started now would do, and whether it could.

use super::{
    catalogue::Source,
    database,
    import::ReadArgs,
    serve::{self, Serve},
    settings::{Setting, Settings},
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::store::shown;
use clap::Args;
use serde::Serialize;
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

/// Show every setting with where it comes from, and check what a server needs
///
/// Takes the options of `serve` and the limits of `import`, and changes nothing. Exit code 2 means that a server started in this way would not work.
#[derive(Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    serve: Serve,
    #[command(flatten)]
    _reads: ReadArgs,
}

/// How something was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Good,
    Warning,
    Fault,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    state: State,
    detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

#[derive(Serialize)]
struct Report<'r> {
    version: &'static str,
    config: Option<&'r Path>,
    settings: &'r [Setting],
    findings: Vec<Finding>,
}

/// Less free disk than this lets the next import fail; less than [`DISK_FAULT`] every write.
const DISK_WARNING: u64 = 1 << 30;
const DISK_FAULT: u64 = 64 << 20;

fn good(what: &'static str, detail: impl Into<String>) -> Finding {
    Finding { what, state: State::Good, detail: detail.into(), hint: None }
}

fn bad(what: &'static str, state: State, detail: impl Into<String>, hint: impl Into<String>) -> Finding {
    Finding { what, state, detail: detail.into(), hint: Some(hint.into()) }
}

fn found(what: &'static str, trouble: Trouble) -> Finding {
    match trouble {
        Trouble::Hangup => good(what, ""),
        Trouble::Said { what: said, hint } => bad(what, State::Fault, said.join("; "), hint),
    }
}

/// The catalogue that would be answered from, read as a server reads it.
fn catalogue(source: &Source, terminal: &mut Terminal) -> Finding {
    if source.is_new() {
        return good("catalogue", "none is kept yet: `serve` begins with the starter as the first edition".to_owned());
    }
    match source.shelf(terminal) {
        Ok(shelf) => {
            let graph = &shelf.graph;
            let counts = format!(
                "{} roles, {} credentials, {} competencies",
                graph.roles().len(),
                graph.credentials().len(),
                graph.competencies().len()
            );
            let detail = format!("edition {} “{}”: {counts}", graph.edition().number, graph.edition().title);
            if graph.roles().len() == 0 {
                return bad(
                    "catalogue",
                    State::Warning,
                    detail,
                    "without roles only competencies can be asked for; import a publication of roles",
                );
            }
            good("catalogue", detail)
        }
        Err(trouble) => found("catalogue", trouble),
    }
}

fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// A database that is not there yet.
fn to_be_made(path: &Path) -> Finding {
    if folder(path).is_dir() {
        good("database", format!("{} is not there yet: `serve` makes it", shown(path)))
    } else {
        bad(
            "database",
            State::Fault,
            format!("there is no folder {}", folder(path).display()),
            "make the folder, or name another file with --db",
        )
    }
}

fn disk(path: &Path) -> Finding {
    let folder = folder(path);
    match rustix::fs::statvfs(&folder) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let detail = format!("{} MiB free at {}", free >> 20, folder.display());
            match free {
                0..DISK_FAULT => bad("disk", State::Fault, detail, "free some space: writes would fail, reads go on"),
                DISK_FAULT..DISK_WARNING => bad("disk", State::Warning, detail, "free some space before the next import"),
                _ => good("disk", detail),
            }
        }
        Err(error) => bad(
            "disk",
            State::Warning,
            format!("the free space at {} is not known: {error}", folder.display()),
            "check that the folder exists",
        ),
    }
}

/// Whether a server could listen here now.
fn address(what: &'static str, flag: &str, address: std::net::SocketAddr) -> Finding {
    match TcpListener::bind(address) {
        Ok(_) => good(what, format!("{address} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => bad(
            what,
            State::Warning,
            format!("{address} is taken, which is well if it is by this server"),
            format!("choose another with {flag}"),
        ),
        Err(error) => bad(what, State::Fault, format!("{address} cannot be listened on: {error}"), format!("choose another with {flag}")),
    }
}

/// The organisation whose people sign in, asked whether it answers; a service that is up before it waits for it.
fn organisation(serve: &Serve) -> Option<Finding> {
    let what = "organisation";
    let set = match serve.organisation.organisation() {
        Ok(set) => set?,
        Err(trouble) => return Some(found(what, trouble)),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let seen = runtime.map_err(|error| error.to_string()).and_then(|runtime| runtime.block_on(set.look()));
    Some(match seen {
        Ok(seen) => good(what, seen),
        Err(wrong) => bad(what, State::Warning, wrong, "nobody can sign in with it until it answers; check --oidc-issuer and --oidc-ca"),
    })
}

/// Where traces go, in a build that can send them.
#[cfg(feature = "otel")]
fn traces(serve: &Serve) -> Finding {
    let detail =
        serve.otel_endpoint.as_ref().map_or("none are sent: --otel-endpoint names a collector".to_owned(), |to| format!("sent to {to}"));
    good("traces", detail)
}

/// Where traces go, in a build that sends none.
#[cfg(not(feature = "otel"))]
fn traces(_serve: &Serve) -> Finding {
    good("traces", "none are sent: this was built without the feature `otel`")
}

impl Doctor {
    fn findings(&self, source: &Source, terminal: &mut Terminal) -> Vec<Finding> {
        let mut findings = vec![catalogue(source, terminal)];
        if let Some(path) = source.database() {
            match database::examined(path) {
                Ok(seen) => {
                    findings.push(good(
                        "database",
                        format!("{seen}; sound as far as a quick look tells (`pathstack audit verify` looks at its audit log)"),
                    ));
                    findings.extend(seen.is_file.then(|| disk(path)));
                }
                Err(_) if source.is_new() => findings.extend([to_be_made(path), disk(path)]),
                Err(trouble) => findings.push(found("database", trouble)),
            }
        }
        findings.push(address("address", "--addr", self.serve.addr));
        if let Some(beside) = self.serve.metrics_addr {
            findings.push(address("metrics address", "--metrics-addr", beside));
        }
        findings.extend(organisation(&self.serve));
        findings.push(traces(&self.serve));
        let limits = self.serve.limits.limits();
        findings.push(match serve::too_many_connections(limits.connections) {
            None => good("open files", format!("enough for {} connections", limits.connections)),
            Some(most) => {
                let detail =
                    format!("the system lets this process have {most} connections, fewer than the {} of --connections", limits.connections);
                bad("open files", State::Warning, detail, "raise the hard limit of open files, as with `ulimit -Hn` or LimitNOFILE=")
            }
        });
        findings
    }

    pub(super) fn run(&self, source: &Source, settings: (&Settings, &[Setting]), terminal: &mut Terminal) -> Ends {
        let (file, settings) = settings;
        let findings = self.findings(source, terminal);
        let end = if findings.iter().any(|finding| finding.state == State::Fault) { End::Short } else { End::Found };
        if terminal.json {
            terminal.json(&Report { version: env!("CARGO_PKG_VERSION"), config: file.file(), settings, findings })?;
            return Ok(end);
        }
        terminal.line(concat!("pathstack ", env!("CARGO_PKG_VERSION")))?;
        let config = file.file().map_or_else(|| "none; name one with --config".to_owned(), |path| path.display().to_string());
        terminal.line(&format!("settings file: {config}"))?;
        terminal.gap()?;
        let rows = settings.iter().map(|setting| {
            vec![setting.key.clone(), setting.value.clone().unwrap_or_else(|| "–".into()), setting.origin.name().to_owned()]
        });
        terminal.table(&["Setting", "Value", "From"], &[0, 2], &[], rows.collect())?;
        terminal.gap()?;
        for finding in &findings {
            let (ink, word) = match finding.state {
                State::Good => (Ink::Green, "good"),
                State::Warning => (Ink::Yellow, "warning"),
                State::Fault => (Ink::Red, "fault"),
            };
            let first = format!("{:<16} {:<8} ", finding.what, terminal.ink(ink, word));
            terminal.paragraph(&first, &finding.detail)?;
            if let Some(hint) = &finding.hint {
                terminal.paragraph(&" ".repeat(26), hint)?;
            }
        }
        Ok(end)
    }
}
