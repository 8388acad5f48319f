//! Which pictures are trained on and which are evaluated with.
//!
//! What was divided before stays so. The rest is divided by groups, so that no device is on both
//! sides: each goes where its labels are lacking, held against all that has a part already, so that a
//! dataset that grows by a group at a time keeps its shares. Large groups come first, and the first of all
//! is trained on. The same dataset is always divided alike.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use contracts::DeviceId;
use contracts::training::{TrainingPart, TrainingPicture};

/// Fewest normal pictures to train on, which is what fitting takes.
const LEAST_TO_TRAIN: usize = 4;

/// Pictures by label: normal ones, anomalous ones.
type Counts = [usize; 2];

/// Gives every picture a part; one of `parts` is to evaluate with.
pub(super) fn assign(pictures: &mut [TrainingPicture], parts: usize) {
    // A group that has a part keeps it, whichever of its pictures was given it.
    let mut given: BTreeMap<String, TrainingPart> = pictures
        .iter()
        .filter_map(|picture| Some((group(picture), picture.part?)))
        .collect();
    for picture in pictures.iter_mut() {
        picture.part = picture.part.or(given.get(&group(picture)).copied());
    }
    let mut loads = Loads::default();
    let mut free: BTreeMap<String, Counts> = BTreeMap::new();
    for picture in pictures.iter() {
        let label = usize::from(picture.anomalous);
        match picture.part {
            Some(part) => loads.of(part)[label] += 1,
            None => free.entry(group(picture)).or_default()[label] += 1,
        }
    }
    loads.forgive_surplus(parts);
    let mut order: Vec<(String, Counts)> = free.into_iter().collect();
    // Stable, so that equals keep the order of their names.
    order.sort_by_key(|(_, size)| Reverse(size[0] + size[1]));
    for (name, size) in &order {
        given.insert(name.clone(), loads.add(*size, parts));
    }
    for label in [0, 1] {
        if let Some(name) = loads.move_to_test(label, &order, &given) {
            given.insert(name, TrainingPart::Test);
        }
    }
    for picture in pictures.iter_mut() {
        picture.part = picture.part.or(given.get(&group(picture)).copied());
    }
}

/// What a picture belongs to: its group, else its device, else itself.
fn group(picture: &TrainingPicture) -> String {
    // No name can be this: it has the digest behind what no text field holds.
    belongs_to(picture).map_or_else(|| format!("\0{}", picture.sha256), Clone::clone)
}

/// What a picture shares with others that are in the same part: its group, else its device, where that is
/// known.
pub(crate) fn belongs_to(picture: &TrainingPicture) -> Option<&String> {
    let device = picture.device.as_ref();
    let device = device.filter(|device| *device != DeviceId::UNKNOWN);
    picture.group.as_ref().or(device)
}

/// What is in either part.
#[derive(Debug, Default)]
struct Loads {
    train: Counts,
    test: Counts,
    /// Normal pictures to train on that do not count where groups are held against what is there.
    surplus: usize,
}

impl Loads {
    fn of(&mut self, part: TrainingPart) -> &mut Counts {
        match part {
            TrainingPart::Train => &mut self.train,
            TrainingPart::Test => &mut self.test,
        }
    }

    /// Leaves out the normal pictures to train on that are more than their share. Most of them nobody
    /// has seen, they are taken for normal and never evaluated with: what people have looked at
    /// must not all go to the other part for that.
    fn forgive_surplus(&mut self, parts: usize) {
        let share = self.test[0] * (parts.max(2) - 1);
        self.surplus = self.train[0].saturating_sub(share);
    }

    /// Adds a group to the part that it does more for; gives the part.
    fn add(&mut self, size: Counts, parts: usize) -> TrainingPart {
        let share = 1.0 / parts.max(2) as f64;
        let train = [self.train[0] - self.surplus, self.train[1]];
        let total = [0, 1].map(|label| (train[label] + self.test[label] + size[label]) as f64);
        // The sum of squares, each by its share, is smallest where the parts have their shares; either label
        // counts alike, however rare it is.
        let cost = |load: Counts, share: f64| -> f64 {
            let of = |label: usize| {
                let (before, more) = (load[label] as f64, size[label] as f64);
                let total = total[label].max(1.0);
                ((before + more).powi(2) - before.powi(2)) / (share * total * total)
            };
            of(0) + of(1)
        };
        let part = match cost(self.test, share) < cost(train, 1.0 - share) {
            true => TrainingPart::Test,
            false => TrainingPart::Train,
        };
        let load = self.of(part);
        *load = [load[0] + size[0], load[1] + size[1]];
        part
    }

    /// The smallest group that was just given to training and that has what there is none of to
    /// evaluate with; none where enough would not be left to train on.
    fn move_to_test(
        &mut self,
        label: usize,
        order: &[(String, Counts)],
        given: &BTreeMap<String, TrainingPart>,
    ) -> Option<String> {
        if self.test[label] > 0 {
            return None;
        }
        let movable = |(name, size): &&(String, Counts)| {
            given.get(name) == Some(&TrainingPart::Train)
                && size[label] > 0
                && self.train[0] - size[0] >= LEAST_TO_TRAIN
        };
        let (name, size) = order.iter().rev().find(movable)?;
        for label in [0, 1] {
            self.train[label] -= size[label];
            self.test[label] += size[label];
        }
        Some(name.clone())
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
            landed_from: None,
            assumed: false,
        }
    }

    /// What nobody has seen is trained on alone; it must not send all that somebody has seen to be
    /// evaluated with.
    #[test]
    fn many_pictures_that_are_trained_on_alone_leave_the_shares_of_the_others() {
        let mut pictures: Vec<TrainingPicture> = (0..200)
            .map(|number| TrainingPicture {
                part: Some(TrainingPart::Train),
                ..picture(number, false, &format!("unseen-{number}"))
            })
            .collect();
        for number in 200..260 {
            let anomalous = number % 2 == 0;
            pictures.push(picture(number, anomalous, &format!("seen-{number}")));
        }
        assign(&mut pictures, 3);
        for anomalous in [false, true] {
            let tested = pictures.iter().filter(|picture| {
                picture.part == Some(TrainingPart::Test) && picture.anomalous == anomalous
            });
            assert_eq!(tested.count(), 10, "anomalous: {anomalous}");
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

    fn tested(pictures: &[TrainingPicture], anomalous: bool) -> usize {
        let of = |picture: &&TrainingPicture| {
            picture.part == Some(TrainingPart::Test) && picture.anomalous == anomalous
        };
        pictures.iter().filter(of).count()
    }

    #[test]
    fn a_dataset_that_grows_by_a_group_at_a_time_keeps_its_shares() {
        let mut pictures: Vec<_> = (0..60)
            .map(|number| picture(number, number % 3 == 0, &format!("d-{}", number % 12)))
            .collect();
        assign(&mut pictures, 3);
        let mut parts = Vec::new();
        for new in 0..9 {
            // What was confirmed of one device.
            let first = 100 + new * 3;
            let group = format!("n-{new}");
            pictures.extend((first..first + 3).map(|number| picture(number, true, &group)));
            assign(&mut pictures, 3);
            parts.extend(pictures.last().map(|picture| picture.part));
        }
        let test = Some(TrainingPart::Test);
        let to_test = parts.iter().filter(|part| **part == test).count();
        assert!((3..=4).contains(&to_test), "{parts:?}");
        let anomalous = pictures.iter().filter(|picture| picture.anomalous).count();
        let share = tested(&pictures, true) as f64 / anomalous as f64;
        assert!((share - 1.0 / 3.0).abs() < 0.07, "{share}");
    }

    #[test]
    fn a_new_group_of_defects_beside_an_even_dataset_is_trained_on() {
        let mut pictures: Vec<_> = (0..90)
            .map(|number| picture(number, number % 3 == 0, &format!("d-{}", number / 3)))
            .collect();
        assign(&mut pictures, 3);
        assert_eq!(
            (tested(&pictures, false), tested(&pictures, true)),
            (20, 10)
        );
        pictures.push(picture(100, true, "new"));
        assign(&mut pictures, 3);
        assert_eq!(pictures[90].part, Some(TrainingPart::Train));
    }

    #[test]
    fn the_largest_group_is_trained_on() {
        let mut pictures: Vec<_> = (0..20)
            .map(|number| picture(number, number % 4 == 0, "large"))
            .chain((20..28).map(|number| picture(number, number % 4 == 0, "small")))
            .collect();
        assign(&mut pictures, 2);
        assert_eq!(pictures[0].part, Some(TrainingPart::Train));
        assert_eq!(pictures[20].part, Some(TrainingPart::Test));
        assert!(missing(&pictures).is_empty());
    }

    #[test]
    fn defects_of_one_device_alone_are_evaluated_with() {
        let mut pictures: Vec<_> = (0..12)
            .map(|number| picture(number, false, &format!("d-{number}")))
            .chain((20..40).map(|number| picture(number, true, "broken")))
            .collect();
        assign(&mut pictures, 3);
        assert_eq!(tested(&pictures, true), 20);
        assert!(missing(&pictures).is_empty());
    }

    #[test]
    fn a_device_is_on_one_side_where_no_group_is_named() {
        let mut pictures: Vec<_> = (0..24).map(|number| picture(number, false, "")).collect();
        for (number, picture) in pictures.iter_mut().enumerate() {
            picture.device = Some(format!("m-{}", number % 4));
        }
        assign(&mut pictures, 3);
        for picture in &pictures {
            let same = pictures
                .iter()
                .filter(|other| other.device == picture.device);
            assert!(same.into_iter().all(|other| other.part == picture.part));
        }
        // Of devices that nobody knows each picture is its own.
        let mut unknown: Vec<_> = (0..24).map(|number| picture(number, false, "")).collect();
        for picture in &mut unknown {
            picture.device = Some(DeviceId::UNKNOWN.to_owned());
        }
        assign(&mut unknown, 3);
        assert_eq!(tested(&unknown, false), 8);
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
