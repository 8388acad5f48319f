//! What a training job of SageMaker must be.

use super::Reader;
use crate::config::{Declaration, TrainBy, Tuning};
use crate::learning::MOST_PICTURES;

/// Most training jobs of a tuning job: what SageMaker bills by is held in bounds.
const MOST_JOBS: usize = 40;

impl Reader {
    pub(super) fn training(&mut self, declared: &Declaration) {
        let TrainBy::SageMaker(job) = declared.learning.by else {
            return;
        };
        self.image(declared, "learning.by.image", job.image);
        self.instance_type("learning.by.instance_type", job.instance_type);
        self.range("learning.by.volume_gb", job.volume_gb, 1..=512);
        let longest = job.max_runtime_seconds;
        self.range("learning.by.max_runtime_seconds", longest, 60..=86_400);
        let Some(Tuning {
            most_pictures,
            jobs_at_once,
        }) = job.tuning
        else {
            return;
        };
        self.range("learning.by.tuning.jobs_at_once", jobs_at_once, 1..=10);
        let field = "learning.by.tuning.most_pictures";
        for number in most_pictures {
            self.range(field, *number, 4..=MOST_PICTURES);
        }
        let jobs = most_pictures.len() * declared.learning.kinds.len();
        if !(1..=MOST_JOBS).contains(&jobs) {
            let text = format!(
                "{} kinds of models with {} numbers of pictures are {jobs} training jobs",
                declared.learning.kinds.len(),
                most_pictures.len()
            );
            let help = Some(format!("1 to {MOST_JOBS} are allowed"));
            self.report("config::out-of-range", field, text, help);
        }
    }
}
