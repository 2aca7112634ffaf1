//! `pathstack completions`: what a shell needs to complete commands and flags.

use super::{
    terminal::Terminal,
    trouble::{End, Ends},
};

/// Print the script that lets a shell complete commands and flags
///
/// For example: `pathstack completions bash > ~/.local/share/bash-completion/completions/pathstack`
#[derive(clap::Args)]
pub(super) struct Completions {
    /// Which shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl Completions {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Ends {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "pathstack", &mut script);
        terminal.bytes(&script)?;
        Ok(End::Found)
    }
}
