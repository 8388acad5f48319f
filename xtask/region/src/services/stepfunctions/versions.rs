//! Versions of state machines: numbered, and never changed.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html>

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::StepFunctions;
use super::model::Machine;
use super::wire::{date, object, page_size, page_start, page_token, required, text};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::key;

/// The most versions of a machine.
const MOST_VERSIONS: usize = 1_000;

/// A version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Version {
    /// `<machine's ARN>:<number>`.
    pub arn: String,
    /// The machine.
    pub machine_arn: String,
    /// From 1; a number is never given again.
    pub number: u64,
    /// What the machine was when it was published.
    pub revision: String,
    /// What was said of it.
    pub description: Option<String>,
    /// When it was published, in milliseconds since 1970.
    pub created: i64,
}

impl StepFunctions {
    /// Publishes what a machine is at present. Where the newest version is the same already, that
    /// is given.
    ///
    /// # Errors
    /// `ConflictException` where `revision` is named and not the present one,
    /// `ServiceQuotaExceededException`.
    pub(super) fn publish(
        &self,
        context: &Context,
        machine_arn: &str,
        revision: Option<&str>,
        description: Option<&str>,
    ) -> Result<Version, ServiceError> {
        let _writing = self.write_lock();
        let mut machine = self.state_machine(machine_arn)?;
        if revision.is_some_and(|revision| revision != machine.revision) {
            return Err(ServiceError::client(
                "ConflictException",
                "Failed to publish the State Machine version for revision. The current State \
                 Machine revision is different.",
            ));
        }
        let versions = self.versions_of(&machine.arn)?;
        if let Some(newest) = versions.last()
            && newest.revision == machine.revision
        {
            return Ok(newest.clone());
        }
        if versions.len() >= MOST_VERSIONS {
            return Err(ServiceError::client(
                "ServiceQuotaExceededException",
                format!("A state machine can have at most {MOST_VERSIONS} versions"),
            ));
        }
        machine.last_version += 1;
        let version = Version {
            arn: format!("{}:{}", machine.arn, machine.last_version),
            machine_arn: machine.arn.clone(),
            number: machine.last_version,
            revision: machine.revision.clone(),
            description: description.map(str::to_owned),
            created: context.now().as_millisecond(),
        };
        let mut batch = self.store.batch();
        batch.put(&self.machines, &machine.arn, &machine);
        batch.put(&self.versions, &place(&version), &version);
        batch.commit()?;
        Ok(version)
    }

    /// A machine's versions, the oldest first.
    pub(super) fn versions_of(&self, machine_arn: &str) -> Result<Vec<Version>, ServiceError> {
        let entries = self.versions.scan(&key([machine_arn, ""]));
        entries.map(|entry| Ok(entry?.1)).collect()
    }

    /// A version by its ARN.
    pub(super) fn version(&self, arn: &str) -> Result<Option<Version>, ServiceError> {
        let Some((machine_arn, number)) = arn.rsplit_once(':') else {
            return Ok(None);
        };
        let Ok(number) = number.parse() else {
            return Ok(None);
        };
        Ok(self.versions.get(&numbered(machine_arn, number))?)
    }

    pub(super) fn publish_operation(
        &self,
        context: &Context,
        input: &Value,
    ) -> Result<Value, ServiceError> {
        let version = self.publish(
            context,
            required(input, "stateMachineArn")?,
            text(input, "revisionId"),
            text(input, "description"),
        )?;
        Ok(json!({
            "creationDate": date(version.created),
            "stateMachineVersionArn": version.arn,
        }))
    }

    pub(super) fn delete_version_operation(&self, input: &Value) -> Result<Value, ServiceError> {
        let arn = required(input, "stateMachineVersionArn")?;
        let _writing = self.write_lock();
        // One that is not there is no error.
        let Some(version) = self.version(arn)? else {
            return Ok(json!({}));
        };
        let aliases = self.aliases_of(&version.machine_arn)?;
        let used = aliases.iter().find(|alias| alias.routes_to(arn));
        if let Some(alias) = used {
            return Err(ServiceError::client(
                "ConflictException",
                format!(
                    "Version to be deleted must not be referenced by an alias. Current list of \
                     aliases referencing this version: [{}]",
                    alias.name
                ),
            ));
        }
        self.versions.delete(&place(&version))?;
        Ok(json!({}))
    }

    pub(super) fn list_versions(&self, input: &Value) -> Result<Value, ServiceError> {
        let machine = self.state_machine(required(input, "stateMachineArn")?)?;
        let (size, after) = (page_size(input)?, page_start(input)?);
        let before = after.and_then(|after| after.parse::<u64>().ok());
        let mut versions = self.versions_of(&machine.arn)?;
        versions.retain(|version| before.is_none_or(|before| version.number < before));
        versions.reverse();
        let next = versions.get(size).map(|_| {
            let last = versions[size - 1].number;
            page_token(&last.to_string())
        });
        let told: Vec<Value> = versions
            .iter()
            .take(size)
            .map(|version| {
                json!({
                    "stateMachineVersionArn": version.arn,
                    "creationDate": date(version.created),
                })
            })
            .collect();
        Ok(object([
            ("stateMachineVersions", Some(told.into())),
            ("nextToken", next),
        ]))
    }

    /// What goes with a machine: its versions and aliases.
    pub(super) fn remove_parts(&self, machine: &Machine) -> Result<(), ServiceError> {
        let mut batch = self.store.batch();
        for version in self.versions_of(&machine.arn)? {
            batch.delete(&self.versions, &place(&version));
        }
        for alias in self.aliases_of(&machine.arn)? {
            batch.delete(&self.aliases, &alias.arn);
        }
        Ok(batch.commit()?)
    }
}

fn place(version: &Version) -> String {
    numbered(&version.machine_arn, version.number)
}

fn numbered(machine_arn: &str, number: u64) -> String {
    key([machine_arn, &format!("{number:012}")])
}
