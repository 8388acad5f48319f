//! What watching models is started by and what it starts: the schedule, an alarm on each class's drift,
//! and the training that the alarm starts.
//!
//! The metric says 1 or 0 and nothing where neither can be said, and what is missing leaves the alarm in
//! its state: so a drift that lasts is one change of state, and one training. The training has no dataset,
//! by which it collects one, and is not to be promoted.

use cfn::cloudwatch::Alarm;
use cfn::cloudwatch::alarm::{ComparisonOperator, Dimension, Statistic, TreatMissingData};
use cfn::events::Rule;
use cfn::events::rule::{InputTransformer, RetryPolicy, State, Target};
use cfn::identifiers::TopicArn;
use cfn::policy::{Document, Statement};
use cfn::{LogicalId, Template, Value, fixed};
use contracts::monitoring::metrics;
use contracts::training::{ModelAction, ModelInput};
use serde_json::{Value as Json, json};

use crate::ResourceNames;
use crate::config::Configuration;
use crate::functions;

/// The state machines that are started.
pub(crate) struct Machines<'a> {
    /// The one that watches.
    pub(crate) monitor: &'a Value<String>,
    /// The one that trains.
    pub(crate) model: &'a Value<String>,
}

/// Adds the schedule, the alarms and what they start.
pub(crate) fn add(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    machines: &Machines<'_>,
    topic: &Value<TopicArn>,
) {
    let rules = configuration.monitoring;
    if let Some(schedule) = rules.schedule {
        let role = starter(
            template,
            configuration,
            names,
            ("monitor-rule", machines.monitor),
        );
        let target = Target::new(machines.monitor.clone(), "monitor")
            .role_arn(role)
            .input("{}")
            .retry_policy(patience());
        template.add(
            "monitor-rule",
            Rule::new()
                .name(format!("{}-monitor", names.prefix()))
                .description("Watches the models.")
                .state(State::Enabled)
                .schedule_expression(schedule)
                .targets([target]),
        );
    }
    let role = rules.retrain.then(|| {
        starter(
            template,
            configuration,
            names,
            ("retrain-rule", machines.model),
        )
    });
    for class in &configuration.device_classes {
        let class = class.as_str();
        let name = names.drift_alarm(class);
        let alarm = Alarm::new()
            .alarm_name(&name)
            .alarm_description(format!(
                "What the live model of {class} sees is not what it was made for."
            ))
            .alarm_actions([topic.clone()])
            .comparison_operator(ComparisonOperator::GreaterThanOrEqualToThreshold)
            .dimensions([
                Dimension::new(metrics::ENVIRONMENT, configuration.environment.as_str()),
                Dimension::new(metrics::DEVICE_CLASS, class),
            ])
            .evaluation_periods(fixed::<1>())
            .metric_name(metrics::DRIFTED)
            .namespace(metrics::NAMESPACE)
            .period(fixed::<60>())
            .statistic(Statistic::Maximum)
            .threshold(1)
            .treat_missing_data(TreatMissingData::Ignore);
        template.add(LogicalId::from_words([class, "drift", "alarm"]), alarm);
        let Some(role) = &role else { continue };
        let target = Target::new(machines.model.clone(), "retrain")
            .role_arn(role.clone())
            .input_transformer(InputTransformer::new(training(class)).input_paths_map([
                ("alarm", "$.resources[0]"),
                ("reason", "$.detail.state.reason"),
            ]))
            .retry_policy(patience());
        template.add(
            LogicalId::from_words([class, "retrain", "rule"]),
            Rule::new()
                .name(format!("{}-retrain-{class}", names.prefix()))
                .description(format!(
                    "Trains a model of {class} on what the field has told, when the live one has drifted."
                ))
                .state(State::Enabled)
                .event_pattern(json!({
                    "source": ["aws.cloudwatch"],
                    "detail-type": ["CloudWatch Alarm State Change"],
                    "detail": { "alarmName": [name], "state": { "value": ["ALARM"] } },
                }))
                .targets([target]),
        );
    }
}

/// The input of the training, as a template: who asks is the alarm.
fn training(class: &str) -> String {
    let field = |name: &str, value: Json| format!("{}: {value}", Json::from(name));
    let told = |name: &str, part: &str| format!("{}: <{part}>", Json::from(name));
    let fields = [
        field(ModelInput::ACTION.name(), json!(ModelAction::Train)),
        field(ModelInput::DEVICE_CLASS.name(), class.into()),
        field(ModelInput::PROMOTE.name(), false.into()),
        told(ModelInput::BY.name(), "alarm"),
        told(ModelInput::REASON.name(), "reason"),
    ];
    format!("{{{}}}", fields.join(", "))
}

/// A role that starts a state machine for EventBridge.
fn starter(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    (of, machine): (&str, &Value<String>),
) -> Value<cfn::identifiers::RoleArn> {
    let start = Statement::allow("Start", ["states:StartExecution"]).on([machine.clone()]);
    let role = functions::role(
        names,
        of,
        "Starts a state machine of models.",
        Document::trust("events.amazonaws.com", Some(configuration.account.as_str())),
        [start],
    );
    template
        .add(LogicalId::from_words([of, "role"]), role)
        .arn()
}

fn patience() -> RetryPolicy {
    RetryPolicy::new()
        .maximum_event_age_in_seconds(fixed::<86_400>())
        .maximum_retry_attempts(fixed::<185>())
}
