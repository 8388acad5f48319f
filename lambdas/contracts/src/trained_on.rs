//! What a version was trained on, and which pictures are therefore no evidence of how good it is.

use std::collections::BTreeSet;

use crate::DeviceId;
use crate::training::{TrainingPart, TrainingPicture};

/// What a manifest's training part says of other pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrainedOn {
    pictures: BTreeSet<String>,
    groups: BTreeSet<String>,
    devices: BTreeSet<String>,
}

impl TrainedOn {
    /// Of a manifest, as a training was given it.
    pub fn of(manifest: &[TrainingPicture]) -> Self {
        let mut known = Self::default();
        let train = manifest
            .iter()
            .filter(|picture| picture.part == Some(TrainingPart::Train));
        for picture in train {
            known.pictures.insert(picture.sha256.clone());
            known.groups.extend(picture.group.clone());
            known
                .devices
                .extend(device_of(picture).map(ToOwned::to_owned));
        }
        known
    }

    /// Whether nothing was trained on.
    pub fn is_empty(&self) -> bool {
        self.pictures.is_empty()
    }

    /// Whether the picture, its group or its device was trained on: a device that a model knows says
    /// nothing of others, and a group may be named otherwise in another dataset.
    pub fn knows(&self, picture: &TrainingPicture) -> bool {
        let has = |names: &BTreeSet<String>, name: Option<&str>| {
            name.is_some_and(|name| names.contains(name))
        };
        self.pictures.contains(&picture.sha256)
            || has(&self.groups, picture.group.as_deref())
            || has(&self.devices, device_of(picture))
    }
}

/// The device of a picture, where it is known: `unknown` stands for many.
fn device_of(picture: &TrainingPicture) -> Option<&str> {
    let device = picture.device.as_deref();
    device.filter(|device| *device != DeviceId::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(number: u32, group: Option<&str>, device: Option<&str>) -> TrainingPicture {
        TrainingPicture {
            key: format!("training/meter/pictures/{number:032x}.jpg"),
            sha256: format!("{number:064x}"),
            name: number.to_string(),
            anomalous: false,
            device: device.map(ToOwned::to_owned),
            group: group.map(ToOwned::to_owned),
            mask: None,
            part: Some(TrainingPart::Train),
            landed: None,
            landed_from: None,
            assumed: false,
        }
    }

    #[test]
    fn a_picture_is_known_by_its_content_its_group_and_its_device() {
        let tested = TrainingPicture {
            part: Some(TrainingPart::Test),
            ..picture(3, Some("c"), Some("m-3"))
        };
        let manifest = [
            picture(1, Some("a"), Some("m-1")),
            picture(2, None, Some(DeviceId::UNKNOWN)),
            tested.clone(),
        ];
        let known = TrainedOn::of(&manifest);
        assert!(known.knows(&picture(1, None, None)));
        assert!(known.knows(&picture(4, Some("a"), None)));
        assert!(known.knows(&picture(5, Some("otherwise"), Some("m-1"))));
        assert!(!known.knows(&tested));
        assert!(!known.knows(&picture(6, None, Some(DeviceId::UNKNOWN))));
        assert!(TrainedOn::of(&[tested]).is_empty());
    }
}
