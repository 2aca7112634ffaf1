//! `pathstack fit`: a model fitted to all events, judged beforehand on what was kept back, written with its card.

use super::{
    clock,
    events::Events,
    file,
    terminal::Terminal,
    trouble::{End, Ends, Trouble},
};
use crate::recommend::{
    Kind, Log, Params, Recommender,
    evaluate::judge,
    file::{Card, Data, Metric, read, write},
    leave_last_out,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Fit a model to what people took, and write it to a file with its card
#[derive(Args)]
#[command(after_help = "\
Only opaque ids, items and times are read. The model is judged first, the last item of everybody with enough items kept back, then
fitted to all events. Memory: 12 bytes for each two items one person took, twice over, plus 24 bytes times the square of the items in
the linear model, at most 2,000 of them: 96 MB.

For example: pathstack fit ./history --out history.model")]
pub(super) struct Fit {
    #[command(flatten)]
    events: Events,
    /// Which model: popularity, transitions, neighbours, linear, factors, walk or blend
    #[arg(long, value_name = "MODEL", default_value = "blend", value_parser = |name: &str| name.parse::<Kind>())]
    model: Kind,
    /// Where to write it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// What the data call themselves, for the card; the folder's name where left out
    #[arg(long, value_name = "NAME")]
    title: Option<String>,
    /// Where chance begins
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Fit without judging first; the card then has no metric
    #[arg(long)]
    unjudged: bool,
}

/// The shortest list and history a model is judged by for its card.
const TOP: usize = 10;
const LEAST: usize = 5;

/// Fits a model and shows how far it is.
pub(super) fn fit(log: &Log, params: &Params) -> Recommender {
    let bar = ProgressBar::new(1);
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    let model = Recommender::fit(log, params, &mut |doing, at, of| {
        bar.set_message(format!("{}: {doing}", params.kind));
        bar.set_length(of as u64);
        bar.set_position(at as u64);
    });
    bar.finish_and_clear();
    model
}

/// Reads a model file.
pub(super) fn load(path: &Path) -> Result<(Recommender, Card), Trouble> {
    read(&file::read(path)?).map_err(|fault| Trouble::new(format!("{} is no model: {fault}", path.display()), "`pathstack fit` writes one"))
}

impl Fit {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Ends {
        let log = self.events.read()?;
        if log.events() == 0 {
            return Err(Trouble::new("there are no events to learn from", "each line of events.csv is one: user_id,item_id,at"));
        }
        let params = Params { seed: self.seed, ..Params::new(self.model) };
        let metric = (!self.unjudged).then(|| {
            let split = leave_last_out(&log, LEAST);
            let judged = judge(fit(&split.training, &params), &split, TOP);
            let ends = |interval: crate::recommend::metric::Interval| (interval.mean, interval.low, interval.high);
            Metric {
                split: format!("last item of everybody with at least {LEAST}"),
                cases: split.cases.len() as u64,
                top: TOP as u64,
                hit_rate: ends(judged.figures.hit_rate),
                ndcg: ends(judged.figures.ndcg),
            }
        });
        let metric = metric.filter(|metric| metric.cases > 0);
        let (model, took) = clock::timed(|| fit(&log, &params));
        let card = Card {
            model: self.model,
            fitted_by: format!("pathstack {}", env!("CARGO_PKG_VERSION")),
            fitted_at: clock::now().to_string(),
            seed: self.seed,
            data: Data {
                edition: self.title.clone().unwrap_or_else(|| self.events.name()),
                people: log.users().len() as u64,
                items: log.items().len() as u64,
                events: log.events() as u64,
                span: log.span(),
            },
            metric,
            limits: [
                "says what people took, not what did them good, and knows no level, price or prerequisite",
                "knows only the items and people of its data; whoever took nothing is shown what most people took",
                "proposes: it neither admits, grades nor hires, and never changes what is proven",
            ]
            .map(str::to_owned)
            .to_vec(),
        };
        let bytes =
            write(&model, &card).map_err(|error| Trouble::new(format!("the card cannot be written: {error}"), "leave --title out"))?;
        file::write(&self.out, &bytes)?;
        if terminal.json {
            terminal.json(&card)?;
        } else {
            show(&card, terminal)?;
            terminal.talk(&format!(
                "fitted in {:.3} s; {} holds {} kB, {} kB in memory",
                took.as_secs_f64(),
                self.out.display(),
                bytes.len() / 1000,
                model.bytes() / 1000
            ))?;
        }
        Ok(End::Found)
    }
}

/// A card in words.
pub(super) fn show(card: &Card, terminal: &mut Terminal) -> std::io::Result<()> {
    let data = &card.data;
    terminal.line(&format!("Model: {}, by {} at {}, seed {}", card.model, card.fitted_by, card.fitted_at, card.seed))?;
    terminal.line(&format!("Data: {}, {} events of {} people over {} items", data.edition, data.events, data.people, data.items))?;
    match &card.metric {
        Some(metric) => {
            let (hits, low, high) = metric.hit_rate;
            let (ndcg, lowest, highest) = metric.ndcg;
            terminal.paragraph(
                "Judged: ",
                &format!(
                    "{}, {} cases: HR@{} {hits:.3} ({low:.3}–{high:.3}), NDCG@{} {ndcg:.3} ({lowest:.3}–{highest:.3})",
                    metric.split, metric.cases, metric.top, metric.top
                ),
            )?;
        }
        None => terminal.line("Judged: not at all")?,
    }
    for limit in &card.limits {
        terminal.paragraph("Limit: ", limit)?;
    }
    Ok(())
}
