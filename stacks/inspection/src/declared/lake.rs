//! What a state machine that asks the lake needs for it, by the statements that its definition names.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html>

use std::collections::BTreeSet;

use contracts::{Bucket, layout};

use super::Scene;
use super::access::Grant;
use crate::question::question;

/// What asking takes, of each service.
const ASKING: [&str; 5] = [
    "athena:GetPreparedStatement",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
];
const DATABASES: [&str; 1] = ["glue:GetDatabase"];
const TABLES: [&str; 3] = ["glue:GetPartitions", "glue:GetTable", "glue:GetTables"];
const ANSWERS: [&str; 4] = [
    "s3:AbortMultipartUpload",
    "s3:GetObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
];

pub(super) fn needs(scene: &Scene<'_>, definition: &str) -> BTreeSet<Grant> {
    let mut needs = BTreeSet::new();
    if definition.contains(":cloudwatch:putMetricData") {
        needs.insert(Grant::new("cloudwatch:PutMetricData", "*"));
    }
    if !definition.contains(":athena:startQueryExecution") {
        return needs;
    }
    let names = &scene.names;
    let queries = sql::shipped().unwrap_or_default().iter();
    let asked = queries.filter(|query| {
        definition.contains(&format!("\"EXECUTE {}\"", query.name.replace('-', "_")))
    });
    let tables = asked.filter_map(|query| question(&query.name, &[]).ok());
    let tables: BTreeSet<String> = tables.flat_map(|question| question.tables).collect();
    let glue = names.glue_arn_prefix();
    let catalog = [
        format!("{glue}catalog"),
        format!("{glue}database/{}", names.database()),
    ];
    let tables = tables
        .iter()
        .map(|table| format!("{glue}table/{}/{table}", names.database()));
    for resource in catalog.iter().cloned().chain(tables) {
        needs.extend(TABLES.map(|action| Grant::new(action, resource.clone())));
    }
    for resource in catalog {
        needs.extend(DATABASES.map(|action| Grant::new(action, resource.clone())));
    }
    needs.extend(ASKING.map(|action| Grant::new(action, names.workgroup_arn())));
    let lake = format!("arn:aws:s3:::{}", names.bucket(Bucket::Lake));
    let results = format!("arn:aws:s3:::{}", names.results_bucket());
    let tables = layout::TABLES;
    needs.extend([
        Grant::new("s3:GetBucketLocation", lake.clone()),
        Grant::new("s3:GetBucketLocation", results.clone()),
        Grant::new("s3:GetObject", format!("{lake}/{tables}*")),
        Grant::new("s3:ListBucket", format!("{lake} under {tables}*")),
    ]);
    needs.extend(ANSWERS.map(|action| Grant::new(action, format!("{results}/results/*"))));
    needs
}
