//! The tasks of watching models: which pictures to compare, and what can be learned from the field.

use std::fmt;

use crate::layout;
use crate::monitoring::{CollectInput, Collected, Windows, WindowsInput};
use crate::{Access, Bucket, NoError, Task, TaskError, Variable};

/// The program that looks after data and versions.
const MODELS: &str = "models";

/// Says which pictures of a class are compared with which.
#[derive(Debug, Clone, Copy)]
pub struct ChooseWindows;

impl Task for ChooseWindows {
    const NAME: &'static str = "choose-windows";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Says which version of a class is live, what it was made for, and what is recent.";
    type Input = WindowsInput;
    type Output = Windows;
    type Error = NoError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
    ];
    const VARIABLES: &'static [Variable] = &[Variable::LakeBucket];
}

/// Writes the dataset of a retraining: what the live version was trained on, and what the field has
/// told since.
#[derive(Debug, Clone, Copy)]
pub struct CollectPictures;

impl Task for CollectPictures {
    const NAME: &'static str = "collect-pictures";
    const PROGRAM: &'static str = MODELS;
    const DESCRIPTION: &'static str =
        "Adds pictures from the field, with what repairs say of them, to a model's dataset.";
    type Input = CollectInput;
    type Output = Collected;
    type Error = CollectError;
    const ACCESS: &'static [Access] = &[
        Access::Read(Bucket::Pictures, layout::PREPARED),
        Access::List(Bucket::Pictures, layout::PREPARED),
        Access::Write(Bucket::Pictures, layout::TRAINING),
        Access::Read(Bucket::Lake, layout::MODELS),
        Access::List(Bucket::Lake, layout::MODELS),
    ];
    const VARIABLES: &'static [Variable] = &[Variable::PicturesBucket, Variable::LakeBucket];
}

/// Why nothing was collected.
#[derive(Debug, Clone, PartialEq, Eq, TaskError)]
pub enum CollectError {
    /// What the live version was trained on is not what it was.
    LineageBroken {
        /// The manifest's key.
        manifest: String,
        /// What is wrong with it.
        detail: String,
    },
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::LineageBroken { manifest, detail } = self;
        write!(
            f,
            "the live version's own dataset {manifest} cannot be added to: {detail}"
        )
    }
}

impl std::error::Error for CollectError {}
