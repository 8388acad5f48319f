//! Parts that leak into each other, and manifests of parts that are not what the split says.

use std::collections::BTreeSet;
use std::fs;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value;

use crate::groups::group;
use crate::names::Part;
use crate::split;
use crate::store::{Dataset, DatasetError, Item};

pub(super) fn check(
    dataset: &Dataset,
    items: &[&Item],
    distance: u32,
    found: &mut Diagnostics,
) -> Result<(), DatasetError> {
    let given = items.iter().filter(|item| item.line.group.part.is_some());
    let given: Vec<&Item> = given.copied().collect();
    let parts: Vec<Option<Part>> = given.iter().map(|item| item.line.group.part).collect();
    let groups = group(&given, &parts, distance);
    found.extend(split::leaks(&given, &groups.leaks));
    for part in Part::ALL {
        stale(dataset, part, found)?;
    }
    Ok(())
}

/// Tells when a part's own manifest has other pictures, or other labels, than the dataset.
fn stale(dataset: &Dataset, part: Part, found: &mut Diagnostics) -> Result<(), DatasetError> {
    let path = dataset.part_manifest(part);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(source) => {
            return Err(DatasetError::Io {
                what: "read",
                path,
                source,
            });
        }
    };
    let of_part = dataset.items().values();
    let of_part = of_part.filter(|item| item.line.group.part == Some(part));
    let wanted: BTreeSet<String> = of_part
        .filter_map(|item| Some(key(&serde_json::from_str(&item.to_line()).ok()?)))
        .collect();
    let there: BTreeSet<String> = text
        .lines()
        .map(|line| serde_json::from_str(line).map_or_else(|_| line.to_owned(), |line| key(&line)))
        .collect();
    let off = wanted.symmetric_difference(&there).count();
    if off > 0 {
        let what = format!("splits/{part}.manifest is not what the dataset says");
        let (have, want) = (there.len(), wanted.len());
        found.push(
            Diagnostic::error(
                "dataset::stale-part",
                Address::root().join(part.as_str()),
                what,
            )
            .with_detail(format!(
                "it has {have} pictures and the dataset {want} in this part; labels may differ, too"
            ))
            .with_help("`cargo xtask dataset split` writes it again; parts that were given stay"),
        );
    }
    Ok(())
}

/// What a line has to say, wherever the pictures are for whoever reads it.
fn key(line: &Value) -> String {
    let of = |name: &str| line.get(name).map(Value::to_string).unwrap_or_default();
    [
        "picture",
        "anomaly-label-metadata",
        "anomaly-kinds",
        "anomaly-mask-ref-metadata",
    ]
    .map(of)
    .join(" ")
}
