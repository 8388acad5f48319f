//! Who said a label or drew a mask, and when.

use serde_json::{Map, Value, json};

use super::fields::Fields;

/// What the metadata of a label and of a mask share.
#[derive(Debug, Clone, PartialEq)]
pub struct Annotation {
    /// Whether a person said it: `human-annotated`.
    pub human: bool,
    /// When, as the manifest has it: `creation-date`, ISO 8601, in UTC where it names no zone.
    pub created: String,
    /// The labelling job's name: `job-name`.
    pub job: Option<String>,
    /// How sure the labeller is, 0 to 1: `confidence`.
    pub confidence: Option<f64>,
    /// What else the metadata has.
    pub rest: Map<String, Value>,
}

impl Annotation {
    /// By a person, now, in a job of this name.
    pub fn by_a_person(job: &str, now: jiff::Timestamp) -> Self {
        Self {
            human: true,
            created: now.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string(),
            job: Some(job.to_owned()),
            confidence: Some(1.0),
            rest: Map::new(),
        }
    }

    /// Takes the metadata's attributes that are left; `kind` is the `type` that it must have.
    pub(super) fn parse(fields: &mut Fields<'_>, kind: &str) -> Option<Self> {
        let found = fields.required("type", &format!("write {kind:?}"));
        if let Some(found) = found.filter(|found| found != kind) {
            fields.mistake("type", format!("{found:?} is not {kind:?}"));
        }
        let why = "write \"yes\" where a person said it, else \"no\"";
        let human = match fields.required("human-annotated", why).as_deref() {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            Some(other) => {
                fields.mistake(
                    "human-annotated",
                    format!("{other:?} is neither \"yes\" nor \"no\""),
                );
                None
            }
            None => None,
        };
        let created = fields.required("creation-date", "write it as 2026-11-30T08:00:00");
        if let Some(text) = created.as_ref().filter(|text| !is_date(text)) {
            let what = format!("{text:?} is no date: write it as 2026-11-30T08:00:00");
            fields.mistake("creation-date", what);
        }
        let confidence = fields.number("confidence");
        if let Some(number) = confidence.filter(|number| !(0.0..=1.0).contains(number)) {
            fields.mistake("confidence", format!("{number} is not from 0 to 1"));
        }
        Some(Self {
            job: fields.text("job-name"),
            human: human?,
            created: created?,
            confidence,
            rest: fields.rest(),
        })
    }

    /// Writes the metadata's attributes behind those that are there already.
    pub(super) fn render(&self, kind: &str, metadata: &mut Map<String, Value>) {
        if let Some(confidence) = self.confidence {
            metadata.insert("confidence".to_owned(), json!(confidence));
        }
        let human = if self.human { "yes" } else { "no" };
        metadata.insert("type".to_owned(), kind.into());
        metadata.insert("human-annotated".to_owned(), human.into());
        metadata.insert("creation-date".to_owned(), self.created.as_str().into());
        if let Some(job) = &self.job {
            metadata.insert("job-name".to_owned(), job.as_str().into());
        }
        metadata.extend(self.rest.clone());
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<jiff::Timestamp>().is_ok() || text.parse::<jiff::civil::DateTime>().is_ok()
}
