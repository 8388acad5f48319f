//! What is public of IAM's actions: what they act on, and which conditions they know.
//!
//! The facts are those of AWS's Service Authorization Reference, see `iam/PROVENANCE.md`.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>
//!
//! ```
//! let s3 = registry::iam::service("s3").unwrap();
//! assert_eq!(s3.action("getobject").unwrap().name, "GetObject");
//! ```

mod global;
mod service;
mod vendored;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};

pub use global::{GLOBAL_KEYS, global_key};
pub use service::{ActionFacts, KeyKind, ResourceFacts, Service};
use zip::ZipArchive;

/// What was read so far: a service is read when it is first asked for.
static READ: Mutex<BTreeMap<&'static str, Arc<Service>>> = Mutex::new(BTreeMap::new());

/// The prefixes of all services' actions, such as `s3`, sorted.
pub const fn prefixes() -> &'static [&'static str] {
    vendored::PREFIXES
}

/// What is known of the service whose actions have a prefix, compared without regard to case.
pub fn service(prefix: &str) -> Option<Arc<Service>> {
    let prefix = prefix.to_ascii_lowercase();
    let at = prefixes().binary_search(&prefix.as_str()).ok()?;
    let prefix = *prefixes().get(at)?;
    // A reader that panicked left whole entries behind.
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(service) = read.get(prefix) {
        return Some(Arc::clone(service));
    }
    let service = match vendored::text(prefix) {
        Some(text) => Service::parse(text),
        None => Service::parse(&archived(prefix)?),
    };
    let service = Arc::new(service?);
    read.insert(prefix, Arc::clone(&service));
    Some(service)
}

fn archived(prefix: &str) -> Option<String> {
    let mut archive = ZipArchive::new(Cursor::new(vendored::OTHERS)).ok()?;
    let mut text = String::new();
    archive
        .by_name(prefix)
        .ok()?
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_service_can_be_read_and_an_action_names_only_resources_that_are_known() {
        for prefix in prefixes() {
            let service = service(prefix).unwrap_or_else(|| panic!("{prefix} cannot be read"));
            assert!(service.actions().next().is_some(), "{prefix}");
        }
        let s3 = service("S3").map(|s3| {
            let get = s3.action("GETOBJECT").cloned();
            get.map(|get| {
                s3.resources_of(&get)
                    .flat_map(|r| r.arns.clone())
                    .collect::<Vec<_>>()
            })
        });
        let arns = s3.flatten().unwrap_or_default();
        assert!(
            arns.contains(&"arn:${Partition}:s3:::${BucketName}/${ObjectName}".to_owned()),
            "{arns:?}"
        );
    }
}
