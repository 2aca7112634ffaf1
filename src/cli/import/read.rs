//! Publications read from disk in the form they are in, told by their signs or by the caller, with their progress on the terminal.

use super::{
    super::{catalogue::nothing_read, file, trouble::Trouble},
    limits::ReadArgs,
};
use crate::import::{
    self, Archive, Files, Format, Found, Limits, OnDisk, Reading, Several, detect,
    mapped::{self, Mapping},
    onet::Rules,
};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{self, BufRead},
    path::{Path, PathBuf},
    time::Duration,
};

/// The forms that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Form {
    /// pathstack's own format, a file or a folder of `.jsonl` files
    Native,
    /// The ESCO classification, the folder of its CSV release
    Esco,
    /// O*NET, the folder of its text release
    Onet,
    /// CTDL resources as JSON-LD
    Ctdl,
    /// 1EdTech CASE packages
    Case,
    /// Open Badges 2.0 and 3.0 achievement definitions
    OpenBadges,
    /// Rich Skill Descriptors as JSON
    SkillDescriptors,
    /// European Learning Model publications as JSON-LD
    Elm,
    /// schema.org courses, programmes and credentials as JSON-LD
    SchemaOrg,
    /// New Jersey's list of eligible training programmes, CSV
    NjEtpl,
    /// California's eligible training programmes, JSON
    CaEtp,
    /// A list of security certifications with exam prices, CSV
    SecurityCertifications,
}

/// Forms and what they stand for.
const FORMS: [(Form, Found); 12] = [
    (Form::Native, Found::Format(Format::Native)),
    (Form::Esco, Found::Format(Format::Esco)),
    (Form::Onet, Found::Format(Format::Onet)),
    (Form::Ctdl, Found::Format(Format::Ctdl)),
    (Form::Case, Found::Format(Format::Case)),
    (Form::OpenBadges, Found::Format(Format::OpenBadges)),
    (Form::SkillDescriptors, Found::Format(Format::SkillDescriptors)),
    (Form::Elm, Found::Format(Format::Elm)),
    (Form::SchemaOrg, Found::Format(Format::SchemaOrg)),
    (Form::NjEtpl, Found::Mapping("nj-etpl")),
    (Form::CaEtp, Found::Mapping("ca-etp")),
    (Form::SecurityCertifications, Found::Mapping("security-certifications")),
];

impl Form {
    /// The form of this name, if it is one.
    pub(super) fn named(name: &Path) -> Option<Self> {
        Self::from_str(name.to_str()?, false).ok()
    }

    /// Its name.
    fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }
}

/// How publications are to be read.
pub(super) struct How<'a> {
    /// In which form, where the caller says so.
    pub(super) form: Option<Form>,
    /// By which mapping, where the caller has one.
    pub(super) mapping: Option<&'a Path>,
    /// Files that stand beside: crosswalks.
    pub(super) also: &'a [PathBuf],
    /// What O*NET's ratings require, where the caller has rules of her own.
    pub(super) rules: Option<&'a Path>,
    /// How much is read.
    pub(super) limits: &'a ReadArgs,
}

/// Reads rules for O*NET.
fn rules_at(path: &Path) -> Result<Rules, Trouble> {
    let text = file::read(path)?;
    serde_json::from_slice(&text).map_err(|error| {
        let hint = "src/import/onet/README.md describes them; `{\"essential_from\": 375}` is enough";
        Trouble::new(format!("{} holds no rules for O*NET: {error}", path.display()), hint)
    })
}

/// A publication as it was read.
pub(super) struct Publication {
    /// Where it is.
    pub(super) path: String,
    /// Its form, or the id of its mapping.
    pub(super) form: String,
    pub(super) reading: Reading,
}

impl Publication {
    /// A publication of which nothing can be read is trouble.
    pub(super) fn trouble(&self) -> Option<Trouble> {
        let Reading { catalogue, issues } = &self.reading;
        // Headers, scales and sources come from the form, not from the files.
        (catalogue.len() == catalogue.headers.len() + catalogue.scales.len() + catalogue.sources.len()).then(|| {
            let form = &self.form;
            let hint = format!("it was read as {form}; name the right form with --format, and the folder of a release as it was unpacked");
            nothing_read(&self.path, issues, hint)
        })
    }
}

impl How<'_> {
    /// Reads what is at one path.
    pub(super) fn read(&self, path: &Path) -> Result<Publication, Trouble> {
        for path in [path].into_iter().chain(self.also.iter().map(PathBuf::as_path)) {
            path.metadata().map_err(|error| Trouble::file("read", path, &error))?;
        }
        let files = Place::at(path, self.limits)?;
        let (form, reading) = if let Some(mapping) = self.mapping {
            let text = file::read(mapping)?;
            let mapping = Mapping::parse(&text).map_err(|error| {
                Trouble::new(
                    format!("{} is no mapping: {error}", mapping.display()),
                    "data/mappings/README.md describes the form; copy one that is near",
                )
            })?;
            (mapping.id.clone(), watched(&files, path, |files| mapped::read(files, &self.beside(), &mapping)))
        } else {
            let rules = self.rules.map_or_else(|| Ok(Rules::default()), rules_at)?;
            let found = self.form.map_or_else(|| told(&files, path), |form| Ok(found(form)))?;
            let reading = watched(&files, path, |files| match found {
                Found::Format(format) => import::read_by(format, files, &rules),
                Found::Mapping(name) => match Mapping::shipped(name) {
                    Some(mapping) => mapped::read(files, &self.beside(), &mapping),
                    None => Reading::default(),
                },
            });
            (name(found), reading)
        };
        Ok(Publication { path: path.display().to_string(), form, reading })
    }

    fn beside(&self) -> Several<OnDisk> {
        Several(self.also.iter().map(OnDisk::at).collect())
    }
}

fn found(form: Form) -> Found {
    FORMS.iter().find(|(known, _)| *known == form).map_or(Found::Format(Format::Native), |(_, found)| *found)
}

fn name(found: Found) -> String {
    FORMS.iter().find(|(_, known)| *known == found).map(|(form, _)| form.name()).unwrap_or_default()
}

/// The one form that a publication shows signs of.
fn told(files: &Place, path: &Path) -> Result<Found, Trouble> {
    let found: Vec<Found> = detect(files).into_iter().collect();
    if let [one] = found[..] {
        return Ok(one);
    }
    let path = path.display();
    let what = if found.is_empty() {
        // A file of our own format without its first record is told by its name.
        if files
            .names()
            .is_ok_and(|names| !names.is_empty() && names.iter().all(|name| Path::new(name).extension().is_some_and(|end| end == "jsonl")))
        {
            return Ok(Found::Format(Format::Native));
        }
        format!("nobody can tell in which form {path} is published")
    } else {
        let forms: Vec<_> = found.into_iter().map(name).collect();
        format!("{path} shows signs of several forms: {}", forms.join(", "))
    };
    let forms: Vec<_> = FORMS.iter().map(|(form, _)| form.name()).collect();
    Err(Trouble::new(
        what,
        format!("name it with --format: {}; or say what the columns of a table mean with --mapping FILE", forms.join(", ")),
    ))
}

/// Something that turns on standard error while work goes on, where that is a terminal.
pub(super) fn spinner(saying: String) -> ProgressBar {
    bar(ProgressBar::new_spinner(), "{spinner} {msg} {elapsed}", saying)
}

fn bar(bar: ProgressBar, template: &str, saying: String) -> ProgressBar {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(saying);
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Where a publication stands: a folder or file, or an archive as it was downloaded.
struct Place {
    files: Stands,
    limits: Limits,
}

/// As what it stands there.
enum Stands {
    Disk(OnDisk),
    Archive(Archive),
}

impl Place {
    fn at(path: &Path, limits: &ReadArgs) -> Result<Self, Trouble> {
        let files = if Archive::is_one(path) {
            Stands::Archive(Archive::open(path, limits.archives()).map_err(|error| {
                let hint = "unpack it with a tool that you trust, and name the folder; `pathstack doctor` lists the limits of archives";
                Trouble::new(format!("{} is not read: {error}", path.display()), hint)
            })?)
        } else {
            Stands::Disk(OnDisk::at(path))
        };
        Ok(Self { files, limits: limits.files() })
    }

    /// How much there is to read.
    fn bytes(&self) -> u64 {
        match &self.files {
            Stands::Disk(files) => {
                let names = files.names().unwrap_or_default();
                names.iter().filter_map(|name| files.path(name).metadata().ok()).map(|file| file.len()).sum()
            }
            Stands::Archive(archive) => archive.unpacked(),
        }
    }
}

impl Files for Place {
    fn names(&self) -> io::Result<Vec<String>> {
        match &self.files {
            Stands::Disk(files) => files.names(),
            Stands::Archive(archive) => archive.names(),
        }
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        match &self.files {
            Stands::Disk(files) => files.open(name),
            Stands::Archive(archive) => archive.open(name),
        }
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

/// Reads with a bar that fills as bytes are read, on standard error where that is a terminal.
fn watched<T>(files: &Place, path: &Path, read: impl FnOnce(&Watched<'_>) -> T) -> T {
    let bar = bar(
        ProgressBar::new(files.bytes()),
        "{spinner} {msg} [{wide_bar}] {bytes} of {total_bytes}, {eta} to go",
        format!("reading {}", path.display()),
    );
    let result = read(&Watched { files, bar: bar.clone() });
    bar.finish_and_clear();
    result
}

/// Files whose bytes are counted as they are read.
struct Watched<'a> {
    files: &'a Place,
    bar: ProgressBar,
}

impl Files for Watched<'_> {
    fn names(&self) -> io::Result<Vec<String>> {
        self.files.names()
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(self.bar.wrap_read(self.files.open(name)?)))
    }

    fn limits(&self) -> Limits {
        self.files.limits()
    }
}
