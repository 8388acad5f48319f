//! Versions of functions: numbered, and never changed.
//! <https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html>

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::aliases::Alias;
use super::function::{Function, invalid};
use super::reference::parse_reference;
use super::{Lambda, missing};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::key;

/// A version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The function as it was published.
    pub function: Function,
    /// What `$LATEST` was then: its revision.
    pub published_from: String,
    /// Who published it, where it has to be known again.
    pub token: Option<String>,
}

/// `PublishVersion`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct PublishVersion {
    /// The description; `$LATEST`'s when there is none.
    pub description: Option<String>,
    /// What the code must be.
    pub code_sha256: Option<String>,
    /// What the revision must be.
    pub revision_id: Option<String>,
    /// Knows its own version when it is asked again.
    #[serde(skip)]
    pub token: Option<String>,
}

/// What a reference to a function stands for.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The function: `$LATEST` or a version, under the ARN that it was named by.
    pub function: Function,
    /// The alias that it was named by.
    pub alias: Option<Alias>,
}

impl Lambda {
    /// Publishes what a function is at present. Where that was published before and nothing has
    /// changed since, it is that version again.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `InvalidParameterValueException` when the code is another one,
    /// `PreconditionFailedException` when the revision is.
    pub fn publish_version(
        &self,
        name: &str,
        given: &PublishVersion,
    ) -> Result<Version, ServiceError> {
        let _writing = self.write_lock();
        let mut latest = self.function(name)?;
        let versions = self.versions_of(&latest.name)?;
        let own = |version: &&Version| given.token.is_some() && version.token == given.token;
        if let Some(own) = versions.iter().find(own) {
            return Ok(own.clone());
        }
        let code = latest.code_sha256();
        if let Some(wanted) = given.code_sha256.as_ref().filter(|wanted| **wanted != code) {
            return Err(invalid(format!(
                "CodeSHA256 ({wanted}) is different from current CodeSHA256 in $LATEST ({code}). \
                 Please try again with the CodeSHA256 in $LATEST."
            )));
        }
        if let Some(wanted) = &given.revision_id
            && *wanted != latest.revision
        {
            return Err(ServiceError::client(
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the \
                 GetFunction/GetAlias API to retrieve the latest Revision Id",
            )
            .with_status(412));
        }
        if let Some(newest) = versions.last()
            && newest.published_from == latest.revision
        {
            return Ok(newest.clone());
        }
        latest.last_version += 1;
        let number = latest.last_version;
        let mut function = latest.clone();
        function.arn = format!("{}:{number}", latest.arn);
        function.version = Some(number);
        function.revision = Uuid::new_v4().to_string();
        if let Some(description) = &given.description {
            function.description.clone_from(description);
        }
        function.policy = Vec::new();
        let version = Version {
            function,
            published_from: latest.revision.clone(),
            token: given.token.clone(),
        };
        let mut batch = self.store.batch();
        batch.put(&self.functions, &latest.name, &latest);
        batch.put(&self.versions, &place(&latest.name, number), &version);
        batch.commit()?;
        Ok(version)
    }

    /// A function's versions, the oldest first.
    ///
    /// # Errors
    /// When the state can't be read.
    pub fn versions_of(&self, name: &str) -> Result<Vec<Version>, ServiceError> {
        let entries = self.versions.scan(&key([name, ""]));
        entries.map(|entry| Ok(entry?.1)).collect()
    }

    /// A version by its number.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn version(&self, name: &str, number: u64) -> Result<Version, ServiceError> {
        self.versions
            .get(&place(name, number))?
            .ok_or_else(|| missing(&format!("{name}:{number}")))
    }

    /// Removes a version, with its code when nothing else has the same.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `ResourceConflictException` while an alias sends to it.
    pub async fn delete_version(
        &self,
        context: &Context,
        name: &str,
        number: u64,
    ) -> Result<(), ServiceError> {
        let version = {
            let _writing = self.write_lock();
            let version = self.version(name, number)?;
            let aliases = self.aliases_of(name)?;
            let users: Vec<&str> = aliases
                .iter()
                .filter(|alias| alias.sends_to(number))
                .map(|alias| alias.name.as_str())
                .collect();
            if !users.is_empty() {
                return Err(ServiceError::client(
                    "ResourceConflictException",
                    format!(
                        "Version {number} of {name} can't be deleted while aliases reference it: \
                         [{}]",
                        users.join(", ")
                    ),
                )
                .with_status(409));
            }
            self.versions.delete(&place(name, number))?;
            version
        };
        self.drop_code(context, &version.function.code).await
    }

    /// What a reference (a name or an ARN, with or without a version or an alias) stands for. An
    /// alias with weights sends to one of its versions by chance.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `ValidationException`.
    pub fn resolve(&self, reference: &str) -> Result<Resolved, ServiceError> {
        let (name, qualifier) = parse_reference(reference)?;
        let latest = self.function(&name)?;
        let Some(qualifier) = qualifier else {
            return Ok(Resolved {
                function: latest,
                alias: None,
            });
        };
        let (number, alias) = match qualifier.parse::<u64>() {
            Ok(number) => (Some(number), None),
            Err(_) => {
                let alias = self.alias(&name, &qualifier)?;
                let (chance, _) = Uuid::new_v4().as_u64_pair();
                (alias.route(chance), Some(alias))
            }
        };
        let mut function = match number {
            Some(number) => self.version(&name, number)?.function,
            None => latest.clone(),
        };
        // These are the function's, whatever its version; the policy is that of what was named.
        function.reserved_concurrency = latest.reserved_concurrency;
        function.arn = format!("{}:{qualifier}", latest.arn);
        function.policy = latest.policy;
        Ok(Resolved { function, alias })
    }

    /// Removes what goes with a function. Gives the code of its versions.
    pub(super) fn remove_versions(&self, name: &str) -> Result<Vec<String>, ServiceError> {
        let mut batch = self.store.batch();
        let mut code = Vec::new();
        for version in self.versions_of(name)? {
            let number = version.function.version.unwrap_or_default();
            batch.delete(&self.versions, &place(name, number));
            code.push(version.function.code);
        }
        for alias in self.aliases_of(name)? {
            batch.delete(&self.aliases, &key([name, &alias.name]));
        }
        batch.commit()?;
        Ok(code)
    }
}

fn place(name: &str, number: u64) -> String {
    key([name, &format!("{number:012}")])
}

/// A function with its own version, for those that resolve it again later.
pub(super) fn reference(resolved: &Resolved) -> String {
    let name = &resolved.function.name;
    match (&resolved.alias, resolved.function.version) {
        (Some(alias), _) => format!("{name}:{}", alias.name),
        (None, Some(number)) => format!("{name}:{number}"),
        (None, None) => name.clone(),
    }
}
