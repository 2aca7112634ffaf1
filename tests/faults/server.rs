//! The real program, started and ended.

use std::{
    ffi::OsStr,
    fs,
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    time::{Duration, Instant},
};

/// A server that runs; it ends with this.
pub(crate) struct Server {
    child: Child,
    pub(crate) at: SocketAddr,
    /// The door for metrics.
    pub(crate) metrics: SocketAddr,
    lines: mpsc::Receiver<String>,
}

/// The program to try: the one built with the tests unless another is named, such as a release build.
pub(crate) fn program() -> PathBuf {
    let named = std::env::var_os("PATHSTACK_BIN").map(PathBuf::from);
    // A test runs in the package's folder, whichever folder it was started from.
    named.unwrap_or_else(|| env!("CARGO_BIN_EXE_pathstack").into())
}

/// A command of it, with nothing from the environment of whoever runs the tests.
pub(crate) fn command() -> Command {
    command_under(&[])
}

/// The same, started by another program that becomes it.
fn command_under(wrapper: &[&str]) -> Command {
    let mut command = match wrapper {
        [] => Command::new(program()),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program());
            command
        }
    };
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PATHSTACK_") {
            command.env_remove(name);
        }
    }
    command
}

impl Server {
    /// Starts it on free ports.
    pub(crate) fn start<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Self {
        Self::start_under(&[], arguments)
    }

    /// The same, started by another program that becomes it.
    pub(crate) fn start_under<S: AsRef<OsStr>>(wrapper: &[&str], arguments: impl IntoIterator<Item = S>) -> Self {
        let mut command = command_under(wrapper);
        command.args(["serve", "--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0"]).env("PATHSTACK_LOG", "warn").args(arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let (tell, lines) = mpsc::channel();
        let read = BufReader::new(child.stderr.take().unwrap());
        std::thread::spawn(move || {
            for line in read.lines().map_while(Result::ok) {
                let _ = tell.send(line);
            }
        });
        let mut seen = Vec::new();
        let mut address = |before: &str| {
            let until = Instant::now() + Duration::from_secs(60);
            loop {
                let line = lines.recv_timeout(until - Instant::now()).unwrap_or_else(|_| panic!("no server: {seen:?}"));
                let rest = line.split_once(before).map(|(_, rest)| rest.split(['/', ';']).next().unwrap_or_default().to_owned());
                seen.push(line);
                if let Some(rest) = rest {
                    return rest.parse().unwrap();
                }
            }
        };
        let (metrics, at) = (address("metrics on http://"), address("serving on http://"));
        Self { child, at, metrics, lines }
    }

    /// The same with the catalogue for load.
    pub(crate) fn with_load(arguments: &[&str]) -> (Self, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("load.jsonl");
        fs::write(&path, super::load::catalogue()).unwrap();
        let catalogue = [OsStr::new("--catalogue"), path.as_os_str()];
        (Self::start(catalogue.into_iter().chain(arguments.iter().map(OsStr::new))), folder)
    }

    /// Resident memory, in MiB.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        resident.and_then(|rest| rest.split_whitespace().next()).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) >> 10
    }

    /// Files and sockets that are open.
    pub(crate) fn files(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id())).map_or(0, Iterator::count)
    }

    /// The process's id.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by its name.
    pub(crate) fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Waits for its end: whether it ended well, and after how long.
    pub(crate) fn wait(&mut self) -> (bool, Duration) {
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(60) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.success(), began.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        (false, began.elapsed())
    }

    /// What it has logged since.
    pub(crate) fn said(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
