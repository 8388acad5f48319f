//! Evaluates a model on pictures that it was not trained on, and decides by the gate.
//!
//! Beside the dataset's own test part it is asked about the pictures that the live version was
//! evaluated with ([`reference`]): a dataset whose labels are wrong would otherwise vouch for
//! itself. A registered version is evaluated without what it was trained on, whichever dataset has it.

mod reference;
mod scoring;

use std::sync::Arc;

use async_trait::async_trait;
use contracts::lineage::{DataLineage, Expectation, Measured};
use contracts::tasks::{EvaluateError, EvaluateModel};
use contracts::training::{
    EvaluateInput, Evaluated, Trained, TrainingPart, TrainingPicture, TrainingRules,
};
use contracts::{DeviceClass, TrainedOn, VersionId, layout};
use evaluation::{Gate, Report, Verdict};
use runtime::storage::Upload;
use runtime::{Failure, Handler, Start, StartError, Storage};
use serde::Serialize;
use vision::{Backbone, Model};

use crate::data::{self, DataError};
use crate::page;
use reference::Reference;
use scoring::{Scored, Scoring};

/// Most bytes of a model's file.
const LARGEST_MODEL: u64 = 64 * 1024 * 1024;
/// The score from which a picture is called anomalous, whatever the model.
const THRESHOLD: f64 = 0.5;
/// What an evaluation leaves among what its run leaves.
const REPORT: &str = "report.json";
const PAGE: &str = "report.html";

/// An evaluation as it is stored.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Evaluation<'a> {
    pub(crate) device_class: &'a DeviceClass,
    pub(crate) run: &'a str,
    pub(crate) trained: &'a Trained,
    pub(crate) data: &'a DataLineage,
    pub(crate) gate: &'a Verdict,
    /// Pictures of the dataset that the version was trained on, or others of their devices and groups, and that
    /// were therefore left out.
    pub(crate) left_out: usize,
    pub(crate) reference: &'a Reference,
    pub(crate) report: &'a Report,
}

/// The handler of [`EvaluateModel`].
pub struct Evaluating {
    pictures: Arc<dyn Storage>,
    lake: Arc<dyn Storage>,
    backbone: Arc<Backbone>,
    gate: Gate,
}

impl Evaluating {
    /// Builds the handler from the function's environment.
    ///
    /// # Errors
    /// When a variable is missing or not of its form, or the network cannot be used.
    pub async fn start(start: Start) -> Result<Self, StartError> {
        let variables = &start.variables;
        let backbone = Backbone::load().map_err(|error| StartError::Shipped {
            what: "the network",
            detail: error.to_string(),
        })?;
        Self::new(
            Arc::new(start.bucket(variables.pictures_bucket()?)),
            Arc::new(start.bucket(variables.lake_bucket()?)),
            Arc::new(backbone),
            variables.training_rules()?,
        )
    }

    /// A handler over the bucket of pictures and the lake.
    ///
    /// # Errors
    /// When the rules' gate cannot be used.
    pub fn new(
        pictures: Arc<dyn Storage>,
        lake: Arc<dyn Storage>,
        backbone: Arc<Backbone>,
        rules: &TrainingRules,
    ) -> Result<Self, StartError> {
        let gate = Gate::parse(
            &rules.gate_metric,
            &rules.gate_judged,
            rules.gate_at_least,
            rules.gate_least_recall,
        );
        let gate = gate.map_err(|error| StartError::Variables {
            problems: vec![format!("TRAINING_RULES: {error}")],
        })?;
        Ok(Self {
            pictures,
            lake,
            backbone,
            gate,
        })
    }

    async fn model(&self, trained: &Trained) -> Result<Model, DataError> {
        let file = data::checked(&*self.lake, &trained.file, &trained.sha256, LARGEST_MODEL);
        let file = file.await?;
        Model::from_bytes(&file)
            .map_err(|error| DataError::Unusable(format!("{}: {error}", trained.file)))
    }

    async fn evaluate(&self, input: &EvaluateInput) -> Result<Evaluated, Failure<EvaluateError>> {
        let class = &input.device_class;
        let own = data::manifest(&*self.lake, &input.data).await;
        let own = own.map_err(not_evaluable)?;
        let version = &input.trained.version;
        let trained = reference::trained_on(&*self.lake, class, version, &own).await?;
        let before = reference::of_live(&*self.lake, class, &own, &trained).await?;
        let model = self.model(&input.trained).await.map_err(not_evaluable)?;
        let (tested, left_out) = evidence(&own, &trained);
        if tested.is_empty() && left_out > 0 {
            return Err(nothing_left(class, version, left_out).into());
        }
        let asked: Vec<&TrainingPicture> = tested.into_iter().chain(&before.pictures).collect();
        let backbone = Arc::clone(&self.backbone);
        let mut scoring = Scoring::new(backbone, model, class.clone(), &asked);
        for picture in asked {
            scoring
                .add(&*self.pictures, picture)
                .await
                .map_err(not_evaluable)?;
        }
        let Scored {
            outcomes,
            aupro,
            shown,
            candidates,
        } = scoring.finish();
        let report = Report::of(&outcomes, THRESHOLD);
        let report = report.map_err(|error| Failure::unexpected(error.to_string()))?;
        let report = report.with_pixel_aupro(aupro);
        let verdict = match before.contradiction() {
            Some(explanation) => Verdict {
                passed: false,
                explanation,
                ..self.gate.judge(&report)
            },
            None => self.gate.judge(&report),
        };
        let evaluation = Evaluation {
            device_class: class,
            run: input.run.as_str(),
            trained: &input.trained,
            data: &input.data,
            gate: &verdict,
            left_out,
            reference: &before,
            report: &report,
        };
        let json = serde_json::to_vec_pretty(&evaluation)
            .map_err(|error| Failure::unexpected(error.to_string()))?;
        let page = page::render(&evaluation, &shown);
        let report_key = layout::run_key(class, &input.run, REPORT);
        let page_key = layout::run_key(class, &input.run, PAGE);
        for (key, media, body) in [
            (&report_key, "application/json", json),
            (&page_key, "text/html; charset=utf-8", page.into_bytes()),
        ] {
            let _ = self.lake.put(key, Upload::new(media, body)).await?;
        }
        tracing::info!(
            class = class.as_str(),
            version = version.as_str(),
            passed = verdict.passed,
            left_out,
            explanation = verdict.explanation,
            "evaluated"
        );
        Ok(Evaluated {
            passed: verdict.passed,
            explanation: verdict.explanation,
            report: report_key,
            page: page_key,
            measured: measured(&report, before.pictures.len()),
            left_out: left_out as u64,
            expectations: expectations(candidates),
        })
    }
}

/// The pictures of a dataset to evaluate with, and how many of those that it says so of are no evidence.
fn evidence<'a>(
    own: &'a [TrainingPicture],
    trained: &TrainedOn,
) -> (Vec<&'a TrainingPicture>, usize) {
    let is_test = |picture: &&TrainingPicture| picture.part == Some(TrainingPart::Test);
    let (known, tested): (Vec<_>, Vec<_>) = own
        .iter()
        .filter(is_test)
        .partition(|picture| trained.knows(picture));
    (tested, known.len())
}

fn nothing_left(class: &DeviceClass, version: &VersionId, left_out: usize) -> EvaluateError {
    EvaluateError::NotEvaluable {
        detail: format!(
            "the version {version} was trained on all {left_out} pictures of the dataset, or on others of \
             their devices, so that they say nothing of it; evaluate it with pictures of devices that it has \
             not seen: cargo xtask model evaluate {class} {version} --name DATASET"
        ),
    }
}

fn measured(report: &Report, of_live: usize) -> Measured {
    let overall = &report.overall;
    Measured {
        pictures: overall.pictures,
        of_live: of_live as u64,
        accuracy: overall.accuracy,
        accuracy_lower_bound: overall.accuracy_lower_bound,
        auroc: overall.auroc,
        average_precision: overall.average_precision,
        precision: overall.precision,
        recall: overall.recall,
        f1: overall.f1,
        pixel_aupro: report.pixel_aupro,
    }
}

/// The clearest pictures of each verdict: those that another processor's rounding cannot turn.
fn expectations(mut candidates: Vec<Expectation>) -> Vec<Expectation> {
    candidates.sort_by(|a, b| a.score.total_cmp(&b.score));
    let of_each = Evaluated::MOST_EXPECTATIONS / 2;
    let mut chosen: Vec<Expectation> =
        candidates.split_off(candidates.len().saturating_sub(of_each));
    candidates.truncate(of_each);
    chosen.extend(candidates);
    chosen
}

fn not_evaluable(error: DataError) -> Failure<EvaluateError> {
    match error {
        DataError::Storage(error) => error.into(),
        DataError::Unusable(detail) => EvaluateError::NotEvaluable { detail }.into(),
    }
}

#[async_trait]
impl Handler<EvaluateModel> for Evaluating {
    async fn handle(&self, input: EvaluateInput) -> Result<Evaluated, Failure<EvaluateError>> {
        self.evaluate(&input).await
    }
}
