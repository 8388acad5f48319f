//! Actions that no resource of their statement fits: they grant nothing.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use diagnostics::{Diagnostic, Diagnostics};

use super::pattern::may_be;
use super::policy::Policy;

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    for statement in &policy.statements {
        let resources = statement.texts("Resource");
        // A resource whose service or kind is not known may be any.
        let arns: Option<Vec<String>> = resources.iter().map(|(arn, _)| arn.with_parts()).collect();
        let Some(arns) = arns.filter(|arns| !arns.is_empty()) else {
            continue;
        };
        for (action, place) in statement.texts("Action") {
            let Some((prefix, name)) = action.known().and_then(|action| action.split_once(':'))
            else {
                continue;
            };
            let Some(service) = registry::iam::service(prefix) else {
                continue;
            };
            let Some(facts) = service.action(name) else {
                continue;
            };
            let full = format!("{prefix}:{}", facts.name);
            let forms: Vec<&str> = service
                .resources_of(facts)
                .flat_map(|resource| resource.arns.iter().map(String::as_str))
                .collect();
            if facts.resources.is_empty() {
                found.push(
                    Diagnostic::warning(
                        "cfn::iam-action-without-resource",
                        place,
                        format!("{full} knows no resources, so that naming some grants nothing"),
                    )
                    .with_help("put it into a statement of its own on \"*\""),
                );
            } else if !forms.is_empty()
                && !arns
                    .iter()
                    .any(|arn| forms.iter().any(|form| may_be(arn, form)))
            {
                let resources: Vec<String> = resources.iter().map(|(arn, _)| arn.shown()).collect();
                found.push(
                    Diagnostic::error(
                        "cfn::iam-action-resource",
                        place,
                        format!("{full} does not act on {}", resources.join(", ")),
                    )
                    .with_help(format!("it acts on {}", forms.join(", "))),
                );
            }
        }
    }
}
