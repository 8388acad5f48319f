//! What is known of a type beyond its schema: conditions between properties, and values that differ
//! by region.

use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::{SchemaError, Shape};

/// How much a violation weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rank {
    /// CloudFormation or the service refuses it.
    Error,
    /// It is accepted, and not what was meant.
    Warning,
}

/// A further schema for a property of a type, made by people from the services' documentation.
#[derive(Debug, Clone)]
pub struct Extension {
    /// What it is about, such as `zipfile-runtime-exists`.
    pub name: String,
    /// The property, as segments from the outermost inwards, with `*` for every item. Empty for all
    /// properties together.
    pub at: Vec<String>,
    /// How much a violation weighs.
    pub rank: Rank,
    schemas: Vec<(Vec<String>, Json)>,
}

impl Extension {
    /// The schema that holds in a region; nothing where none does.
    pub fn schema(&self, region: &str) -> Option<Shape<'_>> {
        let (_, schema) = self
            .schemas
            .iter()
            .find(|(regions, _)| regions.is_empty() || regions.iter().any(|name| name == region))?;
        Some(Shape::new(schema, schema))
    }

    /// Whether the region matters.
    pub fn is_regional(&self) -> bool {
        self.schemas.iter().any(|(regions, _)| !regions.is_empty())
    }

    fn read(mut json: Json) -> Option<Self> {
        let at = json["at"]
            .as_str()?
            .split('/')
            .filter(|segment| !segment.is_empty());
        let at = at.map(str::to_owned).collect();
        let rank = match json["severity"].as_str()? {
            "error" => Rank::Error,
            "warning" => Rank::Warning,
            _ => return None,
        };
        let schemas = match json["byRegion"].take() {
            Json::Array(groups) => groups.into_iter().filter_map(read_group).collect(),
            _ => vec![(Vec::new(), json["schema"].take())],
        };
        Some(Self {
            name: json["name"].as_str()?.to_owned(),
            at,
            rank,
            schemas,
        })
    }
}

fn read_group(mut group: Json) -> Option<(Vec<String>, Json)> {
    let regions = group["regions"].as_array()?.iter();
    let regions = regions
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    Some((regions, group["schema"].take()))
}

/// Reads the extensions of a type.
pub(crate) fn parse(text: &str) -> Result<Vec<Extension>, SchemaError> {
    let json: Vec<Json> = serde_json::from_str(text).map_err(SchemaError::no_json)?;
    Ok(json.into_iter().filter_map(Extension::read).collect())
}

/// Extensions that are read when they are asked for.
pub(crate) type Slot = OnceLock<Vec<Extension>>;
