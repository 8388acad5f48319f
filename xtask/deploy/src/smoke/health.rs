//! Whether what was deployed is well: looked at from outside, each through its own service.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::types::StateValue;
use aws_sdk_lambda::types::{LastUpdateStatus, State};
use serde_json::Value as Json;

use crate::sdk_error::Asked;
use crate::session::Session;
use crate::verbs::query;

/// A query that answers for every lake, however empty.
const QUERY: &str = "freshness";

/// Functions that cannot be invoked, or whose last update failed.
pub(super) async fn functions(session: &Session) -> anyhow::Result<Vec<String>> {
    let mut failures = Vec::new();
    for function in &session.manifest().functions {
        let name = &function.function_name;
        let found = session
            .clients
            .lambda
            .get_function_configuration()
            .function_name(name)
            .send()
            .await
            .asked(format!("describe the function {name}"))?;
        let why = |reason: Option<&str>| reason.unwrap_or("no reason was given").to_owned();
        if let Some(state) = found.state().filter(|state| **state != State::Active) {
            let why = why(found.state_reason());
            failures.push(format!("{name} is {}: {why}", state.as_str()));
        }
        if found.last_update_status() == Some(&LastUpdateStatus::Failed) {
            let why = why(found.last_update_status_reason());
            failures.push(format!("the last update of {name} failed: {why}"));
        }
    }
    Ok(failures)
}

/// Alarms that are raised, but for those on drift: that the field has changed is no failure of what was
/// deployed.
pub(super) async fn alarms(session: &Session) -> anyhow::Result<Vec<String>> {
    let manifest = session.manifest();
    let mut pages = session
        .clients
        .cloudwatch
        .describe_alarms()
        .alarm_name_prefix(format!("sightline-{}-", manifest.environment))
        .state_value(StateValue::Alarm)
        .into_paginator()
        .send();
    let mut failures = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.asked("tell the alarms")?;
        let drift = format!("sightline-{}-drift-", manifest.environment);
        let is_drift = |name: Option<&str>| name.is_some_and(|name| name.starts_with(&drift));
        let alarms = page.metric_alarms().iter();
        let alarms = alarms.filter(|alarm| !is_drift(alarm.alarm_name()));
        failures.extend(alarms.map(|alarm| {
            let name = alarm.alarm_name().unwrap_or("an alarm without a name");
            let reason = alarm.state_reason().unwrap_or("no reason was given");
            format!("{name} is raised: {reason}")
        }));
    }
    Ok(failures)
}

/// What a shipped query fails with.
pub(super) async fn query(session: &Session) -> anyhow::Result<Vec<String>> {
    let query = query::find(session.manifest(), QUERY)?;
    match query::ask(session, query, &[]).await {
        Ok(answer) if answer.rows.is_empty() => Ok(vec![format!(
            "{QUERY} gives no rows, after a batch was recorded"
        )]),
        Ok(_) => Ok(Vec::new()),
        Err(error) => Ok(vec![format!("{QUERY}: {error:#}")]),
    }
}

/// Tables whose columns in Glue are others than the catalogue's template says.
pub(super) async fn catalogue(session: &Session) -> anyhow::Result<Vec<String>> {
    let mut expected = expected_columns(session)?;
    let database = &session.manifest().names.database;
    let mut pages = session
        .clients
        .glue
        .get_tables()
        .database_name(database)
        .into_paginator()
        .send();
    let mut failures = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.asked(format!("tell the tables of {database}"))?;
        for table in page.table_list() {
            // Tables that somebody else made are nobody's business here.
            let Some(expected) = expected.remove(table.name()) else {
                continue;
            };
            let columns = table.storage_descriptor().map(|storage| storage.columns());
            let found: Vec<(String, String)> = columns
                .unwrap_or_default()
                .iter()
                .map(|column| {
                    let kind = column.r#type().unwrap_or_default();
                    (column.name().to_owned(), kind.to_owned())
                })
                .collect();
            failures.extend(differences(table.name(), &expected, &found));
        }
    }
    let missing = expected.keys();
    failures.extend(missing.map(|table| format!("{database} has no table {table}")));
    Ok(failures)
}

fn differences(
    table: &str,
    expected: &[(String, String)],
    found: &[(String, String)],
) -> Vec<String> {
    let only = |these: &[(String, String)], those: &[(String, String)]| -> Vec<String> {
        let these = these.iter().filter(|column| !those.contains(column));
        these.map(|(name, kind)| format!("{name} {kind}")).collect()
    };
    let (missing, surplus) = (only(expected, found), only(found, expected));
    if missing.is_empty() && surplus.is_empty() {
        return Vec::new();
    }
    let told = |columns: Vec<String>| match columns.is_empty() {
        true => "nothing".to_owned(),
        false => columns.join(", "),
    };
    vec![format!(
        "{table}: expected {}, found {}",
        told(missing),
        told(surplus)
    )]
}

/// The columns of every table that the generated templates make, by table.
fn expected_columns(session: &Session) -> anyhow::Result<BTreeMap<String, Vec<(String, String)>>> {
    let mut tables = BTreeMap::new();
    for stack in &session.manifest().stacks {
        let text = session.artefacts.text(&stack.template)?;
        let template: Json = serde_json::from_str(&text)?;
        let resources = template["Resources"].as_object();
        let made = resources.into_iter().flatten();
        for (_, resource) in made.filter(|(_, resource)| resource["Type"] == "AWS::Glue::Table") {
            let input = &resource["Properties"]["TableInput"];
            let Some(name) = input["Name"].as_str() else {
                continue;
            };
            let columns = input["StorageDescriptor"]["Columns"].as_array();
            let columns = columns.into_iter().flatten().map(|column| {
                let text = |key: &str| column[key].as_str().unwrap_or_default().to_owned();
                (text("Name"), text("Type"))
            });
            tables.insert(name.to_owned(), columns.collect());
        }
    }
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_differ_are_named_both_ways() {
        let columns = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            let all = all.iter();
            all.map(|(name, kind)| ((*name).to_owned(), (*kind).to_owned()))
                .collect()
        };
        let expected = columns(&[("id", "string"), ("score", "double")]);
        assert_eq!(differences("t", &expected, &expected), [""; 0]);
        let found = columns(&[("id", "string"), ("score", "string"), ("more", "int")]);
        assert_eq!(
            differences("t", &expected, &found),
            ["t: expected score double, found score string, more int"]
        );
    }
}
