//! Values that may be known only at deploy.

use serde_json::Value as Json;

use crate::expression::{DynamicReference, Expression, PseudoParameter, StackOutput, Sub};
use crate::property::{Any, List, Map, Property};
use crate::{Condition, Identifier, LogicalId, Mapping};

/// A property's value: a literal of type `T`, or how CloudFormation finds it. Literals come by
/// [`From`]; the functions are constructors that exist only for the types they can give.
///
/// ```
/// use cfn::{PseudoParameter, Template, Test, Value};
///
/// let mut template = Template::new("Orders.");
/// let here = Test::equals(PseudoParameter::Region, "eu-west-1");
/// let here = template.condition("is-here".into(), here);
/// let name: Value<String> = "orders".into();
/// let either = Value::<String>::if_(&here, name, "orders-elsewhere");
/// assert_eq!(
///     serde_json::Value::from(either),
///     serde_json::json!({ "Fn::If": ["IsHere", "orders", "orders-elsewhere"] })
/// );
/// ```
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<T> {
    /// Known now.
    Literal(T),
    /// Found by CloudFormation.
    Deferred(Expression),
}

impl<T: Property> Value<T> {
    /// `Fn::If`: one of two values, by a condition of the template.
    pub fn if_(condition: &Condition, then: impl Into<Self>, otherwise: impl Into<Self>) -> Self {
        Self::Deferred(Expression::If {
            condition: condition.id().clone(),
            then: Json::from(then.into()),
            otherwise: Json::from(otherwise.into()),
        })
    }

    /// `Fn::Select`: an item of a list, counted from 0.
    pub fn select(index: u32, list: impl Into<Value<List<T>>>) -> Self {
        Self::Deferred(Expression::Select {
            index: index.into(),
            list: Json::from(list.into()),
        })
    }

    /// `Fn::FindInMap`: what a mapping of the template holds under two keys.
    pub fn find_in_map(
        map: &Mapping,
        first: impl Into<Value<String>>,
        second: impl Into<Value<String>>,
    ) -> Self {
        Self::Deferred(Expression::FindInMap {
            map: map.id().clone(),
            keys: Box::new((first.into(), second.into())),
            default: None,
        })
    }
}

impl Value<String> {
    /// `Ref` to a parameter or resource by its id: a text. What [`crate::Template::add`] gives
    /// refers to a resource with its type.
    pub const fn reference(id: LogicalId) -> Self {
        Self::Deferred(Expression::Ref(id))
    }

    /// `Fn::GetAtt` of a resource by its id: a text. See [`Self::reference`].
    pub fn attribute(id: LogicalId, name: &'static str) -> Self {
        Self::Deferred(Expression::Attribute(id, name.into()))
    }

    /// `Fn::Join`: the texts of a list, with a separator between them.
    pub fn join(separator: impl Into<String>, list: impl Into<Value<List<String>>>) -> Self {
        Self::Deferred(Expression::Join {
            separator: separator.into(),
            list: Json::from(list.into()),
        })
    }

    /// `Fn::Sub`: a text with `${Name}` in it, which stand for the variables that are given, for
    /// parameters, resources, their attributes (`${Queue.Arn}`) and pseudo parameters.
    pub fn sub<K: Into<String>, V: Into<Self>>(
        text: impl Into<String>,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = variables.into_iter();
        Self::Deferred(Expression::Sub(Sub {
            text: text.into(),
            variables: variables.map(|(k, v)| (k.into(), v.into())).collect(),
        }))
    }

    /// `Fn::Base64`: the text in Base64.
    pub fn base64(text: impl Into<Self>) -> Self {
        Self::Deferred(Expression::Base64(Box::new(text.into())))
    }

    /// `Fn::ImportValue`: what another stack of the account and region exports. The exporting
    /// stack cannot change or drop it while it is imported.
    pub fn import(export: impl Into<Self>) -> Self {
        Self::Deferred(Expression::ImportValue(Box::new(export.into())))
    }

    /// `Fn::GetStackOutput`: an output of another stack, which stays free to change.
    pub fn stack_output(output: StackOutput) -> Self {
        Self::Deferred(Expression::GetStackOutput(Box::new(output)))
    }

    /// Says that the text is an identifier of the kind that is needed: for names and ARNs that
    /// come from parameters, imports or joined texts.
    pub fn assume<I: Identifier>(self) -> Value<I> {
        match self {
            Self::Literal(text) => Value::Literal(I::from_text(text)),
            Self::Deferred(expression) => Value::Deferred(expression),
        }
    }
}

impl Value<List<String>> {
    /// `Fn::Split`: the parts of a text, between separators.
    pub fn split(separator: impl Into<String>, text: impl Into<Value<String>>) -> Self {
        Self::Deferred(Expression::Split {
            separator: separator.into(),
            text: Box::new(text.into()),
        })
    }

    /// `AWS::NotificationARNs`: the topics that are told of the stack's events.
    pub const fn notification_arns() -> Self {
        Self::Deferred(Expression::NotificationArns)
    }

    /// `Fn::GetAZs`: the availability zones of the stack's region.
    pub fn availability_zones() -> Self {
        Self::Deferred(Expression::Function("Fn::GetAZs", Json::from("")))
    }

    /// Says that the texts are identifiers of the kind that is needed.
    pub fn assume<I: Identifier>(self) -> Value<List<I>> {
        match self {
            Self::Deferred(expression) => Value::Deferred(expression),
            Self::Literal(list) => {
                let items = list.into_iter().map(Value::<String>::assume::<I>);
                Value::Literal(items.collect())
            }
        }
    }
}

/// `AWS::NoValue`: as if the property had not been set. A branch of [`Value::if_`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoValue;

impl<T: Property> From<NoValue> for Value<T> {
    fn from(_: NoValue) -> Self {
        Self::Deferred(Expression::NoValue)
    }
}

impl<T> From<T> for Value<T> {
    fn from(literal: T) -> Self {
        Self::Literal(literal)
    }
}

/// What a text literal can become: a text, an identifier, a value of any kind.
#[diagnostic::on_unimplemented(
    message = "a text is no `{Self}`",
    label = "this text",
    note = "numbers, truth values and the values of enums are not written as texts"
)]
pub trait Text: Property {
    /// Of a text.
    fn from_text(text: String) -> Self;
}

impl Text for String {
    fn from_text(text: String) -> Self {
        text
    }
}

impl<T: Text> From<&str> for Value<T> {
    fn from(text: &str) -> Self {
        Self::Literal(T::from_text(text.to_owned()))
    }
}

impl<T: Text> From<&String> for Value<T> {
    fn from(text: &String) -> Self {
        Self::Literal(T::from_text(text.clone()))
    }
}

impl<I: Identifier> From<String> for Value<I> {
    fn from(text: String) -> Self {
        Self::Literal(I::from_text(text))
    }
}

impl<I: Identifier> From<Value<I>> for Value<String> {
    fn from(value: Value<I>) -> Self {
        match value {
            Value::Literal(literal) => Self::Literal(literal.into_text()),
            Value::Deferred(expression) => Self::Deferred(expression),
        }
    }
}

impl From<PseudoParameter> for Value<String> {
    fn from(pseudo: PseudoParameter) -> Self {
        Self::Deferred(Expression::Pseudo(pseudo))
    }
}

impl From<DynamicReference> for Value<String> {
    fn from(reference: DynamicReference) -> Self {
        Self::Deferred(Expression::Dynamic(reference))
    }
}

impl From<i32> for Value<f64> {
    fn from(number: i32) -> Self {
        Self::Literal(number.into())
    }
}

impl<T, U: Into<Value<T>>, const N: usize> From<[U; N]> for Value<List<T>> {
    fn from(items: [U; N]) -> Self {
        Self::Literal(items.into_iter().map(Into::into).collect())
    }
}

impl<T, U: Into<Value<T>>> From<Vec<U>> for Value<List<T>> {
    fn from(items: Vec<U>) -> Self {
        Self::Literal(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Property, K: Into<String>, U: Into<Value<T>>, const N: usize> From<[(K, U); N]>
    for Value<Map<T>>
{
    fn from(entries: [(K, U); N]) -> Self {
        Self::Literal(entries.into_iter().collect())
    }
}

impl<T: Property, K: Into<String>, U: Into<Value<T>>> From<Vec<(K, U)>> for Value<Map<T>> {
    fn from(entries: Vec<(K, U)>) -> Self {
        Self::Literal(entries.into_iter().collect())
    }
}

impl<T: Property, K: Into<String>, U: Into<Value<T>>> From<std::collections::BTreeMap<K, U>>
    for Value<Map<T>>
{
    fn from(entries: std::collections::BTreeMap<K, U>) -> Self {
        Self::Literal(entries.into_iter().collect())
    }
}

impl From<Json> for Value<Any> {
    fn from(json: Json) -> Self {
        Self::Literal(Any(json))
    }
}

impl From<String> for Value<Any> {
    fn from(text: String) -> Self {
        Self::Literal(Any(text.into()))
    }
}

impl From<i32> for Value<Any> {
    fn from(number: i32) -> Self {
        Self::Literal(Any(number.into()))
    }
}

impl From<bool> for Value<Any> {
    fn from(truth: bool) -> Self {
        Self::Literal(Any(truth.into()))
    }
}

impl<T: Property> From<Map<T>> for Value<Any> {
    fn from(map: Map<T>) -> Self {
        Self::Literal(Any::of(map))
    }
}

impl<T: Property> From<List<T>> for Value<Any> {
    fn from(list: List<T>) -> Self {
        Self::Literal(Any::of(list))
    }
}

impl From<Value<String>> for Value<Any> {
    fn from(value: Value<String>) -> Self {
        match value {
            Value::Literal(text) => Self::Literal(Any(text.into())),
            Value::Deferred(expression) => Self::Deferred(expression),
        }
    }
}

impl<I: Identifier> From<Value<I>> for Value<Any> {
    fn from(value: Value<I>) -> Self {
        Value::<String>::from(value).into()
    }
}

impl<T: Property> From<Value<T>> for Json {
    fn from(value: Value<T>) -> Self {
        match value {
            Value::Literal(literal) => literal.into_json(),
            Value::Deferred(expression) => expression.into_json(),
        }
    }
}

/// Texts, one after the other; a single literal when all of them are literals.
pub fn join(parts: impl IntoIterator<Item = Value<String>>) -> Value<String> {
    let mut joined: Vec<Value<String>> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(Value::Literal(last)), Value::Literal(next)) => last.push_str(&next),
            (_, Value::Deferred(Expression::Concat(inner))) => joined.extend(inner),
            (_, other) => joined.push(other),
        }
    }
    match joined.pop() {
        None => Value::Literal(String::new()),
        Some(only) if joined.is_empty() => only,
        Some(last) => {
            joined.push(last);
            Value::Deferred(Expression::Concat(joined))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::identifiers::{BucketName, RoleArn};

    #[test]
    fn neighbouring_literals_become_one() {
        let id = LogicalId::from_words(["bucket"]);
        let value = join([
            "arn:".into(),
            PseudoParameter::Partition.into(),
            ":s3:::".into(),
            Value::reference(id),
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

    #[test]
    fn functions_render_as_cloudformation_reads_them() {
        let id = |name| LogicalId::from_words([name]);
        let mut template = crate::Template::new("t");
        let sizes = template.mapping(id("sizes"), crate::Rows::new());
        let test = crate::Test::equals("a", "b");
        let prod = template.condition(id("prod"), test);
        let text = Value::<String>::reference(id("names"));
        let parts = Value::split(",", text.clone());
        let cases: Vec<(Value<String>, Json)> = vec![
            (
                Value::select(1, parts.clone()),
                json!({ "Fn::Select": [1, { "Fn::Split": [",", { "Ref": "Names" }] }] }),
            ),
            (
                Value::join("-", parts),
                json!({ "Fn::Join": ["-", { "Fn::Split": [",", { "Ref": "Names" }] }] }),
            ),
            (
                Value::sub("${A}/x", [("A", text)]),
                json!({ "Fn::Sub": ["${A}/x", { "A": { "Ref": "Names" } }] }),
            ),
            (
                Value::sub::<&str, &str>("${AWS::Region}", []),
                json!({ "Fn::Sub": "${AWS::Region}" }),
            ),
            (
                Value::find_in_map(&sizes, PseudoParameter::Region, "small"),
                json!({ "Fn::FindInMap": ["Sizes", { "Ref": "AWS::Region" }, "small"] }),
            ),
            (
                Value::if_(&prod, "a", NoValue),
                json!({ "Fn::If": ["Prod", "a", { "Ref": "AWS::NoValue" }] }),
            ),
            (Value::base64("x"), json!({ "Fn::Base64": "x" })),
            (
                Value::import("orders-queue"),
                json!({ "Fn::ImportValue": "orders-queue" }),
            ),
            (
                Value::stack_output(StackOutput::new("orders", "QueueArn").in_region("eu-west-1")),
                json!({ "Fn::GetStackOutput":
                    { "StackName": "orders", "OutputName": "QueueArn", "Region": "eu-west-1" } }),
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(Json::from(value), expected);
        }
    }

    #[test]
    fn an_identifier_is_a_text_and_a_text_only_by_assumption_an_identifier() {
        let bucket: Value<BucketName> = "pictures".into();
        let text: Value<String> = bucket.into();
        assert_eq!(Json::from(text), json!("pictures"));
        let role: Value<RoleArn> = Value::<String>::import("role").assume();
        assert_eq!(Json::from(role), json!({ "Fn::ImportValue": "role" }));
    }

    #[test]
    fn lists_and_maps_mix_literals_and_references() {
        let queue = Value::reference(LogicalId::from_words(["queue"]));
        let list: Value<List<String>> = vec![Value::from("a"), queue.clone()].into();
        assert_eq!(Json::from(list), json!(["a", { "Ref": "Queue" }]));
        let map: Value<Map<Any>> = [("A", Value::<Any>::from(1)), ("B", queue.into())].into();
        assert_eq!(Json::from(map), json!({ "A": 1, "B": { "Ref": "Queue" } }));
    }
}
