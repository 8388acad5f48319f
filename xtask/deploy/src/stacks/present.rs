//! A stack as it is there now: what a plan starts from, and by what it is told again later.

use std::collections::BTreeMap;

use aws_sdk_cloudformation::types::{Stack as Described, TemplateStage};
use cfn::Template;
use plan::KnownStack;
use serde::{Deserialize, Serialize};

use super::status::describe;
use crate::sdk_error::Asked;
use crate::session::Session;

/// By what a stack is told to be the same as before: any change of it changes one of these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Seen {
    /// Its ARN; `None` where there was no stack.
    pub arn: Option<String>,
    /// Its status, in CloudFormation's words.
    pub status: Option<String>,
    /// When it was changed last, or made: RFC 3339 in UTC.
    pub changed: Option<String>,
    /// The change set by which it became what it is.
    pub change_set: Option<String>,
}

impl Seen {
    /// Of a stack that CloudFormation describes; a stack in name alone is none.
    pub(crate) fn of(described: Option<&Described>) -> Self {
        let status = |stack: &&Described| {
            let status = stack.stack_status().map(|status| status.as_str());
            !matches!(status, Some("REVIEW_IN_PROGRESS" | "DELETE_COMPLETE"))
        };
        let Some(stack) = described.filter(status) else {
            return Self::default();
        };
        let changed = stack.last_updated_time().or_else(|| stack.creation_time());
        let changed = changed.and_then(|at| {
            let nanosecond = i128::from(at.secs()) * 1_000_000_000 + i128::from(at.subsec_nanos());
            jiff::Timestamp::from_nanosecond(nanosecond).ok()
        });
        Self {
            arn: stack.stack_id().map(str::to_owned),
            status: stack
                .stack_status()
                .map(|status| status.as_str().to_owned()),
            changed: changed.map(|at| at.to_string()),
            change_set: stack.change_set_id().map(str::to_owned),
        }
    }

    /// As the stack of this name or ARN stands now.
    pub(crate) async fn now(session: &Session, stack: &str) -> anyhow::Result<Self> {
        let described = describe(&session.clients.cloudformation, stack).await?;
        Ok(Self::of(described.as_ref()))
    }
}

/// The parameters that a stack has.
pub(crate) fn parameters(described: &Described) -> BTreeMap<String, String> {
    let all = described.parameters().iter().filter_map(|parameter| {
        let value = parameter.resolved_value().or(parameter.parameter_value())?;
        Some((parameter.parameter_key()?.to_owned(), value.to_owned()))
    });
    all.collect()
}

/// The stack as it was deployed; nothing where its template is of another kind than ours.
pub(crate) async fn known(
    session: &Session,
    described: &Described,
) -> anyhow::Result<Option<KnownStack>> {
    let name = described.stack_name().unwrap_or_default();
    let answer = session
        .clients
        .cloudformation
        .get_template()
        .stack_name(name)
        .template_stage(TemplateStage::Original)
        .send()
        .await
        .asked(format!("give the template of the stack {name}"))?;
    let (template, _) = Template::parse(answer.template_body().unwrap_or_default());
    let tags = described
        .tags()
        .iter()
        .filter_map(|tag| Some((tag.key()?.to_owned(), tag.value()?.to_owned())));
    Ok(template.map(|template| KnownStack {
        template,
        parameters: parameters(described),
        tags: tags.collect(),
    }))
}
