//! Aliases of state machines: names that send executions to one version or two.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html>

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::StepFunctions;
use super::model::Machine;
use super::wire::{
    check_name, date, object, page_size, page_start, page_token, required, text, validation,
};
use crate::context::Context;
use crate::error::ServiceError;

/// The most aliases of a machine.
const MOST_ALIASES: usize = 100;

/// An alias.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Alias {
    /// `<machine's ARN>:<name>`.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The machine.
    pub machine_arn: String,
    /// What was said of it.
    pub description: Option<String>,
    /// One version or two, with the share of executions that each gets, in percent.
    pub routes: Vec<(String, u64)>,
    /// When it was made, in milliseconds since 1970.
    pub created: i64,
    /// When it was changed last, in milliseconds since 1970.
    pub updated: i64,
}

impl Alias {
    /// Whether executions are sent to the version with this ARN.
    pub(super) fn routes_to(&self, version_arn: &str) -> bool {
        self.routes.iter().any(|(arn, _)| arn == version_arn)
    }

    /// The version of an execution, `chance` being any number.
    fn route(&self, chance: u64) -> Option<&str> {
        let mut left = chance % 100;
        self.routes.iter().find_map(|(arn, weight)| {
            if left < *weight {
                return Some(arn.as_str());
            }
            left -= weight;
            None
        })
    }

    fn told(&self) -> Value {
        let routes: Vec<Value> = self
            .routes
            .iter()
            .map(|(arn, weight)| json!({ "stateMachineVersionArn": arn, "weight": weight }))
            .collect();
        object([
            ("stateMachineAliasArn", Some(self.arn.clone().into())),
            ("name", Some(self.name.clone().into())),
            ("description", self.description.clone().map(Value::from)),
            ("routingConfiguration", Some(routes.into())),
            ("creationDate", Some(date(self.created))),
            ("updateDate", Some(date(self.updated))),
        ])
    }
}

/// What an ARN of a machine, a version or an alias stands for.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) machine: Machine,
    pub(super) revision: String,
    pub(super) version_arn: Option<String>,
    pub(super) alias_arn: Option<String>,
}

impl StepFunctions {
    /// What an ARN stands for. An alias sends to a version by chance, as its weights say.
    ///
    /// # Errors
    /// `InvalidArn`, `StateMachineDoesNotExist`.
    pub(super) fn target(&self, arn: &str) -> Result<Target, ServiceError> {
        let of = |version_arn: &str, alias_arn: Option<String>| {
            let missing = || {
                ServiceError::client(
                    "StateMachineDoesNotExist",
                    format!("State Machine Does Not Exist: '{arn}'"),
                )
            };
            let version = self.version(version_arn)?.ok_or_else(missing)?;
            Ok(Target {
                machine: self.state_machine(&version.machine_arn)?,
                revision: version.revision,
                version_arn: Some(version.arn),
                alias_arn,
            })
        };
        if let Some(alias) = self.aliases.get(arn)? {
            let (chance, _) = Uuid::new_v4().as_u64_pair();
            let version = alias.route(chance).unwrap_or_default();
            return of(version, Some(alias.arn.clone()));
        }
        if self.version(arn)?.is_some() {
            return of(arn, None);
        }
        let machine = self.state_machine(arn)?;
        Ok(Target {
            revision: machine.revision.clone(),
            machine,
            version_arn: None,
            alias_arn: None,
        })
    }

    /// A machine's aliases by name.
    pub(super) fn aliases_of(&self, machine_arn: &str) -> Result<Vec<Alias>, ServiceError> {
        let entries = self.aliases.scan(&format!("{machine_arn}:"));
        entries.map(|entry| Ok(entry?.1)).collect()
    }

    fn alias(&self, input: &Value) -> Result<Alias, ServiceError> {
        let arn = required(input, "stateMachineAliasArn")?;
        self.aliases.get(arn)?.ok_or_else(|| {
            ServiceError::client(
                "ResourceNotFound",
                format!("Request references a resource that does not exist. ({arn})"),
            )
        })
    }

    pub(super) fn create_alias(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let name = required(input, "name")?;
        check_name(name)?;
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(validation(format!(
                "The alias name '{name}' must not be a number: those are versions"
            )));
        }
        let _writing = self.write_lock();
        let (machine_arn, routes) = self.routes(&input["routingConfiguration"])?;
        let arn = format!("{machine_arn}:{name}");
        let description = text(input, "description").map(str::to_owned);
        if let Some(alias) = self.aliases.get(&arn)? {
            if alias.routes == routes && alias.description == description {
                return Ok(made(&alias));
            }
            return Err(ServiceError::client(
                "ConflictException",
                format!("Alias already exists: '{arn}'"),
            ));
        }
        if self.aliases_of(&machine_arn)?.len() >= MOST_ALIASES {
            return Err(ServiceError::client(
                "ServiceQuotaExceededException",
                format!("A state machine can have at most {MOST_ALIASES} aliases"),
            ));
        }
        let now = context.now().as_millisecond();
        let alias = Alias {
            arn: arn.clone(),
            name: name.to_owned(),
            machine_arn,
            description,
            routes,
            created: now,
            updated: now,
        };
        self.aliases.put(&arn, &alias)?;
        Ok(made(&alias))
    }

    pub(super) fn update_alias(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let _writing = self.write_lock();
        let mut alias = self.alias(input)?;
        if let Some(description) = text(input, "description") {
            alias.description = Some(description.to_owned());
        }
        if let Some(routing) = input.get("routingConfiguration") {
            let (machine_arn, routes) = self.routes(routing)?;
            if machine_arn != alias.machine_arn {
                return Err(validation(
                    "Routing configuration must only contain versions of the alias's state machine",
                ));
            }
            alias.routes = routes;
        }
        alias.updated = context.now().as_millisecond();
        self.aliases.put(&alias.arn, &alias)?;
        Ok(json!({ "updateDate": date(alias.updated) }))
    }

    pub(super) fn describe_alias(&self, input: &Value) -> Result<Value, ServiceError> {
        Ok(self.alias(input)?.told())
    }

    pub(super) fn delete_alias(&self, input: &Value) -> Result<Value, ServiceError> {
        let _writing = self.write_lock();
        let alias = self.alias(input)?;
        self.aliases.delete(&alias.arn)?;
        Ok(json!({}))
    }

    /// The aliases of a machine, or those that send to one of its versions.
    pub(super) fn list_aliases(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = required(input, "stateMachineArn")?;
        let target = self.target(arn)?;
        let (size, after) = (page_size(input)?, page_start(input)?);
        let mut aliases = self.aliases_of(&target.machine.arn)?;
        aliases.retain(|alias| {
            let is_later = after
                .as_deref()
                .is_none_or(|after| alias.name.as_str() > after);
            let routed = target
                .version_arn
                .as_deref()
                .is_none_or(|version| alias.routes_to(version));
            is_later && routed
        });
        let next = aliases
            .get(size)
            .map(|_| page_token(&aliases[size - 1].name));
        let told: Vec<Value> = aliases.iter().take(size).map(made).collect();
        Ok(object([
            ("stateMachineAliases", Some(told.into())),
            ("nextToken", next),
        ]))
    }

    /// The versions that a request sends to, and their machine.
    fn routes(&self, routing: &Value) -> Result<(String, Vec<(String, u64)>), ServiceError> {
        let given = routing.as_array().map(Vec::as_slice).unwrap_or_default();
        if !matches!(given.len(), 1 | 2) {
            return Err(validation(
                "Routing configuration must have one or two versions",
            ));
        }
        let mut routes: Vec<(String, u64)> = Vec::new();
        let mut machine = None;
        for route in given {
            let arn = required(route, "stateMachineVersionArn")?;
            let version = self.version(arn)?.ok_or_else(|| {
                ServiceError::client(
                    "ResourceNotFound",
                    format!("Request references a resource that does not exist. ({arn})"),
                )
            })?;
            if machine.get_or_insert(version.machine_arn.clone()) != &version.machine_arn
                || routes.iter().any(|(other, _)| other == arn)
            {
                return Err(validation(
                    "Routing configuration must contain distinct versions of one state machine",
                ));
            }
            let weight = route["weight"].as_u64().filter(|weight| *weight <= 100);
            let weight = weight.ok_or_else(|| {
                validation(format!("The weight of {arn} must be between 0 and 100"))
            })?;
            routes.push((arn.to_owned(), weight));
        }
        if routes.iter().map(|(_, weight)| weight).sum::<u64>() != 100 {
            return Err(validation(
                "Sum of routing configuration weights must equal 100",
            ));
        }
        Ok((machine.unwrap_or_default(), routes))
    }
}

fn made(alias: &Alias) -> Value {
    json!({ "stateMachineAliasArn": alias.arn, "creationDate": date(alias.created) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_share_all_chances() {
        let alias = Alias {
            arn: "m:a".to_owned(),
            name: "a".to_owned(),
            machine_arn: "m".to_owned(),
            description: None,
            routes: vec![("m:1".to_owned(), 90), ("m:2".to_owned(), 10)],
            created: 0,
            updated: 0,
        };
        let routed = |to: &str| (0..100).filter(|n| alias.route(*n) == Some(to)).count();
        assert_eq!((routed("m:1"), routed("m:2")), (90, 10));
    }
}
