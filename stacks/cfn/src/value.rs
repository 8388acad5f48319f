//! Values that may be known only at deploy.

use serde_json::{Value as Json, json};

use crate::LogicalId;

/// A property's value: a literal of type `T`, or how CloudFormation finds it.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<T> {
    /// Known now.
    Literal(T),
    /// What a parameter holds, or what a resource is referred to by.
    Ref(LogicalId),
    /// An attribute of a resource.
    Attribute(LogicalId, &'static str),
    /// Where the stack itself is.
    Pseudo(PseudoParameter),
    /// Texts, one after the other.
    Join(Vec<Value<String>>),
}

/// What every template knows of its own stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PseudoParameter {
    /// The account's 12 digits.
    AccountId,
    /// `aws`, `aws-cn`, `aws-us-gov`.
    Partition,
    /// The region's name.
    Region,
}

impl PseudoParameter {
    /// The name that `Ref` takes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AccountId => "AWS::AccountId",
            Self::Partition => "AWS::Partition",
            Self::Region => "AWS::Region",
        }
    }
}

impl From<&str> for Value<String> {
    fn from(text: &str) -> Self {
        Self::Literal(text.to_owned())
    }
}

impl From<String> for Value<String> {
    fn from(text: String) -> Self {
        Self::Literal(text)
    }
}

impl From<PseudoParameter> for Value<String> {
    fn from(pseudo: PseudoParameter) -> Self {
        Self::Pseudo(pseudo)
    }
}

impl<T: Into<Json>> From<Value<T>> for Json {
    fn from(value: Value<T>) -> Self {
        match value {
            Value::Literal(literal) => literal.into(),
            Value::Ref(id) => json!({ "Ref": id.as_str() }),
            Value::Attribute(id, attribute) => json!({ "Fn::GetAtt": [id.as_str(), attribute] }),
            Value::Pseudo(pseudo) => json!({ "Ref": pseudo.name() }),
            Value::Join(parts) => {
                json!({ "Fn::Join": ["", parts.into_iter().map(Self::from).collect::<Vec<_>>()] })
            }
        }
    }
}

/// Texts, one after the other; a single literal when all of them are literals.
pub fn join(parts: impl IntoIterator<Item = Value<String>>) -> Value<String> {
    let mut joined: Vec<Value<String>> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Value::Literal(last)), Value::Literal(next)) => last.push_str(&next),
            (_, Value::Join(inner)) => joined.extend(inner),
            (_, other) => joined.push(other),
        }
    }
    match joined.pop() {
        None => Value::Literal(String::new()),
        Some(only) if joined.is_empty() => only,
        Some(last) => {
            joined.push(last);
            Value::Join(joined)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_literals_become_one() {
        let id = LogicalId::from_words(["bucket"]);
        let value = join([
            "arn:".into(),
            PseudoParameter::Partition.into(),
            ":s3:::".into(),
            Value::Ref(id),
            "/".into(),
            "a/".into(),
        ]);
        assert_eq!(
            Json::from(value),
            json!({"Fn::Join": ["", [
                "arn:", {"Ref": "AWS::Partition"}, ":s3:::", {"Ref": "Bucket"}, "/a/"
            ]]})
        );
        assert_eq!(Json::from(join(["a".into(), "b".into()])), json!("ab"));
    }
}
