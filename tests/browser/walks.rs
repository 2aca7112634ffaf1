//! The walks of three people: a learner without script and by keyboard alone, a provider, an employer.

use super::{
    House,
    axe::Axe,
    chromium::{Browser, Look},
    pictures,
};
use std::{env, path::PathBuf};

#[test]
fn a_provider_finds_what_is_missing_and_what_a_draft_is_worth() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[0]);
    browser.open(&house.at("/en"));
    browser.follow("header nav a[href$='/coverage']");
    browser.follow("a[href$='/coverage/shortages']");
    assert!(browser.ask("document.querySelectorAll('table tbody tr').length").as_i64() > Some(5));
    assert!(browser.ask("document.querySelectorAll('figure.bars li').length").as_i64() > Some(1));
    browser.follow("nav.crumbs a");
    browser.follow("a[href$='/coverage/worth']");
    browser.ask("document.getElementById('awards').focus()");
    browser.write("SQL 2, spreadsheets 2");
    browser.ask("document.getElementById('price').focus()");
    browser.write("80");
    browser.ask("document.getElementById('effort').focus()");
    browser.write("30");
    browser.enter();
    assert!(browser.address().contains("awards=SQL+2%2C+spreadsheets+2"), "{}", browser.address());
    assert!(browser.ask("document.querySelector('figure.demand svg line.stair') !== null").as_bool() == Some(true));
    // The slider moves the number, and the number the slider.
    let moved = "(() => { const slide = document.querySelector('[data-slides=price]'), price = document.getElementById('price'); slide.value = \
                 200; slide.dispatchEvent(new Event('input', {bubbles: true})); return price.value })()";
    assert_eq!(browser.ask_text(moved), "200");
    // The answer follows when the slider is let go, and so does the address.
    let followed = "new Promise(done => { const slide = document.querySelector('[data-slides=price]'); const before = \
                    document.querySelector('figure.demand figcaption').textContent; slide.dispatchEvent(new Event('change', {bubbles: true})); \
                    const look = () => { const now = document.querySelector('figure.demand figcaption').textContent; now !== before && \
                    location.search.includes('price=200') ? done(now) : setTimeout(look, 50) }; look() })";
    assert!(browser.ask_text(followed).contains("200"), "{}", browser.address());
}

#[test]
fn an_employer_sees_without_script_whether_a_job_asks_too_much() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[0]);
    browser.scripts(false);
    browser.open(&house.at("/en/roles?q=data+analyst"));
    browser.follow("ul.records a");
    assert!(browser.address().ends_with("/en/roles/data-analyst"), "{}", browser.address());
    browser.follow("a[href*='/coverage/role-check']");
    assert!(browser.ask("document.querySelectorAll('table tbody tr').length").as_i64() > Some(3));
    // No slider without script: the number says all.
    browser.open(&house.at("/en/coverage/worth"));
    assert_eq!(browser.ask("[...document.querySelectorAll('[type=range]')].every(e => e.hidden)").as_bool(), Some(true));
}

#[test]
fn a_learner_walks_without_script() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[0]);
    browser.scripts(false);
    browser.open(&house.at("/en"));
    browser.fill("job", "data analyst");
    browser.enter();
    browser.follow("ul.choices a");
    assert!(browser.address().contains("/en/you?role=data-analyst"), "{}", browser.address());
    browser.fill("hours", "10");
    browser.follow("button[formaction$='/plan']");
    assert!(browser.address().contains("/en/plan?"), "{}", browser.address());
    assert!(browser.ask("document.querySelectorAll('ul.cards > li').length").as_i64() > Some(0));
    assert!(browser.ask("document.querySelectorAll('main svg').length").as_i64() > Some(0));
    assert!(browser.ask("document.querySelectorAll('main table').length").as_i64() > Some(0));
    // Another of the ways is a link away.
    browser.follow("ul.cards li:last-child a");
    assert!(browser.address().contains("/en/plan?"), "{}", browser.address());
}

#[test]
fn a_learner_walks_by_keyboard_alone() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[2]);
    browser.open(&house.at("/en"));
    browser.press("Tab");
    assert_eq!(browser.ask_text("document.activeElement.className"), "skip", "the first stop leads past the menu");
    browser.tab_to("#job", 12);
    browser.write("data analyst");
    browser.enter();
    browser.tab_to("ul.choices a", 20);
    browser.enter();
    browser.tab_to("button[formaction$='/plan']", 200);
    browser.enter();
    assert!(browser.address().contains("/en/plan?"), "{}", browser.address());
}

/// Signs somebody in.
fn sign_in(house: &House, browser: &mut Browser, name: &str) {
    browser.open(&house.at("/en/sign-in"));
    browser.fill("username", name);
    browser.fill("password", super::PASSWORD);
    browser.enter();
    assert!(browser.address().ends_with("/en/account"), "{}", browser.address());
}

/// Pages of people whose pictures are kept, narrow and dark, wide and light: an account's own page, a saved plan for the learner and for the
/// counselor, her caseload, a client's page, what is proposed, and what an accepted change makes different.
const KEPT: [&str; 8] = [
    "people-own",
    "people-plan-learner",
    "people-plan-counselor",
    "people-caseload",
    "people-learner",
    "people-propose",
    "people-proposed",
    "people-different",
];

fn says(browser: &mut Browser, words: &str) {
    let main = browser.ask_text("document.querySelector('main').innerText");
    assert!(main.contains(words), "{words:?} is not on {}: {main}", browser.address());
}

#[test]
fn a_counselor_and_a_learner_work_on_a_plan_without_script() {
    let Some((house, mut browser)) = House::open() else { return };
    let axe = Axe::here();
    let mut wrong = Vec::new();
    let mut taken = pictures::Taken::default();
    let mut look_at = |browser: &mut Browser, name: &str| {
        // The checker is a script: pages are none the wiser.
        browser.scripts(true);
        for look in [Look::ALL[1], Look::ALL[2]] {
            browser.look(look);
            let over = browser.ask("document.scrollingElement.scrollWidth - document.documentElement.clientWidth").as_i64().unwrap_or(0);
            if over > 0 {
                wrong.push(format!("{name}: is {over} pixels wider than a window of {}", look.width));
            }
            // Before the checker, which opens what is folded.
            if KEPT.contains(&name) {
                taken.page(browser, &format!("{name}-{}", look.name()));
            }
            if let Some(axe) = &axe {
                wrong.extend(axe.findings(browser).into_iter().map(|fault| format!("{name} [{}]: {fault}", look.name())));
            }
        }
        if let Some(folder) = env::var_os("PATHSTACK_PICTURES") {
            pictures::keep(browser, &PathBuf::from(folder).join(format!("{name}.png")), 4000.0);
        }
        browser.scripts(false);
    };
    browser.look(Look::ALL[2]);
    browser.scripts(false);

    browser.open(&house.at("/en/sign-in"));
    browser.fill("username", "ana");
    browser.fill("password", "something else entirely");
    browser.enter();
    says(&mut browser, "Name and password do not fit together.");
    look_at(&mut browser, "people-sign-in");
    browser.open(&house.at("/en/register"));
    look_at(&mut browser, "people-register");
    sign_in(&house, &mut browser, "ana");
    look_at(&mut browser, "people-account");
    browser.follow("a[href*='/learners/']");
    look_at(&mut browser, "people-own");
    browser.fill("name", "Ana");
    browser.enter();
    browser.fill("what", "sql");
    browser.enter();
    says(&mut browser, "SQL (");
    browser.follow("form[action$='/agree'] button");
    says(&mut browser, "sees your plans");
    browser.ask("document.querySelector('details').open = true");
    browser.fill("title", "To data analyst");
    browser.fill("role", "data analyst");
    browser.fill("hours", "10");
    browser.enter();
    says(&mut browser, "Action plan");
    browser.follow("form[action$='/request-review'] button");
    says(&mut browser, "A review is asked for.");
    look_at(&mut browser, "people-plan-learner");
    let plan = browser.address();
    browser.follow("form[action$='/link'] button");
    look_at(&mut browser, "people-link");
    browser.follow("p.note a");
    look_at(&mut browser, "people-shared");
    browser.open(&house.at("/en/save?role=data-analyst"));
    look_at(&mut browser, "people-save");
    browser.open(&house.at("/en/account"));
    browser.follow("form[action$='/sign-out'] button");

    sign_in(&house, &mut browser, "carla");
    browser.open(&house.at("/en/caseload"));
    says(&mut browser, "asks for a review");
    look_at(&mut browser, "people-caseload");
    browser.follow("main table tbody th a");
    says(&mut browser, "Ana");
    look_at(&mut browser, "people-learner");
    browser.follow("main p.actions a.button");
    assert!(browser.address().contains("/en?can=sql~"), "planning with her begins with what she can show: {}", browser.address());
    says(&mut browser, "Which job do you want?");
    browser.open(&plan);
    browser.follow("form[action$='/review'] button[value=approved]");
    says(&mut browser, "Approved.");
    browser.fill("value1", "12");
    browser.fill("reason1", "Then it is ready earlier");
    browser.follow("form[action$='/propose'] button");
    says(&mut browser, "Waits for the learner.");
    look_at(&mut browser, "people-plan-counselor");

    // A plan that she makes for the learner: what limits it waits for her word, one by one.
    let learner = plan.split('/').skip_while(|part| *part != "learners").nth(1).unwrap().to_owned();
    browser.open(&house.at(&format!("/en/plan?role=data-analyst&can=sql~&hours=12&for={learner}")));
    browser.follow("a[href*='/save?']");
    says(&mut browser, "Propose this plan to a learner");
    browser.fill("why0", "Then it is ready before the summer");
    look_at(&mut browser, "people-propose");
    browser.fill("note", "As we talked about it");
    browser.enter();
    says(&mut browser, "This plan waits for the learner");
    let made = browser.address();
    browser.open(&house.at("/en/account"));
    browser.follow("form[action$='/sign-out'] button");
    browser.open(&plan);
    assert!(browser.address().contains("/en/sign-in?next="), "nobody sees it signed out: {}", browser.address());

    sign_in(&house, &mut browser, "ana");
    browser.open(&plan);
    browser.follow("form[action$='/decide'] button[value=accepted]");
    says(&mut browser, "Accepted");
    says(&mut browser, "What is different now");
    says(&mut browser, "Not reviewed as it is.");
    look_at(&mut browser, "people-different");
    browser.follow("form[action$='/progress'] button[value=earned]");
    says(&mut browser, "earned");
    browser.open(&made);
    says(&mut browser, "carla made this plan for you");
    look_at(&mut browser, "people-proposed");
    browser.follow("form[action$='/decide'] button[value=accepted]");
    says(&mut browser, "Accepted");
    browser.follow("form[action$='/take-on'] button[value=accepted]");
    says(&mut browser, "taken on");
    wrong.extend(taken.compared(&mut browser));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_counselor_proposes_and_a_learner_decides_by_keyboard_alone() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[2]);
    sign_in(&house, &mut browser, "ana");
    browser.tab_to("nav a[href*='/learners/']", 12);
    browser.enter();
    browser.tab_to("form[action$='/agree'] button", 60);
    browser.enter();
    let learner = browser.ask_text("location.pathname.split('/').pop()");
    browser.open(&house.at("/en/account"));
    browser.tab_to("form[action$='/sign-out'] button", 20);
    browser.enter();

    sign_in(&house, &mut browser, "carla");
    browser.open(&house.at(&format!("/en/learners/{learner}")));
    browser.tab_to("#competency", 40);
    browser.write("statistics");
    browser.tab_to("#reason", 4);
    browser.write("A course at school");
    browser.tab_to("form[action$='/waive'] button", 8);
    browser.enter();
    says(&mut browser, "A course at school");
    browser.open(&house.at(&format!("/en/plan?role=data-analyst&can=sql~2&hours=12&for={learner}")));
    browser.tab_to("main a[href*='/save?']", 200);
    browser.enter();
    browser.tab_to("#why0", 40);
    browser.write("Then it is ready before the summer");
    browser.tab_to("main form[action$='/save'] button", 10);
    browser.enter();
    says(&mut browser, "This plan waits for the learner");
    let made = browser.address();
    browser.open(&house.at("/en/account"));
    browser.follow("form[action$='/sign-out'] button");

    sign_in(&house, &mut browser, "ana");
    browser.open(&made);
    browser.tab_to("form[action$='/decide'] button[value=accepted]", 40);
    browser.enter();
    says(&mut browser, "What is different now");
    browser.tab_to("form[action$='/take-on'] button[value=accepted]", 40);
    browser.enter();
    says(&mut browser, "taken on");
    browser.tab_to("form[action$='/progress'] button[value=started]", 40);
    browser.enter();
    says(&mut browser, "begun");
}

#[test]
fn a_form_of_another_site_changes_nothing() {
    let Some((house, mut browser)) = House::open() else { return };
    browser.look(Look::ALL[2]);
    sign_in(&house, &mut browser, "ana");
    // Another port is another site's page as far as the cookie goes, but not the form's token.
    let form = format!(
        "<form method=post action='{}'><input name=name value=stolen><input name=scope value=read><button id=go>go</button></form>",
        house.at("/en/account/token")
    );
    browser.open(&format!("data:text/html,{}", form.replace(' ', "%20")));
    browser.follow("#go");
    browser.open(&house.at("/en/account"));
    let main = browser.ask_text("document.querySelector('main').innerText");
    assert!(!main.contains("stolen"), "{main}");
}
