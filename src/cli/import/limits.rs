//! How much of a publication is read, as settings.

use crate::{
    cli::limits::count,
    import::{ArchiveLimits, Limits},
};
use clap::Args;

/// Every limit of what is read from disk.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Limits of publications")]
pub(in crate::cli) struct ReadArgs {
    /// Files of one archive
    #[arg(long, value_name = "COUNT", default_value = "5000", value_parser = count(1, 1_000_000), env = "PATHSTACK_ARCHIVE_FILES", hide_env = true)]
    archive_files: usize,
    /// Bytes of all files of one archive, unpacked
    #[arg(long, value_name = "BYTES", default_value = "4294967296", value_parser = count(1024, 1 << 40), env = "PATHSTACK_ARCHIVE_BYTES", hide_env = true)]
    archive_bytes: usize,
    /// How many times its packed size a file of an archive may unpack to; a mebibyte is always allowed
    #[arg(long, value_name = "TIMES", default_value = "100", value_parser = count(1, 100_000), env = "PATHSTACK_ARCHIVE_RATIO", hide_env = true)]
    archive_ratio: usize,
    /// Bytes of one JSON document that is read whole
    #[arg(long, value_name = "BYTES", default_value = "67108864", value_parser = count(1024, 1 << 32), env = "PATHSTACK_DOCUMENT_BYTES", hide_env = true)]
    document_bytes: usize,
    /// Bytes of one row of a table
    #[arg(long, value_name = "BYTES", default_value = "1048576", value_parser = count(1024, 1 << 30), env = "PATHSTACK_ROW_BYTES", hide_env = true)]
    row_bytes: usize,
    /// Records of one kind of one publication
    #[arg(long, value_name = "COUNT", default_value = "20000000", value_parser = count(1, 1_000_000_000), env = "PATHSTACK_PUBLICATION_RECORDS", hide_env = true)]
    publication_records: usize,
}

impl ReadArgs {
    /// The limits of archives.
    pub(super) fn archives(&self) -> ArchiveLimits {
        ArchiveLimits {
            entries: self.archive_files,
            unpacked: self.archive_bytes as u64,
            ratio: self.archive_ratio as u64,
            ..ArchiveLimits::default()
        }
    }

    /// The limits of what is in them, and of files and folders.
    pub(super) fn files(&self) -> Limits {
        Limits { document: self.document_bytes as u64, row: self.row_bytes as u64, records: self.publication_records, ..Limits::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Alone {
        #[command(flatten)]
        limits: ReadArgs,
    }

    #[test]
    fn the_defaults_are_those_of_the_library() {
        // The environment of a test run sets none of them.
        let limits = Alone::parse_from(["import"]).limits;
        assert_eq!((limits.archives(), limits.files()), (ArchiveLimits::default(), Limits::default()));
    }

    #[test]
    fn what_is_set_applies() {
        let limits = Alone::parse_from(["import", "--archive-files", "2", "--row-bytes", "2048"]).limits;
        assert_eq!((limits.archives().entries, limits.files().row), (2, 2048));
        assert!(Alone::try_parse_from(["import", "--archive-files", "0"]).is_err());
    }
}
