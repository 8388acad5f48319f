//! Where it is wrong: a picture of the same size in which each kind of anomaly has a colour.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde_json::{Map, Value, json};

use super::annotation::Annotation;
use super::attributes::SEGMENTATION;
use super::fields::Fields;
use crate::hex;
use crate::names::Kind;

/// The class name of what is not wrong, as Ground Truth writes it.
const BACKGROUND: &str = "BACKGROUND";
const COLORS: &str = "internal-color-map";

/// A colour: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color(pub [u8; 3]);

/// A text that is no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no colour: write it as #2ca02c")]
pub struct ColorError(String);

impl Color {
    /// What is not wrong, in masks of ours.
    pub const BACKGROUND: Self = Self([0xff; 3]);
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", hex::encode(&self.0))
    }
}

impl FromStr for Color {
    type Err = ColorError;
    fn from_str(text: &str) -> Result<Self, ColorError> {
        text.strip_prefix('#')
            .and_then(|digits| hex::decode(&digits.to_ascii_lowercase()))
            .map(Self)
            .ok_or_else(|| ColorError(text.to_owned()))
    }
}

/// A colour of a mask, and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct MaskColor {
    /// The colour's number, which manifests have as the key of its object.
    pub number: String,
    /// What is wrong there; none for what is not.
    pub kind: Option<Kind>,
    /// The colour.
    pub color: Color,
    /// What else the manifest says of it, such as a confidence.
    pub rest: Map<String, Value>,
}

/// A mask, and who drew it.
#[derive(Debug, Clone, PartialEq)]
pub struct Mask {
    /// Where it is: `anomaly-mask-ref`.
    pub source: String,
    /// What its colours say.
    pub colors: Vec<MaskColor>,
    /// Who drew it.
    pub by: Annotation,
}

impl Mask {
    /// A mask of ours: white is sound, and each kind has the colour that stands beside it.
    pub fn new(source: String, kinds: &[(Kind, Color)], by: Annotation) -> Self {
        let confidence = || Map::from_iter([("confidence".to_owned(), json!(1.0))]);
        let background = MaskColor {
            number: "0".to_owned(),
            kind: None,
            color: Color::BACKGROUND,
            rest: confidence(),
        };
        let colors = kinds
            .iter()
            .enumerate()
            .map(|(at, (kind, color))| MaskColor {
                number: (at + 1).to_string(),
                kind: Some(kind.clone()),
                color: *color,
                rest: confidence(),
            });
        Self {
            source,
            colors: std::iter::once(background).chain(colors).collect(),
            by: Annotation {
                confidence: None,
                ..by
            },
        }
    }

    /// Takes the mask of a line, if it has one.
    pub(super) fn parse(fields: &mut Fields<'_>, name: &str) -> Option<Self> {
        let metadata = format!("{name}-metadata");
        if !fields.has(name) && !fields.has(&metadata) {
            return None;
        }
        for (here, there) in [(name, metadata.as_str()), (&metadata, name)] {
            if !fields.has(here) {
                fields.missing(here, &format!("it stands beside {there:?}"));
            }
        }
        let source = fields.text(name);
        let (colors, by) = fields.object(&metadata, |fields| {
            if !fields.has(COLORS) {
                fields.missing(COLORS, "it says what each colour of the mask means");
            }
            let colors = fields.object(COLORS, |fields| Some(parse_colors(fields)));
            let by = Annotation::parse(fields, SEGMENTATION);
            Some((colors?, by?))
        })?;
        Some(Self {
            source: source?,
            colors,
            by,
        })
    }

    pub(super) fn render(&self, name: &str, line: &mut Map<String, Value>) {
        let colors = self.colors.iter().map(|color| {
            let kind = color.kind.as_ref().map_or(BACKGROUND, Kind::as_str);
            let mut object = Map::new();
            object.insert("class-name".to_owned(), kind.into());
            object.insert("hex-color".to_owned(), color.color.to_string().into());
            object.extend(color.rest.clone());
            (color.number.clone(), Value::Object(object))
        });
        let mut metadata = Map::new();
        metadata.insert(COLORS.to_owned(), Value::Object(colors.collect()));
        self.by.render(SEGMENTATION, &mut metadata);
        line.insert(name.to_owned(), self.source.as_str().into());
        line.insert(format!("{name}-metadata"), metadata.into());
    }
}

fn parse_colors(fields: &mut Fields<'_>) -> Vec<MaskColor> {
    let mut colors = Vec::new();
    let mut seen = BTreeSet::new();
    for number in fields.names() {
        let parsed = fields.object(&number, |fields| {
            let why = "a colour has a class name and a hexadecimal value";
            let name = fields.required("class-name", why);
            if !fields.has("hex-color") {
                fields.missing("hex-color", why);
            }
            let kind = match name?.as_str() {
                name if name.eq_ignore_ascii_case(BACKGROUND) => None,
                name => match Kind::parse(name) {
                    Ok(kind) => Some(kind),
                    Err(error) => {
                        fields.mistake("class-name", error.to_string());
                        return None;
                    }
                },
            };
            Some(MaskColor {
                number: number.clone(),
                kind,
                color: fields.parsed("hex-color")?,
                rest: fields.rest(),
            })
        });
        if let Some(color) = parsed {
            if !seen.insert(color.color) {
                fields.mistake(&number, format!("{} has a meaning already", color.color));
            }
            colors.push(color);
        }
    }
    colors
}
