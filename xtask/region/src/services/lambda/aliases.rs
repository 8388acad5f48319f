//! Aliases of functions: names that send invocations to one version or two.
//! <https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::function::invalid;
use super::reference::{LATEST, parse_name};
use super::{Lambda, missing};
use crate::error::ServiceError;
use crate::store::key;

/// The longest name.
const NAME_LENGTH: usize = 128;
/// Shares are told apart to a millionth.
const PARTS: u64 = 1_000_000;

/// An alias.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alias {
    /// `<function's ARN>:<name>`.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The version that invocations are sent to; none for `$LATEST`.
    pub version: Option<u64>,
    /// What was said of it.
    pub description: String,
    /// Another version, and the share of invocations that are sent there, 0 to 1.
    pub additional: Option<(u64, f64)>,
    /// Another one for every change.
    pub revision: String,
}

/// `CreateAlias` and `UpdateAlias`: what is not given stays.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct AliasInput {
    /// Its name, when it is made.
    pub name: Option<String>,
    /// `1` or `$LATEST`.
    pub function_version: Option<String>,
    /// What is said of it.
    pub description: Option<String>,
    /// `{"AdditionalVersionWeights": {"2": 0.1}}`
    pub routing_config: Option<Routing>,
    /// What the revision must be.
    pub revision_id: Option<String>,
}

/// Where else invocations are sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Routing {
    /// Shares by version.
    pub additional_version_weights: Option<BTreeMap<String, f64>>,
}

impl Alias {
    /// Whether invocations may be sent to a version.
    pub(super) fn sends_to(&self, number: u64) -> bool {
        self.version == Some(number) || self.additional.is_some_and(|(other, _)| other == number)
    }

    /// The version of an invocation, `chance` being any number; none for `$LATEST`.
    pub(super) fn route(&self, chance: u64) -> Option<u64> {
        match self.additional {
            // Numbers below a million are exact.
            Some((other, share)) if ((chance % PARTS) as f64) < share * PARTS as f64 => Some(other),
            _ => self.version,
        }
    }

    /// As Lambda answers it.
    pub fn told(&self) -> Value {
        let version = self
            .version
            .map_or_else(|| LATEST.to_owned(), |number| number.to_string());
        let mut told = json!({
            "AliasArn": self.arn,
            "Name": self.name,
            "FunctionVersion": version,
            "Description": self.description,
            "RevisionId": self.revision,
        });
        if let Some((other, share)) = self.additional {
            told["RoutingConfig"] =
                json!({ "AdditionalVersionWeights": { other.to_string(): share } });
        }
        told
    }
}

impl Lambda {
    /// Makes an alias.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `ResourceConflictException`,
    /// `InvalidParameterValueException`.
    pub fn create_alias(&self, function: &str, given: &AliasInput) -> Result<Alias, ServiceError> {
        let _writing = self.write_lock();
        let function = self.function(function)?;
        let name = given.name.as_deref().unwrap_or_default();
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if !(1..=NAME_LENGTH).contains(&name.len())
            || !name.bytes().all(allowed)
            || name.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(invalid(format!(
                "\"{name}\" is no name for an alias: 1 to {NAME_LENGTH} letters, digits, - and _, \
                 and no number"
            )));
        }
        let arn = format!("{}:{name}", function.arn);
        if self.aliases.get(&key([&function.name, name]))?.is_some() {
            return Err(ServiceError::client(
                "ResourceConflictException",
                format!("Alias already exists: {arn}"),
            )
            .with_status(409));
        }
        if given.function_version.is_none() {
            return Err(invalid("FunctionVersion is required"));
        }
        let mut alias = Alias {
            arn,
            name: name.to_owned(),
            version: None,
            description: String::new(),
            additional: None,
            revision: String::new(),
        };
        self.enter(&function.name, &mut alias, given)?;
        Ok(alias)
    }

    /// Changes an alias.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `InvalidParameterValueException`,
    /// `PreconditionFailedException`.
    pub fn update_alias(
        &self,
        function: &str,
        name: &str,
        given: &AliasInput,
    ) -> Result<Alias, ServiceError> {
        let _writing = self.write_lock();
        let function = parse_name(function)?;
        let mut alias = self.alias(&function, name)?;
        if given
            .revision_id
            .as_ref()
            .is_some_and(|wanted| *wanted != alias.revision)
        {
            return Err(ServiceError::client(
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the \
                 GetFunction/GetAlias API to retrieve the latest Revision Id",
            )
            .with_status(412));
        }
        self.enter(&function, &mut alias, given)?;
        Ok(alias)
    }

    /// Takes over what is given, checks it and writes it.
    fn enter(
        &self,
        function: &str,
        alias: &mut Alias,
        given: &AliasInput,
    ) -> Result<(), ServiceError> {
        if let Some(version) = &given.function_version {
            alias.version = self.known_version(function, version)?;
        }
        if let Some(description) = &given.description {
            alias.description.clone_from(description);
        }
        if let Some(routing) = &given.routing_config {
            let weights = routing.additional_version_weights.iter().flatten();
            let weights: Vec<(&String, &f64)> = weights.collect();
            alias.additional = match weights.as_slice() {
                [] => None,
                [(version, share)] => {
                    if !(0.0..=1.0).contains(*share) {
                        return Err(invalid(format!(
                            "the weight of version {version} is 0 to 1, not {share}"
                        )));
                    }
                    let number = self.known_version(function, version)?.ok_or_else(|| {
                        invalid("$LATEST is not supported for an alias pointing to two versions")
                    })?;
                    Some((number, **share))
                }
                _ => return Err(invalid("an alias sends to two versions at most")),
            };
        }
        match (alias.version, alias.additional) {
            (None, Some(_)) => {
                return Err(invalid(
                    "$LATEST is not supported for an alias pointing to two versions",
                ));
            }
            (Some(first), Some((second, _))) if first == second => {
                return Err(invalid(format!(
                    "an alias sends to two different versions, not twice to {first}"
                )));
            }
            _ => {}
        }
        alias.revision = Uuid::new_v4().to_string();
        Ok(self.aliases.put(&key([function, &alias.name]), alias)?)
    }

    /// The number of a version that is there; none for `$LATEST`.
    fn known_version(&self, function: &str, version: &str) -> Result<Option<u64>, ServiceError> {
        if version == LATEST {
            return Ok(None);
        }
        let number = version
            .parse()
            .map_err(|_| invalid(format!("\"{version}\" is neither a version nor $LATEST")))?;
        self.version(function, number)?;
        Ok(Some(number))
    }

    /// An alias.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn alias(&self, function: &str, name: &str) -> Result<Alias, ServiceError> {
        let function = parse_name(function)?;
        self.aliases
            .get(&key([&function, name]))?
            .ok_or_else(|| missing(&format!("{function}:{name}")))
    }

    /// A function's aliases by name.
    ///
    /// # Errors
    /// When the state can't be read.
    pub fn aliases_of(&self, function: &str) -> Result<Vec<Alias>, ServiceError> {
        let entries = self.aliases.scan(&key([function, ""]));
        entries.map(|entry| Ok(entry?.1)).collect()
    }

    /// Removes an alias, if it is there.
    ///
    /// # Errors
    /// When the state can't be written.
    pub fn delete_alias(&self, function: &str, name: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let function = parse_name(function)?;
        Ok(self.aliases.delete(&key([&function, name]))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_kept() {
        let alias = Alias {
            arn: "f:live".to_owned(),
            name: "live".to_owned(),
            version: Some(1),
            description: String::new(),
            additional: Some((2, 0.25)),
            revision: String::new(),
        };
        let second = (0..PARTS).filter(|chance| alias.route(*chance) == Some(2));
        assert_eq!(second.count(), 250_000);
        assert!(alias.sends_to(1) && alias.sends_to(2) && !alias.sends_to(3));
    }
}
