//! Reference paths: those that name one place, to write to.

use serde_json::{Map, Value};

use super::{Path, Step, SyntaxError};

/// A path that names one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    steps: Vec<Step>,
}

impl Reference {
    /// Parses a reference path.
    ///
    /// # Errors
    /// When the text is no path, or one that may lead to several values.
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let path = Path::parse(text)?;
        if !path.is_singular() {
            return Err(SyntaxError {
                message: format!("\"{text}\" is no reference path: it must name one place"),
            });
        }
        Ok(Self { steps: path.steps })
    }

    /// Puts `value` at the place in `target`, making the objects on the way.
    ///
    /// # Errors
    /// When something on the way is no object or array, or a position is not there.
    pub fn write(&self, target: &mut Value, value: Value) -> Result<(), String> {
        let mut place = target;
        for step in &self.steps {
            place = match step {
                Step::Fields(names) => {
                    if place.is_null() {
                        *place = Value::Object(Map::new());
                    }
                    let Value::Object(object) = place else {
                        return Err(format!("there is no object to hold '{}'", names[0]));
                    };
                    object.entry(names[0].clone()).or_insert(Value::Null)
                }
                Step::Items(positions) => {
                    let at = positions[0];
                    let found = place
                        .as_array_mut()
                        .and_then(|items| items.get_mut(usize::try_from(at).ok()?));
                    match found {
                        Some(item) => item,
                        None => return Err(format!("there is no item [{at}]")),
                    }
                }
                _ => return Err("it must name one place".to_owned()),
            };
        }
        *place = value;
        Ok(())
    }
}
