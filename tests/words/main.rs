//! The words people use: the starter catalogue asked in them, and how often real titles, labels and phrases are found.

mod advertised;
mod bm25;
mod fresh;
mod measure;
mod mentions;
mod plain;
mod starter;
mod worlds;
