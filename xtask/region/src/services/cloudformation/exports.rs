//! What stacks export and import.

use std::collections::BTreeMap;

use super::journal::Journal;
use super::model::{Output, Stack};
use super::template::TemplateError;
use crate::error::ServiceError;

/// The values that may be imported, by name.
pub(super) fn values(journal: &Journal) -> Result<BTreeMap<String, String>, ServiceError> {
    let stacks = journal.stacks()?;
    let exported = stacks
        .iter()
        .filter(|stack| !stack.is_deleted())
        .flat_map(|stack| {
            stack
                .outputs
                .iter()
                .filter_map(|output| Some((output.export.clone()?, output.value.clone())))
        });
    Ok(exported.collect())
}

/// The names of the stacks that import `name`.
pub(super) fn importers(journal: &Journal, name: &str) -> Result<Vec<String>, ServiceError> {
    let stacks = journal.stacks()?;
    let using = stacks
        .into_iter()
        .filter(|stack| !stack.is_deleted() && stack.imports.iter().any(|import| import == name));
    Ok(using.map(|stack| stack.name).collect())
}

/// Whether the stack may give these outputs: no other exports the same names, and no export
/// that is in use changes or goes. `Ok(Err(..))` is the stack's failure.
pub(super) fn check(
    journal: &Journal,
    stack: &Stack,
    outputs: &[Output],
) -> Result<Result<(), TemplateError>, ServiceError> {
    for output in outputs {
        let Some(name) = &output.export else { continue };
        let owner = journal.stacks()?.into_iter().find(|other| {
            other.id != stack.id
                && !other.is_deleted()
                && other
                    .outputs
                    .iter()
                    .any(|output| output.export.as_ref() == Some(name))
        });
        if let Some(owner) = owner {
            return Ok(Err(TemplateError(format!(
                "Export with name {name} is already exported by stack {}",
                owner.name
            ))));
        }
        if outputs
            .iter()
            .filter(|other| other.export.as_ref() == Some(name))
            .count()
            > 1
        {
            return Ok(Err(TemplateError(format!(
                "Export with name {name} is exported by two outputs of the stack"
            ))));
        }
    }
    for before in &stack.outputs {
        let Some(name) = &before.export else { continue };
        let stays = outputs
            .iter()
            .any(|after| after.export.as_ref() == Some(name) && after.value == before.value);
        if stays {
            continue;
        }
        let users = importers(journal, name)?;
        if !users.is_empty() {
            return Ok(Err(TemplateError(format!(
                "Export {name} cannot be updated as it is in use by {}",
                users.join(", ")
            ))));
        }
    }
    Ok(Ok(()))
}
