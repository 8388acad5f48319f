//! CloudWatch alarms and dashboards, as they were put. Nothing is measured here: an alarm is in
//! `INSUFFICIENT_DATA` until `SetAlarmState` says otherwise, and stays in what it said, where AWS
//! would measure again. Its actions are not taken.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::{Params, Xml};
use crate::store::{Store, StoreError, Table};

/// The states of an alarm.
const STATES: [&str; 3] = ["OK", "ALARM", "INSUFFICIENT_DATA"];
/// The alarms on a page.
const PAGE: usize = 100;

/// What an alarm says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmState {
    /// `OK`, `ALARM` or `INSUFFICIENT_DATA`.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Why, as JSON.
    pub reason_data: Option<String>,
    /// Since when; none where nobody ever said.
    pub at: Option<Timestamp>,
}

impl Default for AlarmState {
    fn default() -> Self {
        Self {
            value: "INSUFFICIENT_DATA".to_owned(),
            reason: "Nothing is measured in the embedded region.".to_owned(),
            reason_data: None,
            at: None,
        }
    }
}

/// CloudWatch of one AWS region.
pub struct CloudWatch {
    store: Store,
    alarms: Table<Value>,
    states: Table<AlarmState>,
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
            store: scope.store(),
            alarms: scope.table("cloudwatch.alarms")?,
            states: scope.table("cloudwatch.alarm-states")?,
            dashboards: scope.table("cloudwatch.dashboards")?,
        })
    }

    /// Keeps an alarm, whose members are those of `PutMetricAlarm`. One of that name is replaced and
    /// stays in its state.
    pub fn put_alarm(&self, name: &str, alarm: &Value) -> Result<(), ServiceError> {
        Ok(self.alarms.put(name, alarm)?)
    }

    /// An alarm.
    pub fn alarm(&self, name: &str) -> Result<Option<Value>, ServiceError> {
        Ok(self.alarms.get(name)?)
    }

    /// What an alarm says; none when there is no such alarm.
    pub fn alarm_state(&self, name: &str) -> Result<Option<AlarmState>, ServiceError> {
        match self.alarm(name)? {
            Some(_) => Ok(Some(self.states.get(name)?.unwrap_or_default())),
            None => Ok(None),
        }
    }

    /// Says what an alarm says from now on.
    ///
    /// # Errors
    /// `ResourceNotFound`, `ValidationError`, `InvalidFormat` when the reason's data are not JSON.
    pub fn set_alarm_state(&self, name: &str, state: &AlarmState) -> Result<(), ServiceError> {
        if !STATES.contains(&state.value.as_str()) {
            return Err(ServiceError::client(
                "ValidationError",
                format!(
                    "StateValue is {}, not \"{}\"",
                    STATES.join(", "),
                    state.value
                ),
            ));
        }
        if let Some(data) = &state.reason_data {
            serde_json::from_str::<serde::de::IgnoredAny>(data).map_err(|error| {
                ServiceError::client(
                    "InvalidFormat",
                    format!("StateReasonData is not JSON: {error}"),
                )
            })?;
        }
        if self.alarm(name)?.is_none() {
            return Err(ServiceError::client(
                "ResourceNotFound",
                format!("there is no alarm \"{name}\""),
            )
            .with_status(404));
        }
        Ok(self.states.put(name, state)?)
    }

    /// Removes an alarm, if it is there.
    pub fn delete_alarm(&self, name: &str) -> Result<(), ServiceError> {
        let mut batch = self.store.batch();
        batch.delete(&self.alarms, name);
        batch.delete(&self.states, name);
        Ok(batch.commit()?)
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
            "DescribeAlarms" => self.describe_alarms(context, params),
            "SetAlarmState" => {
                let state = AlarmState {
                    value: params.required("StateValue")?.to_owned(),
                    reason: params.required("StateReason")?.to_owned(),
                    reason_data: params.get("StateReasonData").map(str::to_owned),
                    at: Some(context.now()),
                };
                self.set_alarm_state(params.required("AlarmName")?, &state)?;
                Ok(Xml::new())
            }
            "DeleteAlarms" => {
                for name in params.list("AlarmNames") {
                    self.delete_alarm(&name)?;
                }
                Ok(Xml::new())
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

impl CloudWatch {
    fn describe_alarms(&self, context: &Context, params: &Params) -> Result<Xml, ServiceError> {
        let names = params.list("AlarmNames");
        let wanted = params.get("StateValue").filter(|value| !value.is_empty());
        if let Some(other) = wanted.filter(|value| !STATES.contains(value)) {
            return Err(ServiceError::client(
                "ValidationError",
                format!("StateValue is {}, not \"{other}\"", STATES.join(", ")),
            ));
        }
        let most = match params.get("MaxRecords").map(str::parse) {
            None => PAGE,
            Some(Ok(most)) if (1..=PAGE).contains(&most) => most,
            Some(_) => {
                return Err(ServiceError::client(
                    "ValidationError",
                    format!("MaxRecords is 1 to {PAGE}"),
                ));
            }
        };
        let after = params.get("NextToken").unwrap_or_default();
        let prefix = params.get("AlarmNamePrefix").unwrap_or_default();
        let mut page = Vec::new();
        let (mut last, mut more) = (String::new(), false);
        // Alarms of metrics are the only ones here.
        let types = params.list("AlarmTypes");
        let none = !types.is_empty() && !types.iter().any(|kind| kind == "MetricAlarm");
        for entry in self.alarms.scan(prefix) {
            let (name, alarm) = entry?;
            let state = self.states.get(&name)?.unwrap_or_default();
            let asked = (names.is_empty() || names.contains(&name))
                && wanted.is_none_or(|wanted| wanted == state.value)
                && name.as_str() > after;
            if none || !asked {
                continue;
            }
            if page.len() == most {
                more = true;
                break;
            }
            page.push(alarm_xml(context, &name, &alarm, &state));
            last = name;
        }
        Ok(Xml::new()
            .members("MetricAlarms", page)
            .members("CompositeAlarms", [])
            .optional("NextToken", more.then_some(last)))
    }
}

fn dashboard_arn(context: &Context, name: &str) -> String {
    format!("arn:aws:cloudwatch::{}:dashboard/{name}", context.account())
}

fn alarm_xml(context: &Context, name: &str, alarm: &Value, state: &AlarmState) -> Xml {
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
        .text(
            "ActionsEnabled",
            (alarm.get("ActionsEnabled") != Some(&Value::Bool(false))).to_string(),
        )
        .text("StateValue", &state.value)
        .text("StateReason", &state.reason)
        .optional("StateReasonData", state.reason_data.as_deref())
        .optional("StateUpdatedTimestamp", state.at.map(|at| at.to_string()));
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
