//! The native format: every fault has its place and its name, and nothing true is lost beside one.

use pathstack::{
    import::{InMemory, Issue, IssueKind, Reading, Severity, native},
    model::{Amount, Catalogue, Record},
};
use proptest::prelude::*;
use std::{collections::BTreeMap, fmt::Write as _, io::Cursor};

const HEADER: &str = r#"{"catalogue": {"format": "pathstack-catalogue/1", "id": "t", "title": "T"}}"#;

fn read(text: &str) -> Reading {
    native::read("t.jsonl", text.as_bytes())
}

/// What is said of these lines under a sound header, as `line field: kind`.
fn faults(lines: &str) -> Vec<String> {
    read(&format!("{HEADER}\n{lines}")).issues.iter().map(|issue| brief(&issue)).collect()
}

fn brief(issue: &Issue) -> String {
    let kind = serde_json::to_value(issue.kind).unwrap();
    let field = issue.place.field.as_deref().map(|field| format!(" {field}")).unwrap_or_default();
    format!("{}{field}: {}", issue.place.line.unwrap_or(0), kind.as_str().unwrap())
}

#[test]
fn a_sound_file_is_read_without_a_word() {
    let reading = read(&format!("{HEADER}\n// a comment\n\n{{\"competency\": {{\"id\": \"sql\", \"name\": \"SQL\"}}}}\n"));
    assert_eq!((reading.catalogue.competencies.len(), reading.issues.len()), (1, 0));
}

#[test]
fn several_faults_in_one_record_are_all_named() {
    let line = r#"{"offering": {"credential": 5, "price": "49", "hours": {"min": 9, "max": 3}, "pase": "exam", "starts": ["2026-02-30"], "attempts": {"max": -1}}}"#;
    let mut found = faults(line);
    found.sort();
    assert_eq!(
        found,
        [
            "2 offering.attempts.max: bad_value",
            "2 offering.credential: bad_value",
            "2 offering.hours: bad_value",
            "2 offering.id: missing_member",
            "2 offering.pase: unknown_member",
            "2 offering.price: bad_value",
            "2 offering.starts[0]: bad_value",
        ]
    );
}

#[test]
fn one_bad_record_never_hides_the_rest() {
    let lines = "{\"competency\": {\"id\": \"a\", \"name\": \"A\"}}\nnonsense\n{\"competency\": {\"id\": \"b\", \"name\": \"B\"}}\n[1]\n{\"skill\": {}}\n{\"competency\": {\"id\": \"c\", \"name\": \"C\"}}";
    let reading = read(&format!("{HEADER}\n{lines}"));
    assert_eq!(reading.catalogue.competencies.len(), 3);
    assert_eq!(
        reading.issues.iter().map(|issue| brief(&issue)).collect::<Vec<_>>(),
        ["3: malformed_json", "5: not_a_record", "6 skill: unknown_kind"]
    );
}

#[test]
fn a_bad_price_is_unknown_and_the_offering_stays() {
    let reading = read(&format!(
        "{HEADER}\n{}",
        r#"{"offering": {"id": "o", "credential": "c", "price": "49 dollars", "exam_fee": "USD 1.234", "hours": 40}}"#
    ));
    let offering = &reading.catalogue.offerings[0];
    assert!(offering.price.is_unknown());
    assert!(offering.exam_fee.as_ref().unwrap().is_unknown(), "no fee would be a promise nobody made");
    assert_eq!(offering.hours.amount.least().unwrap().minutes, 2400);
    assert!(reading.issues.iter().all(|issue| issue.severity == Severity::Fault));
    assert!(reading.issues.iter().any(|issue| issue.message.ends_with("it counts as unknown")));
}

#[test]
fn a_record_without_its_prerequisite_would_promise_too_much_and_is_left_out() {
    for line in [
        r#"{"credential": {"id": "c", "name": "C", "conditions": [{"need": {"credential": 7}}]}}"#,
        r#"{"credential": {"id": "c", "name": "C", "conditons": [{"need": {"credential": "x"}}]}}"#,
        r#"{"credential": {"id": "c", "name": "C", "cond`itions": [{"need": {"credential": "x"}}]}}"#,
        r#"{"credential": {"id": "c", "name": "C", "validity": {"months": "36"}}}"#,
        r#"{"credential": {"id": "c", "name": "C", "stack": {"rule": {"at_least": 2}}}}"#,
    ] {
        let reading = read(&format!("{HEADER}\n{line}"));
        assert!(reading.catalogue.credentials.is_empty(), "{line}");
        assert_eq!(reading.issues.len(), 1, "{line}: {:?}", reading.issues);
        assert!(reading.issues.get(0).unwrap().message.ends_with("the record was left out"));
    }
}

#[test]
fn a_bad_award_is_left_out_and_the_others_stay() {
    let line = r#"{"credential": {"id": "c", "name": "C", "awards": [{"competency": "a"}, {"level": 2}, {"competency": "b", "mode": "asessed"}, {"competency": "d", "level": 0}]}}"#;
    let reading = read(&format!("{HEADER}\n{line}"));
    let awards = &reading.catalogue.credentials[0].awards;
    assert_eq!(awards.iter().map(|award| award.competency.as_str()).collect::<Vec<_>>(), ["a", "b", "d"]);
    assert_eq!(
        reading.issues.iter().map(|issue| brief(&issue)).collect::<Vec<_>>(),
        [
            "2 credential.awards[1].competency: missing_member",
            "2 credential.awards[2].mode: bad_value",
            "2 credential.awards[3].level: bad_value"
        ]
    );
    assert_eq!(reading.issues.get(1).unwrap().hint, "did you mean `assessed`?");
}

#[test]
fn the_first_of_two_equal_ids_stays_also_across_files() {
    let (one, two) = (r#"{"role": {"id": "r", "title": "One"}}"#, r#"{"role": {"id": "r", "title": "Two"}}"#);
    let reading = native::read_all([("a.jsonl", Cursor::new(format!("{HEADER}\n{one}"))), ("b.jsonl", Cursor::new(two.to_owned()))]);
    assert_eq!(reading.catalogue.roles.len(), 1);
    assert_eq!(reading.catalogue.roles[0].title.to_string(), "One");
    assert_eq!(reading.issues.len(), 1);
    assert_eq!((&*reading.issues.get(0).unwrap().place.file, reading.issues.get(0).unwrap().kind), ("b.jsonl", IssueKind::DuplicateId));
}

#[test]
fn members_that_stand_twice_cost_the_record_wherever_they_stand() {
    assert_eq!(
        faults(r#"{"credential": {"id": "a", "id": "b", "name": {"en": "x", "en": "y"}}}"#),
        ["2 credential.id: duplicate_member", "2 credential.name.en: duplicate_member"]
    );
}

#[test]
fn headers_missing_late_or_of_another_version_are_told() {
    let said = |text: &str| read(text).issues.iter().map(|issue| brief(&issue)).collect::<Vec<_>>();
    let role = r#"{"role": {"id": "r", "title": "R"}}"#;
    assert_eq!(said(role), ["0: missing_header"]);
    assert_eq!(said(&format!("{role}\n{HEADER}")), ["2: late_header"]);
    assert_eq!(said(&HEADER.replace("/1", "/2")), ["1 catalogue.format: wrong_format"]);
    assert_eq!(said(""), ["0: empty_file"]);
    assert_eq!(said(&format!("{HEADER}\n{HEADER}")), ["2 catalogue.id: duplicate_id"]);
}

#[test]
fn marks_and_line_ends_of_other_systems_are_passed_over_with_a_note() {
    let reading = read(&format!("\u{feff}{HEADER}\r\n{{\"competency\": {{\"id\": \"a\", \"name\": \"A\"}}}}\r\n"));
    assert_eq!(reading.issues.iter().map(|issue| brief(&issue)).collect::<Vec<_>>(), ["1: byte_order_mark", "1: crlf_line_ends"]);
    assert_eq!((reading.catalogue.headers.len(), reading.catalogue.competencies.len()), (1, 1));
}

#[test]
fn bytes_that_are_no_text_are_told_by_name() {
    let kinds = |bytes: &[u8]| native::read("t", bytes).issues.iter().map(|issue| issue.kind).collect::<Vec<_>>();
    assert_eq!(kinds(b"\xff\xfe{\0\"\0"), [IssueKind::WrongEncoding]);
    assert_eq!(kinds(b"PK\x03\x04abc"), [IssueKind::WrongEncoding]);
    let sound = br#"{"competency": {"id": "a", "name": "A"}}"#;
    let with = |bytes: &[u8]| kinds(&[HEADER.as_bytes(), b"\n", bytes, b"\n", sound].concat());
    assert_eq!(with(b"{\"competency\": {\"id\": \"b\", \"name\": \"caf\xe9\"}}"), [IssueKind::NotUtf8]);
    assert_eq!(with(b"{\"competency\": {\"id\": \"b\0\", \"name\": \"B\"}}"), [IssueKind::NulByte]);
}

#[test]
fn a_line_may_be_as_long_as_the_limit_and_not_a_byte_longer() {
    let line = |length: usize| {
        let (before, after) = (r#"{"competency": {"id": "a", "name": ""#, r#""}}"#);
        format!("{before}{}{after}", "x".repeat(length - before.len() - after.len()))
    };
    for (length, end, fits) in
        [(0, "\n", true), (0, "\r\n", true), (0, "", true), (1, "\n", false), (1, "", false), (5_000_000, "\n", false)]
    {
        let after = if end.is_empty() { "" } else { r#"{"competency": {"id": "b", "name": "B"}}"# };
        let text = format!("{HEADER}\n{}{end}{after}", line(native::LONGEST_LINE + length));
        let reading = read(&text);
        let long = reading.issues.iter().any(|issue| issue.kind == IssueKind::LineTooLong);
        let next = reading.catalogue.competencies.iter().any(|competency| competency.id.as_str() == "b");
        assert_eq!((long, next), (!fits, !end.is_empty()), "{length} {end:?}");
    }
}

#[test]
fn ids_and_percentages_out_of_range_are_faults() {
    let long = "x".repeat(native::LONGEST_ID + 1);
    let lines = format!(
        "{}\n{}\n{}\n{}",
        r#"{"competency": {"id": "", "name": "A"}}"#,
        r#"{"competency": {"id": "a b", "name": "A"}}"#,
        format_args!(r#"{{"competency": {{"id": "{long}", "name": "A"}}}}"#),
        r#"{"role": {"id": "r", "title": "R", "requirements": [{"need": {"competency": "a"}, "importance": 101}]}}"#
    );
    assert_eq!(
        faults(&lines),
        ["2 competency.id: bad_id", "3 competency.id: bad_id", "4 competency.id: bad_id", "5 role.requirements[0].importance: bad_value"]
    );
}

#[test]
fn deep_nesting_is_refused_without_harm() {
    let deep = format!("{{\"competency\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(faults(&deep), ["2: malformed_json"]);
}

#[test]
fn a_record_with_faults_without_end_is_given_up_in_time() {
    let line = format!(r#"{{"competency": {{{}}}}}"#, (0..20_000).map(|n| format!("\"m{n}\": 1")).collect::<Vec<_>>().join(","));
    let found = faults(&line);
    assert_eq!(found.len(), native::MOST_FAULTS + 1);
    assert_eq!(found.last().unwrap(), "2: too_many_faults");
}

#[test]
fn a_disk_that_fails_is_told_and_what_was_read_stays() {
    struct Failing<'a>(&'a [u8]);
    impl std::io::Read for Failing<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.0.is_empty() {
                return Err(std::io::Error::other("the disk is gone"));
            }
            self.0.read(buffer)
        }
    }
    let text = format!("{HEADER}\n{{\"competency\": {{\"id\": \"a\", \"name\": \"A\"}}}}\n{{\"compe");
    let reading = native::read("t", std::io::BufReader::new(Failing(text.as_bytes())));
    assert_eq!(reading.catalogue.competencies.len(), 1);
    assert_eq!(reading.issues.iter().map(|issue| brief(&issue)).collect::<Vec<_>>(), ["3: unreadable"]);
}

#[test]
fn a_folder_gives_its_jsonl_files_in_the_order_of_their_names() {
    let files: BTreeMap<&str, &[u8]> = BTreeMap::from([
        ("b.jsonl", r#"{"role": {"id": "r", "title": "R"}}"#.as_bytes()),
        ("a.jsonl", HEADER.as_bytes()),
        ("notes.txt", b"not read"),
    ]);
    let reading = pathstack::import::read(pathstack::import::Format::Native, &InMemory(files));
    assert_eq!(reading.catalogue.len(), 2);
    let told: Vec<_> = reading.issues.iter().map(|issue| (issue.kind, issue.to_string())).collect();
    assert_eq!(told, [(IssueKind::NotRead, "notes.txt: `notes.txt` is not read; it was passed over".to_owned())]);
}

fn rewritten(catalogue: &Catalogue) -> String {
    let mut out = Vec::new();
    native::write(catalogue, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_starter_catalogue_comes_back_from_its_own_canonical_form() {
    let starter = native::starter().catalogue;
    let text = rewritten(&starter);
    let again = read(&text);
    assert_eq!(again.issues, []);
    assert_eq!(again.catalogue.len(), starter.len());
    assert_eq!(rewritten(&again.catalogue), text);
}

#[test]
fn one_thread_and_two_read_the_same() {
    let mut text = String::from(HEADER);
    for n in 0..5_000 {
        writeln!(text, "\n{{\"competency\": {{\"id\": \"c{}\", \"name\": {}}}}}", n % 4_000, if n % 7 == 0 { "1" } else { "\"x\"" })
            .unwrap();
    }
    let with = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| read(&text));
    assert_eq!(with(1), with(2));
}

#[test]
fn the_published_schema_is_the_types_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/catalogue.schema.json");
    let schema = serde_json::to_string_pretty(&native::schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap_or_default() == schema,
        "the types have changed: run with UPDATE=1 and look at the change"
    );
}

proptest! {
    #[test]
    fn no_bytes_whatever_stop_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        native::read("t", &bytes[..]);
    }

    #[test]
    fn a_line_with_one_byte_changed_is_read_or_has_a_fault(at in 0_usize..200, byte in 32_u8..127) {
        let mut line = br#"{"offering": {"id": "o", "credential": "c", "price": {"min": "USD 1", "max": "USD 2.50"}, "hours": 1.5, "eligibility": {"any": [{"credential": "x"}, {"entry": "age", "at_least": 18}]}, "starts": ["2026-01-02"]}}"#.to_vec();
        line[at] = byte;
        let reading = native::read("t", &[HEADER.as_bytes(), b"\n", &line].concat()[..]);
        let known = reading.catalogue.offerings.len() + reading.issues.len();
        prop_assert!(known >= 1);
        if let Some(offering) = reading.catalogue.offerings.first() {
            prop_assert!(offering.eligibility.is_some(), "eligibility must not get lost");
            prop_assert!(!matches!(offering.price.amount, Amount::Unknown) || !reading.issues.is_empty());
            let again = serde_json::to_string(&Record::Offering(Box::new(offering.clone()))).unwrap();
            let again = native::read("t", again.as_bytes());
            prop_assert_eq!(&again.catalogue.offerings[..], std::slice::from_ref(offering));
        }
    }
}
