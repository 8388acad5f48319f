//! CloudFormation's operations over the wire.
//!
//! A parameter that an operation does not honour here is refused by name, never passed over.

mod asked;
mod change_sets;
mod drift;
mod exports;
mod resources;
mod role;
mod stacks;
mod start;
mod templates;
mod undo;
mod xml;

use super::CloudFormation;
use super::model::Stack;
use super::template::TemplateError;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::services::iam::Access;

/// Answers one operation.
pub(super) async fn call(
    cloudformation: &CloudFormation,
    context: &Context,
    caller: &Caller,
    operation: &str,
    params: &Params,
) -> Result<Xml, ServiceError> {
    let (known, taken) = taken(operation);
    if !known {
        return Err(ServiceError::unknown_operation("CloudFormation", operation));
    }
    refuse_others(operation, params, taken)?;
    let resource = match params.get("StackName") {
        Some(id) if id.starts_with("arn:") => id.to_owned(),
        Some(name) => context.arn("cloudformation", &format!("stack/{name}/*")),
        None => "*".to_owned(),
    };
    let action = format!("cloudformation:{operation}");
    let access = Access {
        action: &action,
        resource: &resource,
        keys: condition_keys(params),
        ..Access::default()
    };
    context.iam().authorise_access(context, caller, &access)?;
    let call = Call {
        cloudformation,
        context,
        caller,
        params,
    };
    match operation {
        "CreateChangeSet" => call.create_change_set().await,
        "DescribeChangeSet" => call.describe_change_set(),
        "ExecuteChangeSet" => call.execute_change_set(),
        "DeleteChangeSet" => call.delete_change_set(),
        "ListChangeSets" => call.list_change_sets(),
        "CreateStack" => call.create_stack().await,
        "UpdateStack" => call.update_stack().await,
        "DeleteStack" => call.delete_stack(),
        "ContinueUpdateRollback" => call.continue_update_rollback(),
        "CancelUpdateStack" => call.cancel_update_stack(),
        "RollbackStack" => call.rollback_stack(),
        "DescribeStacks" => call.describe_stacks(),
        "ListStacks" => call.list_stacks(),
        "UpdateTerminationProtection" => call.update_termination_protection(),
        "DescribeStackEvents" => call.describe_stack_events(),
        "DescribeStackResources" => call.describe_stack_resources(),
        "DescribeStackResource" => call.describe_stack_resource(),
        "ListStackResources" => call.list_stack_resources(),
        "DetectStackDrift" => call.detect_stack_drift(),
        "DescribeStackDriftDetectionStatus" => call.describe_stack_drift_detection_status(),
        "DescribeStackResourceDrifts" => call.describe_stack_resource_drifts(),
        "DetectStackResourceDrift" => call.detect_stack_resource_drift().await,
        "GetTemplate" => call.get_template(),
        "GetTemplateSummary" => call.get_template_summary().await,
        "ValidateTemplate" => call.validate_template().await,
        "ListExports" => call.list_exports(),
        "ListImports" => call.list_imports(),
        _ => Err(ServiceError::unknown_operation("CloudFormation", operation)),
    }
}

/// What a policy may ask about a request, of what AWS has keys for.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html>
fn condition_keys(params: &Params) -> Vec<(&'static str, String)> {
    [
        ("cloudformation:ChangeSetName", "ChangeSetName"),
        ("cloudformation:RoleArn", "RoleARN"),
        ("cloudformation:TemplateUrl", "TemplateURL"),
    ]
    .into_iter()
    .filter_map(|(key, parameter)| {
        let value = params.get(parameter).filter(|value| !value.is_empty())?;
        Some((key, value.to_owned()))
    })
    .collect()
}

/// Whether the operation is served, and the parameters that it takes.
fn taken(operation: &str) -> (bool, &'static [&'static str]) {
    let taken: &[&str] = match operation {
        "CreateChangeSet" => &[
            "StackName",
            "ChangeSetName",
            "ChangeSetType",
            "TemplateBody",
            "TemplateURL",
            "UsePreviousTemplate",
            "Parameters",
            "Capabilities",
            "Tags",
            "Description",
            "ClientToken",
            "OnStackFailure",
            "RoleARN",
            "DeploymentMode",
        ],
        "DescribeChangeSet" => &[
            "ChangeSetName",
            "StackName",
            "NextToken",
            "IncludePropertyValues",
        ],
        "ExecuteChangeSet" => &[
            "ChangeSetName",
            "StackName",
            "ClientRequestToken",
            "DisableRollback",
            "RetainExceptOnCreate",
        ],
        "DeleteChangeSet" => &["ChangeSetName", "StackName"],
        "CreateStack" => &[
            "StackName",
            "TemplateBody",
            "TemplateURL",
            "Parameters",
            "Capabilities",
            "Tags",
            "ClientRequestToken",
            "DisableRollback",
            "RetainExceptOnCreate",
            "OnFailure",
            "EnableTerminationProtection",
            "RoleARN",
        ],
        "UpdateStack" => &[
            "StackName",
            "TemplateBody",
            "TemplateURL",
            "UsePreviousTemplate",
            "Parameters",
            "Capabilities",
            "Tags",
            "ClientRequestToken",
            "DisableRollback",
            "RetainExceptOnCreate",
            "RoleARN",
        ],
        "DeleteStack" => &[
            "StackName",
            "RetainResources",
            "ClientRequestToken",
            "RoleARN",
            "DeletionMode",
        ],
        "ContinueUpdateRollback" => &[
            "StackName",
            "ClientRequestToken",
            "RoleARN",
            "ResourcesToSkip",
        ],
        "CancelUpdateStack" => &["StackName", "ClientRequestToken"],
        "RollbackStack" => &[
            "StackName",
            "ClientRequestToken",
            "RoleARN",
            "RetainExceptOnCreate",
        ],
        "ListChangeSets" | "DescribeStacks" | "DescribeStackEvents" | "ListStackResources" => {
            &["StackName", "NextToken"]
        }
        "ListStacks" => &["StackStatusFilter", "NextToken"],
        "UpdateTerminationProtection" => &["StackName", "EnableTerminationProtection"],
        "DescribeStackResources" => &["StackName", "LogicalResourceId", "PhysicalResourceId"],
        "DescribeStackResource" | "DetectStackResourceDrift" => &["StackName", "LogicalResourceId"],
        "DetectStackDrift" => &["StackName", "LogicalResourceIds"],
        "DescribeStackDriftDetectionStatus" => &["StackDriftDetectionId"],
        "DescribeStackResourceDrifts" => &[
            "StackName",
            "StackResourceDriftStatusFilters",
            "NextToken",
            "MaxResults",
        ],
        "GetTemplate" => &["StackName", "ChangeSetName", "TemplateStage"],
        "GetTemplateSummary" => &["StackName", "TemplateBody", "TemplateURL"],
        "ValidateTemplate" => &["TemplateBody", "TemplateURL"],
        "ListExports" => &["NextToken"],
        "ListImports" => &["ExportName", "NextToken"],
        _ => return (false, &[]),
    };
    (true, taken)
}

fn refuse_others(operation: &str, params: &Params, taken: &[&str]) -> Result<(), ServiceError> {
    for name in params.names() {
        let top = name.split('.').next().unwrap_or(name);
        // An empty list is sent as an empty parameter and asks for nothing.
        let empty = params.get(name).is_none_or(str::is_empty);
        if !taken.contains(&top) && !matches!(top, "Action" | "Version") && !empty {
            return Err(validation(format!(
                "the embedded region does not take the parameter {top} of {operation}; it takes \
                 [{}]",
                taken.join(", ")
            )));
        }
    }
    Ok(())
}

/// One call of an operation.
struct Call<'a> {
    cloudformation: &'a CloudFormation,
    context: &'a Context,
    caller: &'a Caller,
    params: &'a Params,
}

impl Call<'_> {
    /// The stack that the parameter `StackName` names.
    fn stack(&self) -> Result<Stack, ServiceError> {
        let name = self.params.required("StackName")?;
        let stack = self.cloudformation.journal.stack(name)?;
        stack.ok_or_else(|| validation(format!("Stack with id {name} does not exist")))
    }

    fn flag(&self, name: &str) -> bool {
        self.params
            .get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }

    /// One page of a list that is known to be bounded, and the mark of the next.
    fn page<T>(
        &self,
        items: Vec<T>,
        size: usize,
    ) -> Result<(Vec<T>, Option<String>), ServiceError> {
        let start = match self
            .params
            .get("NextToken")
            .filter(|token| !token.is_empty())
        {
            None => 0,
            Some(token) => token.parse::<usize>().map_err(|_| {
                validation(format!(
                    "the NextToken \"{token}\" was not given by this operation"
                ))
            })?,
        };
        let end = start.saturating_add(size);
        let next = (end < items.len()).then(|| end.to_string());
        Ok((items.into_iter().skip(start).take(size).collect(), next))
    }
}

fn validation(message: impl Into<String>) -> ServiceError {
    ServiceError::client("ValidationError", message)
}

impl From<TemplateError> for ServiceError {
    fn from(error: TemplateError) -> Self {
        validation(error.0)
    }
}
