//! The environments. This is the file that platform teams change.

use contracts::finding::FirstLookRules;
use contracts::picture::PictureLimits;

use crate::config::{
    Ci, CloseLook, Declaration, FirstLook, FunctionSize, GateDeclaration, Learning, Monitoring,
    OidcProvider, Retention, Rollout, Shift, Step, TrainBy,
};

/// Changes of the tables that break files or readers and are meant, in the words in which
/// `cargo xtask generate` tells them. They are done once the changed `tables.json` is committed.
pub const ACKNOWLEDGED: &[&str] = &[];

/// Every environment that this project deploys.
pub fn declarations() -> Vec<Declaration> {
    vec![local(), staging(), prod()]
}

/// The region that this project embeds: no account, nothing leaves the machine.
pub fn local() -> Declaration {
    Declaration {
        environment: "local",
        embedded: true,
        account: "000000000000",
        regions: &["us-east-1"],
        // Small enough that the sample batch is several chunks, as batches are in the field.
        chunk_size: 8,
        max_concurrent_chunks: 2,
        first_look: FirstLook {
            custom_labels: true,
            ..first_look()
        },
        // The sample pictures are some dozens: enough to see the gate at work, too few to prove 99 %.
        learning: Learning {
            shadow_percent: 100,
            gate: GateDeclaration {
                at_least: 0.8,
                ..GateDeclaration::DEFAULT
            },
            ..learning()
        },
        // A few dozen pictures are a day's, and enough to tell what has moved far.
        monitoring: Monitoring {
            most_pictures: 24,
            least_pictures: 12,
            ..Monitoring::DEFAULT
        },
        retention: Retention {
            pictures_days: 30,
            query_results_days: 7,
            logs_days: 7,
            keep_data: false,
        },
        ..base()
    }
}

/// One region of an account of its own, for trying out changes.
pub fn staging() -> Declaration {
    Declaration {
        environment: "staging",
        account: "111111111111",
        regions: &["eu-west-1"],
        retention: Retention {
            pictures_days: 30,
            query_results_days: 7,
            logs_days: 14,
            keep_data: false,
        },
        ci: Some(ci("staging")),
        ..base()
    }
}

/// Three regions, each with its own pictures and its own lake.
pub fn prod() -> Declaration {
    Declaration {
        environment: "prod",
        account: "222222222222",
        regions: &["eu-west-1", "us-east-1", "ap-southeast-2"],
        ci: Some(ci("prod")),
        rollout: Rollout {
            canary: Some("ap-southeast-2"),
            regions_at_once: 2,
            shift: Shift::Canary(Step {
                percent: 10,
                minutes: 10,
            }),
        },
        ..base()
    }
}

/// What the environments have in common.
fn base() -> Declaration {
    Declaration {
        environment: "",
        embedded: false,
        account: "",
        regions: &[],
        device_classes: &["insulator", "meter", "panel", "pipe"],
        own_pictures_class: Some("own"),
        limits: PictureLimits {
            // What Rekognition takes from S3.
            max_bytes: 15 * 1024 * 1024,
            max_pixels: 60_000_000,
            min_side: 80,
            prepared_side: 1024,
            prepared_quality: 90,
        },
        chunk_size: 40,
        max_concurrent_chunks: 20,
        first_look: first_look(),
        close_look: CloseLook::Embedded,
        learning: learning(),
        monitoring: Monitoring::DEFAULT,
        retention: Retention {
            pictures_days: 730,
            query_results_days: 30,
            logs_days: 90,
            keep_data: true,
        },
        notify: None,
        functions: vec![
            ("prepare", size(1769, 300, 2)),
            ("first-look", size(256, 120, 5)),
            ("close-look", size(1769, 300, 2)),
            ("record", size(512, 120, 4)),
            ("summarise", size(512, 300, 4)),
            ("curate-data", size(512, 900, 1)),
            // Two processors; a picture's description takes some 0.3 MB.
            ("train-model", size(3538, 900, 1)),
            ("evaluate-model", size(1769, 900, 1)),
            ("register-model", size(256, 60, 1)),
            ("promote-model", size(256, 60, 1)),
            ("confirm-model", size(256, 60, 1)),
            ("choose-windows", size(256, 60, 1)),
            ("collect-pictures", size(512, 300, 1)),
            ("serve-model", size(512, 120, 1)),
            ("pack-model", size(512, 120, 1)),
            ("choose-pictures", size(512, 300, 1)),
            ("record-answers", size(1024, 900, 32)),
        ],
        query_scan_limit_bytes: 10 * 1024 * 1024 * 1024,
        ci: None,
        rollout: Rollout {
            canary: None,
            regions_at_once: 1,
            shift: Shift::AllAtOnce,
        },
    }
}

/// How models are trained: by normal pictures, the kind that does best.
const fn learning() -> Learning {
    Learning {
        by: TrainBy::Embedded,
        kinds: &["padim", "patch-core"],
        most_pictures: 400,
        parts: 3,
        shadow_percent: 20,
        gate: GateDeclaration::DEFAULT,
    }
}

/// The repository that deploys; an environment of GitHub's own by each environment's name.
const fn ci(github_environment: &'static str) -> Ci {
    Ci {
        repository: "example/sightline",
        github_environment,
        oidc_provider: OidcProvider::Made,
    }
}

fn first_look() -> FirstLook {
    FirstLook {
        rules: FirstLookRules {
            min_confidence: 55.0,
            suspicious_labels: [
                "Broken",
                "Corrosion",
                "Crack",
                "Fire",
                "Graffiti",
                "Hole",
                "Leak",
                "Rust",
                "Smoke",
            ]
            .map(str::to_owned)
            .into(),
            // Where no class has a model that could spare a picture yet, all are looked at closely.
            min_anomaly_confidence: Some(50.0),
            min_brightness: Some(12.0),
            min_sharpness: Some(8.0),
            ..FirstLookRules::default()
        },
        custom_labels: false,
        requests_per_second: None,
    }
}

const fn size(memory_mb: u32, timeout_seconds: u32, concurrency: u32) -> FunctionSize {
    FunctionSize {
        memory_mb,
        timeout_seconds,
        concurrency,
    }
}
