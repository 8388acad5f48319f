//! What the registry's schemas do not allow: see [`conform`], which is a crate of its own because
//! it is optimised in every profile.

use diagnostics::Diagnostics;

use super::Context;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let json = context.template.to_json();
    found.extend(conform::check_json(
        &json,
        context.address,
        context.registry,
        &context.regions,
    ));
}
