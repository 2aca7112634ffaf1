//! Where real data may be found; it is never part of the project.

use std::path::PathBuf;

/// The folder of this publication, or none with a word about it.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("PATHSTACK_SHARED_DATA")
        .map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")), PathBuf::from);
    let folder = root.join(name);
    if folder.exists() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there; PATHSTACK_SHARED_DATA names the folder of real data", folder.display());
    None
}
