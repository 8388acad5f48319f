//! What is really there, asked of each resource's own service by a Python program with boto3, and
//! so through another SDK than the deploy's.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::Context;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::copy::Copy;
use super::deploys::{Changed, Target};

const SCRIPT: &str = include_str!("read_back.py");

/// Reads from one emulator.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) python: PathBuf,
    pub(super) endpoint: String,
}

/// What was read of the stacks' resources.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) resources: usize,
    /// What is not as the templates say, in words.
    pub(super) wrong: Vec<String>,
    /// What the target's profile says that it does not keep, each with the number of resources.
    pub(super) ignored: BTreeMap<(String, String), usize>,
    /// The functions' memory in MB, by logical id.
    pub(super) memory: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
struct Resources {
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    stack: String,
    resource: String,
    #[serde(rename = "type")]
    kind: String,
    missing: Option<String>,
    #[serde(default)]
    differences: Vec<Difference>,
    memory: Option<u64>,
}

#[derive(Deserialize)]
struct Difference {
    property: String,
    text: String,
}

#[derive(Deserialize)]
struct Left {
    left: Vec<String>,
}

#[derive(Deserialize)]
struct Status {
    status: String,
}

impl Reader {
    /// Every resource of the templates but those that the target lacks.
    pub(super) fn resources(&self, copy: &Copy, target: &Target) -> anyhow::Result<Found> {
        let stacks: Vec<Json> = copy
            .stacks()
            .filter(|stack| !target.left_out.contains(&stack.name))
            .map(|stack| {
                let dropped = target.dropped.get(&stack.name);
                let dropped: Vec<_> = dropped
                    .into_iter()
                    .flatten()
                    .map(|one| one.resource.as_str())
                    .collect();
                json!({
                    "name": stack.name,
                    "template": copy.template(&stack.template),
                    "dropped": dropped,
                })
            })
            .collect();
        let read: Resources = self.ask(copy, json!({"do": "read", "stacks": stacks}))?;
        let mut found = Found::default();
        for resource in read.resources {
            found.resources += 1;
            let named = format!(
                "{} {} ({})",
                resource.stack, resource.resource, resource.kind
            );
            found.wrong.extend(
                resource
                    .missing
                    .map(|why| format!("{named} is not there: {why}")),
            );
            let ignores = target.ignores.get(&resource.kind);
            let changed = target.changed.get(&resource.stack);
            for difference in resource.differences {
                let place = format!("{}.{}", resource.resource, difference.property);
                let is_within = |one: &Changed| one.place.starts_with(&place);
                if changed.is_some_and(|changed| changed.iter().any(is_within)) {
                    continue;
                }
                if ignores.is_some_and(|ignores| ignores.contains_key(&difference.property)) {
                    let key = (resource.kind.clone(), difference.property);
                    *found.ignored.entry(key).or_default() += 1;
                } else {
                    found.wrong.push(format!("{named}: {}", difference.text));
                }
            }
            if let Some(memory) = resource.memory {
                found.memory.insert(resource.resource, memory);
            }
        }
        Ok(found)
    }

    /// What still has the environment's name, in any service.
    pub(super) fn left(&self, copy: &Copy) -> anyhow::Result<Vec<String>> {
        let prefix = format!("sightline-{}", copy.manifest.environment);
        let left: Left = self.ask(copy, json!({"do": "left", "prefix": prefix}))?;
        Ok(left.left)
    }

    /// A stack's status in CloudFormation's words.
    pub(super) fn status(&self, copy: &Copy, stack: &str) -> anyhow::Result<String> {
        let status: Status = self.ask(copy, json!({"do": "status", "stack": stack}))?;
        Ok(status.status)
    }

    fn ask<T: DeserializeOwned>(&self, copy: &Copy, mut what: Json) -> anyhow::Result<T> {
        what["endpoint"] = self.endpoint.as_str().into();
        what["region"] = copy.manifest.region.as_str().into();
        what["account"] = copy.manifest.account.as_str().into();
        what["secret"] = "test".into();
        let mut child = Command::new(&self.python)
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.python.display()))?;
        let mut stdin = child.stdin.take().context("the reader has no stdin")?;
        stdin.write_all(what.to_string().as_bytes())?;
        drop(stdin);
        let output = child.wait_with_output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            let last = said.trim_end().lines().last().unwrap_or_default();
            anyhow::bail!("what is there cannot be read ({}): {last}", output.status);
        }
        serde_json::from_slice(&output.stdout).context("what was read has another form")
    }
}
