//! A state machine with its role and its log group.

use cfn::logs::LogGroup;
use cfn::policy::{Document, Statement};
use cfn::stepfunctions::StateMachine;
use cfn::stepfunctions::state_machine::{
    CloudWatchLogsLogGroup, Handle, LogDestination, LoggingConfiguration,
    LoggingConfigurationLevel, StateMachineType,
};
use cfn::{DeletionPolicy, LogicalId, ResourceType, Template};
use flow::{Wiring, Workflow};

use crate::ResourceNames;
use crate::accepted;
use crate::config::Configuration;
use crate::declared::LOG_DELIVERY;
use crate::functions;

/// What a state machine is.
pub(crate) struct Plan<'a> {
    /// The first word of its resources' ids, and the name of its role.
    pub(crate) word: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// What its role's description says.
    pub(crate) description: &'static str,
    pub(crate) workflow: &'a Workflow,
}

/// Adds the state machine.
pub(crate) fn add(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    plan: &Plan<'_>,
    wiring: &impl Wiring,
) -> Handle {
    let id = |words: [&str; 2]| LogicalId::from_words([&[plan.word][..], &words].concat());
    let log_group = LogGroup::new()
        .log_group_name(format!("/aws/vendedlogs/states/{}", plan.name))
        .retention_in_days(configuration.retention.logs_days)
        .on_deletion(DeletionPolicy::Delete)
        .accepting(accepted::log_group());
    let log_group = template.add(id(["log", "group"]), log_group);
    let mut statements = plan.workflow.statements(wiring);
    statements.push(
        Statement::allow("DeliverLogs", LOG_DELIVERY)
            .on_everything("log delivery knows no resources"),
    );
    let account = configuration.account.as_str();
    let role = template.add(
        LogicalId::from_words([plan.word, "role"]),
        functions::role(
            names,
            plan.word,
            plan.description,
            Document::trust("states.amazonaws.com", Some(account)),
            statements,
        ),
    );
    let destination = CloudWatchLogsLogGroup::new().log_group_arn(log_group.arn());
    let logging = LoggingConfiguration::new()
        .destinations([LogDestination::new().cloud_watch_logs_log_group(destination)])
        // Errors say where and why; payloads name places and devices.
        .include_execution_data(false)
        .level(LoggingConfigurationLevel::Error);
    let machine = StateMachine::new(role.arn())
        .state_machine_name(&plan.name)
        .state_machine_type(StateMachineType::Standard)
        // As text: a template may not hold the nulls that a definition may.
        .definition_string(plan.workflow.machine().to_json().to_string())
        .definition_substitutions(plan.workflow.substitutions(wiring))
        .logging_configuration(logging)
        .accepting(accepted::state_machine());
    template.add(id(["state", "machine"]), machine)
}
