//! What the life of models costs, worked out by hand: watching them, candidates beside them, trainings.

use cost::CloseLookKind;
use serde_json::json;

use crate::fixture::{EASY, Small, assumptions, line, price, request, usage};

/// Models of three classes are watched once a day: 730 hours have 31 days that have begun.
#[test]
fn watching_models_costs_what_it_asks_and_puts() {
    let daily = json!({
        "Daily": { "Type": "AWS::Events::Rule", "Properties": { "ScheduleExpression": "rate(1 day)" } },
    });
    let watched = Small {
        more: daily,
        ..Small::default()
    };
    let set = [&EASY[..], &[("watch-days", "100")]].concat();
    let report = price(&watched, &assumptions("10%", &set), &request(99_900));
    let region = &report.regions[0];
    // 60,390 of batches and chunks, 31 runs x 3 states + 93 classes x 2 states = 279
    assert_eq!(usage(region, "state transitions"), "60.669");
    // 40,090 of batches and chunks + 93 classes = 40,183
    assert_eq!(usage(region, "invocations"), "0.040183");
    // 93 classes x 14 metrics = 1,302 hours = 1.783562 months x 0.30 = 0.535068
    assert_eq!(line(region, "metrics"), "0.535068493");
    // 93 requests x 0.01 / 1,000 = 0.00093
    assert_eq!(usage(region, "metric requests"), "0.093");
    assert_eq!(line(region, "metric requests"), "0.00093");
    // What the bill of 99,900 pictures has anyway, 284,780 and 4,205,470; of the one month that there is yet,
    // each of 93 queries reads a third:
    // 20,000 files of pictures and findings + 9,990 of defects = 29,990 / 3 = 9,997, each asked for twice,
    // and 3 objects that name the window: 93 x (2 x 9,997 + 3) = 1,859,721
    //   6,065,191 x 0.0004 / 1,000 = 2.4260764
    assert_eq!(usage(region, "GET"), "6065.191");
    assert_eq!(line(region, "GET"), "2.4260764");
    // 3 tables x 100 days, listed: 93 x 300 = 27,900
    //   312,680 x 0.005 / 1,000 = 1.5634
    assert_eq!(usage(region, "PUT, COPY, LIST"), "312.68");
    assert_eq!(line(region, "PUT, COPY, LIST"), "1.5634");
    // 99,900 x 600 bytes / 3 = 19,980,000, more than the least of 10,485,760; x 93 = 1,858,140,000
    // and 100 x 59,118,905 of other queries = 7,770,030,500 bytes = 0.0070668 TB x 5 = 0.035334008
    assert_eq!(line(region, "data scanned"), "0.035334008");
    // 100 x 2 tables + 93 x 3
    assert_eq!(line(region, "requests"), "0.000479");
    // Of few pictures the least is read: 93 x 10,485,760 bytes + 100 x 10,485,760 = 0.001841 TB
    let report = price(&watched, &assumptions("10%", &set), &request(990));
    assert_eq!(usage(&report.regions[0], "data scanned"), "0.001841");
    // Without a schedule nothing is metered.
    let report = price(
        &Small::default(),
        &assumptions("10%", &EASY),
        &request(99_900),
    );
    let lines = &report.regions[0].lines;
    assert_eq!(line(&report.regions[0], "requests"), "0.0002");
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
    let told = |report: &cost::Report, item: &str| -> f64 {
        let told = usage(&report.regions[0], item);
        told.parse().unwrap()
    };
    let duration = |report: &cost::Report| told(report, "duration, arm64");
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

    // Requests, of which those of an environment without shadows are taken away. Its 730 pictures lie in as many
    // of 731 chunks.
    let requests = |days: &str, item: &str| {
        let requests = |small: &Small| told(&bill(small, days), item) * 1000.0;
        (requests(&rules) - requests(&Small::default())).round()
    };
    // Whether there is a candidate is asked for each of 730 chunks, on whatever day: there is none.
    assert!((requests("0", "GET") - 730.0).abs() < 0.5);
    assert!(requests("0", "PUT, COPY, LIST").abs() < 0.5);
    // On 15 days, for 360 chunks, its version and its file are read, 720, and 72 pictures once more; what it
    // says of them is 72 files.
    assert!((requests("15", "GET") - (730.0 + 720.0 + 72.0)).abs() < 0.5);
    assert!((requests("15", "PUT, COPY, LIST") - 72.0).abs() < 0.5);
    // On all days 2 x 730 and 146.
    assert!((requests("31", "GET") - (730.0 + 1460.0 + 146.0)).abs() < 0.5);
    assert!((requests("31", "PUT, COPY, LIST") - 146.0).abs() < 0.5);
}

/// Four trainings a month of each of three classes, by the function, whose 15 minutes bound them.
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
    // train-model     12 x 900 s x 4 GB                    = 43,200
    // evaluate-model  12 x 120 s x 2 GB                    =  2,880
    // close-look      12 x 0.1 s x 2 GB                    =      2.4
    // 5 of 512 MB     12 x 0.1 s x 0.5 GB                  =      3
    //                                                        46,085.4 GB-s x 0.0000133334 = 0.6144751
    assert_eq!(usage(region, "duration, arm64"), "46085.4");
    // 12 x 8 invocations x 0.20 / 1,000,000                                             = 0.0000192
    assert_eq!(usage(region, "invocations"), "0.000096");
    // 12 x 3 states x 0.025 / 1,000                                                     = 0.0009
    assert_eq!(usage(region, "state transitions"), "0.036");
    // 12 x 600 pictures x 3 GET x 0.0004 / 1,000                                        = 0.00864
    // 12 x 14 PUT x 0.005 / 1,000                                                       = 0.00084
    //                                                                                     0.6248743
    assert_eq!(region.training.usd.shown(6), "0.624874");
    // A training of all classes is a quarter of that: 0.1562186.
    assert_eq!(region.training.once.shown(6), "0.156219");
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
    for (trains, by, hours, usd) in [
        // 12 x 1 h x 0.23 = 2.76; beside it, as above but for the function:
        // (2,880 + 2.4 + 3 + 12 x 0.1 s x 4 GB = 4.8) GB-s x 0.0000133334 = 0.0385362,
        // and 0.0000192 + 0.0009 + 0.00864 + 0.00084 = 0.0103992;
        // its volumes are 12 h x 10 GB / 730 h x 0.154 = 0.0253151. Together 2.8342505.
        (one, "a training job on ml.m5.xlarge", "12", "2.834250"),
        // 12 x 6 h x 0.23 = 16.56; its jobs read 12 x 600 x 5 pictures more, 0.0144; 0.1518904 of volumes.
        // 16.56 + 0.0385362 + 0.0103992 + 0.0144 + 0.1518904 = 16.7752258
        (six, "6 training jobs on ml.m5.xlarge", "72", "16.775226"),
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
        assert_eq!(region.training.usd.shown(6), usd, "{by}");
    }
}

/// Jobs on a type that nobody has read the price of cost what those on `--instance` do, and that is told: also
/// where no training is counted, for what one costs is told as well.
#[test]
fn a_training_instance_that_nobody_knows_the_price_of_has_that_of_another() {
    let small = Small {
        trains: Some(json!({
            "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
            "Arguments": { "TrainingJobName": "j", "ResourceConfig": {
                "InstanceType": "ml.c7g.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10,
            } },
        })),
        ..Small::default()
    };
    for (trainings, hours) in [("0", None), ("4", Some("12"))] {
        let set = [&EASY[..], &[("trainings", trainings), ("log-bytes", "0")]].concat();
        let report = price(&small, &assumptions("10%", &set), &request(0));
        let region = &report.regions[0];
        assert_eq!(region.training.by, "a training job on ml.c7g.xlarge");
        let mut lines = region.lines.iter();
        let line = lines.find(|line| line.item == "ml.m5.xlarge");
        assert_eq!(line.map(|line| line.usage.as_str()), hours);
        // A quarter of the 2.8342505 of jobs whose type has a price.
        assert_eq!(region.training.once.shown(6), "0.708563");
        let notes = region.notes.join("\n");
        let told = "no price is known of ml.c7g.xlarge, on which training jobs run, and that of \
                    ml.m5.xlarge is taken";
        assert!(notes.contains(told), "{notes}");
    }
}
