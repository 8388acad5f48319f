//! The calls of functions in a template.

use diagnostics::Address;
use serde_json::Value as Json;

use super::Context;

/// A key, whether its value fits, and what it must be.
pub(super) type Expected = (&'static str, fn(&Json) -> bool, &'static str);

/// A call of a function, such as `{"Fn::Sub": "${AWS::StackName}-x"}`.
#[derive(Debug, Clone)]
pub(super) struct Call<'a> {
    /// The section that it is in, such as `Resources`.
    pub(super) section: &'static str,
    /// The id of the part that it is in.
    pub(super) id: &'a str,
    /// The function's name, such as `Ref` or `Fn::Sub`.
    pub(super) function: &'a str,
    /// What it is given.
    pub(super) argument: &'a Json,
    /// The functions around it, the outermost first.
    pub(super) within: Vec<&'a str>,
    /// The path in the template's JSON, the function's name included.
    pub(super) path: Vec<String>,
    /// The keys beside it, where there should be none.
    pub(super) beside: usize,
}

impl Call<'_> {
    pub(super) fn place(&self, context: &Context<'_>) -> Address {
        context.address.join_all(&self.path)
    }
}

/// Whether a key of an object is the name of a function.
fn is_function(key: &str) -> bool {
    key == "Ref" || key.starts_with("Fn::")
}

/// The function that a value calls, with what it is given.
pub(super) fn called(json: &Json) -> Option<(&str, &Json)> {
    let object = json.as_object().filter(|object| object.len() == 1)?;
    let (key, argument) = object.iter().next()?;
    (is_function(key) || (key == "Condition" && argument.is_string()))
        .then_some((key.as_str(), argument))
}

/// Whether a value is a text, or a function that may give one.
pub(super) fn may_be_text(json: &Json) -> bool {
    match json {
        Json::String(_) | Json::Number(_) | Json::Bool(_) => true,
        Json::Object(_) => called(json).is_some(),
        _ => false,
    }
}

struct Walk<'a> {
    section: &'static str,
    id: &'a str,
    within: Vec<&'a str>,
    path: Vec<String>,
    calls: Vec<Call<'a>>,
}

/// Every call in the parts of the template where functions mean something.
pub(super) fn collect<'a>(context: &Context<'a>) -> Vec<Call<'a>> {
    let template = context.template;
    let mut walk = Walk {
        section: "Resources",
        id: "",
        within: Vec::new(),
        path: Vec::new(),
        calls: Vec::new(),
    };
    for (id, part) in template.resources() {
        walk.part("Resources", id.as_str(), part.json());
    }
    for (id, part) in template.outputs() {
        walk.part("Outputs", id.as_str(), part.json());
    }
    for (id, part) in template.conditions() {
        walk.part("Conditions", id.as_str(), part.json());
    }
    for (id, part) in template.rules() {
        walk.part("Rules", id.as_str(), part.json());
    }
    walk.calls
}

impl<'a> Walk<'a> {
    fn part(&mut self, section: &'static str, id: &'a str, json: &'a Json) {
        // A loop stands where a part's name would; what it makes is known after it ran.
        if id.starts_with("Fn::") {
            return;
        }
        self.section = section;
        self.id = id;
        self.path = vec![section.to_owned(), id.to_owned()];
        self.value(json);
    }

    fn value(&mut self, json: &'a Json) {
        match json {
            Json::Object(object) => {
                for (key, inner) in object {
                    let tests = matches!(self.section, "Conditions" | "Rules")
                        && key == "Condition"
                        && object.len() == 1
                        && inner.is_string();
                    self.path.push(key.clone());
                    if is_function(key) || tests {
                        self.calls.push(Call {
                            section: self.section,
                            id: self.id,
                            function: key,
                            argument: inner,
                            within: self.within.clone(),
                            path: self.path.clone(),
                            beside: object.len() - 1,
                        });
                        self.within.push(key);
                        self.value(inner);
                        self.within.pop();
                    } else {
                        self.value(inner);
                    }
                    self.path.pop();
                }
            }
            Json::Array(items) => {
                for (at, inner) in items.iter().enumerate() {
                    self.path.push(at.to_string());
                    self.value(inner);
                    self.path.pop();
                }
            }
            _ => {}
        }
    }
}

/// A variable of an `Fn::Sub` text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Variable<'a> {
    pub(super) name: &'a str,
}

/// The variables of an `Fn::Sub` text; `${!x}` is the text `${x}`. An error is a brace that is not
/// closed.
pub(super) fn variables(text: &str) -> Result<Vec<Variable<'_>>, &str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let inner = &rest[at + 2..];
        let Some(end) = inner.find('}') else {
            return Err(&rest[at..]);
        };
        let name = &inner[..end];
        if !name.starts_with('!') {
            found.push(Variable { name: name.trim() });
        }
        rest = &inner[end + 1..];
    }
    Ok(found)
}

/// The text and the own variables of an `Fn::Sub`.
pub(super) fn sub(argument: &Json) -> Option<(&str, Option<&serde_json::Map<String, Json>>)> {
    match argument {
        Json::String(text) => Some((text, None)),
        Json::Array(items) => match items.as_slice() {
            [Json::String(text), Json::Object(own)] => Some((text, Some(own))),
            _ => None,
        },
        _ => None,
    }
}
