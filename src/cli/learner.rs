//! Where to and with what in hand, as flags: names are looked up, levels are ranks or their names, and what was only guessed is said.

use super::{terminal::Terminal, trouble::Trouble};
use crate::{
    advisor::Shelf,
    graph::{CompetencyAt, CredentialAt, RoleAt},
    lookup::{Hit, How},
    model::{Level, Verification},
    web::api::shape::{Holding, WantedCompetency},
};
use clap::Args;

/// Where to.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Goal {
    /// The job: a title in your words, an alias, a code, an id or a URI
    #[arg(value_name = "ROLE")]
    role: Vec<String>,
    /// A competency to reach, in place of a role, such as `sql:2`; repeat for several
    #[arg(long, short = 'c', value_name = "NAME[:LEVEL]", conflicts_with = "role")]
    competency: Vec<String>,
}

/// What the learner can show.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "What you can show")]
pub(super) struct Shown {
    /// A competency you have or a credential you hold, by your own word: `sql:2`, `sql:working`, `comptia-a-plus`; repeat for several
    #[arg(long, short = 'H', value_name = "NAME[:LEVEL]")]
    holds: Vec<String>,
    /// The same, where somebody assessed it and a document says so
    #[arg(long, value_name = "NAME[:LEVEL]")]
    assessed: Vec<String>,
    /// The same, where a badge or record was verified
    #[arg(long, value_name = "NAME[:LEVEL]")]
    verified: Vec<String>,
}

/// What a name stands for.
enum Meant {
    Competency(CompetencyAt, Option<u8>),
    Credential(CredentialAt),
}

/// The least score at which a name stands for a record without a word about it.
const CERTAIN: u16 = 980;
/// The least score at which it stands for a record at all.
const SURE: u16 = 720;

impl Goal {
    /// The role in the learner's words, if one was named.
    fn words(&self) -> Option<String> {
        let words = self.role.join(" ");
        if words.trim().is_empty() { None } else { Some(words) }
    }

    /// The id of the role, if one was named.
    pub(super) fn role(&self, shelf: &Shelf, terminal: &mut Terminal) -> Result<Option<String>, Trouble> {
        let found = self.words().map(|words| role(shelf, terminal, &words)).transpose()?;
        Ok(found.map(|at| shelf.graph.role(at).id.to_string()))
    }

    /// The competencies to reach.
    pub(super) fn competencies(&self, shelf: &Shelf, terminal: &mut Terminal) -> Result<Vec<WantedCompetency>, Trouble> {
        let mut wanted = Vec::new();
        for name in &self.competency {
            let (at, level) = competency(shelf, terminal, name, "--competency")?;
            wanted.push(WantedCompetency { competency: shelf.graph.competency(at).id.to_string(), level });
        }
        Ok(wanted)
    }

    /// The goal as it was typed, to be typed again.
    pub(super) fn typed(&self) -> String {
        match self.words() {
            Some(role) if role.contains(|c: char| !c.is_alphanumeric() && !"-_./".contains(c)) => format!("\"{role}\""),
            Some(role) => role,
            None => self.competency.iter().map(|name| format!("--competency {name}")).collect::<Vec<_>>().join(" "),
        }
    }
}

/// The role that words stand for; says so where they fit another as well.
///
/// The same rule as for requests: the best hit, if it is sure enough.
pub(super) fn role(shelf: &Shelf, terminal: &mut Terminal, words: &str) -> Result<RoleAt, Trouble> {
    if let Some(at) = shelf.graph.find_role(words) {
        return Ok(at);
    }
    let hits = shelf.lookup.roles(words, 4);
    let label = |at| format!("{} ({})", shelf.graph.role(at).title.in_language(&terminal.names), shelf.graph.role(at).id);
    let Some(first) = hits.first().filter(|first| first.score >= SURE) else {
        let near: Vec<_> = shelf.lookup.suggest(words, 3).into_iter().map(label).collect();
        let hint = if near.is_empty() { "`pathstack roles` lists all".to_owned() } else { format!("did you mean {}?", near.join(", or ")) };
        return Err(Trouble::new(format!("there is no job called `{words}` in this catalogue"), hint));
    };
    let as_well: Vec<_> = hits.iter().skip(1).filter(|hit| hit.score == first.score).map(|hit| label(hit.at)).collect();
    let settled = label(first.at);
    if !as_well.is_empty() {
        terminal.talk(&format!("note: “{words}” is taken as {settled}; it fits as well: {}", as_well.join(", ")))?;
    } else if first.score < CERTAIN || first.how == How::Typo {
        terminal.talk(&format!("note: “{words}” is taken as {settled}"))?;
    }
    Ok(first.at)
}

impl Shown {
    /// What the learner holds, looked up.
    pub(super) fn holds(&self, shelf: &Shelf, terminal: &mut Terminal) -> Result<Vec<Holding>, Trouble> {
        let shown = [
            (&self.holds, Verification::SelfAsserted, "--holds"),
            (&self.assessed, Verification::Assessed, "--assessed"),
            (&self.verified, Verification::Verified, "--verified"),
        ];
        let mut holds = Vec::new();
        for (names, verification, flag) in shown {
            for name in names {
                let (competency, credential, level) = match meant(shelf, terminal, name, flag)? {
                    Meant::Competency(at, level) => (Some(shelf.graph.competency(at).id.to_string()), None, level),
                    Meant::Credential(at) => (None, Some(shelf.graph.credential(at).id.to_string()), None),
                };
                holds.push(Holding { competency, credential, level, verification: Some(verification), issued: None, expires: None });
            }
        }
        Ok(holds)
    }

    /// Whether nothing was shown.
    pub(super) fn is_empty(&self) -> bool {
        self.holds.is_empty() && self.assessed.is_empty() && self.verified.is_empty()
    }
}

/// A credential by name, for flags that only take credentials.
pub(super) fn credential(shelf: &Shelf, terminal: &mut Terminal, name: &str, flag: &str) -> Result<String, Trouble> {
    let at = match shelf.graph.find_credential(name) {
        Some(at) => at,
        None => pick(terminal, name, flag, "credential", &shelf.lookup.credentials(name, 4), &|at| label_credential(shelf, at))?,
    };
    Ok(shelf.graph.credential(at).id.to_string())
}

fn label_credential(shelf: &Shelf, at: CredentialAt) -> String {
    let record = shelf.graph.credential(at);
    format!("{} ({})", record.name, record.id)
}

fn label_competency(shelf: &Shelf, at: CompetencyAt) -> String {
    let record = shelf.graph.competency(at);
    format!("{} ({})", record.name, record.id)
}

/// `name:level` in two, where what follows the last colon can be a level.
fn split(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once(':').filter(|(before, after)| !before.is_empty() && !after.is_empty() && !after.contains('/'))
}

/// A competency by name, without a level.
pub(super) fn only_competency(shelf: &Shelf, terminal: &mut Terminal, name: &str) -> Result<CompetencyAt, Trouble> {
    match shelf.graph.find_competency(name) {
        Some(at) => Ok(at),
        None => pick(terminal, name, "COMPETENCY", "competency", &shelf.lookup.competencies(name, 4), &|at| label_competency(shelf, at)),
    }
}

/// A competency with its level, for flags that only take competencies.
fn competency(shelf: &Shelf, terminal: &mut Terminal, name: &str, flag: &str) -> Result<(CompetencyAt, Option<u8>), Trouble> {
    let plain = |terminal: &mut Terminal, name: &str| match shelf.graph.find_competency(name) {
        Some(at) => Ok(at),
        None => pick(terminal, name, flag, "competency", &shelf.lookup.competencies(name, 4), &|at| label_competency(shelf, at)),
    };
    if shelf.graph.find_competency(name).is_none()
        && let Some((before, after)) = split(name)
    {
        let at = plain(terminal, before)?;
        return Ok((at, Some(level(shelf, at, after, flag)?)));
    }
    plain(terminal, name).map(|at| (at, None))
}

/// A level by rank, code or name.
fn level(shelf: &Shelf, at: CompetencyAt, text: &str, flag: &str) -> Result<u8, Trouble> {
    let graph = &shelf.graph;
    let one = graph.one(at);
    let ranks = graph.ranks(one);
    let name = |rank: u8| graph.rank_name(one, rank, "en");
    let known = match text.parse::<u8>() {
        Ok(rank) => Some(rank).filter(|rank| (1..=ranks).contains(rank)),
        Err(_) => graph
            .rank(at, &Level::Code(text.to_lowercase().into()))
            .or_else(|| graph.rank(at, &Level::Code(text.into())))
            .or_else(|| (1..=ranks).find(|rank| name(*rank).eq_ignore_ascii_case(text))),
    };
    known.ok_or_else(|| {
        let levels: Vec<_> = (1..=ranks).map(|rank| format!("{rank} ({})", name(rank))).collect();
        let label = label_competency(shelf, at);
        Trouble::new(
            format!("{flag}: `{text}` is no level of {label}"),
            format!("its levels are {}; leave the level out if you are not sure", levels.join(", ")),
        )
    })
}

/// A competency or a credential, whichever the name fits better; with a level it is a competency.
fn meant(shelf: &Shelf, terminal: &mut Terminal, name: &str, flag: &str) -> Result<Meant, Trouble> {
    let graph = &shelf.graph;
    if let Some(at) = graph.find_credential(name) {
        return Ok(Meant::Credential(at));
    }
    if let Some(at) = graph.find_competency(name) {
        return Ok(Meant::Competency(at, None));
    }
    if let Some((before, _)) = split(name)
        && (graph.find_competency(before).is_some() || graph.find_credential(before).is_none())
        && shelf.lookup.competencies(before, 1).first().is_some_and(|hit| hit.score >= SURE)
    {
        return competency(shelf, terminal, name, flag).map(|(at, level)| Meant::Competency(at, level));
    }
    let competencies = shelf.lookup.competencies(name, 4);
    let credentials = shelf.lookup.credentials(name, 4);
    let score = |hit: Option<u16>| hit.unwrap_or(0);
    let (skill, award) = (score(competencies.first().map(|hit| hit.score)), score(credentials.first().map(|hit| hit.score)));
    if skill.max(award) < SURE {
        let near = competencies.iter().take(2).map(|hit| label_competency(shelf, hit.at));
        let near: Vec<_> = near.chain(credentials.iter().take(2).map(|hit| label_credential(shelf, hit.at))).collect();
        return Err(unknown(flag, "competency or credential", name, &near));
    }
    if skill >= award {
        pick(terminal, name, flag, "competency", &competencies, &|at| label_competency(shelf, at)).map(|at| Meant::Competency(at, None))
    } else {
        pick(terminal, name, flag, "credential", &credentials, &|at| label_credential(shelf, at)).map(Meant::Credential)
    }
}

/// The record that a name stands for; says so where it is not quite its name.
fn pick<P: Copy>(
    terminal: &mut Terminal,
    name: &str,
    flag: &str,
    kind: &str,
    hits: &[Hit<P>],
    label: &dyn Fn(P) -> String,
) -> Result<P, Trouble> {
    let Some(first) = hits.first().filter(|first| first.score >= SURE) else {
        return Err(unknown(flag, kind, name, &hits.iter().take(3).map(|hit| label(hit.at)).collect::<Vec<_>>()));
    };
    if first.score < CERTAIN || first.how == How::Typo {
        terminal.talk(&format!("note: “{name}” is taken as the {kind} {}", label(first.at)))?;
    }
    Ok(first.at)
}

fn unknown(flag: &str, kind: &str, name: &str, near: &[String]) -> Trouble {
    let hint = if near.is_empty() {
        "`pathstack competencies WORDS` and `pathstack credentials WORDS` search".to_owned()
    } else {
        format!("did you mean {}?", near.join(", or "))
    };
    Trouble::new(format!("{flag}: there is no {kind} called `{name}` in this catalogue"), hint)
}
