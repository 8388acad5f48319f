//! Renders the table of types by region.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::{Package, VendorError};

/// The provider that stands for the transform of AWS SAM, which works everywhere.
const TRANSFORM: &str = "sam";

/// A Rust module: the regions, the sets of regions as bits, and each type with its set.
pub(crate) fn render(package: &Package, types: &BTreeSet<String>) -> Result<String, VendorError> {
    let prefix = "schemas/providers/";
    let mut regions = Vec::new();
    let mut everywhere = BTreeSet::new();
    let mut found: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for path in package.files.keys() {
        let Some(region) = path
            .strip_prefix(prefix)
            .and_then(|file| file.strip_suffix(".json"))
        else {
            continue;
        };
        let names = package.json(path)?;
        let names = names
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone());
        if region == TRANSFORM {
            everywhere.extend(names.filter(|name| name.starts_with("AWS::Serverless::")));
        } else {
            regions.push(region);
            found.insert(region, names.collect());
        }
    }
    let bits = |name: &str| -> u64 {
        let has = |region: &&str| everywhere.contains(name) || found[*region].contains(name);
        let places = regions.iter().enumerate().filter(|(_, region)| has(region));
        places.fold(0, |bits, (at, _)| bits | 1 << at)
    };
    let sets: BTreeSet<u64> = types.iter().map(|name| bits(name)).collect();
    let sets: Vec<u64> = sets.into_iter().collect();

    let mut out = String::from(
        "//! Which type exists in which region. Made by `cargo run -p vendor`; do not edit.\n\n\
         /// The regions, by code. Their place is their bit in `SETS`.\n\
         pub static REGIONS: &[&str] = &[\n",
    );
    for region in &regions {
        let _ = writeln!(out, "    {region:?},");
    }
    out.push_str(
        "];\n\n/// The sets of regions that occur.\n#[rustfmt::skip]\n\
         pub(crate) static SETS: &[u64] = &[\n",
    );
    for set in &sets {
        let _ = writeln!(out, "    0x{set:x},");
    }
    out.push_str(
        "];\n\n/// Every type, sorted, with the place of its set in [`SETS`].\n\
         #[rustfmt::skip]\n\
         pub(crate) static TYPES: &[(&str, u16)] = &[\n",
    );
    for name in types {
        let at = sets.binary_search(&bits(name)).unwrap_or_default();
        let _ = writeln!(out, "    ({name:?}, {at}),");
    }
    out.push_str("];\n");
    Ok(out)
}
