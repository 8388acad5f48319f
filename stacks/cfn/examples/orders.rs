//! A stack of one's own: orders wait in a queue, a function writes them to a table, and once a
//! night the function is started to tidy up. Prints the template:
//!
//! ```text
//! cargo run -p cfn --example orders
//! ```

use cfn::dynamodb::Table;
use cfn::dynamodb::table::{
    AttributeDefinition, AttributeDefinitionAttributeType, BillingMode, KeySchemaItem,
    PointInTimeRecoverySpecification,
};
use cfn::iam::Role;
use cfn::iam::role::Policy;
use cfn::lambda::function::{Architecture, Code, Environment, LoggingConfig, Runtime};
use cfn::lambda::{EventSourceMapping, Function};
use cfn::logs::LogGroup;
use cfn::policy::{Condition, Document, Principal, Statement, actions, keys};
use cfn::scheduler::Schedule;
use cfn::scheduler::schedule::{FlexibleTimeWindow, FlexibleTimeWindowMode, Target};
use cfn::sqs::Queue;
use cfn::sqs::queue::RedrivePolicy;
use cfn::{DeletionPolicy, PseudoParameter, ResourceType, Tag, Template, fixed};

/// The stack.
pub(crate) fn orders() -> Template {
    let mut template = Template::new("Orders: a queue, a table and the function between them.");

    // What fails three times is kept for two weeks, for people to look at.
    let dead = template.add(
        "dead-orders",
        Queue::new()
            .message_retention_period(fixed::<1_209_600>())
            .on_deletion(DeletionPolicy::Retain),
    );
    let queue = template.add(
        "orders-queue",
        Queue::new()
            .visibility_timeout(fixed::<180>())
            .redrive_policy(
                RedrivePolicy::new()
                    .dead_letter_target_arn(dead.arn())
                    .max_receive_count(3),
            )
            .tags([Tag::new("team", "orders")])
            .on_deletion(DeletionPolicy::Retain),
    );

    let table = template.add(
        "orders-table",
        Table::new([KeySchemaItem::new("id", "HASH")])
            .attribute_definitions([AttributeDefinition::new(
                "id",
                AttributeDefinitionAttributeType::S,
            )])
            .billing_mode(BillingMode::PayPerRequest)
            .point_in_time_recovery_specification(
                PointInTimeRecoverySpecification::new().point_in_time_recovery_enabled(true),
            )
            .on_deletion(DeletionPolicy::Retain),
    );

    let logs = template.add(
        "orders-logs",
        LogGroup::new()
            .retention_in_days(30)
            .on_deletion(DeletionPolicy::Delete),
    );
    let access = Document::new([
        Statement::allow("Write", [actions::dynamodb::PUT_ITEM]).on([table.arn()]),
        Statement::allow(
            "Receive",
            [
                actions::sqs::RECEIVE_MESSAGE,
                actions::sqs::DELETE_MESSAGE,
                actions::sqs::GET_QUEUE_ATTRIBUTES,
            ],
        )
        .on([queue.arn()]),
        Statement::allow(
            "Log",
            [
                actions::logs::CREATE_LOG_STREAM,
                actions::logs::PUT_LOG_EVENTS,
            ],
        )
        .on([logs.arn()]),
    ]);
    let role = template.add(
        "orders-role",
        Role::new(Document::trust("lambda.amazonaws.com", None))
            .policies([Policy::new(access, "access")]),
    );

    let bucket = template.parameter("code-bucket".into(), "Bucket of the function's zip.");
    let key = template.parameter("code-key".into(), "Key of the function's zip.");
    let function = template.add(
        "orders-function",
        // A parameter is a text: that it names a bucket is this program's word.
        Function::new(
            Code::new().s3_bucket(bucket.assume()).s3_key(key),
            role.arn(),
        )
        .runtime(Runtime::ProvidedAl2023)
        .architectures([Architecture::Arm64])
        .handler("bootstrap")
        .memory_size(fixed::<128>())
        .timeout(fixed::<30>())
        .environment(Environment::new().variables([("TABLE", table.reference())]))
        .logging_config(LoggingConfig::new().log_group(logs.reference())),
    );
    template.add(
        "orders-source",
        EventSourceMapping::new(function.reference())
            .event_source_arn(queue.arn())
            .batch_size(10),
    );

    let start = Statement::allow("Start", [actions::lambda::INVOKE_FUNCTION]).on([function.arn()]);
    // Only for schedules of this very account.
    let trust = Statement::allow("Assume", [actions::sts::ASSUME_ROLE])
        .to(Principal::Service("scheduler.amazonaws.com"))
        .only_if(Condition::equals(
            keys::aws::SOURCE_ACCOUNT,
            [PseudoParameter::AccountId],
        ));
    let starter = template.add(
        "nightly-role",
        Role::new(Document::new([trust])).policies([Policy::new(Document::new([start]), "access")]),
    );
    template.add(
        "nightly",
        Schedule::new(
            FlexibleTimeWindow::new(FlexibleTimeWindowMode::Off),
            "cron(0 3 * * ? *)",
            Target::new(function.arn(), starter.arn()).input("{\"tidy\":true}"),
        ),
    );

    template.output("queue-url".into(), "Where orders go.", queue.reference());
    template
}

fn main() {
    print!("{}", orders().render());
}
