//! The properties of a resource as its provider gets them.

use serde_json::{Map, Value, json};

use super::evaluate::{Resources, Scope};
use super::model::Tags;
use super::schema::Schema;
use super::template::{Resource, TemplateError};

/// Evaluates the properties, brings them to the types of the schema and adds the stack's tags
/// where the type takes tags. A tag of the resource's own wins.
pub fn resolve(
    scope: &Scope<'_>,
    resources: &dyn Resources,
    resource: &Resource,
    tags: &Tags,
) -> Result<Map<String, Value>, TemplateError> {
    let mut properties = Map::new();
    for (name, expression) in &resource.properties {
        if let Some(value) = scope.evaluate(expression, resources)? {
            properties.insert(name.clone(), value);
        }
    }
    if let Some(schema) = Schema::of(&resource.kind) {
        add_tags(schema, &mut properties, tags);
        schema.coerce(&mut properties);
    }
    Ok(properties)
}

fn add_tags(schema: &Schema, properties: &mut Map<String, Value>, tags: &Tags) {
    let Some(place) = schema.tags().filter(|_| !tags.is_empty()) else {
        return;
    };
    let empty = if place.list { json!([]) } else { json!({}) };
    match properties.entry(place.property.as_str()).or_insert(empty) {
        Value::Array(own) if place.list => {
            for (key, value) in tags {
                if !own
                    .iter()
                    .any(|tag| tag.get("Key").and_then(Value::as_str) == Some(key))
                {
                    own.push(json!({"Key": key, "Value": value}));
                }
            }
        }
        Value::Object(own) if !place.list => {
            for (key, value) in tags {
                own.entry(key.as_str())
                    .or_insert_with(|| value.as_str().into());
            }
        }
        // Of a wrong type: left for validation to name.
        _ => {}
    }
}
