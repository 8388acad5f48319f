//! Sample pictures of devices, drawn from a seed: the same bytes on every machine, every time.
//!
//! They stand in for photographs where none may be shipped: four device classes under varied
//! light, position, texture and noise, sound ones to fit models on ([`normals`]) and a batch as
//! it would come from the field ([`batch`]), with defects and with files that are to be
//! rejected. What is known of each picture comes with it.

mod batch;
mod beside;
mod camera;
mod canvas;
mod defects;
mod devices;
mod exif;
mod noise;
mod random;
mod spoiled;

use serde::Serialize;

pub use batch::batch;
pub use beside::shared;
pub use camera::Conditions;

/// A picture, or what pretends to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// One of [`classes`].
    pub device_class: String,
    /// The device that it shows.
    pub device_id: String,
    /// The file's name.
    pub file: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What inspecting it should find.
    pub expected: Expected,
}

/// What is known of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "expected", rename_all = "kebab-case")]
pub enum Expected {
    /// Nothing is wrong with the device.
    Sound,
    /// Something is.
    Defective {
        /// What, in a word or two.
        kind: &'static str,
    },
    /// It cannot be inspected.
    Rejected {
        /// The reason as the lake spells it (`too-small`).
        reason: &'static str,
    },
    /// The same file as an earlier one of the batch.
    Duplicate,
}

/// Pictures of sound devices that [`normals`] draws of a class.
pub const NORMALS: usize = 24;

/// Pictures of defective devices that [`defects`] draws of a class.
pub const DEFECTS: usize = 12;

/// The device classes that are drawn.
pub fn classes() -> &'static [&'static str] {
    const NAMES: [&str; devices::ALL.len()] = {
        let mut names = [""; devices::ALL.len()];
        let mut index = 0;
        while index < names.len() {
            names[index] = devices::ALL[index].name;
            index += 1;
        }
        names
    };
    &NAMES
}

/// Pictures of sound devices of a class to fit models on, drawn one by one as they are asked
/// for; none for a class that is not one of [`classes`].
pub fn normals(class: &str) -> impl Iterator<Item = Sample> + use<> {
    let kind = devices::ALL.iter().find(|kind| kind.name == class);
    kind.into_iter().flat_map(|kind| {
        (0..NORMALS).map(move |index| Sample {
            device_class: kind.name.to_owned(),
            device_id: format!("{}-{:02}", kind.id_prefix, index % 8 + 1),
            file: format!("sound-{index:02}.jpg"),
            bytes: camera::photograph(kind, None, 1000 + index as u64, &camera::Said::default()),
            expected: Expected::Sound,
        })
    })
}

/// Pictures of defective devices of a class, for models that learn from both labels; none of them is
/// in the batch.
pub fn defects(class: &str) -> impl Iterator<Item = Sample> + use<> {
    let kind = devices::ALL.iter().find(|kind| kind.name == class);
    kind.into_iter().flat_map(|kind| {
        (0..DEFECTS).map(move |index| {
            let what = kind.defects[index % kind.defects.len()];
            let seed = 5000 + index as u64;
            Sample {
                device_class: kind.name.to_owned(),
                device_id: format!("{}-{:02}", kind.id_prefix, index % 8 + 1),
                file: format!("defect-{index:02}.jpg"),
                bytes: camera::photograph(kind, Some(what), seed, &camera::Said::default()),
                expected: Expected::Defective { kind: what },
            }
        })
    })
}

/// Pictures of sound devices that [`labelled`] draws of a class.
pub const LABELLED_SOUND: usize = 72;
/// Pictures with a defect that [`labelled`] draws of a class.
pub const LABELLED_DEFECTIVE: usize = 36;

/// Labelled pictures of a class to train and to evaluate with, of devices that neither [`normals`]
/// nor [`batch`] know, drawn one by one as they are asked for; none for a class that is not one of
/// [`classes`].
pub fn labelled(class: &str) -> impl Iterator<Item = Sample> + use<> {
    /// Devices that the pictures are of.
    const DEVICES: usize = 18;
    let kind = devices::ALL.iter().find(|kind| kind.name == class);
    kind.into_iter().flat_map(|kind| {
        let said = camera::Said::default();
        (0..LABELLED_SOUND + LABELLED_DEFECTIVE).map(move |index| {
            let defect = index
                .checked_sub(LABELLED_SOUND)
                .map(|at| kind.defects[at % kind.defects.len()]);
            Sample {
                device_class: kind.name.to_owned(),
                device_id: format!("{}-{:02}", kind.id_prefix, 20 + index % DEVICES),
                file: format!("labelled-{index:03}.jpg"),
                bytes: camera::photograph(kind, defect, 5000 + index as u64, &said),
                expected: match defect {
                    None => Expected::Sound,
                    Some(kind) => Expected::Defective { kind },
                },
            }
        })
    })
}

/// Pictures that [`round`] draws of a class.
pub const ROUND: usize = 24;

/// A round of the field: pictures of sound devices of a class, those that [`batch`] knows, in an order of
/// their own for each `number`; the same scenes under all conditions. None for a class that is not one of
/// [`classes`].
pub fn round(
    class: &str,
    number: u64,
    conditions: Conditions,
) -> impl Iterator<Item = Sample> + use<> {
    let kind = devices::ALL.iter().find(|kind| kind.name == class);
    kind.into_iter().flat_map(move |kind| {
        (0..ROUND).map(move |index| {
            let seed = 20_000 + number * ROUND as u64 + index as u64;
            let said = camera::Said::default();
            Sample {
                device_class: kind.name.to_owned(),
                device_id: format!("{}-{:02}", kind.id_prefix, index % 8 + 1),
                file: format!("round-{number}-{index:02}.jpg"),
                bytes: camera::photograph_under(conditions, kind, None, seed, &said),
                expected: Expected::Sound,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn drawing_again_gives_the_same_bytes() {
        assert_eq!(batch(), batch());
        for class in classes() {
            assert!(normals(class).take(2).eq(normals(class).take(2)));
        }
    }

    #[test]
    fn normals_are_sound_and_all_different() {
        for class in classes() {
            let drawn: Vec<Sample> = normals(class).collect();
            assert_eq!(drawn.len(), NORMALS);
            assert!(drawn.iter().all(|s| s.expected == Expected::Sound));
            let different: BTreeSet<&[u8]> = drawn.iter().map(|s| s.bytes.as_slice()).collect();
            assert_eq!(different.len(), NORMALS);
        }
        assert_eq!(normals("windmill").count(), 0);
    }

    #[test]
    fn defects_are_all_different_and_none_is_in_the_batch() {
        let batch = batch();
        for class in classes() {
            let drawn: Vec<Sample> = defects(class).collect();
            assert_eq!(drawn.len(), DEFECTS);
            let different: BTreeSet<&[u8]> = drawn.iter().map(|s| s.bytes.as_slice()).collect();
            assert_eq!(different.len(), DEFECTS);
            assert!(
                batch
                    .iter()
                    .all(|s| !different.contains(s.bytes.as_slice()))
            );
        }
    }

    #[test]
    fn labelled_pictures_are_of_both_labels_and_none_is_drawn_elsewhere() {
        let drawn: Vec<Sample> = labelled("pipe").collect();
        let sound = drawn.iter().filter(|s| s.expected == Expected::Sound);
        assert_eq!(sound.count(), LABELLED_SOUND);
        assert_eq!(drawn.len(), LABELLED_SOUND + LABELLED_DEFECTIVE);
        let known: BTreeSet<Vec<u8>> = normals("pipe")
            .chain(batch())
            .map(|sample| sample.bytes)
            .collect();
        assert!(drawn.iter().all(|sample| !known.contains(&sample.bytes)));
        assert_eq!(labelled("windmill").count(), 0);
    }

    #[test]
    fn dusk_out_of_focus_is_darker_and_has_less_to_store() {
        let rounds = |conditions| round("pipe", 1, conditions).take(3).map(|s| s.bytes.len());
        for (day, dusk) in rounds(Conditions::Ordinary).zip(rounds(Conditions::DuskOutOfFocus)) {
            assert!(dusk * 3 < day * 2, "{dusk} of {day} bytes");
        }
        let (one, other) = (
            round("pipe", 1, Conditions::Ordinary),
            round("pipe", 2, Conditions::Ordinary),
        );
        assert!(one.zip(other).all(|(one, other)| one.bytes != other.bytes));
    }

    #[test]
    fn the_batch_holds_every_kind_of_sample() {
        let batch = batch();
        let count = |wanted: fn(&Expected) -> bool| {
            batch
                .iter()
                .filter(|sample| wanted(&sample.expected))
                .count()
        };
        assert!((28..=36).contains(&batch.len()), "{}", batch.len());
        assert_eq!(count(|e| matches!(e, Expected::Defective { .. })), 10);
        assert_eq!(count(|e| matches!(e, Expected::Rejected { .. })), 4);
        assert_eq!(count(|e| *e == Expected::Duplicate), 1);
        for class in classes() {
            assert!(
                batch.iter().any(|s| s.device_class == *class
                    && matches!(s.expected, Expected::Defective { .. }))
            );
        }
        let keys: BTreeSet<_> = batch
            .iter()
            .map(|s| (&s.device_class, &s.device_id, &s.file))
            .collect();
        assert_eq!(keys.len(), batch.len(), "no two samples share a key");
    }

    #[test]
    fn a_duplicate_comes_after_its_original_in_every_order() {
        let batch = batch();
        let key = |s: &Sample| format!("{}/{}/{}", s.device_class, s.device_id, s.file);
        for (place, sample) in batch.iter().enumerate() {
            if sample.expected != Expected::Duplicate {
                continue;
            }
            let original = batch.iter().position(|s| s.bytes == sample.bytes).unwrap();
            assert!(original < place);
            assert!(key(&batch[original]) < key(sample));
        }
    }

    /// Writes every sample below the folder that `SAMPLES_TO` names, to look at.
    #[test]
    fn samples_can_be_looked_at() {
        let Some(folder) = std::env::var_os("SAMPLES_TO").map(std::path::PathBuf::from) else {
            println!("skipped: SAMPLES_TO names no folder to write to");
            return;
        };
        for sample in batch()
            .into_iter()
            .chain(classes().iter().flat_map(|c| normals(c)))
        {
            let folder = folder.join(&sample.device_class).join(&sample.device_id);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(&sample.file), &sample.bytes).unwrap();
        }
    }
}
