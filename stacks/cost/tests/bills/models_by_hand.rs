//! What the life of models costs, worked out by hand: watching them, candidates beside them, trainings.

use cost::CloseLookKind;
use serde_json::json;

use crate::fixture::{EASY, Small, assumptions, line, price, request, usage};

/// Models of three classes are watched once a day: 730 hours have 31 days that have begun.
#[test]
fn watching_models_costs_what_it_asks_and_puts() {
    let daily = serde_json::json!({
        "Daily": { "Type": "AWS::Events::Rule", "Properties": { "ScheduleExpression": "rate(1 day)" } },
    });
    let watched = Small {
        more: daily,
        ..Small::default()
    };
    let report = price(&watched, &assumptions("10%", &EASY), &request(99_900));
    let region = &report.regions[0];
    // 60,390 of batches and chunks, 31 runs x 3 states + 93 classes x 2 states = 279
    assert_eq!(usage(region, "state transitions"), "60.669");
    // 40,090 of batches and chunks + 93 classes = 40,183
    assert_eq!(usage(region, "invocations"), "0.040183");
    // 93 classes x 14 metrics = 1,302 hours = 1.783562 months x 0.30 = 0.535068
    assert_eq!(line(region, "metrics"), 54);
    // 93 requests x 0.01 / 1,000 = 0.00093
    assert_eq!(usage(region, "metric requests"), "0.093");
    assert_eq!(line(region, "metric requests"), 0);
    // Without a schedule nothing is metered.
    let report = price(
        &Small::default(),
        &assumptions("10%", &EASY),
        &request(99_900),
    );
    let lines = &report.regions[0].lines;
    assert!(lines.iter().all(|line| line.item != "metrics"), "{lines:?}");
}

/// For half a month a candidate looks at a fifth of what the live model looks at.
#[test]
fn shadows_of_a_candidate() {
    let rules = Small {
        shadow_percent: 20,
        ..Small::default()
    };
    let bill = |small: &Small, days: &str| {
        let set = [("candidate-days", days), ("log-bytes", "0")];
        let assumptions = assumptions("10%", &[&EASY[..], &set].concat());
        price(small, &assumptions, &request(7_300))
    };
    let duration = |report: &cost::Report| -> f64 {
        let told = usage(&report.regions[0], "duration, arm64");
        told.parse().unwrap()
    };
    let none = duration(&bill(&rules, "0"));
    // 730 pictures are looked at closely; 730 x 20 % x 15 x 24 h / 730 h = 72, each 0.2 s of 2 GB: 28.8 GB-s.
    let half = duration(&bill(&rules, "15"));
    assert!((half - none - 28.8).abs() < 1e-6, "{none} {half}");
    // Never more than there are.
    let all = duration(&bill(&rules, "31"));
    assert!((all - none - 58.4).abs() < 1e-6, "{none} {all}");
    // Nor where the environment asks for no shadows.
    let without = duration(&bill(&Small::default(), "15"));
    assert!((without - none).abs() < 1e-6, "{none} {without}");
}

/// Four trainings a month of each of two classes, by the function, whose 15 minutes bound them.
#[test]
fn trainings_by_the_function() {
    let small = Small {
        trains: Some(json!({
            "Resource": "arn:aws:states:::lambda:invoke",
            "Arguments": { "FunctionName": "${train-modelArn}" },
        })),
        ..Small::default()
    };
    let set = [("trainings", "4"), ("log-bytes", "0")];
    let report = price(
        &small,
        &assumptions("10%", &[&EASY[..], &set].concat()),
        &request(0),
    );
    let region = &report.regions[0];
    assert_eq!(region.training.by, "the function train-model");
    // train-model     8 x 900 s x 4 GB                     = 28,800
    // evaluate-model  8 x 120 s x 2 GB                     =  1,920
    // close-look      8 x 0.1 s x 2 GB                     =      1.6
    // 5 of 512 MB     8 x 0.1 s x 0.5 GB                   =      2
    //                                                        30,723.6 GB-s x 0.0000133334 = 0.409650
    assert_eq!(usage(region, "duration, arm64"), "30723.6");
    // 8 x 8 invocations x 0.20 / 1,000,000                                              = 0.0000128
    assert_eq!(usage(region, "invocations"), "0.000064");
    // 8 x 3 states x 0.025 / 1,000                                                      = 0.0006
    assert_eq!(usage(region, "state transitions"), "0.024");
    // 8 x 600 pictures x 3 GET x 0.0004 / 1,000                                         = 0.00576
    // 8 x 14 PUT x 0.005 / 1,000                                                        = 0.00056
    //                                                                                     0.4165828
    assert_eq!(region.training.usd.to_cents(), 42);
    assert_eq!(region.training.usd.shown(5), "0.41658");
    // A training of both classes is a quarter of that.
    assert_eq!(region.training.once.shown(4), "0.1041");
    // A model that looks in an endpoint is trained the same way.
    let endpoint = cost::Request {
        close_look: Some(CloseLookKind::Serverless),
        ..request(0)
    };
    let other = price(
        &small,
        &assumptions("10%", &[&EASY[..], &set].concat()),
        &endpoint,
    );
    assert_eq!(other.regions[0].training, region.training);
}

/// The same by jobs of SageMaker: two kinds of models with three numbers of pictures each.
#[test]
fn trainings_by_jobs() {
    let resources = json!({
        "InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10,
    });
    let one = json!({
        "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
        "Arguments": { "TrainingJobName": "j", "ResourceConfig": resources },
    });
    let six = json!({
        "Resource": "arn:aws:states:::sagemaker:createHyperParameterTuningJob.sync",
        "Arguments": {
            "HyperParameterTuningJobName": "j",
            "HyperParameterTuningJobConfig": { "ParameterRanges": { "CategoricalParameterRanges": [
                { "Name": "model", "Values": ["padim", "patch-core"] },
                { "Name": "most_pictures", "Values": ["100", "200", "400"] },
            ] } },
            "TrainingJobDefinition": { "ResourceConfig": resources },
        },
    });
    for (trains, by, hours, cents) in [
        // 8 x 1 h x 0.23 = 1.84; beside it, as above but for the function:
        // (1,920 + 1.6 + 2 + 8 x 0.1 s x 4 GB = 3.2) GB-s x 0.0000133334 = 0.025690, and 0.0069328;
        // its volumes are 8 h x 10 GB / 730 h x 0.154 = 0.016877.
        (one, "a training job on ml.m5.xlarge", "8", 189),
        // 8 x 6 h x 0.23 = 11.04; its jobs read 8 x 600 x 5 pictures more, 0.0096; 0.101260 of volumes.
        (six, "6 training jobs on ml.m5.xlarge", "48", 1_118),
    ] {
        let small = Small {
            trains: Some(trains),
            ..Small::default()
        };
        let set = [("trainings", "4"), ("log-bytes", "0")];
        let report = price(
            &small,
            &assumptions("10%", &[&EASY[..], &set].concat()),
            &request(0),
        );
        let region = &report.regions[0];
        assert_eq!(region.training.by, by);
        assert_eq!(usage(region, "ml.m5.xlarge"), hours);
        assert_eq!(region.training.usd.to_cents(), cents, "{by}");
    }
}
