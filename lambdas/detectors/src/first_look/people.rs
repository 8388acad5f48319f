//! Somebody in a picture, and what they lack of what is required.

use aws_sdk_rekognition::types::{ProtectiveEquipmentBodyPart, ProtectiveEquipmentPerson};
use contracts::finding::{Equipment, PeopleRule};

use super::Person;

/// Somebody, with what they lack of what is required. Every part of the body that is shown has to be
/// covered itself: a glove on one hand covers no other. A part that cannot be seen cannot be called bare.
pub(super) fn person_seen(person: &ProtectiveEquipmentPerson, rule: &PeopleRule) -> Person {
    let least = rule.min_confidence;
    let lacks = |equipment: &Equipment| {
        person
            .body_parts()
            .iter()
            .filter(|part| is_shown(part, *equipment, least))
            .any(|part| !is_covered(part, *equipment, least))
    };
    Person {
        confidence: person.confidence().unwrap_or_default().into(),
        lacks: rule.required.iter().copied().filter(lacks).collect(),
    }
}

/// Whether it is surely a part of the body that the equipment is for.
fn is_shown(part: &ProtectiveEquipmentBodyPart, equipment: Equipment, least: f32) -> bool {
    let wanted = match equipment {
        Equipment::FaceCover => &["FACE"][..],
        Equipment::HeadCover => &["HEAD"],
        Equipment::HandCover => &["LEFT_HAND", "RIGHT_HAND"],
    };
    part.name()
        .is_some_and(|name| wanted.contains(&name.as_str()))
        && part.confidence() >= Some(least)
}

fn is_covered(part: &ProtectiveEquipmentBodyPart, equipment: Equipment, least: f32) -> bool {
    part.equipment_detections().iter().any(|found| {
        found
            .r#type()
            .is_some_and(|kind| kind.as_str() == equipment.as_str())
            && found.confidence() >= Some(least)
            && found.covers_body_part().is_none_or(|covers| covers.value())
    })
}

#[cfg(test)]
mod tests {
    use aws_sdk_rekognition::types::{
        BodyPart, CoversBodyPart, EquipmentDetection, ProtectiveEquipmentType,
    };

    use super::*;

    fn glove(sure: f32, covers: bool) -> EquipmentDetection {
        EquipmentDetection::builder()
            .r#type(ProtectiveEquipmentType::HandCover)
            .confidence(sure)
            .covers_body_part(CoversBodyPart::builder().value(covers).build())
            .build()
    }

    fn part(
        name: BodyPart,
        sure: f32,
        worn: Option<EquipmentDetection>,
    ) -> ProtectiveEquipmentBodyPart {
        ProtectiveEquipmentBodyPart::builder()
            .name(name)
            .confidence(sure)
            .set_equipment_detections(worn.map(|one| vec![one]))
            .build()
    }

    #[test]
    fn each_hand_that_is_shown_needs_a_glove_of_its_own() {
        let left = |worn| part(BodyPart::LeftHand, 95.0, worn);
        let right = |sure, worn| part(BodyPart::RightHand, sure, worn);
        let cases = [
            (vec![left(Some(glove(90.0, true))), right(95.0, None)], true),
            (
                vec![
                    left(Some(glove(90.0, true))),
                    right(95.0, Some(glove(90.0, true))),
                ],
                false,
            ),
            // What is hardly seen cannot be called bare.
            (
                vec![left(Some(glove(90.0, true))), right(79.0, None)],
                false,
            ),
            (vec![right(79.0, None)], false),
            // In the hand and not on it; hardly seen.
            (vec![left(Some(glove(90.0, false)))], true),
            (vec![left(Some(glove(79.0, true)))], true),
            // The other hand's glove, seen with the face.
            (
                vec![
                    part(BodyPart::Face, 95.0, Some(glove(90.0, true))),
                    left(None),
                ],
                true,
            ),
        ];
        let rule = PeopleRule {
            min_confidence: 80.0,
            required: vec![Equipment::HandCover],
        };
        for (parts, lacks) in cases {
            let person = ProtectiveEquipmentPerson::builder()
                .confidence(99.0)
                .set_body_parts(Some(parts.clone()))
                .build();
            let expected: &[Equipment] = if lacks { &[Equipment::HandCover] } else { &[] };
            assert_eq!(person_seen(&person, &rule).lacks, expected, "{parts:?}");
        }
    }
}
