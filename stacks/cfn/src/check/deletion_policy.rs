//! Resources that hold data say what becomes of it.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html>

use diagnostics::{Diagnostic, Diagnostics};

use super::Context;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        if registry::data_held(resource.kind()).is_none() {
            continue;
        }
        let missing: Vec<&str> = ["DeletionPolicy", "UpdateReplacePolicy"]
            .into_iter()
            .filter(|key| resource.json().get(key).is_none())
            .collect();
        if !missing.is_empty() {
            let text = format!(
                "{} holds data and does not say what becomes of it: {} missing",
                resource.kind(),
                missing.join(" and ")
            );
            let problem =
                Diagnostic::warning("cfn::deletion-policy", context.resource(id.as_str()), text);
            found.push(problem.with_help("Retain, or Delete where that is meant"));
        }
    }
}
