//! Where an object landed: what its key says of it.

use std::collections::BTreeSet;

use crate::layout;
use crate::picture::RejectionReason;
use crate::{BatchName, DeviceClass, DeviceId};

/// What the key of an object under `incoming/<batch>/` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The device class, `unknown` where the key names none that is known.
    pub device_class: DeviceClass,
    /// The device, `unknown` where the key names none.
    pub device_id: DeviceId,
    /// Why the object cannot be inspected where it is: the reason and a sentence.
    pub problem: Option<(RejectionReason, String)>,
}

impl Place {
    /// Reads the key of an object of `batch`; `known` are the device classes of the
    /// configuration.
    pub fn of(batch: &BatchName, key: &str, known: &BTreeSet<DeviceClass>) -> Self {
        let within = key.strip_prefix(&layout::batch_prefix(batch));
        let segments: Vec<&str> = within.unwrap_or_default().split('/').collect();
        let class = segments.first().copied().unwrap_or_default();
        let known_class = known.iter().find(|known| known.as_str() == class);
        let device = segments.get(1).and_then(|text| DeviceId::parse(*text).ok());
        let whole = segments.len() == 3 && segments[2..].iter().all(|file| !file.is_empty());
        let problem = if within.is_none() || !whole {
            Some((
                RejectionReason::Misplaced,
                format!(
                    "the key is {key:?}; it must be \
                     incoming/{batch}/<device class>/<device id>/<file>"
                ),
            ))
        } else if known_class.is_none() {
            let known: Vec<&str> = known.iter().map(DeviceClass::as_str).collect();
            Some((
                RejectionReason::UnknownDeviceClass,
                format!(
                    "the key names the device class {class:?}; known are {}",
                    known.join(", ")
                ),
            ))
        } else if device.is_none() {
            Some((
                RejectionReason::Misplaced,
                format!(
                    "the key names the device {:?}; a device id is 1 to 128 letters, digits, \
                     '-', '_' and '.', starting with a letter or digit",
                    segments[1]
                ),
            ))
        } else {
            None
        };
        Self {
            device_class: known_class.cloned().unwrap_or_else(DeviceClass::unknown),
            device_id: device.unwrap_or_else(DeviceId::unknown),
            problem,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(key: &str) -> (String, String, Option<RejectionReason>) {
        let batch = BatchName::parse("b").unwrap();
        let known = ["meter", "pipe"].map(|class| DeviceClass::parse(class).unwrap());
        let place = Place::of(&batch, key, &known.into());
        (
            place.device_class.to_string(),
            place.device_id.to_string(),
            place.problem.map(|(reason, _)| reason),
        )
    }

    #[test]
    fn a_key_says_what_it_can_even_where_it_is_wrong() {
        use RejectionReason::{Misplaced, UnknownDeviceClass};
        let cases = [
            ("incoming/b/meter/m-1/a.jpg", ("meter", "m-1", None)),
            (
                "incoming/b/metr/m-1/a.jpg",
                ("unknown", "m-1", Some(UnknownDeviceClass)),
            ),
            (
                "incoming/b/meter/m 1/a.jpg",
                ("meter", "unknown", Some(Misplaced)),
            ),
            (
                "incoming/b/meter/m-1/x/a.jpg",
                ("meter", "m-1", Some(Misplaced)),
            ),
            ("incoming/b/meter/m-1/", ("meter", "m-1", Some(Misplaced))),
            ("incoming/b/a.jpg", ("unknown", "unknown", Some(Misplaced))),
            (
                "incoming/c/meter/m-1/a.jpg",
                ("unknown", "unknown", Some(Misplaced)),
            ),
        ];
        for (key, (class, device, problem)) in cases {
            let expected = (class.to_owned(), device.to_owned(), problem);
            assert_eq!(place(key), expected, "{key}");
        }
    }
}
