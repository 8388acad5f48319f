//! Statements that allow all but what they name.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html>

use diagnostics::{Diagnostic, Diagnostics};

use super::policy::Policy;

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    for statement in policy
        .statements
        .iter()
        .filter(|statement| statement.allows())
    {
        for element in ["NotAction", "NotPrincipal", "NotResource"] {
            if statement.has(element) {
                found.push(
                    Diagnostic::warning(
                        "cfn::iam-allow-not",
                        statement.at(element),
                        format!("Allow with {element} allows whatever is not named, now and later"),
                    )
                    .with_help(format!(
                        "name what is allowed with {}",
                        element.trim_start_matches("Not")
                    )),
                );
            }
        }
    }
}
