//! The stack of buckets.

use cfn::{DeletionPolicy, Template};
use contracts::{Bucket, layout};

use crate::ResourceNames;
use crate::bucket::BucketPlan;
use crate::config::Configuration;

/// The template of the buckets.
pub(crate) fn template(configuration: &Configuration, names: &ResourceNames) -> Template {
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
            expiries: vec![(layout::MAP_RUNS, 30)],
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
