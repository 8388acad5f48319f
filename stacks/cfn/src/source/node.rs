//! A value with its place.

use serde_json::{Map, Value as Json};

use super::{Findings, Position};

/// A value of a text, with its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) position: Position,
    pub(crate) content: Content,
}

/// What a node holds.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    Scalar(Json),
    List(Vec<Node>),
    /// Keys with their places.
    Object(Vec<(String, Position, Node)>),
}

/// Where the values of a JSON document are in its text.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    at: Position,
    within: Vec<(String, Self)>,
}

impl Places {
    /// The place of what a path leads to; as near as the text goes.
    pub(crate) fn find(&self, path: &[impl AsRef<str>]) -> Position {
        let mut place = self;
        for name in path {
            match place
                .within
                .iter()
                .find(|(known, _)| known == name.as_ref())
            {
                Some((_, inner)) => place = inner,
                None => break,
            }
        }
        place.at
    }
}

impl Node {
    /// The JSON, and where everything in it is. As deep as readers allow, so it may recurse.
    pub(crate) fn into_json(self) -> (Json, Places) {
        let at = self.position;
        let mut within = Vec::new();
        let json = match self.content {
            Content::Scalar(json) => json,
            Content::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for (index, item) in items.into_iter().enumerate() {
                    let (json, places) = item.into_json();
                    list.push(json);
                    within.push((index.to_string(), places));
                }
                Json::Array(list)
            }
            Content::Object(entries) => {
                let mut object = Map::new();
                for (key, at, value) in entries {
                    let (json, places) = value.into_json();
                    within.push((key.clone(), Places { at, ..places }));
                    object.insert(key, json);
                }
                attribute_as_list(&mut object);
                Json::Object(object)
            }
        };
        (json, Places { at, within })
    }
}

/// `Fn::GetAtt` takes a text such as `Queue.Arn` as well as a list; everybody else sees the list.
fn attribute_as_list(object: &mut Map<String, Json>) {
    if object.len() != 1 {
        return;
    }
    if let Some(value) = object.get_mut("Fn::GetAtt")
        && let Some((id, attribute)) = value.as_str().and_then(|text| text.split_once('.'))
    {
        *value = Json::Array(vec![id.into(), attribute.into()]);
    }
}

/// Adds an entry to those of an object; the last one counts of two with the same key.
pub(crate) fn add(
    entries: &mut Vec<(String, Position, Node)>,
    key: String,
    position: Position,
    value: Node,
    found: &mut Findings,
) {
    match entries.iter_mut().find(|(known, ..)| *known == key) {
        None => entries.push((key, position, value)),
        Some(known) => {
            let text = format!(
                "the key {key:?} is given twice; it is also on line {}",
                known.1.line
            );
            found.push(position, "cfn::duplicate-key", text);
            *known = (key, position, value);
        }
    }
}
