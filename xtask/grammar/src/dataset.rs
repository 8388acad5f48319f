//! The verbs of `dataset`: labelled pictures for training.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{ModelArgs, Report};

/// `sightline-dataset`, started by the light half for these verbs.
#[derive(Debug, Parser)]
#[command(name = "sightline-dataset", about = "Datasets of cargo xtask.")]
pub struct DatasetBack {
    /// Cargo's target folder, which holds the datasets.
    #[arg(long, value_name = "DIR")]
    pub target: PathBuf,
    /// The verb.
    #[command(subcommand)]
    pub verb: DatasetBackVerb,
}

/// The verbs that the program takes: those of datasets, and the one of models that makes one.
#[derive(Debug, Clone, Subcommand)]
pub enum DatasetBackVerb {
    /// A verb of datasets.
    #[command(flatten)]
    Pictures(PicturesVerb),
    /// A verb of models.
    Model(ModelArgs),
}

/// The verbs that act on datasets.
#[derive(Debug, Clone, Subcommand)]
pub enum PicturesVerb {
    /// Collect, label, check and split pictures for training.
    ///
    /// A dataset is a folder: pictures named by their content, and manifest.jsonl, a manifest in the
    /// form of SageMaker Ground Truth and Lookout for Vision.
    #[command(subcommand_required = true, arg_required_else_help = true, after_help = examples!(
        "cargo xtask dataset add ./photos --class meter --label normal" => "pictures of sound meters",
        "cargo xtask dataset label" => "a page to label the others on, by keyboard",
        "cargo xtask dataset verify" => "what is wrong, all of it",
        "cargo xtask dataset split" => "a manifest each to train, to validate and to test",
    ))]
    Dataset(DatasetArgs),
}

/// `dataset`.
#[derive(Debug, Clone, Args)]
pub struct DatasetArgs {
    /// What to do.
    #[command(subcommand)]
    pub verb: DatasetVerb,
}

/// The verbs of `dataset`.
#[derive(Debug, Clone, Subcommand)]
pub enum DatasetVerb {
    /// Add pictures: copied under the name of their content; what cannot be decoded is kept aside.
    #[command(after_help = examples!(
        "cargo xtask dataset add ./photos --class meter" => "to be labelled later",
        "cargo xtask dataset add ./sound --class meter --label normal --device m-1 --series 2026-11" => "of one device",
        "cargo xtask dataset add ./devices --class meter --device-by-folder" => "a folder for each device",
        "cargo xtask dataset add ./broken --class meter --label anomalous --kind crack --masks ./masks" =>
            "masks/a.png says where a.jpg is wrong",
    ))]
    Add(AddArgs),
    /// Label pictures on a page in the browser, by keyboard.
    ///
    /// The page is served on 127.0.0.1 until Ctrl-C, to whoever knows its address. Every label is
    /// saved at once. Several tabs and several people get different pictures.
    #[command(after_help = examples!(
        "cargo xtask dataset label --kind crack --kind rust" => "prints the page's address; 1 is crack, 2 is rust",
        "cargo xtask dataset label --all --port 8080" => "labelled pictures as well, on a port of your choice",
    ))]
    Label(LabelArgs),
    /// Count pictures by label, kind, device class, device and size.
    #[command(after_help = examples!(
        "cargo xtask dataset stats" => "a table",
        "cargo xtask dataset stats --format json" => "for programs",
    ))]
    Stats(StatsArgs),
    /// Divide the labelled pictures into parts that nothing ties to each other.
    ///
    /// A device, a capture series and pictures that are nearly the same stay in one part; each part
    /// gets its share of every label and kind as near as that allows. What has a part keeps it when
    /// pictures are added.
    #[command(after_help = examples!(
        "cargo xtask dataset split" => "70 % to train, 15 % to validate, 15 % to test",
        "cargo xtask dataset split --fractions 0.8/0.2 --seed 7" => "to train and to test",
        "cargo xtask dataset split --prefix s3://bucket/meters" => "manifests that a SageMaker job reads",
    ))]
    Split(SplitArgs),
    /// Tell what is wrong: files, labels, masks, duplicates, and leaks between parts.
    #[command(after_help = examples!(
        "cargo xtask dataset verify" => "every mistake, with its picture and the way out",
        "cargo xtask dataset verify --format json" => "for programs",
    ))]
    Verify(VerifyArgs),
}

/// Which dataset.
#[derive(Debug, Clone, Args)]
pub struct DatasetPlace {
    /// The dataset's name: a folder of target/datasets.
    #[arg(
        long,
        value_name = "NAME",
        default_value = "pictures",
        conflicts_with = "dataset"
    )]
    pub name: String,
    /// The dataset's folder, in place of a name.
    #[arg(long, value_name = "DIR")]
    pub dataset: Option<PathBuf>,
}

/// `dataset add`.
#[derive(Debug, Clone, Args)]
pub struct AddArgs {
    /// Pictures, JPEG or PNG, and folders of them.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Their device class.
    #[arg(long, value_name = "CLASS")]
    pub class: String,
    /// What they show.
    #[arg(long, value_name = "LABEL")]
    pub label: Option<GivenLabel>,
    /// What is wrong with them; may be given more than once.
    #[arg(long = "kind", value_name = "KIND", requires = "label")]
    pub kinds: Vec<String>,
    /// The device that all of them are of.
    #[arg(long, value_name = "DEVICE", conflicts_with = "device_by_folder")]
    pub device: Option<String>,
    /// The folder that holds a picture is named after its device.
    #[arg(long)]
    pub device_by_folder: bool,
    /// What they were captured in, in one go, such as a batch of the pipeline.
    #[arg(long, value_name = "SERIES")]
    pub series: Option<String>,
    /// A folder of masks, each a PNG with its picture's name and size, in folders as the pictures are or all in one.
    #[arg(long, value_name = "DIR", requires = "kinds")]
    pub masks: Option<PathBuf>,
    /// The colour of what is sound in the masks; transparent is white.
    #[arg(long, value_name = "COLOUR", default_value = "white")]
    pub mask_background: MaskBackground,
    /// Which dataset.
    #[command(flatten)]
    pub place: DatasetPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// What a picture may be said to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GivenLabel {
    /// A sound device.
    Normal,
    /// Anything else.
    Anomalous,
}

/// The colour of what is sound in a mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MaskBackground {
    /// As in Ground Truth's masks.
    White,
    /// As in most public sets.
    Black,
}

/// `dataset label`.
#[derive(Debug, Clone, Args)]
pub struct LabelArgs {
    /// A kind of anomaly, on the digit of its place; may be given more than once. Those that the
    /// dataset has follow.
    #[arg(long = "kind", value_name = "KIND")]
    pub kinds: Vec<String>,
    /// Show labelled pictures as well, to look at them again.
    #[arg(long)]
    pub all: bool,
    /// The port; a free one by default.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// The name that labels are recorded under, such as who gives them.
    #[arg(long, value_name = "NAME", default_value = "labelling-page")]
    pub job: String,
    /// Which dataset.
    #[command(flatten)]
    pub place: DatasetPlace,
}

/// `dataset stats`.
#[derive(Debug, Clone, Args)]
pub struct StatsArgs {
    /// Which dataset.
    #[command(flatten)]
    pub place: DatasetPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `dataset split`.
#[derive(Debug, Clone, Args)]
pub struct SplitArgs {
    /// The shares: train/validation/test, or train/test.
    #[arg(long, value_name = "SHARES", default_value = "0.7/0.15/0.15")]
    pub fractions: String,
    /// What decides where nothing else does.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u64,
    /// Take back the parts that were given before.
    #[arg(long)]
    pub reassign: bool,
    /// Where the dataset's folder is in S3, for whoever reads the parts: s3://bucket/prefix.
    #[arg(long, value_name = "URI")]
    pub prefix: Option<String>,
    /// How near is near.
    #[command(flatten)]
    pub near: NearArgs,
    /// Which dataset.
    #[command(flatten)]
    pub place: DatasetPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// When pictures are nearly the same.
#[derive(Debug, Clone, Args)]
pub struct NearArgs {
    /// In how many bits of 256 their perceptual hashes differ at most: 0 (the same to the eye) to 31.
    #[arg(long, value_name = "BITS", default_value_t = 24, value_parser = clap::value_parser!(u32).range(0..=31))]
    pub near_distance: u32,
}

/// `dataset verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// How near is near.
    #[command(flatten)]
    pub near: NearArgs,
    /// Which dataset.
    #[command(flatten)]
    pub place: DatasetPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `model import-lookout`.
#[derive(Debug, Clone, Args)]
pub struct ImportLookoutArgs {
    /// The manifest.
    #[arg(value_name = "MANIFEST")]
    pub manifest: PathBuf,
    /// The folder that the manifest's bucket, or a prefix of it, was copied to.
    #[arg(long, value_name = "DIR")]
    pub pictures: PathBuf,
    /// The device class of pictures whose line names none.
    #[arg(long, value_name = "CLASS")]
    pub class: String,
    /// The capture series of pictures whose line names none.
    #[arg(long, value_name = "SERIES")]
    pub series: Option<String>,
    /// The label's attribute, where the manifest has several.
    #[arg(long, value_name = "NAME")]
    pub label_attribute: Option<String>,
    /// The mask's attribute, where the manifest has several.
    #[arg(long, value_name = "NAME")]
    pub mask_attribute: Option<String>,
    /// Which dataset.
    #[command(flatten)]
    pub place: DatasetPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}
