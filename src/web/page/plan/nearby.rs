//! `/near`: jobs near what somebody can do, with what each takes from here. Beside an answer they are named; this page works them out.

use super::{Failed, Page, Visit, Walk, beside, failed, you};
use crate::{
    advisor::{Figures, Shelf, Takes, recommend, weigh},
    gap::{State, gap},
    graph::RoleAt,
    locale::say,
    model::Necessity,
    plan::{Budget, Question},
    web::{
        Service,
        page::{Field, walk::Slip},
        problem::Problem,
    },
};
use axum::{extract::State as Shared, response::Response};
use jiff::ToSpan;
use maud::{Markup, html};

/// Jobs shown on a page of their own.
const NEAR: usize = 6;

/// Jobs nearby, as somebody with this question reads of them.
pub(super) struct Nearby<'a> {
    pub(super) visit: &'a Visit,
    pub(super) walk: &'a Walk,
    pub(super) shelf: &'a Shelf,
    pub(super) question: &'a Question,
}

impl Nearby<'_> {
    /// Each as a link to its ways, with what it takes where that was worked out.
    pub(super) fn list(&self, roles: &[(RoleAt, Option<Takes>)]) -> Markup {
        let t = self.visit.locale;
        let graph = &self.shelf.graph;
        html! {
            ul.choices.tight {
                @for (at, takes) in roles {
                    @let walk = self.walk.question_alone().set(Field::Role, graph.role(*at).id.as_str());
                    li {
                        a.choice href=(self.visit.link(&walk.at("/plan"))) {
                            strong { (graph.role(*at).title.in_language(t.names())) }
                            @for line in takes.iter().flat_map(|takes| self.takes(takes)) { span.about { (line) } }
                            @let (asked, met) = self.asked_and_met(*at);
                            span.about.quiet { (say!(t, "near-asks", count = asked, met = met)) }
                        }
                    }
                }
            }
        }
    }

    /// What another job takes from here, in words.
    fn takes(&self, takes: &Takes) -> Vec<String> {
        let t = self.visit.locale;
        let start = self.question.learner.constraints.start;
        let ready = |of: &Figures| start.checked_add(of.days.days()).unwrap_or(start);
        let price = |minor: i64| if minor == 0 { say!(t, "free") } else { t.money(minor, self.question.currency) };
        let said = |key: &'static str, of: &Figures| {
            let told = [("price", price(of.minor).into()), ("day", t.day(ready(of)).into()), ("span", t.span(start, ready(of)).into())];
            t.tell(key, &told)
        };
        match takes {
            Takes::Nothing => vec![say!(t, "near-ready")],
            Takes::Pathway { cheapest, fastest } => {
                let same = (cheapest.minor, cheapest.days) == (fastest.minor, fastest.days);
                let mut lines = if same {
                    vec![said("near-both", cheapest)]
                } else {
                    vec![said("near-cheapest", cheapest), said("near-fastest", fastest)]
                };
                if !(cheapest.proven && fastest.proven) {
                    lines.push(say!(t, "near-unproven"));
                }
                lines
            }
            Takes::NoPathway => vec![say!(t, "near-no-way")],
            Takes::Open => vec![say!(t, "near-open")],
        }
    }

    /// How much another role asks, and how much of it she meets today.
    fn asked_and_met(&self, role: RoleAt) -> (usize, usize) {
        let learner = &self.question.learner;
        let gap = gap(&self.shelf.graph, learner, role, learner.constraints.start);
        let asked = gap.requirements.iter().filter(|one| one.asked.necessity == Necessity::Essential);
        (asked.clone().count(), asked.filter(|one| one.state == State::Met).count())
    }
}

/// `GET /{language}/near`: what jobs nearby take.
pub(in crate::web::page) async fn near(Shared(service): Shared<Service>, visit: Visit, walk: Walk) -> Result<Response, Problem> {
    let (shelf, today) = (service.advisor().shelf(), service.today());
    let Some(role) = you::role(&shelf, &walk) else { return Ok(you::which_job(&visit, &walk)) };
    let request = match walk.request(shelf.graph.currency()) {
        Ok(request) => request,
        Err(slips) => return Ok(you::page(&visit, &shelf, &walk, role, &slips)),
    };
    let on = shelf.clone();
    let work = move |stop: &_| {
        let question = request.question(&on, today).map_err(|refused| Failed::Slip(Slip::of(&refused)))?;
        let near = beside::near(&on, &recommend(&on, &question, None, NEAR), role, NEAR);
        let takes = weigh(&on, &question, &near, &Budget { nodes: None, stop: Some(stop) })?;
        Ok::<_, Failed>((question, near.into_iter().zip(takes.into_iter().map(Some)).collect::<Vec<_>>()))
    };
    let (question, roles) = match service.thinkers().think(service.limits().think, work).await? {
        Ok(thought) => thought,
        Err(Failed::Slip(slip)) => return Ok(you::page(&visit, &shelf, &walk, role, &[slip])),
        Err(Failed::Trouble(trouble)) => return Err(failed(&trouble)),
    };
    let t = visit.locale;
    let nearby = Nearby { visit: &visit, walk: &walk, shelf: &shelf, question: &question };
    let title = say!(t, "near-title");
    let main = html! {
        h1 { (title) }
        p.lead { (say!(t, "near-lead")) }
        @if roles.is_empty() { p { (say!(t, "near-none")) } } @else { (nearby.list(&roles)) }
        p.actions { a.button.second href=(visit.link(&walk.at("/plan"))) { (say!(t, "trouble-back")) } }
    };
    Ok(visit.show(&Page::new(title, main)))
}
