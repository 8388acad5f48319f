//! Reads what is known of a type beyond its schema: conditions between properties, and values that
//! differ by region.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::{Package, VendorError, prose};

/// Where each extension holds: type, pointer to the property (`*` for every item), file below
/// `schemas/extensions`, severity. Taken from the package's rules, which name it in code.
const PLACEMENTS: &str = include_str!("placements.tsv");

/// The extensions of each type, in the order of their places.
pub(crate) fn read(package: &Package) -> Result<BTreeMap<String, Vec<Json>>, VendorError> {
    let mut read: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for line in PLACEMENTS.lines() {
        let mut fields = line.split('\t');
        let (Some(name), Some(at), Some(file), Some(severity)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        let schema = prose::without(package.json(&format!("schemas/extensions/{file}"))?);
        if schema.get("cfnGather").is_some() {
            // Compares several resources: no schema of one.
            continue;
        }
        let short = file
            .rsplit('/')
            .next()
            .unwrap_or(file)
            .trim_end_matches(".json");
        let mut extension = json!({
            "name": short.replace('_', "-"),
            "at": at,
            "severity": severity,
        });
        if schema.get("us-east-1").is_some() {
            extension["byRegion"] = by_region(&schema);
        } else {
            extension["schema"] = schema;
        }
        read.entry(name.to_owned()).or_default().push(extension);
    }
    Ok(read)
}

/// Regions with the same schema, told once.
fn by_region(schemas: &Json) -> Json {
    let mut groups: Vec<(Vec<&str>, &Json)> = Vec::new();
    for (region, schema) in schemas.as_object().into_iter().flatten() {
        match groups.iter_mut().find(|(_, other)| *other == schema) {
            Some((regions, _)) => regions.push(region),
            None => groups.push((vec![region], schema)),
        }
    }
    let groups = groups
        .into_iter()
        .map(|(regions, schema)| json!({ "regions": regions, "schema": schema }));
    Json::Array(groups.collect())
}
