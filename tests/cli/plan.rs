//! Plans and gaps as a learner reads them.

use crate::{bakery, exit, fed, pathstack, seen, text};

const START: [&str; 2] = ["--start", "2027-01-04"];

fn plan(arguments: &[&str]) -> String {
    let all: Vec<&str> = ["plan"].iter().chain(arguments).chain(&START).copied().collect();
    bakery(&all)
}

#[test]
fn a_plan_has_its_answers_side_by_side_then_the_steps_then_what_it_rests_on() {
    insta::assert_snapshot!(plan(&["baker"]));
}

#[test]
fn another_aim_shows_other_steps() {
    insta::assert_snapshot!(plan(&["baker", "--aim", "fastest"]));
}

#[test]
fn names_are_in_the_language_asked_for_and_still_fit() {
    insta::assert_snapshot!(plan(&["panadero", "--names", "es", "--lang", "es"]));
}

#[test]
fn what_is_held_is_not_earned_again() {
    insta::assert_snapshot!(plan(&["baker", "--holds", "bread:journeyman", "--verified", "hygiene-card", "--hours", "5"]));
}

#[test]
fn a_gate_and_an_entry_condition_are_told() {
    insta::assert_snapshot!(plan(&["master baker", "--holds", "bread:2"]));
}

#[test]
fn competencies_can_be_asked_for_without_a_role() {
    insta::assert_snapshot!(plan(&["--competency", "bread:2", "-c", "Food hygiene"]));
}

#[test]
fn nothing_missing_is_said_and_found() {
    insta::assert_snapshot!(plan(&["baker", "--holds", "diploma"]));
}

#[test]
fn a_budget_that_is_too_small_is_an_impasse_with_ways_out() {
    insta::assert_snapshot!(plan(&["baker", "--budget", "USD 100"]));
}

#[test]
fn a_deadline_that_is_too_early_is_an_impasse() {
    insta::assert_snapshot!(plan(&["baker", "--deadline", "2027-01-20"]));
}

#[test]
fn what_nobody_teaches_is_said_so() {
    insta::assert_snapshot!(plan(&["sugar-artist"]));
}

#[test]
fn without_any_time_the_best_that_was_found_is_told() {
    insta::assert_snapshot!(plan(&["baker", "--time-limit", "0"]));
}

#[test]
fn an_unknown_role_is_trouble_and_near_ones_are_named() {
    insta::assert_snapshot!(plan(&["astronaut"]));
    insta::assert_snapshot!(plan(&["bakr"]));
}

#[test]
fn what_cannot_be_meant_is_trouble_with_a_hint() {
    for (arguments, name) in [
        (&["baker", "--holds", "bread:7"][..], "level"),
        (&["baker", "--holds", "xyzzy"], "unknown_holding"),
        (&["baker", "--budget", "500"], "budget"),
        (&["baker", "--hours", "0"], "hours"),
        (&["baker", "--deadline", "2026-01-01"], "deadline"),
        (&["baker", "--lock", "diploma", "--exclude", "diploma"], "locked_and_excluded"),
        (&[], "no_goal"),
        (&["baker", "--delivery", "by_post"], "delivery"),
    ] {
        let seen = plan(arguments);
        assert!(seen.starts_with("exit 2\n--- data\n---"), "{seen}");
        insta::assert_snapshot!(format!("trouble_{name}"), seen);
    }
}

#[test]
fn json_has_the_shapes_of_http() {
    let output = pathstack(&["plan", "baker", "--catalogue", "bakery.jsonl", "--start", "2027-01-04", "--json"]).output().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["ending"], "optimal");
    assert_eq!(answer["cheapest"]["price"]["text"], "USD 215.00");
    assert_eq!(answer["fewest"]["credentials"], 1);
    let impasse = ["plan", "sugar-artist", "--catalogue", "bakery.jsonl", "--start", "2027-01-04", "--json"];
    let output = pathstack(&impasse).output().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((answer["ending"].as_str(), output.status.code()), (Some("unteachable"), Some(1)));
}

#[test]
fn a_question_as_sent_over_http_is_answered_and_flags_add_to_it() {
    let command = ["plan", "--request", "-", "--catalogue", "bakery.jsonl", "--lock", "diploma", "--json"];
    let answer = fed(&command, r#"{"role": "baker", "start": "2027-01-04", "holds": [{"competency": "bread", "level": 2}]}"#);
    assert!(answer.starts_with("exit 0"), "{answer}");
    assert!(answer.contains("USD 900.00"), "{answer}");
    let refused = fed(&command, r#"{"role": "baker", "strat": "2027-01-04"}"#);
    assert!(refused.starts_with("exit 2") && refused.contains("unknown field `strat`"), "{refused}");
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let once = || pathstack(&["plan", "tax preparer", "--start", "2027-01-04", "--time-limit", "1min"]).output().unwrap().stdout;
    assert_eq!(once(), once());
}

#[test]
fn the_starter_catalogue_plans_for_a_data_analyst() {
    let output = pathstack(&["plan", "data analyst", "--start", "2027-01-04", "--width", "80"]).output().unwrap();
    let seen = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0));
    for words in ["Data analyst\n", "Price", "tep by step", "When: 2027-01-04", "Starter catalogue"] {
        assert!(seen.contains(words), "{words} is missing in:\n{seen}");
    }
    for line in seen.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
}

#[test]
fn the_starter_catalogue_plans_for_a_tax_preparer_with_proof_in_any_width() {
    for width in [40, 80, 120] {
        let width_is = width.to_string();
        let command = ["plan", "tax preparer", "--start", "2027-01-04", "--time-limit", "1min", "--width", &width_is];
        let seen = text(&pathstack(&command).output().unwrap().stdout);
        for words in ["Tax preparer\n", "Cheapest", "step by step", "Trade-offs", "Proven", "Money, day by day"] {
            assert!(seen.contains(words), "{words} is missing in:\n{seen}");
        }
        for line in seen.lines() {
            assert!(line.chars().count() <= width, "wider than {width} columns: {line}");
        }
    }
}

#[test]
fn questions_about_the_answer_are_answered_below_it() {
    let asked = [
        "baker",
        "--budget",
        "USD 1000",
        "--lang",
        "en",
        "--why-not",
        "diploma",
        "--why-not",
        "bread-basics",
        "--why-not",
        "bread-intensive",
        "--what-if",
        "hours=5",
        "--what-if",
        "budget=USD 100",
        "--what-if",
        "exclude=hygiene-card",
        "--policy-prices",
        "--receipt",
    ];
    insta::assert_snapshot!(plan(&asked));
}

#[test]
fn questions_about_the_answer_fit_a_narrow_terminal() {
    let asked = ["plan", "baker", "--what-if", "hours=5", "--why-not", "diploma", "--policy-prices", "--deadline", "2027-06-30"];
    let command = [&asked[..], &START, &["--catalogue", "bakery.jsonl", "--width", "40"]].concat();
    let seen = text(&pathstack(&command).output().unwrap().stdout);
    assert!(seen.contains("What if hours=5?") && seen.contains("Why not Diploma in Baking?"), "{seen}");
    for line in seen.lines() {
        assert!(line.chars().count() <= 40, "wider than 40 columns: {line}");
    }
}

#[test]
fn a_change_that_cannot_be_meant_is_trouble_with_a_hint() {
    for change in ["colour=blue", "hours", "hours=many", "deadline=soon"] {
        let seen = plan(&["baker", "--what-if", change]);
        assert!(seen.starts_with("exit 2\n--- data\n---") && seen.contains("hours=12"), "{seen}");
    }
}

/// The content lines of a calendar file, long ones put together again.
fn content_lines(file: &str) -> Vec<String> {
    assert!(file.ends_with("\r\n") && file.matches('\n').count() == file.matches("\r\n").count());
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "longer than 75 octets: {line}");
    }
    file.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
}

#[test]
fn the_dates_go_into_a_calendar_file() {
    let command = [&["plan", "baker", "--ics", "-"], &START[..], &["--catalogue", "bakery.jsonl"]].concat();
    let output = pathstack(&command).output().unwrap();
    let lines = content_lines(&text(&output.stdout));
    assert_eq!((lines.first().unwrap().as_str(), lines.last().unwrap().as_str()), ("BEGIN:VCALENDAR", "END:VCALENDAR"));
    assert!(lines.contains(&"VERSION:2.0".to_owned()) && lines.iter().any(|line| line.starts_with("PRODID:")));
    let of = |name: &str| -> Vec<&String> { lines.iter().filter(|line| line.starts_with(name)).collect() };
    let events = of("BEGIN:VEVENT").len();
    // Four credentials, each studied for (the card by an exam as well) and issued, and two payments.
    assert_eq!(of("SUMMARY:Issued").len(), 4);
    assert_eq!(of("SUMMARY:Pay").len(), 2);
    for name in ["END:VEVENT", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SUMMARY:", "UID:"] {
        assert_eq!(of(name).len(), events, "{name}");
    }
    let ids: std::collections::BTreeSet<_> = of("UID:").into_iter().collect();
    assert_eq!(ids.len(), events);
    for (from, to) in of("DTSTART").iter().zip(of("DTEND")) {
        assert!(from.rsplit(':').next() < to.rsplit(':').next(), "{from} {to}");
    }
}

#[test]
fn a_receipt_names_the_question_and_not_how_it_was_put() {
    let receipt = |arguments: &[&str]| {
        let command = [&["plan", "--catalogue", "bakery.jsonl", "--json"], arguments, &START[..]].concat();
        let answer: serde_json::Value = serde_json::from_slice(&pathstack(&command).output().unwrap().stdout).unwrap();
        answer["receipt"]["question_sha256"].as_str().unwrap().to_owned()
    };
    assert_eq!(receipt(&["baker"]), receipt(&["artisan baker", "--hours", "10"]));
    assert_ne!(receipt(&["baker"]), receipt(&["baker", "--hours", "9"]));
}

#[test]
fn a_gap_is_told_requirement_by_requirement() {
    insta::assert_snapshot!(bakery(&["gap", "baker", "--holds", "bread:1", "--holds", "hygiene-card", "--on", "2027-01-04"]));
    insta::assert_snapshot!(bakery(&["gap", "master-baker", "--holds", "bread:2", "--holds", "pastry", "--on", "2027-01-04"]));
}

#[test]
fn an_odd_catalogue_is_planned_with_as_far_as_it_goes() {
    let odd = |role: &str| seen(&["plan", role, "--catalogue", "odd.jsonl", "--start", "2027-01-04", "--width", "60"]);
    insta::assert_snapshot!("odd_unpriced", odd("calligrapher"));
    insta::assert_snapshot!("odd_cycle", odd("chicken"));
    insta::assert_snapshot!("odd_nothing_asked", odd("idle"));
}

#[test]
fn exit_codes_are_found_none_and_trouble() {
    let base = ["--catalogue", "bakery.jsonl", "--start", "2027-01-04"];
    let code = |first: &[&str]| exit(&[first, &base].concat());
    assert_eq!(code(&["plan", "baker"]), 0);
    assert_eq!(code(&["plan", "sugar-artist"]), 1);
    assert_eq!(code(&["plan", "astronaut"]), 2);
}
