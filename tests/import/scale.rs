//! A generated catalogue in, kept, and its graph made ready: small by default, as large as `PATHSTACK_SCALE` says on demand.
//!
//! `PATHSTACK_SCALE=1000000 cargo test --release --test import scale -- --nocapture` also holds it to its limits: in under 60 s and 4 GB,
//! with the graph in under 15 s.

use crate::shared;
use pathstack::{
    graph::{self, SkillGraph},
    import::{Format, OnDisk, Reading, read},
    store::{Draft, Store},
};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    time::{Duration, Instant},
};

/// The size asked for, if any.
fn asked() -> Option<usize> {
    std::env::var("PATHSTACK_SCALE").ok().and_then(|many| many.parse().ok())
}

/// A seeded source of chance.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

/// Credentials with three awards each, every fifth with a prerequisite, an offering each, and 1,000 roles.
fn generate(path: &Path, credentials: usize) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut dice = Dice(7);
    let competencies = (credentials / 50).max(50);
    writeln!(out, r#"{{"catalogue":{{"format":"pathstack-catalogue/1","id":"generated","title":"Generated"}}}}"#)?;
    for n in 0..competencies {
        writeln!(out, r#"{{"competency":{{"id":"k{n}","name":"Competency number {n}"}}}}"#)?;
    }
    for n in 0..1000 {
        let mut need = || format!(r#"{{"need":{{"competency":"k{}","level":{}}}}}"#, dice.roll(competencies), dice.roll(3) + 1);
        let needs = [(); 12].map(|()| need()).join(",");
        writeln!(out, r#"{{"role":{{"id":"r{n}","title":"Role number {n}","requirements":[{needs}]}}}}"#)?;
    }
    for n in 0..credentials {
        let mut award = || format!(r#"{{"competency":"k{}","level":{}}}"#, dice.roll(competencies), dice.roll(3) + 1);
        let awards = [(); 3].map(|()| award()).join(",");
        let before = if n % 5 == 4 { format!(r#","conditions":[{{"need":{{"credential":"c{}"}}}}]"#, dice.roll(n)) } else { String::new() };
        writeln!(out, r#"{{"credential":{{"id":"c{n}","name":"Certificate {n}","type":"certificate","awards":[{awards}]{before}}}}}"#)?;
        writeln!(
            out,
            r#"{{"offering":{{"id":"c{n}.x","credential":"c{n}","hours":{},"price":"USD {}"}}}}"#,
            dice.roll(200) + 5,
            dice.roll(2000)
        )?;
    }
    out.flush()
}

/// The most memory this process ever had, in megabytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}

#[test]
fn a_generated_catalogue_is_imported_kept_and_its_graph_made_ready() {
    let credentials = asked().unwrap_or(2_000);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("generated.jsonl");
    generate(&path, credentials).unwrap();
    let start = Instant::now();
    let Reading { catalogue, issues } = read(Format::Native, &OnDisk::at(&path));
    let took = start.elapsed();
    assert_eq!((catalogue.credentials.len(), catalogue.offerings.len(), issues.len()), (credentials, credentials, 0));
    let draft = Draft::new(&catalogue, &issues).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let kept = runtime.block_on(async {
        let store = Store::open(folder.path().join("editions.db")).await.unwrap();
        let kept = store.keep(&draft, "generated", "2026-11-23T12:00:00Z".parse().unwrap()).await.unwrap();
        store.close().await;
        kept
    });
    drop(draft);
    let imported = start.elapsed();
    assert_eq!(kept.counts["credential"], credentials as u64);
    let start = Instant::now();
    let graph = SkillGraph::new(graph::Edition { number: 1, title: "generated".into() }, catalogue);
    let ready = start.elapsed();
    assert!(graph.find_role("r7").is_some());
    let peak = peak();
    eprintln!("{credentials} credentials: read in {took:?}, imported in {imported:?}, graph ready in {ready:?}, {peak:?} MB at most");
    if asked().is_some() {
        let of_a_million = credentials.div_ceil(1_000_000) as u32;
        assert!(imported < Duration::from_secs(60) * of_a_million && ready < Duration::from_secs(15) * of_a_million);
        assert!(peak.is_none_or(|peak| peak < 4096 * u64::from(of_a_million)));
    }
}

#[test]
fn whole_classifications_are_read_in_seconds() {
    for (format, name, seconds) in [(Format::Esco, "esco-1.1.1", 3), (Format::Onet, "onet-29.3", 5)] {
        let Some(folder) = shared::folder(name) else { continue };
        let start = Instant::now();
        let records = read(format, &OnDisk::at(folder)).catalogue.len();
        let took = start.elapsed();
        eprintln!("{name}: {records} records in {took:?}");
        // Unoptimised builds and busy machines say nothing about speed.
        assert!(asked().is_none() || took < Duration::from_secs(seconds), "{name} took {took:?}");
    }
}
