//! Files that are broken, cut off, swollen or no text at all: never a panic, never silence, and nothing that could not be kept.

use pathstack::{
    import::{
        Files, Format, InMemory, IssueKind, Limits, OnDisk, Reading, Severity, Within,
        mapped::{self, Mapping},
        native, read,
    },
    model::Catalogue,
};
use std::{collections::BTreeMap, io::Read};

const FORMATS: [Format; 9] = [
    Format::Native,
    Format::Esco,
    Format::Onet,
    Format::Ctdl,
    Format::Case,
    Format::OpenBadges,
    Format::SkillDescriptors,
    Format::Elm,
    Format::SchemaOrg,
];

type Texts = BTreeMap<String, Vec<u8>>;

fn folder(name: &str) -> Texts {
    let files = OnDisk::at(format!("{}/tests/import/{name}", env!("CARGO_MANIFEST_DIR")));
    let mut texts = Texts::new();
    for name in files.names().unwrap() {
        let mut bytes = Vec::new();
        files.open(&name).unwrap().read_to_end(&mut bytes).unwrap();
        texts.insert(name, bytes);
    }
    texts
}

fn one(text: &str) -> Texts {
    Texts::from([("t.json".to_owned(), text.as_bytes().to_vec())])
}

/// A sound publication in each form, small enough to be broken many times.
fn sound(format: Format) -> Texts {
    match format {
        Format::Esco => folder("esco"),
        Format::Onet => folder("onet"),
        Format::Ctdl => folder("ctdl"),
        Format::Native => one(
            "{\"catalogue\": {\"format\": \"pathstack-catalogue/1\", \"id\": \"x\", \"title\": \"X\"}}\n{\"credential\": {\"id\": \"a\", \"name\": \"A\"}}\n\
             {\"offering\": {\"id\": \"a.x\", \"credential\": \"a\", \"price\": \"USD 5\", \"hours\": 3}}\n",
        ),
        Format::Case => one(
            r#"{"CFDocument": {"identifier": "d", "title": "D"}, "CFItems": [{"identifier": "a", "fullStatement": "Do"}, {"identifier": "b", "fullStatement": "Do it"}],
               "CFAssociations": [{"associationType": "isChildOf", "originNodeURI": {"identifier": "b"}, "destinationNodeURI": {"identifier": "a"}}]}"#,
        ),
        Format::OpenBadges => one(
            r#"{"@context": "https://w3id.org/openbadges/v2", "type": "BadgeClass", "id": "https://example.org/b", "name": "B", "criteria": {"narrative": "Do"},
               "alignment": [{"targetName": "x", "targetUrl": "https://example.org/x"}]}"#,
        ),
        Format::SkillDescriptors => {
            one(r#"[{"skillName": "x", "skillStatement": "Do x", "uuid": "u", "status": "published", "keywords": ["a"]}]"#)
        }
        Format::Elm => one(
            r#"{"@context": "http://data.europa.eu/snb/model/context/edc-ap", "type": "LearningAchievementSpecification", "id": "urn:a", "title": {"en": ["A"]},
               "learningOutcome": [{"id": "urn:o", "type": "LearningOutcome", "title": {"en": ["Do"]}}]}"#,
        ),
        Format::SchemaOrg => {
            one(r#"{"@context": "https://schema.org", "@type": "Course", "@id": "https://example.org/c", "name": "C", "teaches": "x",
               "offers": {"@type": "Offer", "price": 5, "priceCurrency": "USD"}, "hasCourseInstance": {"courseMode": "online", "courseWorkload": "PT4H"}}"#)
        }
    }
}

const MAPPING: &str = r#"{"mapping": "pathstack-mapping/1", "id": "m", "title": "M", "columns": {"zip": {"digits": 5}, "skills": {"separator": ";"}},
    "credential": {"id": ["no"], "name": ["title"], "awards": [{"column": "skills"}]},
    "offering": {"place": ["zip"], "hours": {"column": "hours", "unit": "hours"}, "days": {"column": "weeks", "unit": "weeks"}, "price": {"parts": ["a", "b"], "total": "sum"}}}"#;

fn table() -> Texts {
    let text = "no,title,zip,skills,hours,weeks,a,b,sum\n1,One,1234,x;y,3,2,5,6,11\n\"2\",\"Two, too\",,,,,,,\n";
    Texts::from([("t.csv".to_owned(), text.as_bytes().to_vec())])
}

fn files(texts: &Texts) -> InMemory<'_> {
    InMemory(texts.iter().map(|(name, text)| (name.as_str(), &text[..])).collect())
}

/// Reads as a form, or by the mapping where there is none. What is read twice is the same twice, and a catalogue that can be kept.
fn survives(format: Option<Format>, texts: &Texts) -> Reading {
    let reading = || match format {
        Some(format) => read(format, &files(texts)),
        None => mapped::read(&files(texts), &InMemory::default(), &Mapping::parse(MAPPING.as_bytes()).unwrap()),
    };
    let once = reading();
    assert_eq!(once, reading(), "the same bytes give the same reading");
    assert!(once.issues.iter().all(|issue| !issue.message.is_empty() && !issue.hint.is_empty()));
    let mut bytes = Vec::new();
    native::write(&once.catalogue, &mut bytes).unwrap();
    let again = native::read("t.jsonl", &bytes[..]);
    let faults: Vec<_> = again.issues.iter().filter(|issue| issue.severity == Severity::Fault).collect();
    assert!(faults.is_empty(), "{format:?} gave what cannot be kept: {faults:?}");
    once
}

/// A seeded source of chance.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }
}

fn broken(text: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.roll(text.len());
    match dice.roll(10) {
        0 => text.truncate(at),
        1 => text.insert(at, 0),
        2 => text.insert(at, 0xff),
        3 => text.splice(at..at, b"\"".iter().copied()).for_each(drop),
        4 => text.splice(at..at, b"\n".iter().copied()).for_each(drop),
        5 => text.splice(at..at, [b'9'; 40]).for_each(drop),
        6 => text.splice(at..at, b"-1e999".iter().copied()).for_each(drop),
        7 => {
            let end = (at + dice.roll(30)).min(text.len());
            text.drain(at..end);
        }
        8 => {
            let end = (at + dice.roll(60)).min(text.len());
            let copy = text[at..end].to_vec();
            text.splice(at..at, copy).for_each(drop);
        }
        _ => text.splice(at..at, "\u{202e} \t\u{feff}".bytes()).for_each(drop),
    }
}

/// How many broken publications of each form are read; more by `PATHSTACK_BROKEN`.
fn many() -> usize {
    std::env::var("PATHSTACK_BROKEN").ok().and_then(|many| many.parse().ok()).unwrap_or(60)
}

#[test]
fn no_broken_publication_stops_a_reader() {
    let mut dice = Dice(11);
    for format in FORMATS.into_iter().map(Some).chain([None]) {
        let sound = format.map_or_else(table, sound);
        for _ in 0..many() {
            let mut texts = sound.clone();
            let chosen = texts.keys().nth(dice.roll(sound.len())).unwrap().clone();
            for _ in 0..=dice.roll(3) {
                broken(texts.get_mut(&chosen).unwrap(), &mut dice);
            }
            survives(format, &texts);
        }
    }
}

#[test]
fn what_is_no_text_at_all_is_told_and_gives_nothing() {
    let utf16: Vec<u8> = "{\"a\": 1}\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = [vec![b'['; 200_000], vec![b']'; 200_000]].concat();
    let objects = "{\"a\":".repeat(100_000).into_bytes();
    for bytes in [
        &b"PK\x03\x04\x14\x00\x08\x00"[..],
        b"\x1f\x8b\x08\x00\x00\x00",
        b"\x00\x00\x00\x00",
        &[0xff; 4000],
        &utf16,
        &deep,
        &objects,
        b"{",
        b"null",
        b"\"x\"",
        b"[1, 2]",
    ] {
        for format in FORMATS {
            let texts = sound(format).into_keys().map(|name| (name, bytes.to_vec())).collect();
            let reading = survives(Some(format), &texts);
            let Catalogue { headers, scales, sources, .. } = &reading.catalogue;
            assert_eq!(reading.catalogue.len(), headers.len() + scales.len() + sources.len(), "{format:?}");
            assert!(!reading.issues.is_empty(), "{format:?} kept silent about {:?}", &bytes[..bytes.len().min(8)]);
        }
        let reading = survives(None, &Texts::from([("t.csv".to_owned(), bytes.to_vec())]));
        assert!(reading.catalogue.credentials.is_empty() && !reading.issues.is_empty());
    }
}

#[test]
fn an_empty_publication_is_told() {
    for format in FORMATS {
        let texts: Texts = sound(format).into_keys().map(|name| (name, Vec::new())).collect();
        assert!(!survives(Some(format), &texts).issues.is_empty(), "{format:?}");
        assert!(!survives(Some(format), &Texts::new()).issues.is_empty(), "{format:?} without a file");
    }
}

fn kinds(reading: &Reading) -> Vec<IssueKind> {
    reading.issues.iter().map(|issue| issue.kind).collect()
}

#[test]
fn a_huge_field_and_an_open_quote_cost_one_row_each_and_are_told() {
    let long = "x".repeat(3 << 20);
    let mut texts = table();
    let text = format!("no,title,zip,skills,hours,weeks,a,b,sum\n1,{long},,,,,,,\n2,Two,,,,,,,\n3,\"Three,,,,,,,\n4,Four,,,,,,,\n");
    texts.insert("t.csv".to_owned(), text.into_bytes());
    let reading = survives(None, &texts);
    assert_eq!(reading.catalogue.credentials.iter().map(|one| one.id.to_string()).collect::<Vec<_>>(), ["m:2"]);
    assert_eq!(kinds(&reading)[..2], [IssueKind::MalformedRow, IssueKind::MalformedRow]);
}

#[test]
fn no_more_is_read_than_the_limits_allow_and_that_is_told() {
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        limits
    };
    let list = |many: usize| {
        let one =
            |n| format!(r#"{{"@context": "https://schema.org", "@type": "Course", "@id": "https://example.org/{n}", "name": "C{n}"}}"#);
        format!("[{}]", (0..many).map(one).collect::<Vec<_>>().join(",\n"))
    };
    let text = list(500);
    let texts = one(&text);
    let under = |limits| read(Format::SchemaOrg, &Within { files: &files(&texts), limits });
    assert_eq!(under(Limits::default()).catalogue.credentials.len(), 500);
    // A list that is too long to be held is read one by one.
    let reading = under(limits(|limits| limits.document = 1000));
    assert_eq!((reading.catalogue.credentials.len(), kinds(&reading)), (500, vec![IssueKind::TooMuch]));
    let reading = under(limits(|limits| limits.document = 50));
    assert_eq!((reading.catalogue.credentials.len(), reading.issues.last().unwrap().severity), (0, Severity::Fault));
    let reading = under(limits(|limits| limits.file = 1000));
    assert!(reading.issues.iter().any(|issue| issue.message.contains("larger than 1000 bytes")), "{:?}", reading.issues);
    let reading = under(limits(|limits| limits.records = 10));
    assert_eq!((reading.catalogue.credentials.len(), reading.catalogue.offerings.len()), (10, 10));
    assert!(reading.issues.iter().all(|issue| issue.kind == IssueKind::TooMuch) && reading.issues.len() >= 2);
    let reading = under(limits(|limits| limits.files = 0));
    assert_eq!((reading.catalogue.credentials.len(), kinds(&reading).first()), (0, Some(&IssueKind::Unreadable)));
}
