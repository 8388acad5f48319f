//! Endpoints of SageMaker, asked by the SDK: the container's program really runs.

use std::sync::LazyLock;

use aws_sdk_sagemakerruntime::Client;
use aws_sdk_sagemakerruntime::error::{ProvideErrorMetadata as _, SdkError};
use aws_sdk_sagemakerruntime::operation::invoke_endpoint::InvokeEndpointError;
use aws_sdk_sagemakerruntime::primitives::Blob;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use vision::anomaly::{AnomalyModel, FitOptions};
use vision::picture::{Limits, decode};

use crate::support::{ACCOUNT, Served, programs, until};

/// Where models are.
pub(crate) const BUCKET: &str = "models";
const REAL_TIME: &str = "pipes";

/// `model.tar.gz` with a model of drawn pipes.
fn archive() -> &'static [u8] {
    static ARCHIVE: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let limits = Limits {
            max_bytes: 1 << 24,
            max_pixels: 1 << 24,
            min_side: 1,
        };
        let pictures = samples::normals("pipe").take(12);
        let pictures = pictures.map(|sample| decode(&sample.bytes, &limits).unwrap().pixels);
        let backbone = vision::Backbone::load().unwrap();
        let model = AnomalyModel::fit(&backbone, pictures, &FitOptions::default()).unwrap();
        let model = model.to_bytes();
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        let mut header = tar::Header::new_ustar();
        header.set_size(model.len() as u64);
        header.set_mode(0o644);
        let model = model.as_slice();
        tar.append_data(&mut header, "close-look.model", model)
            .unwrap();
        tar.into_inner().unwrap().finish().unwrap()
    });
    &ARCHIVE
}

/// A region with the archive in S3, a role for what looks, and a model made of both. `None`, with a word
/// why, where the container's program was not built.
pub(crate) async fn with_model() -> Option<Served> {
    if !is_built() {
        return None;
    }
    Some(model_in(Served::start().await).await)
}

/// Whether the container's program was built; says why nothing is tested where it was not.
pub(crate) fn is_built() -> bool {
    let is_built = programs().join("inspector").is_file();
    if !is_built {
        println!("skipped: inspector is not built; `cargo xtask test` builds it");
    }
    is_built
}

/// The same in a region that is there.
pub(crate) async fn model_in(served: Served) -> Served {
    let s3 = served.s3();
    s3.create_bucket().bucket(BUCKET).send().await.unwrap();
    let put = s3.put_object().bucket(BUCKET).key("pipe/model.tar.gz");
    put.body(archive().to_vec().into()).send().await.unwrap();
    make_role(&served).await;
    let model = json!({
        "ModelName": "pipe",
        "ExecutionRoleArn": format!("arn:aws:iam::{ACCOUNT}:role/endpoint"),
        "PrimaryContainer": {
            "Image": format!("{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/inspector:1"),
            "ModelDataUrl": format!("s3://{BUCKET}/pipe/model.tar.gz"),
            "Environment": { "INSPECTOR_QUEUE": "128" },
        },
    });
    served
        .get("sagemaker", "SageMaker.CreateModel", &model)
        .await;
    served
}

/// The role of endpoints, by a stack as anybody would.
async fn make_role(served: &Served) {
    let template = json!({ "Resources": { "Role": { "Type": "AWS::IAM::Role", "Properties": {
        "RoleName": "endpoint",
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

/// Makes an endpoint with a variant, and waits until it is in service.
async fn endpoint(served: &Served, name: &str, variant: Value, further: Value) {
    let mut whole = json!({ "VariantName": "all", "ModelName": "pipe" });
    for (key, value) in variant.as_object().unwrap() {
        whole[key] = value.clone();
    }
    let mut configuration = further;
    configuration["EndpointConfigName"] = json!(name);
    configuration["ProductionVariants"] = json!([whole]);
    served
        .get(
            "sagemaker",
            "SageMaker.CreateEndpointConfig",
            &configuration,
        )
        .await;
    let asked = json!({ "EndpointName": name, "EndpointConfigName": name });
    served
        .get("sagemaker", "SageMaker.CreateEndpoint", &asked)
        .await;
    in_service(served, name).await;
}

/// What the endpoint says when it is in service.
pub(crate) async fn in_service(served: &Served, name: &str) -> Value {
    let asked = json!({ "EndpointName": name });
    let told = until(|| async {
        let told = served
            .get("sagemaker", "SageMaker.DescribeEndpoint", &asked)
            .await;
        let status = &told["EndpointStatus"];
        (status != "Creating" && status != "Updating").then_some(told)
    })
    .await;
    assert_eq!(told["EndpointStatus"], "InService", "{told}");
    told
}

pub(crate) fn instances() -> Value {
    json!({ "InstanceType": "ml.m5.large", "InitialInstanceCount": 1 })
}

fn picture() -> Vec<u8> {
    samples::normals("pipe").next().unwrap().bytes
}

async fn invoke(
    client: &Client,
    name: &str,
    content_type: &str,
    body: Vec<u8>,
) -> Result<Value, SdkError<InvokeEndpointError>> {
    let answer = client
        .invoke_endpoint()
        .endpoint_name(name)
        .content_type(content_type)
        .body(Blob::new(body))
        .send()
        .await?;
    assert_eq!(answer.content_type(), Some("application/json"));
    assert_eq!(answer.invoked_production_variant(), Some("all"));
    let body = answer.body.unwrap_or_default();
    Ok(serde_json::from_slice(body.as_ref()).unwrap())
}

/// What the container answered: status and words.
fn original(error: SdkError<InvokeEndpointError>) -> (i32, String) {
    match error.into_service_error() {
        InvokeEndpointError::ModelError(error) => (
            error.original_status_code().unwrap(),
            error.original_message().unwrap().to_owned(),
        ),
        other => panic!("no ModelError: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_time_endpoint_answers_over_a_restart() {
    let Some(served) = with_model().await else {
        return;
    };
    endpoint(&served, REAL_TIME, instances(), json!({})).await;
    let client = Client::new(&served.aws());
    let answer = invoke(&client, REAL_TIME, "image/jpeg", picture())
        .await
        .unwrap();
    assert_eq!(answer["Source"], json!({ "Type": "direct" }));
    assert_eq!(answer["IsAnomalous"], false);
    assert_eq!(answer.as_object().unwrap().len(), 3, "{answer}");
    let meter = samples::normals("meter").next().unwrap().bytes;
    let other = invoke(&client, REAL_TIME, "image/jpeg", meter)
        .await
        .unwrap();
    assert_eq!(other["IsAnomalous"], true);

    let refused = |content_type: &'static str, body: Vec<u8>| {
        let client = client.clone();
        async move {
            invoke(&client, REAL_TIME, content_type, body)
                .await
                .unwrap_err()
        }
    };
    let (status, why) = original(refused("text/csv", picture()).await);
    assert_eq!(status, 415);
    assert!(why.contains("image/jpeg and image/png"), "{why}");
    let truncated = picture()[..1000].to_vec();
    assert_eq!(original(refused("image/jpeg", truncated).await).0, 400);
    let error = refused("image/jpeg", vec![0; (25 << 20) + 1]).await;
    assert_eq!(error.code(), Some("ValidationError"), "{error:?}");
    let missing = invoke(&client, "nobody", "image/jpeg", picture()).await;
    let missing = missing.unwrap_err();
    assert_eq!(missing.code(), Some("ValidationError"));
    assert!(
        missing.message().unwrap().contains("not found"),
        "{missing:?}"
    );

    // A hundred at once, each answered as if it were alone.
    let asking: Vec<_> = (0..100)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { invoke(&client, REAL_TIME, "image/jpeg", picture()).await })
        })
        .collect();
    for asked in asking {
        assert_eq!(asked.await.unwrap().unwrap(), answer);
    }

    let served = served.restart().await;
    let client = Client::new(&served.aws());
    let again = invoke(&client, REAL_TIME, "image/jpeg", picture())
        .await
        .unwrap();
    assert_eq!(again, answer);
    let asked = json!({ "EndpointName": REAL_TIME });
    served
        .get("sagemaker", "SageMaker.DeleteEndpoint", &asked)
        .await;
    let gone = invoke(&client, REAL_TIME, "image/jpeg", picture()).await;
    assert_eq!(gone.unwrap_err().code(), Some("ValidationError"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serverless_endpoint_has_bounds_of_its_own() {
    let Some(served) = with_model().await else {
        return;
    };
    let serverless = json!({ "ServerlessConfig": { "MemorySizeInMB": 1024, "MaxConcurrency": 1 } });
    endpoint(&served, "small", serverless, json!({})).await;
    let client = Client::new(&served.aws());
    let answer = invoke(&client, "small", "image/jpeg", picture())
        .await
        .unwrap();
    assert_eq!(answer["IsAnomalous"], false);
    let error = invoke(&client, "small", "image/jpeg", vec![0; (4 << 20) + 1])
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ValidationError"));
    let wrong = json!({
        "EndpointConfigName": "wrong",
        "ProductionVariants": [{
            "VariantName": "all",
            "ModelName": "pipe",
            "ServerlessConfig": { "MemorySizeInMB": 1500, "MaxConcurrency": 1 },
        }],
    });
    let refused = served
        .call("sagemaker", "SageMaker.CreateEndpointConfig", &wrong)
        .await;
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("1024, 2048"), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_asynchronous_endpoint_answers_through_s3() {
    let Some(served) = with_model().await else {
        return;
    };
    let further = json!({ "AsyncInferenceConfig": { "OutputConfig": {
        "S3OutputPath": format!("s3://{BUCKET}/answers/"),
        "S3FailurePath": format!("s3://{BUCKET}/failures"),
    } } });
    endpoint(&served, "later", instances(), further).await;
    let s3 = served.s3();
    for (key, body) in [
        ("in/pipe.jpg", picture()),
        ("in/text.jpg", b"text".to_vec()),
    ] {
        let put = s3.put_object().bucket(BUCKET).key(key).body(body.into());
        put.send().await.unwrap();
    }
    let client = Client::new(&served.aws());
    let ask = async |key: &str| {
        client
            .invoke_endpoint_async()
            .endpoint_name("later")
            .content_type("image/jpeg")
            .input_location(format!("s3://{BUCKET}/{key}"))
            .inference_id("mine")
            .send()
            .await
            .unwrap()
    };
    let read = async |location: &str| {
        let key = location.strip_prefix(&format!("s3://{BUCKET}/")).unwrap();
        until(|| async {
            let got = s3.get_object().bucket(BUCKET).key(key).send().await.ok()?;
            Some(got.body.collect().await.unwrap().into_bytes())
        })
        .await
    };
    let taken = ask("in/pipe.jpg").await;
    assert_eq!(taken.inference_id(), Some("mine"));
    let answer = read(taken.output_location().unwrap()).await;
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    assert_eq!(answer["IsAnomalous"], false);

    let taken = ask("in/text.jpg").await;
    let failure = read(taken.failure_location().unwrap()).await;
    let failure = String::from_utf8_lossy(&failure).into_owned();
    assert!(failure.contains("neither a JPEG nor a PNG"), "{failure}");
    let taken = ask("in/missing.jpg").await;
    let failure = read(taken.failure_location().unwrap()).await;
    assert!(String::from_utf8_lossy(&failure).contains("NoSuchKey"));
    // The one kind is not asked as the other is.
    let direct = invoke(&client, "later", "image/jpeg", picture()).await;
    assert_eq!(direct.unwrap_err().code(), Some("ValidationError"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_whose_container_cannot_start_says_why() {
    let Some(served) = with_model().await else {
        return;
    };
    let s3 = served.s3();
    let put = s3.put_object().bucket(BUCKET).key("bad.tar.gz");
    put.body(b"no archive".to_vec().into())
        .send()
        .await
        .unwrap();
    let model = json!({
        "ModelName": "bad",
        "ExecutionRoleArn": format!("arn:aws:iam::{ACCOUNT}:role/endpoint"),
        "PrimaryContainer": {
            "Image": "inspector",
            "ModelDataUrl": format!("s3://{BUCKET}/bad.tar.gz"),
        },
    });
    served
        .get("sagemaker", "SageMaker.CreateModel", &model)
        .await;
    let configuration = json!({
        "EndpointConfigName": "bad",
        "ProductionVariants": [{
            "VariantName": "all",
            "ModelName": "bad",
            "InstanceType": "ml.m5.large",
            "InitialInstanceCount": 1,
        }],
    });
    served
        .get(
            "sagemaker",
            "SageMaker.CreateEndpointConfig",
            &configuration,
        )
        .await;
    let asked = json!({ "EndpointName": "bad", "EndpointConfigName": "bad" });
    served
        .get("sagemaker", "SageMaker.CreateEndpoint", &asked)
        .await;
    let asked = json!({ "EndpointName": "bad" });
    let told = until(|| async {
        let told = served
            .get("sagemaker", "SageMaker.DescribeEndpoint", &asked)
            .await;
        (told["EndpointStatus"] != "Creating").then_some(told)
    })
    .await;
    assert_eq!(told["EndpointStatus"], "Failed");
    let why = told["FailureReason"].as_str().unwrap();
    assert!(why.contains("can't be unpacked"), "{why}");
    let client = Client::new(&served.aws());
    let error = invoke(&client, "bad", "image/jpeg", picture())
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("ModelNotReadyException"));
}
