//! How a table's rows are kept: where, in which form, and for how long.

/// What `#[table(location = …, format = …, compression = …, retention = …)]` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storage {
    /// The prefix of the data files' keys in the lake's bucket, ending in `/`.
    pub location: &'static str,
    /// The format of the data files.
    pub format: Format,
    /// How what is in them is compressed.
    pub compression: Compression,
    /// How many days after it was written a data file is removed, 1 to 36,500; nothing where rows are
    /// kept for good.
    pub retention_days: Option<u32>,
}

/// The format of data files.
///
/// Parquet is the only one: the functions write it, Athena and the embedded engine read it, and a table
/// of another form would have to be written, read and evolved in a way of its own. Rows that come as
/// JSON or CSV are put into a table by a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Columns side by side. <https://parquet.apache.org/docs/file-format/>
    #[default]
    Parquet,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 1] = [Self::Parquet];

    /// As `#[table(format = …)]` and a snapshot have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
        }
    }
}

/// How the pages of a data file are compressed. Every file says itself how it is, so that a table's files
/// may differ.
/// <https://docs.aws.amazon.com/athena/latest/ug/compression-support-hive.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Compression {
    /// Fast, and not as small.
    #[default]
    Snappy,
    /// Smaller at nearly the speed, at the level that Athena writes with: 3.
    Zstd,
    /// As small and slower; for readers that know no other.
    Gzip,
    /// Not at all.
    None,
}

impl Compression {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Snappy, Self::Zstd, Self::Gzip, Self::None];

    /// As `#[table(compression = …)]` and a snapshot have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Snappy => "snappy",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
            Self::None => "none",
        }
    }

    /// The value of the table property `parquet.compression`: a codec in Parquet's own words.
    pub const fn property(self) -> &'static str {
        match self {
            Self::Snappy => "SNAPPY",
            Self::Zstd => "ZSTD",
            Self::Gzip => "GZIP",
            Self::None => "UNCOMPRESSED",
        }
    }

    /// What a table property or an option of a statement names, in letters of either case; Athena's
    /// statements say `NONE` for what Parquet calls `UNCOMPRESSED`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| {
            text.eq_ignore_ascii_case(one.property()) || text.eq_ignore_ascii_case(one.name())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_compression_is_read() {
        for one in Compression::ALL {
            assert_eq!(Compression::parse(one.property()), Some(one));
            assert_eq!(Compression::parse(one.name()), Some(one));
        }
        assert_eq!(Compression::parse("NONE"), Some(Compression::None));
        assert_eq!(Compression::parse("lzo"), None);
    }
}
