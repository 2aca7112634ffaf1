//! `pathstack mentions`: the competencies that a text names, with the words that say so.

use super::{
    catalogue::Source,
    file,
    terminal::{Ink, Terminal},
    trouble::{End, Ends, Trouble},
};
use crate::web::api::shape::{MentionsRequest, MentionsResponse, SaidView};
use clap::Args;
use std::path::PathBuf;

/// Find the competencies that a résumé, a posting or a course description names
#[derive(Args)]
#[command(after_help = "For example: pathstack mentions resume.txt\n             pdftotext resume.pdf - | pathstack mentions -")]
pub(super) struct Mentions {
    /// The text, in UTF-8; `-` is standard input
    #[arg(value_name = "FILE")]
    text: PathBuf,
    /// The language of the text, such as `es`; that of the names where left out
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
}

/// So many different wordings are shown of each competency.
const SHOWN: usize = 3;

impl Mentions {
    pub(super) fn run(&self, source: &Source, terminal: &mut Terminal) -> Ends {
        let bytes = file::read(&self.text)?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            Trouble::new(
                format!("the text is not UTF-8: byte {at} is wrong"),
                "hand over plain text, such as `pdftotext` or `iconv -t utf-8` write",
            )
        })?;
        let shelf = source.shelf(terminal)?;
        let request = MentionsRequest { text, language: self.language.clone() };
        let response = MentionsResponse::new(&shelf, &request, &terminal.names);
        let end = if response.competencies.is_empty() { End::None } else { End::Found };
        if terminal.json {
            terminal.json(&response)?;
            return Ok(end);
        }
        if response.competencies.is_empty() {
            terminal.talk("The text names no competency of this catalogue.")?;
            return Ok(end);
        }
        let rows = response.competencies.iter().map(|one| {
            let surely = one.competency.score.map_or_else(String::new, |score| format!("{} %", score / 10));
            vec![one.competency.id.clone(), one.competency.name.clone(), surely, wordings(&one.said)]
        });
        terminal.table(&["Id", "Name", "Sure", "Because it says"], &[0, 2], &[2], rows.collect())?;
        terminal.gap()?;
        let count = response.competencies.len();
        let said = format!("{count} named. `pathstack plan ROLE --holds ID:LEVEL` takes what you can do into account.");
        terminal.inked("", Some(Ink::Dim), &said)?;
        Ok(end)
    }
}

/// The different words that say so, and how often.
fn wordings(said: &[SaidView]) -> String {
    let mut different: Vec<(String, usize)> = Vec::new();
    for one in said {
        let words = one.words.split_whitespace().collect::<Vec<_>>().join(" ");
        match different.iter_mut().find(|(held, _)| held.eq_ignore_ascii_case(&words)) {
            Some((_, times)) => *times += 1,
            None => different.push((words, 1)),
        }
    }
    let more = different.len().saturating_sub(SHOWN);
    let shown = different
        .into_iter()
        .take(SHOWN)
        .map(|(words, times)| if times > 1 { format!("“{words}” ×{times}") } else { format!("“{words}”") });
    let mut shown: Vec<String> = shown.collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    shown.join(", ")
}
