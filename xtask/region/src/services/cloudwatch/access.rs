//! What the operations of CloudWatch are done to, as policies name it.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html>

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::query::Params;
use crate::services::iam::Access;

/// Holds a request against the caller's policies.
///
/// # Errors
/// `AccessDeniedException`.
pub(super) fn authorise(
    context: &Context,
    caller: &Caller,
    operation: &str,
    params: &Params,
) -> Result<(), ServiceError> {
    let action = format!("cloudwatch:{operation}");
    // Metrics are no resources; what bounds who puts them is their namespace.
    let namespace = match operation {
        "PutMetricData" => params.get("Namespace"),
        _ => None,
    };
    for resource in resources(context, operation, params) {
        let access = Access {
            action: &action,
            resource: &resource,
            keys: namespace
                .map(|namespace| ("cloudwatch:namespace", namespace.to_owned()))
                .into_iter()
                .collect(),
            ..Access::default()
        };
        context.iam().authorise_access(context, caller, &access)?;
    }
    Ok(())
}

/// The ARNs of what an operation is done to; `*` for one that knows no resources.
fn resources(context: &Context, operation: &str, params: &Params) -> Vec<String> {
    let alarm = |name: &str| context.arn("cloudwatch", &format!("alarm:{name}"));
    match operation {
        "DescribeAlarms" | "DeleteAlarms" => {
            let names = params.list("AlarmNames");
            match names.is_empty() {
                // All of them, whatever the filter.
                true => vec![alarm("*")],
                false => names.iter().map(|name| alarm(name)).collect(),
            }
        }
        "SetAlarmState" => vec![alarm(params.get("AlarmName").unwrap_or_default())],
        "GetDashboard" => {
            let name = params.get("DashboardName").unwrap_or_default();
            vec![super::dashboard_arn(context, name)]
        }
        _ => vec!["*".to_owned()],
    }
}
