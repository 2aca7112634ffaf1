//! `pathstack schema`: the JSON Schema of the native catalogue format.

use super::{
    terminal::Terminal,
    trouble::{End, Ends},
};
use crate::import::native;

/// Print the JSON Schema of one line of a native catalogue
#[derive(clap::Args)]
pub(super) struct Schema {}

impl Schema {
    #[expect(clippy::unused_self, reason = "every command is run in the same way")]
    pub(super) fn run(&self, terminal: &mut Terminal) -> Ends {
        terminal.json(&native::schema())?;
        Ok(End::Found)
    }
}
