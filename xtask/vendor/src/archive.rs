//! Packs the types that are not kept readable.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use serde_json::Value as Json;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::{Type, VendorError};

/// A zip with an entry per service, such as `AWS/EC2`: a line per type, of its name, a tab and its
/// schema. Types of a service resemble each other, so that one entry for all is much smaller than
/// one for each. Extensions are entries of their own, such as `AWS/EC2/Instance`.
///
/// The same bytes for the same types: entries are sorted and carry no time.
pub(crate) fn pack(types: &BTreeMap<String, &Type>) -> Result<Vec<u8>, VendorError> {
    let mut entries: BTreeMap<String, String> = BTreeMap::new();
    for (name, known) in types {
        let path = name.replace("::", "/");
        let service = path
            .rsplit_once('/')
            .map_or(path.as_str(), |(service, _)| service);
        let lines = entries.entry(service.to_owned()).or_default();
        lines.push_str(&format!("{name}\t{}\n", known.schema));
        if !known.extensions.is_empty() {
            let extensions = Json::Array(known.extensions.clone());
            entries.insert(path, extensions.to_string());
        }
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &entries {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
