//! What trains models.

/// What trains a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrainBy {
    /// The function `train-model`, within its 15 minutes.
    Embedded,
    /// A training job of SageMaker, which runs the project's own container with `train`.
    SageMaker(TrainingJob),
}

/// A training job of SageMaker.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/how-it-works-training.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainingJob {
    /// The container's image in ECR, as [`super::EndpointModel::Container`] names it.
    pub image: &'static str,
    /// The instance's type, such as `ml.m5.xlarge`.
    pub instance_type: &'static str,
    /// The instance's disk in GB, 1 to 512: it holds the pictures.
    pub volume_gb: u32,
    /// The longest run in seconds, 60 to 86,400; a job is stopped then and the run fails.
    pub max_runtime_seconds: u32,
    /// Whether several jobs compete, and the best one's model is taken. With one job it chooses the kind
    /// of model itself.
    pub tuning: Option<Tuning>,
}

/// A hyper-parameter tuning job: a training job for each kind of model with each number of pictures, the
/// best by cross-validation taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tuning {
    /// Most pictures of each label to fit on that are tried, each 4 to 2,000.
    pub most_pictures: &'static [u32],
    /// Jobs at once, 1 to 10.
    pub jobs_at_once: u32,
}

impl TrainBy {
    /// The job, where one trains.
    pub const fn job(self) -> Option<TrainingJob> {
        match self {
            Self::Embedded => None,
            Self::SageMaker(job) => Some(job),
        }
    }
}

impl TrainingJob {
    /// Its image in a region.
    pub(crate) fn image_in(self, region: &str) -> String {
        self.image.replace("{region}", region)
    }

    /// The name of its image's repository in ECR.
    pub(crate) fn repository(self) -> Option<String> {
        super::close_look::repository(self.image)
    }
}
