//! Each question put to the room that counts, and its answer as a report.

use super::{
    Asked, CoverageQuestion, Refused, Unanswered,
    report::{Mark, Report, Unit},
};
use crate::{
    coverage::{self, Because, Change, Chosen, Dear, Demand, Market, Order, Purse, Reach, Scarce, Search},
    explain::Speaker,
    graph::{CredentialAt, RoleAt, SkillGraph},
    locale::{self, Locale, say},
    model::{Catalogue, Money, Record},
    plan::{Budget, EditionProblem, Priced, Route},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, sync::Arc};

/// Nodes that one search of open doors may take: what it leaves open is said.
const DOOR_NODES: u64 = 2_000;
/// Roles that are weighed against each other for open doors.
const DOORS: usize = 128;
/// Questions to the planner that each bound on the best next credential may take: what they leave open is said.
const QUESTIONS: usize = 40_000;
/// Above so many times the median a requirement is dear.
const DEAR: i64 = 4;

pub(super) fn tell(asked: &Asked<'_>, question: CoverageQuestion, budget: Budget<'_>) -> Result<Report, Unanswered> {
    match question {
        CoverageQuestion::Worth => return worth(asked, budget),
        CoverageQuestion::Affected => return affected(asked, budget),
        _ => {}
    }
    let graph = &asked.shelf.graph;
    let problem = &*asked.shelf.posed(&asked.constraints, asked.currency)?;
    let market = Market::new(graph, problem, asked.groups.clone(), budget);
    let told = Told { asked, graph };
    let report = match question {
        CoverageQuestion::Shortages => told.shortages(&market)?,
        CoverageQuestion::Near => told.near(&market)?,
        CoverageQuestion::RoleCheck => told.role_check(&market)?,
        CoverageQuestion::Dominated => told.dominated(problem),
        CoverageQuestion::Bottlenecks => told.bottlenecks(&market)?,
        CoverageQuestion::OpenDoors => {
            let budget = Budget { nodes: Some(DOOR_NODES), ..budget };
            told.doors(&Market::new(graph, problem, asked.groups.clone(), budget))?
        }
        CoverageQuestion::Team => told.team(&market)?,
        CoverageQuestion::BestNext => told.best_next(&market)?,
        CoverageQuestion::Worth | CoverageQuestion::Affected => told.report(&[]),
    };
    // Near roles are as many of each group as were asked for.
    let most = if question == CoverageQuestion::Near { usize::MAX } else { asked.limit };
    Ok(report.done(told.locale(), most))
}

/// Names and figures of one edition.
struct Told<'a> {
    asked: &'a Asked<'a>,
    graph: &'a SkillGraph,
}

fn minor(reach: &Reach) -> Value {
    reach.minor().map_or(Value::Null, Value::from)
}

fn minutes(reach: &Reach) -> Value {
    reach.way().map_or(Value::Null, |way| Value::from(way.effort.minutes))
}

impl Told<'_> {
    /// The language of sentences and cells.
    fn locale(&self) -> &'static Locale {
        locale::find(self.asked.language).unwrap_or_else(locale::fallback)
    }

    /// Who is counted: jobs alone where there is one group, else pairs of a job and a group.
    fn pairs(&self, count: locale::Value<'static>) -> String {
        say!(self.locale(), "count-pairs", count = count, groups = self.asked.groups.len())
    }

    fn report(&self, columns: &[(&'static str, &'static str, Unit)]) -> Report {
        Report::new(self.asked.shelf.graph.edition().number, self.asked.currency, columns)
    }

    fn role(&self, at: RoleAt) -> String {
        self.graph.role(at).title.in_language(self.asked.language).to_owned()
    }

    fn role_id(&self, at: RoleAt) -> String {
        self.graph.role(at).id.to_string()
    }

    fn credential(&self, at: CredentialAt) -> String {
        self.graph.credential(at).name.in_language(self.asked.language).to_owned()
    }

    fn group(&self, at: usize) -> String {
        self.asked.groups.get(at).map_or_else(String::new, |group| group.name.to_string())
    }

    fn money(&self, minor: i64) -> String {
        let t = self.locale();
        if t.names() == "en" { Money::new(minor, self.asked.currency).to_string() } else { t.money_exact(minor, self.asked.currency) }
    }

    fn speaker(&self) -> Speaker<'_> {
        Speaker {
            graph: self.graph,
            names: self.asked.language,
            language: self.asked.language,
            currency: self.asked.currency,
            asked: &[],
            gates: &[],
            spoken: false,
        }
    }

    fn organisation(&self, id: &str) -> String {
        let found = self.graph.find_organisation(id);
        found.map_or_else(|| id.to_owned(), |at| self.graph.organisation(at).name.in_language(self.asked.language).to_owned())
    }

    fn steps(&self, reach: &Reach) -> String {
        let steps = reach.way().map_or(&[][..], |way| &way.steps);
        steps.iter().map(|step| self.credential(*step)).collect::<Vec<_>>().join(", ")
    }

    /// How a route is called.
    fn route(&self, credential: CredentialAt, route: Route) -> String {
        match route {
            Route::Offering(at) => self.graph.offering(at).id.to_string(),
            Route::Parts => say!(self.locale(), "report-parts", id = self.graph.credential(credential).id.as_str()),
        }
    }

    fn scarce(&self, scarce: &Scarce) -> String {
        let t = self.locale();
        match scarce {
            Scarce::Untaught { up_to: None, unstated: 0 } => say!(t, "report-nobody"),
            Scarce::Untaught { up_to: None, unstated } => say!(t, "report-nobody-unstated", count = *unstated),
            Scarce::Untaught { up_to: Some(rank), .. } => say!(t, "report-nobody-above", rank = *rank),
            Scarce::NotOffered => say!(t, "report-not-offered"),
            Scarce::Unpriced => say!(t, "report-unpriced"),
            Scarce::Blocked => say!(t, "report-blocked"),
            Scarce::OneProvider(id) => say!(t, "report-only-by", name = self.organisation(id)),
            Scarce::OneLanguage(language) => say!(t, "report-only-in", name = Locale::language_name(language)),
            Scarce::OneRegion(region) => say!(t, "report-only-region", name = region.as_ref()),
            Scarce::Dear => say!(t, "report-dear"),
        }
    }

    fn shortages(&self, market: &Market<'_>) -> Result<Report, Unanswered> {
        // What the catalogue says; a figure of the question stands for it.
        let known = |role: &RoleAt| Some((*role, u64::from(self.graph.role(*role).openings.as_ref()?.per_year)));
        let mut wanted: BTreeMap<RoleAt, u64> = self.asked.roles.iter().filter_map(known).collect();
        for (words, people) in &self.asked.request.wanted {
            wanted.insert(super::Names::new(self.asked.shelf).role(words, "/wanted")?, *people);
        }
        let dear = self.asked.money(self.asked.request.dear_above, "dear_above")?.map_or(Dear::Times(DEAR), Dear::Above);
        let demand = Demand { roles: self.asked.roles.clone(), desirable: self.asked.request.desirable, dear, wanted };
        let found = coverage::shortages(market, &demand)?;
        let mut report = self.report(&[
            ("requirement", "Requirement", Unit::Text),
            ("scarce", "Why scarce", Unit::Text),
            ("roles", "Roles", Unit::Count),
            ("essential_in", "Essential in", Unit::Count),
            ("importance", "Importance", Unit::Count),
            ("wanted", "Wanted", Unit::Count),
            ("credentials_offered", "Credentials", Unit::Count),
            ("cheapest", "Cheapest", Unit::Money),
            ("for_example", "For example", Unit::Text),
        ]);
        let figures = self.asked.roles.iter().filter(|role| demand.wanted.contains_key(role)).count();
        if figures > 0 && figures < self.asked.roles.len() {
            report.say(say!(self.locale(), "report-wanted", figures = figures, count = self.asked.roles.len()));
        }
        let none = found.shortages.iter().filter(|one| one.cheapest.is_none()).count();
        let t = self.locale();
        report.say(say!(t, "report-scarce", scarce = found.shortages.len(), count = found.requirements, none = none));
        if let Some(edge) = found.edge {
            report.say(say!(t, "report-dear-above", price = self.money(edge)));
        }
        if found.open > 0 {
            report.proven = false;
            report.say(say!(t, "report-scarce-open", count = found.open));
        }
        let speaker = self.speaker();
        for one in &found.shortages {
            let why: Vec<String> = one.scarce.iter().map(|scarce| self.scarce(scarce)).collect();
            report.row(
                vec![
                    speaker.need(&one.need).into(),
                    why.join("; ").into(),
                    one.roles.len().into(),
                    one.essential.into(),
                    one.importance.into(),
                    one.wanted.map_or(Value::Null, Value::from),
                    one.credentials.into(),
                    one.cheapest.map_or(Value::Null, Value::from),
                    one.roles.first().map_or(Value::Null, |role| self.role(*role).into()),
                ],
                !one.open,
            );
            report.mark(one.scarce.iter().map(Mark::of).collect());
        }
        Ok(report)
    }

    fn near(&self, market: &Market<'_>) -> Result<Report, Unanswered> {
        let order: Order = self.asked.request.order.into();
        let mut report = self.report(&[
            ("role", "Role", Unit::Text),
            ("id", "Id", Unit::Text),
            ("group", "Who", Unit::Text),
            ("met", "Met", Unit::Count),
            ("asked", "Asked", Unit::Count),
            ("money", "Money", Unit::Money),
            ("effort", "Effort", Unit::Minutes),
            ("credentials", "Credentials", Unit::Text),
        ]);
        let mut open = 0;
        for group in 0..market.groups.len() {
            let found = coverage::near(market, group, &self.asked.roles, order, self.asked.limit)?;
            open += found.open;
            let name = self.group(group);
            report.say(say!(self.locale(), "report-reached", group = name, reached = found.reachable, count = found.asked));
            for one in &found.roles {
                report.row(
                    vec![
                        self.role(one.role).into(),
                        self.role_id(one.role).into(),
                        self.group(group).into(),
                        one.met.into(),
                        one.asked.into(),
                        minor(&one.reach),
                        minutes(&one.reach),
                        self.steps(&one.reach).into(),
                    ],
                    one.reach.is_proven(),
                );
            }
        }
        report.total = self.asked.roles.len() * market.groups.len();
        report.proven &= open == 0;
        report.say(if open == 0 {
            say!(self.locale(), "report-near-proven")
        } else {
            say!(self.locale(), "report-near-open", count = open)
        });
        Ok(report)
    }

    fn role_check(&self, market: &Market<'_>) -> Result<Report, Unanswered> {
        let [role] = self.asked.roles[..] else {
            return Err(Refused::value("/roles", "this question is about one role", "name one role in `roles`").into());
        };
        let found = coverage::role_check(market, role, 0)?;
        let mut report = self.report(&[
            ("requirement", "Requirement", Unit::Text),
            ("finding", "Finding", Unit::Text),
            ("alone", "Alone", Unit::Money),
            ("saving", "Saved if dropped", Unit::Money),
            ("saved_effort", "Effort saved", Unit::Minutes),
            ("without", "Role without it", Unit::Money),
        ]);
        let t = self.locale();
        report.say(match found.cheapest.minor() {
            Some(minor) => say!(t, "report-check", role = self.role(role), price = self.money(minor), group = self.group(0)),
            None => say!(t, "report-check-never", role = self.role(role), group = self.group(0)),
        });
        let speaker = self.speaker();
        let asked = self.graph.asked(role);
        let need = |at: usize| asked.get(at).map_or_else(String::new, |asked| speaker.need(&asked.need));
        let mut rows: Vec<&coverage::Checked> = found.checked.iter().collect();
        rows.sort_by_key(|one| std::cmp::Reverse(found.saving(one)));
        for one in rows {
            let figures = [&found.cheapest, &found.fastest, &one.alone, &one.cheapest_without, &one.fastest_without];
            let proven = figures.into_iter().all(Reach::is_proven);
            let mut says: Vec<String> = Vec::new();
            for because in &one.because {
                says.push(match because {
                    Because::SaidBy(at) => say!(t, "report-said-by", name = need(*at)),
                    Because::Follows => say!(t, "report-follows"),
                    Because::Unteachable => say!(t, "report-unteachable"),
                });
            }
            if found.cheapest == Reach::Never && one.cheapest_without.way().is_some() {
                says.push(say!(t, "report-reached-without"));
            }
            let faster =
                found.fastest.way().zip(one.fastest_without.way()).map(|(with, without)| with.effort.minutes - without.effort.minutes);
            report.row(
                vec![
                    need(one.at).into(),
                    says.join("; ").into(),
                    minor(&one.alone),
                    found.saving(one).map_or(Value::Null, Value::from),
                    faster.map_or(Value::Null, Value::from),
                    minor(&one.cheapest_without),
                ],
                proven,
            );
        }
        Ok(report)
    }

    fn dominated(&self, problem: &EditionProblem) -> Report {
        let mut report = self.report(&[
            ("credential", "Credential", Unit::Text),
            ("offering", "Offering", Unit::Text),
            ("money", "Money", Unit::Money),
            ("effort", "Effort", Unit::Minutes),
            ("by", "Dominated by", Unit::Text),
            ("by_offering", "Its offering", Unit::Text),
            ("by_money", "Its money", Unit::Money),
            ("by_effort", "Its effort", Unit::Minutes),
        ]);
        let found = coverage::dominated(problem, self.graph);
        report.say(say!(self.locale(), "report-dominated", count = found.len()));
        report.say(say!(self.locale(), "report-dominated-unjudged"));
        for one in &found {
            report.row(
                vec![
                    self.credential(one.credential).into(),
                    self.route(one.credential, one.route).into(),
                    one.minor.into(),
                    one.minutes.into(),
                    self.credential(one.by.by).into(),
                    self.route(one.by.by, one.by.route).into(),
                    one.by.minor.into(),
                    one.by.minutes.into(),
                ],
                true,
            );
        }
        report
    }

    fn bottlenecks(&self, market: &Market<'_>) -> Result<Report, Unanswered> {
        let found = coverage::bottlenecks(market, &self.asked.roles)?;
        let mut report = self.report(&[
            ("credential", "Credential", Unit::Text),
            ("id", "Id", Unit::Text),
            ("unavoidable", "Cannot avoid", Unit::Count),
            ("taken", "Take it", Unit::Count),
            ("toll", "Cost of avoiding", Unit::Money),
        ]);
        report.say(say!(self.locale(), "report-bottlenecks", pairs = self.pairs(found.asked.into()), reached = found.reachable));
        if found.open > 0 {
            report.proven = false;
            report.say(say!(self.locale(), "report-bottlenecks-open", count = found.open));
        }
        for one in &found.steps {
            report.row(
                vec![
                    self.credential(one.credential).into(),
                    self.graph.credential(one.credential).id.to_string().into(),
                    one.unavoidable.into(),
                    one.taken.into(),
                    // Whoever cannot avoid it pays nothing for avoiding it: not zero, but no figure.
                    if one.unavoidable == one.taken { Value::Null } else { one.toll.into() },
                ],
                one.open == 0,
            );
        }
        Ok(report)
    }

    fn doors(&self, market: &Market<'_>) -> Result<Report, Unanswered> {
        let request = self.asked.request;
        let purse = Purse {
            minor: self.asked.money(request.budget, "budget")?,
            minutes: request.weeks.map(|weeks| i64::from(weeks) * self.asked.constraints.weekly.minutes),
            count: request.credentials.map(i64::from),
        };
        let mut report = self.report(&[("what", "What", Unit::Text), ("name", "Name", Unit::Text), ("id", "Id", Unit::Text)]);
        let found = coverage::open_doors(market, 0, &self.asked.roles, purse, DOORS)?;
        let proven = found.is_proven() && found.way.proven;
        report.proven = proven;
        let t = self.locale();
        let bound = if found.is_proven() { say!(t, "report-doors-most") } else { say!(t, "report-doors-bound", count = found.bound) };
        let effort = super::hours(found.way.effort.minutes);
        let (roles, credentials) = (found.opens.len(), found.way.steps.len());
        report.say(say!(
            t,
            "report-doors",
            count = roles,
            price = self.money(found.way.minor),
            effort = effort,
            credentials = credentials,
            bound = bound
        ));
        report.say(say!(t, "report-doors-already", already = found.already.len(), single = found.single));
        if found.weighed < found.single {
            report.say(say!(t, "report-doors-weighed", count = found.weighed));
        }
        for step in &found.way.steps {
            let id = self.graph.credential(*step).id.to_string();
            report.row(vec![say!(t, "report-earn").into(), self.credential(*step).into(), id.into()], proven);
        }
        for role in &found.opens {
            report.row(vec![say!(t, "report-opens").into(), self.role(*role).into(), self.role_id(*role).into()], proven);
        }
        Ok(report)
    }

    fn team(&self, market: &Market<'_>) -> Result<Report, Unanswered> {
        if self.asked.request.roles.is_empty() {
            return Err(Refused::value("/roles", "a team needs its seats", "list in `roles` a role for each seat").into());
        }
        let order: Order = self.asked.request.order.into();
        let found = coverage::team(market, &self.asked.roles, order)?;
        let mut report = self.report(&[
            ("person", "Person", Unit::Text),
            ("role", "Role", Unit::Text),
            ("seat", "Takes the seat", Unit::Text),
            ("money", "Cheapest", Unit::Money),
            ("effort", "Its effort", Unit::Minutes),
            ("fastest", "Fastest", Unit::Minutes),
            ("credentials", "Credentials", Unit::Text),
        ]);
        report.proven = found.proven;
        let total = if order == Order::Cheapest { self.money(found.total) } else { super::hours(found.total) };
        let taken = found.seats.iter().filter(|seat| seat.group.is_some()).count();
        let t = self.locale();
        let proof = if found.proven { say!(t, "report-team-least") } else { say!(t, "report-team-best") };
        report.say(say!(t, "report-team", taken = taken, count = found.seats.len(), total = total, proof = proof));
        for one in &found.members {
            let sits = found.seats.iter().any(|seat| seat.group == Some(one.group) && seat.role == one.role);
            let reach = if order == Order::Cheapest { &one.cheapest } else { &one.fastest };
            report.row(
                vec![
                    self.group(one.group).into(),
                    self.role(one.role).into(),
                    if sits { say!(t, "report-yes") } else { String::new() }.into(),
                    minor(&one.cheapest),
                    minutes(&one.cheapest),
                    minutes(&one.fastest),
                    self.steps(reach).into(),
                ],
                one.cheapest.is_proven() && one.fastest.is_proven(),
            );
        }
        Ok(report)
    }

    fn best_next(&self, market: &Market<'_>) -> Result<Report, Unanswered> {
        let request = self.asked.request;
        let minor = self.asked.money(request.price, "price")?;
        let minor =
            minor.ok_or_else(|| Refused::value("/price", "the question does not say what the new credential costs", "write a `price`"))?;
        let search = Search { awards: request.awards.unwrap_or(2), minor, questions: QUESTIONS };
        let found = coverage::best_next(market, &self.asked.roles, search)?;
        let mut report = self.report(&[
            ("awards", "A credential that awards", Unit::Text),
            ("opens", "Opens", Unit::Count),
            ("saves", "Saves the others", Unit::Money),
        ]);
        report.proven = found.proven && !found.open;
        let t = self.locale();
        let proof = if report.proven { say!(t, "report-next-proven") } else { say!(t, "report-next-best") };
        report.say(say!(t, "report-next", count = found.judged, awards = search.awards, all = found.candidates, proof = proof));
        report.say(match found.saves_at_most {
            Some(most) => say!(t, "report-next-most-saves", opens = found.opens_at_most, price = self.money(most)),
            None => say!(t, "report-next-most", opens = found.opens_at_most),
        });
        report.say(say!(t, "report-next-counts"));
        for one in &found.proposals {
            let level = |rank: u8| if rank > 1 { format!(" {}", say!(t, "report-at-level", rank = rank)) } else { String::new() };
            let name = |at| self.graph.competency(at).name.in_language(self.asked.language).to_owned();
            let awards: Vec<String> = one.awards.iter().map(|(at, rank)| name(*at) + &level(*rank)).collect();
            report.row(vec![awards.join(", ").into(), one.opens.into(), one.saves.into()], !one.open);
        }
        Ok(report)
    }
}

/// The edition with a draft in it, and the draft's credential.
fn drafted(asked: &Asked<'_>) -> Result<(SkillGraph, CredentialAt), Refused> {
    let shelf = asked.shelf;
    let mut catalogue: Catalogue = shelf.graph.catalogue().clone();
    let mut credential = None;
    for (at, record) in asked.request.draft.iter().enumerate() {
        let pointer = format!("/draft/{at}");
        let record: Record = serde_json::from_value(record.clone())
            .map_err(|error| Refused::value(&pointer, error.to_string(), "write records as in a native catalogue"))?;
        match &record {
            Record::Credential(one) if shelf.graph.find_credential(one.id.as_str()).is_some() => {
                return Err(Refused::value(&pointer, format!("the edition has `{}` already", one.id), "give the draft an id of its own"));
            }
            Record::Offering(one) if shelf.graph.find_offering(one.id.as_str()).is_some() => {
                return Err(Refused::value(
                    &pointer,
                    format!("the edition has `{}` already", one.id),
                    "give its offering an id of its own",
                ));
            }
            Record::Credential(one) if credential.is_none() => credential = Some(one.id.clone()),
            Record::Offering(_) => {}
            _ => return Err(Refused::value(&pointer, "a draft is one credential and its offerings", "leave other records out")),
        }
        catalogue.push(record);
    }
    let id = credential.ok_or_else(|| Refused::value("/draft", "the draft has no credential", "list one record `{\"credential\": …}`"))?;
    let graph = SkillGraph::new(shelf.graph.edition().clone(), catalogue);
    if let Some(doubt) = graph.doubts().iter().find(|doubt| !shelf.graph.doubts().contains(doubt)) {
        let detail = match doubt {
            crate::graph::Doubt::Dangling { at, name } => format!("{at} names `{name}`, which the edition does not have"),
            crate::graph::Doubt::OffScale { competency, level, .. } => format!("`{level}` is no level of {competency}"),
            crate::graph::Doubt::ScalesApart { one, other } => format!("the scales of {one} and {other} do not compare"),
        };
        return Err(Refused::value("/draft", detail, "use ids and levels of the edition"));
    }
    let at = graph.find_credential(id.as_str()).ok_or_else(|| Refused::unknown("/draft", "credential", id.as_str()))?;
    Ok((graph, at))
}

fn worth(asked: &Asked<'_>, budget: Budget<'_>) -> Result<Report, Unanswered> {
    let (graph, draft) = drafted(asked)?;
    let problem = EditionProblem::new(&graph, &asked.constraints, asked.currency, &[Priced { credential: draft, minor: 0 }])?;
    if problem.routes(draft).is_empty() {
        let hint = "say `price` and `hours` of an offering; the break-even does not depend on the price you write";
        return Err(Refused::value("/draft", "the draft has no open offering that says its price and its hours", hint).into());
    }
    let market = Market::new(&graph, &problem, asked.groups.clone(), budget);
    let found = coverage::worth(&market, draft, &asked.roles)?;
    let told = Told { asked, graph: &graph };
    let mut report = told.report(&[
        ("role", "Role", Unit::Text),
        ("group", "Who", Unit::Text),
        ("effect", "Effect", Unit::Text),
        ("before", "Now", Unit::Money),
        ("after", "With it", Unit::Money),
        ("break_even", "Chosen below", Unit::Money),
        ("faster", "Faster by", Unit::Minutes),
        ("fastest_before", "Fastest before", Unit::Minutes),
        ("fastest_after", "Fastest with it", Unit::Minutes),
    ]);
    let opens = found.gains.iter().filter(|gain| gain.effect.opens()).count();
    let cheaper = found.gains.iter().filter(|gain| gain.effect.dearer().is_some_and(|by| by < 0)).count();
    let faster = found.gains.iter().filter(|gain| gain.effect.slower().is_some_and(|by| by < 0)).count();
    let t = told.locale();
    report.say(say!(t, "report-worth", pairs = told.pairs(found.pairs.into()), opens = opens, cheaper = cheaper, faster = faster));
    report.say(match found.chosen {
        Chosen::Always => say!(t, "report-worth-always"),
        Chosen::Below(minor) => say!(t, "report-worth-below", price = told.money(minor)),
        Chosen::Never => say!(t, "report-worth-never"),
        Chosen::Unknown => say!(t, "report-worth-unknown"),
    });
    if let Some(by) = &found.dominated_from {
        report.say(say!(t, "report-worth-dominated", price = told.money(by.minor), name = told.credential(by.by)));
    }
    let rank = |gain: &&coverage::Gain| (!gain.effect.opens(), gain.effect.dearer().unwrap_or(0), std::cmp::Reverse(gain.chosen));
    let mut gains: Vec<&coverage::Gain> = found.gains.iter().collect();
    gains.sort_by_key(rank);
    for gain in gains {
        let effect = &gain.effect;
        let proven = effect.is_proven() && gain.chosen != Chosen::Unknown;
        let mut says = Vec::new();
        if effect.opens() {
            says.push(say!(t, "report-opens"));
        }
        if effect.dearer().is_some_and(|by| by < 0) {
            says.push(say!(t, "report-cheaper"));
        }
        if effect.slower().is_some_and(|by| by < 0) {
            says.push(say!(t, "report-faster"));
        }
        if says.is_empty() {
            says.push(if proven { say!(t, "report-none") } else { say!(t, "report-open") });
        }
        let even = if let Chosen::Below(minor) = gain.chosen { Value::from(minor) } else { Value::Null };
        report.row(
            vec![
                told.role(effect.role).into(),
                told.group(effect.group).into(),
                says.join(", ").into(),
                minor(&effect.cheapest_before),
                minor(&effect.cheapest_after),
                even,
                effect.slower().map_or(Value::Null, |by| Value::from(-by)),
                minutes(&effect.fastest_before),
                minutes(&effect.fastest_after),
            ],
            proven,
        );
        report.mark(if effect.opens() { vec![Mark::Opens] } else { Vec::new() });
    }
    Ok(report.done(t, asked.limit))
}

fn affected(asked: &Asked<'_>, budget: Budget<'_>) -> Result<Report, Unanswered> {
    let graph = &asked.shelf.graph;
    let credential = asked.credential()?;
    let price = asked.money(asked.request.price, "price")?;
    let seconds: Vec<Priced> = price.iter().map(|minor| Priced { credential, minor: *minor }).collect();
    let problem = if seconds.is_empty() {
        asked.shelf.posed(&asked.constraints, asked.currency)?
    } else {
        Arc::new(EditionProblem::new(graph, &asked.constraints, asked.currency, &seconds)?)
    };
    let market = Market::new(graph, &problem, asked.groups.clone(), budget);
    let change = if price.is_some() { Change::Reprices } else { Change::Retires };
    let found = coverage::affected(&market, credential, change, &asked.roles)?;
    let told = Told { asked, graph };
    let mut report = told.report(&[
        ("role", "Role", Unit::Text),
        ("group", "Who", Unit::Text),
        ("effect", "Effect", Unit::Text),
        ("before", "Now", Unit::Money),
        ("after", "Then", Unit::Money),
        ("dearer", "Dearer by", Unit::Money),
        ("longer", "Longer by", Unit::Minutes),
    ]);
    let shut = found.effects.iter().filter(|effect| effect.closes()).count();
    let t = told.locale();
    // What a stopped search left open is listed, and not counted as a change.
    let count = found.effects.iter().filter(|effect| effect.moves() && effect.is_proven()).count();
    let (name, pairs) = (told.credential(credential), told.pairs(found.pairs.into()));
    report.say(match price {
        None => say!(t, "report-retires", name = name, count = count, pairs = pairs, shut = shut),
        Some(minor) => say!(t, "report-costs", name = name, price = told.money(minor), count = count, pairs = pairs, shut = shut),
    });
    let mut effects: Vec<&coverage::Effect> = found.effects.iter().collect();
    effects.sort_by_key(|effect| (!effect.closes(), std::cmp::Reverse(effect.dearer())));
    for effect in effects {
        let says = match (effect.closes(), effect.dearer().unwrap_or(0), effect.slower().unwrap_or(0)) {
            (true, ..) => say!(t, "report-shut-out"),
            (_, 1.., _) => say!(t, "report-dearer"),
            (_, ..=-1, _) => say!(t, "report-cheaper"),
            (_, _, 1..) => say!(t, "report-longer"),
            (_, _, ..=-1) => say!(t, "report-shorter"),
            _ => say!(t, "report-open"),
        };
        report.row(
            vec![
                told.role(effect.role).into(),
                told.group(effect.group).into(),
                says.into(),
                minor(&effect.cheapest_before),
                minor(&effect.cheapest_after),
                json!(effect.dearer()),
                json!(effect.slower()),
            ],
            effect.is_proven(),
        );
    }
    Ok(report.done(t, asked.limit))
}
