//! A policy of a template as the rules see it.

use diagnostics::Address;
use serde_json::{Map, Value as Json};

use super::text::{Text, options, text};

/// What a policy is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A role, user or group: says what they may do.
    Identity,
    /// A resource: says who may do what with it.
    Resource,
    /// A resource that the statements need not name.
    OfItself,
    /// A role: says who may take it on.
    Trust,
    /// Something that is not known.
    Unknown,
}

/// A policy of a template.
#[derive(Debug)]
pub(super) struct Policy<'a> {
    /// The type of the resource that has it.
    pub(super) of: &'a str,
    pub(super) document: &'a Map<String, Json>,
    pub(super) place: Address,
    pub(super) kind: Kind,
    /// The most characters.
    pub(super) most: Option<usize>,
    pub(super) statements: Vec<Statement<'a>>,
    /// Why statements hold wildcards, by `Sid`.
    pub(super) reasons: Option<&'a Map<String, Json>>,
}

/// One statement, or one that there may be.
#[derive(Debug)]
pub(super) struct Statement<'a> {
    template: &'a Json,
    pub(super) body: &'a Map<String, Json>,
    pub(super) place: Address,
}

impl<'a> Policy<'a> {
    pub(super) fn new(
        template: &'a Json,
        of: &'a str,
        document: &'a Map<String, Json>,
        place: Address,
        kind: Kind,
        most: Option<usize>,
        reasons: Option<&'a Map<String, Json>>,
    ) -> Self {
        let mut statements = Vec::new();
        if let Some(list) = document.get("Statement") {
            for (one, place) in items(list, &place.join("Statement")) {
                if let Json::Object(body) = one {
                    // A function stands for a statement that is known only at deploy.
                    if !is_function(body) {
                        statements.push(Statement {
                            template,
                            body,
                            place,
                        });
                    }
                }
            }
        }
        Self {
            of,
            document,
            place,
            kind,
            most,
            statements,
            reasons,
        }
    }
}

impl<'a> Statement<'a> {
    /// An element's texts with their places; a single one counts as a list of one.
    pub(super) fn texts(&self, element: &str) -> Vec<(Text, Address)> {
        let Some(value) = self.body.get(element) else {
            return Vec::new();
        };
        items(value, &self.place.join(element))
            .into_iter()
            .map(|(item, place)| (text(item, self.template), place))
            .collect()
    }

    /// Whether an element is there.
    pub(super) fn has(&self, element: &str) -> bool {
        self.body.contains_key(element)
    }

    /// Whether it is known to allow.
    pub(super) fn allows(&self) -> bool {
        self.body.get("Effect").and_then(Json::as_str) == Some("Allow")
    }

    pub(super) fn sid(&self) -> Option<&'a str> {
        self.body.get("Sid").and_then(Json::as_str)
    }

    pub(super) fn at(&self, element: &str) -> Address {
        self.place.join(element)
    }

    /// The tests of its condition: operator, key, values and place.
    pub(super) fn tests(&self) -> Vec<(&'a str, &'a str, &'a Json, Address)> {
        let mut tests = Vec::new();
        let Some(condition) = self.body.get("Condition") else {
            return tests;
        };
        for (condition, place) in options(condition, &self.at("Condition")) {
            for (operator, keys) in condition.as_object().into_iter().flatten() {
                for (keys, place) in options(keys, &place.join(operator.as_str())) {
                    for (key, values) in keys.as_object().into_iter().flatten() {
                        tests.push((
                            operator.as_str(),
                            key.as_str(),
                            values,
                            place.join(key.as_str()),
                        ));
                    }
                }
            }
        }
        tests
    }
}

/// The items of a list, or the only one; each of those that there may be.
pub(super) fn items<'a>(value: &'a Json, place: &Address) -> Vec<(&'a Json, Address)> {
    let mut out = Vec::new();
    for (value, place) in options(value, place) {
        match value {
            Json::Array(list) => {
                for (at, item) in list.iter().enumerate() {
                    out.extend(items(item, &place.join(at.to_string())));
                }
            }
            _ => out.push((value, place)),
        }
    }
    out
}

/// Whether an object is a function of CloudFormation.
pub(super) fn is_function(object: &Map<String, Json>) -> bool {
    let mut names = object.keys();
    object.len() == 1
        && names.any(|name| name == "Ref" || name == "Condition" || name.starts_with("Fn::"))
}
