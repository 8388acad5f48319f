//! Rows of the lake go when their table's declaration says, and not earlier: no rule of the bucket's
//! lifecycle removes the files of a table that is kept for good.

use std::collections::BTreeSet;

use contracts::Bucket;
use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::list;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let lake = scene.names.bucket(Bucket::Lake);
    for (id, bucket) in scene.of_kind("AWS::S3::Bucket") {
        let properties = bucket.properties();
        if properties.get("BucketName").and_then(Json::as_str) != Some(lake.as_str()) {
            continue;
        }
        let lifecycle = properties.get("LifecycleConfiguration");
        let rules = list(lifecycle.and_then(|lifecycle| lifecycle.get("Rules")));
        let mut kept_as_declared = BTreeSet::new();
        for (at, rule) in rules.into_iter().enumerate() {
            let Some((prefix, days)) = expiry(rule) else {
                continue;
            };
            for table in schema::tables() {
                let (own, declared) = (table.storage.location, table.storage.retention_days);
                if !own.starts_with(prefix) && !prefix.starts_with(own) {
                    continue;
                }
                if own == prefix && days.is_some() && declared.map(u64::from) == days {
                    kept_as_declared.insert(table.name);
                    continue;
                }
                let at = at.to_string();
                let path = ["Properties", "LifecycleConfiguration", "Rules", &at];
                let kept = declared
                    .map_or_else(|| "for good".to_owned(), |days| format!("for {days} days"));
                let name = table.name;
                let summary = format!("the rule removes rows of {name}, which is kept {kept}");
                let problem = scene.problem(id, &path, "table-retention", summary);
                found.push(problem.with_help(format!("`retention` of {name} in queries/schema")));
            }
        }
        for table in schema::tables() {
            let Some(days) = table.storage.retention_days else {
                continue;
            };
            if !kept_as_declared.contains(table.name) {
                let path = ["Properties", "LifecycleConfiguration", "Rules"];
                let name = table.name;
                let summary = format!("no rule removes rows of {name} after {days} days");
                let problem = scene.problem(id, &path, "table-retention", summary);
                found.push(problem.with_help("run `cargo xtask generate`: it writes the rule"));
            }
        }
    }
}

/// The prefix of the objects that a rule removes and after how many days, nothing for a fixed date.
fn expiry(rule: &Json) -> Option<(&str, Option<u64>)> {
    if rule.get("Status").and_then(Json::as_str) != Some("Enabled") {
        return None;
    }
    let days = rule.get("ExpirationInDays").and_then(Json::as_u64);
    if days.is_none() && rule.get("ExpirationDate").is_none() {
        return None;
    }
    let prefix = rule.get("Prefix").and_then(Json::as_str);
    Some((prefix.unwrap_or_default(), days))
}
