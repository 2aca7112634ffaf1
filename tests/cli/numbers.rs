//! `solve` and `check`: problems, fronts, queries, limits, proofs.

use crate::{exit, fed, folder, pathstack, seen, text};
use serde_json::Value;

/// Two ways to level 2 of competency 0, one cheap and long, one dear and short; a bundle of both.
const PROBLEM: &str = r#"{"format": "pathstack-problem/1", "levels": 3, "competencies": 2,
 "credentials": [
  {"id": "long", "cost": 100, "hours": 90, "count": 1, "teaches": [[0, 2]], "requires": []},
  {"id": "short", "cost": 400, "hours": 10, "count": 1, "teaches": [[0, 2]], "requires": [{"k": 1, "of": [{"c": 1, "l": 1}]}]},
  {"id": "entry", "cost": 5, "hours": 2, "count": 1, "teaches": [[1, 1]], "requires": []}],
 "offers": [{"id": "both", "cost": 300, "covers": ["short", "entry"]}],
 "learner": {"holds": [], "earned": []}, "role": {"requires": [{"k": 1, "of": [{"c": 0, "l": 2}]}]}}"#;

fn solve(arguments: &[&str]) -> String {
    fed(&[&["solve", "-", "--width", "80"], arguments].concat(), PROBLEM)
}

#[test]
fn one_problem_is_answered_for_people() {
    insta::assert_snapshot!("solve_cost", solve(&[]));
    insta::assert_snapshot!("solve_hours", solve(&["--minimise", "hours,cost"]));
    insta::assert_snapshot!("solve_weighted", solve(&["--minimise", "1*cost+10*hours"]));
    insta::assert_snapshot!("solve_front", solve(&["--front", "cost,hours"]));
}

#[test]
fn limits_hold_and_their_conflict_is_named() {
    insta::assert_snapshot!("solve_limit", solve(&["--limit", "hours=50"]));
    insta::assert_snapshot!("solve_limits", solve(&["--limit", "hours=50", "--limit", "cost=200"]));
}

#[test]
fn json_is_the_answer_with_how_it_came_about() {
    insta::assert_snapshot!("solve_json", solve(&["--json"]));
    insta::assert_snapshot!("front_json", solve(&["--front", "cost,hours", "--json"]));
}

#[test]
fn what_is_no_problem_is_trouble_with_every_fault() {
    insta::assert_snapshot!("solve_faults", fed(&["solve", "-", "--width", "80"], &PROBLEM.replace("[1, 1]", "[9, 9]")));
    insta::assert_snapshot!("solve_no_measure", solve(&["--minimise", "price"]));
    insta::assert_snapshot!("solve_no_limit", solve(&["--limit", "cost"]));
    insta::assert_snapshot!("solve_no_file", seen(&["solve", "nowhere.json"]));
}

#[test]
fn an_answer_is_judged_with_its_proof() {
    let place = tempfile::tempdir().unwrap();
    let (problem, answer) = (place.path().join("problem.json"), place.path().join("answer.json"));
    std::fs::write(&problem, PROBLEM).unwrap();
    let (problem, path) = (problem.to_str().unwrap(), answer.to_str().unwrap());
    let front = &["--front", "cost,hours", "--certificate"][..];
    let short = &["--time-limit", "0", "--certificate"];
    for asked in [&["--minimise", "hours,cost"][..], &["--certificate"], &front[..2], front, short, &["--limit", "hours=50"]] {
        let output = pathstack(&[&["solve", problem, "--json"], asked].concat()).output().unwrap();
        std::fs::write(&answer, &output.stdout).unwrap();
        let verdict = seen(&["check", problem, path]);
        assert!(verdict.starts_with("exit 0\n--- data\nright"), "{asked:?}: {verdict}");
        let proven = verdict.contains("its certificate proves");
        assert_eq!(proven, asked.contains(&"--certificate"), "{asked:?}: {verdict}");
        let mut value: Value = serde_json::from_slice(&output.stdout).unwrap();
        match value.get_mut("front") {
            Some(front) => front[0]["objective"] = serde_json::json!([1, 1, 1]),
            None => value["objective"] = serde_json::json!([1, 1, 1]),
        }
        std::fs::write(&answer, value.to_string()).unwrap();
        assert!(seen(&["check", problem, path]).starts_with("exit 1\n--- data\nwrong"), "{asked:?}");
    }
}

#[test]
fn an_answer_of_others_needs_no_more_than_its_own_members() {
    let place = tempfile::tempdir().unwrap();
    let problem = place.path().join("problem.json");
    std::fs::write(&problem, PROBLEM).unwrap();
    let problem = problem.to_str().unwrap();
    let check = |answer: &str, arguments: &[&str]| fed(&[&["check", problem, "-", "--width", "80"], arguments].concat(), answer);
    let right = r#"{"status": "optimal", "objective": [100, 90, 1], "bound": [100, 90, 1], "order": ["long"], "offers": []}"#;
    insta::assert_snapshot!("check_right", check(right, &[]));
    let dear = r#"{"status": "feasible", "objective": [405, 12, 2], "bound": 90, "order": ["short", "entry"], "offers": []}"#;
    insta::assert_snapshot!("check_wrong", check(dear, &["--minimise", "cost"]));
    insta::assert_snapshot!("check_malformed", check(r#"{"state": "optimal"}"#, &[]));
    assert!(check(right, &["--json"]).contains("\"right\": true"));
}

#[test]
fn many_queries_are_answered_line_by_line() {
    let place = tempfile::tempdir().unwrap();
    let queries = place.path().join("queries.jsonl");
    let problem = place.path().join("problem.json");
    std::fs::write(&problem, PROBLEM).unwrap();
    let line = |learner: &str, limits: &str| {
        format!(r#"{{"learner": {learner}, "role": {{"requires": [{{"k": 1, "of": [{{"c": 0, "l": 2}}]}}]}}, "limits": {limits}}}"#)
    };
    let nothing = r#"{"holds": [], "earned": []}"#;
    let lines =
        [line(nothing, "{}"), line(r#"{"holds": [[1, 1]], "earned": []}"#, r#"{"max_hours": 20}"#), line(nothing, r#"{"max_cost": 1}"#)];
    std::fs::write(&queries, lines.join("\n") + "\n").unwrap();
    let (problem, queries) = (problem.to_str().unwrap(), queries.to_str().unwrap());
    insta::assert_snapshot!("queries", seen(&["solve", problem, "--queries", queries, "--time-limit", "10s"]));
    let output = pathstack(&["solve", problem, "--queries", queries, "--json"]).output().unwrap();
    let answers: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let said: Vec<_> = answers.iter().map(|answer| (answer["query"].as_u64(), answer["objective"].to_string())).collect();
    assert_eq!(said, [(Some(0), "[100,90,1]".to_owned()), (Some(1), "[300,10,1]".to_owned()), (Some(2), "null".to_owned())]);
    assert!(answers.iter().all(|answer| answer["micros"].is_u64()));
    std::fs::write(queries, "{\"learner\": 7}\n").unwrap();
    assert_eq!(exit(&["solve", problem, "--queries", queries]), 2);
}

#[test]
fn a_saved_plan_is_a_problem_that_solve_and_check_understand() {
    let place = tempfile::tempdir().unwrap();
    let (problem, answer) = (place.path().join("problem.json"), place.path().join("answer.json"));
    let saved = problem.to_str().unwrap();
    let plan = ["plan", "baker", "--catalogue", "bakery.jsonl", "--start", "2027-01-04", "--save", saved];
    assert_eq!(exit(&plan), 0);
    let output = pathstack(&["solve", saved, "--json", "--certificate"]).output().unwrap();
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["objective"][0], 21_500);
    std::fs::write(&answer, &output.stdout).unwrap();
    assert!(seen(&["check", saved, answer.to_str().unwrap()]).contains("its certificate proves the bound"));
}

#[test]
fn the_shared_cases_are_solved_as_the_peers_solved_them() {
    let shared = std::env::var_os("PATHSTACK_SHARED_DATA").map(std::path::PathBuf::from);
    let shared = shared.unwrap_or_else(|| folder().join("../../../shared/data")).join("../peers/cases");
    let Ok(first) = std::fs::read(shared.join("000.answer.json")) else {
        println!("skipped: no cases beside the checkout");
        return;
    };
    let answer: Value = serde_json::from_slice(&first).unwrap();
    let problem = shared.join("000.problem.json");
    let output = pathstack(&["solve", problem.to_str().unwrap(), "--json"]).output().unwrap();
    let mine: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(mine["status"] == "infeasible", answer["status"] == "infeasible");
    assert_eq!(mine["objective"], answer["lex_cost_hours_count"]);
}
