//! Times as shares of the reference, committed beside what was listed.

use super::{cpu, ranking, reference};
use pathstack::recommend::{Board, Kind, Log, Params, Recommender, Trail};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

/// Times against the reference, and what was listed.
#[derive(Serialize, Deserialize)]
struct Committed {
    /// Fitting on all cores together, in percent of the reference.
    fit_percent: f64,
    /// The median list, in millionths of the reference.
    list_millionths: f64,
    /// The sum of the first, the third and the tenth items of all lists.
    listed: [u64; 3],
}

fn committed() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/recommend/ratios.json")
}

fn measure(log: &Log, kind: Kind, histories: &[Trail]) -> Committed {
    // Around what is measured, so that both meet the same neighbours on the machine; the least of several is of a moment without any.
    let unit = || (0..5).map(|_| reference()).fold(f64::INFINITY, f64::min);
    let (before, used) = (unit(), cpu().unwrap_or(f64::NAN));
    let model = Recommender::fit(log, &Params::new(kind), &mut |_, _, _| ());
    let used = cpu().unwrap_or(f64::NAN) - used;
    let (half, _) = ranking(&model, histories);
    let unit = before.min(unit());
    let mut board = Board::default();
    let mut listed = [0; 3];
    for history in histories {
        let list = model.top(&mut board, history, 10);
        for (sum, place) in listed.iter_mut().zip([0, 2, 9]) {
            *sum += list.get(place).map_or(0, |ranked| u64::from(ranked.item));
        }
    }
    let rounded = |value: f64| (value * 10.0).round() / 10.0;
    Committed { fit_percent: rounded(used / unit * 100.0), list_millionths: rounded(half / unit), listed }
}

/// Compares with the committed ratios, or commits anew.
pub(crate) fn compare(log: &Log, write: bool) -> ExitCode {
    let text = std::fs::read_to_string(committed()).unwrap_or_else(|_| "{}".to_owned());
    let old: BTreeMap<String, Committed> = serde_json::from_str(&text).expect("ratios that were written by this bench");
    let histories: Vec<Trail> = log.trails().to_vec();
    let mut new = BTreeMap::new();
    let mut good = true;
    println!(
        "| model | fit, % of the reference | committed | list, millionths | committed | listed |\n| --- | --- | --- | --- | --- | --- |"
    );
    for kind in Kind::ALL {
        let now = measure(log, kind, &histories);
        let was = old.get(kind.name());
        let (fit, list) = was.map_or((0.0, 0.0), |was| (was.fit_percent, was.list_millionths));
        println!("| {kind} | {} | {fit} | {} | {list} | {:?} |", now.fit_percent, now.list_millionths, now.listed);
        // The clock of processes ticks in hundredths of a second: of what takes no longer, nothing can be said.
        let fast = |now: f64, was: f64, tick: f64| now <= 2.0 * was + tick;
        good &= write
            || was.is_some_and(|was| now.listed == was.listed && fast(now.fit_percent, fit, 30.0) && fast(now.list_millionths, list, 5.0));
        new.insert(kind.name().to_owned(), now);
    }
    if write {
        let lines: Vec<String> =
            new.iter().map(|(name, now)| format!("{name:?}:{}", serde_json::to_string(now).expect("numbers"))).collect();
        std::fs::write(committed(), format!("{{{}}}\n", lines.join(",\n"))).expect("the file can be written");
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
