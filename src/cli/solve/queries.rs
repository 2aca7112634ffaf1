//! Many questions to one catalogue: a line for each, as soon as it is answered.

use super::{Came, Done, Solve, took, word};
use crate::{
    cli::{
        clock, file,
        terminal::Terminal,
        trouble::{End, Ends, Trouble},
    },
    solve::{
        Prepared,
        problem::{Catalogue, Fault, Problem, Query},
    },
};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::{path::Path, sync::Arc};

/// A line that is no question.
#[derive(Serialize)]
struct Refused {
    query: usize,
    status: &'static str,
    faults: Vec<String>,
}

/// Reads a catalogue; of a whole problem the catalogue alone is used.
fn catalogue(path: &Path) -> Result<Arc<Catalogue>, Trouble> {
    let text = file::read(path)?;
    match Catalogue::read(&text) {
        Ok(catalogue) => Ok(Arc::new(catalogue)),
        Err(faults) => match Problem::read(&text) {
            Ok(problem) => Ok(problem.catalogue().clone()),
            Err(_) => Err(Trouble::faults(path, &faults)),
        },
    }
}

fn bar(many: usize, quiet: bool) -> ProgressBar {
    // indicatif draws on standard error, and only where that is a terminal.
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(many as u64) };
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} queries, {eta} left") {
        bar.set_style(style);
    }
    bar
}

impl Solve {
    pub(super) fn run_queries(&self, path: &Path, terminal: &mut Terminal) -> Ends {
        let (catalogue, reading) = clock::timed(|| catalogue(&self.file));
        let catalogue = catalogue?;
        let (prepared, preparing) = clock::timed(|| Prepared::new(catalogue.clone()));
        let text = file::read(path)?;
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
        terminal.talk(&format!(
            "note: {} credentials read in {}, made ready in {}",
            catalogue.credentials().len(),
            took(reading.as_micros() as u64),
            took(preparing.as_micros() as u64)
        ))?;
        let empty = Problem::new(catalogue, Query::default()).map_err(|faults| Trouble::faults(&self.file, &faults))?;
        // Lines of answers on the same terminal would tear a bar apart.
        let bar = bar(lines.len(), std::io::IsTerminal::is_terminal(&std::io::stdout()));
        let (mut found, mut none, mut short) = (0_usize, 0_usize, 0_usize);
        let mut times = Vec::new();
        if !terminal.json && self.front.is_empty() {
            terminal.line(&format!("{:>6}  {:<10} {:>12} {:>9} {:>6}  {:>10}", "query", "status", "cost", "hours", "count", "took"))?;
        }
        for (number, line) in lines.iter().enumerate() {
            let asked = Query::read(line).and_then(|query| Problem::new(empty.catalogue().clone(), query));
            match asked {
                Ok(problem) => {
                    let problem = self.limited(&problem, problem.query().clone())?;
                    let done = self.answer(&prepared, &problem)?;
                    match done.came.end() {
                        End::Found => found += 1,
                        End::None => none += 1,
                        End::Short => short += 1,
                    }
                    times.push(done.micros);
                    if terminal.json { self.json(&done, terminal, Some(number))? } else { line_of(number, &done, terminal)? }
                }
                Err(faults) => {
                    short += 1;
                    refuse(number, &faults, terminal)?;
                }
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        times.sort_unstable();
        if let (Some(median), Some(most)) = (times.get(times.len() / 2), times.last()) {
            terminal.talk(&format!(
                "note: {found} with a stack, {none} without, {short} undecided or refused; median {}, longest {}",
                took(*median),
                took(*most)
            ))?;
        }
        Ok(match (found, none, short) {
            (_, _, 1..) => End::Short,
            (0, 1.., 0) => End::None,
            _ => End::Found,
        })
    }
}

fn line_of(number: usize, done: &Done, terminal: &mut Terminal) -> std::io::Result<()> {
    let took = took(done.micros);
    let line = match &done.came {
        Came::Answer(answer, _) => {
            let [cost, hours, count] =
                answer.objective.map_or_else(Default::default, |is| [is.cost, is.hours, is.count].map(|value| value.to_string()));
            format!("{number:>6}  {:<10} {cost:>12} {hours:>9} {count:>6}  {took:>10}", word(answer.status))
        }
        Came::Front(front, _) => {
            let complete = if front.complete { "complete" } else { "not complete" };
            format!("{number:>6}  {} points, {complete}  {took:>10}", front.front.len())
        }
    };
    terminal.line(&line)
}

fn refuse(number: usize, faults: &[Fault], terminal: &mut Terminal) -> Result<(), Trouble> {
    if terminal.json {
        return terminal.json_line(&Refused { query: number, status: "refused", faults: faults.iter().map(ToString::to_string).collect() });
    }
    terminal.line(&format!("{number:>6}  refused"))?;
    Ok(faults.iter().take(3).try_for_each(|fault| terminal.paragraph("        ", &fault.to_string()))?)
}
