//! What another project's emulator can do, as data: one strict JSON file each under `targets/`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use ui::Problem;

/// The emulators that are known, each by the file that describes it.
const PROFILES: [&str; 3] = [
    include_str!("../../targets/ministack.json"),
    include_str!("../../targets/ministack-auth.json"),
    include_str!("../../targets/moto.json"),
];

/// In a changed property: the host's architecture, spelled as Lambda spells it.
const HOST: &str = "${host}";

/// An emulator as a target of deploys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Profile {
    /// Its name.
    pub name: String,
    /// What it is, in a sentence, with the version that this was seen of.
    pub about: String,
    /// Whose requests are made.
    pub credentials: Credentials,
    /// Resource types that it does not make, each with what it does in place.
    pub lacks: BTreeMap<String, String>,
    /// What takes the place of a resource that it does not make where others refer to it: the
    /// property that says it, as a JSON pointer, by resource type.
    #[serde(default)]
    pub instead: BTreeMap<String, String>,
    /// Properties that are something else here than on AWS.
    pub properties: Vec<Property>,
    /// Features of this product that cannot be had, each with the reason.
    pub absent: BTreeMap<Feature, String>,
    /// Properties that it takes and does not keep, by resource type, each with what it does.
    pub ignores: BTreeMap<String, BTreeMap<String, String>>,
}

/// Credentials that an emulator takes. Not a secret: it listens on loopback alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Credentials {
    /// The id of the access key.
    pub access_key_id: AccessKeyId,
    /// The secret.
    pub secret_access_key: String,
}

/// Where the id of an access key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AccessKeyId {
    /// It is the account's number, by which the emulator knows the account.
    Account,
}

/// A property of every resource of a type.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Property {
    /// The resource type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The property's name, at the top level. Where a resource has none, it stays so.
    pub property: String,
    /// What it becomes; it is removed when this is null.
    pub to: Json,
    /// The reason.
    pub why: String,
}

/// A feature that an emulator may not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Feature {
    /// Failed changes are taken back.
    Rollback,
    /// Models are fitted and made live.
    Models,
    /// Batches go through the workflow, and the lake is asked.
    SmokeTest,
    /// The first look asks models of its own.
    CustomLabels,
    /// Requests are allowed by policies alone.
    Permissions,
}

impl Feature {
    /// In words.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rollback => "rollback",
            Self::Models => "models",
            Self::SmokeTest => "the smoke test",
            Self::CustomLabels => "custom labels",
            Self::Permissions => "permissions",
        }
    }
}

impl Profile {
    /// The profile of that name.
    pub(crate) fn find(name: &str) -> anyhow::Result<Self> {
        let mut known = Vec::new();
        for text in PROFILES {
            let profile: Self = serde_json::from_str(text)?;
            if profile.name == name {
                return Ok(profile);
            }
            known.push(profile.name);
        }
        Err(Problem::new(format!("there is no target {name:?}"))
            .next(format!("name one of: {}", known.join(", ")))
            .into())
    }
}

impl Property {
    /// What the property becomes on a host of this architecture; `None` when it is removed.
    pub(super) fn value(&self, host: &str) -> Option<Json> {
        fn filled(value: &Json, host: &str) -> Json {
            match value {
                Json::String(text) => Json::String(text.replace(HOST, host)),
                Json::Array(items) => items.iter().map(|item| filled(item, host)).collect(),
                other => other.clone(),
            }
        }
        (!self.to.is_null()).then(|| filled(&self.to, host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_is_of_the_form_and_has_a_name_of_its_own() {
        let profiles = PROFILES.map(|text| serde_json::from_str::<Profile>(text).unwrap());
        for profile in &profiles {
            assert_eq!(&Profile::find(&profile.name).unwrap(), profile);
        }
        let text = ui::render_error(Profile::find("floci").unwrap_err().as_ref());
        assert!(text.contains("ministack, ministack-auth, moto"), "{text}");
    }

    #[test]
    fn what_a_profile_says_beyond_the_form_is_refused() {
        let text = PROFILES[0].replace("\"lacks\"", "\"misses\"");
        assert!(serde_json::from_str::<Profile>(&text).is_err());
        let text = PROFILES[0].replace("custom-labels", "custom-lables");
        assert!(serde_json::from_str::<Profile>(&text).is_err());
    }
}
