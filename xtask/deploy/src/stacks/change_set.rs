//! Planning: a change set says what a deploy would do before anything is done.

use std::collections::BTreeMap;

use aws_sdk_cloudformation::operation::describe_change_set::DescribeChangeSetOutput;
use aws_sdk_cloudformation::types::{
    Capability, ChangeSetType, Parameter, ResourceChange, Stack as Described, Tag,
};
use manifest::Stack;
use sha2::{Digest, Sha256};
use ui::{Align, Problem, Table};

use crate::objects::{self, Body, Upload};
use crate::package::hex;
use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// The longest template that is sent within a request.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
const LONGEST_BODY: usize = 51_200;

/// A change set that waits to be executed.
#[derive(Debug)]
pub(super) struct ChangeSet {
    pub arn: String,
    pub stack_arn: String,
    pub changes: Vec<Change>,
    pub creates: bool,
}

/// One resource that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub action: String,
    pub resource: String,
    pub kind: String,
    /// Whether the resource would be made anew, losing what it holds.
    pub replaces: bool,
}

/// Makes a change set; `None` when there is nothing to change.
pub(super) async fn plan(
    session: &Session,
    stack: &Stack,
    present: Option<&Described>,
    parameters: &BTreeMap<String, String>,
) -> anyhow::Result<Option<ChangeSet>> {
    let cloudformation = &session.clients.cloudformation;
    let name = format!("sightline-{}", jiff::Timestamp::now().as_millisecond());
    let request = cloudformation
        .create_change_set()
        .stack_name(&stack.name)
        .change_set_name(&name)
        .description("Made by cargo xtask deploy")
        .change_set_type(match present {
            Some(_) => ChangeSetType::Update,
            None => ChangeSetType::Create,
        })
        .set_capabilities(
            stack
                .named_iam
                .then(|| vec![Capability::CapabilityNamedIam]),
        )
        .set_parameters(Some(parameters.iter().map(parameter).collect()))
        .set_tags(Some(stack.tags.iter().map(tag).collect()));
    let template = session.artefacts.text(&stack.template)?;
    let request = if template.len() <= LONGEST_BODY {
        request.template_body(template)
    } else {
        request.template_url(upload_template(session, stack, template).await?)
    };
    let made = request
        .send()
        .await
        .asked(format!("make a change set of the stack {}", stack.name))?;
    let arn = made.id().unwrap_or(&name).to_owned();
    let stack_arn = made.stack_id().unwrap_or(&stack.name).to_owned();
    let described = settled(session, &stack.name, &arn).await?;
    let status = described.status().map_or("", |status| status.as_str());
    let reason = described.status_reason().unwrap_or_default().to_owned();
    if status == "FAILED" {
        discard(session, &stack.name, &arn).await;
        if is_empty(&reason) {
            return Ok(None);
        }
        return Err(
            Problem::new(format!("the stack {} cannot be changed", stack.name))
                .because(reason)
                .next("correct the configuration and run `cargo xtask generate`")
                .into(),
        );
    }
    let changes = changes(session, &stack.name, &arn, described).await?;
    Ok(Some(ChangeSet {
        arn,
        stack_arn,
        changes,
        creates: present.is_none(),
    }))
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
        let described = session
            .clients
            .cloudformation
            .describe_change_set()
            .stack_name(stack)
            .change_set_name(arn)
            .send()
            .await
            .asked(format!("describe the change set of the stack {stack}"))?;
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
) -> anyhow::Result<Vec<Change>> {
    let mut page = first;
    let mut all = Vec::new();
    loop {
        let resources = page
            .changes()
            .iter()
            .filter_map(|change| change.resource_change());
        all.extend(resources.map(Change::from));
        let Some(token) = page.next_token().map(str::to_owned) else {
            return Ok(all);
        };
        page = session
            .clients
            .cloudformation
            .describe_change_set()
            .stack_name(stack)
            .change_set_name(arn)
            .next_token(token)
            .send()
            .await
            .asked(format!("describe the change set of the stack {stack}"))?;
    }
}

/// Removes a change set that is not wanted. One that stays does no harm.
pub(super) async fn discard(session: &Session, stack: &str, arn: &str) {
    let request = session
        .clients
        .cloudformation
        .delete_change_set()
        .stack_name(stack)
        .change_set_name(arn);
    if let Err(error) = request.send().await.asked("delete a change set") {
        session.ui.warn(format!("{error:#}"));
    }
}

/// Stores a template that is too long for a request, under its content's hash.
async fn upload_template(
    session: &Session,
    stack: &Stack,
    template: String,
) -> anyhow::Result<String> {
    let manifest = session.manifest();
    let bucket = &manifest.names.artefacts_bucket;
    let s3 = &session.clients.s3;
    let key = format!("templates/{}.json", hex(&Sha256::digest(&template)));
    if !objects::exists(s3, bucket, &key).await? {
        let upload = Upload {
            key: key.clone(),
            body: Body::Bytes(template.into_bytes().into()),
        };
        let stored = objects::put(s3, bucket, upload).await;
        stored.map_err(|error| {
            error.context(format!(
                "the template of the stack {} is over {LONGEST_BODY} bytes and goes through the \
                 bucket {bucket}",
                stack.name
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

impl From<&ResourceChange> for Change {
    fn from(change: &ResourceChange) -> Self {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        Self {
            action: text(change.action().map(|action| action.as_str())),
            resource: text(change.logical_resource_id()),
            kind: text(change.resource_type()),
            replaces: change
                .replacement()
                .is_some_and(|replacement| replacement.as_str() == "True"),
        }
    }
}

/// What would change, for people.
pub(super) fn render(changes: &[Change]) -> String {
    let columns = [
        ("action", Align::Left),
        ("resource", Align::Left),
        ("type", Align::Left),
    ];
    let mut table = Table::new(columns);
    for change in changes {
        let action = match change.replaces {
            true => format!("{} (replaces)", change.action),
            false => change.action.clone(),
        };
        table.row([action.as_str(), &change.resource, &change.kind]);
    }
    table.render(None)
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

    #[test]
    fn a_replacement_is_pointed_out() {
        let change = |action: &str, resource: &str, replaces| Change {
            action: action.to_owned(),
            resource: resource.to_owned(),
            kind: "AWS::S3::Bucket".to_owned(),
            replaces,
        };
        let text = render(&[
            change("Add", "Lake", false),
            change("Modify", "Pictures", true),
        ]);
        insta::assert_snapshot!(ui::unstyled(&text), @r"
        action             resource  type
        Add                Lake      AWS::S3::Bucket
        Modify (replaces)  Pictures  AWS::S3::Bucket
        ");
    }
}
