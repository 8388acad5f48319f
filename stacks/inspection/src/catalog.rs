//! The stack of tables and queries.

use cfn::{LogicalId, Resource, Template, Value};
use contracts::Bucket;
use diagnostics::Diagnostics;
use schema::{Lake, TableDefinition};
use serde_json::{Value as Json, json};
use sql::{Prepared, Query, Tables};

use crate::ResourceNames;
use crate::config::Configuration;

/// Everything that analysts see.
pub(crate) struct Catalog {
    pub(crate) template: Template,
    pub(crate) tables: Vec<TableDefinition>,
    pub(crate) lake: Lake,
    /// Each shipped query with its rendering for parameters.
    pub(crate) queries: Vec<(Query, Prepared)>,
}

/// The catalog of a configuration.
///
/// # Errors
/// What is wrong with the shipped queries.
pub(crate) fn catalog(
    configuration: &Configuration,
    names: &ResourceNames,
) -> Result<Catalog, Diagnostics> {
    let tables = schema::tables();
    let lake = Lake {
        bucket: names.bucket(Bucket::Lake),
        database: names.database(),
        device_classes: configuration
            .device_classes
            .iter()
            .map(ToString::to_string)
            .collect(),
    };
    let mut template = Template::new("Sightline: tables of the data lake and queries on them.");
    let database = template.resource(
        LogicalId::from_words(["database"]),
        Resource::new("AWS::Glue::Database")
            .with("CatalogId", configuration.account.as_str())
            .with(
                "DatabaseInput",
                json!({
                    "Name": lake.database,
                    "Description": "What the inspection of pictures found.",
                }),
            ),
    );
    for table in &tables {
        template.resource(
            LogicalId::from_words([table.name, "table"]),
            Resource::new("AWS::Glue::Table")
                .with("CatalogId", configuration.account.as_str())
                .with("DatabaseName", Value::<String>::Ref(database.clone()))
                .with("TableInput", schema::glue_table_input(table, &lake)),
        );
    }
    let workgroup = template.resource(
        LogicalId::from_words(["workgroup"]),
        Resource::new("AWS::Athena::WorkGroup")
            .with("Name", names.workgroup())
            .with("Description", "Queries on the inspection's lake.")
            .with("RecursiveDeleteOption", true)
            .with("State", "ENABLED")
            .with(
                "WorkGroupConfiguration",
                workgroup_configuration(configuration, names),
            ),
    );
    let queries = add_queries(
        &mut template,
        &database,
        &workgroup,
        &tables,
        &lake.database,
    )?;
    template.output(
        LogicalId::from_words(["database", "name"]),
        "Glue database of the lake.",
        Value::Ref(database),
    );
    template.output(
        LogicalId::from_words(["workgroup", "name"]),
        "Athena workgroup of the lake.",
        Value::Ref(workgroup),
    );
    Ok(Catalog {
        template,
        tables,
        lake,
        queries,
    })
}

fn workgroup_configuration(configuration: &Configuration, names: &ResourceNames) -> Json {
    json!({
        "BytesScannedCutoffPerQuery": configuration.query_scan_limit_bytes,
        "EnforceWorkGroupConfiguration": true,
        "EngineVersion": { "SelectedEngineVersion": "Athena engine version 3" },
        "PublishCloudWatchMetricsEnabled": true,
        "ResultConfiguration": {
            "EncryptionConfiguration": { "EncryptionOption": "SSE_S3" },
            "OutputLocation": format!("s3://{}/results/", names.results_bucket()),
        },
    })
}

fn add_queries(
    template: &mut Template,
    database: &LogicalId,
    workgroup: &LogicalId,
    tables: &[TableDefinition],
    database_name: &str,
) -> Result<Vec<(Query, Prepared)>, Diagnostics> {
    let table_names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let tables = Tables {
        database: database_name,
        names: &table_names,
    };
    let mut found = Diagnostics::new();
    let mut out = Vec::new();
    for query in sql::shipped()? {
        match (query.prepared(tables), query.with_defaults(tables)) {
            (Ok(prepared), Ok(with_defaults)) => {
                template.resource(
                    LogicalId::from_words([&query.name, "query"]),
                    Resource::new("AWS::Athena::NamedQuery")
                        .with("Database", Value::<String>::Ref(database.clone()))
                        .with("Description", query.description.as_str())
                        .with("Name", query.name.as_str())
                        .with("QueryString", with_defaults)
                        .with("WorkGroup", Value::<String>::Ref(workgroup.clone())),
                );
                out.push((query, prepared));
            }
            // Both renderings fail for the same reasons; once is enough.
            (Err(problems), _) | (_, Err(problems)) => found.extend(problems),
        }
    }
    if found.is_empty() {
        Ok(out)
    } else {
        Err(found)
    }
}
