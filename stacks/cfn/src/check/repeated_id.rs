//! Two parts of a template have one logical id.

use diagnostics::{Diagnostic, Diagnostics};

use super::Context;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    found.extend(context.template.repeated.iter().map(|(section, id)| {
        Diagnostic::error(
            "cfn::repeated-id",
            context.place(&[section, id.as_str()]),
            "two parts of the template have this logical id",
        )
    }));
}
