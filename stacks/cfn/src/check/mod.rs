//! What CloudFormation would refuse, told before anything is deployed. A file per rule.
//!
//! The address of a problem is the template's own, followed by the path in the template's JSON,
//! such as `prod.eu-west-1.storage.Resources.PicturesBucket.Properties.BucketName`.

mod call;
mod circular;
mod conditional_reference;
mod conditions;
mod context;
mod deletion_policy;
mod depends_on;
mod duplicate_name;
mod dynamic_reference;
mod functions;
mod guard;
pub mod iam;
mod lifecycle;
mod limits;
mod logical_id;
mod mappings;
mod missing_sub;
mod outputs;
mod parameters;
mod references;
mod repeated_id;
mod role_use;
mod rules;
mod schema;
mod secret;
mod stacks;
mod structure;
mod substitution;

use diagnostics::{Address, Diagnostic, Diagnostics, Severity};
use registry::Registry;

pub use context::Context;
pub use limits::{MOST_BYTES, MOST_INLINE_BYTES, MOST_RESOURCES};
pub use stacks::{Stack, check_change, check_stacks};

use crate::Template;

/// A rule looks at a template and reports what it finds.
type Rule = fn(&Context<'_>, &mut Diagnostics);

/// Every rule. Problems are told in this order.
const RULES: &[Rule] = &[
    repeated_id::check,
    structure::check,
    logical_id::check,
    limits::check,
    functions::check,
    substitution::check,
    missing_sub::check,
    references::check,
    circular::check,
    iam::check,
    role_use::check,
    schema::check,
    depends_on::check,
    conditions::check,
    conditional_reference::check,
    parameters::check,
    mappings::check,
    outputs::check,
    rules::check,
    lifecycle::check,
    deletion_policy::check,
    duplicate_name::check,
    dynamic_reference::check,
    secret::check,
    guard::check,
];

/// Checks a template without knowing where it will be deployed. `address` is the template's own
/// place, such as environment, region and stack.
pub fn check_template(template: &Template, address: &Address) -> Diagnostics {
    let registry = Registry::vendored();
    check_in(&Context::new(template, address, &registry))
}

/// Checks a template with all that is known of its surroundings.
pub fn check_in(context: &Context<'_>) -> Diagnostics {
    let mut found = Diagnostics::new();
    for rule in RULES {
        rule(context, &mut found);
    }
    if context.template.is_guarded() {
        // What is worth a warning elsewhere is not let through here.
        let strict = |problem| Diagnostic {
            severity: Severity::Error,
            ..problem
        };
        return found.into_iter().map(strict).collect();
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{LogicalId, Resource};

    fn codes(template: &Template) -> Vec<String> {
        check_template(template, &Address::root())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_dangling_reference_names_the_nearest_resource() {
        let mut template = Template::new("t");
        template.resource(
            LogicalId::from_words(["topic"]),
            Resource::new("AWS::SNS::Topic"),
        );
        template.resource(
            LogicalId::from_words(["rule"]),
            Resource::new("AWS::Events::Rule")
                .with("Targets", json!([{ "Id": "t", "Arn": { "Ref": "Tpoic" } }]))
                .with("ScheduleExpression", json!("rate(1 day)")),
        );
        assert_eq!(
            codes(&template),
            [
                "error[cfn::unknown-reference] Resources.Rule.Properties.Targets.0.Arn.Ref: the \
              template has neither a resource nor a parameter \"Tpoic\"\n  \
              help: did you mean \"Topic\"?"
            ]
        );
    }

    #[test]
    fn a_circle_is_told_with_its_members() {
        let mut template = Template::new("t");
        for (id, other) in [("A", "B"), ("B", "C"), ("C", "B"), ("D", "A")] {
            template.resource(
                LogicalId::from_words([id]),
                Resource::new("AWS::SNS::Topic").with("DisplayName", json!({ "Ref": other })),
            );
        }
        let found = codes(&template);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("B -> C -> B"), "{found:?}");
    }

    #[test]
    fn a_repeated_id_and_an_empty_template_are_reported_together() {
        let mut template = Template::new("t");
        template.parameter(LogicalId::from_words(["a"]), "one");
        template.parameter(LogicalId::from_words(["a"]), "two");
        let found = codes(&template).join("\n");
        assert!(found.contains("cfn::repeated-id"), "{found}");
        assert!(found.contains("cfn::resource-count"), "{found}");
    }
}
