//! The verbs of `model`: trained, evaluated, promoted, taken back.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::{ImportLookoutArgs, NamedPlace, Report};

/// `model`.
#[derive(Debug, Clone, Args)]
pub struct ModelArgs {
    /// What to do.
    #[command(subcommand)]
    pub verb: ModelVerb,
}

/// The verbs of `model`.
#[derive(Debug, Clone, Subcommand)]
pub enum ModelVerb {
    /// Take over a dataset of Lookout for Vision, or of a Ground Truth job.
    ///
    /// Lookout for Vision ended on 2025-10-31; its manifests and pictures are in your buckets. Copy
    /// them to this machine first, for example with `aws s3 sync s3://BUCKET ./bucket`.
    #[command(after_help = examples!(
        "cargo xtask model import-lookout train.manifest --pictures ./bucket --class meter" => "labels, kinds and masks",
        "cargo xtask model import-lookout out.manifest --pictures ./bucket --class meter --label-attribute second-job" =>
            "one of several labelling jobs",
    ))]
    ImportLookout(ImportLookoutArgs),
    /// A verb of an environment's models.
    #[command(flatten)]
    Deployed(DeployedModelVerb),
}

/// The verbs of an environment's models.
#[derive(Debug, Clone, Subcommand)]
pub enum DeployedModelVerb {
    /// Train a model of a device class, evaluate it, and promote it where the gate lets it.
    ///
    /// The pictures are prepared as the pipeline prepares them and uploaded; the rest is one run of
    /// the environment's state machine of models. Exit status: 0 it is live (with --no-promote: the
    /// candidate); 1 it is neither, and it is told why: the gate has refused it, something that was said
    /// here is wrong, or the run has failed, which takes back what it has made live; 2 what nobody foresaw.
    #[command(after_help = examples!(
        "cargo xtask model train meter --samples" => "on pictures that this project draws",
        "cargo xtask model train meter --name meters" => "on the dataset `meters`",
        "cargo xtask model train meter --dataset ./meters --no-promote" => "a folder; what passes stays the candidate",
    ))]
    Train(ModelTrainArgs),
    /// Evaluate a version on a dataset, and change nothing.
    #[command(after_help = examples!(
        "cargo xtask model evaluate meter --name field" => "the live version on the dataset `field`",
        "cargo xtask model evaluate meter candidate --samples --format json" => "for programs",
    ))]
    Evaluate(ModelEvaluateArgs),
    /// List versions, and which is live, previous and candidate.
    #[command(after_help = examples!(
        "cargo xtask model list" => "of every device class",
        "cargo xtask model list meter --history" => "what was made live, when, and by whom",
    ))]
    List(ModelListArgs),
    /// Tell all that is known of a version: data, program, measures, who made it.
    #[command(after_help = examples!(
        "cargo xtask model show meter" => "the live one",
        "cargo xtask model show meter 0123456789abcdef --format json" => "for programs",
    ))]
    Show(ModelShowArgs),
    /// Make a version live that has passed its gate.
    ///
    /// The close look is asked about pictures that the version was evaluated on; where it does not
    /// say the same, the promotion is taken back.
    #[command(after_help = examples!(
        "cargo xtask model promote meter" => "the candidate",
        "cargo xtask model promote meter 0123456789abcdef --reason \"as before the storm\"" => "one of the versions",
        "cargo xtask model promote meter --env prod --model-package arn:aws:sagemaker:eu-west-1:111111111111:model-package/meter-3" => "a model of AWS's Marketplace",
    ))]
    Promote(ModelPromoteArgs),
    /// Make live again what was so before; once more goes one further back.
    #[command(after_help = examples!(
        "cargo xtask model rollback meter --reason \"too many false alarms\"" => "one command, one run",
    ))]
    Rollback(ModelRollbackArgs),
    /// Hold two versions against each other: data and measures side by side, and what they said of the
    /// same live pictures, where one was the candidate while the other was live.
    #[command(after_help = examples!(
        "cargo xtask model compare meter" => "the candidate with the live one",
        "cargo xtask model compare meter previous live --format json" => "for programs",
    ))]
    Compare(ModelCompareArgs),
    /// Hold what the live models see today against what they were made for, now and not when it is
    /// scheduled.
    ///
    /// Brightness and sharpness of the pictures and the scores of the suspicious ones are compared, the
    /// last of them with those of the version's reference. What drifts raises the class's alarm, which
    /// starts a training on what the field has told; its model is the candidate at most. Exit status:
    /// 0 nothing has drifted, 1 something has.
    #[command(after_help = examples!(
        "cargo xtask model monitor" => "every device class of the embedded region",
        "cargo xtask model monitor --class meter --env prod" => "one, on AWS",
        "cargo xtask model monitor --format json" => "for programs: PSI, KS, pictures, verdict, what was started",
    ))]
    Monitor(ModelMonitorArgs),
    /// Let a version look at pictures of earlier days, in one transform job of SageMaker.
    ///
    /// Pictures that the version has looked at already are left out, so that it may be asked again; by
    /// default it looks at the suspicious ones, as at those of a batch. What it says lies in the lake
    /// beside what others said, and counts as theirs does. `cargo xtask query backfill-pictures` tells
    /// what would be looked at. Exit status: 0 every picture has an answer, 1 some have none, which are
    /// told with the reason.
    #[command(after_help = examples!(
        "cargo xtask model backfill meter --from 2026-11-01 --to 2026-11-30" => "the live version, suspicious pictures of November",
        "cargo xtask model backfill meter candidate --from 2026-11-30 --to 2026-11-30 --all" => "the candidate, every picture of a day",
        "cargo xtask query model-comparison --param since=2026-11-01" => "then: how the versions compare on the same pictures",
    ))]
    Backfill(ModelBackfillArgs),
}

impl DeployedModelVerb {
    /// Where the verb acts.
    pub fn place(&self) -> &NamedPlace {
        match self {
            Self::Train(args) => &args.place,
            Self::Evaluate(args) => &args.place,
            Self::List(args) => &args.place,
            Self::Show(args) => &args.place,
            Self::Promote(args) => &args.place,
            Self::Rollback(args) => &args.place,
            Self::Compare(args) => &args.place,
            Self::Monitor(args) => &args.place,
            Self::Backfill(args) => &args.place,
        }
    }
}

/// What to learn from: one of them, which is told where none is given.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct LabelledPictures {
    /// A dataset by its name: a folder of target/datasets.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// A dataset by its folder.
    #[arg(long, value_name = "DIR")]
    pub dataset: Option<PathBuf>,
    /// Pictures of the class that this project draws.
    #[arg(long)]
    pub samples: bool,
}

/// `model train`.
#[derive(Debug, Clone, Args)]
pub struct ModelTrainArgs {
    /// The device class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// On what.
    #[command(flatten)]
    pub pictures: LabelledPictures,
    /// Leave what is live as it is: what passes the gate stays the candidate.
    #[arg(long)]
    pub no_promote: bool,
    /// Why, for the records.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model evaluate`.
#[derive(Debug, Clone, Args)]
pub struct ModelEvaluateArgs {
    /// The device class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// The version: its name, or live, candidate, previous.
    #[arg(value_name = "VERSION", default_value = "live")]
    pub version: String,
    /// On what.
    #[command(flatten)]
    pub pictures: LabelledPictures,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model list`.
#[derive(Debug, Clone, Args)]
pub struct ModelListArgs {
    /// The device class; without it, all of them.
    #[arg(value_name = "CLASS")]
    pub class: Option<String>,
    /// List what was made live in place of the versions.
    #[arg(long)]
    pub history: bool,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model show`.
#[derive(Debug, Clone, Args)]
pub struct ModelShowArgs {
    /// The device class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// The version: its name, or live, candidate, previous.
    #[arg(value_name = "VERSION", default_value = "live")]
    pub version: String,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model promote`.
#[derive(Debug, Clone, Args)]
pub struct ModelPromoteArgs {
    /// The device class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// The version: its name, or candidate.
    #[arg(value_name = "VERSION", default_value = "candidate")]
    pub version: String,
    /// In a version's place, a model package of AWS's Marketplace model, where endpoints run those. Its own
    /// training has measured it; no gate of here has seen it.
    #[arg(long, value_name = "ARN", conflicts_with = "version")]
    pub model_package: Option<String>,
    /// Why, for the records.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model rollback`.
#[derive(Debug, Clone, Args)]
pub struct ModelRollbackArgs {
    /// The device class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// Why, for the records.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model compare`.
#[derive(Debug, Clone, Args)]
pub struct ModelCompareArgs {
    /// The device class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// One version: its name, or live, candidate, previous.
    #[arg(value_name = "ONE", default_value = "live")]
    pub one: String,
    /// The other.
    #[arg(value_name = "OTHER", default_value = "candidate")]
    pub other: String,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model backfill`.
#[derive(Debug, Clone, Args)]
pub struct ModelBackfillArgs {
    /// The device class.
    #[arg(value_name = "CLASS")]
    pub class: String,
    /// The version: its name, or live, candidate, previous.
    #[arg(value_name = "VERSION", default_value = "live")]
    pub version: String,
    /// The first day of capture, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub from: String,
    /// The last day of capture, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub to: String,
    /// Look at every picture, those that the first look spared as well.
    #[arg(long)]
    pub all: bool,
    /// Why, for the records.
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model monitor`.
#[derive(Debug, Clone, Args)]
pub struct ModelMonitorArgs {
    /// A device class; all of them where none is named.
    #[arg(long, value_name = "CLASS")]
    pub class: Option<String>,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}
