//! What was read in a picture: lines, and the words that stand beside each other on one.

use std::collections::BTreeMap;

use aws_sdk_rekognition::types::{TextDetection, TextTypes};

/// What was read with at least this confidence (0 to 100): each line by itself, and the words of each line
/// as they follow each other. A word that is less certain parts those on its sides.
pub(super) fn readings(found: &[TextDetection], least: f32) -> Vec<Vec<String>> {
    let certain = |one: &TextDetection| {
        let text = one
            .detected_text()
            .filter(|_| one.confidence() >= Some(least));
        text.map(str::to_owned)
    };
    let mut readings = Vec::new();
    // By their line, and in its order.
    let mut words: BTreeMap<i32, BTreeMap<i32, Option<String>>> = BTreeMap::new();
    for one in found {
        match (one.r#type(), one.id(), one.parent_id()) {
            (Some(TextTypes::Word), Some(id), Some(line)) => {
                words.entry(line).or_default().insert(id, certain(one));
            }
            _ => readings.extend(certain(one).map(|text| vec![text])),
        }
    }
    for line in words.into_values() {
        let words: Vec<Option<String>> = line.into_values().collect();
        let runs = words.split(Option::is_none);
        let runs = runs.map(|run| run.iter().flatten().cloned().collect::<Vec<_>>());
        readings.extend(runs.filter(|run| !run.is_empty()));
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str, kind: TextTypes, id: i32, line: Option<i32>, sure: f32) -> TextDetection {
        TextDetection::builder()
            .detected_text(text)
            .r#type(kind)
            .id(id)
            .set_parent_id(line)
            .confidence(sure)
            .build()
    }

    #[test]
    fn words_stay_with_their_line_and_in_its_order() {
        let found = [
            seen("No. M 1", TextTypes::Line, 0, None, 95.0),
            seen("2 A", TextTypes::Line, 1, None, 70.0),
            // As they may come.
            seen("1", TextTypes::Word, 4, Some(0), 95.0),
            seen("No.", TextTypes::Word, 2, Some(0), 90.0),
            seen("M", TextTypes::Word, 3, Some(0), 80.0),
            seen("2", TextTypes::Word, 5, Some(1), 90.0),
            seen("?", TextTypes::Word, 6, Some(1), 50.0),
            seen("A", TextTypes::Word, 7, Some(1), 90.0),
        ];
        let expected = [&["No. M 1"][..], &["No.", "M", "1"], &["2"], &["A"]];
        assert_eq!(readings(&found, 80.0), expected);
    }
}
