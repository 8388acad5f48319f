//! The query protocol: a form with `Action`, `Version` and flattened parameters, answered in XML.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use percent_encoding::percent_decode_str;
use quick_xml::escape::escape;
use serde_json::Value;

use super::{HttpResponse, respond};
use crate::error::ServiceError;

/// The parameters of an operation: `Tags.member.1.Key` and the like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<String, String>);

impl Params {
    /// Reads a form (`a=1&b=2`).
    pub fn parse(form: &[u8]) -> Result<Self, ServiceError> {
        let malformed =
            |_| ServiceError::client("MalformedQueryString", "the request's form is not UTF-8");
        let form = std::str::from_utf8(form).map_err(malformed)?;
        let mut params = BTreeMap::new();
        for pair in form.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            params.insert(
                decode(name).map_err(malformed)?,
                decode(value).map_err(malformed)?,
            );
        }
        Ok(Self(params))
    }

    /// The parameters that an input in JSON stands for: those that the same operation has in a form.
    pub fn of(input: &Value) -> Self {
        let mut params = BTreeMap::new();
        flatten("", input, &mut params);
        Self(params)
    }

    /// A parameter's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The names of all parameters, flattened, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A parameter that must be there.
    pub fn required(&self, name: &str) -> Result<&str, ServiceError> {
        self.get(name)
            .filter(|value| !value.is_empty())
            .ok_or_else(|| {
                ServiceError::client(
                    "ValidationError",
                    format!("the parameter {name} is missing"),
                )
            })
    }

    /// A list of texts: `Capabilities.member.1`, `Capabilities.member.2` and so on.
    pub fn list(&self, name: &str) -> Vec<String> {
        (1..)
            .map_while(|index| self.get(&format!("{name}.member.{index}")))
            .map(str::to_owned)
            .collect()
    }

    /// A list of structures: those of `Tags.member.1`, of `Tags.member.2` and so on, each with
    /// the names that follow.
    pub fn structures(&self, name: &str) -> Vec<Self> {
        (1..)
            .map(|index| self.structure(&format!("{name}.member.{index}")))
            .take_while(|members| !members.0.is_empty())
            .collect()
    }

    /// A map: `Attributes.entry.1.key` with `Attributes.entry.1.value` and so on.
    pub fn map(&self, name: &str) -> BTreeMap<String, String> {
        (1..)
            .map_while(|index| {
                let key = self.get(&format!("{name}.entry.{index}.key"))?;
                let value = self
                    .get(&format!("{name}.entry.{index}.value"))
                    .unwrap_or_default();
                Some((key.to_owned(), value.to_owned()))
            })
            .collect()
    }

    /// The parameters under `name.`, by what follows.
    pub fn structure(&self, name: &str) -> Self {
        let prefix = format!("{name}.");
        Self(
            self.0
                .range(prefix.clone()..)
                .map_while(|(key, value)| {
                    Some((key.strip_prefix(&prefix)?.to_owned(), value.clone()))
                })
                .collect(),
        )
    }
}

fn flatten(name: &str, value: &Value, params: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::String(text) => {
            params.insert(name.to_owned(), text.clone());
        }
        Value::Bool(_) | Value::Number(_) => {
            params.insert(name.to_owned(), value.to_string());
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                flatten(&format!("{name}.member.{}", index + 1), item, params);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                let below = match name {
                    "" => member.clone(),
                    name => format!("{name}.{member}"),
                };
                flatten(&below, value, params);
            }
        }
    }
}

fn decode(text: &str) -> Result<String, std::str::Utf8Error> {
    let spaced = text.replace('+', " ");
    Ok(percent_decode_str(&spaced).decode_utf8()?.into_owned())
}

/// What an operation answers: the elements within its `<…Result>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Xml(String);

impl Xml {
    /// Nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// What an answer in JSON stands for. Members without a value are left out.
    pub fn of(answer: &Value) -> Self {
        let members = answer.as_object().into_iter().flatten();
        members.fold(Self::new(), |xml, (name, value)| match value {
            Value::Null => xml,
            Value::String(text) => xml.text(name, text),
            Value::Bool(_) | Value::Number(_) => xml.text(name, value.to_string()),
            Value::Object(_) => xml.element(name, Self::of(value)),
            Value::Array(items) if items.iter().any(Value::is_object) => {
                xml.members(name, items.iter().map(Self::of))
            }
            Value::Array(items) => xml.texts(
                name,
                items.iter().map(|item| match item {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                }),
            ),
        })
    }

    /// With an element that holds text.
    #[must_use]
    pub fn text(mut self, name: &str, text: impl AsRef<str>) -> Self {
        let _ = write!(self.0, "<{name}>{}</{name}>", escape(text.as_ref()));
        self
    }

    /// With an element that holds text, when there is some.
    #[must_use]
    pub fn optional(self, name: &str, text: Option<impl AsRef<str>>) -> Self {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    /// With an element that holds others.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that calls read like the tree they make"
    )]
    pub fn element(mut self, name: &str, content: Self) -> Self {
        let _ = write!(self.0, "<{name}>{}</{name}>", content.0);
        self
    }

    /// With a list: an element that holds a `<member>` for each.
    #[must_use]
    pub fn members(self, name: &str, members: impl IntoIterator<Item = Self>) -> Self {
        let content = members
            .into_iter()
            .fold(Self::new(), |all, one| all.element("member", one));
        self.element(name, content)
    }

    /// With a list of texts.
    #[must_use]
    pub fn texts(self, name: &str, texts: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let content = texts
            .into_iter()
            .fold(Self::new(), |all, one| all.text("member", one));
        self.element(name, content)
    }

    /// The elements as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An answer in the protocol's form.
pub fn render(
    namespace: &str,
    operation: &str,
    request_id: &str,
    result: Result<Xml, ServiceError>,
) -> HttpResponse {
    let headers = [
        ("content-type", "text/xml"),
        ("x-amzn-requestid", request_id),
    ];
    match result {
        Ok(content) => {
            let operation = escape(operation);
            let body = format!(
                "<{operation}Response xmlns=\"{namespace}\"><{operation}Result>{}</{operation}Result>\
                 <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>\
                 </{operation}Response>",
                content.0
            );
            respond(200, &headers, body)
        }
        Err(error) => {
            let fault = if error.status < 500 {
                "Sender"
            } else {
                "Receiver"
            };
            let content = Xml::new()
                .text("Type", fault)
                .text("Code", query_code(&error.code))
                .text("Message", &error.message);
            let body = format!(
                "<ErrorResponse xmlns=\"{namespace}\"><Error>{}</Error>\
                 <RequestId>{request_id}</RequestId></ErrorResponse>",
                content.0
            );
            respond(error.status, &headers, body)
        }
    }
}

/// The query services say `AccessDenied` and `InvalidAction` where the JSON services say
/// `AccessDeniedException` and `UnknownOperationException`.
fn query_code(code: &str) -> &str {
    match code {
        "AccessDeniedException" => "AccessDenied",
        "UnknownOperationException" => "InvalidAction",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flattened_parameters_become_lists_structures_and_maps() {
        let params = Params::parse(
            b"Action=CreateStack&Capabilities.member.1=A&Capabilities.member.2=B\
              &Tags.member.1.Key=a+b&Tags.member.1.Value=%C3%A4\
              &Attributes.entry.1.key=DisplayName&Attributes.entry.1.value=x",
        )
        .unwrap();
        assert_eq!(params.list("Capabilities"), ["A", "B"]);
        let tags = params.structures("Tags");
        assert_eq!(tags.len(), 1);
        assert_eq!(
            (tags[0].get("Key"), tags[0].get("Value")),
            (Some("a b"), Some("ä"))
        );
        assert_eq!(params.map("Attributes")["DisplayName"], "x");
        assert!(params.required("StackName").is_err());
    }

    #[test]
    fn a_form_and_json_say_the_same() {
        let form = Params::parse(b"Names.member.1=a&Names.member.2=b&Most=3&Of.On=true").unwrap();
        let json = serde_json::json!({
            "Names": ["a", "b"], "Most": 3, "Of": { "On": true }, "No": null,
        });
        assert_eq!(Params::of(&json), form);
        let xml = "<Names><member>a</member><member>b</member></Names><Most>3</Most>\
                   <Of><On>true</On></Of>";
        assert_eq!(Xml::of(&json).as_str(), xml);
    }

    #[test]
    fn text_is_escaped() {
        let xml = Xml::new().element("A", Xml::new().text("B", "a<b & \"c\""));
        assert_eq!(xml.as_str(), "<A><B>a&lt;b &amp; &quot;c&quot;</B></A>");
    }
}
