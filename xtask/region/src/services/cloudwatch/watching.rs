//! Alarms as time goes on: evaluated when something is put of their metric and every minute, told to
//! EventBridge and to their topics when they change.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::evaluation::Rule;
use super::measured::{MINUTE, minute};
use super::metric::Metric;
use super::{AlarmState, CloudWatch};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::events::Event;

/// How often alarms are looked at when nothing is put.
const LOOKS_EVERY: Duration = Duration::from_secs(60);

impl CloudWatch {
    /// Looks at the alarms every minute: what is missing is missing by the time that goes.
    pub(crate) fn start(&self, context: &Context) {
        let context = context.clone();
        context.clone().spawn(async move {
            loop {
                tokio::time::sleep(LOOKS_EVERY).await;
                if let Err(error) = context.cloudwatch().watch(&context, context.now()) {
                    tracing::error!(%error, "alarms could not be evaluated");
                }
            }
        });
    }

    /// Evaluates every alarm as of a time.
    pub(crate) fn watch(&self, context: &Context, now: Timestamp) -> Result<(), ServiceError> {
        self.evaluate(context, now, |_| true)
    }

    /// Evaluates the alarms on these metrics.
    pub(super) fn watch_these(
        &self,
        context: &Context,
        now: Timestamp,
        metrics: &[Metric],
    ) -> Result<(), ServiceError> {
        self.evaluate(context, now, |metric| metrics.contains(metric))
    }

    fn evaluate(
        &self,
        context: &Context,
        now: Timestamp,
        asked: impl Fn(&Metric) -> bool,
    ) -> Result<(), ServiceError> {
        for entry in self.alarms.scan("") {
            let (name, alarm) = entry?;
            let Some(rule) = Rule::of(&alarm).filter(|rule| asked(&rule.metric)) else {
                continue;
            };
            // Of what was never measured, an alarm says what it was told to say.
            if !self.is_measured(&rule.metric)? {
                continue;
            }
            // The period that has just begun counts: what is put is seen at once.
            let until = minute(now) + MINUTE;
            let from = until - rule.period * i64::from(rule.range());
            let periods = self.periods(&rule.metric, (from, until), rule.period)?;
            let values: Vec<Option<f64>> = (1..=i64::from(rule.range()))
                .map(|back| periods.get(&(until - back * rule.period)))
                .map(|summary| summary.map(|summary| summary.value(rule.statistic)))
                .collect();
            let Some(verdict) = rule.evaluate(&values) else {
                continue;
            };
            let before = self.states.get(&name)?.unwrap_or_default();
            if before.value == verdict.state {
                continue;
            }
            let mut data = verdict.data;
            data["queryDate"] = moment(now).into();
            let state = AlarmState {
                value: verdict.state.to_owned(),
                reason: verdict.reason,
                reason_data: Some(data.to_string()),
                at: Some(now),
            };
            self.change(context, &name, (&before, &state))?;
        }
        Ok(())
    }

    /// Keeps an alarm's state, and tells of it when it is another.
    pub(super) fn change(
        &self,
        context: &Context,
        name: &str,
        (before, after): (&AlarmState, &AlarmState),
    ) -> Result<(), ServiceError> {
        let alarm = self.alarm(name)?.unwrap_or_default();
        let mut batch = self.store.batch();
        batch.put(&self.states, name, after);
        let changed = before.value != after.value;
        if changed {
            let event = state_change(context, name, &alarm, (before, after));
            context.events().stage(&mut batch, &event);
        }
        batch.commit()?;
        if !changed {
            return Ok(());
        }
        context.events().wake();
        let member = match after.value.as_str() {
            "ALARM" => "AlarmActions",
            "OK" => "OKActions",
            _ => "InsufficientDataActions",
        };
        if alarm.get("ActionsEnabled") == Some(&Value::Bool(false)) {
            return Ok(());
        }
        let actions = alarm.get(member).and_then(Value::as_array);
        let topics = actions.into_iter().flatten().filter_map(Value::as_str);
        for topic in topics.filter(|action| action.split(':').nth(2) == Some("sns")) {
            let subject = format!("{}: \"{name}\" in {}", after.value, context.region());
            let message = json!({
                "AlarmName": name,
                "AlarmDescription": alarm.get("AlarmDescription"),
                "AWSAccountId": context.account(),
                "Region": context.region(),
                "AlarmArn": context.arn("cloudwatch", &format!("alarm:{name}")),
                "OldStateValue": before.value,
                "NewStateValue": after.value,
                "NewStateReason": after.reason,
                "StateChangeTime": after.at.map(moment),
            });
            // That a topic is gone must not keep the alarm from saying what it says.
            let told = context
                .sns()
                .publish(context, topic, Some(&subject), &message.to_string());
            if let Err(error) = told {
                tracing::warn!(%error, alarm = name, topic, "an alarm could not be told");
            }
        }
        Ok(())
    }
}

/// The event of a changed state.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html>
fn state_change(
    context: &Context,
    name: &str,
    alarm: &Value,
    (before, after): (&AlarmState, &AlarmState),
) -> Event {
    let state = |state: &AlarmState| {
        let mut told = json!({ "value": state.value, "reason": state.reason });
        if let Some(data) = &state.reason_data {
            told["reasonData"] = data.clone().into();
        }
        if let Some(at) = state.at {
            told["timestamp"] = moment(at).into();
        }
        told
    };
    let mut configuration = json!({});
    if let Some(description) = alarm.get("AlarmDescription") {
        configuration["description"] = description.clone();
    }
    if let Some(rule) = Rule::of(alarm) {
        configuration["metrics"] = json!([{
            "id": uuid::Uuid::new_v4().to_string(),
            "metricStat": {
                "metric": {
                    "namespace": rule.metric.namespace,
                    "name": rule.metric.name,
                    "dimensions": rule.metric.dimensions,
                },
                "period": rule.period,
                "stat": rule.statistic.name(),
            },
            "returnData": true,
        }]);
    }
    let mut event = Event::new(context, "aws.cloudwatch", "CloudWatch Alarm State Change");
    event.resources = vec![context.arn("cloudwatch", &format!("alarm:{name}"))];
    event.detail = json!({
        "alarmName": name,
        "state": state(after),
        "previousState": state(before),
        "configuration": configuration,
    });
    event
}

/// A time as CloudWatch writes it in events: `2026-11-22T10:00:00.000+0000`.
fn moment(at: Timestamp) -> String {
    let text = format!("{at:.3}");
    format!("{}+0000", text.trim_end_matches('Z'))
}
