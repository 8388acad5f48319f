//! Training and tuning jobs of SageMaker over the wire: the container's program really trains.

use serde_json::{Value, json};

use crate::support::{ACCOUNT, Served, programs, until};

const BUCKET: &str = "learning";

/// A region with pictures of sound pipes, two of them apart as well, and a role for jobs. `None`, with a
/// word why, where the container's program was not built.
async fn with_pictures() -> Option<Served> {
    if !programs().join("inspector").is_file() {
        println!("skipped: inspector is not built; `cargo xtask test` builds it");
        return None;
    }
    let served = Served::start().await;
    let s3 = served.s3();
    s3.create_bucket().bucket(BUCKET).send().await.unwrap();
    for (at, sample) in samples::normals("pipe").take(12).enumerate() {
        let place = format!("normal/{}/{}", sample.device_id, sample.file);
        let mut keys = vec![format!("all/{place}")];
        if at < 2 {
            keys.push(format!("few/{place}"));
        }
        for key in keys {
            let put = s3.put_object().bucket(BUCKET).key(key);
            put.body(sample.bytes.clone().into()).send().await.unwrap();
        }
    }
    make_role(&served).await;
    Some(served)
}

async fn make_role(served: &Served) {
    let template = json!({ "Resources": { "Role": { "Type": "AWS::IAM::Role", "Properties": {
        "RoleName": "trainer",
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "sagemaker.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }]},
        "Policies": [{ "PolicyName": "access", "PolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject"],
                    "Resource": format!("arn:aws:s3:::{BUCKET}/*"),
                },
                {
                    "Effect": "Allow",
                    "Action": "s3:ListBucket",
                    "Resource": format!("arn:aws:s3:::{BUCKET}"),
                },
            ],
        }}],
    } } } });
    let template = template.to_string();
    let template =
        percent_encoding::utf8_percent_encode(&template, percent_encoding::NON_ALPHANUMERIC);
    let form = format!(
        "Action=CreateStack&StackName=role&Capabilities.member.1=CAPABILITY_NAMED_IAM\
         &TemplateBody={template}"
    );
    let made = served.query("cloudformation", &form).await;
    assert_eq!(made.status, 200, "{made:?}");
    until(|| async {
        let told = served
            .query("cloudformation", "Action=DescribeStacks&StackName=role")
            .await;
        told.body.contains("CREATE_COMPLETE").then_some(())
    })
    .await;
}

/// What a job is made of, without its name and its hyper-parameters.
fn definition(pictures: &str) -> Value {
    json!({
        "AlgorithmSpecification": {
            "TrainingImage": format!("{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/inspector:1"),
            "TrainingInputMode": "File",
            "MetricDefinitions": [
                { "Name": "auroc", "Regex": "cross-validation:auroc=([0-9.]+);" },
            ],
        },
        "RoleArn": format!("arn:aws:iam::{ACCOUNT}:role/trainer"),
        "InputDataConfig": [{
            "ChannelName": "train",
            "DataSource": { "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": format!("s3://{BUCKET}/{pictures}/"),
            } },
        }],
        "OutputDataConfig": { "S3OutputPath": format!("s3://{BUCKET}/models") },
        "ResourceConfig": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 5,
        },
        "StoppingCondition": { "MaxRuntimeInSeconds": 600 },
    })
}

fn training(name: &str, pictures: &str) -> Value {
    let mut job = definition(pictures);
    job["TrainingJobName"] = json!(name);
    job["HyperParameters"] = json!({ "model": "padim" });
    job
}

async fn call(served: &Served, operation: &str, input: &Value) -> Value {
    served
        .get("sagemaker", &format!("SageMaker.{operation}"), input)
        .await
}

/// The job, when it is over.
async fn ended(served: &Served, name: &str) -> Value {
    let asked = json!({ "TrainingJobName": name });
    until(|| async {
        let told = call(served, "DescribeTrainingJob", &asked).await;
        let status = told["TrainingJobStatus"].as_str().unwrap();
        (!["InProgress", "Stopping"].contains(&status)).then_some(told)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_leaves_a_model_and_tells_its_metrics_over_a_restart() {
    let Some(served) = with_pictures().await else {
        return;
    };
    call(&served, "CreateTrainingJob", &training("pipes", "all")).await;
    let again = served
        .call(
            "sagemaker",
            "SageMaker.CreateTrainingJob",
            &training("pipes", "all"),
        )
        .await;
    assert_eq!(again.status, 400);
    assert!(again.body.contains("ResourceInUse"), "{again:?}");
    // Whatever it had done is done again.
    let served = served.restart().await;
    let told = ended(&served, "pipes").await;
    assert_eq!(told["TrainingJobStatus"], "Completed", "{told:#}");
    assert_eq!(told["SecondaryStatus"], "Completed");
    assert_eq!(told["HyperParameters"], json!({ "model": "padim" }));
    assert_eq!(told["ResourceConfig"]["InstanceType"], "ml.m5.large");
    assert!(told["BillableTimeInSeconds"].as_u64() > Some(0));
    assert_eq!(told["FinalMetricDataList"][0]["MetricName"], "auroc");
    assert!(told["FinalMetricDataList"][0]["Value"].as_f64() > Some(0.5));
    let place = told["ModelArtifacts"]["S3ModelArtifacts"].as_str().unwrap();
    assert_eq!(
        place,
        format!("s3://{BUCKET}/models/pipes/output/model.tar.gz")
    );
    let got = served.s3().get_object().bucket(BUCKET);
    let got = got
        .key("models/pipes/output/model.tar.gz")
        .send()
        .await
        .unwrap();
    let archive = got.body.collect().await.unwrap().into_bytes();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&archive[..]));
    let entries = tar.entries().unwrap();
    let files: Vec<String> = entries
        .map(|entry| entry.unwrap().path().unwrap().display().to_string())
        .collect();
    for expected in ["close-look.model", "selection.json"] {
        assert!(
            files.iter().any(|file| file.ends_with(expected)),
            "{files:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn why_a_job_failed_or_was_stopped_is_told() {
    let Some(served) = with_pictures().await else {
        return;
    };
    call(&served, "CreateTrainingJob", &training("too-few", "few")).await;
    let told = ended(&served, "too-few").await;
    assert_eq!(told["TrainingJobStatus"], "Failed", "{told:#}");
    let why = told["FailureReason"].as_str().unwrap();
    assert!(
        why.starts_with("AlgorithmError: 2 pictures are too few"),
        "{why}"
    );
    assert!(why.ends_with("exit code: 1"), "{why}");

    call(&served, "CreateTrainingJob", &training("nothing", "none")).await;
    let told = ended(&served, "nothing").await;
    let why = told["FailureReason"].as_str().unwrap();
    assert!(why.contains("no S3 objects found"), "{why}");

    call(&served, "CreateTrainingJob", &training("stopped", "all")).await;
    let asked = json!({ "TrainingJobName": "stopped" });
    call(&served, "StopTrainingJob", &asked).await;
    let told = ended(&served, "stopped").await;
    assert_eq!(told["TrainingJobStatus"], "Stopped", "{told:#}");

    let mut other = training("other", "all");
    other["AlgorithmSpecification"]["TrainingImage"] = json!("other:1");
    let refused = served
        .call("sagemaker", "SageMaker.CreateTrainingJob", &other)
        .await;
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("has no image"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn more_instances_than_a_job_can_have_are_refused() {
    let Some(served) = with_pictures().await else {
        return;
    };
    for count in [0_u64, 101, 4_000_000_000, 1 << 40] {
        let mut many = training("many", "all");
        many["ResourceConfig"]["InstanceCount"] = json!(count);
        let refused = served
            .call("sagemaker", "SageMaker.CreateTrainingJob", &many)
            .await;
        assert_eq!(refused.status, 400, "{refused:?}");
    }
    let asked = json!({ "TrainingJobName": "many" });
    let missing = served
        .call("sagemaker", "SageMaker.DescribeTrainingJob", &asked)
        .await;
    assert_eq!(missing.status, 400, "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tuning_job_takes_the_best_of_its_grid() {
    let Some(served) = with_pictures().await else {
        return;
    };
    let mut jobs = definition("all");
    jobs["StaticHyperParameters"] = json!({ "device_class": "pipe" });
    let name = json!({ "HyperParameterTuningJobName": "grid" });
    let mut asked = name.clone();
    asked["TrainingJobDefinition"] = jobs;
    asked["HyperParameterTuningJobConfig"] = json!({
        "Strategy": "Grid",
        "HyperParameterTuningJobObjective": { "Type": "Maximize", "MetricName": "auroc" },
        "ResourceLimits": { "MaxParallelTrainingJobs": 2 },
        "ParameterRanges": { "CategoricalParameterRanges": [
            // The last is none, so that one of the jobs fails.
            { "Name": "model", "Values": ["padim", "patch-core", "none"] },
        ] },
    });
    let mut bayesian = asked.clone();
    bayesian["HyperParameterTuningJobConfig"]["Strategy"] = json!("Bayesian");
    let operation = "SageMaker.CreateHyperParameterTuningJob";
    let refused = served.call("sagemaker", operation, &bayesian).await;
    assert!(refused.body.contains("is not served here"), "{refused:?}");
    for wrong in [
        json!(["padim"]),
        json!("padim"),
        json!({ "ResourceConfig": [] }),
    ] {
        let mut asked = asked.clone();
        asked["TrainingJobDefinition"] = wrong;
        let refused = served.call("sagemaker", operation, &asked).await;
        assert_eq!(refused.status, 400, "{refused:?}");
    }
    // Named as the first of its jobs could be, by somebody else.
    call(&served, "CreateTrainingJob", &training("grid-001", "few")).await;
    call(&served, "CreateHyperParameterTuningJob", &asked).await;
    let told = until(|| async {
        let told = call(&served, "DescribeHyperParameterTuningJob", &name).await;
        (told["HyperParameterTuningJobStatus"] != "InProgress").then_some(told)
    })
    .await;
    assert_eq!(
        told["HyperParameterTuningJobStatus"], "Completed",
        "{told:#}"
    );
    let counters = &told["TrainingJobStatusCounters"];
    assert_eq!(counters["Completed"], 2, "{told:#}");
    assert_eq!(counters["NonRetryableError"], 1, "{told:#}");
    let listed = call(&served, "ListTrainingJobsForHyperParameterTuningJob", &name).await;
    let listed = listed["TrainingJobSummaries"].as_array().unwrap().clone();
    assert_eq!(listed.len(), 3);
    assert!(
        listed
            .iter()
            .all(|job| job["TrainingJobName"] != "grid-001")
    );
    let value = |job: &Value| job["FinalHyperParameterTuningJobObjectiveMetric"]["Value"].as_f64();
    let best = listed.iter().filter_map(value).fold(0.0, f64::max);
    assert_eq!(value(&told["BestTrainingJob"]), Some(best), "{told:#}");
    assert!(told["BestTrainingJob"]["TunedHyperParameters"]["model"] != "none");
    let one = json!({ "TrainingJobName": told["BestTrainingJob"]["TrainingJobName"] });
    let one = call(&served, "DescribeTrainingJob", &one).await;
    assert_eq!(one["HyperParameters"]["device_class"], "pipe");
    assert_eq!(one["TuningJobArn"], told["HyperParameterTuningJobArn"]);
}
