//! `pathstack plan`: a question in, proven pathways out, or the reason why there is none.

mod aside;
mod found;
mod impasse;
mod study;
mod timeline;

use super::{
    catalogue::Source,
    clock,
    learner::{Goal, Shown, credential},
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::{
    advisor::{Advice, Asides, Shelf, advise, advise_aside},
    explain::Speaker,
    gap::State,
    locale,
    model::{Date, Necessity},
    plan::{self, Ending, Found, Pathway, Question},
    web::{
        api::shape::{PathwaysRequest, PathwaysResponse},
        calendar,
    },
};
use clap::{Args, ValueEnum};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use study::Study;

/// Find the cheapest, fastest and smallest stack of credentials to a job
///
/// Every answer is proven, or says how far from the best it can be at most.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Plan {
    #[command(flatten)]
    goal: Goal,
    #[command(flatten)]
    shown: Shown,
    #[command(flatten)]
    study: Study,
    /// Which pathway to show step by step
    #[arg(long, value_enum, default_value_t, value_name = "AIM", help_heading = "Answer")]
    aim: Aim,
    /// How long to think at most about each answer, such as `10s`; then the best found so far is shown with its bound [default: 2s]
    #[arg(long, value_name = "TIME", value_parser = clock::duration, help_heading = "Answer")]
    time_limit: Option<Duration>,
    /// Show every cash line
    #[arg(long, help_heading = "Answer")]
    ledger: bool,
    /// A credential of which to tell why it is not in the answer, and what it would cost to have it there; repeat for several
    #[arg(long, value_name = "CREDENTIAL", help_heading = "Answer")]
    why_not: Vec<String>,
    /// Answer with a change as well and compare, such as `hours=15` or `budget="USD 500",deadline=none`; repeat for several
    #[arg(long, value_name = "CHANGE", help_heading = "Answer")]
    what_if: Vec<String>,
    /// Tell what each of your limits and wishes costs in money and days
    #[arg(long, help_heading = "Answer")]
    policy_prices: bool,
    /// Write the dates of the pathway shown to a calendar file (iCalendar); `-` is standard output
    #[arg(long, value_name = "FILE", help_heading = "Answer")]
    ics: Option<PathBuf>,
    /// Show what the answer rests on: edition, question, objective, code
    #[arg(long, help_heading = "Answer")]
    receipt: bool,
    /// Save the question as a problem that `solve`, peers and bug reports share
    #[arg(long, value_name = "FILE", help_heading = "Answer")]
    save: Option<PathBuf>,
    /// A question in JSON, as sent over HTTP; flags add to it. `-` is standard input
    #[arg(long, value_name = "FILE", help_heading = "Answer")]
    request: Option<PathBuf>,
}

const EXAMPLES: &str = "\
For example:
  pathstack plan \"data analyst\"
  pathstack plan \"data analyst\" --holds sql:2 --holds comptia-a-plus --hours 6 --budget \"USD 500\"
  pathstack plan --competency sql:3 --competency python:2 --aim fastest";

/// How long to think where nothing is said.
const THINK: Duration = Duration::from_secs(2);

/// Which of the named pathways.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Aim {
    /// Least money; then ready date, credentials, effort
    #[default]
    Cheapest,
    /// Ready first; then money, credentials, effort
    Fastest,
    /// Fewest new credentials; then money, ready date, effort
    Fewest,
    /// Least money and worth of the weeks together; asks for `--week-value`
    Balanced,
}

impl Aim {
    const ALL: [Self; 4] = [Self::Cheapest, Self::Fastest, Self::Fewest, Self::Balanced];

    fn word(self) -> &'static str {
        match self {
            Self::Cheapest => "cheapest",
            Self::Fastest => "fastest",
            Self::Fewest => "fewest",
            Self::Balanced => "balanced",
        }
    }

    fn of(self, found: &Found) -> Option<&Pathway> {
        match self {
            Self::Cheapest => Some(&found.cheapest),
            Self::Fastest => Some(&found.fastest),
            Self::Fewest => Some(&found.fewest),
            Self::Balanced => found.balanced.as_ref(),
        }
    }
}

/// Reads a civil date.
pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is no date; write it as 2027-01-31"))
}

impl Plan {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let shelf = source.shelf(terminal)?;
        let request = self.request(&shelf, terminal)?;
        let limit = Some(self.time_limit.or(request.time_limit_ms.map(Duration::from_millis)).unwrap_or(THINK));
        let question = request.question(&shelf, clock::today())?;
        if let Some(path) = &self.save {
            save(&shelf, &question, path, terminal)?;
        }
        let beside = request.asides(&shelf, clock::today())?;
        let advice = clock::within(limit, |budget| advise(&shelf, question, budget))?;
        let mut asides = Asides::default();
        for one in beside.each() {
            asides.append(clock::within(limit, |budget| advise_aside(&shelf, &advice.question, &one, budget))?);
        }
        if let Some(file) = &self.ics {
            self.write_calendar(&shelf, &advice, file, terminal)?;
        }
        let end = match advice.answer.ending {
            Ending::Met | Ending::Found(_) => End::Found,
            Ending::Impasse(_) => End::None,
            Ending::Stopped => End::Short,
        };
        if terminal.json {
            let names = terminal.names.clone();
            terminal.json(&PathwaysResponse::new(&shelf, &advice, &names).beside(&shelf, &advice, &asides, &names))?;
        } else if self.ics.as_deref().is_none_or(|file| file != Path::new("-")) {
            self.show(&shelf, &advice, &asides, terminal)?;
        }
        Ok(end)
    }

    fn request(&self, shelf: &Shelf, terminal: &mut Terminal) -> Result<PathwaysRequest, Trouble> {
        let mut request = match &self.request {
            Some(path) => read_request(path)?,
            None => PathwaysRequest::default(),
        };
        if let Some(role) = self.goal.role(shelf, terminal)? {
            request.role = Some(role);
        }
        request.competencies.extend(self.goal.competencies(shelf, terminal)?);
        request.holds.extend(self.shown.holds(shelf, terminal)?);
        for name in &self.why_not {
            request.why_not.push(credential(shelf, terminal, name, "--why-not")?);
        }
        request.what_if.extend(self.what_if.iter().cloned());
        request.policy_prices |= self.policy_prices;
        self.study.put_into(&mut request, shelf, terminal)?;
        Ok(request)
    }

    /// Writes the pathway that is shown as a calendar file.
    fn write_calendar(&self, shelf: &Shelf, advice: &Advice, file: &Path, terminal: &mut Terminal) -> Result<(), Trouble> {
        let Ending::Found(found) = &advice.answer.ending else {
            return terminal.talk("note: there is no pathway to write to a calendar");
        };
        let names = terminal.names.clone();
        let speaker = speaker(shelf, advice, &names);
        let path = self.aim.of(found).unwrap_or(&found.cheapest);
        let text = calendar::calendar(path, &speaker, &advice.receipt);
        if file == Path::new("-") {
            return Ok(terminal.bytes(text.as_bytes())?);
        }
        super::file::write(file, text.as_bytes())?;
        terminal.talk(&format!("note: the dates are in {}", file.display()))
    }

    fn show(&self, shelf: &Shelf, advice: &Advice, asides: &Asides, terminal: &mut Terminal) -> std::io::Result<()> {
        let names = terminal.names.clone();
        let speaker = speaker(shelf, advice, &names);
        let to = match &advice.question.goal {
            plan::Goal::Role(at) => shelf.graph.role(*at).title.in_language(&names).to_owned(),
            plan::Goal::Competencies(_) => advice.asked.iter().map(|asked| speaker.need(&asked.need)).collect::<Vec<_>>().join(", "),
        };
        terminal.inked("", Some(Ink::Bold), &to)?;
        terminal.paragraph("", &asks(advice))?;
        match &advice.answer.ending {
            Ending::Met => met(advice, &speaker, terminal)?,
            Ending::Found(found) => self.found(shelf, advice, found, asides.is_empty(), &speaker, terminal)?,
            Ending::Impasse(why) => impasse::show(why, &speaker, terminal)?,
            Ending::Stopped => {
                terminal.gap()?;
                let said = "The time was up before a first pathway was found or ruled out; ask again with a longer --time-limit.";
                terminal.paragraph("", said)?;
            }
        }
        aside::show(advice, asides, &speaker, terminal)?;
        if self.receipt {
            aside::receipt(&advice.receipt, terminal)?;
        }
        Ok(())
    }
}

fn speaker<'a>(shelf: &'a Shelf, advice: &'a Advice, names: &'a str) -> Speaker<'a> {
    Speaker {
        graph: &shelf.graph,
        names,
        language: locale::fallback().tag(),
        currency: advice.question.currency,
        asked: &advice.asked,
        gates: &advice.gates,
        spoken: false,
    }
}

/// What is asked and how much of it is met already.
fn asks(advice: &Advice) -> String {
    let judged = &advice.answer.gap.requirements;
    let count = |necessity: Necessity| {
        let of = judged.iter().filter(|one| one.asked.necessity == necessity);
        (of.clone().count(), of.filter(|one| one.state == State::Met).count())
    };
    let (essential, met) = count(Necessity::Essential);
    let (desirable, _) = count(Necessity::Desirable);
    let gates = advice.gates.iter().filter(|gate| gate.binding().is_some()).count();
    let noun = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let mut said = vec![match met {
        0 => format!("Asks {}", noun(essential, "essential requirement", "essential requirements")),
        all if all == essential => {
            format!("Asks {}, and you meet them all", noun(essential, "essential requirement", "essential requirements"))
        }
        met => format!("Asks {}; you meet {met}", noun(essential, "essential requirement", "essential requirements")),
    }];
    if gates > 0 {
        said.push(format!("{} to enter the job", noun(gates, "condition", "conditions")));
    }
    if desirable > 0 {
        said.push(noun(desirable, "desirable one is left aside", "desirable ones are left aside"));
    }
    said.join("; ") + "."
}

/// Nothing is missing.
fn met(advice: &Advice, speaker: &Speaker<'_>, terminal: &mut Terminal) -> std::io::Result<()> {
    terminal.gap()?;
    let done = terminal.ink(Ink::Green, "Nothing is missing: you can show all that must be met.").into_owned();
    terminal.line(&done)?;
    let open = |one: &&crate::gap::Judged| one.state != State::Met;
    let desirable: Vec<_> = advice.answer.gap.requirements.iter().filter(open).map(|one| speaker.need(&one.asked.need)).collect();
    if !desirable.is_empty() {
        terminal.heading("Desirable and still open")?;
        for need in desirable {
            terminal.paragraph("  - ", &need)?;
        }
    }
    Ok(())
}

fn read_request(path: &std::path::Path) -> Result<PathwaysRequest, Trouble> {
    let text = super::file::read(path)?;
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(&text)).map_err(|error| {
        let place = error.path().to_string();
        let what = format!("{}: {place}: {}", path.display(), error.inner());
        Trouble::new(what, "the members are those of `POST /v1/pathways`; leave out what you do not know")
    })
}

fn save(shelf: &Shelf, question: &Question, path: &std::path::Path, terminal: &mut Terminal) -> Result<(), Trouble> {
    let problem = plan::problem(&shelf.graph, question)?;
    super::file::write(path, format!("{}\n", problem.to_json()).as_bytes())?;
    terminal.talk(&format!("note: saved as {}; `pathstack solve {}` answers it as numbers", path.display(), path.display()))
}
