//! What `lookup` has to beat: plain BM25, and the full text of the database itself.

use rust_stemmers::{Algorithm, Stemmer};
use sqlx::{Connection, Row, SqliteConnection};
use std::collections::HashMap;

/// A record as one bag of words.
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// Lower-case runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn stem(stemmer: Option<&Stemmer>, word: String) -> String {
    stemmer.map_or(word.clone(), |stemmer| stemmer.stem(&word).into_owned())
}

/// Okapi BM25 with the usual k₁ = 1.2 and b = 0.75 over words, stemmed or as they are.
pub(crate) struct Bm25 {
    stemmer: Option<Stemmer>,
    ids: Vec<String>,
    lengths: Vec<f64>,
    mean: f64,
    postings: HashMap<String, Vec<(usize, f64)>>,
}

impl Bm25 {
    pub(crate) fn new(documents: &[Document], stemmed: bool) -> Self {
        let stemmer = stemmed.then(|| Stemmer::create(Algorithm::English));
        let mut postings: HashMap<String, Vec<(usize, f64)>> = HashMap::new();
        let mut lengths = Vec::new();
        for (at, document) in documents.iter().enumerate() {
            let mut length = 0.0;
            for word in words(&document.text) {
                length += 1.0;
                let held = postings.entry(stem(stemmer.as_ref(), word)).or_default();
                match held.last_mut() {
                    Some((last, times)) if *last == at => *times += 1.0,
                    _ => held.push((at, 1.0)),
                }
            }
            lengths.push(length);
        }
        let mean = lengths.iter().sum::<f64>() / lengths.len().max(1) as f64;
        Self { stemmer, ids: documents.iter().map(|document| document.id.clone()).collect(), lengths, mean, postings }
    }

    /// The ids that fit best, at most `limit`; ties by id.
    pub(crate) fn best(&self, question: &str, limit: usize) -> Vec<&str> {
        let count = self.ids.len() as f64;
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for word in words(question) {
            let Some(held) = self.postings.get(&stem(self.stemmer.as_ref(), word)) else { continue };
            let having = held.len() as f64;
            let telling = ((count - having + 0.5) / (having + 0.5) + 1.0).ln();
            for (at, times) in held {
                let length = 1.0 - 0.75 + 0.75 * self.lengths[*at] / self.mean;
                *scores.entry(*at).or_default() += telling * times * 2.2 / (times + 1.2 * length);
            }
        }
        let mut best: Vec<(usize, f64)> = scores.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| self.ids[a.0].cmp(&self.ids[b.0])));
        best.into_iter().take(limit).map(|(at, _)| self.ids[at].as_str()).collect()
    }
}

/// SQLite's FTS5 with its Porter stemmer and its own `bm25`, in memory.
pub(crate) struct FullText {
    runtime: tokio::runtime::Runtime,
    connection: SqliteConnection,
}

impl FullText {
    pub(crate) fn new(documents: &[Document]) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
            let table = "CREATE VIRTUAL TABLE records USING fts5(id UNINDEXED, text, tokenize = 'porter unicode61')";
            sqlx::query(table).execute(&mut connection).await.unwrap();
            let mut transaction = connection.begin().await.unwrap();
            for document in documents {
                let row = sqlx::query("INSERT INTO records VALUES (?, ?)").bind(&document.id).bind(&document.text);
                row.execute(&mut *transaction).await.unwrap();
            }
            transaction.commit().await.unwrap();
            connection
        });
        Self { runtime, connection }
    }

    pub(crate) fn best(&mut self, question: &str, limit: usize) -> Vec<String> {
        let question = words(question).map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ");
        if question.is_empty() {
            return Vec::new();
        }
        let rows = sqlx::query("SELECT id FROM records WHERE records MATCH ? ORDER BY rank, id LIMIT ?").bind(question).bind(limit as i64);
        let rows = self.runtime.block_on(rows.fetch_all(&mut self.connection)).unwrap();
        rows.into_iter().map(|row| row.get(0)).collect()
    }
}
