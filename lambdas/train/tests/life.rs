//! A model's life through its handlers, on drawn pictures: curated, trained, evaluated, judged.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::sync::{Arc, OnceLock};

use contracts::examination::Verdict;
use contracts::lineage::ChangeKind;
use contracts::tasks::EvaluateError;
use contracts::training::{
    CurateInput, CurateStep, EvaluateInput, Evaluated, PromoteInput, RegisterInput, TrainInput,
    Trained, TrainingPart, TrainingPicture, TrainingRules,
};
use contracts::{DeviceClass, PictureId, RunName, layout};
use models::{Curating, Promoting, Registering};
use runtime::storage::memory::MemoryBucket;
use runtime::{Failure, Handler};
use samples::Expected;
use sha2::{Digest, Sha256};
use train::{Evaluating, Training};
use vision::Backbone;

const CLASS: &str = "pipe";

fn class() -> DeviceClass {
    DeviceClass::parse(CLASS).unwrap()
}

fn backbone() -> Arc<Backbone> {
    static LOADED: OnceLock<Arc<Backbone>> = OnceLock::new();
    Arc::clone(LOADED.get_or_init(|| Arc::new(Backbone::load().unwrap())))
}

/// Drawn pictures: some sound, some defective, of several devices.
fn drawn() -> Vec<(samples::Sample, bool)> {
    let all = samples::labelled(CLASS).map(|sample| {
        let anomalous = matches!(sample.expected, Expected::Defective { .. });
        (sample, anomalous)
    });
    let (defective, sound): (Vec<_>, Vec<_>) = all.partition(|(_, anomalous)| *anomalous);
    sound
        .into_iter()
        .take(36)
        .chain(defective.into_iter().take(18))
        .collect()
}

struct World {
    pictures: Arc<MemoryBucket>,
    lake: Arc<MemoryBucket>,
    rules: TrainingRules,
}

impl World {
    fn new() -> Self {
        Self {
            pictures: Arc::new(MemoryBucket::new("pictures")),
            lake: Arc::new(MemoryBucket::new("lake")),
            rules: TrainingRules {
                kinds: vec!["padim".to_owned()],
                most_pictures: 400,
                parts: 3,
                gate_metric: "accuracy".to_owned(),
                gate_judged: "lower-bound".to_owned(),
                gate_at_least: 0.7,
                gate_least_recall: 0.5,
            },
        }
    }

    /// A dataset of the drawn pictures; gives its manifest's key.
    fn dataset(&self, name: &str, flipped: bool) -> String {
        let mut text = String::new();
        for (sample, anomalous) in drawn() {
            let digest: [u8; 32] = Sha256::digest(&sample.bytes).into();
            let key = layout::training_picture_key(&class(), &PictureId::of_sha256(&digest));
            let line = TrainingPicture {
                key: key.clone(),
                sha256: format!("{:x}", Sha256::digest(&sample.bytes)),
                name: sample.file,
                anomalous: anomalous != flipped,
                device: Some(sample.device_id.clone()),
                group: Some(sample.device_id),
                mask: None,
                part: None,
                landed: None,
                landed_from: None,
                assumed: false,
            };
            self.pictures.insert(&key, sample.bytes);
            text.push_str(&serde_json::to_string(&line).unwrap());
            text.push('\n');
        }
        let key = format!("training/{CLASS}/datasets/{name}.jsonl");
        self.pictures.insert(&key, text);
        key
    }

    async fn train_and_evaluate(&self, dataset: &str, run: &str) -> (RegisterInput, Evaluated) {
        let run = RunName::parse(run).unwrap();
        let curating = Curating::new(self.pictures.clone(), self.lake.clone(), self.rules.clone());
        let curate = |step| CurateInput {
            step,
            device_class: class(),
            run: run.clone(),
            dataset: dataset.to_owned(),
        };
        curating.handle(curate(CurateStep::Verify)).await.unwrap();
        let split = curating.handle(curate(CurateStep::Split)).await.unwrap();
        let data = split.data.unwrap();
        let training = Training::new(
            self.pictures.clone(),
            self.lake.clone(),
            backbone(),
            &self.rules,
        );
        let input = TrainInput {
            device_class: class(),
            run: run.clone(),
            data: data.clone(),
            artefact: None,
        };
        let trained: Trained = training.unwrap().handle(input).await.unwrap();
        let evaluating = Evaluating::new(
            self.pictures.clone(),
            self.lake.clone(),
            backbone(),
            &self.rules,
        );
        let input = EvaluateInput {
            device_class: class(),
            run,
            data: data.clone(),
            trained: trained.clone(),
        };
        let evaluated: Evaluated = evaluating.unwrap().handle(input).await.unwrap();
        let register = RegisterInput {
            device_class: class(),
            data,
            trained,
            evaluated: evaluated.clone(),
            by: "somebody".to_owned(),
            execution: "e".to_owned(),
            started_at: "2026-11-30T10:00:00Z".to_owned(),
        };
        (register, evaluated)
    }
}

impl World {
    /// Evaluates a version on a dataset, as a run does that trains nothing.
    async fn evaluate_version(
        &self,
        dataset: &str,
        run: &str,
        version: &Trained,
    ) -> Result<Evaluated, Failure<EvaluateError>> {
        let run = RunName::parse(run).unwrap();
        let curating = Curating::new(self.pictures.clone(), self.lake.clone(), self.rules.clone());
        let held = curating.handle(CurateInput {
            step: CurateStep::HoldOut,
            device_class: class(),
            run: run.clone(),
            dataset: dataset.to_owned(),
        });
        let data = held.await.unwrap().data.unwrap();
        let evaluating = Evaluating::new(
            self.pictures.clone(),
            self.lake.clone(),
            backbone(),
            &self.rules,
        );
        let input = EvaluateInput {
            device_class: class(),
            run,
            data,
            trained: version.clone(),
        };
        evaluating.unwrap().handle(input).await
    }
}

#[tokio::test]
async fn a_good_dataset_passes_and_the_same_with_flipped_labels_does_not() {
    let world = World::new();
    // Before anything was registered, the measure alone refuses.
    let flipped = world.dataset("flipped", true);
    let (_, evaluated) = world.train_and_evaluate(&flipped, "flipped-1").await;
    assert!(!evaluated.passed, "{}", evaluated.explanation);
    assert!(evaluated.measured.accuracy < 0.7, "{evaluated:?}");

    let good = world.dataset("good", false);
    let (register, evaluated) = world.train_and_evaluate(&good, "good-1").await;
    assert!(evaluated.passed, "{}", evaluated.explanation);
    assert_eq!(evaluated.expectations.len(), Evaluated::MOST_EXPECTATIONS);
    let anomalous = |verdict| {
        let of = evaluated.expectations.iter();
        of.filter(|one| one.verdict == verdict).count()
    };
    assert_eq!(anomalous(Verdict::Anomalous), 2);
    assert_eq!(anomalous(Verdict::Normal), 2);
    let report = world.lake.object(&evaluated.report).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report.body).unwrap();
    assert_eq!(report["gate"]["passed"], true);
    assert!(report["report"]["devices"].as_object().unwrap().len() > 2);
    let page = world.lake.object(&evaluated.page).unwrap();
    let page = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(page.contains("<h2>By device</h2>"), "{page}");

    // The same data give the same version, byte for byte.
    let (again, _) = world.train_and_evaluate(&good, "good-2").await;
    assert_eq!(again.trained, register.trained);

    let registering = Registering::new(world.lake.clone());
    let version = registering.handle(register).await.unwrap().version;
    let promoting = Promoting::new(world.pictures.clone(), world.lake.clone());
    promoting
        .handle(PromoteInput {
            device_class: class(),
            change: ChangeKind::Promote,
            version: Some(version),
            endpoint: None,
            model_package: None,
            by: "somebody".to_owned(),
            reason: None,
            execution: "e".to_owned(),
            started_at: "2026-11-30T10:00:00Z".to_owned(),
        })
        .await
        .unwrap();
    // Of a dataset that the version was trained on, only what it was not trained on is evidence.
    let version = again.trained.clone();
    let evaluated = world
        .evaluate_version(&good, "again", &version)
        .await
        .unwrap();
    let data = &again.data;
    let tested = data.test_normal + data.test_anomalous;
    assert_eq!(evaluated.left_out, 54 - tested);
    assert_eq!(evaluated.measured.pictures, tested);
    let report = world.lake.object(&evaluated.report).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&report.body).unwrap();
    assert_eq!(report["leftOut"], 54 - tested);
    let page = world.lake.object(&evaluated.page).unwrap();
    let page = String::from_utf8(page.body.to_vec()).unwrap();
    assert!(page.contains("were left out"), "{page}");
    // Of what it was trained on alone, nothing is.
    let manifest = world.lake.object(&data.manifest).unwrap();
    let mut lines: Vec<TrainingPicture> = runtime::json_lines(&manifest.body).unwrap();
    lines.retain(|line| line.part == Some(TrainingPart::Train));
    let known = lines
        .iter()
        .map(|line| serde_json::to_string(line).unwrap() + "\n");
    let key = "training/pipe/datasets/known.jsonl";
    world.pictures.insert(key, known.collect::<String>());
    let refused = world
        .evaluate_version(key, "known", &version)
        .await
        .unwrap_err();
    let told = refused.to_string();
    assert!(told.contains("was trained on all"), "{told}");
    assert!(told.contains("cargo xtask model evaluate pipe"), "{told}");

    // From now on, what the live version was made with contradicts as well.
    let (_, evaluated) = world.train_and_evaluate(&flipped, "flipped-2").await;
    assert!(!evaluated.passed);
    assert!(
        evaluated.explanation.contains("54 of 54 pictures"),
        "{}",
        evaluated.explanation
    );
}

#[tokio::test]
async fn a_manifest_that_was_replaced_is_not_trained_on() {
    let world = World::new();
    let key = world.dataset("d", false);
    let body = world.pictures.object(&key).unwrap().body;
    world.lake.insert("models/pipe/runs/r/dataset.jsonl", body);
    let training = Training::new(
        world.pictures.clone(),
        world.lake.clone(),
        backbone(),
        &world.rules,
    );
    let input = TrainInput {
        device_class: class(),
        run: RunName::parse("r").unwrap(),
        artefact: None,
        data: contracts::lineage::DataLineage {
            manifest: "models/pipe/runs/r/dataset.jsonl".to_owned(),
            sha256: "0".repeat(64),
            train_normal: 0,
            train_anomalous: 0,
            test_normal: 0,
            test_anomalous: 0,
            window: None,
        },
    };
    let refused = training.unwrap().handle(input).await.unwrap_err();
    assert!(refused.to_string().contains("it was replaced"), "{refused}");
}

/// What a training job leaves: the model and how it was chosen, in an archive.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut tar = tar::Builder::new(gzip);
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, *bytes).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

#[tokio::test]
async fn a_model_that_a_job_trained_becomes_the_version_that_the_function_would_make() {
    let world = World::new();
    let key = world.dataset("d", false);
    let (own, _) = world.train_and_evaluate(&key, "own").await;
    let model = world.lake.object(&own.trained.file).unwrap().body;
    let selection = world.lake.object("models/pipe/runs/own/selection.json");
    let selection = selection.unwrap().body;
    let training = Training::new(
        world.pictures.clone(),
        world.lake.clone(),
        backbone(),
        &world.rules,
    );
    let training = training.unwrap();
    let input = |artefact: &str| TrainInput {
        device_class: class(),
        run: RunName::parse("job").unwrap(),
        data: own.data.clone(),
        artefact: Some(artefact.to_owned()),
    };
    let place = "models/pipe/runs/job/j/output/model.tar.gz";
    let whole = archive(&[
        ("close-look.model", &model),
        ("./selection.json", &selection),
    ]);
    world.lake.insert(place, whole);
    let artefact = format!("s3://lake/{place}");
    let taken = training.handle(input(&artefact)).await.unwrap();
    assert_eq!(taken, own.trained);

    let rbf = String::from_utf8(selection.to_vec()).unwrap();
    let rbf = rbf.replacen("\"padim\"", "\"rbf\"", 1);
    for (bytes, expected) in [
        (b"no archive".to_vec(), "cannot be taken over"),
        (
            archive(&[("close-look.model", &model)]),
            "it holds no selection.json",
        ),
        (
            archive(&[("close-look.model", b"x"), ("selection.json", &selection)]),
            "close-look.model: ",
        ),
        (
            archive(&[
                ("close-look.model", &model),
                ("selection.json", rbf.as_bytes()),
            ]),
            "of the kind padim, and selection.json says rbf",
        ),
    ] {
        world.lake.insert(place, bytes);
        let told = training
            .handle(input(&artefact))
            .await
            .unwrap_err()
            .to_string();
        assert!(told.contains(expected), "{expected:?} is not in {told:?}");
    }
    // Nothing is taken over that another run, or nobody, has left.
    for elsewhere in [
        "s3://lake/models/pipe/runs/own/model.tar.gz",
        "s3://other/models/pipe/runs/job/model.tar.gz",
        "models/pipe/runs/job/model.tar.gz",
    ] {
        let told = training
            .handle(input(elsewhere))
            .await
            .unwrap_err()
            .to_string();
        assert!(
            told.contains("is not below s3://lake/models/pipe/runs/job/"),
            "{told}"
        );
    }
}
