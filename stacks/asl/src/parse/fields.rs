//! Reading an object's fields one by one: what is wrong with a field is
//! reported there, and what was never asked for is reported at the end.

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};
use serde_json::{Map, Number, Value};

use super::kind;
use crate::{Amount, FieldPath, KeyOrder};

/// An object being read.
pub(super) struct Fields<'a> {
    object: &'a Map<String, Value>,
    pub(super) address: Address,
    pub(super) problems: &'a mut Diagnostics,
    /// Every field that was asked for: what the object may hold.
    known: Vec<&'static str>,
    report_unknown: bool,
}

/// Whether a text is a JSONata expression in its delimiters.
pub(crate) fn is_expression(text: &str) -> bool {
    text.starts_with("{%") && text.ends_with("%}") && text.len() >= 4
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        object: &'a Map<String, Value>,
        address: Address,
        problems: &'a mut Diagnostics,
    ) -> Self {
        Self {
            object,
            address,
            problems,
            known: Vec::new(),
            report_unknown: true,
        }
    }

    /// The order in which the fields were written.
    pub(super) fn keys(&self) -> KeyOrder {
        KeyOrder(self.object.keys().cloned().collect())
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// Says nothing about fields that nothing asked for.
    pub(super) fn ignore_unknown(&mut self) {
        self.report_unknown = false;
    }

    /// Reports an error at a field of this object.
    pub(super) fn error(&mut self, name: &str, summary: impl Into<String>) {
        let address = self.address.join(name);
        self.problems
            .push(Diagnostic::error("asl::schema", address, summary));
    }

    /// Reports an error at this object itself.
    pub(super) fn error_here(&mut self, summary: impl Into<String>) {
        let address = self.address.clone();
        self.problems
            .push(Diagnostic::error("asl::schema", address, summary));
    }

    fn wrong(&mut self, name: &str, value: &Value, wanted: &str) {
        self.error(
            name,
            format!("The value must be {wanted}, but is {}", kind(value)),
        );
    }

    /// The field as it is.
    pub(super) fn json(&mut self, name: &'static str) -> Option<&'a Value> {
        if !self.known.contains(&name) {
            self.known.push(name);
        }
        self.object.get(name)
    }

    pub(super) fn json_owned(&mut self, name: &'static str) -> Option<Value> {
        self.json(name).cloned()
    }

    /// An object, kept as it is.
    pub(super) fn json_object(&mut self, name: &'static str) -> Option<Value> {
        let value = self.json(name)?;
        if !value.is_object() {
            self.wrong(name, value, "an object");
            return None;
        }
        Some(value.clone())
    }

    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        match self.json(name)? {
            Value::String(text) => Some(text.clone()),
            other => {
                self.wrong(name, other, "a string");
                None
            }
        }
    }

    /// A text that must be there. What is reported when it is not, is the caller's.
    pub(super) fn words(&mut self, name: &'static str, allowed: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        if !allowed.contains(&text.as_str()) {
            let mut problem = Diagnostic::error(
                "asl::schema",
                self.address.join(name),
                format!(
                    "Value is not valid. Expected one of: {}",
                    allowed.join(", ")
                ),
            )
            .with_detail(format!("The value is \"{text}\""));
            problem.help = nearest(&text, allowed.iter().copied())
                .map(|near| format!("did you mean \"{near}\"?"));
            self.problems.push(problem);
            return None;
        }
        Some(text)
    }

    pub(super) fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.json(name)? {
            Value::Bool(flag) => Some(*flag),
            other => {
                self.wrong(name, other, "a boolean");
                None
            }
        }
    }

    /// A whole number within limits.
    pub(super) fn whole(&mut self, name: &'static str, least: u64, most: u64) -> Option<u64> {
        let value = self.json(name)?;
        match value.as_u64() {
            Some(number) if (least..=most).contains(&number) => Some(number),
            _ => {
                self.error(
                    name,
                    format!("The value must be an integer from {least} to {most}, but is {value}"),
                );
                None
            }
        }
    }

    /// A number of at least this.
    pub(super) fn number(&mut self, name: &'static str, least: f64) -> Option<Number> {
        match self.json(name)? {
            Value::Number(number) if number.as_f64().is_some_and(|n| n >= least) => {
                Some(number.clone())
            }
            other => {
                self.error(
                    name,
                    format!("The value must be a number of at least {least}, but is {other}"),
                );
                None
            }
        }
    }

    pub(super) fn path(&mut self, name: &'static str) -> Option<FieldPath> {
        match self.json(name)? {
            Value::Null => Some(FieldPath::Null),
            Value::String(path) => Some(FieldPath::Path(path.clone())),
            other => {
                self.wrong(name, other, "a path or null");
                None
            }
        }
    }

    /// A whole number, an expression that gives one, or the path to one in the field
    /// named `path_name`.
    pub(super) fn amount(
        &mut self,
        name: &'static str,
        path_name: &'static str,
        least: f64,
        most: f64,
    ) -> Option<Amount> {
        self.measure(name, path_name, (least, most), true)
    }

    /// As [`Self::amount`], where fractions are numbers, too.
    pub(super) fn share(
        &mut self,
        name: &'static str,
        path_name: &'static str,
        least: f64,
        most: f64,
    ) -> Option<Amount> {
        self.measure(name, path_name, (least, most), false)
    }

    fn measure(
        &mut self,
        name: &'static str,
        path_name: &'static str,
        (least, most): (f64, f64),
        is_whole: bool,
    ) -> Option<Amount> {
        let fits = |n: f64| (least..=most).contains(&n) && (!is_whole || n.fract() == 0.0);
        let direct = match self.json(name) {
            None => None,
            Some(Value::Number(number)) if number.as_f64().is_some_and(fits) => {
                Some(Amount::Fixed(number.clone()))
            }
            Some(Value::String(text)) if is_expression(text) => {
                Some(Amount::Expression(text.clone()))
            }
            Some(other) => {
                self.error(
                    name,
                    format!(
                        "The value must be {} from {least} to {most}, but is {other}",
                        if is_whole { "an integer" } else { "a number" }
                    ),
                );
                None
            }
        };
        let path = self.text(path_name).map(Amount::Path);
        if direct.is_some() && path.is_some() {
            self.error_here(format!(
                "Only one of these fields may be given: [{name}, {path_name}]"
            ));
        }
        direct.or(path)
    }

    pub(super) fn texts(&mut self, name: &'static str) -> Option<Vec<String>> {
        let value = self.json(name)?;
        let Value::Array(items) = value else {
            self.wrong(name, value, "an array of strings");
            return None;
        };
        let mut texts = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            match item {
                Value::String(text) => texts.push(text.clone()),
                other => {
                    let address = self.address.join(name).join(at.to_string());
                    self.problems.push(Diagnostic::error(
                        "asl::schema",
                        address,
                        format!("The value must be a string, but is {}", kind(other)),
                    ));
                }
            }
        }
        Some(texts)
    }

    /// Each object of an array, read by `read`.
    pub(super) fn objects<T>(
        &mut self,
        name: &'static str,
        mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.json(name)?;
        let Value::Array(items) = value else {
            self.wrong(name, value, "an array of objects");
            return None;
        };
        let place = self.address.join(name);
        let mut out = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            out.extend(object(
                item,
                place.join(at.to_string()),
                self.problems,
                &mut read,
            ));
        }
        Some(out)
    }

    /// An object, read by `read`.
    pub(super) fn object<T>(
        &mut self,
        name: &'static str,
        read: impl FnMut(&mut Fields<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.json(name)?;
        object(value, self.address.join(name), self.problems, read)
    }

    /// Reports required fields that are missing, all in one, as AWS does.
    pub(super) fn require(&mut self, names: &[&str]) -> bool {
        let missing: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| !self.has(name))
            .collect();
        if missing.is_empty() {
            return true;
        }
        self.error_here(format!(
            "These fields are required: [{}]",
            missing.join(", ")
        ));
        false
    }

    /// Reports fields that nothing asked for.
    pub(super) fn finish(self) {
        for name in self.object.keys().filter(|_| self.report_unknown) {
            if self.known.contains(&name.as_str()) {
                continue;
            }
            let mut problem = Diagnostic::error(
                "asl::unknown-field",
                self.address.join(name.as_str()),
                format!("The field \"{name}\" is not supported by Step Functions"),
            );
            problem.help = nearest(name, self.known.iter().copied())
                .map(|near| format!("did you mean \"{near}\"?"));
            self.problems.push(problem);
        }
    }
}

/// An object, read by `read`, whose unknown fields are reported.
pub(super) fn object<T>(
    value: &Value,
    address: Address,
    problems: &mut Diagnostics,
    mut read: impl FnMut(&mut Fields<'_>) -> Option<T>,
) -> Option<T> {
    let Value::Object(object) = value else {
        problems.push(Diagnostic::error(
            "asl::schema",
            address,
            format!("The value must be an object, but is {}", kind(value)),
        ));
        return None;
    };
    let mut fields = Fields::new(object, address, problems);
    let read = read(&mut fields);
    fields.finish();
    read
}
