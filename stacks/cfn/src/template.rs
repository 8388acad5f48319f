//! A template: parameters, resources, outputs.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::{LogicalId, Resource, Value};

/// A parameter of type `String`, the only kind this project's templates need: everything else
/// is known when the template is generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// What it is, for people.
    pub description: String,
}

/// What a stack tells others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What it is, for people.
    pub description: String,
    /// The value.
    pub value: Value<String>,
}

/// A template. Everything in it is sorted by logical id, so that regenerating gives an empty
/// diff.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Template {
    description: String,
    parameters: BTreeMap<LogicalId, Parameter>,
    resources: BTreeMap<LogicalId, Resource>,
    outputs: BTreeMap<LogicalId, Output>,
    /// Ids that were given twice, for [`crate::check::check_template`] to report.
    pub(crate) repeated: Vec<LogicalId>,
}

impl Template {
    /// A template without resources. The description has at most 1,024 bytes.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            ..Self::default()
        }
    }

    /// Adds a parameter and gives the reference to it.
    pub fn parameter(&mut self, id: LogicalId, description: impl Into<String>) -> Value<String> {
        let parameter = Parameter {
            description: description.into(),
        };
        if self.parameters.insert(id.clone(), parameter).is_some() {
            self.repeated.push(id.clone());
        }
        Value::reference(id)
    }

    /// Adds a resource and gives its id, through which others refer to it.
    pub fn resource(&mut self, id: LogicalId, resource: Resource) -> LogicalId {
        if self.resources.insert(id.clone(), resource).is_some() {
            self.repeated.push(id.clone());
        }
        id
    }

    /// Adds an output.
    pub fn output(&mut self, id: LogicalId, description: &str, value: Value<String>) {
        let output = Output {
            description: description.to_owned(),
            value,
        };
        if self.outputs.insert(id.clone(), output).is_some() {
            self.repeated.push(id);
        }
    }

    /// The description.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// The parameters by id.
    pub const fn parameters(&self) -> &BTreeMap<LogicalId, Parameter> {
        &self.parameters
    }

    /// The resources by id.
    pub const fn resources(&self) -> &BTreeMap<LogicalId, Resource> {
        &self.resources
    }

    /// The outputs by id.
    pub const fn outputs(&self) -> &BTreeMap<LogicalId, Output> {
        &self.outputs
    }

    /// The template as JSON.
    pub fn to_json(&self) -> Json {
        let mut out = Map::new();
        out.insert("AWSTemplateFormatVersion".into(), "2010-09-09".into());
        out.insert("Description".into(), self.description.as_str().into());
        if !self.parameters.is_empty() {
            let parameters = self.parameters.iter().map(|(id, parameter)| {
                let body = json!({ "Type": "String", "Description": parameter.description });
                (id.to_string(), body)
            });
            out.insert(
                "Parameters".into(),
                parameters.collect::<Map<_, _>>().into(),
            );
        }
        let resources = self
            .resources
            .iter()
            .map(|(id, r)| (id.to_string(), r.to_json()));
        out.insert("Resources".into(), resources.collect::<Map<_, _>>().into());
        if !self.outputs.is_empty() {
            let outputs = self.outputs.iter().map(|(id, output)| {
                let value = Json::from(output.value.clone());
                (
                    id.to_string(),
                    json!({ "Description": output.description, "Value": value }),
                )
            });
            out.insert("Outputs".into(), outputs.collect::<Map<_, _>>().into());
        }
        Json::Object(out)
    }

    /// The template as text, indented by two spaces, ending in a line feed.
    pub fn render(&self) -> String {
        format!("{:#}\n", self.to_json())
    }
}
