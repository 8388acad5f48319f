//! How the stacks of an environment stand, as people ask for it.

use super::status::{describe, succeeded};
use crate::session::Session;

/// A stack as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) name: String,
    /// CloudFormation's word, or `NOT_DEPLOYED`.
    pub(crate) status: String,
    /// Why it is so, where CloudFormation says.
    pub(crate) reason: Option<String>,
    /// When it was changed last, RFC 3339 in UTC.
    pub(crate) since: Option<String>,
    /// What it gives, by name.
    pub(crate) outputs: Vec<(String, String)>,
    /// Whether it does what was asked of it last.
    pub(crate) is_fine: bool,
}

/// Every stack of the environment, in the order of their deploy.
pub(crate) async fn standing(session: &Session) -> anyhow::Result<Vec<Standing>> {
    let mut all = Vec::new();
    for stack in &session.manifest().stacks {
        let found = describe(&session.clients.cloudformation, &stack.name).await?;
        let Some(found) = found else {
            all.push(Standing {
                name: stack.name.clone(),
                status: "NOT_DEPLOYED".to_owned(),
                reason: None,
                since: None,
                outputs: Vec::new(),
                is_fine: false,
            });
            continue;
        };
        let status = found.stack_status().map_or("", |status| status.as_str());
        let changed = found.last_updated_time().or_else(|| found.creation_time());
        let changed = changed.and_then(|at| jiff::Timestamp::from_second(at.secs()).ok());
        let mut outputs: Vec<(String, String)> = found
            .outputs()
            .iter()
            .filter_map(|output| {
                Some((
                    output.output_key()?.to_owned(),
                    output.output_value()?.to_owned(),
                ))
            })
            .collect();
        outputs.sort();
        all.push(Standing {
            name: stack.name.clone(),
            status: status.to_owned(),
            reason: found.stack_status_reason().map(str::to_owned),
            since: changed.map(|at| at.to_string()),
            outputs,
            is_fine: succeeded(status),
        });
    }
    Ok(all)
}
