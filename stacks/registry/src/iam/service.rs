//! What is known of one service.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

/// What is known of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionFacts {
    /// As AWS writes it, such as `GetObject`.
    pub name: String,
    /// The resource types that it acts on; with none, only `*` will do.
    pub resources: Vec<String>,
    /// The condition keys that it knows beside the global ones.
    pub keys: Vec<String>,
}

/// What is known of a resource type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceFacts {
    /// Forms of its ARN, with `${Name}` for what differs.
    pub arns: Vec<String>,
    /// The condition keys that requests about it have.
    pub keys: Vec<String>,
}

/// The kind of a condition key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// A text, or several.
    Text,
    /// `true` or `false`, or several.
    Bool,
    /// A number.
    Number,
    /// A date and time.
    Date,
    /// An ARN, or several.
    Arn,
    /// An IP address or a range of them.
    Address,
}

impl KeyKind {
    fn parse(text: &str) -> Self {
        match text.trim_start_matches("ArrayOf") {
            "Bool" => Self::Bool,
            "Numeric" => Self::Number,
            "Date" => Self::Date,
            "ARN" => Self::Arn,
            "IPAddress" => Self::Address,
            _ => Self::Text,
        }
    }
}

/// What is known of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// By name in small letters.
    actions: BTreeMap<String, ActionFacts>,
    /// By name in small letters.
    resources: BTreeMap<String, ResourceFacts>,
    keys: BTreeMap<String, KeyKind>,
}

impl Service {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let json: Json = serde_json::from_str(text).ok()?;
        let section = |name: &str| json.get(name).and_then(Json::as_object);
        let actions = section("actions")?.iter().map(|(name, body)| {
            let action = ActionFacts {
                name: name.clone(),
                resources: texts(body, "resources"),
                keys: texts(body, "keys"),
            };
            (name.to_ascii_lowercase(), action)
        });
        let resources = section("resources")?.iter().map(|(name, body)| {
            let resource = ResourceFacts {
                arns: texts(body, "arns"),
                keys: texts(body, "keys"),
            };
            (name.to_ascii_lowercase(), resource)
        });
        let keys: &Map<String, Json> = section("keys")?;
        let keys = keys
            .iter()
            .map(|(name, kind)| (name.clone(), KeyKind::parse(kind.as_str().unwrap_or(""))));
        Some(Self {
            actions: actions.collect(),
            resources: resources.collect(),
            keys: keys.collect(),
        })
    }

    /// Its actions, sorted.
    pub fn actions(&self) -> impl Iterator<Item = &ActionFacts> {
        self.actions.values()
    }

    /// An action by its name, compared without regard to case, as IAM does.
    pub fn action(&self, name: &str) -> Option<&ActionFacts> {
        self.actions.get(&name.to_ascii_lowercase())
    }

    /// A resource type by its name, compared without regard to case.
    pub fn resource(&self, name: &str) -> Option<&ResourceFacts> {
        self.resources.get(&name.to_ascii_lowercase())
    }

    /// The resource types that an action acts on.
    pub fn resources_of<'a>(
        &'a self,
        action: &'a ActionFacts,
    ) -> impl Iterator<Item = &'a ResourceFacts> {
        let names = action.resources.iter();
        names.filter_map(|name| self.resource(name))
    }

    /// The condition keys of its actions and resources, with the kind of their values.
    pub fn keys(&self) -> impl Iterator<Item = (&str, KeyKind)> {
        self.keys.iter().map(|(name, kind)| (name.as_str(), *kind))
    }

    /// The kind of a condition key, compared without regard to case. `name/tag` finds
    /// `name/${TagKey}`.
    pub fn key(&self, name: &str) -> Option<KeyKind> {
        self.keys()
            .find_map(|(known, kind)| same_key(known, name).then_some(kind))
    }

    /// Whether requests for an action, or about what it acts on, have a condition key.
    pub fn knows_key(&self, action: &ActionFacts, name: &str) -> bool {
        let of_resources = self
            .resources_of(action)
            .flat_map(|resource| &resource.keys);
        let mut keys = action.keys.iter().chain(of_resources);
        keys.any(|known| same_key(known, name))
    }
}

/// Whether a name is that of a known key, whose last part may be of one's own choice.
pub(super) fn same_key(known: &str, name: &str) -> bool {
    match known.find(['$', '<']) {
        Some(at) => {
            let fixed = known.get(..at).unwrap_or(known);
            name.get(..at)
                .is_some_and(|start| start.eq_ignore_ascii_case(fixed))
        }
        None => known.eq_ignore_ascii_case(name),
    }
}

fn texts(body: &Json, name: &str) -> Vec<String> {
    let items = body.get(name).and_then(Json::as_array);
    let items = items.into_iter().flatten().filter_map(Json::as_str);
    items.map(str::to_owned).collect()
}
