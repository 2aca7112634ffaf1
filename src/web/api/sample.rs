//! A small world of its own for the examples of the API document, so that they are answers, not inventions.

use crate::{advisor::Shelf, graph::Edition, import::native};

/// Three competencies, three credentials, one role; prices and names are made up.
const CATALOGUE: &str = r#"
{"catalogue": {"format": "pathstack-catalogue/1", "id": "sample", "title": "Sample catalogue", "language": "en", "currency": "USD", "as_of": "2026-11-01", "licence": "CC0-1.0"}}
{"scale": {"id": "proficiency", "name": "Proficiency", "levels": [{"rank": 1, "code": "foundation", "name": "Foundation"}, {"rank": 2, "code": "working", "name": "Working"}, {"rank": 3, "code": "advanced", "name": "Advanced"}]}}
{"organisation": {"id": "example-academy", "name": "Example Academy", "roles": ["provider", "awarding_body"]}}
{"competency": {"id": "sql", "name": "SQL", "kind": "tool", "same_as": ["http://data.europa.eu/esco/skill/598de5b0-5b58-4ea7-8058-a4bc4d18c742"]}}
{"competency": {"id": "spreadsheets", "name": {"en": "Spreadsheets", "es": "Hojas de cálculo"}, "aliases": ["Excel"]}}
{"competency": {"id": "communication", "name": "Communication", "kind": "transversal"}}
{"role": {"id": "data-analyst", "title": {"en": "Data analyst", "es": "Analista de datos"}, "aliases": ["reporting analyst"], "codes": {"onet_soc": "15-2051.01"}, "sector": "data", "description": "Answers questions of an organisation with data", "requirements": [{"need": {"competency": "sql", "level": 2}, "importance": 90}, {"need": {"competency": "spreadsheets", "level": 2}, "importance": 80}, {"need": {"competency": "communication", "level": 1}, "importance": 30, "necessity": "desirable"}]}}
{"credential": {"id": "sql-certificate", "name": "SQL Certificate", "type": "certificate", "issuer": "example-academy", "awards": [{"competency": "sql", "level": 2}]}}
{"credential": {"id": "spreadsheet-badge", "name": "Spreadsheet Badge", "type": "digital_badge", "issuer": "example-academy", "awards": [{"competency": "spreadsheets", "level": 2}]}}
{"credential": {"id": "data-diploma", "name": "Data Diploma", "type": "diploma", "issuer": "example-academy", "awards": [{"competency": "sql", "level": 2}, {"competency": "spreadsheets", "level": 2}]}}
{"offering": {"id": "sql-online", "credential": "sql-certificate", "provider": "example-academy", "languages": ["en"], "hours": 30, "price": "USD 49.00", "url": "https://example.org/sql", "as_of": "2026-11-01"}}
{"offering": {"id": "spreadsheet-exam", "credential": "spreadsheet-badge", "provider": "example-academy", "activity": "exam", "pace": "exam", "languages": ["en"], "hours": 10, "price": "USD 20.00", "as_of": "2026-11-01"}}
{"offering": {"id": "data-diploma-online", "credential": "data-diploma", "provider": "example-academy", "languages": ["en", "es"], "hours": 60, "price": "USD 60.00", "as_of": "2026-11-01"}}
"#;

/// The world of the API document's examples.
pub fn sample() -> Shelf {
    let reading = native::read("sample.jsonl", CATALOGUE.trim_start().as_bytes());
    Shelf::new(Edition { number: 1, title: "Sample catalogue".to_owned() }, reading.catalogue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_reads_without_a_doubt() {
        let reading = native::read("sample.jsonl", CATALOGUE.trim_start().as_bytes());
        assert_eq!(reading.issues, []);
        assert_eq!(sample().graph.doubts(), []);
    }
}
