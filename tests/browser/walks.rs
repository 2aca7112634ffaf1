//! The walks of three people: a learner without script and by keyboard alone, a provider, an employer.

use super::{House, chromium::Look};

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
    assert!(browser.ask("document.querySelector('figure.demand svg path.stair') !== null").as_bool() == Some(true));
    // The slider moves the number, and the number the slider.
    let moved = "(() => { const slide = document.querySelector('[data-slides=price]'), price = document.getElementById('price'); slide.value = \
                 200; slide.dispatchEvent(new Event('input', {bubbles: true})); return price.value })()";
    assert_eq!(browser.ask_text(moved), "200");
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
