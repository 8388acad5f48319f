//! From YAML to values with their places.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};
use serde_json::Value as Json;

use super::{scalar, tag};
use crate::source::{Broken, Content, Findings, MOST_DEPTH, MOST_NODES, Node, Position, add};

/// A list or an object that is not finished.
struct Open {
    position: Position,
    tag: Option<String>,
    anchor: usize,
    entries: Entries,
}

/// A key whose value comes next.
struct Key {
    name: String,
    position: Position,
    /// Whether it is the merge key, which is none in quotes.
    merges: bool,
}

enum Entries {
    List(Vec<Node>),
    Object {
        entries: Vec<(String, Position, Node)>,
        key: Option<Key>,
        merged: Vec<Node>,
    },
}

#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    root: Option<Node>,
}

fn position(mark: Marker) -> Position {
    Position {
        line: mark.line(),
        column: mark.col() + 1,
    }
}

fn broken(position: Position, text: impl Into<String>) -> Broken {
    Broken {
        position,
        text: text.into(),
    }
}

pub(crate) fn read(text: &str, found: &mut Findings) -> Result<Node, Broken> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| broken(position(*error.marker()), error.info().to_owned()))?;
        let at = position(span.start);
        if matches!(event, Event::DocumentStart(_)) && builder.root.is_some() {
            return Err(broken(at, "the text holds more than one document"));
        }
        builder.event(event, span, found)?;
    }
    let nothing = Node {
        position: Position::START,
        content: Content::Scalar(Json::Null),
    };
    Ok(builder.root.unwrap_or(nothing))
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span, found: &mut Findings) -> Result<(), Broken> {
        let at = position(span.start);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if let Some(key) = self.key_place() {
                    // A key is its text, even where it looks like a number.
                    let merges = text == "<<" && style == ScalarStyle::Plain;
                    *key = Some(Key {
                        name: text.into_owned(),
                        position: at,
                        merges,
                    });
                    return Ok(());
                }
                let node = scalar_node(&text, style, tag.as_deref(), at, found);
                self.add(node, anchor, at, found)
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(Entries::List(Vec::new()), anchor, tag.as_deref(), at)
            }
            Event::MappingStart(anchor, tag) => {
                let entries = Entries::Object {
                    entries: Vec::new(),
                    key: None,
                    merged: Vec::new(),
                };
                self.start(entries, anchor, tag.as_deref(), at)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else {
                    return Ok(());
                };
                let content = match open.entries {
                    Entries::List(items) => Content::List(items),
                    Entries::Object {
                        entries, merged, ..
                    } => Content::Object(merge(entries, merged)),
                };
                let node = Node {
                    position: open.position,
                    content,
                };
                let node = tagged(node, open.tag.as_deref(), found);
                self.add(node, open.anchor, at, found)
            }
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.get(&anchor).cloned() else {
                    return Err(broken(at, "the alias refers to what holds it"));
                };
                self.nodes += count(&node);
                // Aliases could nest what they hold as deep as they like.
                if self.open.len() + depth(&node) > MOST_DEPTH {
                    return Err(broken(at, "the text is nested too deeply"));
                }
                if let (Some(key), Content::Scalar(Json::String(text))) =
                    (self.key_place(), &node.content)
                {
                    *key = Some(Key {
                        name: text.clone(),
                        position: at,
                        merges: false,
                    });
                    return Ok(());
                }
                let node = Node {
                    position: at,
                    content: node.content,
                };
                self.add(node, 0, at, found)
            }
            _ => Ok(()),
        }
    }

    /// Where a key goes, if one comes next.
    fn key_place(&mut self) -> Option<&mut Option<Key>> {
        match self.open.last_mut() {
            Some(Open {
                entries: Entries::Object { key, .. },
                ..
            }) if key.is_none() => Some(key),
            _ => None,
        }
    }

    fn start(
        &mut self,
        entries: Entries,
        anchor: usize,
        tag: Option<&Tag>,
        at: Position,
    ) -> Result<(), Broken> {
        if self.key_place().is_some() {
            return Err(broken(at, "a key is a text"));
        }
        if self.open.len() >= MOST_DEPTH {
            return Err(broken(at, "the text is nested too deeply"));
        }
        self.open.push(Open {
            position: at,
            tag: tag.and_then(short),
            anchor,
            entries,
        });
        Ok(())
    }

    fn add(
        &mut self,
        node: Node,
        anchor: usize,
        at: Position,
        found: &mut Findings,
    ) -> Result<(), Broken> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(broken(
                at,
                "the text holds too many values, aliases followed",
            ));
        }
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        match self.open.last_mut().map(|open| &mut open.entries) {
            None => self.root = Some(node),
            Some(Entries::List(items)) => items.push(node),
            Some(Entries::Object {
                entries,
                key,
                merged,
            }) => match key.take() {
                Some(key) if key.merges => merged.push(node),
                Some(key) => add(entries, key.name, key.position, node, found),
                None => return Err(broken(at, "a key is a text")),
            },
        }
        Ok(())
    }
}

/// The name of a tag such as `!Sub`; nothing for those of YAML itself.
fn short(tag: &Tag) -> Option<String> {
    (!tag.is_yaml_core_schema() && !tag.suffix.is_empty()).then(|| tag.suffix.clone())
}

fn scalar_node(
    text: &str,
    style: ScalarStyle,
    tag: Option<&Tag>,
    at: Position,
    found: &mut Findings,
) -> Node {
    let function = tag.and_then(short);
    let own = tag.map(|tag| tag.suffix.as_str());
    // What a function is given is a text, and so is whatever says that it is one.
    let json = match own {
        Some("str" | "") => text.into(),
        _ if function.is_some() || style != ScalarStyle::Plain => text.into(),
        Some("float") => match text.parse::<f64>() {
            Ok(number) => number.into(),
            Err(_) => text.into(),
        },
        _ => scalar::plain(text),
    };
    let node = Node {
        position: at,
        content: Content::Scalar(json),
    };
    tagged(node, function.as_deref(), found)
}

/// What a short tag stands for: an object of the function alone.
fn tagged(node: Node, name: Option<&str>, found: &mut Findings) -> Node {
    let Some(name) = name else {
        return node;
    };
    let (function, known) = tag::function(name);
    let position = node.position;
    if !known {
        let text = format!("CloudFormation does not know the tag !{name}");
        found.push(position, "cfn::unknown-tag", text);
    }
    Node {
        position,
        content: Content::Object(vec![(function, position, node)]),
    }
}

/// The entries with those of merge keys (`<<`), which never replace any.
fn merge(
    mut entries: Vec<(String, Position, Node)>,
    merged: Vec<Node>,
) -> Vec<(String, Position, Node)> {
    for node in merged {
        match node.content {
            Content::Object(further) => {
                for entry in further {
                    if !entries.iter().any(|(key, ..)| *key == entry.0) {
                        entries.push(entry);
                    }
                }
            }
            Content::List(nodes) => entries = merge(entries, nodes),
            Content::Scalar(_) => {}
        }
    }
    entries
}

fn count(node: &Node) -> usize {
    match &node.content {
        Content::Scalar(_) => 1,
        Content::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        Content::Object(entries) => 1 + entries.iter().map(|(.., node)| count(node)).sum::<usize>(),
    }
}

fn depth(node: &Node) -> usize {
    match &node.content {
        Content::Scalar(_) => 0,
        Content::List(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Content::Object(entries) => {
            1 + entries
                .iter()
                .map(|(.., node)| depth(node))
                .max()
                .unwrap_or(0)
        }
    }
}
