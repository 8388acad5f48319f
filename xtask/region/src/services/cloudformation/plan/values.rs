//! The values behind a change: what `DescribeChangeSet` tells when it is asked for them.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html>

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::template::Retention;

/// One value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// Where in the resource, as a JSON pointer: `/Properties/Environment/Variables/LEVEL`.
    pub path: String,
    /// None where there was no value.
    pub before: Option<Value>,
    /// None where there will be none.
    pub after: Option<Value>,
}

/// The values below `path` that differ: as deep as both sides have members or items of one
/// number.
pub fn differences(path: &str, before: Option<&Value>, after: Option<&Value>) -> Vec<Difference> {
    if before == after {
        return Vec::new();
    }
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            let below = names
                .into_iter()
                .flat_map(|name| differences(&below(path, name), old.get(name), new.get(name)));
            below.collect()
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
            let items = old.iter().zip(new).enumerate();
            items
                .flat_map(|(index, (old, new))| {
                    differences(&format!("{path}/{index}"), Some(old), Some(new))
                })
                .collect()
        }
        _ => vec![Difference {
            path: path.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
        }],
    }
}

/// The pointer of a member.
pub fn below(path: &str, name: &str) -> String {
    format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A resource as a whole, as `BeforeContext` and `AfterContext` have it.
pub fn context(
    properties: &Map<String, Value>,
    metadata: Option<&Value>,
    deletion: Retention,
    update_replace: Retention,
) -> Value {
    let mut context = Map::new();
    context.insert("Properties".to_owned(), properties.clone().into());
    if let Some(metadata) = metadata {
        context.insert("Metadata".to_owned(), metadata.clone());
    }
    for (name, policy) in [
        ("DeletionPolicy", deletion),
        ("UpdateReplacePolicy", update_replace),
    ] {
        if policy != Retention::Delete {
            context.insert(name.to_owned(), retention(policy));
        }
    }
    context.into()
}

/// A policy by its name in templates.
pub fn retention(policy: Retention) -> Value {
    match policy {
        Retention::Delete => "Delete",
        Retention::Retain => "Retain",
        Retention::RetainExceptOnCreate => "RetainExceptOnCreate",
    }
    .into()
}
