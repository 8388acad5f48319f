//! Leaves sentences out of a schema.

use serde_json::{Map, Value as Json};

/// Keywords that hold sentences, links to them, or what the service's handlers are asked.
const PROSE: [&str; 9] = [
    "$comment",
    "description",
    "documentationUrl",
    "examples",
    "handlerSchema",
    "markdownDescription",
    "resourceLink",
    "sourceUrl",
    "title",
];

/// Keywords whose keys are names of the type's own, which may be called like a keyword.
const NAMED: [&str; 4] = [
    "definitions",
    "dependencies",
    "patternProperties",
    "properties",
];

/// Keywords whose value is data.
const DATA: [&str; 3] = ["const", "default", "enum"];

/// The schema without prose.
pub(crate) fn without(schema: Json) -> Json {
    match schema {
        Json::Object(members) => {
            let kept = members
                .into_iter()
                .filter(|(keyword, _)| !PROSE.contains(&keyword.as_str()))
                .map(|(keyword, value)| {
                    let value = within(&keyword, value);
                    (keyword, value)
                });
            Json::Object(kept.collect())
        }
        Json::Array(items) => Json::Array(items.into_iter().map(without).collect()),
        other => other,
    }
}

fn within(keyword: &str, value: Json) -> Json {
    match value {
        value if DATA.contains(&keyword) => value,
        Json::Object(named) if NAMED.contains(&keyword) => {
            let kept: Map<String, Json> = named
                .into_iter()
                .map(|(name, schema)| (name, without(schema)))
                .collect();
            Json::Object(kept)
        }
        value => without(value),
    }
}

/// Leaves out what is asked of the readable types alone: what CloudFormation itself may do.
pub(crate) fn trim(schema: &mut Json) {
    if let Json::Object(members) = schema {
        for keyword in ["handlers", "propertyTransform", "typeConfiguration"] {
            members.shift_remove(keyword);
        }
    }
}
