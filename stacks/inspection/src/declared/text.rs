//! Values of a template as one text, as far as they are known before it is deployed.

use serde_json::Value as Json;

use super::Scene;

/// The resource whose attribute a value is.
pub(super) fn attribute_of(value: &Json) -> Option<&str> {
    match value.get("Fn::GetAtt")? {
        Json::Array(parts) => parts.first()?.as_str(),
        Json::String(path) => path.split('.').next(),
        _ => None,
    }
}

/// The resource that a value refers to, by `Ref` or by an attribute.
pub(super) fn referred(value: &Json) -> Option<&str> {
    value
        .get("Ref")
        .and_then(Json::as_str)
        .or_else(|| attribute_of(value))
}

/// A value as text: joins are joined, the pseudo parameters are those of the template's own place,
/// and what refers to a resource is `${Id}` or `${Id.Attribute}`.
pub(super) fn plain(scene: &Scene<'_>, value: &Json) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    if let Some(name) = value.get("Ref").and_then(Json::as_str) {
        return Some(match name {
            "AWS::Partition" => "aws".to_owned(),
            "AWS::Region" => scene.region.to_string(),
            "AWS::AccountId" => scene.configuration.account.as_str().to_owned(),
            _ => format!("${{{name}}}"),
        });
    }
    if let Some(parts) = value.get("Fn::GetAtt").and_then(Json::as_array) {
        let parts: Option<Vec<&str>> = parts.iter().map(Json::as_str).collect();
        return Some(format!("${{{}}}", parts?.join(".")));
    }
    let join = value.get("Fn::Join")?.as_array()?;
    let [Json::String(between), Json::Array(parts)] = join.as_slice() else {
        return None;
    };
    let parts: Option<Vec<String>> = parts.iter().map(|part| plain(scene, part)).collect();
    Some(parts?.join(between))
}

/// One or many, as a policy writes them.
pub(super) fn list(value: Option<&Json>) -> Vec<&Json> {
    match value {
        Some(Json::Array(items)) => items.iter().collect(),
        Some(item) => vec![item],
        None => Vec::new(),
    }
}
