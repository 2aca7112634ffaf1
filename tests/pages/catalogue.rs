//! The catalogue to browse, and what is counted over it, as a browser gets them.

use super::{StatusCode, get, large, page, small};
use serde_json::Value;

const PAGES: [&str; 14] = [
    "/catalogue",
    "/catalogue?q=sql",
    "/roles",
    "/roles?q=analyst",
    "/roles/data-analyst",
    "/credentials",
    "/credentials/sql-certificate",
    "/competencies",
    "/competencies/sql",
    "/providers",
    "/coverage",
    "/coverage/shortages",
    "/coverage/role-check?role=data+analyst",
    "/coverage/worth?awards=SQL+2&price=20&effort=10&holds=spreadsheets+1",
];

#[tokio::test]
async fn every_page_is_sound_in_every_language() {
    for language in ["en", "es", "en-XA", "ar-XB"] {
        for path in PAGES {
            let document = page(small(), &format!("/{language}{path}")).await;
            assert_eq!(document.find("h1").count(), 1, "{language}{path}");
        }
    }
}

#[tokio::test]
async fn every_question_of_coverage_is_answered_on_its_page() {
    let asked = [
        "shortages",
        "worth?awards=SQL+2&price=20&effort=10",
        "best-next?price=50",
        "bottlenecks",
        "dominated",
        "affected?credential=sql-certificate&price=900",
        "role-check?role=data-analyst",
        "open-doors?budget=500",
        "near",
    ];
    for question in asked {
        let document = page(small(), &format!("/en/coverage/{question}")).await;
        assert!(document.text().contains("Answer"), "{question}: {}", document.text());
        // Its form alone, where something must be told first, asks for it.
        let name = question.split('?').next().unwrap();
        assert_eq!(page(small(), &format!("/en/coverage/{name}")).await.find("form").count(), 1, "{name}");
    }
    assert_eq!(get(small(), "/en/coverage/team").await.status, StatusCode::NOT_FOUND, "a team needs a file");
}

/// What a page says for machines.
async fn linked(path: &str) -> Value {
    let body = get(large(), path).await.body;
    let (_, after) = body.split_once("<script type=\"application/ld+json\">").expect("a block of data");
    serde_json::from_str(after.split_once("</script>").unwrap().0).unwrap()
}

#[tokio::test]
async fn records_say_what_they_are_in_schema_orgs_words() {
    let role = linked("/en/roles/data-analyst").await;
    assert_eq!(
        (&role["@type"], &role["@id"], &role["name"]),
        (&"Occupation".into(), &"/en/roles/data-analyst".into(), &"Data analyst".into())
    );
    assert!(role["skills"].as_array().unwrap().iter().any(|skill| skill["@id"] == "/en/competencies/sql"));
    let spanish = linked("/es/competencies/communication").await;
    assert_eq!((&spanish["@type"], &spanish["name"]), (&"DefinedTerm".into(), &"Comunicación".into()));
    let credential = linked("/en/credentials/datacamp-sql-associate").await;
    assert_eq!(credential["@type"], "EducationalOccupationalCredential");
    assert_eq!(credential["recognizedBy"]["name"], "DataCamp");
}

#[tokio::test]
async fn an_offer_has_the_published_price_or_none() {
    // A price that nobody published is no offer: readers take what has none for free.
    let body = get(large(), "/en/credentials").await.body;
    let mut priced = 0;
    for path in body.split("href=\"").filter_map(|rest| rest.split('"').next()).filter(|path| path.starts_with("/en/credentials/")).take(40)
    {
        let data = linked(path).await.to_string();
        priced += data.matches("\"price\":").count();
        assert!(!data.contains("\"price\":null") && !data.contains("\"price\":\"\""), "{path}: {data}");
    }
    assert!(priced > 5, "{priced}");
}

#[tokio::test]
async fn a_list_is_paged_and_a_search_that_finds_nothing_offers_a_way_on() {
    let first = page(large(), "/en/credentials").await;
    let next = first.links().into_iter().find(|link| link.contains("from=50")).expect("a next page");
    let second = page(large(), &next).await;
    assert!(second.text().contains("51 to 100"), "{}", second.text());
    let nothing = page(large(), "/en/credentials?q=zzzzzzzz").await;
    assert!(nothing.links().contains(&"/en/credentials".to_owned()));
    assert_eq!(get(large(), "/en/credentials?from=999999999999999999999").await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_the_edition_does_not_have_is_not_there() {
    for path in ["/en/roles/nobody", "/en/credentials/nothing", "/en/competencies/%00", "/en/providers/none", "/en/learners/x/plans/y"] {
        let got = get(small(), path).await;
        assert!(got.status == StatusCode::NOT_FOUND || got.status == StatusCode::SEE_OTHER, "{path}: {}", got.status);
    }
}

#[tokio::test]
async fn a_slip_in_a_draft_is_said_beside_its_field() {
    let got = get(small(), "/en/coverage/worth?awards=zzzzzz&price=20&effort=10").await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    let document = super::sound("worth", &got);
    let wrong: Vec<_> =
        document.all().filter(|node| node.attribute("aria-invalid").is_some()).filter_map(|node| node.attribute("id")).collect();
    assert_eq!(wrong, ["awards"]);
}

#[tokio::test]
async fn a_provider_sees_what_its_records_leave_open() {
    let text = page(large(), "/en/providers/datacamp").await.text();
    assert!(text.contains("94 % of what learners choose by is stated") && text.contains("0 of 8"), "{text}");
}

#[tokio::test]
async fn where_nothing_is_kept_no_page_pretends_to_sign_in() {
    assert_eq!(get(small(), "/en/sign-in").await.status, StatusCode::NOT_FOUND);
    assert!(!page(small(), "/en").await.links().contains(&"/en/account".to_owned()));
}
