//! What a schema says of one value.

use serde_json::{Map, Value as Json};

/// The JSON type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// A list.
    Array,
    /// Names with values.
    Object,
    /// Nothing.
    Null,
}

impl Kind {
    /// The kind of a schema's name for it.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "string" => Self::String,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "array" => Self::Array,
            "object" => Self::Object,
            "null" => Self::Null,
            _ => return None,
        })
    }
}

/// What a schema says of one value. References to nested types are followed by [`Self::resolve`].
#[derive(Debug, Clone, Copy)]
pub struct Shape<'a> {
    /// The resource type's whole schema, which references point into.
    document: &'a Json,
    json: &'a Json,
}

/// The same part of the same schema. What they say is not compared: schemas are large.
impl PartialEq for Shape<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.json, other.json)
    }
}

/// How many references are followed from one to the next.
const MOST_REFERENCES: usize = 16;

impl<'a> Shape<'a> {
    pub(crate) const fn new(document: &'a Json, json: &'a Json) -> Self {
        Self { document, json }
    }

    /// The schema's own words on the value.
    pub const fn json(self) -> &'a Json {
        self.json
    }

    /// The name of the nested type that this refers to. Nothing where it refers to something
    /// within one, such as `#/definitions/Rule/properties/Id`.
    pub fn reference(self) -> Option<&'a str> {
        let name = self.json["$ref"].as_str()?.strip_prefix("#/definitions/")?;
        (!name.contains('/')).then_some(name)
    }

    /// The shape that references lead to; itself where it is none.
    #[must_use]
    pub fn resolve(self) -> Self {
        let mut shape = self;
        for _ in 0..MOST_REFERENCES {
            let Some(pointer) = shape.json["$ref"].as_str() else {
                break;
            };
            match self.document.pointer(pointer.trim_start_matches('#')) {
                Some(json) => shape = Self::new(self.document, json),
                None => break,
            }
        }
        shape
    }

    /// A shape within this one, such as those of `anyOf`.
    #[must_use]
    pub const fn within(self, json: &'a Json) -> Self {
        Self::new(self.document, json)
    }

    /// The kinds that are allowed; none where the schema does not say.
    pub fn kinds(self) -> Vec<Kind> {
        match &self.json["type"] {
            Json::String(name) => Kind::parse(name).into_iter().collect(),
            Json::Array(names) => names
                .iter()
                .filter_map(Json::as_str)
                .filter_map(Kind::parse)
                .collect(),
            _ => Vec::new(),
        }
    }

    fn map(self, keyword: &str) -> Option<&'a Map<String, Json>> {
        self.json.get(keyword)?.as_object()
    }

    /// The properties of an object, in the schema's order.
    pub fn properties(self) -> impl Iterator<Item = (&'a str, Self)> {
        let properties = self.map("properties").into_iter().flatten();
        properties.map(move |(name, json)| (name.as_str(), self.within(json)))
    }

    /// A property of an object.
    pub fn property(self, name: &str) -> Option<Self> {
        self.map("properties")?
            .get(name)
            .map(|json| self.within(json))
    }

    /// The values of names that match a pattern.
    pub fn pattern_properties(self) -> impl Iterator<Item = (&'a str, Self)> {
        let properties = self.map("patternProperties").into_iter().flatten();
        properties.map(move |(pattern, json)| (pattern.as_str(), self.within(json)))
    }

    /// Whether names are allowed that are neither in `properties` nor match a pattern.
    pub fn allows_further(self) -> bool {
        self.json["additionalProperties"] != Json::Bool(false)
    }

    /// The properties that must be there.
    pub fn required(self) -> impl Iterator<Item = &'a str> {
        let names = self.json["required"].as_array();
        names.into_iter().flatten().filter_map(Json::as_str)
    }

    /// What a segment of a property path leads to: a property, or an item or further value for `*`.
    /// The alternatives of `anyOf`, `oneOf` and `allOf` are looked into as well.
    pub fn child(self, segment: &str) -> Option<Self> {
        self.child_within(segment, MOST_REFERENCES)
    }

    fn child_within(self, segment: &str, depth: usize) -> Option<Self> {
        let shape = self.resolve();
        if segment == "*" {
            if let Some(items) = shape.items() {
                return Some(items);
            }
            if let Some((_, values)) = shape.pattern_properties().next() {
                return Some(values);
            }
        }
        if let Some(property) = shape.property(segment) {
            return Some(property);
        }
        if depth == 0 {
            return None;
        }
        // Paths of the registry may leave out that there is a list on the way.
        if let Some(items) = shape.items()
            && let Some(found) = items.child_within(segment, depth - 1)
        {
            return Some(found);
        }
        ["anyOf", "oneOf", "allOf"]
            .into_iter()
            .flat_map(|keyword| shape.alternatives(keyword))
            .find_map(|other| other.child_within(segment, depth - 1))
    }

    /// The shapes of a keyword that lists some: `anyOf`, `oneOf` or `allOf`.
    pub fn alternatives(self, keyword: &str) -> impl Iterator<Item = Self> {
        let shapes = self.json.get(keyword).and_then(Json::as_array);
        shapes
            .into_iter()
            .flatten()
            .map(move |json| self.within(json))
    }

    /// What each item of a list is.
    pub fn items(self) -> Option<Self> {
        self.json.get("items").map(|json| self.within(json))
    }

    /// The values that are allowed, where they are listed.
    pub fn allowed(self) -> Option<&'a [Json]> {
        self.json["enum"].as_array().map(Vec::as_slice)
    }

    /// What the text names, such as `AWS::IAM::Role.Arn`.
    pub fn format(self) -> Option<&'a str> {
        self.json["format"].as_str()
    }

    /// The pattern that a text must match: an ECMA 262 regular expression.
    pub fn pattern(self) -> Option<&'a str> {
        self.json["pattern"].as_str()
    }

    /// A limit, such as `minimum`, `maxLength` or `minItems`.
    pub fn limit(self, keyword: &str) -> Option<f64> {
        self.json[keyword].as_f64()
    }
}
