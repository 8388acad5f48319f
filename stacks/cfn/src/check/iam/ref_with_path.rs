//! A reference to a role, user or group that has a path, where an ARN or a full name is needed:
//! `Ref` gives the name without its path, of which services then make a wrong ARN.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names>

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::text::options;

/// The properties that take a role's name or ARN, and make an ARN with the path `/` of a name.
const PLACES: &[(&str, &str)] = &[("AWS::CodeBuild::Project", "ServiceRole")];

pub(super) fn check(template: &Json, address: &Address, found: &mut Diagnostics) {
    let Some(resources) = template.get("Resources").and_then(Json::as_object) else {
        return;
    };
    for (id, resource) in resources {
        let kind = resource.get("Type").and_then(Json::as_str);
        for (_, property) in PLACES.iter().filter(|(of, _)| kind == Some(of)) {
            let place = address
                .join("Resources")
                .join(id.as_str())
                .join("Properties");
            let value = resource.get("Properties").and_then(|p| p.get(*property));
            let ways = value.map(|value| options(value, &place.join(*property)));
            for (value, place) in ways.unwrap_or_default() {
                let role = value.get("Ref").and_then(Json::as_str);
                let role = role.and_then(|role| resources.get(role));
                let path = role.and_then(|role| role.get("Properties")?.get("Path")?.as_str());
                if let Some(path) = path.filter(|path| *path != "/") {
                    found.push(
                        Diagnostic::error(
                            "cfn::iam-ref-with-path",
                            place,
                            format!("Ref gives the role's name without its path {path:?}"),
                        )
                        .with_help("take the role's Arn with Fn::GetAtt"),
                    );
                }
            }
        }
    }
}
