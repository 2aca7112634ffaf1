//! What is said on paper: a PDF with real text in any script that its font holds, with headings, lists, tables and pictures named for
//! screen readers (PDF/UA-1, which the writer checks).
//!
//! It knows no plan and no language: whoever asks says in words what stands on it. The same paper gives the same bytes.

mod letters;
mod sheet;
mod write;

use crate::web::problem::{Kind, Problem};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use letters::Letters;
use std::fmt;

/// A paper, part by part.
pub(super) struct Paper {
    /// The language of its words (BCP 47).
    pub(super) language: String,
    /// Whether it is read from right to left.
    pub(super) turned: bool,
    /// Its title.
    pub(super) title: String,
    /// What is said where letters are lacking: what stands for them, and where they can be seen.
    pub(super) lacks: String,
    /// What stands at the foot of each sheet, before its number.
    pub(super) foot: String,
    /// What stands on it.
    pub(super) parts: Vec<Part>,
}

/// A part of a paper.
pub(super) enum Part {
    /// A heading of the second order.
    Heading(String),
    /// A paragraph.
    Words(String),
    /// A paragraph in small print.
    Small(String),
    /// Figures to see first: each with what it is.
    Figures(Vec<(String, String)>),
    /// Things by their names.
    Facts(Vec<(String, String)>),
    /// Points.
    List(Vec<String>),
    /// When each step is under way.
    Timeline(Timeline),
    /// A step to tick off.
    Step(Step),
    /// A table.
    Table(Table),
}

/// Bars along time: places are shares of the whole, from 0 to 1.
pub(super) struct Timeline {
    /// What it shows, for who does not see it.
    pub(super) said: String,
    /// Places and names of months.
    pub(super) marks: Vec<(f32, String)>,
    /// A row for each step.
    pub(super) rows: Vec<Bar>,
}

/// One row of a timeline.
pub(super) struct Bar {
    /// Its name.
    pub(super) name: String,
    /// From its first day to the day it is done.
    pub(super) whole: (f32, f32),
    /// Where there is work.
    pub(super) active: Vec<(f32, f32)>,
}

/// A step to tick off.
pub(super) struct Step {
    /// What is earned.
    pub(super) name: String,
    /// Whether it is done.
    pub(super) done: bool,
    /// What, when, for how much.
    pub(super) lines: Vec<String>,
    /// What stands in small print.
    pub(super) small: Vec<String>,
    /// Why, by kind.
    pub(super) why: Vec<(String, String)>,
    /// Where it is on the web: the words to press, and the address.
    pub(super) link: Option<(String, String)>,
}

/// A table.
pub(super) struct Table {
    /// Its columns: title, share of the width, and whether it holds figures.
    pub(super) columns: Vec<(String, f32, bool)>,
    /// Its rows.
    pub(super) rows: Vec<Vec<String>>,
}

/// Why a paper could not be made.
#[derive(Debug)]
pub(super) struct Trouble(String);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Paper {
    /// The paper as a PDF.
    pub(super) fn pdf(&self) -> Result<Vec<u8>, Trouble> {
        let letters = Letters::new().ok_or_else(|| Trouble("the fonts cannot be read".to_owned()))?;
        let mut laid = sheet::lay(self, &letters, false);
        // Whether letters are lacking is known once all of it was laid out; then it is said on top.
        if letters.lacked() {
            laid = sheet::lay(self, &letters, true);
        }
        write::write(self, &laid)
    }
}

/// A paper as a file to keep.
pub(super) fn show(paper: &Paper) -> Result<Response, Problem> {
    let bytes = paper.pdf().map_err(|trouble| {
        tracing::error!(%trouble, "a paper could not be written");
        Problem::new(Kind::Internal, "the PDF could not be made").hint("print the page, or save it as PDF from the print window")
    })?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"pathstack.pdf\"")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(title: &str) -> Paper {
        let parts = vec![Part::Heading("Steps".into()), Part::Words(title.into()), Part::List(vec![title.into()])];
        Paper {
            language: "en".into(),
            turned: false,
            title: title.into(),
            lacks: "Some letters are lacking.".into(),
            foot: title.into(),
            parts,
        }
    }

    fn words(paper: &Paper) -> String {
        let letters = Letters::new().unwrap();
        sheet::lay(paper, &letters, false);
        sheet::words(&sheet::lay(paper, &letters, letters.lacked()))
    }

    #[test]
    fn letters_that_are_lacking_are_said_to_lack_and_nothing_is_said_otherwise() {
        let chinese = words(&paper("数据分析 with SQL"));
        assert!(chinese.contains("Some letters are lacking.") && chinese.contains("[…] with SQL"), "{chinese}");
        for held in ["Analista de datos", "Аналітик", "محلل بيانات", "מנתח נתונים"] {
            assert!(!words(&paper(held)).contains("lacking"), "{held}");
        }
        assert!(paper("数据分析").pdf().is_ok(), "the writer takes it all the same");
    }

    #[test]
    fn a_paper_that_is_read_from_the_right_is_written() {
        let turned = Paper { turned: true, language: "ar".into(), ..paper("محلل بيانات SQL 98 USD") };
        assert!(turned.pdf().unwrap().len() > 4_000);
    }
}
