//! How CloudFormation finds a value at deploy.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use crate::{LogicalId, Value};

/// An intrinsic function or a reference. It does not say what type its value has:
/// [`Value`] does.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// What a parameter holds, or what a resource is referred to by.
    Ref(LogicalId),
    /// As if the property had not been set.
    NoValue,
    /// The topics that are told of the stack's events.
    NotificationArns,
    /// Where the stack itself is.
    Pseudo(PseudoParameter),
    /// An attribute of a resource.
    Attribute(LogicalId, Cow<'static, str>),
    /// Texts, one after the other (`Fn::Join` without a separator).
    Concat(Vec<Value<String>>),
    /// The texts of a list with a separator between them.
    Join {
        /// What is between two texts.
        separator: String,
        /// The list, or what gives it.
        list: Json,
    },
    /// A text with variables in it.
    Sub(Sub),
    /// An item of a list.
    Select {
        /// Counted from 0.
        index: Json,
        /// The list, or what gives it.
        list: Json,
    },
    /// The parts of a text.
    Split {
        /// What is between two parts.
        separator: String,
        /// The text.
        text: Box<Value<String>>,
    },
    /// One of two values.
    If {
        /// A condition of the template.
        condition: LogicalId,
        /// When it holds.
        then: Json,
        /// When it does not.
        otherwise: Json,
    },
    /// What a mapping holds.
    FindInMap {
        /// The mapping.
        map: LogicalId,
        /// Its two keys, the outer one first.
        keys: Box<(Value<String>, Value<String>)>,
        /// What there is without such keys; needs the transform `AWS::LanguageExtensions`.
        default: Option<Json>,
    },
    /// What another stack exports under a name.
    ImportValue(Box<Value<String>>),
    /// What another stack has as an output.
    GetStackOutput(Box<StackOutput>),
    /// A text in Base64.
    Base64(Box<Value<String>>),
    /// A parameter or a secret that is read at deploy.
    Dynamic(DynamicReference),
    /// Any other function, by its name (`Fn::Cidr`) and argument.
    Function(&'static str, Json),
}

/// What every template knows of its own stack, as texts.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PseudoParameter {
    /// The account's 12 digits.
    AccountId,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    Partition,
    /// The region's name.
    Region,
    /// The stack's ARN.
    StackId,
    /// The stack's name.
    StackName,
    /// What the names of AWS hosts end in, such as `amazonaws.com`.
    UrlSuffix,
}

impl PseudoParameter {
    /// The name that `Ref` takes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccountId => "AWS::AccountId",
            Self::Partition => "AWS::Partition",
            Self::Region => "AWS::Region",
            Self::StackId => "AWS::StackId",
            Self::StackName => "AWS::StackName",
            Self::UrlSuffix => "AWS::URLSuffix",
        }
    }
}

/// A text with variables (`Fn::Sub`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sub {
    /// The text, with `${Name}` for a variable.
    pub text: String,
    /// The variables that are not parameters, resources or pseudo parameters.
    pub variables: Vec<(String, Value<String>)>,
}

/// An output of another stack (`Fn::GetStackOutput`).
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackOutput {
    stack: Value<String>,
    output: Value<String>,
    region: Option<Value<String>>,
    role: Option<Value<String>>,
}

impl StackOutput {
    /// The output of that logical id of a stack in the same account and region.
    pub fn new(stack: impl Into<Value<String>>, output: impl Into<Value<String>>) -> Self {
        Self {
            stack: stack.into(),
            output: output.into(),
            region: None,
            role: None,
        }
    }

    /// Of a stack in another region.
    #[must_use]
    pub fn in_region(mut self, region: impl Into<Value<String>>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Read with a role's permissions, which may be one of another account, by its ARN.
    #[must_use]
    pub fn through_role(mut self, arn: impl Into<Value<String>>) -> Self {
        self.role = Some(arn.into());
        self
    }

    fn into_json(self) -> Json {
        let mut out = Map::new();
        out.insert("StackName".into(), self.stack.into());
        out.insert("OutputName".into(), self.output.into());
        if let Some(region) = self.region {
            out.insert("Region".into(), region.into());
        }
        if let Some(role) = self.role {
            out.insert("RoleArn".into(), role.into());
        }
        Json::Object(out)
    }
}

/// A value that is read at deploy and is no part of the template.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DynamicReference(String);

impl DynamicReference {
    /// A plain parameter of the Systems Manager parameter store: its latest version.
    pub fn ssm(name: &str) -> Self {
        Self(format!("{{{{resolve:ssm:{name}}}}}"))
    }

    /// An encrypted parameter of the parameter store: its latest version. Only some properties
    /// take it.
    pub fn ssm_secure(name: &str) -> Self {
        Self(format!("{{{{resolve:ssm-secure:{name}}}}}"))
    }

    /// A whole secret of Secrets Manager, by name or ARN: its current version.
    pub fn secret(id: &str) -> Self {
        Self(format!("{{{{resolve:secretsmanager:{id}}}}}"))
    }

    /// One key of a secret that holds a JSON object.
    pub fn secret_key(id: &str, key: &str) -> Self {
        Self(format!(
            "{{{{resolve:secretsmanager:{id}:SecretString:{key}}}}}"
        ))
    }

    /// The text as it stands in a template.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn reference(name: &str) -> Json {
    json!({ "Ref": name })
}

impl Expression {
    /// A reference to a resource or parameter.
    pub fn reference(id: &LogicalId) -> Self {
        Self::Ref(id.clone())
    }

    /// An attribute of a resource.
    pub fn attribute(id: &LogicalId, name: &'static str) -> Self {
        Self::Attribute(id.clone(), Cow::Borrowed(name))
    }

    /// As it stands in a template.
    pub fn into_json(self) -> Json {
        match self {
            Self::Ref(id) => reference(id.as_str()),
            Self::NoValue => reference("AWS::NoValue"),
            Self::NotificationArns => reference("AWS::NotificationARNs"),
            Self::Pseudo(pseudo) => reference(pseudo.name()),
            Self::Attribute(id, attribute) => json!({ "Fn::GetAtt": [id.as_str(), attribute] }),
            Self::Concat(parts) => {
                let parts: Vec<Json> = parts.into_iter().map(Json::from).collect();
                json!({ "Fn::Join": ["", parts] })
            }
            Self::Join { separator, list } => json!({ "Fn::Join": [separator, list] }),
            Self::Sub(Sub { text, variables }) if variables.is_empty() => {
                json!({ "Fn::Sub": text })
            }
            Self::Sub(Sub { text, variables }) => {
                let variables = variables.into_iter();
                let variables: Map<_, _> = variables.map(|(k, v)| (k, Json::from(v))).collect();
                json!({ "Fn::Sub": [text, variables] })
            }
            Self::Select { index, list } => json!({ "Fn::Select": [index, list] }),
            Self::Split { separator, text } => {
                json!({ "Fn::Split": [separator, Json::from(*text)] })
            }
            Self::If {
                condition,
                then,
                otherwise,
            } => json!({ "Fn::If": [condition.as_str(), then, otherwise] }),
            Self::FindInMap { map, keys, default } => {
                let (first, second) = *keys;
                let mut arguments = vec![map.as_str().into(), first.into(), second.into()];
                arguments.extend(default.map(|value| json!({ "DefaultValue": value })));
                json!({ "Fn::FindInMap": arguments })
            }
            Self::ImportValue(name) => json!({ "Fn::ImportValue": Json::from(*name) }),
            Self::GetStackOutput(output) => json!({ "Fn::GetStackOutput": output.into_json() }),
            Self::Base64(text) => json!({ "Fn::Base64": Json::from(*text) }),
            Self::Dynamic(reference) => Json::String(reference.0),
            Self::Function(name, argument) => json!({ name: argument }),
        }
    }
}
