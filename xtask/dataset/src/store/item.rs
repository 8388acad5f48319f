//! A picture of a dataset: what the manifest says of it, and what its bytes tell.

use contracts::PictureId;
use diagnostics::Address;

use crate::examine::Facts;
use crate::manifest::{Attributes, Fields, Line};

/// A picture of a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What its bytes tell.
    pub facts: Facts,
    /// What people say of it, and what it belongs to.
    pub line: Line,
}

impl Item {
    /// Takes a line of a dataset's own manifest. Paths are what the content says and nothing else,
    /// so that no manifest leads out of the dataset's folder.
    pub(crate) fn parse(fields: &mut Fields<'_>) -> Option<Self> {
        let facts = Facts::parse(fields);
        let line = Line::parse(fields, &Attributes::default());
        let (facts, line) = (facts?, line?);
        if line.source != facts.path() {
            let what = format!(
                "{:?} is not {:?}, where a dataset has this picture",
                line.source,
                facts.path()
            );
            fields.mistake("source-ref", what);
        }
        if let Some(mask) = line
            .mask
            .as_ref()
            .filter(|mask| !is_mask_path(&mask.source))
        {
            let what = format!("{:?} is not of the form masks/ab/abcd….png", mask.source);
            fields.mistake("anomaly-mask-ref", what);
        }
        Some(Self { facts, line })
    }

    /// The picture, for people: its name where it came from.
    pub fn told(&self) -> String {
        format!("{:?}", self.facts.name)
    }

    /// The place of what is wrong with it.
    pub fn place(&self) -> Address {
        Address::root().join(self.facts.id.as_str())
    }

    /// The line of the manifest, with its end.
    pub(crate) fn to_line(&self) -> String {
        let mut object = self.line.to_json();
        object.insert("picture".to_owned(), self.facts.to_json());
        format!("{}\n", serde_json::Value::Object(object))
    }
}

/// Where a dataset has the mask of this id.
pub fn mask_path(id: &PictureId) -> String {
    format!("masks/{}/{id}.png", &id.as_str()[..2])
}

fn is_mask_path(path: &str) -> bool {
    let id = path
        .rsplit('/')
        .next()
        .and_then(|name| name.strip_suffix(".png"));
    id.and_then(|id| PictureId::parse(id).ok())
        .is_some_and(|id| mask_path(&id) == path)
}
