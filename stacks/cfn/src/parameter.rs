//! What a template is told when it is deployed.

use serde_json::Value as Json;

use crate::body::Body;
use crate::section::Part;

/// The keys of a parameter, in the order that a built one renders them.
pub(crate) const KEYS: &[&str] = &[
    "Type",
    "Description",
    "Default",
    "NoEcho",
    "AllowedValues",
    "AllowedPattern",
    "MinLength",
    "MaxLength",
    "MinValue",
    "MaxValue",
    "ConstraintDescription",
];

/// A parameter.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    body: Body,
}

impl Part for Parameter {
    fn read(body: Body) -> Self {
        Self { body }
    }

    fn body(&self) -> &Body {
        &self.body
    }
}

impl From<&str> for Parameter {
    /// A text that is told by its description.
    fn from(description: &str) -> Self {
        Self::string().description(description)
    }
}

impl From<String> for Parameter {
    fn from(description: String) -> Self {
        Self::string().description(description)
    }
}

impl Parameter {
    /// A parameter of a type, such as `AWS::EC2::VPC::Id`.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html>
    pub fn new(kind: impl Into<String>) -> Self {
        let mut body = Body::new();
        body.set("Type", kind.into(), KEYS);
        Self { body }
    }

    /// A text.
    pub fn string() -> Self {
        Self::new("String")
    }

    /// An integer or a decimal number.
    pub fn number() -> Self {
        Self::new("Number")
    }

    /// Numbers, separated by commas.
    pub fn numbers() -> Self {
        Self::new("List<Number>")
    }

    /// Texts, separated by commas.
    pub fn strings() -> Self {
        Self::new("CommaDelimitedList")
    }

    /// Several of an AWS-specific type, such as `AWS::EC2::Subnet::Id`.
    pub fn list_of(kind: &str) -> Self {
        Self::new(format!("List<{kind}>"))
    }

    /// The value of a parameter of Systems Manager, of a type such as `String` or
    /// `AWS::EC2::Image::Id`; whoever deploys gives its name.
    pub fn stored(kind: &str) -> Self {
        Self::new(format!("AWS::SSM::Parameter::Value<{kind}>"))
    }

    fn set(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.body.set(key, value, KEYS);
        self
    }

    /// What it is, for people: at most 4,000 bytes.
    #[must_use]
    pub fn description(self, text: impl Into<String>) -> Self {
        self.set("Description", text.into())
    }

    /// What it is where nothing is given. Lists are one text, separated by commas.
    #[must_use]
    pub fn default(self, value: impl Into<Json>) -> Self {
        self.set("Default", value)
    }

    /// Never shown by the console, the command line and the API. It is no protection by itself:
    /// what it is passed to may show it.
    #[must_use]
    pub fn no_echo(self) -> Self {
        self.set("NoEcho", true)
    }

    /// One of these.
    #[must_use]
    pub fn allowed<V: Into<Json>>(self, values: impl IntoIterator<Item = V>) -> Self {
        let values: Vec<Json> = values.into_iter().map(Into::into).collect();
        self.set("AllowedValues", values)
    }

    /// A text that a regular expression matches as a whole.
    #[must_use]
    pub fn pattern(self, pattern: impl Into<String>) -> Self {
        self.set("AllowedPattern", pattern.into())
    }

    /// A text of so many characters.
    #[must_use]
    pub fn length(self, range: std::ops::RangeInclusive<u64>) -> Self {
        self.set("MinLength", *range.start())
            .set("MaxLength", *range.end())
    }

    /// A number within this range.
    #[must_use]
    pub fn range(self, range: std::ops::RangeInclusive<i64>) -> Self {
        self.set("MinValue", *range.start())
            .set("MaxValue", *range.end())
    }

    /// What people are told whose value is refused.
    #[must_use]
    pub fn constraint(self, text: impl Into<String>) -> Self {
        self.set("ConstraintDescription", text.into())
    }

    /// The type; empty where a template that was read does not say.
    pub fn kind(&self) -> &str {
        self.body.text("Type").unwrap_or_default()
    }

    /// Whether it is shown to nobody.
    pub fn is_hidden(&self) -> bool {
        matches!(self.body.get("NoEcho"), Some(Json::Bool(true)))
            || self.body.text("NoEcho") == Some("true")
    }

    /// What it is where nothing is given.
    pub fn default_value(&self) -> Option<&Json> {
        self.body.get("Default")
    }

    /// All of it.
    pub const fn json(&self) -> &Json {
        self.body.json()
    }
}
