//! Where publications are read from: a folder, a single file, or bytes in memory; never more of them than the limits allow.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// How much is read. What exceeds a limit is left out and told, never read in part without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files of a folder.
    pub files: usize,
    /// Folders inside each other.
    pub folders: usize,
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of one JSON document that is read whole; the elements of a longer list are read one by one.
    pub document: u64,
    /// Bytes of one row of a table.
    pub row: u64,
    /// Records of one kind.
    pub records: usize,
}

impl Default for Limits {
    /// 100,000 files, 8 deep, of 16 GiB each; documents of 64 MiB, rows of 1 MiB; 20 million records of a kind.
    fn default() -> Self {
        Self { files: 100_000, folders: 8, file: 16 << 30, document: 64 << 20, row: 1 << 20, records: 20_000_000 }
    }
}

/// A set of named files.
pub trait Files {
    /// Their names, in order.
    ///
    /// # Errors
    /// When the folder cannot be listed, or holds more files than are read.
    fn names(&self) -> io::Result<Vec<String>>;

    /// Opens one of them.
    ///
    /// # Errors
    /// When there is no such file or it cannot be opened.
    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>>;

    /// How much of them is read.
    fn limits(&self) -> Limits {
        Limits::default()
    }
}

/// A folder with what is in it, or one file, on disk.
#[derive(Clone, Debug)]
pub struct OnDisk(pub PathBuf);

impl OnDisk {
    /// What is at this path.
    pub fn at(path: impl AsRef<Path>) -> Self {
        Self(path.as_ref().to_owned())
    }

    /// Where one of the files is.
    pub fn path(&self, name: &str) -> PathBuf {
        if self.0.is_dir() { self.0.join(name) } else { self.0.clone() }
    }
}

impl Files for OnDisk {
    /// Files inside folders are named by their way there, with `/` between.
    fn names(&self) -> io::Result<Vec<String>> {
        if !self.0.is_dir() {
            return Ok(vec![self.0.file_name().unwrap_or_default().to_string_lossy().into_owned()]);
        }
        let limits = self.limits();
        let mut names = Vec::new();
        let mut folders = vec![(self.0.clone(), String::new(), 0)];
        while let Some((folder, before, depth)) = folders.pop() {
            for entry in folder.read_dir()? {
                let entry = entry?;
                let name = format!("{before}{}", entry.file_name().to_string_lossy());
                // A link to a folder is not followed: it may lead in a circle.
                if entry.file_type()?.is_dir() {
                    if depth + 1 < limits.folders {
                        folders.push((entry.path(), format!("{name}/"), depth + 1));
                    }
                } else if entry.path().is_file() {
                    names.push(name);
                }
            }
            if names.len() > limits.files {
                return Err(io::Error::other(format!("it holds more than {} files", limits.files)));
            }
        }
        names.sort();
        Ok(names)
    }

    #[expect(clippy::disallowed_methods, reason = "publications come from the disk, and this is the rim")]
    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(BufReader::with_capacity(1 << 18, File::open(self.path(name))?)))
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

/// Several sets of files as one; where two have a file of the same name, the first counts.
#[derive(Clone, Debug, Default)]
pub struct Several<F>(pub Vec<F>);

impl<F: Files> Files for Several<F> {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for files in &self.0 {
            names.extend(files.names()?);
        }
        names.sort();
        names.dedup();
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        for files in &self.0 {
            if files.names()?.iter().any(|known| known == name) {
                return files.open(name);
            }
        }
        Err(io::Error::new(io::ErrorKind::NotFound, format!("no file `{name}`")))
    }

    fn limits(&self) -> Limits {
        self.0.first().map_or_else(Limits::default, Files::limits)
    }
}

/// Files of which no more is read than these limits allow.
pub struct Within<'a, F> {
    /// The files.
    pub files: &'a F,
    /// The limits.
    pub limits: Limits,
}

impl<F: Files> Files for Within<'_, F> {
    fn names(&self) -> io::Result<Vec<String>> {
        let names = self.files.names()?;
        if names.len() > self.limits.files {
            return Err(io::Error::other(format!("there are more than {} files", self.limits.files)));
        }
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        // One byte over the limit tells a file that is too large from one that just fits.
        Ok(Box::new(Capped { reader: self.files.open(name)?, left: self.limits.file.saturating_add(1), most: self.limits.file }))
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

/// Files of which is noted which were opened.
pub(super) struct Watched<'a, F> {
    files: &'a F,
    opened: Mutex<BTreeSet<String>>,
}

impl<'a, F: Files> Watched<'a, F> {
    pub(super) fn new(files: &'a F) -> Self {
        Self { files, opened: Mutex::default() }
    }

    /// The names of those that nobody opened, in order.
    pub(super) fn unopened(&self) -> Vec<String> {
        let opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        self.files.names().unwrap_or_default().into_iter().filter(|name| !opened.contains(name)).collect()
    }
}

impl<F: Files> Files for Watched<'_, F> {
    fn names(&self) -> io::Result<Vec<String>> {
        self.files.names()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
        self.files.open(name)
    }

    fn limits(&self) -> Limits {
        self.files.limits()
    }
}

/// A reader that fails where a file goes on past its limit.
struct Capped<R> {
    reader: R,
    left: u64,
    most: u64,
}

impl<R: BufRead> BufRead for Capped<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let buffer = self.reader.fill_buf()?;
        if buffer.is_empty() || self.left > 1 {
            let room = usize::try_from(self.left.saturating_sub(1)).unwrap_or(usize::MAX);
            return Ok(buffer.get(..buffer.len().min(room)).unwrap_or_default());
        }
        Err(io::Error::other(format!("the file is larger than {} bytes", self.most)))
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount as u64);
        self.reader.consume(amount);
    }
}

impl<R: BufRead> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let buffer = self.fill_buf()?;
        let many = buffer.len().min(into.len());
        if let (Some(into), Some(from)) = (into.get_mut(..many), buffer.get(..many)) {
            into.copy_from_slice(from);
        }
        self.consume(many);
        Ok(many)
    }
}
