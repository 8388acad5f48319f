//! Templates.

use super::super::check::check;
use super::super::parameter::HIDDEN;
use super::super::template::Template;
use super::asked::needed_capabilities;
use super::{Call, validation};
use crate::error::ServiceError;
use crate::protocol::query::Xml;

impl Call<'_> {
    /// Templates have no transforms here, so both stages are one text.
    pub(super) fn get_template(&self) -> Result<Xml, ServiceError> {
        match self.params.get("TemplateStage") {
            None | Some("" | "Original" | "Processed") => {}
            Some(other) => {
                return Err(validation(format!(
                    "TemplateStage is Original or Processed, not \"{other}\""
                )));
            }
        }
        let text = match self
            .params
            .get("ChangeSetName")
            .filter(|name| !name.is_empty())
        {
            Some(_) => self.change_set()?.1.desired.template,
            None => {
                let stack = self.stack()?;
                match stack.desired {
                    Some(desired) => desired.template,
                    None => {
                        return Err(validation(format!(
                            "Stack [{}] has no template yet: it only has change sets",
                            stack.name
                        )));
                    }
                }
            }
        };
        Ok(Xml::new()
            .text("TemplateBody", text)
            .texts("StagesAvailable", ["Original", "Processed"]))
    }

    pub(super) async fn get_template_summary(&self) -> Result<Xml, ServiceError> {
        let text = match self.params.get("StackName").filter(|name| !name.is_empty()) {
            Some(name) => match self.stack()?.desired {
                Some(desired) => desired.template,
                None => return Err(validation(format!("Stack [{name}] has no template yet"))),
            },
            None => self.template_text().await?,
        };
        let template = Template::parse(&text)?;
        check(&template)?;
        let mut kinds: Vec<&str> = template
            .resources
            .values()
            .map(|resource| resource.kind.as_str())
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let parameters = template.parameters.iter().map(|(name, parameter)| {
            let constraints = Xml::new().texts("AllowedValues", &parameter.allowed_values);
            Xml::new()
                .text("ParameterKey", name)
                .optional("DefaultValue", shown_default(parameter))
                .text("ParameterType", &parameter.kind)
                .text("NoEcho", parameter.no_echo.to_string())
                .optional("Description", parameter.description.as_deref())
                .element("ParameterConstraints", constraints)
        });
        Ok(capabilities(
            &template,
            Xml::new()
                .members("Parameters", parameters)
                .optional("Description", template.description.as_deref())
                .texts("ResourceTypes", kinds)
                .text("Version", "2010-09-09")
                .optional(
                    "Metadata",
                    template.metadata.as_ref().map(ToString::to_string),
                ),
        ))
    }

    pub(super) async fn validate_template(&self) -> Result<Xml, ServiceError> {
        let template = Template::parse(&self.template_text().await?)?;
        check(&template)?;
        let parameters = template.parameters.iter().map(|(name, parameter)| {
            Xml::new()
                .text("ParameterKey", name)
                .optional("DefaultValue", shown_default(parameter))
                .text("NoEcho", parameter.no_echo.to_string())
                .optional("Description", parameter.description.as_deref())
        });
        Ok(capabilities(
            &template,
            Xml::new()
                .optional("Description", template.description.as_deref())
                .members("Parameters", parameters),
        ))
    }
}

fn shown_default(parameter: &super::super::parameter::Parameter) -> Option<&str> {
    let default = parameter.default.as_deref();
    default.map(|default| if parameter.no_echo { HIDDEN } else { default })
}

fn capabilities(template: &Template, xml: Xml) -> Xml {
    match needed_capabilities(template) {
        (Some(capability), reason) => xml
            .texts("Capabilities", [capability])
            .text("CapabilitiesReason", reason),
        (None, _) => xml,
    }
}
