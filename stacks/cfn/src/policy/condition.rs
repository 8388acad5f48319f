//! When a statement holds.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>

use serde_json::Value as Json;

use super::key::{Key, kind};
use crate::Value;

/// One test of a statement's condition. An operator exists for the kinds of values that it can
/// compare.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    pub(super) operator: String,
    pub(super) key: String,
    pub(super) values: Json,
}

impl Condition {
    fn new<K>(operator: &str, key: Key<K>, values: Json) -> Self {
        Self {
            operator: operator.to_owned(),
            key: key.into_string(),
            values,
        }
    }

    /// `StringEquals`: one of these texts.
    pub fn equals<V: Into<Value<String>>>(
        key: Key<kind::Text>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new("StringEquals", key, texts(values))
    }

    /// `StringNotEquals`: none of these texts.
    pub fn differs<V: Into<Value<String>>>(
        key: Key<kind::Text>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new("StringNotEquals", key, texts(values))
    }

    /// `StringLike`: one of these patterns of `*` and `?`.
    pub fn like<V: Into<Value<String>>>(
        key: Key<kind::Text>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new("StringLike", key, texts(values))
    }

    /// `Bool`: true or false.
    pub fn is(key: Key<kind::Bool>, value: bool) -> Self {
        Self::new("Bool", key, value.to_string().into())
    }

    /// `ArnLike`: one of these ARNs, with `*` and `?` in their parts.
    pub fn arn_like<V: Into<Value<String>>>(
        key: Key<kind::Arn>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new("ArnLike", key, texts(values))
    }

    /// `IpAddress`: within one of these ranges, such as `203.0.113.0/24`.
    pub fn address_in<V: Into<Value<String>>>(
        key: Key<kind::Address>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        Self::new("IpAddress", key, texts(values))
    }

    /// `NumericLessThanEquals`: this number, or one below it.
    pub fn at_most(key: Key<kind::Number>, value: i64) -> Self {
        Self::new("NumericLessThanEquals", key, value.to_string().into())
    }

    /// `DateLessThan`: before a date and time of ISO 8601, such as `2027-01-01T00:00:00Z`.
    pub fn before(key: Key<kind::Date>, value: impl Into<Value<String>>) -> Self {
        Self::new("DateLessThan", key, Json::from(value.into()))
    }

    /// `Null`: the request has no such key.
    pub fn absent<K>(key: Key<K>) -> Self {
        Self::new("Null", key, "true".into())
    }

    /// Or when the request has no such key.
    #[must_use]
    pub fn if_exists(mut self) -> Self {
        if self.operator != "Null" {
            self.operator.push_str("IfExists");
        }
        self
    }

    /// For a key of several values: when one of them passes.
    #[must_use]
    pub fn for_any_value(mut self) -> Self {
        self.operator.insert_str(0, "ForAnyValue:");
        self
    }

    /// For a key of several values: when all of them pass. None at all pass as well.
    #[must_use]
    pub fn for_all_values(mut self) -> Self {
        self.operator.insert_str(0, "ForAllValues:");
        self
    }
}

/// A single value stands alone, as people write it.
fn texts<V: Into<Value<String>>>(values: impl IntoIterator<Item = V>) -> Json {
    let mut values: Vec<Json> = values.into_iter().map(|v| Json::from(v.into())).collect();
    match values.pop() {
        Some(only) if values.is_empty() => only,
        last => {
            values.extend(last);
            Json::Array(values)
        }
    }
}
