//! The payload that a step hands on, built field by field.

use std::marker::PhantomData;

use contracts::{Field, Payload};
use diagnostics::{Address, Diagnostic, Diagnostics};
use serde_json::{Map, Value as Json};

use crate::Expr;

/// A payload of type `T`, each field an expression of the field's type.
#[derive(Debug)]
pub struct Object<T> {
    fields: Map<String, Json>,
    repeated: Vec<&'static str>,
    payload: PhantomData<fn() -> T>,
}

impl<T: Payload> Default for Object<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Payload> Object<T> {
    /// Without fields yet.
    pub fn new() -> Self {
        Self {
            fields: Map::new(),
            repeated: Vec::new(),
            payload: PhantomData,
        }
    }

    /// With a field.
    #[must_use]
    // An expression is a value that is used up where it is put.
    #[allow(clippy::needless_pass_by_value)]
    pub fn set<U>(mut self, field: Field<T, U>, value: Expr<U>) -> Self {
        let before = self
            .fields
            .insert(field.name().to_owned(), value.render().into());
        if before.is_some() {
            self.repeated.push(field.name());
        }
        self
    }

    /// The payload as part of an expression: `{"measure": $row.Data[0].VarCharValue}`.
    pub(crate) fn into_text(self, place: &Address, found: &mut Diagnostics) -> String {
        let Json::Object(fields) = self.finish(place, found) else {
            return String::new();
        };
        let fields = fields.into_iter().map(|(name, value)| {
            let text = value.as_str().unwrap_or_default();
            let text = text
                .strip_prefix("{% ")
                .and_then(|text| text.strip_suffix(" %}"));
            format!("{}: {}", Json::from(name), text.unwrap_or_default())
        });
        format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
    }

    /// The payload as an expression of its own, for steps that give it on.
    ///
    /// # Errors
    /// Fields that are missing or given twice.
    pub fn into_expression(self) -> Result<Expr<T>, Diagnostics> {
        let mut found = Diagnostics::new();
        let text = self.into_text(&Address::root(), &mut found);
        if found.is_empty() {
            Ok(Expr::new(text))
        } else {
            Err(found)
        }
    }

    /// The JSON of the payload; fields that are missing or given twice are reported.
    pub(crate) fn finish(self, place: &Address, found: &mut Diagnostics) -> Json {
        for name in self.repeated {
            let text = format!("the field {name:?} is given twice");
            found.push(Diagnostic::error(
                "flow::repeated-field",
                place.join(name),
                text,
            ));
        }
        for field in T::FIELDS {
            if !field.optional && !self.fields.contains_key(field.name) {
                let text = format!("the payload lacks its field {:?}", field.name);
                found.push(Diagnostic::error(
                    "flow::missing-field",
                    place.clone(),
                    text,
                ));
            }
        }
        Json::Object(self.fields)
    }
}
