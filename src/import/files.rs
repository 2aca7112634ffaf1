//! Where publications are read from: a folder, a single file, or bytes in memory.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, Cursor},
    path::{Path, PathBuf},
};

/// A set of named files.
pub trait Files {
    /// Their names, in order.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    fn names(&self) -> io::Result<Vec<String>>;

    /// Opens one of them.
    ///
    /// # Errors
    /// When there is no such file or it cannot be opened.
    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>>;
}

/// A folder, or one file, on disk.
#[derive(Clone, Debug)]
pub struct OnDisk(pub PathBuf);

impl OnDisk {
    /// What is at this path.
    pub fn at(path: impl AsRef<Path>) -> Self {
        Self(path.as_ref().to_owned())
    }
}

impl Files for OnDisk {
    fn names(&self) -> io::Result<Vec<String>> {
        if !self.0.is_dir() {
            return Ok(vec![self.0.file_name().unwrap_or_default().to_string_lossy().into_owned()]);
        }
        let mut names = Vec::new();
        for entry in self.0.read_dir()? {
            let entry = entry?;
            if entry.path().is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    #[expect(clippy::disallowed_methods, reason = "publications come from the disk, and this is the rim")]
    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        let path = if self.0.is_dir() { self.0.join(name) } else { self.0.clone() };
        Ok(Box::new(BufReader::with_capacity(1 << 18, File::open(path)?)))
    }
}

/// Files in memory, by name.
#[derive(Clone, Debug, Default)]
pub struct InMemory<'a>(pub BTreeMap<&'a str, &'a [u8]>);

impl Files for InMemory<'_> {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.keys().map(|name| (*name).to_owned()).collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        let bytes = self.0.get(name).ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("no file `{name}`")))?;
        Ok(Box::new(Cursor::new(*bytes)))
    }
}
