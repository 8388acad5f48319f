//! The attributes of a JSON object, taken one by one: what is wrong with each is collected, and
//! what nobody takes is left over, in its order.

use std::fmt::Display;
use std::str::FromStr;

use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::{Map, Value};

/// The attributes that are not taken yet.
pub(crate) struct Fields<'a> {
    map: Map<String, Value>,
    place: Address,
    found: &'a mut Diagnostics,
}

/// What sort of JSON a value is, with an article.
pub(super) const fn sort(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

impl<'a> Fields<'a> {
    pub(super) const fn new(
        map: Map<String, Value>,
        place: Address,
        found: &'a mut Diagnostics,
    ) -> Self {
        Self { map, place, found }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    /// What was not taken.
    pub(crate) fn rest(&mut self) -> Map<String, Value> {
        std::mem::take(&mut self.map)
    }

    /// Notes a mistake of the attribute.
    pub(crate) fn mistake(&mut self, name: &str, summary: impl Into<String>) {
        let place = self.place.join(name);
        self.found
            .push(Diagnostic::error("dataset::attribute", place, summary));
    }

    /// Notes that the attribute is missing, and why it has to be there.
    pub(crate) fn missing(&mut self, name: &str, why: &str) {
        self.found.push(
            Diagnostic::error(
                "dataset::missing-attribute",
                self.place.clone(),
                format!("there is no {name:?}"),
            )
            .with_help(why),
        );
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        // Not `remove`, which would put the last attribute in its place.
        self.map.shift_remove(name)
    }

    /// A value that is taken where it has the right form, else a mistake.
    fn of<T>(
        &mut self,
        name: &str,
        wanted: &str,
        form: fn(Value) -> Result<T, Value>,
    ) -> Option<T> {
        match form(self.take(name)?) {
            Ok(value) => Some(value),
            Err(other) => {
                self.mistake(
                    name,
                    format!("{wanted} is wanted, and this is {}", sort(&other)),
                );
                None
            }
        }
    }

    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        self.of(name, "a text", |value| match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        })
    }

    /// A text that has to be there.
    pub(crate) fn required(&mut self, name: &str, why: &str) -> Option<String> {
        if !self.has(name) {
            self.missing(name, why);
        }
        self.text(name)
    }

    pub(crate) fn integer(&mut self, name: &str) -> Option<u64> {
        self.of(name, "a whole number from 0 on", |value| {
            value.as_u64().ok_or(value)
        })
    }

    pub(crate) fn number(&mut self, name: &str) -> Option<f64> {
        self.of(name, "a number", |value| value.as_f64().ok_or(value))
    }

    pub(crate) fn array(&mut self, name: &str) -> Option<Vec<Value>> {
        self.of(name, "an array", |value| match value {
            Value::Array(values) => Ok(values),
            other => Err(other),
        })
    }

    /// A text that is parsed.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.mistake(name, error.to_string());
                None
            }
        }
    }

    /// What `parse` makes of an object.
    pub(crate) fn object<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let map = self.of(name, "an object", |value| match value {
            Value::Object(map) => Ok(map),
            other => Err(other),
        })?;
        parse(&mut Fields::new(map, self.place.join(name), self.found))
    }

    /// The names that are left.
    pub(crate) fn names(&self) -> Vec<String> {
        self.map.keys().cloned().collect()
    }
}
