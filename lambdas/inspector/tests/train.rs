//! `inspector train`, given what SageMaker gives, and the model that it makes, served.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use std::fs;
use std::path::Path;

use common::{Server, pictures_in, put, train};
use evaluation::Report;
use samples::{Expected, shared};
use serde_json::{Value, json};
use tempfile::TempDir;
use vision::Selection;

fn config(ml: &Path, file: &str, value: &Value) {
    put(
        &ml.join("input/config").join(file),
        value.to_string().as_bytes(),
    );
}

/// What SageMaker writes for these channels and hyper-parameters.
fn job(ml: &Path, hyperparameters: &Value, channels: &[&str]) {
    config(ml, "hyperparameters.json", hyperparameters);
    config(
        ml,
        "resourceconfig.json",
        &json!({"current_host": "algo-1", "hosts": ["algo-1"]}),
    );
    let channel = json!({"TrainingInputMode": "File", "S3DistributionType": "FullyReplicated"});
    let channels: serde_json::Map<String, Value> = channels
        .iter()
        .map(|name| ((*name).to_owned(), channel.clone()))
        .collect();
    config(ml, "inputdataconfig.json", &Value::Object(channels));
}

/// The value that a metric definition's regular expression would find.
fn metric(stdout: &str, name: &str) -> Option<f64> {
    let line = stdout
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name}=")))?;
    line.strip_suffix(';')?.parse().ok()
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn photographs_are_trained_on_and_the_model_is_served() {
    let Some(cookies) = shared("pictures/cookies") else {
        return;
    };
    let folder = TempDir::new().unwrap();
    let ml = folder.path();
    for (channel, from) in [("train", "train"), ("validation", "test")] {
        for label in ["normal", "anomaly"] {
            for path in pictures_in(&cookies.join(from).join(label)) {
                let name = path.file_name().unwrap();
                let place = ml.join("input/data").join(channel).join(label).join(name);
                put(&place, &fs::read(&path).unwrap());
            }
        }
    }
    job(
        ml,
        &json!({"model": "auto", "device_class": "cookie"}),
        &["train", "validation"],
    );
    let output = train(ml);
    let stdout = String::from_utf8(output.stdout).unwrap();
    println!("{stdout}");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(metric(&stdout, "validation:accuracy"), Some(1.0));
    assert_eq!(metric(&stdout, "validation:auroc"), Some(1.0));
    let bound = metric(&stdout, "validation:accuracy-lower-bound").unwrap();
    assert!((bound - 0.872_695).abs() < 1e-6, "{bound}");
    let report: Report = read(&ml.join("model/report.json"));
    assert_eq!(report.device_classes["cookie"].pictures, 22);
    let selection: Selection = read(&ml.join("model/selection.json"));
    assert_eq!(
        (
            selection.normal,
            selection.anomalous,
            selection.candidates.len()
        ),
        (31, 32, 4)
    );
    assert!(!ml.join("output/failure").exists());

    let server = Server::start(ml, &[]);
    for (label, anomalous) in [("normal", false), ("anomaly", true)] {
        for path in pictures_in(&cookies.join("test").join(label)) {
            let bytes = fs::read(&path).unwrap();
            let answer = server.invoke(&[("Content-Type", "image/jpeg")], &bytes);
            assert_eq!(answer.body["IsAnomalous"], anomalous, "{}", path.display());
        }
    }
}

/// A channel with a manifest of drawn pipes: two labels, groups, addresses and paths.
fn manifest(ml: &Path) -> Vec<Value> {
    let sound = samples::normals("pipe").take(8);
    let defective = samples::batch()
        .into_iter()
        .filter(|sample| matches!(sample.expected, Expected::Defective { .. }))
        .take(4);
    let mut lines = Vec::new();
    for (index, sample) in sound.chain(defective).enumerate() {
        let class = if index < 8 { "normal" } else { "anomaly" };
        let file = format!("{index}-{}", sample.file);
        put(
            &ml.join("input/data/train/pictures").join(&file),
            &sample.bytes,
        );
        let source = if index % 2 == 0 {
            format!("s3://bucket/some/prefix/pictures/{file}")
        } else {
            format!("pictures/{file}")
        };
        lines.push(json!({
            "source-ref": source,
            "anomaly-label": i32::from(class == "anomaly"),
            "anomaly-label-metadata": {"class-name": class, "type": "groundtruth/image-classification"},
            "group": sample.device_id,
        }));
    }
    lines
}

fn put_manifest(ml: &Path, lines: &[Value]) {
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    put(
        &ml.join("input/data/train/manifest.jsonl"),
        text.join("\n").as_bytes(),
    );
}

#[test]
fn a_manifest_says_labels_and_groups() {
    let folder = TempDir::new().unwrap();
    let ml = folder.path();
    job(
        ml,
        &json!({"model": "linear", "sagemaker_program": "x"}),
        &["train"],
    );
    put_manifest(ml, &manifest(ml));
    let output = train(ml);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let selection: Selection = read(&ml.join("model/selection.json"));
    assert_eq!((selection.normal, selection.anomalous), (8, 4));
    assert!(selection.groups <= 12, "{selection:?}");
    assert_eq!(selection.chosen, vision::Kind::Linear);
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(
        metric(&stdout, "cross-validation:auroc").is_some(),
        "{stdout}"
    );
    assert!(
        !ml.join("model/report.json").exists(),
        "nothing was validated"
    );
    assert_eq!(Server::start(ml, &[]).told["model"], "linear");
}

/// The reason in `output/failure`; the program said that it failed, and left no model.
fn failure(ml: &Path) -> String {
    let output = train(ml);
    assert_eq!(output.status.code(), Some(1));
    assert!(!ml.join("model/close-look.model").exists());
    fs::read_to_string(ml.join("output/failure")).unwrap()
}

#[test]
fn everything_that_is_wrong_with_a_job_is_told_at_once() {
    let folder = TempDir::new().unwrap();
    let ml = folder.path();
    job(
        ml,
        &json!({"model": "padim,forest", "most_pictures": "3", "epochs": "10"}),
        &["test"],
    );
    config(
        ml,
        "resourceconfig.json",
        &json!({"hosts": ["algo-1", "algo-2"]}),
    );
    let mut told: Vec<String> = failure(ml).lines().map(str::to_owned).collect();
    told.sort();
    let wanted = [
        "hyper-parameter epochs: is not known; there are model, most_pictures, label_attribute and device_class",
        "hyper-parameter model: there is no kind of model \"forest\"; there are padim, patch-core, linear and rbf; give one, several with commas, or auto",
        "hyper-parameter most_pictures: \"3\" is no whole number from 4 to 2000",
        "the channel test is not known; there are train, validation and manifest",
        "the channel train is missing; the job has: test",
        "the training job has 2 instances; a model is fitted on one: set InstanceCount to 1",
    ];
    assert_eq!(told, wanted);

    config(ml, "hyperparameters.json", &json!({"most_pictures": 3}));
    assert!(failure(ml).contains("hyperparameters.json cannot be read: invalid type"));
}

#[test]
fn lines_and_pictures_that_cannot_be_used_are_named() {
    let folder = TempDir::new().unwrap();
    let ml = folder.path();
    let mut lines = manifest(ml);
    lines[1]["source-ref"] = json!("pictures/gone.jpg");
    lines[2]["source-ref"] = json!("s3://bucket/../../etc/hostname");
    lines[3]["anomaly-label-metadata"]["class-name"] = json!("dent");
    lines[4]
        .as_object_mut()
        .unwrap()
        .remove("anomaly-label-metadata");
    lines[5]["second-metadata"] = json!({"class-name": "normal"});
    lines[6]["group"] = json!(7);
    put_manifest(ml, &lines);
    let told = failure(ml);
    let wanted = [
        "manifest line 2: the picture \"pictures/gone.jpg\" is not in the channel",
        "manifest line 3: \"s3://bucket/../../etc/hostname\" is no path within the channel",
        "manifest line 4: the class-name is \"dent\"; there are normal and anomaly",
        "manifest line 5: there is no label: an attribute with <attribute>-metadata and a class-name in it",
        "manifest line 6: there are several labels (anomaly-label, second); say which by the hyper-parameter label_attribute",
        "manifest line 7: the group is 7, not a text",
    ];
    assert_eq!(told.lines().collect::<Vec<_>>(), wanted);

    // Two pictures that are cut off, in a folder; the others are fine.
    fs::remove_dir_all(ml.join("input/data/train")).unwrap();
    for (index, sample) in samples::normals("pipe").take(6).enumerate() {
        let end = if index % 3 == 1 {
            2000
        } else {
            sample.bytes.len()
        };
        let place = format!("input/data/train/normal/{index}.jpg");
        put(&ml.join(place), &sample.bytes[..end]);
    }
    let told = failure(ml);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 2, "{told}");
    assert!(
        lines[0].starts_with("normal/1.jpg: the JPEG is truncated or damaged"),
        "{told}"
    );
    assert!(lines[1].starts_with("normal/4.jpg: "), "{told}");

    put(&ml.join("input/data/train/normal/notes.txt"), b"sunny");
    put(&ml.join("input/data/train/normal/a/b/deep.jpg"), b"");
    put(&ml.join("input/data/train/defective/1.jpg"), b"");
    let told = failure(ml);
    assert!(
        told.contains("defective is neither normal/ nor anomaly/"),
        "{told}"
    );
    assert!(
        told.contains("normal/notes.txt is neither .jpg, .jpeg nor .png"),
        "{told}"
    );
    assert!(
        told.contains("normal/a/b is a folder within a group's folder"),
        "{told}"
    );
}

#[test]
fn no_pictures_and_too_few_are_refused() {
    let folder = TempDir::new().unwrap();
    let ml = folder.path();
    assert!(failure(ml).contains("input/data/train holds no pictures"));
    for sample in samples::normals("pipe").take(3) {
        put(
            &ml.join("input/data/train/normal").join(&sample.file),
            &sample.bytes,
        );
    }
    assert!(failure(ml).starts_with("3 pictures are too few to fit a model on"));
}

/// The channels that the models' state machine gives: pictures, and a manifest that says of each what it
/// shows and to which part it belongs.
#[test]
fn the_manifest_of_a_run_says_what_is_trained_on() {
    use sha2::{Digest, Sha256};
    let folder = TempDir::new().unwrap();
    let ml = folder.path();
    let mut lines = Vec::new();
    for (at, sample) in samples::normals("pipe").take(13).enumerate() {
        put(
            &ml.join("input/data/train/pipe").join(&sample.file),
            &sample.bytes,
        );
        lines.push(json!({
            "key": format!("training/pipe/{}", sample.file),
            "sha256": format!("{:x}", Sha256::digest(&sample.bytes)),
            "name": sample.file,
            "anomalous": false,
            "group": sample.device_id,
            "part": if at == 12 { "test" } else { "train" },
        }));
    }
    let manifest = |lines: &[Value]| {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        put(
            &ml.join("input/data/manifest/dataset.jsonl"),
            text.as_bytes(),
        );
    };
    manifest(&lines);
    job(ml, &json!({"model": "padim"}), &["train", "manifest"]);
    let output = train(ml);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let selection: Selection = read(&ml.join("model/selection.json"));
    assert_eq!(selection.normal, 12);

    // A picture that is not the one that was labelled, and one that is not there.
    lines[3]["sha256"] = json!("0".repeat(64));
    lines[5]["key"] = json!("training/pipe/missing.jpg");
    lines[7]["key"] = json!("training/../../../secret");
    manifest(&lines);
    assert!(!train(ml).status.success());
    let failure = fs::read_to_string(ml.join("output/failure")).unwrap();
    for expected in [
        "manifest line 4: the SHA-256 of",
        "manifest line 6: the picture",
        "manifest line 8: ",
        "is no path within the channel",
    ] {
        assert!(
            failure.contains(expected),
            "{expected:?} is not in {failure}"
        );
    }
}
