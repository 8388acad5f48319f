//! A reference to a resource that may not be there.

use diagnostics::{Diagnostic, Diagnostics};

use super::{Context, references};

/// Only the simple case: what refers has no condition at all, and no `Fn::If` is around.
pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let template = context.template;
    for call in context.calls() {
        let own = match call.section {
            "Resources" => template
                .resources()
                .get(call.id)
                .and_then(|r| r.condition()),
            "Outputs" => template.outputs().get(call.id).and_then(|o| o.condition()),
            _ => continue,
        };
        if own.is_some() || call.within.contains(&"Fn::If") {
            continue;
        }
        for (name, _) in references::names(call) {
            let condition = template.resources().get(name).and_then(|r| r.condition());
            if let Some(condition) = condition {
                let text = format!("{name:?} is there only where {condition:?} holds");
                let problem =
                    Diagnostic::warning("cfn::conditional-reference", call.place(context), text);
                found.push(problem.with_help("use Fn::If, or give this the same condition"));
            }
        }
    }
}
