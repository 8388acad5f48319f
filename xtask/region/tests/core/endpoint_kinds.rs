//! What an endpoint can become, and what can be behind it.

use serde_json::{Value, json};

use crate::sagemaker::{BUCKET, in_service, instances, with_model};
use crate::support::{ACCOUNT, Served};

/// Makes the configuration of an endpoint with the model of this name; what it is refused with.
async fn configure(
    served: &Served,
    name: &str,
    model: &str,
    variant: &Value,
    further: &Value,
) -> Option<String> {
    let mut whole = json!({ "VariantName": "all", "ModelName": model });
    for (key, value) in variant.as_object().unwrap() {
        whole[key] = value.clone();
    }
    let mut configuration = further.clone();
    configuration["EndpointConfigName"] = json!(name);
    configuration["ProductionVariants"] = json!([whole]);
    let target = "SageMaker.CreateEndpointConfig";
    let answer = served.call("sagemaker", target, &configuration).await;
    (answer.status != 200).then_some(answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_becomes_another_kind_only_where_sagemaker_lets_it() {
    let Some(served) = with_model().await else {
        return;
    };
    let serverless = json!({ "ServerlessConfig": { "MemorySizeInMB": 1024, "MaxConcurrency": 1 } });
    let place = format!("s3://{BUCKET}/answers");
    let later = json!({ "AsyncInferenceConfig": { "OutputConfig": { "S3OutputPath": place } } });
    let none = json!({});
    for (name, variant, further) in [
        ("instances", &instances(), &none),
        ("serverless", &serverless, &none),
        ("later", &instances(), &later),
    ] {
        let refused = configure(&served, name, "pipe", variant, further).await;
        assert_eq!(refused, None, "{name}");
        let asked = json!({ "EndpointName": name, "EndpointConfigName": name });
        let target = "SageMaker.CreateEndpoint";
        served.get("sagemaker", target, &asked).await;
        in_service(&served, name).await;
    }
    for (name, wanted, why) in [
        ("instances", "serverless", Some("cannot become serverless")),
        ("instances", "later", Some("cannot be added")),
        ("later", "instances", Some("cannot be removed")),
        ("later", "serverless", Some("cannot be removed")),
        ("serverless", "later", Some("cannot be added")),
        ("serverless", "instances", None),
    ] {
        let asked = json!({ "EndpointName": name, "EndpointConfigName": wanted });
        let target = "SageMaker.UpdateEndpoint";
        let answer = served.call("sagemaker", target, &asked).await;
        match why {
            Some(why) => assert!(answer.body.contains(why), "{name}: {answer:?}"),
            None => assert_eq!(answer.status, 200, "{name}: {answer:?}"),
        }
    }
    let told = in_service(&served, "serverless").await;
    let variant = &told["ProductionVariants"][0];
    assert_eq!(variant["CurrentInstanceCount"], 1, "{told}");
    let told = in_service(&served, "later").await;
    let output = &told["AsyncInferenceConfig"]["OutputConfig"];
    assert_eq!(output["S3OutputPath"], json!(place), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn models_are_refused_behind_what_sagemaker_has_not_for_them() {
    let Some(served) = with_model().await else {
        return;
    };
    let container = json!({
        "Image": "inspector",
        "ModelDataUrl": format!("s3://{BUCKET}/pipe/model.tar.gz"),
    });
    let package = json!({
        "ModelPackageName": "package",
        "InferenceSpecification": {
            "Containers": [container],
            "SupportedContentTypes": ["image/jpeg"],
            "SupportedResponseMIMETypes": ["application/json"],
        },
    });
    let target = "SageMaker.CreateModelPackage";
    served.get("sagemaker", target, &package).await;
    for (name, container) in [
        ("isolated", container),
        ("bought", json!({ "ModelPackageName": "package" })),
    ] {
        let model = json!({
            "ModelName": name,
            "ExecutionRoleArn": format!("arn:aws:iam::{ACCOUNT}:role/endpoint"),
            "PrimaryContainer": container,
            "EnableNetworkIsolation": true,
        });
        let target = "SageMaker.CreateModel";
        served.get("sagemaker", target, &model).await;
    }
    let serverless = json!({ "ServerlessConfig": { "MemorySizeInMB": 1024, "MaxConcurrency": 1 } });
    let place = format!("s3://{BUCKET}/answers");
    let later = json!({ "AsyncInferenceConfig": { "OutputConfig": { "S3OutputPath": place } } });
    let none = json!({});
    for (model, variant, further, why) in [
        ("isolated", &serverless, &none, Some("network isolation")),
        ("isolated", &instances(), &later, None),
        ("bought", &serverless, &none, Some("Marketplace")),
        ("bought", &instances(), &later, Some("AsyncInferenceConfig")),
        ("bought", &instances(), &none, None),
    ] {
        let name = format!("{model}-{}", why.is_some());
        let refused = configure(&served, &name, model, variant, further).await;
        match (why, refused) {
            (Some(why), Some(refused)) => assert!(refused.contains(why), "{model}: {refused}"),
            (why, refused) => assert_eq!(why, refused.as_deref(), "{model}"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_is_being_made_is_not_deleted() {
    let Some(served) = with_model().await else {
        return;
    };
    let refused = configure(&served, "hasty", "pipe", &instances(), &json!({})).await;
    assert_eq!(refused, None);
    // A container takes longer to start than a request, but for the machine's whims.
    let mut was_refused = false;
    for at in 0..5 {
        let name = format!("hasty-{at}");
        let asked = json!({ "EndpointName": name, "EndpointConfigName": "hasty" });
        served
            .get("sagemaker", "SageMaker.CreateEndpoint", &asked)
            .await;
        let asked = json!({ "EndpointName": name });
        let target = "SageMaker.DeleteEndpoint";
        let answer = served.call("sagemaker", target, &asked).await;
        if answer.status == 200 {
            continue;
        }
        assert!(answer.body.contains("in-progress endpoint"), "{answer:?}");
        in_service(&served, &name).await;
        served.get("sagemaker", target, &asked).await;
        was_refused = true;
        break;
    }
    assert!(was_refused);
}
