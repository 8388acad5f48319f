//! Event patterns: which events a rule is for.

use serde_json::{Map, Value};

/// How deep a pattern may nest.
const DEPTH: usize = 32;

/// A pattern: every field matches, or one of the alternatives of `$or`.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    fields: Vec<(String, Field)>,
    alternatives: Vec<Vec<Pattern>>,
}

#[derive(Debug, Clone, PartialEq)]
enum Field {
    Nested(Pattern),
    AnyOf(Vec<Matcher>),
}

#[derive(Debug, Clone, PartialEq)]
enum Matcher {
    Equals(Value),
    Prefix(String),
    PrefixIgnoringCase(String),
    Suffix(String),
    SuffixIgnoringCase(String),
    IgnoringCase(String),
    Wildcard(String),
    Exists(bool),
    Numeric(Vec<(Comparison, f64)>),
    AnythingBut(Vec<Matcher>),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence that says where and what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value =
            serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
        Self::read(&value, "$", 0)
    }

    fn read(value: &Value, place: &str, depth: usize) -> Result<Self, String> {
        let Value::Object(map) = value else {
            return Err(format!("{place}: a pattern is an object, found {value}"));
        };
        if map.is_empty() || depth > DEPTH {
            return Err(format!(
                "{place}: a pattern has fields, at most {DEPTH} deep"
            ));
        }
        let mut pattern = Self {
            fields: Vec::new(),
            alternatives: Vec::new(),
        };
        for (name, value) in map {
            let place = format!("{place}.{name}");
            match value {
                Value::Array(options) if name == "$or" => {
                    let options = options.iter().map(|one| Self::read(one, &place, depth + 1));
                    pattern
                        .alternatives
                        .push(options.collect::<Result<_, _>>()?);
                }
                Value::Array(options) => {
                    if options.is_empty() {
                        return Err(format!("{place}: a list of what matches is not empty"));
                    }
                    let matchers = options.iter().map(|one| Matcher::read(one, &place));
                    let matchers = matchers.collect::<Result<_, _>>()?;
                    pattern.fields.push((name.clone(), Field::AnyOf(matchers)));
                }
                Value::Object(_) => {
                    let nested = Self::read(value, &place, depth + 1)?;
                    pattern.fields.push((name.clone(), Field::Nested(nested)));
                }
                other => {
                    return Err(format!(
                        "{place}: \"{name}\" must be an object or an array, found {other}"
                    ));
                }
            }
        }
        Ok(pattern)
    }

    /// Whether an event matches.
    pub fn matches(&self, event: &Value) -> bool {
        self.fields.iter().all(|(name, field)| match field {
            Field::Nested(pattern) => match event.get(name) {
                Some(Value::Array(items)) => items.iter().any(|item| pattern.matches(item)),
                Some(value) => pattern.matches(value),
                None => pattern.matches(&Value::Null),
            },
            Field::AnyOf(matchers) => matchers.iter().any(|one| one.matches(event.get(name))),
        }) && self
            .alternatives
            .iter()
            .all(|options| options.iter().any(|option| option.matches(event)))
    }
}

impl Matcher {
    fn read(value: &Value, place: &str) -> Result<Self, String> {
        let Value::Object(map) = value else {
            return match value {
                Value::Array(_) => Err(format!("{place}: a list within a list matches nothing")),
                _ => Ok(Self::Equals(value.clone())),
            };
        };
        let Some((kind, operand)) = only(map) else {
            return Err(format!(
                "{place}: a matcher is one word and its operand, found {value}"
            ));
        };
        let text = |operand: &Value| {
            let given = operand.as_str().map(str::to_owned);
            given.ok_or_else(|| format!("{place}: \"{kind}\" takes a string, found {operand}"))
        };
        let ignoring_case = || {
            let given = operand.as_object().and_then(only);
            given
                .filter(|(word, _)| word.as_str() == "equals-ignore-case")
                .map(|(_, given)| given)
        };
        match kind.as_str() {
            "prefix" => match ignoring_case() {
                Some(given) => Ok(Self::PrefixIgnoringCase(text(given)?.to_lowercase())),
                None => Ok(Self::Prefix(text(operand)?)),
            },
            "suffix" => match ignoring_case() {
                Some(given) => Ok(Self::SuffixIgnoringCase(text(given)?.to_lowercase())),
                None => Ok(Self::Suffix(text(operand)?)),
            },
            "equals-ignore-case" => Ok(Self::IgnoringCase(text(operand)?.to_lowercase())),
            "wildcard" => Ok(Self::Wildcard(text(operand)?)),
            "exists" => {
                let wanted = operand.as_bool();
                let error = || format!("{place}: \"exists\" takes true or false, found {operand}");
                Ok(Self::Exists(wanted.ok_or_else(error)?))
            }
            "numeric" => Ok(Self::Numeric(read_numeric(operand, place)?)),
            "anything-but" => Ok(Self::AnythingBut(read_anything_but(operand, place)?)),
            other => Err(format!(
                "{place}: \"{other}\" is not served; there are prefix, suffix, anything-but, \
                 exists, numeric, equals-ignore-case and wildcard"
            )),
        }
    }

    fn matches(&self, value: Option<&Value>) -> bool {
        match (self, value) {
            (Self::Exists(wanted), value) => {
                *wanted == value.is_some_and(|value| !value.is_object())
            }
            (_, None) => false,
            // Of a list, one must match; none of it may be what it is anything but.
            (Self::AnythingBut(_), Some(Value::Array(items))) => {
                items.iter().all(|item| self.matches_one(item))
            }
            (_, Some(Value::Array(items))) => items.iter().any(|item| self.matches_one(item)),
            (_, Some(value)) => self.matches_one(value),
        }
    }

    fn matches_one(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            Self::Equals(wanted) => equal(wanted, value),
            Self::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
            Self::PrefixIgnoringCase(prefix) => {
                text.is_some_and(|text| text.to_lowercase().starts_with(prefix))
            }
            Self::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
            Self::SuffixIgnoringCase(suffix) => {
                text.is_some_and(|text| text.to_lowercase().ends_with(suffix))
            }
            Self::IgnoringCase(wanted) => text.is_some_and(|text| text.to_lowercase() == *wanted),
            Self::Wildcard(pattern) => text.is_some_and(|text| wildcard(pattern, text)),
            Self::Exists(wanted) => *wanted,
            Self::Numeric(bounds) => value.as_f64().is_some_and(|number| {
                bounds
                    .iter()
                    .all(|(comparison, bound)| comparison.holds(number, *bound))
            }),
            Self::AnythingBut(refused) => !refused.iter().any(|one| one.matches_one(value)),
        }
    }
}

impl Comparison {
    fn holds(self, number: f64, bound: f64) -> bool {
        match self {
            Self::Equal => number == bound,
            Self::Less => number < bound,
            Self::LessOrEqual => number <= bound,
            Self::Greater => number > bound,
            Self::GreaterOrEqual => number >= bound,
        }
    }
}

fn only(map: &Map<String, Value>) -> Option<(&String, &Value)> {
    (map.len() == 1).then(|| map.iter().next()).flatten()
}

fn read_numeric(operand: &Value, place: &str) -> Result<Vec<(Comparison, f64)>, String> {
    let error = || {
        format!("{place}: \"numeric\" takes a list such as [\">\", 0, \"<=\", 5], found {operand}")
    };
    let items = operand
        .as_array()
        .filter(|items| matches!(items.len(), 2 | 4))
        .ok_or_else(error)?;
    let bounds = items.chunks_exact(2).map(|pair| {
        let comparison = match pair[0].as_str()? {
            "=" => Comparison::Equal,
            "<" => Comparison::Less,
            "<=" => Comparison::LessOrEqual,
            ">" => Comparison::Greater,
            ">=" => Comparison::GreaterOrEqual,
            _ => return None,
        };
        Some((comparison, pair[1].as_f64()?))
    });
    bounds.collect::<Option<_>>().ok_or_else(error)
}

fn read_anything_but(operand: &Value, place: &str) -> Result<Vec<Matcher>, String> {
    match operand {
        Value::Array(items) => items.iter().map(|one| Matcher::read(one, place)).collect(),
        // {"anything-but": {"prefix": ["a", "b"]}}
        Value::Object(map) => match only(map) {
            Some((word, Value::Array(items))) => items
                .iter()
                .map(|item| {
                    let one = Value::Object(Map::from_iter([(word.clone(), item.clone())]));
                    Matcher::read(&one, place)
                })
                .collect(),
            _ => Ok(vec![Matcher::read(operand, place)?]),
        },
        other => Ok(vec![Matcher::read(other, place)?]),
    }
}

/// Numbers are equal by value (`1` and `1.0`), all else as written.
fn equal(wanted: &Value, value: &Value) -> bool {
    match (wanted.as_f64(), value.as_f64()) {
        (Some(wanted), Some(value)) => wanted == value,
        _ => wanted == value,
    }
}

/// `*` stands for any text. The parts between must come in order, the first at the start and
/// the last at the end.
fn wildcard(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        let Some(at) = text.find(part) else {
            return false;
        };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn matches(pattern: &Value, event: &Value) -> bool {
        Pattern::parse(&pattern.to_string()).unwrap().matches(event)
    }

    #[test]
    fn the_marker_of_a_batch_is_recognised() {
        let pattern = json!({
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {
                "bucket": { "name": ["pictures"] },
                "object": { "key": [{ "suffix": "/_READY" }] }
            }
        });
        let event = |key: &str| {
            json!({
                "source": "aws.s3", "detail-type": "Object Created",
                "detail": { "bucket": { "name": "pictures" }, "object": { "key": key } }
            })
        };
        assert!(matches(&pattern, &event("incoming/one/_READY")));
        assert!(!matches(&pattern, &event("incoming/one/panel/p1/a.jpg")));
    }

    #[test]
    fn every_matcher_accepts_and_refuses() {
        let cases = [
            (json!("a"), json!("a"), json!("b")),
            (json!(1), json!(1.0), json!("1")),
            (json!(null), json!(null), json!("null")),
            (json!({"prefix": "ab"}), json!("abc"), json!("cab")),
            (
                json!({"prefix": {"equals-ignore-case": "AB"}}),
                json!("abc"),
                json!("cab"),
            ),
            (json!({"suffix": "bc"}), json!("abc"), json!("bcd")),
            (
                json!({"equals-ignore-case": "AbC"}),
                json!("aBc"),
                json!("ab"),
            ),
            (
                json!({"wildcard": "a*/b*.jpg"}),
                json!("ax/bc.jpg"),
                json!("ax/c.jpg"),
            ),
            (json!({"wildcard": "a*a"}), json!("aa"), json!("a")),
            (json!({"numeric": [">", 0, "<=", 5]}), json!(5), json!(0)),
            (json!({"numeric": ["=", 2]}), json!(2.0), json!("2")),
            (json!({"anything-but": "a"}), json!("b"), json!("a")),
            (json!({"anything-but": ["a", 1]}), json!(2), json!(1)),
            (
                json!({"anything-but": {"prefix": "a"}}),
                json!("ba"),
                json!("ab"),
            ),
            (
                json!({"anything-but": {"suffix": ["a", "b"]}}),
                json!("c"),
                json!("xb"),
            ),
            (json!({"exists": true}), json!("x"), json!({"y": 1})),
        ];
        for (matcher, accepted, refused) in cases {
            let pattern = json!({ "f": [matcher] });
            assert!(
                matches(&pattern, &json!({ "f": accepted })),
                "{pattern} {accepted}"
            );
            assert!(
                !matches(&pattern, &json!({ "f": refused })),
                "{pattern} {refused}"
            );
        }
    }

    #[test]
    fn absence_lists_and_alternatives() {
        let absent = json!({ "d": { "e": [{ "exists": false }] } });
        assert!(matches(&absent, &json!({ "d": {} })));
        assert!(matches(&absent, &json!({})));
        assert!(!matches(&absent, &json!({ "d": { "e": 1 } })));
        let member = json!({ "resources": ["b"] });
        assert!(matches(&member, &json!({ "resources": ["a", "b"] })));
        let but = json!({ "resources": [{ "anything-but": "b" }] });
        assert!(!matches(&but, &json!({ "resources": ["a", "b"] })));
        let either = json!({ "$or": [{ "a": [1] }, { "b": [{ "prefix": "x" }] }] });
        assert!(matches(&either, &json!({ "b": "xy" })));
        assert!(!matches(&either, &json!({ "a": 2, "b": "y" })));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        for (pattern, place) in [
            (json!({"a": "b"}), "$.a"),
            (json!({"a": {"b": []}}), "$.a.b"),
            (json!({"a": [{"cidr": "10.0.0.0/8"}]}), "$.a"),
            (json!({"a": [{"numeric": ["~", 1]}]}), "$.a"),
            (json!([]), "$"),
        ] {
            let error = Pattern::parse(&pattern.to_string()).unwrap_err();
            assert!(error.starts_with(&format!("{place}:")), "{error}");
        }
    }
}
