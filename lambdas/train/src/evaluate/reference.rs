//! What the live version was evaluated with. Its pictures are asked again of whatever is to take
//! its place, and a dataset that calls the same pictures otherwise is not believed. And what a version was
//! trained on, which is no evidence.

use std::collections::BTreeMap;

use contracts::lineage::{LivePointer, ModelVersion};
use contracts::tasks::EvaluateError;
use contracts::training::{TrainingPart, TrainingPicture};
use contracts::{DeviceClass, TrainedOn, VersionId, layout};
use runtime::{Failure, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::not_evaluable;
use crate::data;

/// Most bytes of an object of a model's life.
const LARGEST: u64 = 1024 * 1024;
/// Labels that may be corrected: one of so many, and one of however few. More is another opinion of what is
/// wrong with a device, and no correction.
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
    /// Pictures of both datasets that somebody had labelled.
    pub(crate) common: usize,
    /// Of these, pictures that are labelled otherwise now.
    pub(crate) relabelled: usize,
}

impl Reference {
    /// Why the dataset is not believed, if it is not.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let version = self.version.as_ref()?;
        let most = (self.common / ONE_OF).max(1);
        (self.relabelled > most).then(|| {
            format!(
                "refused: {} of {} pictures that the live version {version} was made with are \
                 labelled otherwise now; at most {most} of them may be corrected at a time, one in {ONE_OF}",
                self.relabelled, self.common
            )
        })
    }
}

/// What a version was trained on: the training part of its dataset `own`, else, where nothing of that is to
/// train on, that of the dataset which its record names.
pub(super) async fn trained_on(
    lake: &dyn Storage,
    class: &DeviceClass,
    id: &VersionId,
    own: &[TrainingPicture],
) -> Result<TrainedOn, Failure<EvaluateError>> {
    let trained = TrainedOn::of(own);
    if !trained.is_empty() {
        return Ok(trained);
    }
    let version: Option<ModelVersion> = read(lake, &layout::version_key(class, id)).await?;
    let Some(version) = version else {
        let detail = format!(
            "what {id} was trained on is not known, since {class} has no version of that name: train it, \
             and evaluate what passes its gate"
        );
        return Err(EvaluateError::NotEvaluable { detail }.into());
    };
    let manifest = data::manifest(lake, &version.data).await;
    Ok(TrainedOn::of(&manifest.map_err(not_evaluable)?))
}

/// What the live version of a class was evaluated with, beside the dataset `own` and what was `trained` on.
pub(super) async fn of_live(
    lake: &dyn Storage,
    class: &DeviceClass,
    own: &[TrainingPicture],
    trained: &TrainedOn,
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
        ..compare(own, before, trained)
    })
}

fn compare(
    own: &[TrainingPicture],
    before: Vec<TrainingPicture>,
    trained: &TrainedOn,
) -> Reference {
    let labels: BTreeMap<&str, bool> = own
        .iter()
        .map(|picture| (picture.sha256.as_str(), picture.anomalous))
        .collect();
    let mut reference = Reference::default();
    for picture in before {
        if let Some(label) = labels.get(picture.sha256.as_str()) {
            // Nobody said what is only taken for normal, so that nobody is contradicted.
            if picture.assumed {
                continue;
            }
            reference.common += 1;
            reference.relabelled += usize::from(*label != picture.anomalous);
            continue;
        }
        if picture.part == Some(TrainingPart::Test) && !trained.knows(&picture) {
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
            landed_from: None,
            assumed: false,
        }
    }

    #[test]
    fn what_was_evaluated_before_is_asked_again_but_for_what_is_known() {
        use TrainingPart::{Test, Train};
        let own = [
            TrainingPicture {
                device: Some("m-1".to_owned()),
                ..picture(1, false, "a", Train)
            },
            picture(2, true, "b", Test),
        ];
        let before = vec![
            picture(2, true, "b", Test),
            picture(3, true, "a", Test),
            picture(4, true, "c", Test),
            picture(5, true, "d", Train),
            // The group has another name, and the device is one that was trained on.
            TrainingPicture {
                device: Some("m-1".to_owned()),
                ..picture(6, true, "e", Test)
            },
        ];
        let reference = compare(&own, before, &TrainedOn::of(&own));
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
                ..compare(&own, before.clone(), &TrainedOn::of(&own))
            }
            .contradiction()
        };
        assert_eq!(relabelled(0), None);
        assert_eq!(relabelled(2), None);
        let told = relabelled(20).unwrap();
        assert!(told.contains("20 of 20 pictures"), "{told}");
        assert!(relabelled(3).is_some());

        // Of few pictures one may be wrong as well.
        let few = |relabelled| Reference {
            version: Some(version.clone()),
            common: 8,
            relabelled,
            ..Reference::default()
        };
        assert_eq!(few(1).contradiction(), None);
        let told = few(2).contradiction().unwrap();
        assert!(told.contains("2 of 8 pictures"), "{told}");
        assert!(told.ends_with("at most 1 of them may be corrected at a time, one in 10"));
    }

    #[test]
    fn what_nobody_labelled_is_not_labelled_otherwise() {
        let taken_for_normal = TrainingPicture {
            assumed: true,
            ..picture(1, false, "a", TrainingPart::Train)
        };
        let own = [picture(1, true, "a", TrainingPart::Test)];
        let reference = compare(&own, vec![taken_for_normal], &TrainedOn::of(&own));
        assert_eq!((reference.common, reference.relabelled), (0, 0));
    }
}
