//! What a service integration's arguments must look like before its task starts.

use serde_json::Value;

use crate::effect::Resource;

/// The fields of arguments that the integration cannot use, as AWS tells them.
pub(super) fn problems(resource: &Resource, arguments: &Value) -> Vec<String> {
    let Resource::Integration {
        service, action, ..
    } = resource
    else {
        return Vec::new();
    };
    let lists: &[&str] = match (service.as_str(), action.as_str()) {
        // Headers and query parameters may be repeated, so each holds a list.
        // <https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html>
        ("apigateway", "invoke") => &["Headers", "QueryParameters"],
        _ => &[],
    };
    lists
        .iter()
        .filter(|field| arguments.get(**field).is_some_and(|value| !is_lists(value)))
        .map(|field| format!("The value of the field '{field}' has an invalid format"))
        .collect()
}

/// Whether a value is an object of lists of texts.
fn is_lists(value: &Value) -> bool {
    value.as_object().is_some_and(|object| {
        object.values().all(|values| {
            values
                .as_array()
                .is_some_and(|values| values.iter().all(Value::is_string))
        })
    })
}
