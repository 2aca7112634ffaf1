//! `pathstack evaluate`: models judged on what was kept back, side by side, and predictions written for others to score.

use super::{
    clock,
    events::{Events, users},
    file,
    fit::{fit, load},
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::recommend::{
    Board, Case, Kind, Log, Params, Recommender, Split, Trail, by_time,
    evaluate::{Judged, ahead, judge},
    leave_last_out, leave_second_last_out,
    metric::{Figures, Interval},
};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::{path::PathBuf, time::Duration};

/// Judge models that learn from what people took, on what was kept back
///
/// Every model is fitted to the training part alone and ranks all items a person has not taken yet. `last` keeps back the last item of
/// everybody who took enough; `time` learns from the earliest events only and asks for what came later.
#[derive(Args)]
#[command(after_help = "\
With --predict nothing is kept back: the model is fitted to all events, and the best items of each person of that file (column
user_id) are written as CSV: user_id,rank,item_id,score. Rank 1 is best; scores compare within one person only.

For example: pathstack evaluate ./history --model blend
             pathstack evaluate ./history --model blend --predict users.csv --top 10 --out predictions.csv")]
pub(super) struct Evaluate {
    #[command(flatten)]
    events: Events,
    /// Which models; all where left out. Repeat for several
    #[arg(long, value_name = "MODEL", value_parser = |name: &str| name.parse::<Kind>())]
    model: Vec<Kind>,
    /// What is kept back; `last` and `time` where left out
    #[arg(long, value_enum, value_name = "SPLIT")]
    split: Option<How>,
    /// How many items make a list
    #[arg(long, value_name = "COUNT", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    top: u32,
    /// How many items a person must have taken to be a case
    #[arg(long, value_name = "COUNT", default_value_t = 5, value_parser = clap::value_parser!(u32).range(2..))]
    least: u32,
    /// With `time`: per cent of the events that are learned from
    #[arg(long, value_name = "PERCENT", default_value_t = 80, value_parser = clap::value_parser!(u8).range(1..=99))]
    earliest: u8,
    /// Where chance begins
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// How many people's word it takes to move the linear model; to be chosen by `inner`
    #[arg(long, value_name = "PEOPLE", default_value_t = 40.0, value_parser = ridge)]
    ridge: f64,
    /// Write predictions for the people of this CSV file, in place of judging
    #[arg(long, value_name = "FILE")]
    predict: Option<PathBuf>,
    /// With --predict: a model that was fitted before, in place of fitting one
    #[arg(long, value_name = "FILE", requires = "predict", conflicts_with = "model")]
    learned: Option<PathBuf>,
    /// With --predict: where to, in place of standard output
    #[arg(long, value_name = "FILE", requires = "predict")]
    out: Option<PathBuf>,
}

/// A number that keeps a matrix regular.
fn ridge(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.parse().ok();
    number.filter(|number| (0.01..=1e6).contains(number)).ok_or_else(|| "write a number from 0.01 to 1000000".to_owned())
}

/// What is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// The last item of everybody
    Last,
    /// The latest events
    Time,
    /// The last item but one of everybody, the last unseen: to choose by, before anything is judged
    Inner,
}

#[derive(Serialize)]
struct Report {
    split: &'static str,
    cases: usize,
    people: usize,
    items: usize,
    training_events: usize,
    top: usize,
    models: Vec<ModelReport>,
    /// The last model against each other one: paired differences.
    against: Vec<Difference>,
}

#[derive(Serialize)]
struct ModelReport {
    model: Kind,
    #[serde(flatten)]
    figures: Figures,
    fit_seconds: f64,
    rank_microseconds: f64,
    table_bytes: usize,
}

#[derive(Serialize)]
struct Difference {
    model: Kind,
    over: Kind,
    hit_rate: Interval,
    ndcg: Interval,
}

/// How long one list takes, on one thread.
fn rank_time(model: &Recommender, cases: &[Case], top: usize) -> Duration {
    let mut board = Board::default();
    let mut listed = 0;
    let ((), took) = clock::timed(|| {
        for case in cases {
            listed += model.top(&mut board, &case.history, top).len();
        }
    });
    took / u32::try_from(cases.len().max(1)).unwrap_or(u32::MAX)
}

impl Evaluate {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Ends {
        let log = self.events.read()?;
        if let Some(path) = &self.predict {
            return self.predict(&log, path, terminal);
        }
        let mut reports = Vec::new();
        for how in [How::Last, How::Time, How::Inner] {
            if self.split.map_or(how != How::Inner, |split| split == how) {
                let split = match how {
                    How::Last => leave_last_out(&log, self.least as usize),
                    How::Time => by_time(&log, self.earliest, self.least as usize),
                    How::Inner => leave_second_last_out(&log, self.least as usize),
                };
                reports.push(self.report(how, &split, terminal)?);
            }
        }
        let cases: usize = reports.iter().map(|report| report.cases).sum();
        if terminal.json {
            terminal.json(&reports)?;
        } else {
            for (at, report) in reports.iter().enumerate() {
                if at > 0 {
                    terminal.gap()?;
                }
                show(report, terminal)?;
            }
        }
        Ok(if cases == 0 { End::None } else { End::Found })
    }

    fn report(&self, how: How, split: &Split, terminal: &mut Terminal) -> Result<Report, Trouble> {
        let top = self.top as usize;
        let kinds = if self.model.is_empty() { Kind::ALL.to_vec() } else { self.model.clone() };
        let mut judged: Vec<Judged> = Vec::new();
        let mut models = Vec::new();
        for kind in kinds {
            let params = Params { seed: self.seed, ridge: self.ridge, ..Params::new(kind) };
            let (model, took) = clock::timed(|| fit(&split.training, &params));
            let one = judge(model, split, top);
            models.push(ModelReport {
                model: kind,
                figures: one.figures.clone(),
                fit_seconds: took.as_secs_f64(),
                rank_microseconds: rank_time(&one.model, &split.cases, top).as_secs_f64() * 1e6,
                table_bytes: one.model.bytes(),
            });
            judged.push(one);
            terminal.flush()?;
        }
        let against = judged.split_last().map_or_else(Vec::new, |(last, others)| {
            let difference = |other: &Judged| {
                let (hit_rate, ndcg) = ahead(&last.lists, &other.lists, &split.cases, self.seed);
                Difference { model: last.model.kind(), over: other.model.kind(), hit_rate, ndcg }
            };
            others.iter().map(difference).collect()
        });
        Ok(Report {
            split: match how {
                How::Last => "last item of each person",
                How::Time => "later events",
                How::Inner => "last item but one of each person, the last unseen",
            },
            cases: split.cases.len(),
            people: split.training.users().len(),
            items: split.training.items().len(),
            training_events: split.training.events(),
            top,
            models,
            against,
        })
    }

    fn predict(&self, log: &Log, path: &std::path::Path, terminal: &mut Terminal) -> Ends {
        let asked = users(path)?;
        let model = if let Some(path) = &self.learned {
            load(path)?.0
        } else {
            let kind = self.model.last().copied().unwrap_or(Kind::Blend);
            fit(log, &Params { seed: self.seed, ridge: self.ridge, ..Params::new(kind) })
        };
        let mut out = csv::Writer::from_writer(Vec::new());
        let write = |error: csv::Error| Trouble::new(format!("predictions cannot be written: {error}"), "this is a fault of pathstack");
        out.write_record(["user_id", "rank", "item_id", "score"]).map_err(write)?;
        let (mut board, mut unknown, mut ranking) = (Board::default(), 0, Duration::ZERO);
        for user in &asked {
            let at = log.users().iter().position(|other| **other == **user);
            let history = at.and_then(|at| log.trails().get(at));
            unknown += usize::from(history.is_none());
            let history = history.map_or_else(Trail::new, |history| placed(log, &model, history));
            let (list, took) = clock::timed(|| model.top(&mut board, &history, self.top as usize));
            ranking += took;
            for (at, ranked) in list.iter().enumerate() {
                let item = model.items().get(ranked.item as usize).map_or("", |item| item);
                out.write_record([user.as_str(), &(at + 1).to_string(), item, &format!("{:.6}", ranked.score)]).map_err(write)?;
            }
        }
        let bytes = out.into_inner().unwrap_or_default();
        match &self.out {
            Some(path) => file::write(path, &bytes)?,
            None => terminal.bytes(&bytes)?,
        }
        terminal.talk(&format!("ranked {} lists in {:.6} s", asked.len(), ranking.as_secs_f64()))?;
        if unknown > 0 {
            terminal.talk(&format!("note: {unknown} of {} people have no events; theirs is what most people took", asked.len()))?;
        }
        Ok(if asked.is_empty() { End::None } else { End::Found })
    }
}

/// A history by the model's own places; what the model does not know is left out.
fn placed(log: &Log, model: &Recommender, history: &Trail) -> Trail {
    if model.items() == log.items() {
        return history.clone();
    }
    let place = |item: u32| log.items().get(item as usize).and_then(|id| model.find(id));
    history.iter().filter_map(|step| place(step.item).map(|item| crate::recommend::Step { item, at: step.at })).collect()
}

fn interval(interval: Interval) -> String {
    format!("{:.3} ({:.3}–{:.3})", interval.mean, interval.low, interval.high)
}

fn signed(interval: Interval) -> String {
    format!("{:+.3} ({:+.3} to {:+.3})", interval.mean, interval.low, interval.high)
}

fn show(report: &Report, terminal: &mut Terminal) -> std::io::Result<()> {
    terminal.paragraph(
        "",
        &format!(
            "Kept back: {}; {} cases, fitted to {} events of {} people over {} items",
            report.split, report.cases, report.training_events, report.people, report.items
        ),
    )?;
    if report.cases == 0 {
        return Ok(());
    }
    terminal.gap()?;
    let rows = report.models.iter().map(|model| {
        vec![
            model.model.to_string(),
            interval(model.figures.hit_rate),
            interval(model.figures.ndcg),
            format!("{:.3}", model.figures.coverage),
            format!("{:.3}", model.figures.popularity),
            format!("{:.3}", model.figures.gini),
            format!("{:.2}", model.fit_seconds),
            format!("{:.0}", model.rank_microseconds),
        ]
    });
    let (hits, ndcg) = (format!("HR@{}", report.top), format!("NDCG@{}", report.top));
    let header = ["Model", &hits, &ndcg, "Coverage", "Popularity", "Gini", "Fit s", "Rank µs"];
    terminal.table(&header, &[0, 1, 2], &[3, 4, 5, 6, 7], rows.collect())?;
    terminal.gap()?;
    terminal.paragraph(
        "",
        "In brackets: 95 % by the bootstrap over cases. Coverage: share of the catalogue on some list. Popularity: mean percentile of \
         what is listed, 0.5 without bias. Gini: of listings, 0 all alike.",
    )?;
    if !report.against.is_empty() {
        terminal.gap()?;
        let rows = report.against.iter().map(|one| vec![format!("{} − {}", one.model, one.over), signed(one.hit_rate), signed(one.ndcg)]);
        terminal.table(&["Difference, paired", &hits, &ndcg], &[0, 1, 2], &[], rows.collect())?;
    }
    Ok(())
}
