//! A large edition loads from the native format into a ready graph, quickly and in little memory.
//!
//! `PATHSTACK_SIZE=100000 cargo test --release --test size -- --nocapture` measures the size that is promised, ESCO joined where its
//! release stands in `../shared/data` or `PATHSTACK_SHARED_DATA`.

use pathstack::{
    graph::{Edition, SkillGraph},
    import::{Format, OnDisk, native, read},
    model::Catalogue,
};
use std::{fmt::Write as _, path::PathBuf, time::Instant};

/// A plain generator: always the same numbers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// Kilobytes of memory in use now, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().split(' ').next()?.parse().ok()
}

#[test]
fn a_large_edition_becomes_a_graph() {
    let size: usize = std::env::var("PATHSTACK_SIZE").ok().and_then(|size| size.parse().ok()).unwrap_or(2_000);
    let data = std::env::var_os("PATHSTACK_SHARED_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from).join("esco-1.1.1");
    let mut catalogue = Catalogue::default();
    if data.is_dir() {
        catalogue = read(Format::Esco, &OnDisk::at(&data)).catalogue;
    } else {
        println!("skipped: ESCO's part, for its release is not at {}", data.display());
        for at in 0..2_000 {
            let record = format!(r#"{{"competency": {{"id": "c{at}", "name": "Competency {at}"}}}}"#);
            catalogue.push(serde_json::from_str(&record).unwrap());
        }
    }
    let ids: Vec<String> = catalogue.competencies.iter().map(|competency| competency.id.to_string()).collect();
    let (roles, requirements) = (catalogue.roles.len(), catalogue.roles.iter().map(|role| role.requirements.len()).sum::<usize>());
    let mut text = Vec::new();
    native::write(&catalogue, &mut text).unwrap();
    drop(catalogue);
    let mut text = String::from_utf8(text).unwrap();
    if !text.contains("{\"catalogue\"") {
        text.insert_str(0, "{\"catalogue\": {\"format\": \"pathstack-catalogue/1\", \"id\": \"large\", \"title\": \"Large\"}}\n");
    }
    let mut chance = Chance(7);
    for at in 0..size {
        let awards: Vec<String> = (0..=chance.below(4))
            .map(|_| format!(r#"{{"competency": "{}", "level": {}}}"#, ids[chance.below(ids.len())], 1 + chance.below(4)))
            .collect();
        let conditions = if at > 0 && chance.below(3) == 0 {
            format!(r#", "conditions": [{{"need": {{"credential": "g{}"}}}}]"#, chance.below(at))
        } else {
            String::new()
        };
        let awards = awards.join(", ");
        writeln!(text, r#"{{"credential": {{"id": "g{at}", "name": "Generated {at}", "awards": [{awards}]{conditions}}}}}"#).unwrap();
        let (hours, price) = (4 + chance.below(200), chance.below(900));
        writeln!(
            text,
            r#"{{"offering": {{"id": "g{at}.o", "credential": "g{at}", "hours": {hours}, "price": "USD {price}", "languages": ["en"]}}}}"#
        )
        .unwrap();
    }
    let before = resident();
    let start = Instant::now();
    let reading = native::read("large.jsonl", text.as_bytes());
    let read_in = start.elapsed();
    assert!(reading.issues.len() < 100, "{:?}", reading.issues.get(0));
    let graph = SkillGraph::new(Edition::default(), reading.catalogue);
    let ready_in = start.elapsed();
    assert_eq!(graph.credentials().len(), size);
    assert_eq!(graph.roles().len(), roles);
    println!(
        "{size} credentials, {roles} roles, {} competencies, {requirements} requirements, {} MB of text: read in {read_in:?}, ready in {ready_in:?}; {:?} MB more in use",
        ids.len(),
        text.len() / 1_000_000,
        before.zip(resident()).map(|(before, after)| after.saturating_sub(before) / 1_000),
    );
}
