//! Every page there is, found by following links: one of each kind, looked at in every way.

use super::{
    House,
    axe::Axe,
    chromium::{Browser, Look},
    pictures,
};
use serde_json::json;
use std::{
    collections::{BTreeSet, VecDeque},
    env,
    path::PathBuf,
    time::Duration,
};

/// An answer with steps, trade-offs and a map that is proven in well under a second.
const ANSWER: &str = "/en/plan?role=data-analyst&can=sql~2&hours=10";
/// A provider whose records lack something.
const OWN_RECORDS: &str = "/en/providers/google";
/// Kinds of pages that are looked at, at most.
const MOST: usize = 80;

/// Pages that no link leads to, or only a form.
const BESIDE: [&str; 18] = [
    "/en?q=nurse",
    "/en?q=zzzzzz",
    "/en/no-such-page",
    "/en/you?role=data-analyst&q=excel&can=python~&has=google-data-analytics",
    "/en/plan?role=data-analyst&hours=many&by=2026-01-01&budget=1.234",
    "/en/plan?role=data-analyst&can=sql~2",
    "/en/plan?role=data-analyst&can=sql~2&lock=google-data-analytics&without=kaggle-python&pick=1",
    "/en/plan?role=data-analyst&can=sql~2&what_if=hours%3D25&if_budget=150&prices=1&budget=900",
    "/en/plan?role=data-analyst&can=sql~2&why_not=google-data-analytics",
    "/en/plan?role=data-analyst&why_not=certificate+badge",
    "/en/plan?role=certified-nurse-aide&budget=20",
    "/en/plan?role=data-entry-clerk&fund=nj-individual-training-grant&week=20",
    "/en/roles?q=data",
    "/en/roles?q=zzzzzz",
    "/en/catalogue?q=sql",
    "/en/coverage/worth?awards=SQL+2&price=120&effort=30",
    "/en/coverage/worth?awards=zzzzzz&price=120&effort=30",
    "/en/coverage/affected?credential=google-data-analytics&price=900",
];

/// Pages of one kind differ in what they show, not in how they are made: records by id are of one kind, and so are answers to the same
/// sorts of question.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let path = match parts[..] {
        [language, records @ ("roles" | "credentials" | "competencies" | "providers"), _] => format!("{language}/{records}/*"),
        _ => parts.join("/"),
    };
    let names = query.split('&').filter_map(|pair| pair.split('=').next());
    // Of an answer, what stands beside it: every way to ask for it would be too many.
    let beside = ["what_if", "why_not", "prices", "budget", "lock", "fund"];
    let names: BTreeSet<&str> = names.filter(|name| !path.ends_with("/plan") || beside.contains(name)).collect();
    format!("{path}?{names:?}")
}

/// Opens one page of each kind that links lead to from the front page, in English, each once, and has it looked at.
fn visit(house: &House, browser: &mut Browser, mut look_at: impl FnMut(&mut Browser, &str)) -> Vec<String> {
    let mut kinds = BTreeSet::new();
    let mut found = Vec::new();
    let mut open: VecDeque<String> = ["/en".to_owned()].into_iter().chain(BESIDE.map(str::to_owned)).collect();
    while let Some(path) = open.pop_front() {
        // Those named above differ in more than their address says.
        if found.len() >= MOST || (!kinds.insert(kind(&path)) && !BESIDE.contains(&path.as_str())) {
            continue;
        }
        browser.open(&house.at(&path));
        let links = browser.ask(
            "[...document.querySelectorAll('a[href]')].filter(a => a.origin === location.origin && a.pathname.startsWith('/en') && !a.download).map(a => \
             a.pathname + a.search)",
        );
        let links = links.as_array().cloned().unwrap_or_default();
        open.extend(links.iter().filter_map(|link| link.as_str().map(str::to_owned)));
        look_at(browser, &path);
        found.push(path);
    }
    found
}

/// What is wrong with the page that is open, besides what the checker finds.
fn faults(browser: &mut Browser, look: Look) -> Vec<String> {
    let mut faults = Vec::new();
    let over = browser.ask("document.scrollingElement.scrollWidth - document.documentElement.clientWidth").as_i64().unwrap_or(0);
    if over > 0 {
        let widest = browser.ask_text(
            "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1 \
             && !e.closest('.scroll, figure')).map(e => e.outerHTML.slice(0, 80)).slice(0, 3).join(' | ')",
        );
        faults.push(format!("is {over} pixels wider than a window of {}: {widest}", look.width));
    }
    for entry in browser.came("Log.entryAdded") {
        let entry = &entry["entry"];
        // An error page is meant to be one.
        if entry["level"] == "error" && entry["source"] != "network" {
            faults.push(format!("the browser complains: {}", entry["text"]));
        }
    }
    let held = browser.ask_text("[...document.querySelectorAll('main, header, footer')].map(e => e.innerText).join(' ')");
    if held.contains('⟦') {
        faults.push("shows the key of a message that nobody wrote".to_owned());
    }
    for request in browser.came("Network.requestWillBeSent") {
        let url = request["request"]["url"].as_str().unwrap_or_default().to_owned();
        // The browser draws parts of its own controls from such addresses.
        if !url.starts_with("http://127.0.0.1:") && !url.starts_with("data:") {
            faults.push(format!("asks another host: {url}"));
        }
    }
    faults
}

#[test]
fn no_page_keeps_anybody_out() {
    let Some((house, mut browser)) = House::open() else { return };
    let axe = Axe::here();
    // For the eye: every picture in full.
    let folder = env::var_os("PATHSTACK_PICTURES").map(PathBuf::from);
    let all = env::var("PATHSTACK_BROWSER").is_ok_and(|ways| ways == "all");
    // Width decides the layout and the scheme the colours: two ways meet all four of them.
    let looks: Vec<Look> = if all { Look::ALL.to_vec() } else { vec![Look::ALL[0], Look::ALL[3]] };
    let mut wrong = Vec::new();
    // A page is opened once: a browser lays it out anew when its window or its colours change.
    let pages = visit(&house, &mut browser, |browser, path| {
        let mut found = Vec::new();
        for look in &looks {
            browser.look(*look);
            found.extend(faults(browser, *look).into_iter().map(|fault| (*look, fault)));
            if let Some(folder) = &folder {
                let name = format!("{}-{}.png", kind(path).replace(|letter: char| !letter.is_ascii_alphanumeric(), "_"), look.name());
                pictures::keep(browser, &folder.join(name), 6000.0);
            }
        }
        // The checker opens what is folded, so it comes last.
        for look in &looks {
            if let Some(axe) = &axe {
                browser.look(*look);
                found.extend(axe.findings(browser).into_iter().map(|fault| (*look, fault)));
            }
        }
        wrong.extend(found.into_iter().map(|(look, fault)| format!("{path} [{}] {fault}", look.name())));
    });
    assert!(pages.len() > 20, "only {} kinds of pages were found: {pages:?}", pages.len());
    println!("{} kinds of pages, each in {} ways", pages.len(), if all { 4 } else { 2 });
    assert!(wrong.is_empty(), "{} faults:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn right_to_left_and_accented_pages_hold_together() {
    let Some((house, mut browser)) = House::open() else { return };
    let mut wrong = Vec::new();
    for (language, direction) in [("ar-XB", "rtl"), ("en-XA", "ltr"), ("es", "ltr")] {
        for path in ["", "/roles/data-analyst", "/coverage/shortages", "/coverage/worth?awards=SQL+2&price=120&effort=30", "/providers"] {
            for look in [Look::ALL[0], Look::ALL[2]] {
                browser.look(look);
                browser.open(&house.at(&format!("/{language}{path}")));
                assert_eq!(browser.ask_text("document.documentElement.dir"), direction, "{language}{path}");
                wrong.extend(faults(&mut browser, look).into_iter().map(|fault| format!("/{language}{path} [{}] {fault}", look.name())));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pages_look_as_they_were_kept() {
    // What is proven looks the same on every machine, however busy it is.
    let Some((house, mut browser)) = House::patient(Duration::from_secs(25)) else { return };
    let mut taken = pictures::Taken::default();
    for (name, path) in [
        ("start", "/en"),
        ("role", "/en/roles/data-analyst"),
        ("shortages", "/en/coverage/shortages"),
        ("worth", "/en/coverage/worth?name=Reporting+basics&awards=spreadsheets+2%2C+Power+BI+2&price=60&effort=40"),
    ] {
        browser.open(&house.at(path));
        for look in [Look::ALL[0], Look::ALL[2]] {
            browser.look(look);
            taken.page(&mut browser, &format!("{name}-{}", look.name()));
            if name == "worth" && look.width > 600 {
                pictures::keep_for_readme(&mut browser, "provider.png");
            }
        }
    }
    browser.open(&house.at(ANSWER));
    for look in [Look::ALL[0], Look::ALL[3]] {
        browser.look(look);
        taken.page(&mut browser, &format!("answer-{}", look.name()));
        taken.part(&mut browser, &format!("answer-when-{}", look.name()), ("#way", 700.0));
        taken.part(&mut browser, &format!("answer-map-{}", look.name()), ("#map", 700.0));
    }
    browser.look(Look::ALL[2]);
    browser.open(&house.at("/en/plan?role=data-analyst&hours=10"));
    pictures::keep_for_readme(&mut browser, "answer.png");
    browser.open(&house.at(OWN_RECORDS));
    for look in [Look::ALL[0], Look::ALL[2]] {
        browser.look(look);
        taken.page(&mut browser, &format!("own-records-{}", look.name()));
    }
    let wrong = taken.compared(&mut browser);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_first_page_is_light_and_quick_on_a_poor_line() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[0]);
    // Once before, so that the server's first page is not measured.
    browser.open(&house.at("/en"));
    browser.open("about:blank");
    browser.slow_line(true);
    let mut painted = Vec::new();
    let mut bytes = 0.0;
    for _ in 0..3 {
        browser.open("about:blank");
        browser.open(&house.at("/en"));
        let paint = "new Promise(done => { const ready = () => performance.getEntriesByName('first-contentful-paint')[0]; const wait = () => \
                     ready() ? done(ready().startTime) : setTimeout(wait, 20); wait() })";
        painted.push(browser.ask(paint).as_f64().unwrap_or(f64::MAX));
        let whole = "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')).reduce((sum, one) => sum + \
                     one.transferSize, 0)";
        bytes = browser.ask(whole).as_f64().unwrap_or(f64::MAX);
    }
    browser.slow_line(false);
    painted.sort_by(f64::total_cmp);
    assert!(bytes > 1_000.0, "nothing was weighed");
    println!("first page: {bytes} bytes on the line, painted after {:.0} ms at 400 kbit/s and 400 ms", painted[0]);
    assert!(bytes < 60_000.0, "the first page takes {bytes} bytes");
    assert!(painted[0] < 1_000.0, "the first page is painted after {painted:?} ms");
}

#[test]
fn pages_print_on_paper() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[2]);
    browser.open(&house.at("/en/roles/data-analyst"));
    browser.look_on_paper();
    assert_eq!(browser.ask_text("getComputedStyle(document.querySelector('header nav')).display"), "none");
    let paper = browser.call("Page.printToPDF", json!({"printBackground": false}));
    assert!(paper["data"].as_str().is_some_and(|data| data.len() > 4_000));
}
