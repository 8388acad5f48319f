//! The outputs of a stack.

use std::collections::BTreeMap;

use serde_json::Value;

use super::evaluate::{Resources, Scope, scalar};
use super::model::{Output, StackResource};
use super::template::{Template, TemplateError};

/// The outputs that the template gives in `scope`, by name.
pub(super) fn outputs(
    template: &Template,
    scope: &Scope<'_>,
    resources: &dyn Resources,
) -> Result<Vec<Output>, TemplateError> {
    let mut outputs = Vec::new();
    for (key, output) in &template.outputs {
        if !scope.condition(output.condition.as_deref())? {
            continue;
        }
        let text = |value: Option<Value>, of: &str| {
            value.as_ref().and_then(scalar).ok_or_else(|| {
                TemplateError(format!(
                    "Template format error: The {of} field of every Outputs member must evaluate \
                     to a String. (output {key})"
                ))
            })
        };
        outputs.push(Output {
            key: key.clone(),
            value: text(scope.evaluate(&output.value, resources)?, "Value")?,
            description: output.description.clone(),
            export: match &output.export {
                None => None,
                Some(name) => Some(text(scope.evaluate(name, resources)?, "Export.Name")?),
            },
        });
    }
    Ok(outputs)
}

/// The resources that a stack has.
pub(super) struct StandingResources<'a>(pub(super) &'a BTreeMap<String, StackResource>);

impl Resources for StandingResources<'_> {
    fn reference(&self, logical_id: &str) -> Option<Value> {
        self.0.get(logical_id)?.physical_id.clone().map(Value::from)
    }

    fn attribute(&self, logical_id: &str, attribute: &str) -> Option<Value> {
        self.0.get(logical_id)?.attributes.get(attribute).cloned()
    }
}
