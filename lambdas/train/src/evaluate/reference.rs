//! What the live version was evaluated with. Its pictures are asked again of whatever is to take
//! its place, and a dataset that calls the same pictures otherwise is not believed.

use std::collections::{BTreeMap, BTreeSet};

use contracts::lineage::{LivePointer, ModelVersion};
use contracts::tasks::EvaluateError;
use contracts::training::{TrainingPart, TrainingPicture};
use contracts::{DeviceClass, VersionId, layout};
use runtime::{Failure, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::not_evaluable;
use crate::data;

/// Most bytes of an object of a model's life.
const LARGEST: u64 = 1024 * 1024;
/// Labels that may be corrected: one of so many. More is another opinion of what is wrong with a
/// device, and no correction.
const ONE_OF: usize = 10;

/// What is known from the live version.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reference {
    /// The live version, where it was registered.
    pub(crate) version: Option<VersionId>,
    /// Pictures that it was evaluated with and that the dataset has not.
    #[serde(skip)]
    pub(crate) pictures: Vec<TrainingPicture>,
    /// Pictures of both datasets.
    pub(crate) common: usize,
    /// Of these, pictures that are labelled otherwise now.
    pub(crate) relabelled: usize,
}

impl Reference {
    /// Why the dataset is not believed, if it is not.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let version = self.version.as_ref()?;
        (self.relabelled * ONE_OF > self.common).then(|| {
            format!(
                "refused: {} of {} pictures that the live version {version} was made with are \
                 labelled otherwise now; at most one in {ONE_OF} may be corrected at a time",
                self.relabelled, self.common
            )
        })
    }
}

/// What the live version of a class was evaluated with, beside the dataset `own`.
pub(super) async fn of_live(
    lake: &dyn Storage,
    class: &DeviceClass,
    own: &[TrainingPicture],
) -> Result<Reference, Failure<EvaluateError>> {
    let live: Option<LivePointer> = read(lake, &layout::live_model_key(class)).await?;
    // One that `deploy` or `inspect` fitted has no version with data.
    let id = live.and_then(|live| VersionId::parse(live.model.version).ok());
    let Some(id) = id else {
        return Ok(Reference::default());
    };
    let version: Option<ModelVersion> = read(lake, &layout::version_key(class, &id)).await?;
    let Some(version) = version else {
        return Ok(Reference::default());
    };
    let before = data::manifest(lake, &version.data).await;
    let before = before.map_err(not_evaluable)?;
    Ok(Reference {
        version: Some(id),
        ..compare(own, before)
    })
}

fn compare(own: &[TrainingPicture], before: Vec<TrainingPicture>) -> Reference {
    let labels: BTreeMap<&str, bool> = own
        .iter()
        .map(|picture| (picture.sha256.as_str(), picture.anomalous))
        .collect();
    let trained_groups: BTreeSet<&str> = own
        .iter()
        .filter(|picture| picture.part == Some(TrainingPart::Train))
        .filter_map(|picture| picture.group.as_deref())
        .collect();
    let mut reference = Reference::default();
    for picture in before {
        if let Some(label) = labels.get(picture.sha256.as_str()) {
            reference.common += 1;
            reference.relabelled += usize::from(*label != picture.anomalous);
            continue;
        }
        // A device that it was trained on says nothing of others.
        let is_known = picture
            .group
            .as_deref()
            .is_some_and(|group| trained_groups.contains(group));
        if picture.part == Some(TrainingPart::Test) && !is_known {
            reference.pictures.push(picture);
        }
    }
    reference
}

async fn read<T: DeserializeOwned>(
    lake: &dyn Storage,
    key: &str,
) -> Result<Option<T>, Failure<EvaluateError>> {
    let Some(object) = lake.get(key, LARGEST).await? else {
        return Ok(None);
    };
    serde_json::from_slice(&object.body)
        .map(Some)
        .map_err(|error| {
            let detail = format!("{key} is not of its form: {error}");
            EvaluateError::NotEvaluable { detail }.into()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(number: u32, anomalous: bool, group: &str, part: TrainingPart) -> TrainingPicture {
        TrainingPicture {
            key: format!("training/meter/pictures/{number:032x}.jpg"),
            sha256: format!("{number:064x}"),
            name: number.to_string(),
            anomalous,
            device: None,
            group: Some(group.to_owned()),
            mask: None,
            part: Some(part),
            landed: None,
        }
    }

    #[test]
    fn what_was_evaluated_before_is_asked_again_but_for_what_is_known() {
        use TrainingPart::{Test, Train};
        let own = [picture(1, false, "a", Train), picture(2, true, "b", Test)];
        let before = vec![
            picture(2, true, "b", Test),
            picture(3, true, "a", Test),
            picture(4, true, "c", Test),
            picture(5, true, "d", Train),
        ];
        let reference = compare(&own, before);
        let asked: Vec<&str> = reference.pictures.iter().map(|p| p.name.as_str()).collect();
        assert_eq!(asked, ["4"]);
        assert_eq!((reference.common, reference.relabelled), (1, 0));
    }

    #[test]
    fn a_correction_is_taken_and_another_opinion_is_not() {
        use TrainingPart::Train;
        let before: Vec<_> = (0..20)
            .map(|n| picture(n, n % 2 == 0, "a", Train))
            .collect();
        let version = VersionId::parse("0".repeat(16)).unwrap();
        let relabelled = |many: usize| {
            let mut own = before.clone();
            for picture in own.iter_mut().take(many) {
                picture.anomalous = !picture.anomalous;
            }
            Reference {
                version: Some(version.clone()),
                ..compare(&own, before.clone())
            }
            .contradiction()
        };
        assert_eq!(relabelled(0), None);
        assert_eq!(relabelled(2), None);
        let told = relabelled(20).unwrap();
        assert!(told.contains("20 of 20 pictures"), "{told}");
        assert!(relabelled(3).is_some());
    }
}
