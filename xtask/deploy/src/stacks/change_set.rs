//! Change sets: what a stack would become, told before anything is done.

use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{
    Capability, ChangeSetType, DeploymentMode, Parameter, Stack as Described, Tag,
};
use manifest::{PLANS_PREFIX, TEMPLATES_PREFIX};
use plan::ObservedChange;
use serde::{Deserialize, Serialize};
use ui::Problem;

use super::early;
use super::observed::observed;
use super::ready::{Drift, Leave, Manner};
use super::status;
use super::wanted::Wanted;
use crate::objects::{self, Body, Upload};
use crate::poll::Pauses;
use crate::sdk_error::{Asked, code};
use crate::session::Session;

/// The longest template that is sent within a request.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
const LONGEST_BODY: usize = 51_200;

/// A change set that waits to be executed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ChangeSet {
    /// Its ARN.
    pub arn: String,
    /// The stack's ARN.
    pub stack_arn: String,
    /// How many resources it changes.
    pub resources: usize,
    /// Whether it makes the stack.
    pub creates: bool,
}

/// Makes a change set and waits for what it says; `None` when there is nothing to change.
pub(crate) async fn propose(
    session: &Session,
    wanted: &Wanted,
    present: Option<&Described>,
    manner: Manner,
) -> anyhow::Result<Option<(ChangeSet, Vec<ObservedChange>)>> {
    let cloudformation = &session.clients.cloudformation;
    let name = format!("sightline-{}", jiff::Timestamp::now().as_nanosecond());
    let request = cloudformation
        .create_change_set()
        .stack_name(&wanted.name)
        .change_set_name(&name)
        .description("Made by cargo xtask")
        .change_set_type(match present {
            Some(_) => ChangeSetType::Update,
            None => ChangeSetType::Create,
        })
        .set_capabilities(
            wanted
                .named_iam
                .then(|| vec![Capability::CapabilityNamedIam]),
        )
        .set_parameters(Some(wanted.parameters.iter().map(parameter).collect()))
        .set_tags(Some(wanted.tags.iter().map(tag).collect()))
        .set_role_arn(wanted.role.clone())
        // A stack that is yet to be made has not drifted.
        .set_deployment_mode(
            (manner.drift == Drift::Revert && present.is_some())
                .then_some(DeploymentMode::RevertDrift),
        );
    let request = if wanted.template.len() <= LONGEST_BODY {
        request.template_body(&wanted.template)
    } else {
        request.template_url(upload_template(session, wanted, manner.leave).await?)
    };
    let made = match request.send().await {
        // CloudFormation makes a change set that fails for it; an emulator may refuse the request.
        Err(error)
            if error
                .as_service_error()
                .and_then(|error| error.meta().message())
                .is_some_and(is_empty) =>
        {
            return Ok(None);
        }
        made => made.asked(format!("make a change set of the stack {}", wanted.name))?,
    };
    let arn = made.id().unwrap_or(&name).to_owned();
    let stack_arn = made.stack_id().unwrap_or(&wanted.name).to_owned();
    let described = settled(session, &wanted.name, &arn).await?;
    let status = described.status().map_or("", |status| status.as_str());
    let reason = described.status_reason().unwrap_or_default().to_owned();
    let change_set = ChangeSet {
        arn,
        stack_arn,
        resources: 0,
        creates: present.is_none(),
    };
    if status == "FAILED" {
        if is_empty(&reason) {
            discard(session, &wanted.name, &change_set).await;
            return Ok(None);
        }
        let found = early::findings(session, &wanted.name, &change_set.arn).await;
        discard(session, &wanted.name, &change_set).await;
        let reasons: Vec<String> = [reason].into_iter().chain(found).collect();
        return Err(
            Problem::new(format!("the stack {} cannot be changed", wanted.name))
                .because(reasons.join("\n"))
                .next("correct the configuration and run `cargo xtask generate`")
                .into(),
        );
    }
    // Findings that do not stop a change are worth reading before it is agreed to.
    for found in early::findings(session, &wanted.name, &change_set.arn).await {
        session.ui.warn(format!("{}: {found}", wanted.name));
    }
    let changes = changes(session, &wanted.name, &change_set.arn, described).await?;
    let change_set = ChangeSet {
        resources: changes.len(),
        ..change_set
    };
    Ok(Some((change_set, changes)))
}

fn parameter((key, value): (&String, &String)) -> Parameter {
    Parameter::builder()
        .parameter_key(key)
        .parameter_value(value)
        .build()
}

fn tag((key, value): (&String, &String)) -> Tag {
    Tag::builder().key(key).value(value).build()
}

/// Waits until CloudFormation knows what would change.
async fn settled(
    session: &Session,
    stack: &str,
    arn: &str,
) -> anyhow::Result<DescribeChangeSetOutput> {
    let mut pauses = Pauses::new(session.manifest().embedded);
    loop {
        let described = page(session, stack, arn, None).await?;
        let status = described.status().map_or("", |status| status.as_str());
        if matches!(status, "CREATE_COMPLETE" | "FAILED") {
            return Ok(described);
        }
        pauses.pause().await;
    }
}

/// All pages of the changes, the first of which is at hand.
async fn changes(
    session: &Session,
    stack: &str,
    arn: &str,
    first: DescribeChangeSetOutput,
) -> anyhow::Result<Vec<ObservedChange>> {
    let mut current = first;
    let mut all = Vec::new();
    loop {
        let resources = current
            .changes()
            .iter()
            .filter_map(|change| change.resource_change());
        all.extend(resources.map(observed));
        let Some(token) = current.next_token().map(str::to_owned) else {
            return Ok(all);
        };
        current = page(session, stack, arn, Some(token)).await?;
    }
}

async fn page(
    session: &Session,
    stack: &str,
    arn: &str,
    token: Option<String>,
) -> anyhow::Result<DescribeChangeSetOutput> {
    session
        .clients
        .cloudformation
        .describe_change_set()
        .stack_name(stack)
        .change_set_name(arn)
        .include_property_values(true)
        .set_next_token(token)
        .send()
        .await
        .asked(format!("describe the change set of the stack {stack}"))
}

/// How a change set stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Execution {
    /// It can be executed.
    Available,
    /// It was executed, or is being.
    Begun,
    /// It is gone, or the stack has changed since it was made.
    Obsolete,
}

/// How a change set that was made earlier stands now.
pub(crate) async fn execution(
    session: &Session,
    stack: &str,
    change_set: &ChangeSet,
) -> anyhow::Result<Execution> {
    let asked = session
        .clients
        .cloudformation
        .describe_change_set()
        .stack_name(&change_set.stack_arn)
        .change_set_name(&change_set.arn)
        .send()
        .await;
    match asked {
        Ok(described) => {
            let status = described.execution_status();
            Ok(match status.map_or("", |status| status.as_str()) {
                "AVAILABLE" => Execution::Available,
                "EXECUTE_IN_PROGRESS" | "EXECUTE_COMPLETE" => Execution::Begun,
                _ => Execution::Obsolete,
            })
        }
        // A stack that was made and deleted again takes its change sets with it.
        Err(error)
            if matches!(
                code(&error),
                Some("ChangeSetNotFound" | "ChangeSetNotFoundException")
            ) || status::is_missing(&error) =>
        {
            Ok(Execution::Obsolete)
        }
        Err(error) => Err(error).asked(format!("describe the change set of the stack {stack}")),
    }
}

/// Removes a change set that is not wanted, and the stack that is there in name alone because of
/// it. One that stays does no harm.
pub(crate) async fn discard(session: &Session, stack: &str, change_set: &ChangeSet) {
    let cloudformation = &session.clients.cloudformation;
    let request = cloudformation
        .delete_change_set()
        .stack_name(&change_set.stack_arn)
        .change_set_name(&change_set.arn);
    if let Err(error) = request.send().await.asked("delete a change set") {
        session.ui.warn(format!("{error:#}"));
        return;
    }
    if !change_set.creates {
        return;
    }
    let in_name_alone = match status::describe(cloudformation, &change_set.stack_arn).await {
        Ok(Some(described)) => described
            .stack_status()
            .is_some_and(|status| status.as_str() == "REVIEW_IN_PROGRESS"),
        Ok(None) => false,
        Err(error) => return session.ui.warn(format!("{error:#}")),
    };
    if !in_name_alone {
        return;
    }
    let request = cloudformation
        .delete_stack()
        .stack_name(&change_set.stack_arn);
    let deleted = request.send().await;
    if let Err(error) = deleted.asked(format!("delete the stack {stack}, which was never made")) {
        session.ui.warn(format!("{error:#}"));
    }
}

/// Stores a template that is too long for a request, under its content's hash.
async fn upload_template(
    session: &Session,
    wanted: &Wanted,
    leave: Leave,
) -> anyhow::Result<String> {
    let manifest = session.manifest();
    let bucket = &manifest.names.artefacts_bucket;
    let s3 = &session.clients.s3;
    // Who may only look at stacks writes nothing that a deploy takes up.
    let key = wanted.template_key(match leave {
        Leave::Look => PLANS_PREFIX,
        Leave::Clear => TEMPLATES_PREFIX,
    });
    if !objects::exists(s3, bucket, &key).await? {
        let upload = Upload {
            key: key.clone(),
            body: Body::Bytes(wanted.template.clone().into_bytes().into()),
        };
        let stored = objects::put(s3, bucket, upload).await;
        stored.map_err(|error| {
            error.context(format!(
                "the template of the stack {} is over {LONGEST_BODY} bytes and goes through the \
                 bucket {bucket}",
                wanted.name
            ))
        })?;
    }
    Ok(match &session.clients.endpoint {
        Some(endpoint) => format!("{}/{bucket}/{key}", endpoint.trim_end_matches('/')),
        None => format!(
            "https://{bucket}.s3.{}.amazonaws.com/{key}",
            manifest.region
        ),
    })
}

/// Whether a change set failed for the one good reason.
fn is_empty(reason: &str) -> bool {
    reason.contains("didn't contain changes") || reason.contains("No updates are to be performed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_to_change_is_told_from_a_failure() {
        assert!(is_empty(
            "The submitted information didn't contain changes. Submit different information to \
             create a change set."
        ));
        assert!(is_empty("No updates are to be performed."));
        assert!(!is_empty(
            "Template error: instance of Fn::GetAtt references undefined resource"
        ));
    }
}
