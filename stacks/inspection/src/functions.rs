//! A function with its role and its log group, from its task's declaration.

use std::collections::BTreeMap;

use cfn::policy::{Statement, document, trust};
use cfn::{DeletionPolicy, LogicalId, PseudoParameter, Resource, Template, Value, join};
use contracts::{Access, Bucket, Task, Variable};
use serde_json::{Value as Json, json};

use crate::ResourceNames;
use crate::config::{Configuration, FunctionSize};

/// A function of a template.
pub(crate) struct Function {
    pub(crate) task: &'static str,
    pub(crate) id: LogicalId,
    /// The parameter that holds its zip's key.
    pub(crate) key_parameter: LogicalId,
    pub(crate) name: String,
}

/// Adds the function of a task to a template.
pub(crate) fn add<T: Task>(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
) -> Function {
    let name = names.function(T::NAME);
    let log_group = template.resource(
        LogicalId::from_words([T::NAME, "log", "group"]),
        Resource::new("AWS::Logs::LogGroup")
            .with("LogGroupName", format!("/aws/lambda/{name}"))
            .with("RetentionInDays", configuration.retention.logs_days)
            .on_deletion(DeletionPolicy::Delete),
    );
    let mut statements = vec![
        Statement::allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"])
            .on([Value::Attribute(log_group.clone(), "Arn")]),
    ];
    statements.extend(access(T::ACCESS, names));
    let role = template.resource(
        LogicalId::from_words([T::NAME, "role"]),
        Resource::new("AWS::IAM::Role")
            .with("RoleName", names.role(T::NAME))
            .with("Description", format!("What the function {name} may do."))
            .with(
                "AssumeRolePolicyDocument",
                trust("lambda.amazonaws.com", None),
            )
            .with(
                "Policies",
                json!([{ "PolicyName": "access", "PolicyDocument": document(&statements) }]),
            ),
    );
    let key_parameter = LogicalId::from_words([T::NAME, "code", "key"]);
    let key = template.parameter(
        key_parameter.clone(),
        format!("Key of the zip of {name} in the artefacts bucket."),
    );
    let size = configuration.functions.get(T::NAME).copied();
    let size = size.unwrap_or(FunctionSize {
        memory_mb: 128,
        timeout_seconds: 60,
        concurrency: 1,
    });
    let function = Resource::new("AWS::Lambda::Function")
        .with("FunctionName", name.as_str())
        .with("Description", T::DESCRIPTION)
        .with("Runtime", "provided.al2023")
        .with("Architectures", json!(["arm64"]))
        .with("Handler", "bootstrap")
        .with(
            "Code",
            json!({ "S3Bucket": names.artefacts_bucket(), "S3Key": Json::from(key) }),
        )
        .with("Role", Value::<String>::Attribute(role, "Arn"))
        .with("MemorySize", size.memory_mb)
        .with("Timeout", size.timeout_seconds)
        .with(
            "Environment",
            json!({ "Variables": variables(T::VARIABLES, size, configuration, names) }),
        )
        .with(
            "LoggingConfig",
            json!({ "LogGroup": Json::from(Value::<String>::Ref(log_group)) }),
        );
    let id = template.resource(LogicalId::from_words([T::NAME, "function"]), function);
    Function {
        task: T::NAME,
        id,
        key_parameter,
        name,
    }
}

/// What a task declares, as statements: one for each kind of access and bucket, so that a
/// reviewer sees at a glance what a function touches.
fn access(declared: &[Access], names: &ResourceNames) -> Vec<Statement> {
    let mut objects: BTreeMap<(&'static str, Bucket), Vec<&'static str>> = BTreeMap::new();
    let mut lists: BTreeMap<Bucket, Vec<&'static str>> = BTreeMap::new();
    let mut others = Vec::new();
    for access in declared {
        match *access {
            Access::Read(bucket, prefix) => {
                objects
                    .entry(("s3:GetObject", bucket))
                    .or_default()
                    .push(prefix);
            }
            Access::Write(bucket, prefix) => {
                objects
                    .entry(("s3:PutObject", bucket))
                    .or_default()
                    .push(prefix);
            }
            Access::Delete(bucket, prefix) => {
                objects
                    .entry(("s3:DeleteObject", bucket))
                    .or_default()
                    .push(prefix);
            }
            Access::List(bucket, prefix) => lists.entry(bucket).or_default().push(prefix),
            Access::DetectLabels => others.push(
                Statement::allow("DetectLabels", ["rekognition:DetectLabels"])
                    .on_everything("the action knows no resources"),
            ),
            Access::DetectCustomLabels => others.push(
                Statement::allow("DetectCustomLabels", ["rekognition:DetectCustomLabels"])
                    .on([names.custom_labels_versions_arn().into()]),
            ),
        }
    }
    let mut statements = Vec::new();
    for ((action, bucket), prefixes) in objects {
        let verb = action.trim_start_matches("s3:").trim_end_matches("Object");
        let arns = prefixes
            .iter()
            .map(|prefix| bucket_arn(names, bucket, &format!("/{prefix}*")));
        statements.push(Statement::allow(format!("{verb}{bucket:?}"), [action]).on(arns));
    }
    for (bucket, prefixes) in lists {
        let prefixes: Vec<String> = prefixes.iter().map(|prefix| format!("{prefix}*")).collect();
        statements.push(
            Statement::allow(format!("List{bucket:?}"), ["s3:ListBucket"])
                .on([bucket_arn(names, bucket, "")])
                // Reading an object asks for this permission, too, when there is none under the
                // key: without it S3 says 403 and not 404. Such a request has no prefix.
                .when("StringLikeIfExists", "s3:prefix", prefixes),
        );
    }
    statements.extend(others);
    statements
}

/// The ARN of a bucket, or of objects in it.
pub(crate) fn bucket_arn(names: &ResourceNames, bucket: Bucket, rest: &str) -> Value<String> {
    join([
        "arn:".into(),
        PseudoParameter::Partition.into(),
        format!(":s3:::{}{rest}", names.bucket(bucket)).into(),
    ])
}

fn variables(
    declared: &[Variable],
    size: FunctionSize,
    configuration: &Configuration,
    names: &ResourceNames,
) -> BTreeMap<&'static str, String> {
    let value = |variable: &Variable| match variable {
        Variable::PicturesBucket => names.bucket(Bucket::Pictures),
        Variable::LakeBucket => names.bucket(Bucket::Lake),
        Variable::DeviceClasses => {
            let classes = configuration.device_classes.iter();
            classes
                .map(|class| class.as_str())
                .collect::<Vec<_>>()
                .join(",")
        }
        Variable::PictureLimits => json!(configuration.limits).to_string(),
        Variable::FirstLookRules => json!(configuration.first_look.rules).to_string(),
        Variable::Concurrency => size.concurrency.to_string(),
    };
    declared
        .iter()
        .map(|variable| (variable.name(), value(variable)))
        .collect()
}
