//! What stacks export and import, over the wire.

use super::super::exports::importers;
use super::{Call, validation};
use crate::error::ServiceError;
use crate::protocol::query::Xml;

/// The names on a page.
const PAGE: usize = 100;

impl Call<'_> {
    pub(super) fn list_exports(&self) -> Result<Xml, ServiceError> {
        let mut exports = Vec::new();
        for stack in self.cloudformation.journal.stacks()? {
            for output in stack.outputs.iter().filter(|_| !stack.is_deleted()) {
                if let Some(name) = &output.export {
                    exports.push((name.clone(), stack.id.clone(), output.value.clone()));
                }
            }
        }
        exports.sort();
        let (page, next) = self.page(exports, PAGE)?;
        let members = page.iter().map(|(name, stack, value)| {
            Xml::new()
                .text("ExportingStackId", stack)
                .text("Name", name)
                .text("Value", value)
        });
        Ok(Xml::new()
            .members("Exports", members)
            .optional("NextToken", next))
    }

    pub(super) fn list_imports(&self) -> Result<Xml, ServiceError> {
        let name = self.params.required("ExportName")?;
        let importing = importers(&self.cloudformation.journal, name)?;
        if importing.is_empty() {
            return Err(validation(format!(
                "Export '{name}' is not imported by any stack."
            )));
        }
        let (page, next) = self.page(importing, PAGE)?;
        Ok(Xml::new()
            .texts("Imports", page)
            .optional("NextToken", next))
    }
}
