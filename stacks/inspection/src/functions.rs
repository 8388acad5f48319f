//! A function with its role and its log group, from its task's declaration.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use cfn::iam::Role;
use cfn::iam::role::Policy;
use cfn::lambda::function::{Architecture, Code, Environment, Handle, LoggingConfig, Runtime};
use cfn::logs::LogGroup;
use cfn::policy::{Condition, Document, Statement, keys};
use cfn::{
    DeletionPolicy, LogicalId, PseudoParameter, ResourceHandle, ResourceType, Template, Value,
    join, lambda,
};
use contracts::close_look::{CloseLookBy, ShadowRules};
use contracts::tasks::{
    ChoosePictures, ChooseWindows, CloseLook, CollectPictures, ConfirmModel, CurateData,
    EvaluateModel, FirstLook, PackModel, Prepare, PromoteModel, Record, RecordAnswers,
    RegisterModel, ServeModel, Summarise, TrainModel,
};
use contracts::{Access, Bucket, Task, Variable};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::ResourceNames;
use crate::accepted;
use crate::close_look::{self, ENDPOINT};
use crate::config::{Configuration, FunctionSize};
use crate::look_prices::look_prices;
use crate::wiring::role_id;

/// The alias of what batches are inspected with that begin now, of functions and the state machine.
pub(crate) const LIVE: &str = "live";

/// A function of a template.
pub(crate) struct Function {
    pub(crate) task: &'static str,
    /// The package and binary that it runs.
    pub(crate) program: &'static str,
    pub(crate) handle: Handle,
    /// Its code and configuration as they are published.
    pub(crate) version: lambda::version::Handle,
    /// The parameter that holds its zip's key.
    pub(crate) key_parameter: LogicalId,
    pub(crate) name: String,
}

/// What a task declares of its function, see [`Task`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) name: &'static str,
    access: &'static [Access],
    pub(crate) variables: &'static [Variable],
}

impl Declared {
    const fn of<T: Task>() -> Self {
        Self {
            name: T::NAME,
            access: T::ACCESS,
            variables: T::VARIABLES,
        }
    }

    /// What the function may do, with what the configuration adds.
    pub(crate) fn access(&self, configuration: &Configuration) -> Vec<Access> {
        let mut access = self.access.to_vec();
        access.extend(further_access(self.name, configuration));
        access
    }
}

/// What every task declares.
pub(crate) const fn declared() -> [Declared; 17] {
    [
        Declared::of::<Prepare>(),
        Declared::of::<FirstLook>(),
        Declared::of::<CloseLook>(),
        Declared::of::<Record>(),
        Declared::of::<Summarise>(),
        Declared::of::<CurateData>(),
        Declared::of::<TrainModel>(),
        Declared::of::<EvaluateModel>(),
        Declared::of::<RegisterModel>(),
        Declared::of::<ServeModel>(),
        Declared::of::<PromoteModel>(),
        Declared::of::<ConfirmModel>(),
        Declared::of::<ChooseWindows>(),
        Declared::of::<CollectPictures>(),
        Declared::of::<PackModel>(),
        Declared::of::<ChoosePictures>(),
        Declared::of::<RecordAnswers>(),
    ]
}

/// What the configuration lets a function do beside what its task declares: what looks decides.
fn further_access(task: &str, configuration: &Configuration) -> Vec<Access> {
    match task {
        FirstLook::NAME => configuration.first_look.rules.access(),
        CloseLook::NAME => configuration.close_look.by().access().to_vec(),
        _ => Vec::new(),
    }
}

/// The package of a task's function: for the close look, what looks decides.
fn program<T: Task>(configuration: &Configuration) -> &'static str {
    match T::NAME {
        CloseLook::NAME => configuration.close_look.binary(),
        _ => T::PROGRAM,
    }
}

/// Adds the function of a task to a template.
pub(crate) fn add<T: Task>(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
) -> Function {
    let name = names.function(T::NAME);
    let log_group = LogGroup::new()
        .log_group_name(format!("/aws/lambda/{name}"))
        .retention_in_days(configuration.retention.logs_days)
        .on_deletion(DeletionPolicy::Delete)
        .accepting(accepted::log_group());
    let log_group = template.add(LogicalId::from_words([T::NAME, "log", "group"]), log_group);
    let mut statements = vec![
        Statement::allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"])
            .on([log_group.arn()]),
    ];
    let declared = Declared::of::<T>();
    statements.extend(access(&declared.access(configuration), names));
    let role = template.add(
        LogicalId::from_words([T::NAME, "role"]),
        role(
            names,
            T::NAME,
            format!("What the function {name} may do."),
            Document::trust("lambda.amazonaws.com", None),
            statements,
        ),
    );
    let key_parameter = LogicalId::from_words([T::NAME, "code", "key"]);
    let key = template.parameter(
        key_parameter.clone(),
        format!("Key of the zip of {name} in the artefacts bucket."),
    );
    let key_of_version = join([key.clone(), " with configuration ".into()]);
    let size = configuration.functions.get(T::NAME).copied();
    let size = size.unwrap_or(FunctionSize {
        memory_mb: 128,
        timeout_seconds: 60,
        concurrency: 1,
    });
    let code = Code::new().s3_bucket(names.artefacts_bucket()).s3_key(key);
    let variables = variables(&declared, size, configuration, names);
    let function = lambda::Function::new(code, role.arn())
        .function_name(&name)
        .description(T::DESCRIPTION)
        .runtime(Runtime::ProvidedAl2023)
        .architectures([Architecture::Arm64])
        .handler(handler::<T>())
        .memory_size(size.memory_mb)
        .timeout(size.timeout_seconds)
        .environment(Environment::new().variables(variables))
        .logging_config(LoggingConfig::new().log_group(log_group.reference()))
        .accepting(accepted::function())
        .into_resource();
    let configured = fingerprint(function.properties());
    let id = template.resource(LogicalId::from_words([T::NAME, "function"]), function);
    let handle = Handle::of(id);
    let version = publish(
        template,
        T::NAME,
        &handle,
        join([key_of_version, configured.into()]),
    );
    Function {
        task: T::NAME,
        program: program::<T>(configuration),
        handle,
        version,
        key_parameter,
        name,
    }
}

/// What a program is told that serves several tasks; one of a single task needs not be told.
fn handler<T: Task>() -> &'static str {
    if T::PROGRAM == T::NAME {
        "bootstrap"
    } else {
        T::NAME
    }
}

/// Publishes a function as a version, with the alias `live` on the newest.
///
/// A version is published anew when `what` changes, which tells it from those before: its
/// code and its configuration. The one before stays, for executions that began with it; it goes with
/// its function.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html>
fn publish(
    template: &mut Template,
    task: &str,
    function: &Handle,
    what: Value<String>,
) -> lambda::version::Handle {
    let version = lambda::Version::new(function.reference())
        .description(what)
        .on_replacement(DeletionPolicy::Retain);
    let version = template.add(LogicalId::from_words([task, "version"]), version);
    let live = lambda::Alias::new(function.reference(), version.version(), LIVE)
        .description("What batches are inspected with that begin now.");
    template.add(LogicalId::from_words([task, "live", "alias"]), live);
    version
}

/// The first digits of the SHA-256 of a function's properties: enough to tell its configurations
/// apart.
fn fingerprint(properties: &serde_json::Map<String, Json>) -> String {
    let digest = Sha256::digest(json!(properties).to_string());
    digest.iter().take(6).fold(String::new(), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A role with one policy of its own, within the environment's boundary.
pub(crate) fn role(
    names: &ResourceNames,
    of: &str,
    description: impl Into<String>,
    trust: Document,
    statements: impl IntoIterator<Item = Statement>,
) -> impl ResourceType<Handle = cfn::iam::role::Handle> {
    let access = Document::new(statements);
    Role::new(trust)
        .role_name(names.role(of))
        .description(description.into())
        .permissions_boundary(names.boundary_arn())
        .policies([Policy::new(access.clone(), "access")])
        .with_reasons(&access)
        .accepting(accepted::role())
}

/// What a task declares, as statements: one for each kind of access and bucket, so that a
/// reviewer sees at a glance what a function touches.
pub(crate) fn access(declared: &[Access], names: &ResourceNames) -> Vec<Statement> {
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
            Access::DetectLabels => others.push(detect("rekognition:DetectLabels")),
            Access::DetectModerationLabels => {
                others.push(detect("rekognition:DetectModerationLabels"));
            }
            Access::DetectText => others.push(detect("rekognition:DetectText")),
            Access::DetectFaces => others.push(detect("rekognition:DetectFaces")),
            Access::DetectProtectiveEquipment => {
                others.push(detect("rekognition:DetectProtectiveEquipment"));
            }
            Access::DetectCustomLabels => others.push(
                Statement::allow("DetectCustomLabels", ["rekognition:DetectCustomLabels"])
                    .on([names.custom_labels_versions_arn()]),
            ),
            Access::InvokeEndpoint => others.push(
                Statement::allow("InvokeEndpoint", ["sagemaker:InvokeEndpoint"])
                    .on([names.endpoints_arn()]),
            ),
            Access::InvokeEndpointAsync => others.push(
                Statement::allow("InvokeEndpointAsync", ["sagemaker:InvokeEndpointAsync"])
                    .on([names.endpoints_arn()]),
            ),
            Access::ServeModels => others.extend(serve_models(names)),
            Access::DetectAnomalies => others.push(
                Statement::allow("DetectAnomalies", ["lookoutvision:DetectAnomalies"])
                    .on([names.lookout_models_arn()]),
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

/// What it takes to let endpoints answer with a model.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html>
fn serve_models(names: &ResourceNames) -> [Statement; 2] {
    let kinds = ["endpoint", "endpoint-config", "model"];
    [
        Statement::allow(
            "ServeModels",
            [
                "sagemaker:CreateEndpoint",
                "sagemaker:CreateEndpointConfig",
                "sagemaker:CreateModel",
                "sagemaker:DeleteEndpoint",
                "sagemaker:DescribeEndpoint",
                "sagemaker:UpdateEndpoint",
            ],
        )
        .on(kinds.map(|kind| format!("{}*", names.sagemaker_arn_prefix(kind)))),
        Statement::allow("PassEndpointRole", ["iam:PassRole"])
            .on([Value::<String>::attribute(role_id(ENDPOINT), "Arn")])
            .only_if(Condition::equals(
                keys::iam::PASSED_TO_SERVICE,
                ["sagemaker.amazonaws.com"],
            )),
    ]
}

/// How long before its own time-out the close look's function ends looking, in seconds.
const BESIDE_LOOKS: u32 = 15;

/// At how many pictures candidates look: at none where a service looks, which has live models alone.
fn shadow_rules(configuration: &Configuration, size: FunctionSize) -> ShadowRules {
    let percent = match configuration.close_look.by() {
        CloseLookBy::Embedded => configuration.learning.shadow_percent,
        _ => 0,
    };
    ShadowRules {
        percent,
        within_seconds: size.timeout_seconds.saturating_sub(BESIDE_LOOKS),
    }
}

/// An action of Rekognition on a picture.
fn detect(action: &'static str) -> Statement {
    let sid = action.trim_start_matches("rekognition:");
    Statement::allow(sid, [action]).on_everything("the action knows no resources")
}

/// The ARN of a bucket, or of objects in it.
pub(crate) fn bucket_arn(names: &ResourceNames, bucket: Bucket, rest: &str) -> Value<String> {
    join([
        "arn:".into(),
        PseudoParameter::Partition.into(),
        format!(":s3:::{}{rest}", names.bucket(bucket)).into(),
    ])
}

pub(crate) fn variables(
    Declared {
        name: task,
        variables: declared,
        ..
    }: &Declared,
    size: FunctionSize,
    configuration: &Configuration,
    names: &ResourceNames,
) -> BTreeMap<&'static str, String> {
    let task = *task;
    let value = |variable: &Variable| match variable {
        Variable::PicturesBucket => names.bucket(Bucket::Pictures),
        Variable::LakeBucket => names.bucket(Bucket::Lake),
        Variable::ResultsBucket => names.bucket(Bucket::Results),
        Variable::DeviceClasses => {
            let classes = configuration.device_classes.iter();
            classes
                .map(|class| class.as_str())
                .collect::<Vec<_>>()
                .join(",")
        }
        Variable::PictureLimits => json!(configuration.limits).to_string(),
        Variable::FirstLookRules => json!(configuration.first_look.rules).to_string(),
        Variable::CloseLookBy => json!(configuration.close_look.by()).to_string(),
        Variable::Concurrency if task == FirstLook::NAME => {
            configuration.pace(names.region()).pictures.to_string()
        }
        Variable::Concurrency if task == CloseLook::NAME => {
            configuration.pace(names.region()).suspicious.to_string()
        }
        Variable::Concurrency => size.concurrency.to_string(),
        Variable::TrainingRules => json!(configuration.learning.rules()).to_string(),
        Variable::ShadowRules => json!(shadow_rules(configuration, size)).to_string(),
        Variable::EndpointSettings => {
            json!(close_look::endpoint_settings(configuration, names)).to_string()
        }
        Variable::LookPrices => json!(look_prices(configuration, names.region())).to_string(),
    };
    declared
        .iter()
        .map(|variable| (variable.name(), value(variable)))
        .collect()
}
