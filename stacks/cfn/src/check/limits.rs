//! How much fits into a template, told before it is reached.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::Value as Json;

use super::Context;

/// Most resources of a template.
pub const MOST_RESOURCES: usize = 500;
/// Most bytes of a template that is given through S3.
pub const MOST_BYTES: usize = 1_000_000;
/// Most bytes of a template that is given in the request itself.
pub const MOST_INLINE_BYTES: usize = 51_200;
/// Most parameters, outputs and mappings, each; also attributes of a row of a mapping, and tags.
const MOST_PARTS: usize = 200;
/// Most bytes of a description of the template or of an output.
const MOST_DESCRIPTION: usize = 1024;
/// Most bytes of a parameter's value or description.
const MOST_VALUE: usize = 4096;

pub(super) fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let template = context.template;
    if template.resources().is_empty() && !context.is_open() {
        let text = format!("the template has no resources; 1 to {MOST_RESOURCES} are allowed");
        let place = context.address.clone();
        // An empty section is a template in the making; CloudFormation refuses it all the same.
        let is_begun = template.is_read() && template.to_json().get("Resources").is_some();
        found.push(if is_begun {
            Diagnostic::warning("cfn::resource-count", place, text)
        } else {
            Diagnostic::error("cfn::resource-count", place, text)
        });
    }
    let mut limit = Limit { found };
    let sections = [
        ("Resources", template.resources().len(), MOST_RESOURCES),
        ("Parameters", template.parameters().len(), MOST_PARTS),
        ("Outputs", template.outputs().len(), MOST_PARTS),
        ("Mappings", template.mappings().len(), MOST_PARTS),
    ];
    for (section, count, most) in sections {
        let code = if section == "Resources" {
            "cfn::resource-count"
        } else {
            "cfn::limit"
        };
        limit.hold(
            code,
            &|| context.place(&[section]),
            count,
            most,
            "parts",
            "split the stack",
        );
    }
    let own = || context.address.clone();
    limit.hold(
        "cfn::template-size",
        &own,
        template.bytes(),
        MOST_BYTES,
        "bytes",
        "split the stack",
    );
    let place = || context.place(&["Description"]);
    limit.text(&place, template.description(), MOST_DESCRIPTION);
    for (id, parameter) in template.parameters() {
        for key in ["Description", "Default", "ConstraintDescription"] {
            let place = || context.place(&["Parameters", id.as_str(), key]);
            if let Some(Json::String(text)) = parameter.json().get(key) {
                limit.text(
                    &place,
                    text,
                    if key == "Default" { MOST_VALUE } else { 4000 },
                );
            }
        }
    }
    for (id, output) in template.outputs() {
        if let Some(Json::String(text)) = output.json().get("Description") {
            let place = || context.place(&["Outputs", id.as_str(), "Description"]);
            limit.text(&place, text, MOST_DESCRIPTION);
        }
    }
    for (id, rows) in template.mappings() {
        for (row, attributes) in rows.json().as_object().into_iter().flatten() {
            let count = attributes.as_object().map_or(0, serde_json::Map::len);
            let place = || context.place(&["Mappings", id.as_str(), row]);
            limit.hold(
                "cfn::limit",
                &place,
                count,
                MOST_PARTS,
                "attributes",
                "split the mapping",
            );
        }
    }
    for (id, resource) in template.resources() {
        if let Some(Json::Array(tags)) = resource.properties().get("Tags") {
            let place = || context.properties(id.as_str()).join("Tags");
            limit.hold(
                "cfn::limit",
                &place,
                tags.len(),
                MOST_PARTS,
                "tags",
                "take some away",
            );
        }
    }
}

struct Limit<'a> {
    found: &'a mut Diagnostics,
}

impl Limit<'_> {
    /// An error above the limit, a warning from nine tenths of it.
    fn hold(
        &mut self,
        code: &str,
        place: &dyn Fn() -> Address,
        count: usize,
        most: usize,
        what: &str,
        help: &str,
    ) {
        if count > most {
            let text = format!("{count} {what}; at most {most} are allowed");
            self.found
                .push(Diagnostic::error(code, place(), text).with_help(help));
        } else if count * 10 > most * 9 && most >= MOST_PARTS {
            let text = format!("{count} {what} of {most} that are allowed");
            self.found
                .push(Diagnostic::warning(code, place(), text).with_help(help));
        }
    }

    fn text(&mut self, place: &dyn Fn() -> Address, text: &str, most: usize) {
        self.hold("cfn::limit", place, text.len(), most, "bytes", "shorten it");
    }
}
