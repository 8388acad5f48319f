//! What looks, first and closely, is a choice of the configuration: taken whole or refused with every
//! mistake, and everything else follows from it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use contracts::finding::{Equipment, FirstLookRules, ModerationRule, PeopleRule, SuspiciousColor};
use inspection::config::{
    CloseLook, CustomLabels, Declaration, Endpoint, EndpointModel, SageMaker,
};
use inspection::environments::{local, prod, staging};
use inspection::{generate_declared, parse};
use serde_json::Value;

const IMAGE: &str = "111111111111.dkr.ecr.{region}.amazonaws.com/sightline/inspector:1.2";

fn problems(declaration: &Declaration) -> Vec<String> {
    let found = parse(declaration).unwrap_err();
    found
        .iter()
        .map(|problem| format!("{}: {}", problem.address, problem.summary))
        .collect()
}

fn with(declaration: Declaration, endpoint: Endpoint, model: EndpointModel) -> Declaration {
    Declaration {
        close_look: CloseLook::SageMaker(SageMaker {
            endpoint,
            model,
            backfill: None,
        }),
        ..declaration
    }
}

const REAL_TIME: Endpoint = Endpoint::RealTime {
    instance_type: "ml.c7g.large",
    instances: 1,
};

/// A generated file of an environment's first region.
fn file(declaration: &Declaration, name: &str) -> Value {
    let [file] = files(declaration, [name]);
    file
}

/// Several of them.
fn files<const N: usize>(declaration: &Declaration, names: [&str; N]) -> [Value; N] {
    let files = generate_declared(declaration).unwrap_or_else(|found| panic!("{found}"));
    names.map(|name| {
        let path = format!(
            "{}/{}/{name}",
            declaration.environment, declaration.regions[0]
        );
        let file = files.iter().find(|file| file.path == path);
        serde_json::from_str(&file.unwrap_or_else(|| panic!("no {path}")).text).unwrap()
    })
}

#[test]
fn every_mistake_of_an_endpoint_is_reported_at_once() {
    let mut declaration = with(
        staging(),
        Endpoint::Serverless {
            memory_mb: 1500,
            max_concurrency: 201,
        },
        EndpointModel::Container {
            image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/Inspector:latest",
        },
    );
    for (task, size) in &mut declaration.functions {
        if *task == "close-look" {
            size.timeout_seconds = 60;
            size.concurrency = 20;
        }
    }
    declaration.limits.prepared_side = 2001;
    insta::assert_snapshot!(problems(&declaration).join("\n"), @r#"
    staging.close_look.memory_mb: 1500 MB is no step of 1024 MB
    staging.close_look.max_concurrency: 201 is not within 1 to 200
    staging.close_look.max_concurrency: 20 chunks of 20 pictures at once are 400 requests; the endpoint takes 201
    staging.limits.prepared_side: a picture of 2001 x 2001 pixels may be larger than the 4000000 bytes that a serverless endpoint takes
    staging.functions.close-look.timeout_seconds: 60 seconds are too few for an endpoint that is waited for 120 seconds
    staging.close_look.image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/Inspector:latest" is no image of the account's registry with a tag
    "#);
    let declaration = with(
        staging(),
        Endpoint::Asynchronous {
            instance_type: "c7g.large",
            instances: 0,
            answers_within_seconds: 841,
        },
        EndpointModel::Marketplace,
    );
    let declaration = Declaration {
        device_classes: &["meter", "insulators-of-high-voltage-overhead-line"],
        ..declaration
    };
    insta::assert_snapshot!(problems(&declaration).join("\n"), @r#"
    staging.close_look.instances: 0 is not within 1 to 100
    staging.close_look.instance_type: "c7g.large" is no type of SageMaker's instances
    staging.close_look.answers_within_seconds: 841 is not within 1 to 840
    staging.functions.close-look.timeout_seconds: 300 seconds are too few for an endpoint that is waited for 840 seconds
    staging.device_classes: the name of insulators-of-high-voltage-overhead-line's endpoint would have 71 characters; SageMaker takes 63
    staging.close_look.model: SageMaker takes models of the Marketplace behind real-time endpoints alone
    "#);
}

#[test]
fn a_service_that_is_not_there_is_refused_with_the_way_out() {
    let ended = Declaration {
        close_look: CloseLook::LookoutForVision,
        ..prod()
    };
    let found = parse(&ended).unwrap_err().to_string();
    assert!(found.contains("ended on 31 October 2025"), "{found}");
    assert!(found.contains("EndpointModel::Marketplace"), "{found}");
    assert!(
        parse(&Declaration {
            close_look: CloseLook::LookoutForVision,
            ..local()
        })
        .is_ok()
    );

    let mut declaration = Declaration {
        regions: &["ca-central-1", "eu-west-1"],
        close_look: CloseLook::RekognitionCustomLabels(CustomLabels {
            min_confidence: 101.0,
            inference_units: 6,
        }),
        ..staging()
    };
    declaration.first_look.custom_labels = true;
    insta::assert_snapshot!(problems(&declaration).join("\n"), @r"
    staging.first_look.custom_labels: Rekognition Custom Labels is not in ca-central-1
    staging.close_look.min_confidence: 101 is not within 0 to 100
    staging.close_look.inference_units: 6 is not within 1 to 5
    staging.close_look: Rekognition Custom Labels is not in ca-central-1
    ");
}

/// Models that nothing asks cost for nothing; the rule without models spares nothing, which is safe.
#[test]
fn custom_labels_models_go_with_the_rule_that_asks_them() {
    let mut declaration = staging();
    assert!(
        declaration.first_look.rules.asks_custom_labels() && !declaration.first_look.custom_labels
    );
    declaration.first_look.custom_labels = true;
    assert!(parse(&declaration).is_ok());
    declaration.first_look.rules.min_anomaly_confidence = None;
    insta::assert_snapshot!(problems(&declaration).join("\n"), @"staging.first_look.custom_labels: no rule asks the models, which cost by the hour");
}

/// The actions of the close look's role, and of the role of endpoints.
fn actions(template: &Value, role: &str) -> Vec<String> {
    let policies = &template["Resources"][role]["Properties"]["Policies"];
    let mut actions: Vec<String> = policies
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|policy| policy["PolicyDocument"]["Statement"].as_array().unwrap())
        .flat_map(|statement| match &statement["Action"] {
            Value::Array(actions) => actions.clone(),
            one => vec![one.clone()],
        })
        .map(|action| action.as_str().unwrap().to_owned())
        .filter(|action| !action.starts_with("logs:"))
        .collect();
    actions.sort();
    actions.dedup();
    actions
}

#[test]
fn what_looks_decides_over_package_variable_and_access() {
    let asynchronous = Endpoint::Asynchronous {
        instance_type: "ml.c7g.large",
        instances: 1,
        answers_within_seconds: 120,
    };
    let own = EndpointModel::Container { image: IMAGE };
    let custom_labels = CloseLook::RekognitionCustomLabels(CustomLabels {
        min_confidence: 50.0,
        inference_units: 1,
    });
    let mut told = String::new();
    for declaration in [
        staging(),
        with(staging(), REAL_TIME, own),
        with(staging(), asynchronous, own),
        Declaration {
            close_look: custom_labels,
            ..staging()
        },
        Declaration {
            close_look: CloseLook::LookoutForVision,
            ..local()
        },
    ] {
        let template = file(&declaration, "inspection.template.json");
        let manifest = file(&declaration, "manifest.json");
        let functions = manifest["functions"].as_array().unwrap();
        let function = functions
            .iter()
            .find(|one| one["name"] == "close-look")
            .unwrap();
        let variables =
            &template["Resources"]["CloseLookFunction"]["Properties"]["Environment"]["Variables"];
        told.push_str(&format!(
            "{} {}\n  may {}\n",
            function["binary"].as_str().unwrap(),
            variables["CLOSE_LOOK_BY"].as_str().unwrap(),
            actions(&template, "CloseLookRole").join(" "),
        ));
        let endpoints = actions(&template, "EndpointRole");
        if !endpoints.is_empty() {
            told.push_str(&format!("  endpoints may {}\n", endpoints.join(" ")));
        }
    }
    insta::assert_snapshot!(told, @r#"
    close-look {"detector":"embedded"}
      may s3:GetObject s3:ListBucket s3:PutObject
    close-look-service {"detector":"sagemaker-endpoint","maxBytes":25000000}
      may s3:GetObject s3:ListBucket sagemaker:InvokeEndpoint
      endpoints may ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetAuthorizationToken ecr:GetDownloadUrlForLayer s3:GetObject s3:ListBucket
    close-look-service {"detector":"sagemaker-asynchronous-endpoint","answersWithinSeconds":120}
      may s3:GetObject s3:ListBucket sagemaker:InvokeEndpointAsync
      endpoints may ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetAuthorizationToken ecr:GetDownloadUrlForLayer s3:GetObject s3:ListBucket s3:PutObject
    close-look-service {"detector":"custom-labels","minConfidence":50.0}
      may rekognition:DetectCustomLabels s3:GetObject s3:ListBucket
    close-look-service {"detector":"lookout-for-vision"}
      may lookoutvision:DetectAnomalies s3:GetObject s3:ListBucket
    "#);
}

#[test]
fn a_deploy_is_told_what_to_make_ready() {
    let serverless = Endpoint::Serverless {
        memory_mb: 2048,
        max_concurrency: 40,
    };
    let declaration = with(
        staging(),
        serverless,
        EndpointModel::Container { image: IMAGE },
    );
    let manifest = file(&declaration, "manifest.json");
    let close_look = &manifest["closeLook"];
    assert_eq!(close_look["endpoints"]["meter"], "sightline-staging-meter");
    assert_eq!(
        close_look["image"],
        "111111111111.dkr.ecr.eu-west-1.amazonaws.com/sightline/inspector:1.2"
    );
    assert_eq!(
        close_look["variant"],
        serde_json::json!({ "runs": "serverless", "memoryMb": 2048, "maxConcurrency": 40 })
    );
    assert_eq!(file(&staging(), "manifest.json")["closeLook"], Value::Null);
}

/// Chunks at once, pictures at once, and what the first look may call.
fn first_look(declaration: &Declaration) -> (u64, String, Vec<String>) {
    let [template, machine] = files(
        declaration,
        ["inspection.template.json", "inspection.asl.json"],
    );
    let (chunks, pictures) = (
        chunks(&machine),
        concurrency(&template, "FirstLookFunction"),
    );
    (chunks, pictures, actions(&template, "FirstLookRole"))
}

fn chunks(machine: &Value) -> u64 {
    let states = machine["States"].as_object().unwrap();
    let mut chunks = states
        .values()
        .filter_map(|state| state["MaxConcurrency"].as_u64());
    chunks.next().unwrap()
}

/// Pictures that a function works on at once.
fn concurrency(template: &Value, function: &str) -> String {
    let properties = &template["Resources"][function]["Properties"];
    let pictures = properties["Environment"]["Variables"]["CONCURRENCY"].as_str();
    pictures.unwrap().to_owned()
}

#[test]
fn the_first_look_keeps_to_the_quota_of_its_region() {
    // Twenty chunks of five pictures are asked for.
    let at_once = |declaration: &Declaration| {
        let (chunks, pictures, _) = first_look(declaration);
        format!("{chunks} x {pictures}")
    };
    assert_eq!(at_once(&staging()), "10 x 5");
    let slow = Declaration {
        regions: &["eu-central-1"],
        ..staging()
    };
    assert_eq!(at_once(&slow), "1 x 5");
    let mut raised = slow;
    raised.first_look.requests_per_second = Some(75);
    assert_eq!(at_once(&raised), "15 x 5");
    raised.first_look.requests_per_second = Some(3);
    assert_eq!(at_once(&raised), "1 x 3");
    let mut people = staging();
    people.first_look.rules.people = Some(PeopleRule {
        min_confidence: 80.0,
        required: vec![Equipment::HeadCover],
    });
    assert_eq!(at_once(&people), "1 x 5");
    // The embedded region has no quota.
    assert_eq!(at_once(&local()), "2 x 5");
}

/// A unit is taken to look at five pictures a second.
#[test]
fn looks_keep_to_the_inference_units_of_their_models() {
    // Chunks, pictures of a first look, pictures of a close look.
    let at_once = |declaration: &Declaration| {
        let [template, machine] = files(
            declaration,
            ["inspection.template.json", "inspection.asl.json"],
        );
        let first = concurrency(&template, "FirstLookFunction");
        let close = concurrency(&template, "CloseLookFunction");
        format!("{} x {first}, {close}", chunks(&machine))
    };
    assert_eq!(at_once(&staging()), "10 x 5, 2");
    let mut first = staging();
    first.first_look.custom_labels = true;
    assert_eq!(at_once(&first), "1 x 5, 2");
    // A raised quota is that of Rekognition's own models.
    first.first_look.requests_per_second = Some(500);
    assert_eq!(at_once(&first), "1 x 5, 2");
    first.first_look.requests_per_second = Some(3);
    assert_eq!(at_once(&first), "1 x 3, 2");

    let close = |inference_units| Declaration {
        close_look: CloseLook::RekognitionCustomLabels(CustomLabels {
            min_confidence: 50.0,
            inference_units,
        }),
        ..staging()
    };
    assert_eq!(at_once(&close(1)), "5 x 5, 1");
    assert_eq!(at_once(&close(3)), "10 x 5, 1");
    assert_eq!(at_once(&close(5)), "10 x 5, 2");
    // The embedded region's models look at any number.
    let mut embedded = local();
    embedded.close_look = close(1).close_look;
    assert_eq!(at_once(&embedded), at_once(&local()));
}

#[test]
fn what_no_rule_asks_may_not_be_called_either() {
    let mut declaration = staging();
    declaration.first_look.rules = FirstLookRules {
        min_face_confidence: Some(90.0),
        ..FirstLookRules::default()
    };
    let (_, _, actions) = first_look(&declaration);
    assert_eq!(actions, ["rekognition:DetectFaces", "s3:GetObject"]);
}

/// Properties have a price of their own: a thousand pictures whose labels nobody asks for cost a dollar less.
#[test]
fn labels_are_reckoned_where_they_are_asked_for() {
    let first_look = |suspicious_labels: &[&str]| {
        let mut declaration = staging();
        declaration.first_look.rules = FirstLookRules {
            suspicious_labels: suspicious_labels.iter().map(|&one| one.into()).collect(),
            min_brightness: Some(12.0),
            ..FirstLookRules::default()
        };
        let template = file(&declaration, "inspection.template.json");
        let properties = &template["Resources"]["SummariseFunction"]["Properties"];
        let prices = properties["Environment"]["Variables"]["LOOK_PRICES"].as_str();
        let prices: Value = serde_json::from_str(prices.unwrap()).unwrap();
        prices["firstLook"].as_u64().unwrap()
    };
    assert_eq!(first_look(&["Rust"]) - first_look(&[]), 1_000_000_000);
}

#[test]
fn mistakes_of_rules_are_told_together() {
    let mut declaration = staging();
    declaration.first_look.rules = FirstLookRules {
        moderation: Some(ModerationRule {
            min_confidence: -1.0,
            categories: Vec::new(),
        }),
        suspicious_colors: vec![SuspiciousColor {
            color: "gray".to_owned(),
            min_percent: 101.0,
        }],
        people: Some(PeopleRule {
            min_confidence: 49.0,
            required: Vec::new(),
        }),
        ..FirstLookRules::default()
    };
    insta::assert_snapshot!(problems(&declaration).join("\n"), @r#"
    staging.first_look.rules.moderation.min_confidence: -1 is not within 0 to 100
    staging.first_look.rules.suspicious_colors.min_percent: 101 is not within 0 to 100
    staging.first_look.rules.people.min_confidence: 49 is not within 50 to 100
    staging.first_look.rules.suspicious_colors.color: "gray" is no simplified colour of Rekognition
    "#);
    declaration.first_look.rules = FirstLookRules::default();
    assert_eq!(
        problems(&declaration),
        ["staging.first_look.rules: no rule asks anything: no picture would ever be suspicious"]
    );
}
