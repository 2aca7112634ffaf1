//! A PostgreSQL server for tests: the one that `PATHSTACK_POSTGRES` names, or one that is started here from installed binaries.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// A running server; it ends with this value if it was started here.
pub(crate) struct Server {
    url: String,
    started: Option<Started>,
}

struct Started {
    process: Child,
    folder: tempfile::TempDir,
    binaries: PathBuf,
    port: u16,
}

/// Where Debian keeps its versions, and what the path has.
fn binaries() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> =
        std::fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect();
    versions.sort();
    versions.into_iter().rev().find(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
}

/// The server refuses to run as root: then it runs as `postgres`.
fn command(program: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

impl Server {
    /// A server, or nothing where none can be had, which is then said.
    pub(crate) fn start() -> Option<Self> {
        if let Ok(url) = std::env::var("PATHSTACK_POSTGRES") {
            return Some(Self { url, started: None });
        }
        let Some(binaries) = binaries() else {
            eprintln!("SKIPPED: no PostgreSQL is installed here, and PATHSTACK_POSTGRES names none");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        Command::new("chmod").arg("777").arg(folder.path()).status().unwrap();
        let data = folder.path().join("data");
        let made = command(&binaries.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !made.is_ok_and(|made| made.success()) {
            eprintln!("SKIPPED: PostgreSQL is installed, but makes no database here");
            return None;
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = run(&binaries, folder.path(), port);
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let server = Self { url, started: Some(Started { process, folder, binaries, port }) };
        server.wait();
        Some(server)
    }

    fn wait(&self) {
        let Some(started) = &self.started else { return };
        let began = Instant::now();
        let ready = || {
            let mut asked = Command::new(started.binaries.join("pg_isready"));
            asked.args(["-q", "-h", "127.0.0.1", "-p", &started.port.to_string()]).status().is_ok_and(|ready| ready.success())
        };
        while !ready() {
            assert!(began.elapsed() < Duration::from_secs(60), "PostgreSQL does not come up");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The URL of a new, empty database.
    pub(crate) async fn database(&self) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let name = format!("pathstack_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let pool = sqlx::PgPool::connect(&self.url).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await.unwrap();
        pool.close().await;
        let (server, _) = self.url.rsplit_once('/').unwrap();
        format!("{server}/{name}")
    }

    /// Stops the server at once, as a crash would; nothing if it was not started here.
    #[allow(dead_code, reason = "not every test that has a server stops it")]
    pub(crate) fn stop(&mut self) -> bool {
        let Some(started) = &mut self.started else { return false };
        interrupt(&mut started.process);
        true
    }

    /// Starts it again after [`Server::stop`].
    #[allow(dead_code, reason = "not every test that has a server stops it")]
    pub(crate) fn start_again(&mut self) {
        if let Some(started) = &mut self.started {
            started.process = run(&started.binaries, started.folder.path(), started.port);
        }
        self.wait();
    }
}

fn run(binaries: &Path, folder: &Path, port: u16) -> Child {
    command(&binaries.join("postgres"))
        .arg("-D")
        .arg(folder.join("data"))
        .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-k"])
        .arg(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// An immediate shutdown (SIGQUIT) ends every process of the server without saying goodbye.
fn interrupt(process: &mut Child) {
    let _ = Command::new("kill").args(["-QUIT", &process.id().to_string()]).status();
    let _ = process.wait();
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(started) = &mut self.started {
            interrupt(&mut started.process);
            // Its files belong to the user it ran as.
            let _ = Command::new("rm").arg("-rf").arg(started.folder.path().join("data")).status();
        }
    }
}
