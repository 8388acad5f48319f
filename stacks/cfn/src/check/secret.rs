//! Secrets that stand in a template, or come through a parameter that shows them.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html>

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::{Map, Value as Json};

use super::Context;

const WAY_OUT: &str = "use a dynamic reference such as {{resolve:secretsmanager:NAME}}";

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        let mut path = vec!["Resources", id.as_str(), "Properties"];
        visit(context, resource.properties(), &mut path, found);
    }
    for (id, parameter) in context.template.parameters() {
        let default = parameter.default_value().and_then(Json::as_str);
        if parameter.is_hidden() && default.is_some_and(|text| !text.is_empty()) {
            let place = context.place(&["Parameters", id.as_str(), "Default"]);
            let text = "a hidden parameter has a default, which the template shows";
            found.push(Diagnostic::warning("cfn::secret-default", place, text).with_help(WAY_OUT));
        }
    }
}

fn is_secret(property: &str) -> bool {
    property.ends_with("Password")
        || matches!(
            property,
            "AuthToken" | "OAuthToken" | "SecretString" | "ClientSecret"
        )
}

fn visit<'a>(
    context: &Context<'_>,
    object: &'a Map<String, Json>,
    path: &mut Vec<&'a str>,
    found: &mut Diagnostics,
) {
    for (key, value) in object {
        path.push(key);
        match value {
            Json::Object(inner) => {
                let name = inner.get("Ref").and_then(Json::as_str);
                let parameter = name.and_then(|name| context.template.parameters().get(name));
                // A stored parameter is shown only where it is stored.
                let shown = parameter
                    .is_some_and(|p| !p.is_hidden() && !p.kind().starts_with("AWS::SSM::"));
                if is_secret(key) && shown {
                    let text = "a secret comes through a parameter without NoEcho";
                    let problem =
                        Diagnostic::warning("cfn::shown-secret", context.place(path), text);
                    found.push(problem.with_help(WAY_OUT));
                }
                visit(context, inner, path, found);
            }
            Json::Array(items) => {
                for item in items.iter().filter_map(Json::as_object) {
                    visit(context, item, path, found);
                }
            }
            Json::String(text) if is_secret(key) && !text.contains("{{resolve:") => {
                let text = "a secret stands in the template";
                let problem =
                    Diagnostic::warning("cfn::hard-coded-secret", context.place(path), text);
                found.push(problem.with_help(WAY_OUT));
            }
            _ => {}
        }
        path.pop();
    }
}
