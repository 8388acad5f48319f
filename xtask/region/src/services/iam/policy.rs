//! Policy documents and what they decide. Pure: no store, no clock.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde_json::{Map, Value};

use super::condition::{Clause, Keys};
use super::pattern::Pattern;

/// A document that can't be read: `MalformedPolicyDocument`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PolicyError(pub String);

/// A policy document.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    statements: Vec<Statement>,
}

#[derive(Debug, Clone, PartialEq)]
struct Statement {
    allows: bool,
    principals: Option<Named<(String, Pattern)>>,
    actions: Named<Pattern>,
    resources: Option<Named<Pattern>>,
    clauses: Vec<Clause>,
}

/// What a statement names, or names all but.
#[derive(Debug, Clone, PartialEq)]
struct Named<T> {
    all_but: bool,
    names: Vec<T>,
}

impl<T> Named<T> {
    fn matches(&self, is: impl Fn(&T) -> bool) -> bool {
        self.names.iter().any(is) != self.all_but
    }
}

/// Where a policy hangs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On a role: names actions and resources.
    Identity,
    /// On a resource (a bucket, a topic): names principals as well.
    Resource,
    /// On a role, saying who may assume it: names no resources.
    Trust,
}

/// What is to be decided.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// Such as `s3:GetObject`.
    pub action: &'a str,
    /// An ARN.
    pub resource: &'a str,
    /// Who asks, by the kinds of names it goes by: `AWS` and its ARNs, `Service` and its name.
    pub principals: &'a [(&'a str, String)],
    /// The condition keys of the request.
    pub keys: &'a Keys,
}

/// What policies decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// No statement speaks of it, so it is denied.
    Unmatched,
    /// A statement allows it, and none denies it.
    Allowed,
    /// A statement denies it.
    Denied,
}

impl Decision {
    /// Both together: a denial wins, then an allowance.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Denied, _) | (_, Self::Denied) => Self::Denied,
            (Self::Allowed, _) | (_, Self::Allowed) => Self::Allowed,
            _ => Self::Unmatched,
        }
    }
}

impl Policy {
    /// Reads a document.
    pub fn parse(document: &Value, kind: Kind) -> Result<Self, PolicyError> {
        let document = object(document, "a policy document")?;
        for key in document.keys() {
            if !matches!(key.as_str(), "Version" | "Id" | "Statement") {
                return Err(syntax(format!("a policy document has no member {key}")));
            }
        }
        match document
            .get("Version")
            .map(|version| version.as_str().unwrap_or_default())
        {
            None | Some("2012-10-17" | "2008-10-17") => {}
            Some(_) => {
                return Err(syntax("the Version is 2012-10-17 or 2008-10-17"));
            }
        }
        let statements = match document.get("Statement") {
            Some(Value::Array(statements)) => statements.iter().collect(),
            Some(one @ Value::Object(_)) => vec![one],
            _ => return Err(syntax("a policy document has a Statement")),
        };
        let statements = statements
            .into_iter()
            .map(|statement| Statement::parse(object(statement, "a statement")?, kind))
            .collect::<Result<_, _>>()?;
        Ok(Self { statements })
    }

    /// What the document decides.
    pub fn decide(&self, question: &Question<'_>) -> Decision {
        self.statements
            .iter()
            .filter(|statement| statement.matches(question))
            .map(|statement| match statement.allows {
                true => Decision::Allowed,
                false => Decision::Denied,
            })
            .fold(Decision::Unmatched, Decision::and)
    }
}

impl Statement {
    fn parse(statement: &Map<String, Value>, kind: Kind) -> Result<Self, PolicyError> {
        for key in statement.keys() {
            let known = match key.as_str() {
                "Sid" | "Effect" | "Action" | "NotAction" | "Condition" => true,
                "Resource" | "NotResource" => kind != Kind::Trust,
                "Principal" | "NotPrincipal" => kind != Kind::Identity,
                _ => false,
            };
            if !known {
                return Err(syntax(format!(
                    "this policy's statements have no member {key}"
                )));
            }
        }
        let allows = match statement.get("Effect").and_then(Value::as_str) {
            Some("Allow") => true,
            Some("Deny") => false,
            _ => return Err(syntax("a statement's Effect is Allow or Deny")),
        };
        let actions = named(statement, "Action", |name| {
            match name == "*" || name.contains(':') {
                true => Ok(Pattern::new(&name.to_ascii_lowercase())),
                false => Err(syntax(format!(
                    "\"{name}\" is no action; one has the form service:Action"
                ))),
            }
        })?
        .ok_or_else(|| syntax("a statement has an Action or a NotAction"))?;
        let resources = named(statement, "Resource", |name| {
            match name == "*" || name.starts_with("arn:") {
                true => Ok(Pattern::new(name)),
                false => Err(syntax(format!(
                    "Resource {name} must be in ARN format or \"*\"."
                ))),
            }
        })?;
        if resources.is_none() && kind != Kind::Trust {
            return Err(syntax(
                "a statement has a Resource or a NotResource".to_owned(),
            ));
        }
        let principals = principals(statement)?;
        if principals.is_none() && kind != Kind::Identity {
            return Err(syntax("a statement has a Principal"));
        }
        let clauses = match statement.get("Condition") {
            None => Vec::new(),
            Some(conditions) => Clause::parse_all(object(conditions, "a Condition")?)?,
        };
        Ok(Self {
            allows,
            principals,
            actions,
            resources,
            clauses,
        })
    }

    fn matches(&self, question: &Question<'_>) -> bool {
        let action = question.action.to_ascii_lowercase();
        let principal = |(kind, pattern): &(String, Pattern)| {
            (kind == "*" || kind == "AWS") && pattern.is_anything()
                || question
                    .principals
                    .iter()
                    .any(|(of, name)| of == kind && pattern.matches(name))
        };
        self.actions.matches(|pattern| pattern.matches(&action))
            && self.resources.as_ref().is_none_or(|resources| {
                resources.matches(|pattern| {
                    pattern
                        .with_variables(question.keys)
                        .matches(question.resource)
                })
            })
            && self
                .principals
                .as_ref()
                .is_none_or(|principals| principals.matches(principal))
            && self
                .clauses
                .iter()
                .all(|clause| clause.holds(question.keys))
    }
}

/// `<name>` or `Not<name>`, each one text or a list of texts.
fn named<T>(
    statement: &Map<String, Value>,
    name: &str,
    parse: impl Fn(&str) -> Result<T, PolicyError>,
) -> Result<Option<Named<T>>, PolicyError> {
    let negated = format!("Not{name}");
    let (all_but, value) = match (statement.get(name), statement.get(&negated)) {
        (Some(value), None) => (false, value),
        (None, Some(value)) => (true, value),
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            return Err(syntax(format!(
                "a statement has {name} or {negated}, not both"
            )));
        }
    };
    let names = texts(value)
        .ok_or_else(|| syntax(format!("{name} is a text or a list of texts")))?
        .into_iter()
        .map(parse)
        .collect::<Result<_, _>>()?;
    Ok(Some(Named { all_but, names }))
}

fn principals(
    statement: &Map<String, Value>,
) -> Result<Option<Named<(String, Pattern)>>, PolicyError> {
    let (all_but, value) = match (statement.get("Principal"), statement.get("NotPrincipal")) {
        (Some(value), _) => (false, value),
        (None, Some(value)) => (true, value),
        (None, None) => return Ok(None),
    };
    let mut names = Vec::new();
    match value {
        Value::String(all) if all == "*" => names.push(("*".to_owned(), Pattern::new("*"))),
        Value::Object(by_kind) => {
            for (kind, value) in by_kind {
                let listed = texts(value)
                    .ok_or_else(|| syntax(format!("Principal.{kind} is a text or a list")))?;
                names.extend(
                    listed
                        .into_iter()
                        .map(|name| (kind.clone(), Pattern::new(name))),
                );
            }
        }
        _ => return Err(syntax("a Principal is \"*\" or an object")),
    }
    Ok(Some(Named { all_but, names }))
}

/// One text or several.
pub(super) fn texts(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(one) => Some(vec![one]),
        Value::Array(several) => several.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

fn object<'a>(value: &'a Value, what: &str) -> Result<&'a Map<String, Value>, PolicyError> {
    value
        .as_object()
        .ok_or_else(|| syntax(format!("{what} is an object")))
}

pub(super) fn syntax(detail: impl Display) -> PolicyError {
    PolicyError(format!("Syntax errors in policy: {detail}"))
}

/// The condition keys of a request, from pairs.
pub fn keys<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Keys {
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in pairs {
        keys.entry(name.to_ascii_lowercase())
            .or_default()
            .push(value);
    }
    keys
}
