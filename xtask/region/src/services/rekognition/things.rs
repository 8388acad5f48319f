//! What a picture shows beyond its pixels: labels that should not be, words, faces, people. The region
//! sees none of that in pixels; it answers what it was told of the picture (`--faults`), and nothing of
//! any other. Limits and refusals are AWS's.

use serde::Deserialize;
use serde_json::{Value, json};

use super::image::{self, Bounds, Image};
use super::input::{decode, percent};
use super::{Rekognition, eyes};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::faults::{EQUIPMENT, Person, Seen, Shown};

const BOUNDS: Bounds = Bounds {
    bytes: 5 << 20,
    least_side: 80,
    most_side: 10_000,
};
/// Those of protective equipment.
const EQUIPMENT_BOUNDS: Bounds = Bounds {
    bytes: 4 << 20,
    least_side: 64,
    most_side: 4096,
};
/// AWS's least confidence of moderation labels when none is given.
const MIN_MODERATION: f64 = 50.0;
/// That of words.
const MIN_TEXT: f64 = 80.0;
/// A place in the picture, as everything has one: the region does not know which.
const SOMEWHERE: [f64; 4] = [0.25, 0.25, 0.5, 0.5];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Input {
    image: Image,
    min_confidence: Option<f64>,
    #[serde(default)]
    filters: Filters,
    summarization_attributes: Option<Summarization>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filters {
    word_filter: Option<WordFilter>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct WordFilter {
    min_confidence: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Summarization {
    min_confidence: f64,
    required_equipment_types: Vec<String>,
}

/// What was told of a picture, once it was looked at as AWS looks: may it be read, is it one, is it of
/// a size that is taken.
async fn shown(
    context: &Context,
    caller: &Caller,
    image: Image,
    bounds: Bounds,
) -> Result<Shown, ServiceError> {
    let told = match image.key() {
        Some(key) => context.faults().shown(key),
        None => Shown::default(),
    };
    let bytes = image::read(context, caller, image, bounds).await?;
    eyes::look(move || image::decode(&bytes, bounds).map(drop)).await??;
    Ok(told)
}

/// Those that are certain enough, the most certain first.
fn certain(seen: Vec<Seen>, least: f64) -> Vec<Seen> {
    let mut kept: Vec<Seen> = seen
        .into_iter()
        .filter(|one| one.confidence >= least)
        .collect();
    kept.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
    kept
}

/// General labels that were told of a picture.
pub(super) fn labels(shown: Shown, least: f64, most: usize) -> Vec<Value> {
    let seen = certain(shown.labels, least).into_iter().take(most);
    seen.map(|seen| {
        let instance = json!({ "BoundingBox": bounding_box(), "Confidence": seen.confidence });
        let instances = if seen.is_object {
            vec![instance]
        } else {
            Vec::new()
        };
        json!({
            "Name": seen.name,
            "Confidence": seen.confidence,
            "Instances": instances,
            "Parents": [],
            "Aliases": [],
            "Categories": [],
        })
    })
    .collect()
}

impl Rekognition {
    pub(super) async fn detect_moderation_labels(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "rekognition:DetectModerationLabels", "*")?;
        let input: Input = decode(input)?;
        let least = percent("MinConfidence", input.min_confidence, MIN_MODERATION)?;
        let shown = shown(context, caller, input.image, BOUNDS).await?;
        let labels = certain(shown.moderation, least).into_iter().map(|seen| {
            json!({
                "Name": seen.name,
                "Confidence": seen.confidence,
                "ParentName": "",
                "TaxonomyLevel": 1,
            })
        });
        Ok(json!({
            "ModerationLabels": labels.collect::<Vec<_>>(),
            "ModerationModelVersion": "7.0",
            "ContentTypes": [],
        }))
    }

    pub(super) async fn detect_text(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "rekognition:DetectText", "*")?;
        let input: Input = decode(input)?;
        let filter = input.filters.word_filter;
        let least = filter.and_then(|filter| filter.min_confidence);
        let least = percent("Filters.WordFilter.MinConfidence", least, MIN_TEXT)?;
        let shown = shown(context, caller, input.image, BOUNDS).await?;
        let lines = certain(shown.text, 0.0);
        Ok(json!({
            "TextDetections": detections(&lines, least),
            "TextModelVersion": "3.0",
        }))
    }

    pub(super) async fn detect_faces(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "rekognition:DetectFaces", "*")?;
        let input: Input = decode(input)?;
        let shown = shown(context, caller, input.image, BOUNDS).await?;
        let faces = shown.faces.into_iter();
        let details = faces
            .map(|confidence| json!({ "BoundingBox": bounding_box(), "Confidence": confidence }));
        Ok(json!({ "FaceDetails": details.collect::<Vec<_>>() }))
    }

    pub(super) async fn detect_protective_equipment(
        &self,
        context: &Context,
        caller: &Caller,
        input: Value,
    ) -> Result<Value, ServiceError> {
        context.authorise(caller, "rekognition:DetectProtectiveEquipment", "*")?;
        let input: Input = decode(input)?;
        let shown = shown(context, caller, input.image, EQUIPMENT_BOUNDS).await?;
        let people: Vec<Value> = shown
            .people
            .iter()
            .enumerate()
            .map(|(id, one)| person(id, one))
            .collect();
        let mut output = json!({
            "ProtectiveEquipmentModelVersion": "1.0",
            "Persons": people,
        });
        if let Some(wanted) = input.summarization_attributes {
            percent(
                "SummarizationAttributes.MinConfidence",
                Some(wanted.min_confidence),
                0.0,
            )?;
            output["Summary"] = summary(&shown.people, &wanted);
        }
        Ok(output)
    }
}

/// The lines, and after them the words of each, of which the filter leaves out those that are less certain than
/// `least`; lines it leaves.
/// <https://docs.aws.amazon.com/rekognition/latest/dg/text-detecting-text-procedure.html>
fn detections(lines: &[Seen], least: f64) -> Vec<Value> {
    let line = |(id, line): (usize, &Seen)| {
        json!({
            "DetectedText": line.name,
            "Type": "LINE",
            "Id": id,
            "Confidence": line.confidence,
            "Geometry": { "BoundingBox": bounding_box() },
        })
    };
    let words = lines.iter().enumerate().flat_map(|(parent, line)| {
        let words = places(&line.name).into_iter();
        words.map(move |(word, place)| (parent, line.confidence, word, place))
    });
    // Those that are left out have their numbers, too.
    let words = (lines.len()..).zip(words);
    let words = words.filter(|(_, (_, confidence, _, _))| *confidence >= least);
    let word = |(id, (parent, confidence, word, place))| {
        json!({
            "DetectedText": word,
            "Type": "WORD",
            "Id": id,
            "ParentId": parent,
            "Confidence": confidence,
            "Geometry": { "BoundingBox": place },
        })
    };
    lines
        .iter()
        .enumerate()
        .map(line)
        .chain(words.map(word))
        .collect()
}

/// The words of a line, each with its share of the line's place: as if all letters were as wide.
fn places(line: &str) -> Vec<(&str, Value)> {
    let [left, top, width, height] = SOMEWHERE;
    let letter = width / line.chars().count().max(1) as f64;
    let mut from = 0;
    let mut words = Vec::new();
    for part in line.split(char::is_whitespace) {
        let letters = part.chars().count();
        if letters > 0 {
            let place = json!({
                "Left": left + letter * from as f64,
                "Top": top,
                "Width": letter * letters as f64,
                "Height": height,
            });
            words.push((part, place));
        }
        from += letters + 1;
    }
    words
}

fn person(id: usize, person: &Person) -> Value {
    let parts = person.parts.iter().map(|part| {
        let covers = EQUIPMENT.iter().find(|(known, _)| known == part);
        let worn = covers.filter(|(_, cover)| person.wears.iter().any(|worn| worn == cover));
        let detections: Vec<Value> = worn
            .into_iter()
            .map(|(_, cover)| {
                json!({
                    "Type": cover,
                    "Confidence": person.confidence,
                    "BoundingBox": bounding_box(),
                    "CoversBodyPart": { "Confidence": person.confidence, "Value": true },
                })
            })
            .collect();
        json!({
            "Name": part,
            "Confidence": person.confidence,
            "EquipmentDetections": detections,
        })
    });
    json!({
        "Id": id,
        "Confidence": person.confidence,
        "BoundingBox": bounding_box(),
        "BodyParts": parts.collect::<Vec<_>>(),
    })
}

fn summary(people: &[Person], wanted: &Summarization) -> Value {
    let (mut with, mut without, mut unsure) = (Vec::new(), Vec::new(), Vec::new());
    for (id, person) in people.iter().enumerate() {
        let required = &wanted.required_equipment_types;
        let has_all = required.iter().all(|one| person.wears.contains(one));
        if person.confidence < wanted.min_confidence {
            unsure.push(id);
        } else if has_all {
            with.push(id);
        } else {
            without.push(id);
        }
    }
    json!({
        "PersonsWithRequiredEquipment": with,
        "PersonsWithoutRequiredEquipment": without,
        "PersonsIndeterminate": unsure,
    })
}

fn bounding_box() -> Value {
    let [left, top, width, height] = SOMEWHERE;
    json!({ "Left": left, "Top": top, "Width": width, "Height": height })
}
