//! The actions that CloudFormation needs to handle resources, as the schemas of their types say.
//! <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html#schema-properties-handlers>

use std::collections::BTreeSet;

use diagnostics::{Address, Diagnostic, Diagnostics};
use registry::Registry;

const OPERATIONS: [&str; 5] = ["create", "read", "update", "delete", "list"];

/// Credentials for data, by a name like those of reads.
const VENDS: &str = "lakeformation:GetDataAccess";

/// What all handlers of the types need, as IAM spells it.
///
/// # Errors
/// Types whose handlers are not known.
pub(super) fn actions(
    kinds: &BTreeSet<&str>,
    place: &Address,
) -> Result<BTreeSet<String>, Diagnostics> {
    of(kinds, &OPERATIONS, place)
}

/// What the types' handlers need to read a resource, without what gives access to data.
///
/// # Errors
/// Types whose handlers are not known.
pub(super) fn reads(
    kinds: &BTreeSet<&str>,
    place: &Address,
) -> Result<BTreeSet<String>, Diagnostics> {
    let mut actions = of(kinds, &["read"], place)?;
    actions.retain(|action| {
        let name = action.split_once(':').map_or("", |(_, name)| name);
        let is_read = ["Describe", "Get", "List"]
            .iter()
            .any(|verb| name.starts_with(verb));
        is_read && action != VENDS
    });
    Ok(actions)
}

fn of(
    kinds: &BTreeSet<&str>,
    operations: &[&str],
    place: &Address,
) -> Result<BTreeSet<String>, Diagnostics> {
    let registry = Registry::vendored();
    let mut found = Diagnostics::new();
    let mut actions = BTreeSet::new();
    for kind in kinds {
        let schema = registry.schema(kind);
        let creates = schema
            .as_ref()
            .map(|schema| schema.permissions("create").len());
        if creates.unwrap_or_default() == 0 {
            let text = format!("what CloudFormation needs to make {kind} is not known");
            let problem = Diagnostic::error("bootstrap::handlers", place.clone(), text);
            let help = "add its service to SERVICES of xtask/vendor, whose types keep their \
                        handlers, and vendor again";
            found.push(problem.with_help(help));
            continue;
        }
        if let Some(schema) = &schema {
            let named = operations.iter().flat_map(|name| schema.permissions(name));
            // Handlers also name operations of APIs and log events, which IAM does not know.
            actions.extend(named.filter_map(known));
        }
    }
    match found.is_empty() {
        true => Ok(actions),
        false => Err(found),
    }
}

/// An action as IAM spells it; nothing where it knows none of the name.
pub(super) fn known(action: &str) -> Option<String> {
    let (prefix, name) = action.split_once(':')?;
    let service = registry::iam::service(prefix)?;
    let facts = service.action(name)?;
    Some(format!("{}:{}", prefix.to_ascii_lowercase(), facts.name))
}
