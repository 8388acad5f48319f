//! The stack of buckets.

use cfn::{DeletionPolicy, Template};
use contracts::{Bucket, layout};
use schema::TableDefinition;

use crate::ResourceNames;
use crate::bucket::BucketPlan;
use crate::config::Configuration;

/// The template of the buckets.
pub(crate) fn template(
    configuration: &Configuration,
    names: &ResourceNames,
    tables: &[TableDefinition],
) -> Template {
    let mut template = Template::new("Sightline: buckets of pictures, lake and results.");
    template.guard();
    let keep = if configuration.retention.keep_data {
        DeletionPolicy::Retain
    } else {
        DeletionPolicy::Delete
    };
    let retention = &configuration.retention;
    let buckets = [
        BucketPlan {
            purpose: "pictures",
            name: names.bucket(Bucket::Pictures),
            versioned: true,
            events: true,
            deletion: keep,
            expiries: [layout::INCOMING, layout::PREPARED, layout::REJECTED]
                .map(|prefix| (prefix, retention.pictures_days))
                .into(),
        },
        BucketPlan {
            purpose: "lake",
            name: names.bucket(Bucket::Lake),
            versioned: true,
            events: false,
            deletion: keep,
            expiries: [(layout::MAP_RUNS, 30)]
                .into_iter()
                .chain(tables.iter().filter_map(retention_of))
                .collect(),
        },
        BucketPlan {
            purpose: "results",
            name: names.results_bucket(),
            // Results can be had again by asking again.
            versioned: false,
            events: false,
            deletion: DeletionPolicy::Delete,
            expiries: vec![("", retention.query_results_days)],
        },
    ];
    for plan in buckets {
        plan.add_to(&mut template);
    }
    template
}

/// The prefix of a table's files and the days after which they go; nothing where they are kept.
fn retention_of(table: &TableDefinition) -> Option<(&'static str, u32)> {
    Some((table.storage.location, table.storage.retention_days?))
}

#[cfg(test)]
mod tests {
    use schema::Storage;
    use serde_json::json;

    use super::*;
    use crate::environments::local;
    use crate::parse;

    #[test]
    fn rows_go_after_their_tables_retention() {
        let configuration = parse(&local()).unwrap();
        let names = ResourceNames::new(&configuration, &configuration.regions[0]);
        let mut tables = schema::tables();
        let rejections = tables.iter_mut().find(|table| table.name == "rejections");
        let rejections = rejections.unwrap();
        rejections.storage = Storage {
            retention_days: Some(730),
            ..rejections.storage
        };
        let template = template(&configuration, &names, &tables);
        let bucket = template.resources().get("LakeBucket").unwrap();
        let rules = &bucket.properties()["LifecycleConfiguration"]["Rules"];
        assert_eq!(
            rules[1],
            json!({
                "ExpirationInDays": 730,
                "Id": "expire-tables/rejections",
                "Prefix": "tables/rejections/",
                "Status": "Enabled",
            })
        );
        assert_eq!(rules.as_array().unwrap().len(), 4);
    }
}
