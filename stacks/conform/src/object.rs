//! Objects: which properties there are, and which belong together.

use registry::{Pattern, Shape};
use serde_json::{Map, Value as Json};

use crate::function::is_no_value;
use crate::walk::{Fit, Walk};

/// What may stand beside properties: it is replaced by properties before the deployment.
const REPLACED: [&str; 2] = ["Fn::Transform", "Fn::ForEach::"];

impl<'a> Walk<'a> {
    pub(crate) fn object(&mut self, shape: Shape<'a>, value: &Json, members: &Map<String, Json>) {
        for (name, member) in members {
            if REPLACED.iter().any(|start| name.starts_with(start)) {
                self.is_unsure = true;
            } else if !is_no_value(member) {
                self.member(shape, name, member);
            }
        }
        if !members
            .keys()
            .any(|name| REPLACED.iter().any(|start| name.starts_with(start)))
        {
            self.required(shape, members);
        }
        self.together(shape, value, members);
    }

    fn member(&mut self, shape: Shape<'a>, name: &str, member: &Json) {
        if let Some(names) = shape.json().get("propertyNames") {
            let spelled = Json::from(name);
            if self.fit(shape.within(names), &spelled) == Fit::No {
                self.at(name, |walk| {
                    walk.tell(
                        "cfn::not-allowed-value",
                        format!("the name {name:?} is not allowed"),
                    );
                });
            }
        }
        let mut is_known = false;
        if let Some(property) = shape.property(name) {
            is_known = true;
            self.at(name, |walk| walk.value(property, member));
        }
        for (pattern, values) in shape.pattern_properties() {
            let matches = Pattern::parse(pattern)
                .ok()
                .and_then(|pattern| pattern.is_match(name));
            if matches != Some(false) {
                is_known = true;
                self.at(name, |walk| walk.value(values, member));
            }
        }
        if is_known {
            return;
        }
        match shape.json().get("additionalProperties") {
            Some(Json::Bool(false)) => self.unknown(shape, name),
            Some(further @ Json::Object(_)) => {
                self.at(name, |walk| walk.value(shape.within(further), member));
            }
            _ => {}
        }
    }

    fn unknown(&mut self, shape: Shape<'a>, name: &str) {
        if self.asks {
            self.tell("cfn::unknown-property", "not known");
            return;
        }
        let known: Vec<&str> = shape.properties().map(|(name, _)| name).collect();
        let help = match diagnostics::nearest(name, known.iter().copied()) {
            Some(nearest) => Some(format!("did you mean {nearest:?}?")),
            None if known.is_empty() => None,
            None => Some(format!("known are {}", known.join(", "))),
        };
        let kind = self.part.kind;
        self.at(name, |walk| {
            let summary = format!("{kind} has no property {name:?} here");
            walk.tell_with_help("cfn::unknown-property", summary, help);
        });
    }

    fn required(&mut self, shape: Shape<'a>, members: &Map<String, Json>) {
        let serverless = self.part.kind.starts_with("AWS::Serverless::");
        if serverless && !self.asks && self.scene.json().get("Globals").is_some() {
            // What is required may be told there.
            return;
        }
        for name in shape.required() {
            if !is_given(members, name) {
                self.tell(
                    "cfn::missing-property",
                    format!("the property {name:?} is required"),
                );
            }
        }
    }

    /// Properties that need, exclude or replace each other.
    fn together(&mut self, shape: Shape<'a>, value: &Json, members: &Map<String, Json>) {
        for keyword in ["dependentRequired", "dependencies"] {
            for (name, others) in shape.json()[keyword].as_object().into_iter().flatten() {
                if !is_given(members, name) {
                    continue;
                }
                if others.is_object() {
                    self.value(shape.within(others), value);
                }
                for other in names(others).filter(|other| !is_given(members, other)) {
                    let summary = format!("{name:?} needs {other:?} beside it");
                    self.tell("cfn::missing-property", summary);
                }
            }
        }
        for (name, others) in shape.json()["dependentExcluded"]
            .as_object()
            .into_iter()
            .flatten()
        {
            if !is_given(members, name) {
                continue;
            }
            for other in names(others).filter(|other| is_given(members, other)) {
                let summary = format!("{other:?} cannot be given beside {name:?}");
                self.at(other, |walk| walk.tell("cfn::not-allowed-value", summary));
            }
        }
        let count = |keyword: &str| {
            let all = shape.json().get(keyword)?;
            let given = names(all).filter(|name| is_given(members, name)).count();
            Some((names(all).collect::<Vec<_>>().join(", "), given))
        };
        if let Some((all, 0)) = count("requiredOr") {
            self.tell("cfn::missing-property", format!("one of {all} is required"));
        }
        match count("requiredXor") {
            Some((all, 0)) => {
                self.tell("cfn::missing-property", format!("one of {all} is required"));
            }
            Some((all, 2..)) if !self.depends(members) => {
                self.tell(
                    "cfn::not-allowed-value",
                    format!("only one of {all} can be given"),
                );
            }
            _ => {}
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "an object has fewer than 2^52 members"
        )]
        let given = members.len() as f64;
        if shape
            .limit("minProperties")
            .is_some_and(|least| given < least)
        {
            self.tell(
                "cfn::length",
                format!("{} properties are too few", members.len()),
            );
        }
        if shape
            .limit("maxProperties")
            .is_some_and(|most| given > most)
        {
            self.tell(
                "cfn::length",
                format!("{} properties are too many", members.len()),
            );
        }
    }

    /// Whether which properties there are depends on a condition.
    #[expect(clippy::unused_self, reason = "reads as a question of the walk")]
    fn depends(&self, members: &Map<String, Json>) -> bool {
        members
            .values()
            .any(|member| member.get("Fn::If").is_some())
    }

    /// What only the service sets.
    pub(crate) fn read_only(&mut self, properties: &Json) {
        let schema = self.schema;
        if self.part.kind.starts_with("AWS::Serverless::") {
            // The transform reads them.
            return;
        }
        for path in schema.read_only() {
            let settable = schema
                .write_only()
                .chain(schema.create_only())
                .any(|other| other == path);
            if settable || path.segments().iter().any(|segment| segment == "*") {
                continue;
            }
            let mut value = properties;
            let found = path
                .segments()
                .iter()
                .all(|segment| match value.get(segment) {
                    Some(member) => {
                        value = member;
                        true
                    }
                    None => false,
                });
            if found {
                let before = self.path.len();
                self.path.extend(path.segments().iter().cloned());
                let summary = format!("{path} is set by the service and cannot be given");
                self.tell("cfn::read-only", summary);
                self.path.truncate(before);
            }
        }
    }
}

fn is_given(members: &Map<String, Json>, name: &str) -> bool {
    members.get(name).is_some_and(|member| !is_no_value(member))
}

fn names(list: &Json) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
}
