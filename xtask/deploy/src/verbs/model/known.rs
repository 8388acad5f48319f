//! How many of the pictures that a version was evaluated with another version was trained on: of these the
//! other one's verdicts are no evidence, however right they are.

use anyhow::Context;
use contracts::TrainedOn;
use contracts::lineage::ModelVersion;
use contracts::training::{TrainingPart, TrainingPicture};
use serde::Serialize;
use ui::Problem;

use crate::objects;
use crate::session::Session;

/// Of two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Known {
    /// Pictures of the first one's test part that the second one was trained on, or others of their devices.
    pub of_one: usize,
    /// The same of the second one's test part.
    pub of_other: usize,
}

impl Known {
    /// Reads the datasets of both.
    pub(super) async fn read(
        session: &Session,
        one: &ModelVersion,
        other: &ModelVersion,
    ) -> anyhow::Result<Self> {
        let (one, other) = tokio::try_join!(manifest(session, one), manifest(session, other))?;
        Ok(Self::of(&one, &other))
    }

    fn of(one: &[TrainingPicture], other: &[TrainingPicture]) -> Self {
        let known = |tested: &[TrainingPicture], trained: &[TrainingPicture]| {
            let trained = TrainedOn::of(trained);
            let is_known = |picture: &&TrainingPicture| {
                picture.part == Some(TrainingPart::Test) && trained.knows(picture)
            };
            tested.iter().filter(is_known).count()
        };
        Self {
            of_one: known(one, other),
            of_other: known(other, one),
        }
    }
}

/// A version's own dataset.
async fn manifest(
    session: &Session,
    version: &ModelVersion,
) -> anyhow::Result<Vec<TrainingPicture>> {
    let (lake, key) = (
        &session.manifest().names.lake_bucket,
        &version.data.manifest,
    );
    let Some(body) = objects::get(&session.clients.s3, lake, key).await? else {
        let what = format!("the dataset of the version {} is gone", version.version);
        return Err(Problem::new(what)
            .because(format!("s3://{lake}/{key} is not there"))
            .next("train it once more: cargo xtask model train")
            .into());
    };
    lines(&body).with_context(|| format!("s3://{lake}/{key} is no dataset"))
}

fn lines(body: &[u8]) -> serde_json::Result<Vec<TrainingPicture>> {
    serde_json::Deserializer::from_slice(body)
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_other_was_trained_on_is_counted() {
        let line = |number: u32, device: &str, part: &str| {
            format!(
                "{{\"key\":\"training/meter/pictures/{number}.jpg\",\"sha256\":\"{number}\",\"name\":\"\",\
                 \"anomalous\":false,\"device\":\"{device}\",\"group\":\"{device}\",\"part\":\"{part}\"}}\n"
            )
        };
        let one = line(1, "m-1", "train") + &line(2, "m-2", "test") + &line(3, "m-3", "test");
        let other = line(4, "m-2", "train") + &line(5, "m-9", "test") + &line(1, "m-1", "test");
        let (one, other) = (
            lines(one.as_bytes()).unwrap(),
            lines(other.as_bytes()).unwrap(),
        );
        let known = Known::of(&one, &other);
        assert_eq!((known.of_one, known.of_other), (1, 1));
        let same = Known::of(&one, &one);
        assert_eq!((same.of_one, same.of_other), (0, 0));
    }
}
