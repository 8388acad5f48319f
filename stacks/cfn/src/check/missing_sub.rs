//! A variable such as `${AWS::Region}` in a text that no `Fn::Sub` fills in.

use diagnostics::{Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;
use super::call::variables;
use super::references::PSEUDO;

/// Where `${name}` is somebody else's: shells, code, the placeholders of definitions.
const OTHERS: &[&str] = &[
    "UserData",
    "ZipFile",
    "DefinitionString",
    "Definition",
    "DefinitionBody",
    "BuildSpec",
    "TemplateBody",
];

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        for (name, value) in resource.properties() {
            if OTHERS.contains(&name.as_str()) {
                continue;
            }
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
        Json::String(text) => {
            let template = context.template;
            let all = variables(text).unwrap_or_default().into_iter();
            let own = |name: &&str| {
                PSEUDO.contains(name)
                    || template.parameters().contains(name)
                    || template.resources().contains(name)
            };
            for name in all.map(|variable| variable.name).filter(own) {
                let text = format!("${{{name}}} stays as it is: nothing fills it in");
                let problem = Diagnostic::error("cfn::missing-sub", context.place(path), text);
                found.push(problem.with_help("use Fn::Sub, or ${!…} where it is meant so"));
            }
        }
        Json::Object(object) => {
            for (key, value) in object {
                if key == "Fn::Sub" || OTHERS.contains(&key.as_str()) {
                    continue;
                }
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
