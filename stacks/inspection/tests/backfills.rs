//! Back-fills: what is generated for them, where they are, and what their mistakes are.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use inspection::config::{
    Backfill, CloseLook, Declaration, Endpoint, EndpointModel, Learning, SageMaker, TrainBy,
    TrainingJob, Tuning,
};
use inspection::environments::{prod, staging};
use inspection::{generate_declared, parse};
use serde_json::Value;

const IMAGE: &str = "111111111111.dkr.ecr.{region}.amazonaws.com/sightline/inspector:1.2";
const IMAGE_FOR_X86: &str =
    "111111111111.dkr.ecr.{region}.amazonaws.com/sightline/inspector-x86:1.2";
const BACKFILL: Backfill = Backfill {
    image: Some(IMAGE_FOR_X86),
    instance_type: "ml.m5.xlarge",
    instances: 1,
    at_once: 4,
    max_runtime_seconds: 3600,
};

fn declared(model: EndpointModel, backfill: Option<Backfill>) -> Declaration {
    Declaration {
        close_look: CloseLook::SageMaker(SageMaker {
            endpoint: Endpoint::RealTime {
                instance_type: "ml.c7g.large",
                instances: 1,
            },
            model,
            backfill,
        }),
        ..staging()
    }
}

const OWN: EndpointModel = EndpointModel::Container { image: IMAGE };

fn problems(declaration: &Declaration) -> String {
    let found = parse(declaration).unwrap_err();
    let told = found
        .iter()
        .map(|problem| format!("{}: {}", problem.address, problem.summary));
    told.collect::<Vec<_>>().join("\n")
}

/// The generated files by their names.
fn files(declaration: &Declaration) -> Vec<(String, String)> {
    let files = generate_declared(declaration).unwrap_or_else(|found| panic!("{found}"));
    let prefix = "staging/eu-west-1/";
    let named = files
        .into_iter()
        .filter_map(|file| Some((file.path.strip_prefix(prefix)?.to_owned(), file.text)));
    named.collect()
}

fn file(files: &[(String, String)], name: &str) -> Value {
    let (_, text) = files.iter().find(|(file, _)| file == name).unwrap();
    serde_json::from_str(text).unwrap()
}

/// The statements of a role, a line each: its id, its actions, and what they are on.
fn statements(template: &Value, role: &str) -> String {
    let mut told = String::new();
    let policies = &template["Resources"][role]["Properties"]["Policies"];
    for statement in policies[0]["PolicyDocument"]["Statement"]
        .as_array()
        .unwrap()
    {
        let list = |value: &Value| match value {
            Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(" "),
            one => plain(one),
        };
        let sid = statement["Sid"].as_str().unwrap();
        let (action, on) = (list(&statement["Action"]), list(&statement["Resource"]));
        told.push_str(&format!("{sid}: {action} on {on}\n"));
    }
    told
}

/// A value as text; what is joined, joined, and references by their names.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => match members.iter().next() {
            Some((name, Value::String(of))) if name == "Fn::Sub" => of.clone(),
            Some((name, Value::Array(all))) if name == "Fn::Join" => {
                let parts = all[1].as_array().unwrap().iter().map(plain);
                parts.collect()
            }
            Some((_, Value::Array(all))) => {
                let parts: Vec<String> = all.iter().map(plain).collect();
                format!("${{{}}}", parts.join("."))
            }
            Some((_, of)) => format!("${{{}}}", plain(of)),
            None => String::new(),
        },
        other => other.to_string(),
    }
}

#[test]
fn nothing_of_back_fills_is_there_where_nothing_is_said_of_them() {
    let files = files(&declared(OWN, None));
    assert!(files.iter().all(|(name, _)| name != "backfill.asl.json"));
    let manifest = file(&files, "manifest.json");
    assert_eq!(manifest["names"]["backfillMachine"], Value::Null);
    let template = file(&files, "inspection.template.json");
    let resources = template["Resources"].as_object().unwrap();
    for name in ["BackfillStateMachine", "TransformRole", "PackModelFunction"] {
        assert!(!resources.contains_key(name), "{name}");
    }
}

#[test]
fn a_version_looks_as_a_model_of_its_own_with_what_that_takes() {
    let files = files(&declared(OWN, Some(BACKFILL)));
    let manifest = file(&files, "manifest.json");
    assert_eq!(
        manifest["names"]["backfillMachine"],
        "sightline-staging-backfill"
    );
    let machine = file(&files, "backfill.asl.json");
    insta::assert_snapshot!("backfill_machine", format!("{machine:#}"));
    let template = file(&files, "inspection.template.json");
    insta::assert_snapshot!(
        "backfill_roles",
        [
            "BackfillRole",
            "TransformRole",
            "PackModelRole",
            "ChoosePicturesRole",
            "RecordAnswersRole"
        ]
        .map(|role| format!("{role}\n{}", statements(&template, role)))
        .join("\n")
    );
}

#[test]
fn a_marketplace_model_is_made_of_the_package_behind_the_endpoint() {
    let backfill = Backfill {
        image: None,
        ..BACKFILL
    };
    let files = files(&declared(EndpointModel::Marketplace, Some(backfill)));
    let machine = file(&files, "backfill.asl.json");
    let states = &machine["States"];
    assert_eq!(
        states["PackModel"]["Arguments"]["Payload"]["from_endpoint"],
        Value::Null
    );
    assert_eq!(
        states["PackModel"]["Arguments"]["Payload"]["fromEndpoint"],
        "{% true %}"
    );
    assert_eq!(
        states["DescribeEndpointConfig"]["Next"],
        "DescribeModelBehind"
    );
    assert_eq!(
        states["MakeModel"]["Arguments"]["PrimaryContainer"],
        serde_json::json!({ "ModelPackageName": "{% $modelPackage %}" })
    );
    let template = file(&files, "inspection.template.json");
    let told = statements(&template, "BackfillRole");
    assert!(told.contains("sagemaker:DescribeEndpointConfig"), "{told}");
    // What pulls no image of the account's needs no registry.
    let told = statements(&template, "TransformRole");
    assert!(!told.contains("ecr:"), "{told}");
}

#[test]
fn all_that_sagemaker_does_fits_into_the_bootstrap_of_three_regions() {
    const TRAINER: &str =
        "222222222222.dkr.ecr.{region}.amazonaws.com/sightline/inspector-that-trains:1.2";
    const OWN_IMAGE: &str = "222222222222.dkr.ecr.{region}.amazonaws.com/sightline/inspector:1.2";
    let looks = declared(
        EndpointModel::Container { image: OWN_IMAGE },
        Some(Backfill {
            image: Some(OWN_IMAGE),
            ..BACKFILL
        }),
    );
    let prod = prod();
    let declaration = Declaration {
        close_look: looks.close_look,
        learning: Learning {
            by: TrainBy::SageMaker(TrainingJob {
                image: TRAINER,
                instance_type: "ml.m5.xlarge",
                volume_gb: 20,
                max_runtime_seconds: 7200,
                tuning: Some(Tuning {
                    most_pictures: &[100, 400],
                    jobs_at_once: 2,
                }),
            }),
            ..prod.learning
        },
        ..prod
    };
    // A template of more than a request takes is a mistake.
    generate_declared(&declaration).unwrap_or_else(|found| panic!("{found}"));
}

#[test]
fn every_mistake_of_a_back_fill_is_reported_at_once() {
    let wrong = Backfill {
        image: Some("elsewhere/inspector:1"),
        instance_type: "ml.c7g.large",
        instances: 21,
        at_once: 17,
        max_runtime_seconds: 59,
    };
    insta::assert_snapshot!(problems(&declared(OWN, Some(wrong))), @r#"
    staging.close_look.backfill.instances: 21 is not within 1 to 20
    staging.close_look.backfill.at_once: 17 is not within 1 to 16
    staging.close_look.backfill.max_runtime_seconds: 59 is not within 60 to 432000
    staging.close_look.backfill.instance_type: ml.c7g.large has a Graviton processor, on which SageMaker transforms nothing
    staging.close_look.backfill.image: "elsewhere/inspector:1" is no image of the account's registry with a tag
    "#);
    // The endpoint's own image does not run there.
    let unsaid = Backfill {
        image: None,
        ..BACKFILL
    };
    insta::assert_snapshot!(problems(&declared(OWN, Some(unsaid))), @"staging.close_look.backfill.image: the endpoint's image is for ml.c7g.large, a Graviton processor, on which SageMaker transforms nothing");
    let own_image = declared(EndpointModel::Marketplace, Some(BACKFILL));
    insta::assert_snapshot!(problems(&own_image), @"staging.close_look.backfill.image: a Marketplace model brings its own image");
    // Graphics processors have a `g` before their generation.
    let graphics = Backfill {
        instance_type: "ml.g4dn.xlarge",
        ..BACKFILL
    };
    assert!(parse(&declared(OWN, Some(graphics))).is_ok());
}
