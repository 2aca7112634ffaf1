//! Times as shares of one plain pass over the catalogue, committed beside what was answered.

use super::{Rows, worked};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, hint::black_box, path::PathBuf, process::ExitCode};

/// A time against the reference, and what was answered.
#[derive(Serialize, Deserialize)]
struct Committed {
    /// Work of one thread, in percent of the reference.
    percent: f64,
    /// Figures of the answer.
    figures: Vec<i64>,
}

fn committed() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/coverage/ratios.json")
}

/// The reference: every line of the catalogue read as JSON and dropped. Seconds of work, the least of five.
fn reference(lines: &[String]) -> f64 {
    let spent = || worked().values().sum::<f64>();
    let once = |_| {
        let before = spent();
        for line in lines {
            black_box(serde_json::from_str::<serde_json::Value>(line).expect("a line of the native format"));
        }
        spent() - before
    };
    (0..5).map(once).fold(f64::INFINITY, f64::min)
}

/// Compares with the committed ratios, or commits anew.
pub(crate) fn compare(lines: &[String], rows: &Rows, write: bool) -> ExitCode {
    let text = std::fs::read_to_string(committed()).unwrap_or_else(|_| "{}".to_owned());
    let old: BTreeMap<String, Committed> = serde_json::from_str(&text).expect("ratios that were written by this bench");
    let unit = reference(lines) / 100.0;
    let mut new = BTreeMap::new();
    let mut good = write || old.len() == rows.len();
    println!("| question | work, % of the reference | committed | figures |\n| --- | --- | --- | --- |");
    for (name, seconds, figures) in rows {
        let percent = (seconds / unit * 10.0).round() / 10.0;
        println!("| {name} | {percent} | {} | {figures:?} |", old.get(name).map_or(0.0, |old| old.percent));
        good &= write || old.get(name).is_some_and(|old| old.figures == *figures && percent <= 2.0 * old.percent);
        new.insert(name, Committed { percent, figures: figures.clone() });
    }
    if write {
        let lines: Vec<String> =
            new.iter().map(|(name, now)| format!("{name:?}:{}", serde_json::to_string(now).expect("numbers"))).collect();
        std::fs::write(committed(), format!("{{{}}}\n", lines.join(",\n"))).expect("the file can be written");
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
