//! A saved plan on paper: as it was answered and reviewed, not as it would be answered now.

use super::{
    Desk, Visit,
    caseload::{choice_name, review},
    day, items, money,
    plan::{effort, proof, state_name, step_price, upkeep, waived_names},
    text,
};
use crate::{
    explain::capital,
    locale::{Direction, say},
    model::Date,
    web::{
        Service,
        page::{
            catalogue::segment,
            paper::{self, Bar, Paper, Part, Step, Table, Timeline},
            picture::Days,
        },
        problem::{Kind, Problem},
    },
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::Value;

/// Months marked on a timeline.
const MARKED: i64 = 6;

/// `/learners/{learner}/plans/{id}/plan.pdf`.
pub(super) async fn show(
    State(service): State<Service>,
    visit: Visit,
    desk: Desk,
    Path((learner, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let path = format!("/learners/{}/plans/{}", segment(&learner), segment(&id));
    if desk.account().is_none() {
        return Ok(super::on_to(&visit, &format!("/sign-in?next={path}"), &[]));
    }
    let plan = desk.get(&format!("/v1{path}")).await?;
    let pathway = plan.pointer(&format!("/answer/{}", text(&plan, "/choice"))).filter(|pathway| !pathway.is_null());
    let pathway = pathway.ok_or_else(|| Problem::new(Kind::NotFound, "this plan has no pathway to print"))?;
    let made = written(&service, &visit, &plan, pathway);
    let work = move |_: &_| paper::show(&made);
    service.thinkers().think(service.limits().think, work).await?
}

fn date(value: &Value, pointer: &str) -> Option<Date> {
    text(value, pointer).parse().ok()
}

fn written(service: &Service, visit: &Visit, plan: &Value, pathway: &Value) -> Paper {
    let t = visit.locale;
    let amount = |pointer: &str| money(t, pathway, pointer).unwrap_or_else(|| say!(t, "unknown"));
    let (title, role) = (text(plan, "/title"), text(plan, "/answer/role/name"));
    let holds = text(plan, "/review/hash") == text(plan, "/hash");
    let mut facts = vec![
        (say!(t, "catalogue-role"), role.to_owned()),
        (say!(t, "saved-choice"), choice_name(t, text(plan, "/choice"))),
        (say!(t, "saved-proven"), proof(t, pathway)),
        (say!(t, "review-title"), review(t, if holds { text(plan, "/review/state") } else { "" })),
    ];
    let waived = waived_names(service, visit, plan);
    if !waived.is_empty() {
        facts.push((say!(t, "waiver-title"), t.list(&waived)));
    }
    let count = pathway.get("credentials").and_then(Value::as_i64).unwrap_or(0);
    let mut parts = vec![
        Part::Figures(vec![
            (say!(t, "saved-price"), amount("/price")),
            (say!(t, "case-ready"), day(t, pathway, "/ready")),
            (say!(t, "column-credentials"), t.number(count)),
        ]),
        Part::Facts(facts),
    ];
    if let Some(bars) = bars(visit, pathway) {
        parts.extend([Part::Heading(say!(t, "paper-when")), bars, Part::Small(say!(t, "timeline-key"))]);
    }
    parts.push(Part::Heading(say!(t, "saved-steps")));
    parts.extend(items(pathway, "/steps").enumerate().map(|(at, one)| step(visit, plan, at, one)));
    parts.push(Part::Heading(say!(t, "saved-worksheet")));
    let due = items(pathway, "/ledger").next().is_some();
    parts.push(if due { worksheet(visit, pathway) } else { Part::Words(say!(t, "saved-nothing-due")) });
    parts.push(Part::Facts(vec![
        (say!(t, "saved-list-price"), amount("/list_price")),
        (say!(t, "saved-net"), amount("/price")),
        (say!(t, "saved-peak"), amount("/peak")),
        (say!(t, "saved-upkeep"), upkeep(t, pathway)),
    ]));
    let doubts: Vec<String> = items(pathway, "/assumptions").map(|one| capital(text(one, "/text"))).collect();
    parts.push(Part::Heading(say!(t, "check-heading")));
    parts.push(if doubts.is_empty() { Part::Words(say!(t, "check-none")) } else { Part::List(doubts) });
    parts.push(Part::Small(format!("{}: {}", say!(t, "saved-changed"), day(t, plan, "/changed_at"))));
    Paper {
        language: t.tag().to_owned(),
        turned: t.direction() == Direction::RightToLeft,
        title: title.to_owned(),
        lacks: say!(t, "paper-lacks"),
        foot: format!("{} · {title}", say!(t, "product")),
        parts,
    }
}

fn bars(visit: &Visit, pathway: &Value) -> Option<Part> {
    let t = visit.locale;
    let from = items(pathway, "/steps").filter_map(|step| date(step, "/start")).min()?;
    let to = items(pathway, "/steps").filter_map(|step| date(step, "/issued")).max()?;
    let days = Days::new(from, to);
    let mark = |(at, day): (usize, Date)| {
        let year = if at == 0 || day.month() == 1 { format!(" {}", day.year()) } else { String::new() };
        (days.part(day), format!("{}{year}", t.short_month(day)))
    };
    let bar = |(at, step): (usize, &Value)| {
        let (start, end, issued) = (date(step, "/start")?, date(step, "/end")?, date(step, "/issued")?);
        Some(Bar {
            name: format!("{}. {}", at + 1, text(step, "/credential/name")),
            whole: (days.part(start), days.part(issued)),
            active: vec![(days.part(start), days.part(end))],
        })
    };
    let rows: Vec<Bar> = items(pathway, "/steps").enumerate().filter_map(bar).collect();
    (rows.len() > 1).then(|| {
        let said = say!(t, "timeline-picture", from = t.day(from), to = t.day(to), count = rows.len());
        Part::Timeline(Timeline { said, marks: days.months(MARKED).into_iter().enumerate().map(mark).collect(), rows })
    })
}

fn step(visit: &Visit, plan: &Value, at: usize, step: &Value) -> Part {
    let t = visit.locale;
    let id = text(step, "/credential/id");
    let state = items(plan, "/progress").find(|one| text(one, "/credential") == id).map_or("", |one| text(one, "/state"));
    let hours = step.get("hours").and_then(Value::as_f64);
    let hours = hours.map_or_else(|| say!(t, "step-effort-unknown"), |hours| effort(t, hours));
    let mut line = vec![say!(t, "step-dates", from = day(t, step, "/start"), to = day(t, step, "/issued")), hours, step_price(t, step)];
    if !text(step, "/offering/name").is_empty() {
        line.insert(0, text(step, "/offering/name").to_owned());
    }
    if !state.is_empty() {
        line.push(state_name(t, state));
    }
    let payments: Vec<&str> = items(step, "/payments").map(|one| text(one, "/text")).collect();
    let why: Vec<String> = items(step, "/reasons").map(|one| format!("{}.", capital(text(one, "/text")))).collect();
    let address = text(step, "/offering/url");
    let web = address.starts_with("https://") || address.starts_with("http://");
    Part::Step(Step {
        name: format!("{}. {}", at + 1, text(step, "/credential/name")),
        done: state == "earned",
        lines: vec![line.join(" · ")],
        small: if payments.len() > 1 { vec![capital(&payments.join("; "))] } else { Vec::new() },
        why: if why.is_empty() { Vec::new() } else { vec![(say!(t, "why"), why.join(" "))] },
        link: web.then(|| (say!(t, "step-provider"), address.to_owned())),
    })
}

fn worksheet(visit: &Visit, pathway: &Value) -> Part {
    let t = visit.locale;
    let rows = items(pathway, "/ledger").map(|line| {
        let received = line.pointer("/amount/minor").and_then(Value::as_i64).is_some_and(|minor| minor < 0);
        let told = money(t, line, "/amount").unwrap_or_else(|| say!(t, "unknown"));
        let told = told.trim_start_matches('\u{2212}').to_owned();
        let (due, funded) = if received { (String::new(), told) } else { (told, String::new()) };
        vec![day(t, line, "/day"), text(line, "/text").to_owned(), due, funded]
    });
    Part::Table(Table {
        columns: vec![
            (say!(t, "saved-day"), 0.17, false),
            (say!(t, "saved-for"), 0.45, false),
            (say!(t, "saved-due"), 0.19, true),
            (say!(t, "saved-funded"), 0.19, true),
        ],
        rows: rows.collect(),
    })
}
