//! The smoke batch: what a day in the field brings.

use crate::camera::{Held, Said, photograph};
use crate::devices::{ALL, Kind};
use crate::{Expected, Sample, spoiled};

/// Sound pictures of each class.
const SOUND: usize = 5;
/// Defective pictures of each class; one more of insulators and pipes.
const DEFECTIVE: [usize; ALL.len()] = [3, 2, 2, 3];

/// The smoke batch, in the order in which it was captured: 20 sound pictures, 10 with a defect,
/// one picture twice, and 4 files that are to be rejected.
pub fn batch() -> Vec<Sample> {
    let mut samples = Vec::new();
    for (kind, defective) in ALL.iter().zip(DEFECTIVE) {
        for index in 0..SOUND {
            samples.push(sound(kind, index));
        }
        for index in 0..defective {
            samples.push(defect(kind, index));
        }
    }
    if let Some(first) = samples.first().cloned() {
        let stem = first.file.trim_end_matches(".jpg").to_owned();
        samples.push(Sample {
            file: format!("{stem}_copy.jpg"),
            expected: Expected::Duplicate,
            ..first
        });
    }
    let [insulator, meter, panel, pipe] = &ALL;
    let unlucky = photograph(pipe, None, 4000, &Said::default());
    let rejected = |kind: &Kind, file: &str, bytes: Vec<u8>, reason: &'static str| Sample {
        device_class: kind.name.to_owned(),
        device_id: device(kind, 5),
        file: file.to_owned(),
        bytes,
        expected: Expected::Rejected { reason },
    };
    samples.extend([
        rejected(insulator, "notes.jpg", spoiled::text(), "not-a-picture"),
        rejected(meter, "thumbnail.png", spoiled::too_small(), "too-small"),
        rejected(panel, "survey.png", spoiled::bomb(), "too-large"),
        rejected(pipe, "upload.jpg", spoiled::truncated(unlucky), "damaged"),
    ]);
    samples
}

fn sound(kind: &Kind, index: usize) -> Sample {
    Sample {
        device_class: kind.name.to_owned(),
        device_id: device(kind, index % 4),
        file: format!("IMG_{:04}.jpg", 100 + index),
        bytes: photograph(kind, None, 2000 + index as u64, &said(kind, index)),
        expected: Expected::Sound,
    }
}

fn defect(kind: &Kind, index: usize) -> Sample {
    let what = kind.defects[index % kind.defects.len()];
    // Their places follow those of the sound ones, so that every picture has its own moment.
    let said = said(kind, SOUND + index);
    Sample {
        device_class: kind.name.to_owned(),
        device_id: device(kind, (index + 2) % 4),
        file: format!("IMG_{:04}.jpg", 200 + index),
        bytes: photograph(kind, Some(what), 3000 + index as u64, &said),
        expected: Expected::Defective { kind: what },
    }
}

fn device(kind: &Kind, index: usize) -> String {
    format!("{}-{:02}", kind.id_prefix, index + 1)
}

/// What the camera says. Not every camera knows the time or the place, and some are held
/// differently.
fn said(kind: &Kind, index: usize) -> Said {
    let minute = index * 7 % 60;
    let second = (kind.seed as usize * 3 + index * 11) % 60;
    Said {
        captured: (index != 3).then(|| {
            let hour = 8 + kind.seed % 8;
            (
                format!("2026:11:16 {hour:02}:{minute:02}:{second:02}"),
                "+01:00",
            )
        }),
        position: (index % 4 != 2).then(|| {
            let step = index as f64 * 0.000_8;
            (47.3769 + kind.seed as f64 * 0.004 + step, 8.5417 - step)
        }),
        orientation: match index {
            1 => Some(Held::OnItsLeft),
            4 => Some(Held::OnItsRight),
            6 => Some(Held::UpsideDown),
            _ => None,
        },
    }
}
