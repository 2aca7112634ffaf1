//! Pages, as a browser gets them: whole, valid, in every language, and every link leads somewhere.

mod catalogue;
mod counsel;
mod html;
mod kept;
mod paper;
mod routes;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use html::{Document, check};
use pathstack::{
    advisor::Advisor,
    web::{Limits, Service, StoppedClock, api, router},
};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::{Arc, OnceLock},
    time::Duration,
};
use tower::ServiceExt;

fn serve(advisor: Advisor) -> Router {
    serve_with(advisor, Duration::from_millis(700))
}

/// The same with so much time for each question.
fn serve_with(advisor: Advisor, think: Duration) -> Router {
    let limits = Limits { think, thinkers: 2, queue: 64, ..Limits::default() };
    router(Service::new(Arc::new(advisor), StoppedClock("2027-01-04".parse().unwrap()), limits))
}

/// A world of three credentials: quick to answer.
fn small() -> &'static Router {
    static SMALL: OnceLock<Router> = OnceLock::new();
    SMALL.get_or_init(|| serve(Advisor::new(api::sample())))
}

/// The starter catalogue.
fn large() -> &'static Router {
    static LARGE: OnceLock<Router> = OnceLock::new();
    LARGE.get_or_init(|| serve(Advisor::starter()))
}

struct Got {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

async fn get_with(router: &Router, path: &str, extra: &[(&str, &str)]) -> Got {
    let mut request = Request::builder().uri(path).header("accept", "text/html,application/xhtml+xml;q=0.9");
    for (name, value) in extra {
        request = request.header(*name, *value);
    }
    let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (head, body) = response.into_parts();
    let bytes = to_bytes(body, 8 << 20).await.unwrap();
    Got { status: head.status, headers: head.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
}

async fn get(router: &Router, path: &str) -> Got {
    get_with(router, path, &[]).await
}

/// A page that is there, and sound.
async fn page(router: &Router, path: &str) -> Document {
    let got = get(router, path).await;
    assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body.chars().take(400).collect::<String>());
    sound(path, &got)
}

/// What must hold of every page.
fn sound(path: &str, got: &Got) -> Document {
    let document = Document::read(&got.body);
    let faults = check(&document);
    assert!(faults.is_empty(), "{path}:\n{}", faults.join("\n"));
    assert!(!got.body.contains('⟦'), "{path} shows a message that nobody wrote");
    let policy = got.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    document
}

const WALK: [&str; 6] = [
    "",
    "?q=analyst",
    "/you?role=data-analyst&q=sql",
    "/plan?role=data-analyst&can=sql~1&hours=5",
    "/plan?role=data-analyst&without=data-diploma&lock=sql-certificate&budget=200&prices=1&if_hours=7&if_budget=90",
    "/plan?role=data-analyst&budget=30&what_if=hours%3D10&why_not=data-diploma",
];

#[tokio::test]
async fn every_step_of_the_walk_is_sound_in_every_language() {
    for language in ["en", "es", "en-XA", "ar-XB"] {
        for step in WALK {
            let path = format!("/{language}{step}");
            let document = page(small(), &path).await;
            let root = document.find("html").next().unwrap();
            assert_eq!(root.attribute("lang"), Some(language), "{path}");
            assert_eq!(root.attribute("dir"), Some(if language == "ar-XB" { "rtl" } else { "ltr" }), "{path}");
        }
    }
}

/// Text of the sample that no message file holds.
fn names() -> Vec<String> {
    let shelf = api::sample();
    let catalogue = shelf.graph.catalogue();
    let texts = (catalogue.competencies.iter().map(|one| &one.name))
        .chain(catalogue.credentials.iter().map(|one| &one.name))
        .chain(catalogue.roles.iter().map(|one| &one.title))
        .chain(catalogue.roles.iter().filter_map(|one| one.description.as_ref()))
        .chain(catalogue.organisations.iter().map(|one| &one.name))
        .chain(catalogue.scales.iter().flat_map(|scale| scale.levels.iter().map(|level| &level.name)));
    let mut names: Vec<String> = texts.flat_map(|text| text.wordings().map(str::to_owned).collect::<Vec<_>>()).collect();
    names.extend(["Sample catalogue", "reporting analyst", "English", "Español", "analyst"].map(str::to_owned));
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names
}

#[tokio::test]
async fn nothing_is_said_that_no_message_file_holds() {
    let names = names();
    for step in WALK {
        let document = page(small(), &format!("/en-XA{step}")).await;
        for run in document.runs() {
            let mut left = run.clone();
            for name in &names {
                left = left.replace(name.as_str(), "");
            }
            let objective = left.contains("ready date, credentials");
            let words = left.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 3);
            let said: Vec<_> = words.filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic())).collect();
            let months = ["January", "February", "March", "April", "July", "August"];
            let spoken = !left.is_ascii()
                && left.replace(['\u{a0}', '·', '…'], "").chars().any(|letter| letter.is_alphabetic() && !letter.is_ascii());
            let fine = said.iter().all(|word| months.contains(word) || *word == "pathstack");
            assert!(spoken || objective || fine, "{step}: “{run}” is in no message file");
        }
    }
}

#[tokio::test]
async fn a_spanish_page_explains_in_spanish() {
    let text = page(small(), "/es/plan?role=data-analyst&can=sql~2&why_not=data-diploma").await.text();
    for said in ["Tus caminos", "tu propia palabra sobre SQL", "el camino más barato", "nivel 2"] {
        assert!(text.to_lowercase().contains(&said.to_lowercase()), "{said}: {text}");
    }
    for said in ["pathway", "proven", "cheapest", "level", "your own"] {
        let objective = text.replace("cheapest: money", "");
        assert!(!objective.contains(said), "{said}: {text}");
    }
}

#[tokio::test]
async fn every_link_leads_somewhere() {
    let (mut seen, mut open) = (BTreeSet::new(), WALK.iter().map(|step| (format!("/en{step}"), 0)).collect::<VecDeque<_>>());
    let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut fragments = Vec::new();
    while let Some((path, depth)) = open.pop_front() {
        if !seen.insert(path.clone()) || seen.len() > 110 {
            continue;
        }
        let got = get(small(), &path).await;
        let at_home = got.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"));
        assert_eq!(got.status, StatusCode::OK, "{path}");
        if !at_home {
            continue;
        }
        let document = sound(&path, &got);
        ids.insert(path.clone(), document.ids());
        for link in document.links() {
            let (target, fragment) = link.split_once('#').map_or((link.as_str(), None), |(target, fragment)| (target, Some(fragment)));
            if let Some(fragment) = fragment {
                let target = if target.is_empty() { &path } else { target };
                fragments.push((path.clone(), target.to_owned(), fragment.to_owned()));
            }
            if target.starts_with('/') && depth < 4 {
                open.push_back((target.to_owned(), depth + 1));
            }
        }
    }
    for (page, target, fragment) in fragments {
        if let Some(ids) = ids.get(&target) {
            assert!(ids.contains(&fragment), "{page} leads to {target}#{fragment}, which is not there");
        }
    }
    assert!(seen.len() > 60, "{}", seen.len());
}

#[tokio::test]
async fn the_first_page_weighs_less_than_60_kb_in_all() {
    for router in [small(), large()] {
        let got = get(router, "/en").await;
        let mut weight = got.body.len();
        for path in sound("/en", &got).assets() {
            let asset = get(router, &path).await;
            assert_eq!(asset.status, StatusCode::OK, "{path}");
            assert_eq!(asset.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
            weight += asset.body.len();
        }
        assert!(weight < 60_000, "{weight} bytes");
        println!("the first page weighs {weight} bytes in all");
    }
}

#[tokio::test]
async fn who_comes_from_another_page_gets_the_style_sheet_from_the_cache() {
    let (first, next) = (get(small(), "/en").await, get_with(small(), "/en", &[("sec-fetch-site", "same-origin")]).await);
    assert!(first.body.contains("<style>") && !next.body.contains("<style>") && next.body.contains("rel=\"stylesheet\""));
    sound("/en", &next);
}

#[tokio::test]
async fn the_walk_leads_from_words_to_a_plan_by_its_own_links_and_forms() {
    let found = page(large(), "/en?q=data+analist").await;
    let you =
        found.links().into_iter().find(|link| link.starts_with("/en/you?role=data-analyst")).expect("the job is found in spite of a slip");
    let you = page(large(), &you).await;
    let action = you.find("button").filter_map(|button| button.attribute("formaction")).next().expect("a way on").to_owned();
    let plan = page(large(), &format!("{action}?role=data-analyst&can=sql~2&can=spreadsheets~&can=&hours=10")).await;
    let text = plan.text();
    assert!(text.contains("Cheapest") && text.contains("Money against time") && text.contains("What the job asks"), "{text}");
    assert_eq!(plan.find("svg").count(), 5, "trade-off, timeline, hours, money, map");
}

#[tokio::test]
async fn where_no_job_is_called_so_the_page_says_what_to_do_next() {
    for (words, encoded) in [("plumber", "plumber"), ("i fix cars", "i+fix+cars")] {
        let document = page(large(), &format!("/en?q={encoded}")).await;
        let (text, links) = (document.text(), document.links());
        assert!(text.contains(&format!("No job here is called “{words}”")) && text.contains("What you can do now"), "{text}");
        assert!(!text.contains("Security officer"), "{text}");
        for to in ["/en/roles".to_owned(), format!("/en/catalogue?q={encoded}")] {
            assert!(links.contains(&to), "{to}: {links:?}");
            page(large(), &to).await;
        }
    }
}

#[tokio::test]
async fn every_named_answer_is_in_the_picture_of_the_trade_off() {
    // Time enough on any machine: what is shown depends on what was found.
    let patient = serve_with(Advisor::starter(), Duration::from_secs(60));
    let document = page(&patient, "/en/plan?role=data-analyst&can=sql~2&hours=10").await;
    let names = ["Cheapest", "Fastest", "Fewest credentials"];
    let cards: Vec<&str> = names.into_iter().filter(|name| document.find("li").any(|one| one.text.starts_with(name))).collect();
    assert_eq!(cards.len(), 3, "{}", document.text());
    for name in cards {
        let drawn = document.find("a").filter_map(|link| link.attribute("aria-label")).any(|said| said.starts_with(&format!("{name}: ")));
        assert!(drawn, "{name} has no point");
    }
    assert!(document.text().contains("A dashed ring beside it") && document.text().contains("beside the line"), "{}", document.text());
}

#[tokio::test]
async fn a_page_shows_the_figures_that_the_api_tells() {
    let body = r#"{"role":"data-analyst","holds":[{"competency":"sql","level":2}]}"#;
    let request = Request::post("/v1/pathways").header("content-type", "application/json").body(Body::from(body)).unwrap();
    let response = small().clone().oneshot(request).await.unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap();
    let text = page(small(), "/en/plan?role=data-analyst&can=sql~2").await.text();
    let minor = answer["cheapest"]["price"]["minor"].as_i64().unwrap();
    assert!(text.contains(&format!("USD\u{a0}{}", minor / 100)), "{minor}: {text}");
    let receipt = answer["receipt"]["question_sha256"].as_str().unwrap();
    assert!(text.contains(receipt), "the page answers the same question");
}

#[tokio::test]
async fn no_way_within_the_limits_offers_links_that_open_one() {
    let document = page(small(), "/en/plan?role=data-analyst&budget=30").await;
    assert!(document.text().contains("none within your limits"), "{}", document.text());
    let out = document.links().into_iter().find(|link| link.contains("budget=") && !link.contains("budget=30")).expect("a way out");
    assert!(page(small(), &out).await.text().contains("step by step"), "{out}");
}

#[tokio::test]
async fn a_credential_that_words_leave_open_is_asked_back_beside_the_answer() {
    let document = page(small(), "/en/plan?role=data-analyst&budget=500&prices=1&why_not=certificate+badge").await;
    let text = document.text();
    assert!(text.contains("Which one is “certificate badge”?") && text.contains("step by step"), "{text}");
    assert!(document.links().iter().any(|link| link.contains("why_not=spreadsheet-badge")));
    assert!(text.contains("What your limits and wishes cost"), "what else was asked is answered: {text}");
}

#[tokio::test]
async fn what_cannot_be_understood_is_said_beside_its_field_and_the_rest_is_kept() {
    let got = get(small(), "/en/plan?role=data-analyst&can=sql~2&hours=many&by=2026-01-01&budget=1.234").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let document = sound("slips", &got);
    let wrong: Vec<_> =
        document.all().filter(|node| node.attribute("aria-invalid").is_some()).filter_map(|node| node.attribute("id")).collect();
    assert_eq!(wrong, ["hours", "budget"]);
    assert!(document.find("option").any(|option| option.attribute("value") == Some("sql~2") && option.attribute("selected").is_some()));
    let late = get(small(), "/en/plan?role=data-analyst&by=2026-01-01").await;
    assert!(late.body.contains("id=\"by-wrong\""), "a deadline before the start is a slip as well");
}

#[tokio::test]
async fn a_search_on_the_second_screen_finds_skills_and_credentials_and_keeps_what_was_told() {
    let document = page(small(), "/en/you?role=data-analyst&can=sql~2&hours=7&lock=data-diploma&q=badge").await;
    assert!(document.text().contains("Spreadsheet Badge"));
    let hidden =
        document.find("input").any(|input| input.attribute("name") == Some("lock") && input.attribute("value") == Some("data-diploma"));
    assert!(hidden, "what this page does not ask is carried along");
}

#[tokio::test]
async fn a_browser_gets_a_page_for_what_is_not_there_and_a_program_gets_a_problem() {
    let got = get(small(), "/es/nowhere").await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
    let document = sound("/es/nowhere", &got);
    assert!(document.links().contains(&"/es".to_owned()) && document.text().contains("Aquí no hay nada"));
    let program = get(small(), "/v1/nowhere").await;
    assert_eq!(program.headers[header::CONTENT_TYPE], "application/problem+json");
}

#[tokio::test]
async fn the_front_door_leads_to_the_language_of_the_browser() {
    for (wish, to) in [("es-MX,es;q=0.9", "/es"), ("fr", "/en"), ("en-XA", "/en")] {
        let got = get_with(small(), "/", &[("accept-language", wish)]).await;
        assert_eq!((got.status, got.headers[header::LOCATION].to_str().unwrap()), (StatusCode::FOUND, to));
    }
}

#[tokio::test]
async fn the_dates_of_a_way_come_as_a_calendar() {
    let got = get(small(), "/en/plan.ics?role=data-analyst&pick=fastest").await;
    assert_eq!(got.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    assert!(got.body.starts_with("BEGIN:VCALENDAR") && got.body.contains("Study: "));
    assert_eq!(get(small(), "/en/plan.ics?role=data-analyst&budget=1").await.status, StatusCode::NOT_FOUND);
    let spanish = get(small(), "/es/plan.ics?role=data-analyst&pick=fastest").await.body;
    assert!(spanish.contains("Estudiar: ") && spanish.contains("Pagar ") && !spanish.contains("Study"), "{spanish}");
}

#[tokio::test]
async fn jobs_nearby_say_what_each_takes() {
    let answer = page(large(), "/en/plan?role=data-analyst&can=sql~2&can=spreadsheets~3&hours=10").await;
    let link = answer.links().into_iter().find(|link| link.starts_with("/en/near?")).expect("a way to what they take");
    let document = page(large(), &link).await;
    let near: Vec<String> =
        document.find("li").filter(|entry| entry.text.contains("essential requirement")).map(|entry| entry.text.clone()).collect();
    assert!(near.len() > 3, "{}", document.text());
    let told = ["Cheapest: ", "Cheapest and fastest: ", "You are ready", "No way there", "Not worked out in the time"];
    for one in &near {
        assert!(told.iter().any(|told| one.contains(told)), "{one}");
    }
    assert!(document.links().iter().any(|link| link.starts_with("/en/plan?role=data-analyst")), "a way back");
    // A slip in the address is said, and no job leads back to the first screen.
    assert_eq!(get(small(), "/en/near?role=data-analyst&hours=many").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(get(small(), "/en/near").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn words_of_a_learner_are_text_and_never_markup() {
    for path in ["/en?q=%3Cscript%3Ealert(1)%3C/script%3E", "/en/you?role=data-analyst&q=%22%3E%3Cimg%20src=x%3E", "/en/plan?role=%3Cb%3E"]
    {
        let got = get(small(), path).await;
        assert!(!got.body.contains("<script>alert") && !got.body.contains("<img"), "{path}");
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_and_edges_stand_out_from_every_ground_in_both_schemes() {
    let sheet = include_str!("../../src/web/page/style.css");
    let schemes: Vec<BTreeMap<&str, &str>> = sheet
        .split(":root {")
        .skip(1)
        .take(2)
        .map(|block| {
            let lines = block.split('}').next().unwrap().lines();
            lines.filter_map(|line| line.trim().trim_end_matches(';').split_once(": ")).filter(|(name, _)| name.starts_with("--")).collect()
        })
        .collect();
    assert_eq!(schemes.len(), 2);
    for scheme in schemes {
        for ground in ["--ground", "--raised", "--wash"] {
            for ink in ["--ink", "--quiet", "--accent", "--good", "--warn"] {
                let found = contrast(scheme[ink], scheme[ground]);
                assert!(found >= 4.5, "{ink} on {ground}: {found:.2}");
            }
            assert!(contrast(scheme["--edge"], scheme[ground]) >= 3.0, "--edge on {ground}");
        }
        assert!(contrast(scheme["--on-accent"], scheme["--accent"]) >= 4.5);
        assert!(contrast(scheme["--warn"], scheme["--warn-wash"]) >= 4.5 && contrast(scheme["--ink"], scheme["--warn-wash"]) >= 4.5);
    }
}

#[tokio::test]
async fn what_is_counted_is_told_in_spanish() {
    for path in [
        "shortages",
        "near",
        "bottlenecks",
        "dominated",
        "role-check?role=data-analyst",
        "worth?awards=SQL+2&price=20&effort=10",
        "affected?credential=spreadsheet-badge&price=900",
        "affected?credential=spreadsheet-badge",
        "best-next?price=50",
        "open-doors?budget=300",
    ] {
        let text = page(small(), &format!("/es/coverage/{path}")).await.text();
        for said in
            [" are ", " is ", "scarce", "proven", "only ", "cheaper", "Nobody", "dominated", " jobs", "learners", "level", "Searches"]
        {
            assert!(!text.contains(said), "{path} says {said:?}: {text}");
        }
    }
}
