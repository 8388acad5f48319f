//! The invariants of ARCHITECTURE.md, held against `cargo metadata` and the sources.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use tests::{files_below, workspace};

/// Package name -> every package it links, itself included; build and test dependencies do not
/// count.
struct Links {
    names: BTreeMap<String, String>,
    needs: BTreeMap<String, Vec<String>>,
    folders: BTreeMap<String, String>,
}

impl Links {
    fn read() -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let output = Command::new(cargo)
            .args(["metadata", "--format-version", "1", "--locked", "--offline"])
            .current_dir(workspace())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let members: BTreeSet<String> = metadata["workspace_members"]
            .as_array()
            .unwrap()
            .iter()
            .map(text)
            .collect();
        let mut names = BTreeMap::new();
        let mut folders = BTreeMap::new();
        for package in metadata["packages"].as_array().unwrap() {
            let id = text(&package["id"]);
            if members.contains(&id) {
                folders.insert(text(&package["name"]), text(&package["manifest_path"]));
            }
            names.insert(id, text(&package["name"]));
        }
        let mut needs = BTreeMap::new();
        for node in metadata["resolve"]["nodes"].as_array().unwrap() {
            let links = node["deps"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| {
                    dependency["dep_kinds"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .any(|k| k["kind"].is_null())
                });
            needs.insert(
                text(&node["id"]),
                links.map(|dependency| text(&dependency["pkg"])).collect(),
            );
        }
        Self {
            names,
            needs,
            folders,
        }
    }

    fn of(&self, member: &str) -> BTreeSet<&str> {
        let start = self
            .names
            .iter()
            .find(|(_, name)| *name == member && self.folders.contains_key(member))
            .unwrap_or_else(|| panic!("no package {member}"));
        let mut seen = BTreeSet::new();
        let mut left = vec![start.0];
        while let Some(id) = left.pop() {
            if seen.insert(id) {
                left.extend(&self.needs[id]);
            }
        }
        seen.into_iter().map(|id| self.names[id].as_str()).collect()
    }

    /// The members below a top-level folder.
    fn below(&self, folder: &str) -> Vec<&str> {
        let root = workspace().join(folder);
        self.folders
            .iter()
            .filter(|(_, manifest)| manifest.starts_with(&*root.to_string_lossy()))
            .map(|(name, _)| name.as_str())
            .collect()
    }
}

fn assert_links_none(links: &Links, member: &str, forbidden: &[&str]) {
    let linked = links.of(member);
    let found: Vec<&&str> = linked
        .iter()
        .filter(|name| {
            forbidden
                .iter()
                .any(|bad| **name == *bad || (bad.ends_with('-') && name.starts_with(bad)))
        })
        .collect();
    assert!(found.is_empty(), "{member} links {found:?}");
}

#[test]
fn what_is_deployed_is_described_without_input_or_output() {
    let links = Links::read();
    let stacks = links.below("stacks");
    assert!(stacks.len() >= 7, "{stacks:?}");
    for member in stacks {
        assert_links_none(
            &links,
            member,
            &["aws-", "datafusion", "hyper", "lambda_runtime", "tokio"],
        );
    }
    let forbidden = [
        "std::env",
        "std::fs",
        "std::net",
        "std::process",
        "std::thread",
        "Instant::now",
        "SystemTime::now",
        "Timestamp::now",
        "Zoned::now",
    ];
    for file in files_below(&workspace().join("stacks"), ".rs") {
        if file.components().any(|part| {
            ["tests", "benches", "examples"]
                .iter()
                .any(|folder| part.as_os_str() == *folder)
        }) {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        let own = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in forbidden {
            assert!(!own.contains(word), "{} uses {word}", file.display());
        }
    }
}

#[test]
fn what_is_reviewed_is_what_runs() {
    let links = Links::read();
    for member in ["deploy", "region"] {
        assert_links_none(&links, member, &["flow", "inspection"]);
    }
}

#[test]
fn the_command_line_is_light() {
    let links = Links::read();
    assert_links_none(
        &links,
        "xtask",
        &[
            "aws-",
            "datafusion",
            "lambda_runtime",
            "region",
            "deploy",
            "tract-core",
            "vision",
        ],
    );
}

#[test]
fn both_sides_of_the_border_can_afford_the_contracts() {
    let links = Links::read();
    let allowed: BTreeSet<&str> = [
        "contracts",
        "contracts-derive",
        "proc-macro2",
        "quote",
        "serde",
        "serde_core",
        "serde_derive",
        "syn",
        "unicode-ident",
    ]
    .into();
    let linked = links.of("contracts");
    let more: Vec<_> = linked.difference(&allowed).collect();
    assert!(more.is_empty(), "contracts links {more:?}");
}

#[test]
fn versions_live_once() {
    let links = Links::read();
    for (name, manifest) in &links.folders {
        let text = std::fs::read_to_string(manifest).unwrap();
        for (at, line) in text.lines().enumerate() {
            let is_version = line.contains("version = \"") || line.contains(" = \"");
            let is_dependency_table = text
                .lines()
                .take(at)
                .filter(|line| line.starts_with('['))
                .last()
                .is_some_and(|table| table.contains("dependencies"));
            assert!(
                !(is_version && is_dependency_table) || line.contains("path = \".\""),
                "{name}: line {} names a version; versions live in the workspace's table: {line}",
                at + 1
            );
        }
    }
}

#[test]
fn listeners_are_on_loopback_only() {
    for folder in ["xtask", "lambdas", "queries", "stacks"] {
        for file in files_below(&workspace().join(folder), ".rs") {
            let text = std::fs::read_to_string(&file).unwrap();
            for word in ["0.0.0.0", "UNSPECIFIED", "[::]"] {
                assert!(!text.contains(word), "{} has {word}", file.display());
            }
        }
    }
}
