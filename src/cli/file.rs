//! Files the terminal reads and writes whole; `-` is standard input.

use super::trouble::Trouble;
use std::{
    fs,
    io::{self, Read},
    path::Path,
};

/// Reads a whole file.
#[expect(clippy::disallowed_methods, reason = "the terminal reads the files that are named to it")]
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    let read = if path.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    read.map_err(|error| Trouble::file("read", path, &error))
}

/// Writes a whole file.
#[expect(clippy::disallowed_methods, reason = "the terminal writes the files that are named to it")]
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    fs::write(path, bytes).map_err(|error| Trouble::file("written", path, &error))
}

/// A file to be written bit by bit.
#[expect(clippy::disallowed_methods, reason = "the terminal writes the files that are named to it")]
pub(super) fn create(path: &Path) -> Result<io::BufWriter<fs::File>, Trouble> {
    fs::File::create(path).map(io::BufWriter::new).map_err(|error| Trouble::file("written", path, &error))
}
