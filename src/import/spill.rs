//! What does not fit in memory, in a file that nobody else sees and that is gone with the process.

use std::{
    fs::{File, remove_file},
    io::{self, Read, Seek, SeekFrom, Write},
    path::PathBuf,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// A file of pieces that are only ever added.
#[derive(Debug)]
pub(super) struct Spill {
    file: Mutex<File>,
    /// Its name, where the system does not let a file go while it is open.
    name: Option<PathBuf>,
}

/// How many were made, so that each has a name of its own.
static MADE: AtomicU64 = AtomicU64::new(0);

impl Spill {
    /// A new one among the system's temporary files.
    pub(super) fn new() -> io::Result<Self> {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = std::env::temp_dir().join(format!("pathstack-{}-{number}.spill", std::process::id()));
        let mut options = File::options();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&name)?;
        let kept = remove_file(&name).is_err();
        Ok(Self { file: Mutex::new(file), name: kept.then_some(name) })
    }

    /// Adds a piece; gives the place where it begins.
    pub(super) fn put(&self, piece: &[u8]) -> io::Result<u64> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let at = file.seek(SeekFrom::End(0))?;
        file.write_all(piece)?;
        Ok(at)
    }

    /// The piece of this length that begins at this place.
    pub(super) fn get(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        let mut piece = vec![0; length];
        file.read_exact(&mut piece)?;
        Ok(piece)
    }
}

impl Drop for Spill {
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            // Whoever cleans up the system's temporary files does it otherwise.
            let _ = remove_file(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_back_and_nobody_finds_the_file() {
        let spill = Spill::new().unwrap();
        let places: Vec<u64> = ["one", "", "three"].iter().map(|piece| spill.put(piece.as_bytes()).unwrap()).collect();
        assert_eq!(places, [0, 3, 3]);
        assert_eq!((spill.get(3, 5).unwrap(), spill.get(0, 3).unwrap()), (b"three".to_vec(), b"one".to_vec()));
        assert!(spill.get(6, 5).is_err());
        // Where it has no name, it was removed.
        assert_eq!(spill.name.is_some(), !cfg!(unix));
    }
}
