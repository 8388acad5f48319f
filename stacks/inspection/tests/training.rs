//! What trains is a choice of the configuration: taken whole or refused with every mistake, and everything
//! else follows from it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use inspection::config::{Declaration, Learning, TrainBy, TrainingJob, Tuning};
use inspection::environments::{local, prod, staging};
use inspection::{generate_declared, parse};
use serde_json::Value;

const JOB: TrainingJob = TrainingJob {
    image: "222222222222.dkr.ecr.{region}.amazonaws.com/sightline/inspector:1.2",
    instance_type: "ml.m5.xlarge",
    volume_gb: 20,
    max_runtime_seconds: 7200,
    tuning: None,
};

fn with(declaration: Declaration, job: TrainingJob) -> Declaration {
    Declaration {
        learning: Learning {
            by: TrainBy::SageMaker(job),
            ..declaration.learning
        },
        ..declaration
    }
}

/// A generated file of a region.
fn file(declaration: &Declaration, region: &str, name: &str) -> Value {
    let files = generate_declared(declaration).unwrap_or_else(|found| panic!("{found}"));
    let path = format!("{}/{region}/{name}", declaration.environment);
    let file = files.into_iter().find(|file| file.path == path);
    serde_json::from_str(&file.unwrap_or_else(|| panic!("no {path}")).text).unwrap()
}

#[test]
fn every_mistake_of_a_training_job_is_reported_at_once() {
    let declaration = with(
        staging(),
        TrainingJob {
            image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/inspector:latest",
            instance_type: "m5.xlarge",
            volume_gb: 0,
            max_runtime_seconds: 90_000,
            tuning: Some(Tuning {
                most_pictures: &[3],
                jobs_at_once: 11,
            }),
        },
    );
    let found = parse(&declaration).unwrap_err();
    let told: Vec<String> = found
        .iter()
        .map(|problem| problem.address.to_string())
        .collect();
    let fields = [
        "image",
        "instance_type",
        "volume_gb",
        "max_runtime_seconds",
        "tuning.jobs_at_once",
        "tuning.most_pictures",
    ];
    assert_eq!(told.len(), fields.len(), "{found}");
    for field in fields {
        let expected = format!("learning.by.{field}");
        assert!(
            told.iter().any(|place| place.ends_with(&expected)),
            "{field}: {found}"
        );
    }
    let many = TrainingJob {
        image: "111111111111.dkr.ecr.eu-west-1.amazonaws.com/inspector:1",
        tuning: Some(Tuning {
            most_pictures: &[4; 21],
            jobs_at_once: 1,
        }),
        ..JOB
    };
    let found = parse(&with(staging(), many)).unwrap_err().to_string();
    assert!(found.contains("are 42 training jobs"), "{found}");
}

#[test]
fn a_job_trains_in_the_place_of_the_function_and_its_model_is_taken_over() {
    let machine = file(&with(prod(), JOB), "us-east-1", "model.asl.json");
    let states = &machine["States"];
    assert_eq!(states["SplitData"]["Next"], "TrainBySageMaker");
    assert_eq!(states["TrainBySageMaker"]["Next"], "TakeOverModel");
    assert_eq!(states["TakeOverModel"]["Next"], "EvaluateModel");
    assert!(states.get("TrainModel").is_none());
    insta::assert_json_snapshot!(states["TrainBySageMaker"]);

    let tuning = Tuning {
        most_pictures: &[100, 400],
        jobs_at_once: 2,
    };
    let tuned = with(
        prod(),
        TrainingJob {
            tuning: Some(tuning),
            ..JOB
        },
    );
    let machine = file(&tuned, "us-east-1", "model.asl.json");
    let state = &machine["States"]["TuneBySageMaker"];
    // Four jobs, two at once, each with an hour beside its own two.
    assert_eq!(state["TimeoutSeconds"], 2 * (7200 + 3600));
    insta::assert_json_snapshot!(state["Arguments"]["HyperParameterTuningJobConfig"]);
    assert!(
        state["Arguments"]["TrainingJobDefinition"]
            .get("HyperParameters")
            .is_none()
    );
    let embedded = file(&prod(), "us-east-1", "model.asl.json");
    assert_eq!(embedded["States"]["SplitData"]["Next"], "TrainModel");
}

/// A role's statements, a line each.
fn statements(template: &Value, role: &str) -> String {
    let policies = &template["Resources"][role]["Properties"]["Policies"];
    let statements = policies[0]["PolicyDocument"]["Statement"].as_array();
    let statements = statements.unwrap_or_else(|| panic!("no role {role}"));
    let lines: Vec<String> = statements.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn a_job_runs_as_a_role_of_its_own_and_may_do_nothing_else() {
    let declaration = with(prod(), JOB);
    let template = file(&declaration, "us-east-1", "inspection.template.json");
    insta::assert_snapshot!(statements(&template, "TrainingRole"));
    // The boundary of all roles lets it, and the bootstrap still fits.
    let bootstrap = file(&declaration, "eu-west-1", "bootstrap.template.json");
    let text = bootstrap.to_string();
    for expected in [
        "sagemaker:CreateTrainingJob",
        "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
        "/aws/sagemaker/TrainingJobs",
        "repository/sightline/inspector",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
    let manifest = file(&declaration, "us-east-1", "manifest.json");
    assert_eq!(
        manifest["trainingImage"],
        "222222222222.dkr.ecr.us-east-1.amazonaws.com/sightline/inspector:1.2"
    );
    let manifest = file(&local(), "us-east-1", "manifest.json");
    assert!(manifest.get("trainingImage").is_none());
}
