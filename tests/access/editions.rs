//! Editions over HTTP: the operator imports the next one, all of it or nothing.

use crate::people::World;
use serde_json::Value;

const HEADER: &str = r#"{"catalogue": {"format": "pathstack-catalogue/1", "id": "ours", "title": "Ours"}}"#;

fn catalogue(skills: &[&str]) -> String {
    let records = skills.iter().map(|skill| format!("{{\"competency\": {{\"id\": \"{skill}\", \"name\": \"{skill}\"}}}}"));
    [HEADER.to_owned()].into_iter().chain(records).collect::<Vec<_>>().join("\n")
}

async fn import(world: &World, body: &str) -> (u16, Value) {
    let answer = world.call("POST", "/v1/editions", Some(&world.tokens["operator"]), body).await;
    (answer.status, if answer.status == 201 { answer.json() } else { answer.problem() })
}

async fn get(world: &World, path: &str) -> Value {
    let answer = world.call("GET", path, Some(&world.tokens["operator"]), "").await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn what_is_imported_is_joined_onto_the_newest_edition_and_listed_the_newest_first() {
    let world = World::new().await;
    let (status, first) = import(&world, &catalogue(&["sql", "welding"])).await;
    assert_eq!((status, &first["edition"]["number"], &first["edition"]["title"]), (201, &1.into(), &"Ours".into()), "{first}");
    let (_, second) = import(&world, &catalogue(&["baking"])).await;
    assert_eq!((&second["edition"]["number"], &second["edition"]["counts"]["competency"]), (&2.into(), &3.into()), "{second}");
    // The same again is the same edition, not another.
    assert_eq!(import(&world, &catalogue(&["baking"])).await.1["edition"]["number"], 2);
    let listed = get(&world, "/v1/editions?limit=1").await;
    assert_eq!((&listed["total"], &listed["items"][0]["number"], &listed["next_offset"]), (&2.into(), &2.into(), &1.into()));
    assert_eq!(get(&world, "/v1/editions/1").await, first["edition"]);
    for path in ["/v1/editions/3", "/v1/editions/0", "/v1/editions/-1", "/v1/editions/18446744073709551616", "/v1/editions/one"] {
        assert_eq!(world.call("GET", path, Some(&world.tokens["operator"]), "").await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn one_record_that_cannot_be_read_keeps_all_of_it_out_and_every_line_is_told() {
    let world = World::new().await;
    let wrong = format!("{}\n{{\"competency\": {{\"id\": 7}}}}\nnot json", catalogue(&["sql"]));
    let (status, problem) = import(&world, &wrong).await;
    assert_eq!((status, &problem["type"]), (422, &"/problems/invalid-value".into()));
    let told: Vec<&str> = problem["errors"].as_array().unwrap().iter().filter_map(|error| error["detail"].as_str()).collect();
    assert!(told.iter().any(|one| one.starts_with("body:3:")) && told.iter().any(|one| one.starts_with("body:4:")), "{told:?}");
    for nothing in [" ", "\n\n"] {
        assert_eq!(import(&world, nothing).await.0, 422);
    }
    assert_eq!(get(&world, "/v1/editions").await["total"], 0, "nothing is kept");
}

#[tokio::test]
async fn at_most_a_hundred_faults_are_told_and_a_body_past_the_limit_is_not_read() {
    let limits = pathstack::web::Limits { import_bytes: 4096, ..pathstack::web::Limits::default() };
    let world = World::limited(limits).await;
    let many = "x\n".repeat(500);
    assert_eq!(import(&world, &many).await.1["errors"].as_array().unwrap().len(), 100);
    let mut body = catalogue(&["sql"]);
    body.push_str(&" ".repeat(4096 - body.len()));
    assert_eq!(import(&world, &body).await.0, 201, "at the limit");
    body.push(' ');
    let (status, problem) = import(&world, &body).await;
    assert_eq!((status, &problem["type"], &problem["limit"]), (413, &"/problems/body-too-large".into(), &4096.into()));
}

#[tokio::test]
async fn a_provider_keeps_its_own_records_and_nobody_elses() {
    let world = World::new().await;
    let northfield = r#"{"organisation": {"id": "northfield", "name": "Northfield"}}"#;
    let elsewhere = r#"{"credential": {"id": "elsewheres", "name": "Elsewhere's", "issuer": "elsewhere"}}"#;
    import(&world, &format!("{}\n{northfield}\n{elsewhere}", catalogue(&["sql"]))).await;
    let publish =
        async |who: &str, body: &str| world.call("POST", "/v1/providers/northfield/records", Some(&world.tokens[who]), body).await;
    let own = r#"{"credential": {"id": "northfield.sql", "name": "SQL", "issuer": "northfield", "awards": [{"competency": "sql"}]}}"#;
    let route = |price: &str| {
        format!(
            r#"{{"offering": {{"id": "northfield.sql.o", "credential": "northfield.sql", "provider": "northfield", "price": "{price}", "hours": 9}}}}"#
        )
    };
    let kept = publish("provider own", &format!("{own}\n{}", route("USD 90.00"))).await;
    assert_eq!(kept.status, 201, "{}", kept.text());
    let counts = &kept.json()["edition"]["counts"];
    assert_eq!((&counts["credential"], &counts["offering"], &counts["competency"]), (&2.into(), &1.into(), &1.into()), "the rest stays");
    // Another price is another edition; the same again is none.
    let cheaper = publish("provider own", &route("USD 45.00")).await.json();
    assert_eq!(cheaper["edition"]["number"], 3);
    assert_eq!(publish("provider own", &route("USD 45.00")).await.json()["edition"]["number"], 3);
    for (foreign, says) in [
        (elsewhere, "another organisation than you"),
        (r#"{"credential": {"id": "elsewheres", "name": "Ours now", "issuer": "northfield"}}"#, "is not yours already"),
        (r#"{"competency": {"id": "sql", "name": "Ours"}}"#, "the operator's to keep"),
    ] {
        let refused = publish("provider own", foreign).await;
        assert_eq!((refused.status, &refused.problem()["type"]), (422, &"/problems/invalid-value".into()), "{foreign}");
        assert!(refused.text().contains(says), "{}", refused.text());
    }
    assert_eq!(get(&world, "/v1/editions").await["total"], 3, "nothing of what was refused is kept");
    assert_eq!(publish("provider other", own).await.problem()["type"], "/problems/not-found");
}
