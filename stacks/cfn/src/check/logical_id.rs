//! Names of parts have letters and digits alone.

use diagnostics::{Diagnostic, Diagnostics};

use super::Context;
use crate::LogicalId;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let template = context.template;
    let sections: [(&str, Vec<&LogicalId>); 6] = [
        ("Parameters", template.parameters().keys().collect()),
        ("Mappings", template.mappings().keys().collect()),
        ("Conditions", template.conditions().keys().collect()),
        ("Rules", template.rules().keys().collect()),
        ("Resources", template.resources().keys().collect()),
        ("Outputs", template.outputs().keys().collect()),
    ];
    for (section, ids) in sections {
        for id in ids {
            let id = id.as_str();
            let is_loop = id.starts_with("Fn::") && context.is_extended();
            // What macros make of names is theirs; the names of conditions are freer.
            let is_fine = LogicalId::parse(id).is_ok() || is_loop || section == "Conditions";
            if !is_fine {
                found.push(Diagnostic::error(
                    "cfn::logical-id",
                    context.place(&[section, id]),
                    format!("{id:?} is no logical id: 1 to 255 letters and digits are allowed"),
                ));
            }
        }
    }
    for (id, _) in template.parameters() {
        if template.resources().contains(id.as_str()) {
            found.push(Diagnostic::error(
                "cfn::repeated-id",
                context.resource(id.as_str()),
                "a parameter has this logical id as well",
            ));
        }
    }
}
