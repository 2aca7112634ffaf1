//! A release as it is downloaded: a ZIP archive whose files are unpacked while they are read, never to disk.
//!
//! Nothing an archive says of itself is believed: entries, their sizes, how much they unpack to and where they lie are held to
//! [`ArchiveLimits`] before anything is read, and what is unpacked to its own size and checksum. Stored and deflated files are read;
//! archives beyond 4 GiB (ZIP64), encrypted ones and ones with links are refused.

use super::files::{Files, Limits};
use flate2::{Crc, read::DeflateDecoder};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Take},
    path::{Path, PathBuf},
};

/// How much of an archive is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveLimits {
    /// Files in it.
    pub entries: usize,
    /// Bytes of all files, unpacked.
    pub unpacked: u64,
    /// How many times its packed size a file may unpack to; a mebibyte is always allowed.
    pub ratio: u64,
    /// Bytes of its list of files.
    pub directory: u64,
}

impl Default for ArchiveLimits {
    /// 5,000 files, 4 GiB unpacked, a hundredfold; a list of 16 MiB.
    fn default() -> Self {
        Self { entries: 5_000, unpacked: 4 << 30, ratio: 100, directory: 16 << 20 }
    }
}

/// What the archive's list says of a file.
#[derive(Clone, Copy, Debug)]
struct Entry {
    /// Where its own header begins.
    at: u64,
    packed: u64,
    size: u64,
    deflated: bool,
    checksum: u32,
}

/// An archive on disk.
#[derive(Clone, Debug)]
pub struct Archive {
    path: PathBuf,
    entries: BTreeMap<String, Entry>,
}

const END: u32 = 0x0605_4b50;
const LISTED: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
/// The end record with the longest remark there can be.
const LONGEST_END: u64 = 22 + 0xFFFF;
/// Bits of a Unix mode that say what sort of file it is, and those of a link.
const SORT: u32 = 0o170_000;
const LINK: u32 = 0o120_000;

fn refused(why: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why.into())
}

/// Little-endian numbers from a piece of the archive.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, bytes: usize) -> io::Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes).ok_or_else(|| refused("the archive is cut short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn short(&mut self) -> io::Result<u16> {
        self.take(2)?.try_into().map(u16::from_le_bytes).map_err(|_| refused("the archive is cut short"))
    }

    fn long(&mut self) -> io::Result<u32> {
        self.take(4)?.try_into().map(u32::from_le_bytes).map_err(|_| refused("the archive is cut short"))
    }
}

/// Whether a name leads anywhere but down into the archive.
fn leads_away(name: &str) -> bool {
    name.starts_with('/') || name.contains(['\\', ':', '\0']) || name.split('/').any(|part| part == ".." || part == ".")
}

/// Whether it is what some systems add to every archive.
fn is_litter(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.split('/').any(|part| part == ".DS_Store")
}

impl Archive {
    /// Whether a file begins as an archive does.
    pub fn is_one(path: &Path) -> bool {
        let mut start = [0; 4];
        opened(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == LOCAL.to_le_bytes()
    }

    /// Reads the list of files.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, is no archive of these kinds, exceeds a limit, or names files that lie outside or on top of each other.
    pub fn open(path: &Path, limits: ArchiveLimits) -> io::Result<Self> {
        let mut file = opened(path)?;
        let length = file.metadata()?.len();
        let list = directory(&mut file, length, &limits)?;
        let mut fields = Fields(&list.bytes);
        let (mut found, mut all) = (Vec::new(), 0_u64);
        for _ in 0..list.entries {
            let Some((name, entry)) = listed(&mut fields)? else { continue };
            all = all.saturating_add(entry.size);
            if entry.size > entry.packed.saturating_mul(limits.ratio).saturating_add(1 << 20) {
                return Err(refused(format!("`{name}` would unpack to more than {} times its size", limits.ratio)));
            }
            found.push((name, entry));
        }
        if all > limits.unpacked {
            return Err(refused(format!("it would unpack to {all} bytes, more than {}", limits.unpacked)));
        }
        // Files on top of each other would unpack the same bytes many times.
        found.sort_by_key(|(_, entry)| entry.at);
        let ends = found.iter().skip(1).map(|(_, next)| next.at).chain([list.at]);
        for ((name, entry), end) in found.iter().zip(ends) {
            if entry.at.saturating_add(30).saturating_add(entry.packed) > end {
                return Err(refused(format!("`{name}` overlaps what follows it")));
            }
        }
        // A release is often one folder: its files have the names they are known by.
        let folder = found.first().and_then(|(name, _)| name.split_once('/')).map(|(folder, _)| format!("{folder}/"));
        let folder = folder.filter(|folder| found.iter().all(|(name, _)| name.starts_with(folder))).unwrap_or_default();
        let mut entries = BTreeMap::new();
        for (name, entry) in found {
            let name = name.strip_prefix(&folder).unwrap_or(&name).to_owned();
            if let Some(before) = entries.insert(name, entry) {
                return Err(refused(format!("two files have the same name, one of them at byte {}", before.at)));
            }
        }
        Ok(Self { path: path.to_owned(), entries })
    }

    /// Bytes of all files, unpacked.
    pub fn unpacked(&self) -> u64 {
        self.entries.values().map(|entry| entry.size).sum()
    }
}

#[expect(clippy::disallowed_methods, reason = "publications come from the disk, and this is the rim")]
fn opened(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The archive's list of files, still to be read.
struct Directory {
    at: u64,
    entries: usize,
    bytes: Vec<u8>,
}

fn directory(file: &mut File, length: u64, limits: &ArchiveLimits) -> io::Result<Directory> {
    let from = length.saturating_sub(LONGEST_END);
    file.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    file.by_ref().take(LONGEST_END).read_to_end(&mut tail)?;
    let sign = END.to_le_bytes();
    // The last one whose remark goes to the end of the file: a remark may hold the same four bytes.
    let ends = |at: &usize| {
        let remark = tail.get(at + 20..at + 22).and_then(|bytes| bytes.try_into().ok()).map(u16::from_le_bytes);
        remark.is_some_and(|remark| at + 22 + usize::from(remark) == tail.len())
    };
    let at = (0..tail.len().saturating_sub(21)).rev().find(|at| tail.get(*at..at + 4) == Some(&sign[..]) && ends(at));
    let at = at.ok_or_else(|| refused("it is no ZIP archive, or is cut short"))?;
    let mut fields = Fields(tail.get(at + 4..).unwrap_or_default());
    let (disk, first_disk, here, entries) = (fields.short()?, fields.short()?, fields.short()?, fields.short()?);
    let (size, start) = (fields.long()?, fields.long()?);
    if entries == u16::MAX || size == u32::MAX || start == u32::MAX {
        return Err(refused("it is an archive of the large kind (ZIP64)"));
    }
    if disk != 0 || first_disk != 0 || here != entries {
        return Err(refused("it is only one of several parts of an archive"));
    }
    if usize::from(entries) > limits.entries || u64::from(size) > limits.directory {
        return Err(refused(format!("it holds {entries} files; {} are read at most", limits.entries)));
    }
    file.seek(SeekFrom::Start(u64::from(start)))?;
    let mut bytes = Vec::new();
    file.by_ref().take(u64::from(size)).read_to_end(&mut bytes)?;
    Ok(Directory { at: u64::from(start), entries: usize::from(entries), bytes })
}

/// The next file of the list; nothing for a folder.
fn listed(fields: &mut Fields<'_>) -> io::Result<Option<(String, Entry)>> {
    if fields.long()? != LISTED {
        return Err(refused("its list of files is damaged"));
    }
    let (_made_by, _needs, flags, method) = (fields.short()?, fields.short()?, fields.short()?, fields.short()?);
    let _changed = fields.long()?;
    let (checksum, packed, size) = (fields.long()?, fields.long()?, fields.long()?);
    let lengths = [fields.short()?, fields.short()?, fields.short()?];
    let (_disk, _inner) = (fields.short()?, fields.short()?);
    let (outer, at) = (fields.long()?, fields.long()?);
    let [name, extra, remark] = lengths.map(usize::from);
    let name = fields.take(name)?;
    fields.take(extra + remark)?;
    let name = std::str::from_utf8(name).map_err(|_| refused("a file's name is not UTF-8"))?.to_owned();
    if leads_away(&name) {
        return Err(refused(format!("the name `{}` leads out of it", name.escape_debug())));
    }
    if outer >> 16 & SORT == LINK {
        return Err(refused(format!("`{name}` is a link")));
    }
    if name.ends_with('/') || is_litter(&name) {
        return Ok(None);
    }
    if flags & 1 == 1 {
        return Err(refused(format!("`{name}` is encrypted")));
    }
    if [packed, size, at].contains(&u32::MAX) {
        return Err(refused("it is an archive of the large kind (ZIP64)"));
    }
    let deflated = match method {
        0 => false,
        8 => true,
        other => return Err(refused(format!("`{name}` is packed by method {other}; only deflated files are read"))),
    };
    let entry = Entry { at: u64::from(at), packed: u64::from(packed), size: u64::from(size), deflated, checksum };
    Ok(Some((name, entry)))
}

impl Files for Archive {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.entries.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("no file `{name}`"));
        let entry = *self.entries.get(name).ok_or_else(missing)?;
        let mut file = opened(&self.path)?;
        file.seek(SeekFrom::Start(entry.at))?;
        let mut header = [0; 30];
        file.read_exact(&mut header)?;
        let mut fields = Fields(&header);
        if fields.long()? != LOCAL {
            return Err(refused(format!("`{name}` does not begin where the archive says")));
        }
        fields.take(22)?;
        // Its own header may carry more beside the name than the list does.
        let beside = i64::from(fields.short()?) + i64::from(fields.short()?);
        file.seek(SeekFrom::Current(beside))?;
        let packed = BufReader::with_capacity(1 << 16, file).take(entry.packed);
        let unpacked = if entry.deflated { Unpacked::Deflated(DeflateDecoder::new(packed)) } else { Unpacked::Stored(packed) };
        let checked = Checked { unpacked, left: entry.size, crc: Crc::new(), checksum: entry.checksum, name: name.to_owned() };
        Ok(Box::new(BufReader::with_capacity(1 << 18, checked)))
    }

    fn limits(&self) -> Limits {
        Limits::default()
    }
}

enum Unpacked {
    Stored(Take<BufReader<File>>),
    Deflated(DeflateDecoder<Take<BufReader<File>>>),
}

/// A file that must be as long as the archive says, with its checksum.
struct Checked {
    unpacked: Unpacked,
    left: u64,
    crc: Crc,
    checksum: u32,
    name: String,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let read = match &mut self.unpacked {
            Unpacked::Stored(reader) => reader.read(into)?,
            Unpacked::Deflated(reader) => reader.read(into)?,
        };
        self.crc.update(into.get(..read).unwrap_or_default());
        let whole = read > 0 || (self.left == 0 && self.crc.sum() == self.checksum);
        self.left = self.left.checked_sub(read as u64).filter(|_| whole).ok_or_else(|| {
            refused(format!("`{}` is damaged: it is not as long as the archive says, or has another checksum", self.name))
        })?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::DeflateEncoder};
    use std::io::Write;

    /// One file of an archive as it is to be written.
    struct Packed<'a> {
        name: &'a str,
        text: &'a [u8],
        stored: bool,
        /// What is written in place of the true size, flags and mode.
        size: Option<u32>,
        flags: u16,
        mode: u32,
    }

    fn file<'a>(name: &'a str, text: &'a [u8]) -> Packed<'a> {
        Packed { name, text, stored: false, size: None, flags: 0, mode: 0 }
    }

    fn zip(files: &[Packed<'_>]) -> Vec<u8> {
        let (mut bytes, mut list) = (Vec::new(), Vec::new());
        for one in files {
            let mut crc = Crc::new();
            crc.update(one.text);
            let packed = if one.stored {
                one.text.to_vec()
            } else {
                let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(one.text).unwrap();
                encoder.finish().unwrap()
            };
            let at = bytes.len() as u32;
            let size = one.size.unwrap_or(one.text.len() as u32);
            let method: u16 = if one.stored { 0 } else { 8 };
            let mut common = Vec::new();
            common.extend([20_u16, one.flags, method].iter().flat_map(|part| part.to_le_bytes()));
            common.extend([0, crc.sum(), packed.len() as u32, size].iter().flat_map(|part: &u32| part.to_le_bytes()));
            common.extend([one.name.len() as u16, 0].iter().flat_map(|part| part.to_le_bytes()));
            bytes.extend(LOCAL.to_le_bytes());
            bytes.extend(&common);
            bytes.extend(one.name.as_bytes());
            bytes.extend(&packed);
            list.extend(LISTED.to_le_bytes());
            list.extend(20_u16.to_le_bytes());
            list.extend(&common);
            list.extend([0_u8; 6]);
            list.extend([one.mode << 16, at].iter().flat_map(|part| part.to_le_bytes()));
            list.extend(one.name.as_bytes());
        }
        let start = bytes.len() as u32;
        bytes.extend(&list);
        bytes.extend(END.to_le_bytes());
        bytes.extend([0, 0, files.len() as u16, files.len() as u16].iter().flat_map(|part| part.to_le_bytes()));
        bytes.extend([list.len() as u32, start].iter().flat_map(|part| part.to_le_bytes()));
        bytes.extend(0_u16.to_le_bytes());
        bytes
    }

    fn at(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("release.zip");
        std::fs::write(&path, bytes).unwrap();
        (folder, path)
    }

    /// Why an archive is refused.
    fn why(bytes: &[u8], limits: ArchiveLimits) -> String {
        let (_folder, path) = at(bytes);
        Archive::open(&path, limits).map(|archive| archive.names().unwrap().join(" ")).unwrap_err().to_string()
    }

    fn text(archive: &Archive, name: &str) -> io::Result<String> {
        let mut text = String::new();
        archive.open(name)?.read_to_string(&mut text)?;
        Ok(text)
    }

    #[test]
    fn the_files_of_a_release_are_read_as_if_they_were_unpacked() {
        let long = "a,b\n".repeat(100_000);
        let stored = Packed { stored: true, ..file("v1/plain.txt", b"as it is") };
        let folder = Packed { stored: true, ..file("v1/", b"") };
        let bytes =
            zip(&[folder, file("v1/list.csv", long.as_bytes()), stored, file("__MACOSX/v1/._list.csv", b"x"), file("v1/none", b"")]);
        let (_folder, path) = at(&bytes);
        assert!(Archive::is_one(&path));
        let archive = Archive::open(&path, ArchiveLimits::default()).unwrap();
        assert_eq!(archive.names().unwrap(), ["list.csv", "none", "plain.txt"]);
        assert_eq!(text(&archive, "list.csv").unwrap(), long);
        assert_eq!(text(&archive, "plain.txt").unwrap(), "as it is");
        assert_eq!(text(&archive, "none").unwrap(), "");
        assert_eq!(archive.unpacked(), 400_008);
        assert_eq!(text(&archive, "v1/list.csv").unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn what_leads_out_of_an_archive_or_hides_in_it_is_refused() {
        let limits = ArchiveLimits::default();
        for name in ["../up", "a/../../up", "/etc/passwd", "a\\b", "c:x", "./a"] {
            assert!(why(&zip(&[file(name, b"x")]), limits).contains("leads out"), "{name}");
        }
        assert!(why(&zip(&[file("a", b"x"), file("a", b"y")]), limits).contains("same name"));
        assert!(why(&zip(&[Packed { flags: 1, ..file("a", b"x") }]), limits).contains("encrypted"));
        assert!(why(&zip(&[Packed { mode: LINK, ..file("a", b"x") }]), limits).contains("is a link"));
        assert!(why(b"PK\x03\x04 and no more", limits).contains("no ZIP archive"));
    }

    #[test]
    fn limits_hold_before_anything_is_unpacked() {
        let limits = ArchiveLimits { entries: 2, unpacked: 2_000_000, ..ArchiveLimits::default() };
        let zeros = vec![0; 3_000_000];
        assert!(why(&zip(&[file("a", &zeros)]), limits).contains("100 times"));
        let half: Vec<u8> =
            (0..1_100_000_u32).flat_map(|at| (at.wrapping_mul(2_654_435_761) >> 16).to_le_bytes()).take(1_100_000).collect();
        assert!(why(&zip(&[file("a", &half), file("b", &half)]), limits).contains("more than 2000000"));
        assert!(why(&zip(&[file("a", b""), file("b", b""), file("c", b"")]), limits).contains("3 files; 2 are read at most"));
    }

    #[test]
    fn a_file_that_is_not_what_the_list_says_is_told_while_it_is_read() {
        for size in [3, 30] {
            let (_folder, path) = at(&zip(&[Packed { size: Some(size), ..file("a", b"ten letters") }]));
            let archive = Archive::open(&path, ArchiveLimits::default()).unwrap();
            assert!(text(&archive, "a").unwrap_err().to_string().contains("damaged"), "{size}");
        }
        let mut bytes = zip(&[Packed { stored: true, ..file("a", b"ten letters") }]);
        bytes[31] ^= 1;
        let (_folder, path) = at(&bytes);
        assert!(text(&Archive::open(&path, ArchiveLimits::default()).unwrap(), "a").is_err());
    }

    #[test]
    fn an_archive_that_is_cut_or_altered_anywhere_is_refused_or_read_and_never_a_panic() {
        let bytes = zip(&[file("v/a", b"some text, some text, some text"), file("v/b", b"more")]);
        let (_folder, path) = at(&bytes);
        for length in 0..bytes.len() {
            std::fs::write(&path, &bytes[..length]).unwrap();
            assert!(Archive::open(&path, ArchiveLimits::default()).is_err(), "{length}");
        }
        for place in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[place] ^= 0x55;
            std::fs::write(&path, &altered).unwrap();
            if let Ok(archive) = Archive::open(&path, ArchiveLimits::default()) {
                for name in archive.names().unwrap() {
                    let _ = text(&archive, &name);
                }
            }
        }
    }
}
