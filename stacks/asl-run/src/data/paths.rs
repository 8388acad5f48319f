//! Data in JSONPath: paths into input, context and variables, and templates
//! whose names that end in `.$` hold paths or intrinsic functions.

use asl::FieldPath;
use serde_json::{Map, Value};

use super::Data;
use crate::failure::Trouble;
use crate::intrinsic::{Call, Surroundings};
use crate::jsonpath::{NotFound, Path, Reference};
use crate::random::Random;

/// Why a path has no value.
enum Lost {
    /// The text is no path, or names a variable that is not there.
    Bad(String),
    /// It leads nowhere.
    Nowhere(NotFound),
}

impl Data<'_> {
    /// What a path into the input, the context or a variable leads to.
    fn find(&self, text: &str) -> Result<Value, Lost> {
        let parse = |path: &str| Path::parse(path).map_err(|error| Lost::Bad(error.to_string()));
        if let Some(rest) = text.strip_prefix("$$") {
            let path = parse(&format!("${rest}"))?;
            return path.find(&self.context.to_json()).map_err(Lost::Nowhere);
        }
        let name = variable_name(text);
        if name.is_empty() {
            return parse(text)?.find(self.input).map_err(Lost::Nowhere);
        }
        let Some(value) = self.variables.get(name) else {
            return Err(Lost::Bad(format!("there is no variable \"{name}\"")));
        };
        parse(&format!("${}", &text[1 + name.len()..]))?
            .find(value)
            .map_err(Lost::Nowhere)
    }

    /// A field such as `InputPath`: what it leads to, or an empty object for `null`.
    pub(crate) fn field_path(&self, path: Option<&FieldPath>) -> Result<Value, Trouble> {
        match path {
            None => Ok(self.input.clone()),
            Some(FieldPath::Null) => Ok(Value::Object(Map::new())),
            Some(FieldPath::Path(text)) if text == "$" => Ok(self.input.clone()),
            Some(FieldPath::Path(text)) => self.required_path(text),
        }
    }

    /// What a path leads to, or AWS's words for why it leads nowhere.
    pub(crate) fn required_path(&self, text: &str) -> Result<Value, Trouble> {
        self.find(text).map_err(|lost| match lost {
            Lost::Bad(reason) => Trouble::Runtime(format!("Invalid path '{text}' : {reason}")),
            Lost::Nowhere(place) => Trouble::Runtime(format!("Invalid path '{text}' : {place}")),
        })
    }

    /// What a path leads to, if anything.
    pub(crate) fn optional_path(&self, text: &str) -> Result<Option<Value>, Trouble> {
        match self.find(text) {
            Ok(value) => Ok(Some(value)),
            Err(Lost::Nowhere(_)) => Ok(None),
            Err(Lost::Bad(reason)) => Err(Trouble::Runtime(format!(
                "Invalid path '{text}' : {reason}"
            ))),
        }
    }

    /// The value of a path or of an intrinsic function, in the field `field`.
    pub(crate) fn path_or_call(&mut self, text: &str, field: &str) -> Result<Value, Trouble> {
        if Call::looks_like(text) {
            let call = Call::parse(text).map_err(|reason| {
                Trouble::Runtime(format!(
                    "The value for the field '{field}' must be a valid JSONPath or a valid \
                     intrinsic function call: {reason}"
                ))
            })?;
            return call.evaluate(&mut Within {
                data: self,
                text,
                field,
            });
        }
        self.path_in_field(text, field)
    }

    fn path_in_field(&self, text: &str, field: &str) -> Result<Value, Trouble> {
        let found = self.find(text).map_err(|lost| match lost {
            Lost::Bad(reason) => Trouble::Runtime(format!(
                "The JSONPath '{text}' specified for the field '{field}' is not valid: {reason}"
            )),
            Lost::Nowhere(_) => {
                let input = if text.starts_with("$$") {
                    self.context.to_json()
                } else {
                    self.input.clone()
                };
                Trouble::Runtime(format!(
                    "The JSONPath '{text}' specified for the field '{field}' could not be found \
                     in the input '{input}'"
                ))
            }
        })?;
        self.count(&found)?;
        Ok(found)
    }

    /// A template's value.
    pub(crate) fn template(&mut self, template: &Value) -> Result<Value, Trouble> {
        match template {
            Value::Object(object) => {
                let mut out = Map::with_capacity(object.len());
                for (name, value) in object {
                    match (name.strip_suffix(".$"), value) {
                        (Some(plain), Value::String(text)) => {
                            out.insert(plain.to_owned(), self.path_or_call(text, name)?);
                        }
                        _ => {
                            out.insert(name.clone(), self.template(value)?);
                        }
                    }
                }
                Ok(Value::Object(out))
            }
            Value::Array(items) => items
                .iter()
                .map(|item| self.template(item))
                .collect::<Result<_, _>>()
                .map(Value::Array),
            other => Ok(other.clone()),
        }
    }
}

/// Puts a result into the input, as `ResultPath` says.
pub(crate) fn put_result(
    path: Option<&FieldPath>,
    input: &Value,
    result: Value,
) -> Result<Value, Trouble> {
    match path {
        None => Ok(result),
        Some(FieldPath::Null) => Ok(input.clone()),
        Some(FieldPath::Path(text)) if text == "$" => Ok(result),
        Some(FieldPath::Path(text)) => {
            let mut out = input.clone();
            Reference::parse(text)
                .map_err(|error| error.to_string())
                .and_then(|reference| reference.write(&mut out, result))
                .map_err(|_| {
                    Trouble::Runtime(format!(
                        "Unable to apply ReferencePath {text} to input {input}"
                    ))
                })?;
            Ok(out)
        }
    }
}

/// The variable that a path begins with; empty for one into the input.
fn variable_name(text: &str) -> &str {
    let rest = text.strip_prefix('$').unwrap_or_default();
    let end = rest
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(rest.len());
    &rest[..end]
}

/// What an intrinsic function in a field needs.
struct Within<'d, 'a, 't> {
    data: &'d mut Data<'a>,
    text: &'t str,
    field: &'t str,
}

impl Surroundings for Within<'_, '_, '_> {
    type Error = Trouble;

    fn path(&mut self, path: &str) -> Result<Value, Trouble> {
        self.data.path_in_field(path, self.field)
    }

    fn random(&mut self, seed: Option<i64>) -> f64 {
        match seed {
            Some(seed) => Random::new(seed.cast_unsigned()).next_f64(),
            None => self.data.random.next_f64(),
        }
    }

    fn uuid(&mut self) -> String {
        self.data.random.uuid()
    }

    fn failed(&mut self, reason: String) -> Trouble {
        Trouble::Intrinsic(format!(
            "The function '{}' had the following error: {reason}",
            self.text
        ))
    }
}
