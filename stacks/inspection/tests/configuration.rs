//! A configuration is taken whole or refused with every mistake in it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use inspection::config::{Declaration, Retention, Rollout, Shift, Step};
use inspection::environments::{declarations, local, prod};
use inspection::{generate, parse};

fn codes(declaration: &Declaration) -> Vec<(String, String)> {
    let found = parse(declaration).unwrap_err();
    found
        .iter()
        .map(|d| (d.code.clone(), d.address.to_string()))
        .collect()
}

#[test]
fn the_shipped_environments_are_sound() {
    for declaration in declarations() {
        let files = generate(declaration.environment).unwrap_or_else(|found| panic!("{found}"));
        assert!(
            files.iter().all(|file| file.text.ends_with('\n')),
            "a file lacks its last line feed"
        );
        for region in declaration.regions {
            let manifest = format!("{}/{region}/manifest.json", declaration.environment);
            assert!(
                files.iter().any(|file| file.path == manifest),
                "{manifest} is missing"
            );
        }
    }
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    assert_eq!(generate("prod").unwrap(), generate("prod").unwrap());
}

#[test]
fn every_mistake_is_reported_at_once() {
    let mut declaration = local();
    declaration.account = "12";
    declaration.regions = &["us-est-1", "us-west-2", "us-west-2"];
    declaration.device_classes = &["Meter", "unknown", "own"];
    declaration.limits.min_side = 10;
    declaration.chunk_size = 0;
    declaration.first_look.rules.min_brightness = Some(f32::NAN);
    declaration.retention = Retention {
        logs_days: 8,
        ..declaration.retention
    };
    declaration.notify = Some("nobody");
    declaration.functions[0].0 = "prepar";
    let found = codes(&declaration);
    let expected = [
        ("config::bad-value", "local.account"),
        ("config::bad-value", "local.regions"),
        ("config::repeated", "local.regions"),
        ("config::bad-value", "local.device_classes"),
        ("config::repeated", "local.own_pictures_class"),
        ("config::reserved", "local.device_classes"),
        ("config::out-of-range", "local.limits.min_side"),
        ("config::out-of-range", "local.chunk_size"),
        (
            "config::out-of-range",
            "local.first_look.rules.min_brightness",
        ),
        ("config::bad-value", "local.retention.logs_days"),
        ("config::bad-value", "local.notify"),
        ("config::unknown-task", "local.functions.prepar"),
        ("config::missing", "local.functions"),
    ];
    let expected: Vec<(String, String)> = expected
        .map(|(code, place)| (code.to_owned(), place.to_owned()))
        .into();
    assert_eq!(found, expected);
}

#[test]
fn a_region_that_is_misspelt_is_told_with_the_nearest() {
    let mut declaration = local();
    declaration.regions = &["us-est-1"];
    let found = parse(&declaration).unwrap_err().to_string();
    assert!(found.contains("did you mean \"us-east-1\"?"), "{found}");
}

#[test]
fn mistakes_of_ci_and_rollout_are_told_with_the_others() {
    let mut declaration = prod();
    declaration.embedded = true;
    declaration.rollout = Rollout {
        canary: Some("eu-west-2"),
        regions_at_once: 0,
        shift: Shift::Linear(Step {
            percent: 100,
            minutes: 0,
        }),
    };
    let ci = declaration.ci.as_mut().unwrap();
    ci.repository = "example/sight*line";
    ci.github_environment = "prod:anything";
    let places: Vec<(String, String)> = [
        ("config::bad-value", "prod.ci.repository"),
        ("config::bad-value", "prod.ci.github_environment"),
        ("config::embedded", "prod.ci"),
        ("config::bad-value", "prod.rollout.canary"),
        ("config::out-of-range", "prod.rollout.regions_at_once"),
        ("config::out-of-range", "prod.rollout.shift.percent"),
        ("config::out-of-range", "prod.rollout.shift.minutes"),
    ]
    .map(|(code, place)| (code.to_owned(), place.to_owned()))
    .into();
    assert_eq!(codes(&declaration), places);
    let found = parse(&declaration).unwrap_err().to_string();
    assert!(found.contains("did you mean \"eu-west-1\"?"), "{found}");
}

#[test]
fn the_canary_goes_first_and_the_others_after_it() {
    let configuration = parse(&prod()).unwrap();
    let waves: Vec<(&str, u32)> = configuration
        .regions
        .iter()
        .map(|region| (region.as_str(), configuration.wave(region)))
        .collect();
    assert_eq!(
        waves,
        [("eu-west-1", 1), ("us-east-1", 1), ("ap-southeast-2", 0)]
    );
    let mut declaration = prod();
    declaration.rollout.canary = None;
    let configuration = parse(&declaration).unwrap();
    assert!(
        configuration
            .regions
            .iter()
            .all(|region| configuration.wave(region) == 0)
    );
}

#[test]
fn an_unknown_environment_is_told_with_the_nearest() {
    let found = generate("stagng").unwrap_err().to_string();
    assert!(found.contains("did you mean \"staging\"?"), "{found}");
}
