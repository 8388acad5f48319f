//! The stack that inspects: functions, state machine, the rule that starts it, the topic.

use cfn::events::Rule;
use cfn::events::rule::{InputTransformer, RetryPolicy, State, Target};
use cfn::identifiers::TopicArn;
use cfn::policy::{Condition, Document, Principal, Statement, keys};
use cfn::sns::{Subscription, Topic, TopicPolicy};
use cfn::{LogicalId, ResourceType, Template, Value, fixed};
use contracts::tasks::{
    ChooseWindows, CloseLook, CollectPictures, ConfirmModel, CurateData, EvaluateModel, FirstLook,
    Prepare, PromoteModel, Record, RegisterModel, ServeModel, Summarise, TrainModel,
};
use contracts::{Bucket, layout};
use diagnostics::Diagnostics;
use serde_json::{Value as Json, json};

use crate::accepted;
use crate::config::Configuration;
use crate::functions::{self, Function};
use crate::machine_resources::{self, Plan};
use crate::wiring::Bound;
use crate::workflow::workflow;
use crate::{
    Region, ResourceNames, backfill, close_look, drift_alarms, live_alias, model_workflow,
    monitor_workflow, observability, training_job,
};

/// The stack, with what the manifest and the files beside it need to know.
pub(crate) struct Pipeline {
    pub(crate) template: Template,
    pub(crate) functions: Vec<Function>,
    /// The state machine that inspects, with placeholders.
    pub(crate) definition: Json,
    /// The state machine of models, with placeholders.
    pub(crate) model_definition: Json,
    /// The state machine that watches models, with placeholders.
    pub(crate) monitor_definition: Json,
    /// The state machine of back-fills, with placeholders, where there is one.
    pub(crate) backfill_definition: Option<Json>,
}

impl Pipeline {
    /// The state machines' definitions, by the name of their file.
    pub(crate) fn definitions(&self) -> impl Iterator<Item = (&'static str, &Json)> {
        let backfill = self.backfill_definition.as_ref();
        [
            ("inspection.asl.json", &self.definition),
            ("model.asl.json", &self.model_definition),
            ("monitor.asl.json", &self.monitor_definition),
        ]
        .into_iter()
        .chain(backfill.map(|definition| ("backfill.asl.json", definition)))
    }
}

/// The pipeline of a configuration.
///
/// # Errors
/// What is wrong with the workflow.
pub(crate) fn pipeline(
    configuration: &Configuration,
    names: &ResourceNames,
    region: &Region,
) -> Result<Pipeline, Diagnostics> {
    let mut template = Template::new("Sightline: functions and workflow of picture inspection.");
    template.guard();
    let mut functions = vec![
        functions::add::<Prepare>(&mut template, configuration, names),
        functions::add::<FirstLook>(&mut template, configuration, names),
        functions::add::<CloseLook>(&mut template, configuration, names),
        functions::add::<Record>(&mut template, configuration, names),
        functions::add::<Summarise>(&mut template, configuration, names),
    ];
    close_look::add_endpoint_role(&mut template, configuration, names, region);
    training_job::add_role(&mut template, configuration, names, region);
    let mut model_functions = vec![
        functions::add::<CurateData>(&mut template, configuration, names),
        functions::add::<TrainModel>(&mut template, configuration, names),
        functions::add::<EvaluateModel>(&mut template, configuration, names),
        functions::add::<RegisterModel>(&mut template, configuration, names),
        functions::add::<PromoteModel>(&mut template, configuration, names),
        functions::add::<ConfirmModel>(&mut template, configuration, names),
        functions::add::<ChooseWindows>(&mut template, configuration, names),
        functions::add::<CollectPictures>(&mut template, configuration, names),
    ];
    if configuration.close_look.serves_models() {
        model_functions.push(functions::add::<ServeModel>(
            &mut template,
            configuration,
            names,
        ));
    }
    let topic = add_topic(&mut template, configuration, names);
    let workflow = workflow(configuration, region)?;
    let backfill_functions = backfill::add_functions(&mut template, configuration, names);
    let machine_name = names.state_machine();
    let wiring = Bound {
        functions: &[&functions, &model_functions, &backfill_functions],
        topic: &topic,
        names,
        machine: &machine_name,
        job_role: training_job::TRAINING,
    };
    let plan = Plan {
        word: "inspection",
        name: machine_name.clone(),
        description: "What the inspection's state machine may do.",
        workflow: &workflow,
    };
    let machine = machine_resources::add(&mut template, configuration, names, &plan, &wiring);
    let alarms = observability::alarms(
        &mut template,
        (plan.word, &plan.name),
        &functions,
        &machine.reference(),
        &topic,
    );
    let model = add_machine(
        &mut template,
        configuration,
        names,
        &Plan {
            word: "model",
            name: names.model_machine(),
            description: "What the models' state machine may do.",
            workflow: &model_workflow::workflow(configuration, names)?,
        },
        (&wiring, &model_functions),
    );
    let monitor = add_machine(
        &mut template,
        configuration,
        names,
        &Plan {
            word: "monitor",
            name: names.monitor_machine(),
            description: "What the state machine that watches models may do.",
            workflow: &monitor_workflow::workflow(configuration)?,
        },
        (&wiring, &[]),
    );
    let backfill = backfill::workflow(configuration, names)?.map(|workflow| {
        backfill::add_role(&mut template, configuration, names, region);
        let plan = Plan {
            word: "backfill",
            name: names.backfill_machine(),
            description: "What the state machine of back-fills may do.",
            workflow: &workflow,
        };
        let wiring = Bound {
            machine: &plan.name,
            job_role: backfill::TRANSFORM,
            ..wiring
        };
        add_machine(
            &mut template,
            configuration,
            names,
            &plan,
            (&wiring, &backfill_functions),
        )
    });
    let machines = drift_alarms::Machines {
        monitor: &monitor.machine,
        model: &model.machine,
    };
    drift_alarms::add(&mut template, configuration, names, &machines, &topic);
    observability::dashboard(&mut template, names, &functions, &machine.reference());
    let live = live_alias::add(&mut template, &machine, &alarms, configuration.shift);
    add_rule(&mut template, configuration, names, &live);
    let machine = machine.reference();
    template.output(
        LogicalId::from_words(["state", "machine", "arn"]),
        "State machine that inspects a batch.",
        machine,
    );
    template.output(
        LogicalId::from_words(["model", "machine", "arn"]),
        "State machine that trains and promotes models.",
        model.machine,
    );
    template.output(
        LogicalId::from_words(["monitor", "machine", "arn"]),
        "State machine that watches models.",
        monitor.machine,
    );
    template.output(
        LogicalId::from_words(["live", "alias", "arn"]),
        "Alias of the state machine that inspections are started by.",
        live,
    );
    template.output(
        LogicalId::from_words(["topic", "arn"]),
        "Topic that tells of batches with defects, and of alarms.",
        topic.into(),
    );
    let definition = plan.workflow.machine().to_json();
    if let Some(backfill) = &backfill {
        template.output(
            LogicalId::from_words(["backfill", "machine", "arn"]),
            "State machine of back-fills.",
            backfill.machine.clone(),
        );
    }
    functions.extend(model_functions);
    functions.extend(backfill_functions);
    Ok(Pipeline {
        template,
        functions,
        definition,
        model_definition: model.definition,
        monitor_definition: monitor.definition,
        backfill_definition: backfill.map(|machine| machine.definition),
    })
}

/// A state machine of models.
struct ModelMachine {
    machine: Value<String>,
    definition: Json,
}

/// Adds a state machine, and alarms on its failures and those of functions.
fn add_machine(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    plan: &Plan<'_>,
    (wiring, watched): (&Bound<'_>, &[Function]),
) -> ModelMachine {
    let machine = machine_resources::add(template, configuration, names, plan, wiring).reference();
    observability::alarms(
        template,
        (plan.word, &plan.name),
        watched,
        &machine,
        wiring.topic,
    );
    ModelMachine {
        machine,
        definition: plan.workflow.machine().to_json(),
    }
}

fn add_topic(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
) -> Value<TopicArn> {
    let topic = Topic::new()
        .topic_name(names.topic())
        .display_name("Sightline")
        .accepting(accepted::topic());
    let arn = template.add("topic", topic).reference();
    let alarms = Statement::allow("Alarms", ["sns:Publish"])
        .to(Principal::Service("cloudwatch.amazonaws.com"))
        .on([arn.clone()])
        .only_if(Condition::equals(
            keys::aws::SOURCE_ACCOUNT,
            [configuration.account.as_str()],
        ));
    let tls_only = Statement::deny("TlsOnly", ["sns:Publish"])
        .to(Principal::Any)
        .on([arn.clone()])
        .only_if(Condition::is(keys::aws::SECURE_TRANSPORT, false));
    template.add(
        "topic-policy",
        TopicPolicy::new(Document::new([alarms, tls_only]), [arn.clone()]),
    );
    if let Some(address) = &configuration.notify {
        let subscription = Subscription::new("email", arn.clone()).endpoint(address);
        template.add("subscription", subscription);
    }
    arn
}

/// The rule that starts an execution when a batch's marker lands. It hands on the marker's key:
/// an input transformer cannot take it apart.
fn add_rule(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    machine: &Value<String>,
) {
    let start = Statement::allow("Start", ["states:StartExecution"]).on([machine.clone()]);
    let role = template.add(
        "batch-rule-role",
        functions::role(
            names,
            "batch-rule",
            "Starts the inspection of a batch.",
            Document::trust("events.amazonaws.com", Some(configuration.account.as_str())),
            [start],
        ),
    );
    let marker = format!("{}*/{}", layout::INCOMING, layout::READY_MARKER);
    let target = Target::new(machine.clone(), "inspection")
        .role_arn(role.arn())
        .input_transformer(
            InputTransformer::new("{\"marker\": <marker>}")
                .input_paths_map([("marker", "$.detail.object.key")]),
        )
        .retry_policy(
            RetryPolicy::new()
                .maximum_event_age_in_seconds(fixed::<86_400>())
                .maximum_retry_attempts(fixed::<185>()),
        );
    template.add(
        "batch-rule",
        Rule::new()
            .name(format!("{}-batch", names.prefix()))
            .description("Starts the inspection when a batch's marker lands.")
            .state(State::Enabled)
            .event_pattern(json!({
                "source": ["aws.s3"],
                "detail-type": ["Object Created"],
                "detail": {
                    "bucket": { "name": [names.bucket(Bucket::Pictures)] },
                    "object": { "key": [{ "wildcard": marker }] },
                },
            }))
            .targets([target]),
    );
}
