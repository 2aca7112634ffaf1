//! A counselor and a learner work on plans, by forms and links alone.

use super::{
    StatusCode,
    kept::{Browser, on_to},
    routes::{people, sign_in, sign_out},
    sound,
};

/// Saves the way to the sample's job as a plan of this title.
async fn save(browser: &mut Browser, title: &str, choice: &str) -> String {
    let ask = browser.open("/en/save?role=data-analyst").await;
    on_to(&browser.send(&ask, "/save", &[("title", title), ("choice", choice)]).await)
}

#[tokio::test]
async fn plans_are_laid_side_by_side_step_by_step() {
    let (store, learner, _) = people().await;
    let mut browser = Browser::over(store);
    sign_in(&mut browser, "ana").await;
    save(&mut browser, "By the cheap way", "cheapest").await;
    let own = format!("/en/learners/{learner}");
    assert!(!browser.open(&own).await.body.contains("Which plan takes what"), "one plan alone stands beside nothing");
    save(&mut browser, "By the quick way", "fastest").await;
    let text = sound(&own, &browser.open(&own).await).text();
    assert!(text.contains("Which plan takes what, and when") && text.contains("By the quick way"), "{text}");
}

#[tokio::test]
async fn what_a_refresh_changes_is_told() {
    let (store, ..) = people().await;
    let mut browser = Browser::over(store);
    sign_in(&mut browser, "ana").await;
    let plan = save(&mut browser, "To analyst", "cheapest").await;
    let page = browser.open(&plan).await;
    let again = browser.send(&page, "/refresh", &[]).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    assert!(sound("nothing new", &again).text().contains("Nothing that you follow"), "{}", again.body);

    // What she can show by now makes it another plan.
    let own = plan.split("/plans/").next().unwrap().to_owned();
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/write-down", &[("what", "sql"), ("level", "3")]).await);
    let page = browser.open(&plan).await;
    let again = browser.send(&page, "/refresh", &[]).await;
    let text = sound("something new", &again).text();
    assert!(text.contains("What is different now") && text.contains(" before, ") && text.contains("Falls away"), "{text}");
    // Sent twice, it is refused kindly: the plan is another by then.
    let twice = browser.send(&page, "/refresh", &[]).await;
    assert_eq!(twice.status, StatusCode::PRECONDITION_FAILED);
}

#[tokio::test]
async fn an_amount_is_proposed_as_a_figure_and_accepted() {
    let (store, learner, _) = people().await;
    let mut browser = Browser::over(store);
    sign_in(&mut browser, "ana").await;
    let own = format!("/en/learners/{learner}");
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/agree", &[]).await);
    let plan = save(&mut browser, "To analyst", "cheapest").await;
    sign_out(&mut browser).await;

    sign_in(&mut browser, "carla").await;
    let page = browser.open(&plan).await;
    let change = [("change", "budget"), ("value", "900"), ("reason", "What the fund leaves over")];
    on_to(&browser.send(&page, "/propose", &change).await);
    let text = sound(&plan, &browser.open(&plan).await).text();
    assert!(text.contains("Money at most: USD 900") && text.contains("Waits for the learner"), "{text}");
    // What is waived counts on the pages that everybody has as well, and is called by its name.
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/waive", &[("competency", "sql"), ("level", "2"), ("reason", "Ten years of it at work")]).await);
    let links = sound(&plan, &browser.open(&plan).await).links();
    assert!(links.iter().any(|link| link.starts_with("/en/plan?") && link.contains("can=sql~2")), "{links:?}");
    sign_out(&mut browser).await;

    sign_in(&mut browser, "ana").await;
    let page = browser.open(&plan).await;
    on_to(&browser.send(&page, "/decide", &[("decision", "accepted")]).await);
    let text = sound(&plan, &browser.open(&plan).await).text();
    assert!(text.contains("Accepted") && text.contains("Waived SQL"), "{text}");
}
