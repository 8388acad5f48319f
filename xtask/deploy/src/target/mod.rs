//! Another project's AWS emulator as the place of a deploy. It takes less than AWS does: its
//! profile says what, the stacks are adapted to it, and whatever is not as reviewed is told.

mod adapt;
mod profile;
mod references;

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_sts::config::Credentials;
use serde::Serialize;
use ui::{Problem, Ui, count};

use crate::artefacts::Artefacts;
use adapt::{Changed, Dropped};
use profile::{AccessKeyId, Profile};

pub(crate) use profile::Feature;

/// Credentials of an emulator in place of those that its profile names, for one that checks them.
const ACCESS_KEY_ID: &str = "SIGHTLINE_TARGET_ACCESS_KEY_ID";
const SECRET_ACCESS_KEY: &str = "SIGHTLINE_TARGET_SECRET_ACCESS_KEY";
const SESSION_TOKEN: &str = "SIGHTLINE_TARGET_SESSION_TOKEN";

/// An emulator that runs.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    profile: Profile,
    pub endpoint: String,
}

/// What became of an environment for an emulator.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Adaptation {
    /// The emulator's name and where it listens.
    name: String,
    endpoint: String,
    /// Stacks of which nothing is left.
    left_out: Vec<String>,
    /// By stack.
    dropped: BTreeMap<String, Vec<Dropped>>,
    changed: BTreeMap<String, Vec<Changed>>,
    absent: BTreeMap<Feature, String>,
    ignores: BTreeMap<String, BTreeMap<String, String>>,
}

impl Target {
    /// The emulator of that name at an endpoint.
    ///
    /// # Errors
    /// When none of that name is known, or it listens elsewhere than on this machine.
    pub(crate) fn open(name: &str, endpoint: &str) -> anyhow::Result<Self> {
        let endpoint = endpoint.trim_end_matches('/');
        // What stands in for AWS on this machine is on loopback; elsewhere, someone may listen.
        let port = ["http://127.0.0.1:", "http://localhost:"]
            .iter()
            .find_map(|prefix| endpoint.strip_prefix(prefix));
        if port.and_then(|port| port.parse::<u16>().ok()).is_none() {
            return Err(
                Problem::new(format!("{endpoint:?} is no endpoint of an emulator"))
                    .next("name its port on this machine: `--endpoint http://127.0.0.1:PORT`")
                    .into(),
            );
        }
        Ok(Self {
            profile: Profile::find(name)?,
            endpoint: endpoint.to_owned(),
        })
    }

    /// Whose requests are made: fixed ones for tests, never those of the default chain.
    pub(crate) fn credentials(&self, account: &str) -> Credentials {
        let AccessKeyId::Account = self.profile.credentials.access_key_id;
        let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
        match (variable(ACCESS_KEY_ID), variable(SECRET_ACCESS_KEY)) {
            (Some(key), Some(secret)) => {
                Credentials::new(key, secret, variable(SESSION_TOKEN), None, "target")
            }
            _ => {
                let secret = &self.profile.credentials.secret_access_key;
                Credentials::new(account, secret, None, None, "target")
            }
        }
    }

    /// Makes of the artefacts what the emulator can take, and tells what that is.
    ///
    /// # Errors
    /// When the environment is the embedded region, or a stack needs what the emulator lacks.
    pub(crate) fn adapt(&self, ui: &Ui, artefacts: &mut Artefacts) -> anyhow::Result<Adaptation> {
        let environment = artefacts.manifest.environment.clone();
        if artefacts.manifest.embedded {
            return Err(Problem::new(format!(
                "the environment {environment:?} is the embedded region, which no emulator stands \
                 in for"
            ))
            .next("name an environment on AWS, such as `staging`")
            .into());
        }
        let mut adaptation = Adaptation {
            name: self.profile.name.clone(),
            endpoint: self.endpoint.clone(),
            left_out: Vec::new(),
            dropped: BTreeMap::new(),
            changed: BTreeMap::new(),
            absent: self.profile.absent.clone(),
            ignores: self.profile.ignores.clone(),
        };
        let bootstrap = artefacts.manifest.bootstrap.stack.clone();
        let stacks = artefacts.manifest.stacks.clone();
        for stack in std::iter::once(bootstrap).chain(stacks) {
            let template = serde_json::from_str(&artefacts.text(&stack.template)?)?;
            let adapted = adapt::adapt(template, &self.profile, host()).map_err(|dangling| {
                let places: Vec<_> = dangling.iter().map(ToString::to_string).collect();
                Problem::new(format!(
                    "the stack {} cannot be deployed to {}",
                    stack.name, self.profile.name
                ))
                .because(places.join("; "))
                .next("let the target's profile in xtask/deploy/targets lack these types as well")
            })?;
            adaptation
                .dropped
                .insert(stack.name.clone(), adapted.dropped);
            adaptation
                .changed
                .insert(stack.name.clone(), adapted.changed);
            match adapted.template {
                Some(template) => {
                    artefacts.replace(&stack.template, serde_json::to_string_pretty(&template)?);
                }
                None => adaptation.left_out.push(stack.name.clone()),
            }
        }
        let manifest = &mut artefacts.manifest;
        manifest
            .stacks
            .retain(|stack| !adaptation.left_out.contains(&stack.name));
        if adaptation.absent.contains_key(&Feature::CustomLabels) {
            manifest.custom_labels_projects.clear();
        }
        adaptation.tell(ui, &self.profile.about);
        Ok(adaptation)
    }
}

impl Adaptation {
    /// Whether the emulator cannot have a feature.
    pub(crate) fn is_without(&self, feature: Feature) -> bool {
        self.absent.contains_key(&feature)
    }

    fn tell(&self, ui: &Ui, about: &str) {
        ui.status(
            "Target",
            format!("{} at {}: {about}", self.name, self.endpoint),
        );
        for stack in &self.left_out {
            ui.status("", format!("{stack}: left out, for nothing of it is left"));
        }
        for (stack, dropped) in &self.dropped {
            // Once a type, and not once a query.
            let kinds: BTreeSet<_> = dropped.iter().map(|one| (&one.kind, &one.why)).collect();
            for (kind, why) in kinds {
                let number = dropped.iter().filter(|one| &one.kind == kind).count();
                ui.status("", format!("{stack}: {number} {kind} left out: {why}"));
            }
        }
        for (stack, changed) in &self.changed {
            let reasons: BTreeSet<_> = changed.iter().map(|one| &one.why).collect();
            for why in reasons {
                let places = changed.iter().filter(|one| &one.why == why);
                let places: Vec<_> = places.map(|one| one.place.as_str()).collect();
                let places = match places.as_slice() {
                    [first, _, _, ..] => format!("{first} and {} more", places.len() - 1),
                    few => few.join(", "),
                };
                ui.status("", format!("{stack}: {places} changed: {why}"));
            }
        }
        for (feature, why) in &self.absent {
            ui.status("", format!("without {}: {why}", feature.name()));
        }
        let all: usize = self.dropped.values().map(Vec::len).sum();
        if all > 0 {
            ui.status("", format!("{} left out in all", count(all, "resource")));
        }
    }
}

/// This machine's architecture, as Lambda spells it.
fn host() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_endpoints_on_this_machine_are_taken() {
        for endpoint in ["http://127.0.0.1:4566", "http://localhost:5000/"] {
            assert!(Target::open("ministack", endpoint).is_ok(), "{endpoint}");
        }
        for endpoint in [
            "https://s3.eu-west-1.amazonaws.com",
            "http://127.0.0.1.example:80",
            "http://127.0.0.1:80@example:80",
            "http://0.0.0.0:4566",
        ] {
            let problem = Target::open("ministack", endpoint).unwrap_err();
            let text = ui::render_error(problem.as_ref());
            assert!(text.contains("--endpoint http://127.0.0.1:PORT"), "{text}");
        }
    }

    #[test]
    fn the_account_is_the_key() {
        let target = Target::open("moto", "http://localhost:5000").unwrap();
        let credentials = target.credentials("111111111111");
        assert_eq!(credentials.access_key_id(), "111111111111");
    }
}
