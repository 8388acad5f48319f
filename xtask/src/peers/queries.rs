//! The rendered queries and the tables that they ask, for peers that read SQL.

use std::fs;

use anyhow::Context;
use manifest::Manifest;
use serde_json::{Map, Value, json};

use crate::workspace::Workspace;

/// Every query of every environment, as its file has it (with `?`) and as its named query has it
/// (with the defaults), and the columns of each database's tables with their types in Trino's
/// spelling.
pub(super) fn rendered(workspace: &Workspace) -> anyhow::Result<Value> {
    let (mut databases, mut queries) = (Map::new(), Vec::new());
    for templates in super::templates::generated(workspace)? {
        let folder = workspace.generated().join(&templates.place);
        let read = |file: &str| {
            let path = folder.join(file);
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let manifest: Manifest = serde_json::from_str(&read("manifest.json")?)?;
        databases.insert(manifest.names.database.clone(), tables()?);
        let catalog: Value = serde_json::from_str(&read("catalog.template.json")?)?;
        let named: Vec<&Value> = catalog["Resources"]
            .as_object()
            .into_iter()
            .flat_map(Map::values)
            .filter(|resource| resource["Type"] == "AWS::Athena::NamedQuery")
            .map(|resource| &resource["Properties"])
            .collect();
        for query in &manifest.queries {
            let of = |form: &str, sql: &str| {
                json!({
                    "name": format!("{}/{} ({form})", templates.place, query.name),
                    "sql": sql,
                })
            };
            queries.push(of("prepared", &read(&query.file)?));
            let own = named.iter().find(|named| named["Name"] == query.name);
            let sql = own.and_then(|named| named["QueryString"].as_str());
            let sql = sql.with_context(|| format!("{} is no named query", query.name))?;
            queries.push(of("named", sql));
        }
        let views = folder.join("views");
        let entries = fs::read_dir(&views);
        for entry in entries.with_context(|| format!("cannot read {}", views.display()))? {
            let file = entry?.file_name().to_string_lossy().into_owned();
            let ddl = read(&format!("views/{file}"))?;
            // The first line says which view the query below it makes.
            let (_, sql) = ddl.split_once('\n').unwrap_or_default();
            let name = format!("{}/{file} (view)", templates.place);
            queries.push(json!({ "name": name, "sql": sql }));
        }
    }
    Ok(json!({ "databases": databases, "queries": queries }))
}

/// The columns of every table and view with their types in Trino's spelling.
fn tables() -> anyhow::Result<Value> {
    let tables = schema::tables();
    let tables = tables.iter().map(|table| {
        let columns = table.columns.iter().map(|c| (c.name, &c.data_type));
        let keys = table.partition_keys.iter().map(|k| (k.name, &k.data_type));
        let columns = columns.chain(keys);
        let columns = columns.map(|(name, kind)| (name.to_owned(), Value::from(kind.trino())));
        (table.name.to_owned(), Value::Object(columns.collect()))
    });
    let views = sql::views().map_err(|found| anyhow::anyhow!("{found}"))?;
    let views = views.iter().map(|view| {
        let columns = view.columns.iter();
        let columns = columns.map(|c| (c.name.clone(), Value::from(c.data_type.clone())));
        (view.name.clone(), Value::Object(columns.collect()))
    });
    Ok(Value::Object(tables.chain(views).collect()))
}
