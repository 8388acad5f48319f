//! What looks closely is a choice of the configuration: taken whole or refused with every mistake, and
//! everything else follows from it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

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
        close_look: CloseLook::SageMaker(SageMaker { endpoint, model }),
        ..declaration
    }
}

const REAL_TIME: Endpoint = Endpoint::RealTime {
    instance_type: "ml.c7g.large",
    instances: 1,
};

/// A generated file of an environment's first region.
fn file(declaration: &Declaration, name: &str) -> Value {
    let files = generate_declared(declaration).unwrap_or_else(|found| panic!("{found}"));
    let path = format!(
        "{}/{}/{name}",
        declaration.environment, declaration.regions[0]
    );
    let file = files.into_iter().find(|file| file.path == path);
    serde_json::from_str(&file.unwrap_or_else(|| panic!("no {path}")).text).unwrap()
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
    insta::assert_snapshot!(problems(&declaration).join("\n"), @r#"
    staging.close_look.memory_mb: 1500 MB is no step of 1024 MB
    staging.close_look.max_concurrency: 201 is not within 1 to 200
    staging.close_look.max_concurrency: 20 chunks of 20 pictures at once are 400 requests; the endpoint takes 201
    staging.functions.close-look.timeout_seconds: 60 seconds are too few for an endpoint that answers within 60
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
    insta::assert_snapshot!(problems(&declaration).join("\n"), @r#"
    staging.close_look.instances: 0 is not within 1 to 100
    staging.close_look.instance_type: "c7g.large" is no type of SageMaker's instances
    staging.close_look.answers_within_seconds: 841 is not within 1 to 840
    staging.functions.close-look.timeout_seconds: 300 seconds are too few for an endpoint that answers within 840
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
            "{} {}\n  may {}\n  endpoints may {}\n",
            function["binary"].as_str().unwrap(),
            variables["CLOSE_LOOK_BY"].as_str().unwrap(),
            actions(&template, "CloseLookRole").join(" "),
            actions(&template, "EndpointRole").join(" "),
        ));
    }
    insta::assert_snapshot!(told, @r#"
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
