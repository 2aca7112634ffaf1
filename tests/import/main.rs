//! Publications in: excerpts written for the project, and the whole real files where they are at hand.

mod again;
mod ctdl;
mod esco;
mod export;
mod hostile;
mod mapped;
mod native;
mod onet;
mod scale;
mod shared;
mod standards;
