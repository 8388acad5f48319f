//! Reads the types that are not kept as files.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Mutex;

use zip::ZipArchive;

use crate::vendored::index::OTHERS;

/// The schema's text of a type, or nothing where the archive has none.
pub(crate) fn schema(name: &str) -> Option<String> {
    let path = name.replace("::", "/");
    let (service, _) = path.rsplit_once('/')?;
    let lines = service_lines(service)?;
    let line = lines
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix('\t'))?;
    Some(line.to_owned())
}

/// The text of what is known of a type beyond its schema.
pub(crate) fn extensions(name: &str) -> Option<String> {
    entry(&name.replace("::", "/"))
}

/// The schemas of a service, unpacked when one of its types is first asked for.
fn service_lines(service: &str) -> Option<&'static str> {
    static SERVICES: Mutex<BTreeMap<String, Option<&'static str>>> = Mutex::new(BTreeMap::new());
    let mut services = SERVICES.lock().ok()?;
    if let Some(lines) = services.get(service) {
        return *lines;
    }
    let lines = entry(service).map(|text| &*text.leak());
    services.insert(service.to_owned(), lines);
    lines
}

fn entry(name: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(OTHERS)).ok()?;
    let mut entry = archive.by_name(name).ok()?;
    let mut text = String::new();
    entry.read_to_string(&mut text).ok()?;
    Some(text)
}
