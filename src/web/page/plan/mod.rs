//! The third screen: the ways there, or why there is none and what would help.

mod aside;
mod beside;
mod found;
mod impasse;
mod nearby;
mod print;
mod steps;

pub(super) use nearby::near;

use super::{Field, Page, Visit, Walk, catalogue, start::for_whom, walk::Slip, you};
use crate::{
    advisor::{Advice, AsideQuestions, Asides, Shelf, advise, advise_aside, recommend},
    explain::Speaker,
    gap::State,
    graph::RoleAt,
    locale::{Locale, say},
    model::{Date, Necessity},
    plan::{Budget, Ending, Found, Pathway, Question, Trouble},
    web::{
        Service,
        api::shape::PathwaysRequest,
        problem::{Kind, Problem},
    },
};
use axum::{
    extract::State as Shared,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use maud::{Markup, html};
use std::sync::Arc;

/// Which pathway is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Aim {
    Cheapest,
    Fastest,
    Fewest,
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

    fn name(self, t: &Locale) -> String {
        match self {
            Self::Cheapest => say!(t, "aim-cheapest"),
            Self::Fastest => say!(t, "aim-fastest"),
            Self::Fewest => say!(t, "aim-fewest"),
            Self::Balanced => say!(t, "aim-balanced"),
        }
    }
}

/// The pathway that an address picks: by its name, or by its place among the trade-offs.
fn picked<'a>(found: &'a Found, walk: &Walk) -> &'a Pathway {
    let pick = walk.one(Field::Pick).unwrap_or_default();
    let named = Aim::ALL.into_iter().find(|aim| aim.word() == pick).and_then(|aim| aim.of(found));
    let placed = || found.frontier.get(pick.parse::<usize>().ok()?);
    named.or_else(placed).unwrap_or(&found.cheapest)
}

/// All that the parts of the page are made of.
struct Answer<'a> {
    visit: &'a Visit,
    walk: &'a Walk,
    shelf: &'a Shelf,
    advice: &'a Advice,
    asides: &'a Asides,
    slip: Option<&'a Slip>,
    near: &'a [RoleAt],
    role: RoleAt,
    speaker: Speaker<'a>,
}

impl Answer<'_> {
    fn locale(&self) -> &'static Locale {
        self.visit.locale
    }

    /// The same question with a change, as a link to its answer.
    fn link(&self, walk: &Walk) -> String {
        self.visit.link(&walk.at("/plan"))
    }

    fn price(&self, minor: i64) -> String {
        if minor == 0 { say!(self.locale(), "free") } else { self.locale().money(minor, self.advice.question.currency) }
    }

    fn start(&self) -> Date {
        self.advice.question.learner.constraints.start
    }

    fn goal(&self) -> &str {
        self.shelf.graph.role(self.role).title.in_language(self.speaker.language)
    }

    /// What is asked, and how much of it she meets.
    fn asks(&self) -> String {
        let t = self.locale();
        let judged = self.advice.answer.gap.requirements.iter().filter(|one| one.asked.necessity == Necessity::Essential);
        let met = judged.clone().filter(|one| one.state == State::Met).count();
        let asked = say!(t, "plan-asks", count = judged.count(), met = met);
        let gates = self.advice.gates.iter().filter(|gate| gate.binding().is_some()).count();
        if gates == 0 { asked } else { format!("{asked} {}", say!(t, "plan-gates", count = gates)) }
    }

    /// Under which limits the question was asked.
    fn limits(&self) -> String {
        let t = self.locale();
        let limits = &self.advice.question.learner.constraints;
        let mut said = vec![say!(t, "plan-hours", hours = t.effort(limits.weekly), start = t.day(limits.start))];
        if let Some(budget) = limits.budget {
            said.push(say!(t, "plan-budget", most = t.money(budget.minor, budget.currency)));
        }
        if let Some(cap) = limits.monthly_cap {
            said.push(say!(t, "plan-monthly", most = t.money(cap.minor, cap.currency)));
        }
        if let Some(by) = limits.deadline {
            said.push(say!(t, "plan-by", day = t.day(by)));
        }
        said.join(" · ")
    }

    fn page(&self) -> Page {
        let t = self.locale();
        let alone = self.walk.question_alone();
        let body = match &self.advice.answer.ending {
            Ending::Met => self.met(),
            Ending::Found(found) => self.found(found),
            Ending::Impasse(why) => self.impasse(why),
            Ending::Stopped => html! {
                p.note { (say!(t, "plan-stopped")) }
                p.actions { a.button href=(self.link(self.walk)) { (say!(t, "trouble-again")) } }
            },
        };
        let main = html! {
            h1 { (say!(t, "plan-heading", role = self.goal())) }
            p.lead { (self.asks()) }
            p {
                (self.limits())
                @let role = catalogue::role_path(self.shelf.graph.role(self.role).id.as_str());
                span.noprint {
                    " · " a href=(self.visit.link(&alone.at("/you"))) { (say!(t, "plan-change")) }
                    " · " a href=(self.visit.link(&role)) { (say!(t, "plan-role")) }
                }
            }
            (for_whom(self.visit, self.walk))
            (self.wishes())
            (body)
            (self.near_roles())
            (self.keep())
        };
        Page::new(say!(t, "plan-title", role = self.goal()), main)
    }

    /// What she wants kept or left out, each with a way back.
    fn wishes(&self) -> Markup {
        let t = self.locale();
        let graph = &self.shelf.graph;
        let name = |id: &str| graph.find_credential(id).map_or(id, |at| self.speaker.credential(at)).to_owned();
        let alone = self.walk.question_alone();
        let wishes = [(Field::Lock, say!(t, "plan-with")), (Field::Without, say!(t, "plan-without")), (Field::Has, say!(t, "plan-held"))];
        html! {
            @if wishes.iter().any(|(field, _)| alone.one(*field).is_some()) {
                dl.facts {
                    @for (field, label) in &wishes {
                        @if alone.one(*field).is_some() {
                            dt { (label) }
                            @for id in alone.all(*field) {
                                dd {
                                    (name(id)) " "
                                    a.noprint href=(self.link(&alone.less(*field, id))) aria-label=(say!(t, "plan-undo-named", name = name(id))) {
                                        (say!(t, "plan-undo"))
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Nothing is missing; or nobody has published what must not be missing, which is no promise.
    fn met(&self) -> Markup {
        let t = self.locale();
        let judged = &self.advice.answer.gap.requirements;
        let open = judged.iter().filter(|one| one.state != State::Met);
        let open: Vec<String> = open.map(|one| self.speaker.need(&one.asked.need)).collect();
        let known = self.advice.gates.iter().any(|gate| gate.binding().is_some())
            || judged.iter().any(|one| one.asked.necessity == Necessity::Essential);
        html! {
            @if known { div.note { p { strong { (say!(t, "plan-met")) } } p { (say!(t, "plan-met-next")) } } }
            @else {
                div.note {
                    p { strong { (say!(t, "plan-unsaid")) } }
                    p { (say!(t, "plan-unsaid-next")) " " a href=(self.visit.link(&self.walk.question_alone().unset(Field::Role).at(""))) { (say!(t, "you-change")) } }
                }
            }
            @if !open.is_empty() {
                h2 { (say!(t, "plan-desirable")) }
                ul { @for need in &open { li { (need) } } }
            }
        }
    }
}

/// Thinks about a question.
fn think(shelf: &Shelf, request: &PathwaysRequest, today: Date, budget: &Budget<'_>) -> Result<Advice, Failed> {
    let question = request.question(shelf, today).map_err(|refused| Failed::Slip(Slip::of(&refused)))?;
    Ok(advise(shelf, question, budget)?)
}

/// Why there is no answer.
enum Failed {
    Slip(Slip),
    Trouble(Trouble),
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

fn failed(trouble: &Trouble) -> Problem {
    tracing::error!(%trouble, "an answer did not pass its own check");
    Problem::new(Kind::Internal, "an answer did not pass its own check")
}

/// Near roles shown.
const NEAR: usize = 4;

/// What is asked beside an answer, each within a time of its own.
async fn aside(service: &Service, shelf: &Arc<Shelf>, question: Arc<Question>, asked: &AsideQuestions) -> Result<Asides, Problem> {
    let mut asides = Asides::default();
    for one in asked.each() {
        let (shelf, question) = (shelf.clone(), question.clone());
        let work = move |stop: &_| advise_aside(&shelf, &question, &one, &Budget { nodes: None, stop: Some(stop) });
        let thought = service.thinkers().think(service.limits().think, work).await?;
        asides.append(thought.map_err(|trouble| failed(&trouble))?);
    }
    Ok(asides)
}

/// `GET /{language}/plan`: the answer.
pub(super) async fn plan(Shared(service): Shared<Service>, visit: Visit, walk: Walk) -> Result<Response, Problem> {
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let Some(role) = you::role(&shelf, &walk) else { return Ok(you::which_job(&visit, &walk)) };
    let request = match walk.request(shelf.graph.currency()) {
        Ok(request) => request,
        Err(slips) => return Ok(you::page(&visit, &shelf, &walk, role, &slips)),
    };
    let limit = service.limits().think;
    let (asked, on) = (request.clone(), shelf.clone());
    let work = move |stop: &_| think(&on, &asked, today, &Budget { nodes: None, stop: Some(stop) });
    let advice = match service.thinkers().think(limit, work).await? {
        Ok(advice) => advice,
        Err(Failed::Slip(slip)) => return Ok(you::page(&visit, &shelf, &walk, role, &[slip])),
        Err(Failed::Trouble(trouble)) => return Err(failed(&trouble)),
    };
    // The answer stands whatever is asked beside it.
    let (beside, slip) = match request.asides(&shelf, today) {
        Ok(beside) => (beside, None),
        Err(refused) => {
            let slip = Slip::of(&refused);
            let mut rest = request.clone();
            if slip.field == Field::WhyNot {
                rest.why_not.clear();
            } else {
                rest.what_if.clear();
            }
            (rest.asides(&shelf, today).unwrap_or_default(), Some(slip))
        }
    };
    let asides = aside(&service, &shelf, Arc::new(advice.question.clone()), &beside).await?;
    let show = move |_: &_| {
        let near = beside::near(&shelf, &recommend(&shelf, &advice.question, None, NEAR), role, NEAR);
        let answer = Answer {
            visit: &visit,
            walk: &walk,
            shelf: &shelf,
            advice: &advice,
            asides: &asides,
            slip: slip.as_ref(),
            near: &near,
            role,
            speaker: speaker(&shelf, &visit, &advice),
        };
        visit.show(&answer.page())
    };
    service.thinkers().think(limit, show).await
}

/// Who says the reasons of an answer.
fn speaker<'a>(shelf: &'a Shelf, visit: &Visit, advice: &'a Advice) -> Speaker<'a> {
    let tag = visit.locale.tag();
    Speaker {
        graph: &shelf.graph,
        names: tag,
        language: tag,
        currency: advice.question.currency,
        asked: &advice.asked,
        gates: &advice.gates,
        spoken: true,
    }
}

/// Makes a file of the pathway that is picked.
async fn file<T: Send + 'static>(
    service: &Service,
    visit: Visit,
    walk: Walk,
    make: impl FnOnce(&Answer<'_>, &Found, &Pathway) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let gone = || Problem::new(Kind::NotFound, "there is no pathway at this address");
    let request = walk.request(shelf.graph.currency()).map_err(|_| gone())?;
    let role = you::role(&shelf, &walk).ok_or_else(gone)?;
    let work = move |stop: &_| {
        let advice = match think(&shelf, &request, today, &Budget { nodes: None, stop: Some(stop) }) {
            Ok(thought) => thought,
            Err(Failed::Slip(_)) => return Err(gone()),
            Err(Failed::Trouble(trouble)) => return Err(failed(&trouble)),
        };
        let Ending::Found(found) = &advice.answer.ending else { return Err(gone()) };
        let answer = Answer {
            visit: &visit,
            walk: &walk,
            shelf: &shelf,
            advice: &advice,
            asides: &Asides::default(),
            slip: None,
            near: &[],
            role,
            speaker: speaker(&shelf, &visit, &advice),
        };
        make(&answer, found, picked(found, &walk))
    };
    service.thinkers().think(service.limits().think, work).await?
}

/// `GET /{language}/plan.ics`: the dates of the pathway that is picked, for a calendar.
pub(super) async fn calendar(Shared(service): Shared<Service>, visit: Visit, walk: Walk) -> Result<Response, Problem> {
    let made =
        file(&service, visit, walk, |answer, _, path| Ok(crate::web::calendar::calendar(path, &answer.speaker, &answer.advice.receipt)));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"pathstack.ics\"")),
    ];
    Ok((headers, made.await?).into_response())
}

/// `GET /{language}/plan.pdf`: the pathway that is picked, on paper.
pub(super) async fn paper(Shared(service): Shared<Service>, visit: Visit, walk: Walk) -> Result<Response, Problem> {
    file(&service, visit, walk, |answer, found, path| super::paper::show(&answer.paper(found, path))).await
}
