//! What a picture shows: a sound device or something else, and what.

use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value};

use super::annotation::Annotation;
use super::attributes::CLASSIFICATION;
use super::fields::Fields;
use crate::names::Kind;

/// The attribute of ours that names the kinds of an anomalous picture's anomalies.
const KINDS: &str = "anomaly-kinds";

/// Whether something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// A sound device.
    Normal,
    /// Anything else.
    Anomalous,
}

/// A text that is no label.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no label: normal or anomalous")]
pub struct LabelError(String);

impl Label {
    /// The word for people.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Anomalous => "anomalous",
        }
    }

    /// The word in `class-name`.
    const fn class_name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Anomalous => "anomaly",
        }
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Label {
    type Err = LabelError;
    fn from_str(text: &str) -> Result<Self, LabelError> {
        [Self::Normal, Self::Anomalous]
            .into_iter()
            .find(|label| label.as_str() == text)
            .ok_or_else(|| LabelError(text.to_owned()))
    }
}

/// A label, and who gave it.
#[derive(Debug, Clone, PartialEq)]
pub struct Labelled {
    /// The label.
    pub label: Label,
    /// What is wrong, where it is known; sorted, each once, none of a normal picture.
    pub kinds: Vec<Kind>,
    /// Who gave it.
    pub by: Annotation,
}

impl Labelled {
    /// Takes the label of a line, if it has one. The number in the label is an index that each
    /// labelling job gives as it likes; `class-name` says what it means.
    pub(super) fn parse(fields: &mut Fields<'_>, name: &str) -> Option<Self> {
        let metadata = format!("{name}-metadata");
        let kinds = parse_kinds(fields);
        if !fields.has(name) && !fields.has(&metadata) {
            if !kinds.is_empty() {
                fields.mistake(KINDS, "the picture has kinds of anomaly and no label");
            }
            return None;
        }
        if !fields.has(name) {
            fields.missing(
                name,
                "a label's metadata stands beside the label, a whole number",
            );
        }
        fields.integer(name);
        if !fields.has(&metadata) {
            fields.missing(
                &metadata,
                "a label stands beside its metadata, which say what it means",
            );
        }
        let (label, by) = fields.object(&metadata, |fields| {
            let class = fields.required("class-name", "write \"normal\" or \"anomaly\"");
            let label = match class.as_deref() {
                Some("normal") => Some(Label::Normal),
                Some("anomaly") => Some(Label::Anomalous),
                Some(other) => {
                    let what = format!("{other:?} is neither \"normal\" nor \"anomaly\"");
                    fields.mistake("class-name", what);
                    None
                }
                None => None,
            };
            let by = Annotation::parse(fields, CLASSIFICATION);
            Some((label?, by?))
        })?;
        if label == Label::Normal && !kinds.is_empty() {
            fields.mistake(KINDS, "a normal picture has no kinds of anomaly");
        }
        Some(Self { label, kinds, by })
    }

    pub(super) fn render(&self, name: &str, line: &mut Map<String, Value>) {
        let mut metadata = Map::new();
        metadata.insert("class-name".to_owned(), self.label.class_name().into());
        self.by.render(CLASSIFICATION, &mut metadata);
        line.insert(
            name.to_owned(),
            u64::from(self.label == Label::Anomalous).into(),
        );
        line.insert(format!("{name}-metadata"), metadata.into());
        if !self.kinds.is_empty() {
            let kinds: Vec<&str> = self.kinds.iter().map(Kind::as_str).collect();
            line.insert(KINDS.to_owned(), kinds.into());
        }
    }
}

fn parse_kinds(fields: &mut Fields<'_>) -> Vec<Kind> {
    let mut kinds = Vec::new();
    for value in fields.array(KINDS).unwrap_or_default() {
        match value.as_str().map(Kind::parse) {
            Some(Ok(kind)) => kinds.push(kind),
            Some(Err(error)) => fields.mistake(KINDS, error.to_string()),
            None => fields.mistake(KINDS, format!("{value} is no text")),
        }
    }
    kinds.sort();
    kinds.dedup();
    kinds
}
