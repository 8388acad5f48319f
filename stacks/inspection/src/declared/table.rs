//! Tables and queries: in the environment's catalogue, database, workgroup and lake, each column
//! once.
//! <https://docs.aws.amazon.com/athena/latest/ug/create-table.html>

use std::collections::BTreeSet;

use cfn::Resource;
use contracts::Bucket;
use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::Scene;
use super::text::list;

pub(super) fn check(scene: &Scene<'_>, found: &mut Diagnostics) {
    let mut names = BTreeSet::new();
    for (id, table) in scene.of_kind("AWS::Glue::Table") {
        database(scene, id, table, "DatabaseName", found);
        let Some(input) = table.properties().get("TableInput") else {
            continue;
        };
        let name = input.get("Name").and_then(Json::as_str).unwrap_or_default();
        if !names.insert(name) {
            let path = ["Properties", "TableInput", "Name"];
            let summary = format!("the database has two tables {name:?}");
            found.push(scene.problem(id, &path, "table-name", summary));
        }
        // A view has no rows of its own.
        if input.get("TableType").and_then(Json::as_str) != Some(schema::View::TABLE_TYPE) {
            location(scene, id, name, input, found);
        }
        columns(scene, id, input, found);
    }
    for (id, query) in scene.of_kind("AWS::Athena::NamedQuery") {
        database(scene, id, query, "Database", found);
    }
    let queries = ["AWS::Athena::NamedQuery", "AWS::Athena::PreparedStatement"];
    for (id, query) in queries.into_iter().flat_map(|kind| scene.of_kind(kind)) {
        let workgroup = query.properties().get("WorkGroup");
        let is_own = workgroup.and_then(|value| scene.referred(value));
        let name = workgroup.and_then(Json::as_str);
        if is_own.is_none() && name != Some(scene.names.workgroup().as_str()) {
            let path = ["Properties", "WorkGroup"];
            let summary = "the query is in no workgroup of the environment".to_owned();
            found.push(scene.problem(id, &path, "workgroup", summary));
        }
    }
    for kind in ["AWS::Glue::Table", "AWS::Glue::Database"] {
        for (id, resource) in scene.of_kind(kind) {
            let catalog = resource.properties().get("CatalogId");
            let account = scene.configuration.account.as_str();
            if catalog.and_then(Json::as_str) != Some(account) {
                let path = ["Properties", "CatalogId"];
                let summary = "the catalogue is not that of the environment's account".to_owned();
                let problem = scene.problem(id, &path, "catalogue", summary);
                found.push(problem.with_help(account));
            }
        }
    }
}

fn database(
    scene: &Scene<'_>,
    id: &str,
    resource: &Resource,
    property: &str,
    found: &mut Diagnostics,
) {
    let value = resource.properties().get(property);
    let own = value.and_then(|value| scene.referred(value));
    let is_own = own.is_some_and(|(_, own)| own.kind() == "AWS::Glue::Database");
    let name = value.and_then(Json::as_str);
    if !is_own && name != Some(scene.names.database().as_str()) {
        let summary = "this is in no database of the environment".to_owned();
        found.push(scene.problem(id, &["Properties", property], "database", summary));
    }
}

/// A table's rows are where its declaration says, below `tables/<name>/` of the lake for one that has none.
fn location(scene: &Scene<'_>, id: &str, name: &str, input: &Json, found: &mut Diagnostics) {
    let lake = scene.names.bucket(Bucket::Lake);
    let tables = schema::tables();
    let declared = tables.iter().find(|table| table.name == name);
    let prefix = declared.map_or_else(
        || format!("tables/{name}/"),
        |table| table.storage.location.to_owned(),
    );
    let wanted = format!("s3://{lake}/{prefix}");
    let places = [
        (&["StorageDescriptor", "Location"][..], true),
        (&["Parameters", "storage.location.template"], false),
    ];
    // Without partition keys there is one folder, and no template of others.
    let keys = input.get("PartitionKeys").and_then(Json::as_array);
    let is_partitioned = keys.is_some_and(|keys| !keys.is_empty());
    let places = places.into_iter().take(if is_partitioned { 2 } else { 1 });
    for (path, is_whole) in places {
        let mut parts = path.iter();
        let place = parts.try_fold(input, |value, part| value.get(part));
        let place = place.and_then(Json::as_str).unwrap_or_default();
        if place == wanted || (!is_whole && place.starts_with(&wanted)) {
            continue;
        }
        let path = [&["Properties", "TableInput"], path].concat();
        let summary = format!("the rows of {name} are not at {place:?}");
        let problem = scene.problem(id, &path, "table-location", summary);
        found.push(problem.with_help(wanted.clone()));
    }
}

fn columns(scene: &Scene<'_>, id: &str, input: &Json, found: &mut Diagnostics) {
    let storage = input.get("StorageDescriptor");
    let columns = list(storage.and_then(|storage| storage.get("Columns")));
    let keys = list(input.get("PartitionKeys"));
    let mut names = BTreeSet::new();
    for column in columns.into_iter().chain(keys) {
        let name = column.get("Name").and_then(Json::as_str);
        if let Some(name) = name.filter(|name| !names.insert(name.to_ascii_lowercase())) {
            let summary = format!("the table has two columns {name:?}");
            found.push(scene.problem(id, &["Properties", "TableInput"], "column", summary));
        }
    }
}
