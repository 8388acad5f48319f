//! CloudWatch alarms and dashboards, as they were put. Nothing is measured here, so an alarm's
//! state stays `INSUFFICIENT_DATA`.

use std::fmt;

use serde_json::Value;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::store::{StoreError, Table};

/// CloudWatch of one AWS region.
pub struct CloudWatch {
    alarms: Table<Value>,
    dashboards: Table<String>,
}

impl fmt::Debug for CloudWatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CloudWatch").finish_non_exhaustive()
    }
}

impl CloudWatch {
    pub(crate) fn open(scope: &Scope<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            alarms: scope.table("cloudwatch.alarms")?,
            dashboards: scope.table("cloudwatch.dashboards")?,
        })
    }

    /// Keeps an alarm, whose members are those of `PutMetricAlarm`. One of that name is replaced.
    pub fn put_alarm(&self, name: &str, alarm: &Value) -> Result<(), ServiceError> {
        Ok(self.alarms.put(name, alarm)?)
    }

    /// An alarm.
    pub fn alarm(&self, name: &str) -> Result<Option<Value>, ServiceError> {
        Ok(self.alarms.get(name)?)
    }

    /// Removes an alarm, if it is there.
    pub fn delete_alarm(&self, name: &str) -> Result<(), ServiceError> {
        Ok(self.alarms.delete(name)?)
    }

    /// Keeps a dashboard, whose body is JSON. One of that name is replaced.
    ///
    /// # Errors
    /// `InvalidParameterInput` when the body is not JSON.
    pub fn put_dashboard(&self, name: &str, body: &str) -> Result<(), ServiceError> {
        serde_json::from_str::<Value>(body).map_err(|error| {
            ServiceError::client(
                "InvalidParameterInput",
                format!("the body of the dashboard \"{name}\" is not JSON: {error}"),
            )
        })?;
        Ok(self.dashboards.put(name, &body.to_owned())?)
    }

    /// A dashboard's body.
    pub fn dashboard(&self, name: &str) -> Result<Option<String>, ServiceError> {
        Ok(self.dashboards.get(name)?)
    }

    /// Removes a dashboard, if it is there.
    pub fn delete_dashboard(&self, name: &str) -> Result<(), ServiceError> {
        Ok(self.dashboards.delete(name)?)
    }

    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        params: &Params,
    ) -> Result<Xml, ServiceError> {
        context.authorise(caller, &format!("cloudwatch:{operation}"), "*")?;
        match operation {
            "DescribeAlarms" => {
                let names = params.list("AlarmNames");
                let mut alarms = Vec::new();
                for entry in self
                    .alarms
                    .scan(params.get("AlarmNamePrefix").unwrap_or_default())
                {
                    let (name, alarm) = entry?;
                    if names.is_empty() || names.contains(&name) {
                        alarms.push(alarm_xml(context, &name, &alarm));
                    }
                }
                Ok(Xml::new().members("MetricAlarms", alarms))
            }
            "ListDashboards" => {
                let found = self
                    .dashboards
                    .scan(params.get("DashboardNamePrefix").unwrap_or(""));
                let entries = found.map(|entry| {
                    let (name, body) = entry?;
                    Ok(Xml::new()
                        .text("DashboardName", &name)
                        .text("DashboardArn", dashboard_arn(context, &name))
                        .text("Size", body.len().to_string()))
                });
                let entries = entries.collect::<Result<Vec<_>, ServiceError>>()?;
                Ok(Xml::new().members("DashboardEntries", entries))
            }
            "GetDashboard" => {
                let name = params.required("DashboardName")?;
                let body = self.dashboard(name)?.ok_or_else(|| {
                    ServiceError::client(
                        "ResourceNotFound",
                        format!("there is no dashboard \"{name}\""),
                    )
                    .with_status(404)
                })?;
                Ok(Xml::new()
                    .text("DashboardArn", dashboard_arn(context, name))
                    .text("DashboardBody", body)
                    .text("DashboardName", name))
            }
            _ => Err(ServiceError::unknown_operation("CloudWatch", operation)),
        }
    }
}

fn dashboard_arn(context: &Context, name: &str) -> String {
    format!("arn:aws:cloudwatch::{}:dashboard/{name}", context.account())
}

fn alarm_xml(context: &Context, name: &str, alarm: &Value) -> Xml {
    const TOLD: [&str; 10] = [
        "AlarmDescription",
        "MetricName",
        "Namespace",
        "Statistic",
        "Period",
        "EvaluationPeriods",
        "DatapointsToAlarm",
        "Threshold",
        "ComparisonOperator",
        "TreatMissingData",
    ];
    let xml = Xml::new()
        .text("AlarmName", name)
        .text(
            "AlarmArn",
            context.arn("cloudwatch", &format!("alarm:{name}")),
        )
        .text("StateValue", "INSUFFICIENT_DATA")
        .text("StateReason", "Nothing is measured in the embedded region.");
    let xml = TOLD.into_iter().fold(xml, |xml, member| {
        let text = match alarm.get(member) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Null) | None => None,
            Some(other) => Some(other.to_string()),
        };
        xml.optional(member, text)
    });
    let actions = alarm.get("AlarmActions").and_then(Value::as_array);
    let actions = actions.into_iter().flatten().filter_map(Value::as_str);
    let dimensions = alarm.get("Dimensions").and_then(Value::as_array);
    let dimensions = dimensions.into_iter().flatten().map(|one| {
        let part = |name| one.get(name).and_then(Value::as_str).unwrap_or_default();
        Xml::new()
            .text("Name", part("Name"))
            .text("Value", part("Value"))
    });
    xml.texts("AlarmActions", actions)
        .members("Dimensions", dimensions)
}
