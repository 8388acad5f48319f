//! A training job of SageMaker as the models' state machine asks for it, and the role that it runs as.

use cfn::policy::{Document, Statement};
use cfn::{PseudoParameter, Template, Value, join};
use contracts::training::{Curated, ModelInput};
use contracts::{Access, Bucket, layout};
use flow::{Expr, Flow, Job, JobStep};
use serde_json::{Map, Value as Json, json};

use crate::close_look::pull_image;
use crate::config::{Configuration, TrainingJob, Tuning};
use crate::functions::{access, bucket_arn, role};
use crate::wiring::role_id;
use crate::{Region, ResourceNames};

/// What the role is named after.
pub(crate) const TRAINING: &str = "training";
/// Where training jobs log, those of tuning jobs as well.
pub(crate) const LOG_GROUP: &str = "/aws/sagemaker/TrainingJobs";
/// The namespace of their metrics.
const NAMESPACE: &str = "/aws/sagemaker/TrainingJobs";
/// The measure that a tuning job compares by, which `inspector train` prints.
const OBJECTIVE: &str = "cross-validation:auroc";
/// Beside its own time, how long an instance may take to start and to leave its model, in seconds.
const BESIDE_SECONDS: u64 = 3600;

/// Adds the role of training jobs, where they train.
pub(crate) fn add_role(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    region: &Region,
) {
    let Some(job) = configuration.learning.by.job() else {
        return;
    };
    let needs = [
        Access::Read(Bucket::Pictures, layout::TRAINING),
        Access::List(Bucket::Pictures, layout::TRAINING),
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
    ];
    let mut statements = access(&needs, names);
    // What runs leave, and neither versions nor what is live.
    let runs = bucket_arn(names, Bucket::Lake, &format!("/{}*/runs/*", layout::MODELS));
    statements.push(Statement::allow("PutModel", ["s3:PutObject"]).on([runs]));
    let account = configuration.account.as_str();
    let logs = |rest: &str| -> Value<String> {
        join([
            "arn:".into(),
            PseudoParameter::Partition.into(),
            format!(":logs:{region}:{account}:log-group:{LOG_GROUP}{rest}").into(),
        ])
    };
    statements.push(
        Statement::allow(
            "MakeLogs",
            ["logs:CreateLogGroup", "logs:DescribeLogStreams"],
        )
        .on([logs(""), logs(":*")]),
    );
    let streams = format!(":log-stream:{}-*", names.prefix());
    statements.push(
        Statement::allow("WriteLogs", ["logs:CreateLogStream", "logs:PutLogEvents"])
            .on([logs(&streams)]),
    );
    statements.push(
        Statement::allow("TellMetrics", ["cloudwatch:PutMetricData"])
            .on_everything("the action knows no resources")
            .when(
                "StringEquals",
                "cloudwatch:namespace",
                vec![NAMESPACE.to_owned()],
            ),
    );
    if let Some(repository) = job.repository() {
        statements.extend(pull_image(configuration, region, &repository));
    }
    template.add(
        role_id(TRAINING),
        role(
            names,
            TRAINING,
            "What the jobs that train models may do.",
            Document::trust("sagemaker.amazonaws.com", Some(account)),
            statements,
        ),
    );
}

/// The step that trains by a job, with how long it may take.
pub(crate) fn step(
    flow: &mut Flow<ModelInput>,
    job: TrainingJob,
    configuration: &Configuration,
    names: &ResourceNames,
    curated: &Expr<Curated>,
) -> JobStep {
    let lake = names.bucket(Bucket::Lake);
    let class = flow.input().get(ModelInput::DEVICE_CLASS).to_text();
    let output = Expr::concat([
        &Expr::literal(&format!("s3://{lake}/{}", layout::MODELS)),
        &class,
        &Expr::literal("/runs/"),
        &flow.execution_name(),
        &Expr::literal("/"),
    ]);
    let in_lake =
        |key: Expr<String>| Expr::concat([&Expr::literal(&format!("s3://{lake}/")), &key]).render();
    let pictures = curated.get(Curated::PICTURES_TO_TRAIN).assume_present();
    let manifest = curated.get(Curated::DATA).assume_present();
    let manifest = manifest.get(contracts::lineage::DataLineage::MANIFEST);
    let channels = json!([
        channel("train", "ManifestFile", &in_lake(pictures)),
        channel("manifest", "S3Prefix", &in_lake(manifest)),
    ]);
    let prefix = format!("{}-", names.prefix());
    let image = job.image_in(names.region().as_str());
    let (kind, name) = match job.tuning {
        None => (Job::Training, "TrainBySageMaker"),
        Some(_) => (Job::Tuning, "TuneBySageMaker"),
    };
    let place = Expr::concat([&output]).render();
    let seconds = u64::from(job.max_runtime_seconds);
    let step = flow.job(name, kind, &prefix, &output, |role| {
        let mut definition = json!({
            "AlgorithmSpecification": {
                "TrainingImage": image,
                "TrainingInputMode": "File",
                "MetricDefinitions": [metric(OBJECTIVE), metric("cross-validation:balanced-accuracy")],
            },
            "RoleArn": role,
            "InputDataConfig": channels,
            "OutputDataConfig": { "S3OutputPath": place },
            "ResourceConfig": {
                "InstanceType": job.instance_type,
                "InstanceCount": 1,
                "VolumeSizeInGB": job.volume_gb,
            },
            "StoppingCondition": { "MaxRuntimeInSeconds": seconds },
        });
        let kinds = configuration.learning.kinds;
        let fixed = json!({ "device_class": class.render() });
        let arguments = match job.tuning {
            None => {
                let mut parameters = fixed;
                parameters["model"] = json!(kinds.join(","));
                let most = configuration.learning.most_pictures;
                parameters["most_pictures"] = json!(most.to_string());
                definition["HyperParameters"] = parameters;
                definition
            }
            Some(tuning) => {
                definition["StaticHyperParameters"] = fixed;
                tuning_job(tuning, kinds, &definition)
            }
        };
        match arguments {
            Json::Object(arguments) => arguments,
            _ => Map::new(),
        }
    });
    let rounds = job.tuning.map_or(1, |tuning| {
        let jobs = tuning.most_pictures.len() * configuration.learning.kinds.len();
        (jobs as u64).div_ceil(u64::from(tuning.jobs_at_once.max(1)))
    });
    flow.time_out(&step, rounds * (seconds + BESIDE_SECONDS));
    step
}

fn channel(name: &str, kind: &str, place: &str) -> Json {
    json!({
        "ChannelName": name,
        "DataSource": { "S3DataSource": {
            "S3DataType": kind,
            "S3Uri": place,
            "S3DataDistributionType": "FullyReplicated",
        } },
    })
}

/// A measure among the lines that `inspector train` prints.
fn metric(name: &str) -> Json {
    json!({ "Name": name, "Regex": format!("{name}=([0-9.]+);") })
}

/// A grid: every kind of model with every number of pictures.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/automatic-model-tuning-how-it-works.html>
fn tuning_job(tuning: Tuning, kinds: &[&str], definition: &Json) -> Json {
    let numbers = tuning.most_pictures.iter().map(ToString::to_string);
    json!({
        "HyperParameterTuningJobConfig": {
            "Strategy": "Grid",
            "HyperParameterTuningJobObjective": { "Type": "Maximize", "MetricName": OBJECTIVE },
            "ResourceLimits": { "MaxParallelTrainingJobs": tuning.jobs_at_once },
            "ParameterRanges": { "CategoricalParameterRanges": [
                { "Name": "model", "Values": kinds },
                { "Name": "most_pictures", "Values": numbers.collect::<Vec<_>>() },
            ] },
        },
        "TrainingJobDefinition": definition,
    })
}
