//! Dynamic references: `{{resolve:service:reference}}`.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        for (name, value) in resource.properties() {
            let mut path = vec!["Resources", id.as_str(), "Properties", name];
            visit(context, value, &mut path, found);
        }
    }
}

fn visit<'a>(
    context: &Context<'_>,
    json: &'a Json,
    path: &mut Vec<&'a str>,
    found: &mut Diagnostics,
) {
    match json {
        Json::String(text) if text.contains("{{resolve:") => {
            for reference in references(text) {
                if let Some(why) = wrong(reference) {
                    let place = context.place(path);
                    found.push(Diagnostic::error("cfn::dynamic-reference", place, why));
                }
            }
        }
        Json::Object(object) => {
            for (key, value) in object {
                path.push(key);
                visit(context, value, path, found);
                path.pop();
            }
        }
        // The list as a whole is near enough.
        Json::Array(items) => {
            for item in items {
                visit(context, item, path, found);
            }
        }
        _ => {}
    }
}

/// What stands between the braces.
fn references(text: &str) -> impl Iterator<Item = &str> {
    let mut parts = text.split("{{resolve:");
    parts.next();
    parts.filter_map(|rest| rest.find("}}").map(|end| &rest[..end]))
}

fn wrong(reference: &str) -> Option<String> {
    // What a function fills in is known only at deploy.
    if reference.contains("${") {
        return None;
    }
    let (service, rest) = reference.split_once(':').unwrap_or((reference, ""));
    let parts: Vec<&str> = rest.split(':').collect();
    match service {
        "ssm" | "ssm-secure" => {
            let is_name = |c: char| c.is_ascii_alphanumeric() || "/_.-".contains(c);
            let named =
                !parts[0].is_empty() && (parts[0] == "arn" || parts[0].chars().all(is_name));
            let version = parts.len() < 2
                || parts[0] == "arn"
                || (parts.len() == 2 && parts[1].bytes().all(|byte| byte.is_ascii_digit()));
            (!named || !version).then(|| {
                format!("write {{{{resolve:{service}:name:version}}}}, the version a number")
            })
        }
        "secretsmanager" => {
            let is_arn = parts[0] == "arn";
            let after = if is_arn {
                parts.get(6..).unwrap_or_default()
            } else {
                &parts
            };
            let field = after
                .get(1)
                .is_none_or(|kind| matches!(*kind, "SecretString" | ""));
            (parts[0].is_empty() || !field || after.len() > 5).then(|| {
                "write {{resolve:secretsmanager:secret:SecretString:key:stage:version}}".to_owned()
            })
        }
        _ => Some(format!(
            "{service:?} is none of ssm, ssm-secure, secretsmanager"
        )),
    }
}
