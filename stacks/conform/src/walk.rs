//! Walks a value along its schema.

use std::collections::BTreeSet;

use diagnostics::{Diagnostic, Severity};
use registry::{Kind, ResourceSchema, Shape};
use serde_json::Value as Json;

use crate::packaged;
use crate::scene::{Part, Scene};

/// How deep a value and its schema are walked; no property of the registry is as deep, unless its
/// schema refers to itself.
const DEEPEST: usize = 64;

/// A walk along one resource.
pub(crate) struct Walk<'a> {
    pub(crate) scene: &'a Scene<'a>,
    pub(crate) part: &'a Part<'a>,
    pub(crate) schema: &'a ResourceSchema,
    /// Where the walk is, below the resource.
    pub(crate) path: Vec<String>,
    found: Vec<Diagnostic>,
    /// Whether something was met that only a deployment can tell.
    pub(crate) is_unsure: bool,
    /// Whether it is only asked if a value fits: what a function may give then tells nothing.
    pub(crate) asks: bool,
    /// How much what is found weighs.
    pub(crate) severity: Severity,
    depth: usize,
}

/// Whether a value fits a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    Yes,
    No,
    /// It depends on what a function gives.
    Unsure,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(
        scene: &'a Scene<'a>,
        part: &'a Part<'a>,
        schema: &'a ResourceSchema,
    ) -> Self {
        Self {
            scene,
            part,
            schema,
            path: vec!["Properties".to_owned()],
            found: Vec::new(),
            is_unsure: false,
            asks: false,
            severity: Severity::Error,
            depth: 0,
        }
    }

    /// What was found, each problem once.
    pub(crate) fn into_found(self) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut found = self.found;
        found.retain(|one| {
            seen.insert((one.address.clone(), one.code.clone(), one.summary.clone()))
        });
        found
    }

    /// Walks all properties of the resource.
    pub(crate) fn properties(&mut self, properties: &Json) {
        let root = self.schema.root();
        self.value(root, properties);
        self.read_only(properties);
    }

    pub(crate) fn tell(&mut self, code: &str, summary: impl Into<String>) {
        self.tell_with_help(code, summary, None);
    }

    pub(crate) fn tell_with_help(
        &mut self,
        code: &str,
        summary: impl Into<String>,
        help: Option<String>,
    ) {
        let mut path = vec!["Resources", self.part.id];
        path.extend(self.path.iter().map(String::as_str));
        let place = self.scene.place(&path);
        let mut problem = Diagnostic::error(code, place, summary);
        problem.severity = self.severity;
        problem.help = help;
        self.found.push(problem);
    }

    /// Goes on at a member of the value at hand.
    pub(crate) fn at(&mut self, segment: impl Into<String>, walk: impl FnOnce(&mut Self)) {
        self.path.push(segment.into());
        walk(self);
        self.path.pop();
    }

    /// What is found weighs no more than this, for the time of a walk.
    pub(crate) fn weighing(&mut self, severity: Severity, walk: impl FnOnce(&mut Self)) {
        let before = self.severity;
        self.severity = severity.min(before);
        walk(self);
        self.severity = before;
    }

    /// Walks and keeps what is found apart.
    pub(crate) fn apart(&mut self, walk: impl FnOnce(&mut Self)) -> Vec<Diagnostic> {
        let before = std::mem::take(&mut self.found);
        walk(self);
        std::mem::replace(&mut self.found, before)
    }

    pub(crate) fn keep(&mut self, found: impl IntoIterator<Item = Diagnostic>) {
        self.found.extend(found);
    }

    /// Whether a value fits, telling nothing.
    pub(crate) fn fit(&mut self, shape: Shape<'a>, value: &Json) -> Fit {
        let asked = std::mem::replace(&mut self.asks, true);
        let was_unsure = std::mem::replace(&mut self.is_unsure, false);
        let found = self.apart(|walk| walk.value(shape, value));
        let unsure = std::mem::replace(&mut self.is_unsure, was_unsure);
        self.asks = asked;
        match (found.is_empty(), unsure) {
            (false, _) => Fit::No,
            (true, true) => Fit::Unsure,
            (true, false) => Fit::Yes,
        }
    }

    /// Walks one value.
    pub(crate) fn value(&mut self, shape: Shape<'a>, value: &Json) {
        if self.depth == DEEPEST {
            self.is_unsure = true;
            return;
        }
        self.depth += 1;
        self.value_within(shape, value);
        self.depth -= 1;
    }

    fn value_within(&mut self, shape: Shape<'a>, value: &Json) {
        match shape.json() {
            Json::Bool(true) => return,
            Json::Bool(false) => {
                self.tell(
                    "cfn::not-allowed-value",
                    "this is not allowed beside what else is given",
                );
                return;
            }
            _ => {}
        }
        if self.function(shape, value) {
            return;
        }
        if shape.json().get("$ref").is_some() {
            let resolved = shape.resolve();
            if resolved != shape {
                self.value(resolved, value);
            }
        }
        if !self.kind(shape, value) {
            return;
        }
        match value {
            Json::Object(members) => self.object(shape, value, members),
            Json::Array(items) => self.list(shape, items),
            scalar => self.scalar(shape, scalar),
        }
        self.combined(shape, value);
    }

    /// Whether the value is of a kind that is allowed.
    fn kind(&mut self, shape: Shape<'a>, value: &Json) -> bool {
        let kinds = shape.kinds();
        if kinds.is_empty() || kinds.iter().any(|kind| is_taken_for(*kind, value)) {
            return true;
        }
        if packaged::is_path(self.part.kind, &self.path, value) {
            self.is_unsure = true;
            return false;
        }
        let expected: Vec<&str> = kinds.iter().map(|kind| name_of(*kind)).collect();
        let summary = format!("expected {}, found {}", expected.join(" or "), told(value));
        self.tell("cfn::wrong-type", summary);
        false
    }

    /// The keywords that combine schemas.
    fn combined(&mut self, shape: Shape<'a>, value: &Json) {
        for part in shape.alternatives("allOf") {
            self.value(part, value);
        }
        self.one_of(shape, "anyOf", value);
        self.one_of(shape, "oneOf", value);
        if let Some(not) = shape.json().get("not")
            && self.fit(shape.within(not), value) == Fit::Yes
        {
            let summary = format!("{} is what the schema excludes", told(value));
            self.tell("cfn::not-allowed-value", summary);
        }
        if let Some(condition) = shape.json().get("if") {
            let branch = match self.fit(shape.within(condition), value) {
                Fit::Yes => shape.json().get("then"),
                Fit::No => shape.json().get("else"),
                Fit::Unsure => {
                    self.is_unsure = true;
                    None
                }
            };
            if let Some(branch) = branch {
                self.value(shape.within(branch), value);
            }
        }
    }

    fn one_of(&mut self, shape: Shape<'a>, keyword: &str, value: &Json) {
        let mut best: Option<Vec<Diagnostic>> = None;
        let mut fitting = 0;
        let was_unsure = std::mem::replace(&mut self.is_unsure, false);
        for alternative in shape.alternatives(keyword) {
            let found = self.apart(|walk| walk.value(alternative, value));
            if found.iter().all(|one| one.severity == Severity::Warning) {
                fitting += 1;
            }
            // The one that was meant is the one that is nearest: whose problems lie deepest, and
            // are fewest.
            let rank = |found: &[Diagnostic]| {
                let deepest = found.iter().map(|one| one.address.depth()).max();
                (deepest, std::cmp::Reverse(found.len()))
            };
            if best.as_ref().is_none_or(|known| rank(&found) > rank(known)) {
                best = Some(found);
            }
        }
        let unsure = std::mem::replace(&mut self.is_unsure, was_unsure);
        self.is_unsure |= unsure;
        match (fitting, best) {
            (0, Some(best)) => self.keep(best),
            (2.., _) if keyword == "oneOf" && !unsure => {
                let summary = format!("{} fits several of what only one may be given", told(value));
                self.tell("cfn::not-allowed-value", summary);
            }
            _ => {}
        }
    }
}

/// Whether CloudFormation takes a value for one of that kind.
pub(crate) fn is_taken_for(kind: Kind, value: &Json) -> bool {
    match (kind, value) {
        (Kind::String, Json::String(_) | Json::Number(_) | Json::Bool(_))
        | (Kind::Boolean, Json::Bool(_))
        | (Kind::Number, Json::Number(_))
        | (Kind::Object, Json::Object(_))
        | (Kind::Array, Json::Array(_))
        | (Kind::Null, Json::Null) => true,
        (Kind::Boolean, Json::String(text)) => ["true", "false"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word)),
        (Kind::Integer, Json::Number(number)) => number.as_f64().is_some_and(|n| n.fract() == 0.0),
        (Kind::Integer, Json::String(text)) => {
            is_opaque(text) || text.trim().parse::<i128>().is_ok()
        }
        (Kind::Number, Json::String(text)) => is_opaque(text) || text.trim().parse::<f64>().is_ok(),
        _ => false,
    }
}

/// Whether a text holds a dynamic reference, which only the deployment resolves.
pub(crate) fn is_opaque(text: &str) -> bool {
    text.contains("{{resolve:")
}

/// A kind as people say it.
pub(crate) const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::String => "a text",
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::Array => "a list",
        Kind::Object => "an object",
        Kind::Null => "null",
    }
}

/// A value as a message tells it.
pub(crate) fn told(value: &Json) -> String {
    match value {
        Json::Object(_) => "an object".to_owned(),
        Json::Array(_) => "a list".to_owned(),
        scalar => {
            let text = scalar.to_string();
            match text.char_indices().nth(80) {
                Some((at, _)) => format!("{}…", &text[..at]),
                None => text,
            }
        }
    }
}
