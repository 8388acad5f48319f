//! CloudWatch: metrics, alarms on them, and dashboards.
//!
//! - `metric`: what is measured
//! - `measured`: metrics as they are put and asked
//! - `evaluation`: what an alarm says by what is measured
//! - `watching`: alarms as time goes on
//!
//! The region's own services put no metrics. An alarm whose metric nobody ever put is in
//! `INSUFFICIENT_DATA` until `SetAlarmState` says otherwise, and stays in what it said; any other says
//! what is measured, as on AWS.

mod access;
mod evaluation;
mod measured;
mod metric;
mod watching;

use std::fmt;
use std::sync::Mutex;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use self::metric::{Metric, Summary};
use crate::caller::Caller;
use crate::context::{Context, Scope};
use crate::error::ServiceError;
use crate::protocol::query::Params;
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
            reason: "Unchecked: Initial alarm creation".to_owned(),
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
    metrics: Table<Metric>,
    points: Table<Summary>,
    /// Values of a minute are added to what is there.
    putting: Mutex<()>,
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
            metrics: scope.table("cloudwatch.metrics")?,
            points: scope.table("cloudwatch.points")?,
            putting: Mutex::default(),
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

    /// Says what an alarm says, until it is evaluated again.
    ///
    /// # Errors
    /// `ResourceNotFound`, `ValidationError`, `InvalidFormat` when the reason's data are not JSON.
    pub fn set_alarm_state(
        &self,
        context: &Context,
        name: &str,
        state: &AlarmState,
    ) -> Result<(), ServiceError> {
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
        let Some(before) = self.alarm_state(name)? else {
            return Err(ServiceError::client(
                "ResourceNotFound",
                format!("there is no alarm \"{name}\""),
            )
            .with_status(404));
        };
        self.change(context, name, (&before, state))
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

    /// Answers one operation of the wire protocols.
    pub(crate) fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        params: &Params,
    ) -> Result<Value, ServiceError> {
        access::authorise(context, caller, operation, params)?;
        match operation {
            "PutMetricData" => {
                let now = context.now();
                let metrics = self.put_data(now, params)?;
                self.watch_these(context, now, &metrics)?;
                Ok(json!({}))
            }
            "GetMetricStatistics" => self.statistics(params),
            "GetMetricData" => self.data(params),
            "ListMetrics" => self.list_metrics(params),
            "DescribeAlarms" => self.describe_alarms(context, params),
            "SetAlarmState" => {
                let state = AlarmState {
                    value: params.required("StateValue")?.to_owned(),
                    reason: params.required("StateReason")?.to_owned(),
                    reason_data: params.get("StateReasonData").map(str::to_owned),
                    at: Some(context.now()),
                };
                self.set_alarm_state(context, params.required("AlarmName")?, &state)?;
                Ok(json!({}))
            }
            "DeleteAlarms" => {
                for name in params.list("AlarmNames") {
                    self.delete_alarm(&name)?;
                }
                Ok(json!({}))
            }
            "ListDashboards" => {
                let found = self
                    .dashboards
                    .scan(params.get("DashboardNamePrefix").unwrap_or(""));
                let entries = found.map(|entry| {
                    let (name, body) = entry?;
                    Ok(json!({
                        "DashboardName": name,
                        "DashboardArn": dashboard_arn(context, &name),
                        "Size": body.len(),
                    }))
                });
                let entries = entries.collect::<Result<Vec<_>, ServiceError>>()?;
                Ok(json!({ "DashboardEntries": entries }))
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
                Ok(json!({
                    "DashboardArn": dashboard_arn(context, name),
                    "DashboardBody": body,
                    "DashboardName": name,
                }))
            }
            _ => Err(ServiceError::unknown_operation("CloudWatch", operation)),
        }
    }

    fn describe_alarms(&self, context: &Context, params: &Params) -> Result<Value, ServiceError> {
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
            page.push(told(context, &name, &alarm, &state));
            last = name;
        }
        let mut answer = json!({ "MetricAlarms": page, "CompositeAlarms": [] });
        if more {
            answer["NextToken"] = last.into();
        }
        Ok(answer)
    }
}

fn dashboard_arn(context: &Context, name: &str) -> String {
    format!("arn:aws:cloudwatch::{}:dashboard/{name}", context.account())
}

/// An alarm as CloudWatch answers it.
fn told(context: &Context, name: &str, alarm: &Value, state: &AlarmState) -> Value {
    const TOLD: [&str; 13] = [
        "AlarmDescription",
        "OKActions",
        "AlarmActions",
        "InsufficientDataActions",
        "MetricName",
        "Namespace",
        "Statistic",
        "Dimensions",
        "Period",
        "EvaluationPeriods",
        "DatapointsToAlarm",
        "ComparisonOperator",
        "TreatMissingData",
    ];
    let enabled = alarm.get("ActionsEnabled") != Some(&Value::Bool(false));
    let mut told = json!({
        "AlarmName": name,
        "AlarmArn": context.arn("cloudwatch", &format!("alarm:{name}")),
        "ActionsEnabled": enabled,
        "StateValue": state.value,
        "StateReason": state.reason,
    });
    for member in TOLD {
        if let Some(value) = alarm.get(member) {
            told[member] = value.clone();
        }
    }
    if let Some(threshold) = alarm.get("Threshold").and_then(Value::as_f64) {
        told["Threshold"] = threshold.into();
    }
    if let Some(data) = &state.reason_data {
        told["StateReasonData"] = data.clone().into();
    }
    if let Some(at) = state.at {
        told["StateUpdatedTimestamp"] = at.to_string().into();
    }
    told
}
