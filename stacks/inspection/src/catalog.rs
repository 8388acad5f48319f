//! The stack of tables and queries.

use cfn::athena::work_group::{
    EncryptionConfiguration, EncryptionOption, EngineVersion, ResultConfiguration, State,
    WorkGroupConfiguration,
};
use cfn::athena::{NamedQuery, PreparedStatement, WorkGroup};
use cfn::glue::database::DatabaseInput;
use cfn::glue::{Database, Table};
use cfn::{LogicalId, Template, Value};
use contracts::Bucket;
use diagnostics::Diagnostics;
use schema::{Lake, TableDefinition};
use sql::{Prepared, Query, Tables};

use crate::ResourceNames;
use crate::config::Configuration;
use crate::glue_table::table_input;
use crate::locations::check_locations;
use crate::query_check::check_shipped;
use crate::view::view_input;

/// Everything that analysts see.
pub(crate) struct Catalog {
    pub(crate) template: Template,
    pub(crate) tables: Vec<TableDefinition>,
    pub(crate) lake: Lake,
    /// Each view's name, and the statement that makes it.
    pub(crate) views: Vec<(&'static str, String)>,
    /// Each shipped query with its rendering for parameters.
    pub(crate) queries: Vec<(&'static Query, Prepared)>,
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
    let found = check_locations(&tables);
    if !found.is_empty() {
        return Err(found);
    }
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
    template.guard();
    let account = configuration.account.as_str();
    let input = DatabaseInput::new()
        .name(&lake.database)
        .description("What the inspection of pictures found.");
    let database = template
        .add("database", Database::new(account, input))
        .reference();
    for table in &tables {
        template.add(
            LogicalId::from_words([table.name, "table"]),
            Table::new(account, database.clone()).table_input(table_input(table, &lake)),
        );
    }
    let table_names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let known = Tables {
        database: &lake.database,
        names: &table_names,
    };
    let mut views = Vec::new();
    for view in sql::views()? {
        template.add(
            LogicalId::from_words([&view.name, "view"]),
            Table::new(account, database.clone()).table_input(view_input(view, known)?),
        );
        let ddl = format!(
            "CREATE OR REPLACE VIEW \"{}\".\"{}\" AS\n{}",
            lake.database,
            view.name,
            view.with_defaults(known)?
        );
        views.push((view.name.as_str(), ddl));
    }
    let workgroup = WorkGroup::new(names.workgroup())
        .description("Queries on the inspection's lake.")
        .recursive_delete_option(true)
        .state(State::Enabled)
        .work_group_configuration(workgroup_configuration(configuration, names));
    let workgroup = template.add("workgroup", workgroup).reference();
    let names: Vec<&str> = table_names
        .iter()
        .copied()
        .chain(views.iter().map(|(name, _)| *name))
        .collect();
    // Queries ask views as well.
    let known = Tables {
        names: &names,
        ..known
    };
    let queries = add_queries(&mut template, &database, &workgroup, known)?;
    template.output(
        LogicalId::from_words(["database", "name"]),
        "Glue database of the lake.",
        database,
    );
    template.output(
        LogicalId::from_words(["workgroup", "name"]),
        "Athena workgroup of the lake.",
        workgroup,
    );
    Ok(Catalog {
        template,
        tables,
        lake,
        views,
        queries,
    })
}

fn workgroup_configuration(
    configuration: &Configuration,
    names: &ResourceNames,
) -> WorkGroupConfiguration {
    let encryption = EncryptionConfiguration::new(EncryptionOption::SseS3);
    WorkGroupConfiguration::new()
        .bytes_scanned_cutoff_per_query(configuration.query_scan_limit_bytes)
        .enforce_work_group_configuration(true)
        .engine_version(EngineVersion::new().selected_engine_version("Athena engine version 3"))
        .publish_cloud_watch_metrics_enabled(true)
        .result_configuration(
            ResultConfiguration::new()
                .encryption_configuration(encryption)
                .output_location(format!("s3://{}/results/", names.results_bucket())),
        )
}

fn add_queries(
    template: &mut Template,
    database: &Value<String>,
    workgroup: &Value<String>,
    names: Tables<'_>,
) -> Result<Vec<(&'static Query, Prepared)>, Diagnostics> {
    let mut found = check_shipped();
    if !found.is_empty() {
        return Err(found);
    }
    let mut out = Vec::new();
    for query in sql::shipped()? {
        match (query.prepared(names), query.with_defaults(names)) {
            (Ok(prepared), Ok(with_defaults)) => {
                template.add(
                    LogicalId::from_words([&query.name, "query"]),
                    NamedQuery::new(database.clone(), with_defaults)
                        .description(&query.description)
                        .name(&query.name)
                        .work_group(workgroup.clone()),
                );
                if !prepared.parameters.is_empty() {
                    template.add(
                        LogicalId::from_words([&query.name, "statement"]),
                        PreparedStatement::new(
                            &prepared.sql,
                            // Names of statements have no hyphens.
                            query.name.replace('-', "_"),
                            workgroup.clone(),
                        )
                        .description(&query.description),
                    );
                }
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
