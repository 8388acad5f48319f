//! `DependsOn` that repeats what a reference says already.

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Diagnostics};

use super::{Context, references};

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (id, resource) in context.template.resources() {
        let own = context
            .calls()
            .iter()
            .filter(|call| call.section == "Resources" && call.id == id.as_str());
        let implied: BTreeSet<&str> = own
            .filter(|call| !call.within.contains(&"Fn::If"))
            .flat_map(references::names)
            .map(|(name, _)| name)
            .collect();
        for other in resource
            .depends_on()
            .filter(|other| implied.contains(other))
        {
            let place = context.resource(id.as_str()).join("DependsOn");
            let text = format!("{other:?} is referred to, which makes the resource wait already");
            found.push(Diagnostic::warning("cfn::needless-depends-on", place, text));
        }
    }
}
