//! How much fits into a template.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use diagnostics::{Diagnostic, Diagnostics};

use super::Context;

/// Most resources of a template.
pub const MOST_RESOURCES: usize = 500;
/// Most bytes of a template that is given through S3.
pub const MOST_BYTES: usize = 1_000_000;
/// Most bytes of a template that is given in the request itself.
pub const MOST_INLINE_BYTES: usize = 51_200;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let number = context.template.resources().len();
    if number == 0 || number > MOST_RESOURCES {
        found.push(Diagnostic::error(
            "cfn::resource-count",
            context.address.clone(),
            format!("the template has {number} resources; 1 to {MOST_RESOURCES} are allowed"),
        ));
    }
    let bytes = context.template.render().len();
    if bytes > MOST_BYTES {
        found.push(
            Diagnostic::error(
                "cfn::template-size",
                context.address.clone(),
                format!("the template has {bytes} bytes; at most {MOST_BYTES} are allowed"),
            )
            .with_help("split the stack"),
        );
    }
}
