//! A template: parameters, mappings, conditions, rules, resources, outputs.

use serde_json::{Map, Value as Json};

use crate::section::Section;
use crate::source::Places;
use crate::{
    Condition, LogicalId, Mapping, Output, Parameter, Position, Resource, Rows, Rule, Test, Value,
};

/// The keys of a template, in the order that a built one renders them.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>
pub const SECTIONS: &[&str] = &[
    "AWSTemplateFormatVersion",
    "Transform",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Conditions",
    "Rules",
    "Resources",
    "Outputs",
];

/// The parts that are kept by logical id.
#[derive(Debug, Clone, Default, PartialEq)]
struct Parts {
    parameters: Section<Parameter>,
    mappings: Section<Rows>,
    conditions: Section<Test>,
    rules: Section<Rule>,
    resources: Section<Resource>,
    outputs: Section<Output>,
}

/// A template, built or read.
///
/// A built one is sorted by logical id, so that regenerating gives an empty diff. One that was read
/// keeps the order of its text, and whatever nobody knows. Two are equal when they say the same in
/// the same order, wherever they come from.
#[derive(Debug, Clone, Default)]
pub struct Template {
    /// The keys in the order of the text; none where the template was built.
    order: Vec<String>,
    /// The values of keys that are no part by logical id, or should be and are no object.
    further: Map<String, Json>,
    parts: Parts,
    /// The sections and ids that were given twice, for [`crate::check::check_template`] to report.
    pub(crate) repeated: Vec<(&'static str, LogicalId)>,
    places: Option<Places>,
    bytes: Option<usize>,
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.further == other.further && self.parts == other.parts
    }
}

impl Template {
    /// A template without resources. The description has at most 1,024 bytes.
    pub fn new(description: impl Into<String>) -> Self {
        let mut template = Self::default();
        template.set("AWSTemplateFormatVersion", "2010-09-09");
        template.set("Description", description.into());
        template
    }

    pub(crate) fn read(document: Map<String, Json>, places: Places, bytes: usize) -> Self {
        let mut template = Self {
            order: document.keys().cloned().collect(),
            places: Some(places),
            bytes: Some(bytes),
            ..Self::default()
        };
        let parts = &mut template.parts;
        for (key, value) in document {
            match (key.as_str(), value) {
                ("Parameters", Json::Object(object)) => parts.parameters = Section::read(object),
                ("Mappings", Json::Object(object)) => parts.mappings = Section::read(object),
                ("Conditions", Json::Object(object)) => parts.conditions = Section::read(object),
                ("Rules", Json::Object(object)) => parts.rules = Section::read(object),
                ("Resources", Json::Object(object)) => parts.resources = Section::read(object),
                ("Outputs", Json::Object(object)) => parts.outputs = Section::read(object),
                (_, value) => {
                    template.further.insert(key, value);
                }
            }
        }
        template
    }

    fn set(&mut self, key: &str, value: impl Into<Json>) {
        if self.is_read() && !self.order.iter().any(|known| known == key) {
            self.order.push(key.to_owned());
        }
        self.further.insert(key.to_owned(), value.into());
    }

    /// Whether it was read from a text.
    pub const fn is_read(&self) -> bool {
        self.places.is_some()
    }

    /// Adds a parameter and gives the reference to it. A text alone is the description of a
    /// parameter of type `String`.
    pub fn parameter(&mut self, id: LogicalId, parameter: impl Into<Parameter>) -> Value<String> {
        let old = self.parts.parameters.insert(id.clone(), parameter.into());
        if old.is_some() {
            self.repeated.push(("Parameters", id.clone()));
        }
        Value::reference(id)
    }

    /// Adds a mapping and gives its handle.
    pub fn mapping(&mut self, id: LogicalId, rows: Rows) -> Mapping {
        if self.parts.mappings.insert(id.clone(), rows).is_some() {
            self.repeated.push(("Mappings", id.clone()));
        }
        Mapping::new(id)
    }

    /// Adds a condition and gives its handle.
    pub fn condition(&mut self, id: LogicalId, test: Test) -> Condition {
        if self.parts.conditions.insert(id.clone(), test).is_some() {
            self.repeated.push(("Conditions", id.clone()));
        }
        Condition::new(id)
    }

    /// Adds a rule.
    pub fn rule(&mut self, id: LogicalId, rule: Rule) {
        if self.parts.rules.insert(id.clone(), rule).is_some() {
            self.repeated.push(("Rules", id));
        }
    }

    /// Adds a resource and gives its id, through which others refer to it.
    pub fn resource(&mut self, id: LogicalId, resource: Resource) -> LogicalId {
        if self.parts.resources.insert(id.clone(), resource).is_some() {
            self.repeated.push(("Resources", id.clone()));
        }
        id
    }

    /// Adds an output with a description.
    pub fn output(&mut self, id: LogicalId, description: &str, value: Value<String>) {
        self.add_output(id, Output::new(value).description(description));
    }

    /// Adds an output.
    pub fn add_output(&mut self, id: LogicalId, output: Output) {
        if self.parts.outputs.insert(id.clone(), output).is_some() {
            self.repeated.push(("Outputs", id));
        }
    }

    /// Adds data for others under a name of their choice.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/metadata-section-structure.html>
    pub fn metadata(&mut self, name: &str, value: impl Into<Json>) {
        let mut metadata = match self.further.get("Metadata") {
            Some(Json::Object(metadata)) => metadata.clone(),
            _ => Map::new(),
        };
        metadata.insert(name.to_owned(), value.into());
        self.set("Metadata", metadata);
    }

    /// Processed by a macro, such as `AWS::LanguageExtensions`, after those that were given before.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/transform-section-structure.html>
    pub fn transform(&mut self, name: &str) {
        let mut names: Vec<Json> = self.transforms().map(Json::from).collect();
        names.push(name.into());
        self.set("Transform", names);
    }

    /// The names of the macros that process the template as a whole.
    pub fn transforms(&self) -> impl Iterator<Item = &str> {
        let value = self.further.get("Transform");
        let list = value.and_then(Json::as_array).into_iter().flatten();
        let all = value.into_iter().chain(list);
        all.filter_map(|one| one.as_str().or_else(|| one.get("Name")?.as_str()))
    }

    /// The description.
    pub fn description(&self) -> &str {
        let text = self.further.get("Description").and_then(Json::as_str);
        text.unwrap_or_default()
    }

    /// The parameters by id.
    pub const fn parameters(&self) -> &Section<Parameter> {
        &self.parts.parameters
    }

    /// The mappings by id.
    pub const fn mappings(&self) -> &Section<Rows> {
        &self.parts.mappings
    }

    /// The conditions by id.
    pub const fn conditions(&self) -> &Section<Test> {
        &self.parts.conditions
    }

    /// The rules by id.
    pub const fn rules(&self) -> &Section<Rule> {
        &self.parts.rules
    }

    /// The resources by id.
    pub const fn resources(&self) -> &Section<Resource> {
        &self.parts.resources
    }

    /// The outputs by id.
    pub const fn outputs(&self) -> &Section<Output> {
        &self.parts.outputs
    }

    /// The values of the keys that hold no parts by logical id, and of those that should and do not.
    pub const fn further(&self) -> &Map<String, Json> {
        &self.further
    }

    /// Where something is in the text that the template was read from, by its path in the
    /// template's JSON; the nearest place around it where it is not there itself.
    pub fn position(&self, path: &[impl AsRef<str>]) -> Option<Position> {
        self.places.as_ref().map(|places| places.find(path))
    }

    /// The number of bytes of the text that it was read from, or renders to.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes.unwrap_or_else(|| self.render().len())
    }

    fn section(&self, key: &str) -> Option<Json> {
        let parts = &self.parts;
        if let Some(value) = self.further.get(key) {
            return Some(value.clone());
        }
        let (json, is_empty) = match key {
            "Parameters" => (parts.parameters.to_json(), parts.parameters.is_empty()),
            "Mappings" => (parts.mappings.to_json(), parts.mappings.is_empty()),
            "Conditions" => (parts.conditions.to_json(), parts.conditions.is_empty()),
            "Rules" => (parts.rules.to_json(), parts.rules.is_empty()),
            "Resources" => (parts.resources.to_json(), false),
            "Outputs" => (parts.outputs.to_json(), parts.outputs.is_empty()),
            _ => return None,
        };
        // What was read keeps its empty sections.
        let written = self.is_read() && self.order.iter().any(|known| known == key);
        (written || !is_empty).then_some(json)
    }

    /// The template as JSON.
    pub fn to_json(&self) -> Json {
        let mut out = Map::new();
        for key in &self.order {
            if let Some(value) = self.section(key) {
                out.insert(key.clone(), value);
            }
        }
        for key in SECTIONS {
            let needed = !self.is_read() || *key != "Resources";
            if needed && !out.contains_key(*key) {
                out.extend(self.section(key).map(|value| ((*key).to_owned(), value)));
            }
        }
        Json::Object(out)
    }

    /// The template as JSON text, indented by two spaces, ending in a line feed.
    pub fn render(&self) -> String {
        format!("{:#}\n", self.to_json())
    }

    /// The template as JSON text whose lines are filled: shorter, where policies are most of it. Lines
    /// run wider when it would have more than `most` bytes; all on one line, it may still.
    pub fn render_filled(&self, most: usize) -> String {
        let most = most.saturating_sub(1);
        format!("{}\n", crate::filled::render(&self.to_json(), most))
    }

    /// The template as YAML text, with short tags for the functions.
    pub fn render_yaml(&self) -> String {
        crate::yaml::render(&self.to_json())
    }
}
