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
    assert!(text.contains("Money at most: USD\u{a0}900") && text.contains("Waits for the learner"), "{text}");
    // What is waived counts on the pages that everybody has as well, and is called by its name.
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/waive", &[("competency", "sql"), ("level", "2"), ("reason", "Ten years of it at work")]).await);
    let links = sound(&plan, &browser.open(&plan).await).links();
    assert!(links.iter().any(|link| link.starts_with("/en/plan?") && link.contains("can=sql~2")), "{links:?}");
    sign_out(&mut browser).await;

    sign_in(&mut browser, "ana").await;
    let page = browser.open(&plan).await;
    // What the change does to the plan is told at once.
    let accepted = browser.send(&page, "/decide", &[("decision", "accepted")]).await;
    assert_eq!(accepted.status, StatusCode::OK, "{}", accepted.body);
    let document = sound("accepted", &accepted);
    assert!(document.text().contains("What is different now"), "{}", document.text());
    // What a form was sent to is no address to read: the other language leads to the plan.
    assert!(document.links().contains(&plan.replace("/en/", "/es/")), "{:?}", document.links());
    let text = sound(&plan, &browser.open(&plan).await).text();
    assert!(text.contains("Accepted") && text.contains("Waived SQL"), "{text}");
}

#[tokio::test]
async fn a_counselor_plans_with_a_learner_who_takes_it_on_change_by_change() {
    let (store, learner, _) = people().await;
    let mut browser = Browser::over(store);
    sign_in(&mut browser, "ana").await;
    let own = format!("/en/learners/{learner}");
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/write-down", &[("what", "sql"), ("level", "2")]).await);
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/name", &[("name", "Ana")]).await);
    let page = browser.open(&own).await;
    on_to(&browser.send(&page, "/agree", &[]).await);
    sign_out(&mut browser).await;

    // She plans as everybody does, with what the learner can show, and saves it for her.
    sign_in(&mut browser, "carla").await;
    let with = sound(&own, &browser.open(&own).await).links().into_iter().find(|link| link.contains("for=")).expect("planning with her");
    assert!(with.contains("can=sql~2") && with.contains(&learner), "{with}");
    let answer = browser.open(&format!("/en/plan?{}&role=data-analyst&hours=6&lock=data-diploma", with.trim_start_matches("/en?"))).await;
    let save = sound("the answer", &answer).links().into_iter().find(|link| link.starts_with("/en/save?")).expect("saving it for her");
    let ask = browser.open(&save).await;
    let text = sound(&save, &ask).text();
    assert!(text.contains("Propose this plan to a learner") && text.contains("Take this credential: Data Diploma"), "{text}");
    assert!(ask.body.contains(&format!("<option value=\"{learner}\" selected")), "whom she plans with is chosen already: {}", ask.body);
    let fields = [("learner", &*learner), ("title", "As we said"), ("choice", "cheapest"), ("note", "Look at it in peace")];
    let unsaid = browser.send(&ask, "/save", &[&fields[..], &[("why", "You have time"), ("why", "")]].concat()).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = sound("without a reason", &unsaid);
    assert!(again.text().contains("Reason: say why") && unsaid.body.contains("value=\"You have time\""), "{}", unsaid.body);
    let made = browser.send(&ask, "/save", &[&fields[..], &[("why", "You have time"), ("why", "It opens doors")]].concat()).await;
    let plan = on_to(&made);
    let page = browser.open(&plan).await;
    let text = sound(&plan, &page).text();
    assert!(text.contains("waits for the learner") && text.contains("Hours a week: 6") && !page.body.contains("/take-on"), "{text}");
    sign_out(&mut browser).await;

    sign_in(&mut browser, "ana").await;
    let text = sound(&own, &browser.open(&own).await).text();
    assert!(text.contains("carla made a plan for you") && text.contains("made a plan for you: look at it"), "{text}");
    let page = browser.open(&plan).await;
    let document = sound(&plan, &page);
    let text = document.text();
    assert!(text.contains("Look at it in peace") && text.contains("It opens doors") && !page.body.contains("/progress"), "{text}");
    let whole = document.links().into_iter().find(|link| link.starts_with("/en/plan?") && link.contains("lock=data-diploma"));
    let whole = whole.expect("the whole as it is meant");
    assert!(whole.contains("hours=6"), "{whole}");
    assert_eq!(browser.send(&page, "/decide", &[("decision", "accepted")]).await.status, StatusCode::OK);
    let page = browser.open(&plan).await;
    on_to(&browser.send(&page, "/decide", &[("decision", "rejected")]).await);
    let page = browser.open(&plan).await;
    on_to(&browser.send(&page, "/take-on", &[("decision", "accepted")]).await);
    let page = browser.open(&plan).await;
    let text = sound(&plan, &page).text();
    assert!(
        text.contains("taken on") && text.contains("Accepted") && text.contains("Rejected") && page.body.contains("/progress"),
        "{text}"
    );
    // Who did what is on record, in her language.
    let spanish = own.replace("/en/", "/es/");
    let text = sound(&spanish, &browser.open(&spanish).await).text();
    assert!(text.contains("hizo un plan para ti") && !text.contains("propose"), "{text}");
}

#[tokio::test]
async fn the_menu_leads_whoever_is_signed_in_to_what_is_hers() {
    let (store, learner, _) = people().await;
    let mut browser = Browser::over(store);
    let own = |got: &super::Got| sound("/en", got).links();
    let plans = format!("/en/learners/{learner}");
    let nobody = own(&browser.open("/en").await);
    assert!(!nobody.contains(&plans) && !nobody.contains(&"/en/caseload".to_owned()), "{nobody:?}");
    sign_in(&mut browser, "ana").await;
    assert!(own(&browser.open("/en").await).contains(&plans));
    let text = sound("/es", &browser.open("/es").await).text();
    assert!(text.contains("Tus planes"), "{text}");
    sign_out(&mut browser).await;
    sign_in(&mut browser, "carla").await;
    assert!(own(&browser.open("/en/roles").await).contains(&"/en/caseload".to_owned()));
}

#[tokio::test]
async fn a_plan_that_is_not_taken_on_stays_to_be_seen_and_asks_nothing_more() {
    let (store, learner, _) = people().await;
    let mut browser = Browser::over(store);
    sign_in(&mut browser, "ana").await;
    let page = browser.open(&format!("/en/learners/{learner}")).await;
    on_to(&browser.send(&page, "/agree", &[]).await);
    sign_out(&mut browser).await;
    sign_in(&mut browser, "carla").await;
    let ask = browser.open("/en/save?role=data-analyst").await;
    assert!(sound("nothing but a job", &ask).text().contains("decides on the plan as a whole"));
    let plan = on_to(&browser.send(&ask, "/save", &[("learner", &*learner), ("title", "An idea"), ("choice", "fastest")]).await);
    sign_out(&mut browser).await;
    sign_in(&mut browser, "ana").await;
    let page = browser.open(&plan).await;
    on_to(&browser.send(&page, "/take-on", &[("decision", "rejected")]).await);
    let page = browser.open(&plan).await;
    assert!(sound(&plan, &page).text().contains("not taken on") && !page.body.contains("/take-on") && page.body.contains("/delete"));
    let both = browser.send(&page, "/delete", &[("sure", "1")]).await;
    on_to(&both);
}

#[tokio::test]
async fn a_saved_plan_is_read_in_the_language_of_its_reader_and_so_is_what_goes_wrong() {
    let (store, learner, _) = people().await;
    let mut browser = Browser::over(store);
    sign_in(&mut browser, "ana").await;
    let plan = save(&mut browser, "To analyst", "cheapest").await;
    let spanish = plan.replace("/en/", "/es/");
    let text = sound(&spanish, &browser.open(&spanish).await).text();
    assert!(text.contains("demuestra ") && !text.contains("closes "), "{text}");
    assert!(sound(&plan, &browser.open(&plan).await).text().contains("closes "));
    let page = browser.open(&plan).await;
    let link = browser.send(&page, "/link", &[]).await;
    let shared = sound("the link", &link).links().into_iter().find(|link| link.contains("/shared/")).unwrap().replace("/en/", "/es/");
    sound(&shared, &browser.open(&shared).await);

    let own = format!("/es/learners/{learner}");
    for (form, fields, said) in [
        ("/write-down", &[("what", "zzzzzz"), ("level", "")][..], "no tiene nada que se llame «zzzzzz»"),
        ("/plan", &[("title", "Uno"), ("role", "zzzzzz"), ("choice", "cheapest")][..], "«zzzzzz»"),
        ("/plan", &[("title", " "), ("role", "data analyst"), ("choice", "cheapest")][..], "Cómo lo llamas: escribe"),
    ] {
        let page = browser.open(&own).await;
        let wrong = browser.send(&page, form, fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        let text = sound(form, &wrong).text();
        assert!(text.contains(said) && !text.contains("there is no") && !text.contains("write "), "{said}: {text}");
    }
    let account = browser.open("/es/account").await;
    for (form, fields, said) in [
        ("/token", &[("name", "uno"), ("days", "9000"), ("scope", "read")][..], "de 1 a 365"),
        ("/token", &[("name", "uno"), ("days", "9")][..], "al menos una cosa"),
        ("/password", &[("password", "a few plain words"), ("new_password", "short")][..], "12 caracteres"),
        ("/password", &[("password", "another one altogether"), ("new_password", "a few plain words")][..], "no es correcta"),
    ] {
        let wrong = browser.send(&account, form, fields).await;
        assert!(wrong.status.is_client_error(), "{form}");
        let text = sound(form, &wrong).text();
        assert!(text.contains(said), "{said}: {text}");
    }
}
