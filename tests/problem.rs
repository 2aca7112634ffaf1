//! Reading the problem format: what is right is read, and every fault of what is not is told with its place.

use std::sync::Arc;

use pathstack::solve::problem::{Catalogue, Id, Measure, Minimise, Problem, Query};
use serde_json::{Value, json};

fn small() -> Value {
    json!({ "format": "pathstack-problem/1", "levels": 4, "competencies": 60,
        "credentials": [
            { "id": 0, "cost": 12900, "hours": 40, "count": 1, "teaches": [[7, 2], [9, 1]],
              "requires": [{ "k": 1, "of": [{"c": 7, "l": 1}, {"cr": "three"}] }] },
            { "id": "three", "cost": 0, "hours": 0, "count": 0, "provider": 5, "teaches": [], "requires": [] } ],
        "offers": [{ "id": 0, "cost": 30000, "covers": [0, "three"] }],
        "learner": { "holds": [[7, 1]], "earned": ["three"] },
        "role": { "requires": [{ "k": 1, "of": [{"c": 9, "l": 2}] }], "soft": [{"c": 5, "l": 1, "w": 3}], "min_soft": 0 },
        "forbid": [0], "limits": { "max_cost": null, "max_hours": 7, "max_count": null } })
}

/// The faults of the small problem after a change, one a line.
fn faults(change: impl FnOnce(&mut Value)) -> String {
    let mut problem = small();
    change(&mut problem);
    match Problem::read(problem.to_string().as_bytes()) {
        Ok(_) => String::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

#[test]
fn a_problem_is_read_and_written_back() {
    let problem = Problem::read(small().to_string().as_bytes()).unwrap();
    assert_eq!(problem.catalogue().credential_position(&"three".into()), Some(1));
    assert_eq!(problem.catalogue().credential_position(&3.into()), None);
    let written: Value = serde_json::from_str(&problem.to_json()).unwrap();
    assert_eq!(written, small());
}

#[test]
fn a_catalogue_and_a_line_of_queries_make_the_same_problem() {
    let (mut catalogue, mut query) = (small(), json!({}));
    for name in ["learner", "role", "forbid", "limits"] {
        query[name] = catalogue.as_object_mut().unwrap().remove(name).unwrap();
    }
    let catalogue = Catalogue::read(catalogue.to_string().as_bytes()).unwrap();
    let query = Query::read(query.to_string().as_bytes()).unwrap();
    let whole = Problem::read(small().to_string().as_bytes()).unwrap();
    assert_eq!(Problem::new(Arc::new(catalogue), query).unwrap(), whole);
}

#[test]
fn what_is_optional_may_be_absent() {
    let least = json!({ "format": "pathstack-problem/1", "levels": 0, "competencies": 0, "credentials": [],
        "learner": { "holds": [], "earned": [] }, "role": { "requires": [] } });
    assert!(Problem::read(least.to_string().as_bytes()).is_ok());
}

#[test]
fn integers_come_before_strings_and_by_value() {
    let mut ids: Vec<Id> = vec!["10".into(), 10.into(), "9".into(), 9.into(), (-1).into()];
    ids.sort();
    assert_eq!(format!("{ids:?}"), r#"[-1, 9, 10, "10", "9"]"#);
}

#[test]
fn the_canonical_form_forgets_order_and_repetition() {
    let mut other = small();
    other["credentials"].as_array_mut().unwrap().reverse();
    other["forbid"] = json!([0, 0]);
    other["learner"]["holds"] = json!([[7, 0], [7, 1], [3, 0]]);
    let canonical = |problem: Value| Problem::read(problem.to_string().as_bytes()).unwrap().canonical().to_json();
    assert_eq!(canonical(other), canonical(small()));
}

#[test]
fn a_member_that_is_not_part_of_the_format_is_named() {
    assert_eq!(
        faults(|problem| problem["credentials"][0]["prise"] = json!(3)),
        "/credentials/0/prise: this member is not part of the format; take it out, or check its spelling"
    );
}

#[test]
fn all_faults_of_shape_and_meaning_are_listed_together() {
    let found = faults(|problem| {
        problem["credentials"][0]["cost"] = json!(1.5);
        problem["credentials"][0]["teaches"][1] = json!([60, 5]);
        problem["credentials"][1]["id"] = json!(null);
        problem["offers"][0]["covers"] = json!([8]);
        problem["role"]["requires"][0]["of"][0] = json!({"c": 1});
        problem["limits"]["max_cost"] = json!(-1);
        problem.as_object_mut().unwrap().remove("learner");
    });
    let places: Vec<&str> = found.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(
        places,
        [
            "/credentials/0/cost",
            "/credentials/1/id",
            "the whole file",
            "/role/requires/0/of/0",
            "/limits/max_cost",
            "/credentials/0/teaches/1",
            "/credentials/0/teaches/1",
            "/credentials/0/requires/0/of/1/cr",
            "/offers/0/covers/0",
        ],
        "{found}"
    );
}

#[test]
fn two_credentials_never_share_an_id() {
    assert_eq!(
        faults(|problem| problem["credentials"][1]["id"] = json!(0)).lines().next(),
        Some("/credentials/0/requires/0/of/1/cr: there is no credential \"three\"; add it to `credentials` or take the reference out")
    );
    assert!(
        faults(|problem| problem["credentials"][1]["id"] = json!(0))
            .contains("/credentials/1/id: the id 0 is that of /credentials/0 already; give each its own id")
    );
}

#[test]
fn sums_that_could_overflow_are_refused() {
    let most = (1_i64 << 53) - 1;
    assert_eq!(faults(|problem| problem["credentials"][0]["cost"] = json!(most - 30000)), "");
    let found = faults(|problem| problem["credentials"][0]["cost"] = json!(most - 29999));
    assert_eq!(
        found,
        "/credentials: all cost together is 9007199254740992, more than 2^53 - 1; use a coarser unit, so that every sum stays exact"
    );
    for worse in [json!(-1), json!(most + 1), json!(u64::MAX), json!(1e300), json!("3")] {
        assert!(faults(|problem| problem["credentials"][0]["hours"] = worse).starts_with("/credentials/0/hours: "));
    }
}

#[test]
fn a_text_that_is_not_json_is_refused_where_it_breaks() {
    let found = Problem::read(b"{\"format\": \"pathstack-problem/1\",\n \"levels\": }").unwrap_err();
    assert_eq!(found[0].place, "line 2 column 12");
    let deep = "[".repeat(100_000);
    assert_eq!(Problem::read(deep.as_bytes()).unwrap_err().len(), 1);
    assert_eq!(Problem::read(&[0xff, 0xfe]).unwrap_err().len(), 1);
}

#[test]
fn a_member_given_twice_is_refused() {
    let twice = small().to_string().replacen("\"levels\":4", "\"levels\":4,\"levels\":3", 1);
    let found = Problem::read(twice.as_bytes()).unwrap_err();
    assert!(found[0].what.contains("duplicate field"), "{found:?}");
}

#[test]
fn null_stands_only_for_an_open_limit() {
    assert!(faults(|problem| problem["offers"] = json!(null)).starts_with("/offers: null is not a list"));
    assert!(faults(|problem| problem["role"]["requires"][0]["of"][0]["c"] = json!(null)).starts_with("/role/requires/0/of/0/c: "));
    assert!(faults(|problem| problem["role"]["requires"][0]["of"][0]["w"] = json!(1)).starts_with("/role/requires/0/of/0/w: "));
}

#[test]
fn a_report_of_faults_stays_short() {
    let found = faults(|problem| problem["forbid"] = json!(vec![77; 5000]));
    assert_eq!(found.lines().count(), 1001);
    assert!(found.ends_with("the whole file: 4000 more faults are not listed; put these right and read the file again"));
}

#[test]
fn what_is_minimised_is_read_as_on_the_command_line() {
    use Measure::{Cost, Count, Hours};
    assert_eq!("count,hours,cost".parse(), Ok(Minimise::Lexicographic(vec![Count, Hours, Cost])));
    assert_eq!("41*cost+hours".parse(), Ok(Minimise::Weighted([41, 1, 0])));
    for wrong in ["", "price", "cost,cost", "2*cost+3*cost", "-1*cost", "1.5*cost", "cost,", "9007199254740992*cost"] {
        assert!(wrong.parse::<Minimise>().is_err(), "{wrong}");
    }
    for right in ["cost", "hours,count", "0*cost+3*hours+1*count"] {
        assert_eq!(right.parse::<Minimise>().unwrap().to_string(), right);
    }
    let catalogue = Problem::read(small().to_string().as_bytes()).unwrap().catalogue().clone();
    assert!(Minimise::Weighted([1 << 38, 0, 0]).fits(&catalogue).is_err());
    assert!(Minimise::Weighted([1 << 37, 0, 0]).fits(&catalogue).is_ok());
}
