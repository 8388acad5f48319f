//! Which pictures are trained on and which are evaluated with.
//!
//! What was divided before stays so. The rest is divided by groups, so that no device is on both
//! sides, into parts that have about the same share of each label; the first of them is to evaluate
//! with. The same dataset is always divided alike.

use std::collections::BTreeMap;

use contracts::training::{TrainingPart, TrainingPicture};
use evaluation::grouped_folds;

/// Fewest normal pictures to train on, which is what fitting takes.
const LEAST_TO_TRAIN: usize = 4;

/// Gives every picture a part.
pub(super) fn assign(pictures: &mut [TrainingPicture], parts: usize) {
    // A group that has a part keeps it, whichever of its pictures was given it.
    let given: BTreeMap<String, TrainingPart> = pictures
        .iter()
        .filter_map(|picture| Some((picture.group.clone()?, picture.part?)))
        .collect();
    for picture in pictures.iter_mut() {
        let of_group = picture.group.as_ref().and_then(|group| given.get(group));
        picture.part = picture.part.or(of_group.copied());
    }
    let free: Vec<usize> = (0..pictures.len())
        .filter(|at| pictures[*at].part.is_none())
        .collect();
    // No name of a group can be a key's: it has the digest behind what no text field holds.
    let groups: Vec<String> = free
        .iter()
        .map(|at| {
            let own = || format!("\0{}", pictures[*at].sha256);
            pictures[*at].group.clone().unwrap_or_else(own)
        })
        .collect();
    let labels: Vec<bool> = free.iter().map(|at| pictures[*at].anomalous).collect();
    let folds = grouped_folds(&labels, &groups, parts);
    for (at, fold) in free.into_iter().zip(folds) {
        pictures[at].part = Some(match fold {
            0 => TrainingPart::Test,
            _ => TrainingPart::Train,
        });
    }
}

/// What the parts lack, a sentence each.
pub(super) fn missing(pictures: &[TrainingPicture]) -> Vec<String> {
    let count = |part: TrainingPart, anomalous: bool| {
        let of = |picture: &&TrainingPicture| {
            picture.part == Some(part) && picture.anomalous == anomalous
        };
        pictures.iter().filter(of).count()
    };
    let mut mistakes = Vec::new();
    let normal = count(TrainingPart::Train, false);
    if normal < LEAST_TO_TRAIN {
        mistakes.push(format!(
            "{normal} normal pictures are to train on; it takes at least {LEAST_TO_TRAIN}, \
             better 20 and more"
        ));
    }
    for (label, anomalous) in [("normal", false), ("anomalous", true)] {
        if count(TrainingPart::Test, anomalous) == 0 {
            mistakes.push(format!(
                "no {label} picture is to evaluate with: add some, of several devices"
            ));
        }
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(number: usize, anomalous: bool, group: &str) -> TrainingPicture {
        TrainingPicture {
            key: format!("training/meter/pictures/{number:032x}.jpg"),
            sha256: format!("{number:064x}"),
            name: number.to_string(),
            anomalous,
            device: None,
            group: Some(group.to_owned()).filter(|group| !group.is_empty()),
            mask: None,
            part: None,
            landed: None,
        }
    }

    #[test]
    fn no_group_is_on_both_sides_and_both_labels_are_on_each() {
        let mut pictures: Vec<_> = (0..60)
            .map(|number| picture(number, number % 3 == 0, &format!("d-{}", number % 12)))
            .collect();
        assign(&mut pictures, 3);
        assert!(missing(&pictures).is_empty());
        for picture in &pictures {
            let same = pictures.iter().filter(|other| other.group == picture.group);
            assert!(same.into_iter().all(|other| other.part == picture.part));
        }
        let tested = |p: &&TrainingPicture| p.part == Some(TrainingPart::Test);
        assert_eq!(pictures.iter().filter(tested).count(), 20);
        let before = pictures.clone();
        assign(&mut pictures, 3);
        assert_eq!(pictures, before);
    }

    #[test]
    fn what_has_a_part_keeps_it_and_new_pictures_follow_their_group() {
        let mut pictures = vec![picture(1, false, "a"), picture(2, false, "a")];
        pictures[0].part = Some(TrainingPart::Test);
        assign(&mut pictures, 3);
        assert_eq!(pictures[1].part, Some(TrainingPart::Test));
        let mistakes = missing(&pictures);
        assert_eq!(mistakes.len(), 2, "{mistakes:?}");
        assert!(mistakes[0].starts_with("0 normal pictures are to train on"));
        assert!(mistakes[1].starts_with("no anomalous picture is to evaluate with"));
    }
}
