//! axe-core, the accessibility checker, run in the page as the browser shows it.

use super::chromium::Browser;
use std::{env, fs, path::PathBuf};

/// The checker's script: `PATHSTACK_AXE` names it, else it is where `.ci/run` puts it.
fn script() -> Option<String> {
    let usual = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/axe-core/package/axe.min.js");
    let path = env::var_os("PATHSTACK_AXE").map_or(usual, PathBuf::from);
    fs::read_to_string(path).ok()
}

/// What it finds serious or critical, one sentence each; `None` where the checker is not here, which is said.
pub(crate) struct Axe(String);

impl Axe {
    /// The checker, if it is here.
    pub(crate) fn here() -> Option<Self> {
        let script = script();
        if script.is_none() {
            eprintln!(
                "skipped: axe-core is not here (`npm pack axe-core@4 --pack-destination target && mkdir -p target/axe-core && tar -xzf \
                 target/axe-core-*.tgz -C target/axe-core`, or name axe.min.js with PATHSTACK_AXE)"
            );
        }
        script.map(Self)
    }

    /// What it finds on the page that is open.
    pub(crate) fn findings(&self, browser: &mut Browser) -> Vec<String> {
        // Asked by the test and not by the page, so the page's own policy stays as strict as it is.
        if browser.ask_text("typeof axe") != "object" {
            browser.ask(&format!("{}; typeof axe", self.0));
        }
        let found = browser.ask(
            "document.querySelectorAll('details').forEach(one => { one.open = true }); axe.run(document, {resultTypes: ['violations']}).then(found => found.violations.map(one => ({id: one.id, impact: one.impact, help: one.help, where: \
             one.nodes.slice(0, 5).map(node => node.target.join(' ') + ' — ' + (node.any[0] || node.all[0] || node.none[0] || {message: \
             ''}).message)})))",
        );
        let found = found.as_array().cloned().unwrap_or_default();
        let grave = found.iter().filter(|one| ["serious", "critical"].contains(&one["impact"].as_str().unwrap_or_default()));
        grave.map(|one| format!("{} ({}): {}", one["id"], one["impact"], one["where"])).collect()
    }
}
