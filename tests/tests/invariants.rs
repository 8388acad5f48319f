//! The invariants of ARCHITECTURE.md, held against cargo's own graph and the sources.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tests::{files_below, workspace};

/// The members of the workspace: name and manifest.
fn members() -> BTreeMap<String, PathBuf> {
    let text = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&text).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .map(|package| {
            let text = |key: &str| package[key].as_str().unwrap().to_owned();
            (text("name"), PathBuf::from(text("manifest_path")))
        })
        .collect()
}

/// The members below a top-level folder.
fn members_below(folder: &str) -> Vec<String> {
    let root = workspace().join(folder);
    let below = members()
        .into_iter()
        .filter(|(_, manifest)| manifest.starts_with(&root));
    below.map(|(name, _)| name).collect()
}

/// Every package that a member links, itself included, with the features that it asks for
/// itself; build and test dependencies do not count.
fn links(member: &str) -> BTreeSet<String> {
    let tree = cargo(&[
        "tree",
        "--package",
        member,
        "--edges",
        "normal",
        "--prefix",
        "none",
    ]);
    let names = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(arguments)
        .args(["--locked", "--offline"])
        .current_dir(workspace())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn assert_links_none(member: &str, forbidden: &[&str]) {
    let linked = links(member);
    assert!(
        linked.contains(member),
        "{member} is not in its own tree: {linked:?}"
    );
    let found: Vec<&String> = linked
        .iter()
        .filter(|name| {
            forbidden
                .iter()
                .any(|bad| *name == bad || (bad.ends_with('-') && name.starts_with(bad)))
        })
        .collect();
    assert!(found.is_empty(), "{member} links {found:?}");
}

#[test]
fn what_is_deployed_is_described_without_input_or_output() {
    let stacks = members_below("stacks");
    assert!(stacks.len() >= 7, "{stacks:?}");
    for member in stacks {
        assert_links_none(
            &member,
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
    for member in ["deploy", "region"] {
        assert_links_none(member, &["flow", "inspection"]);
    }
}

#[test]
fn the_command_line_is_light() {
    assert_links_none(
        "xtask",
        &[
            "aws-",
            "datafusion",
            "lambda_runtime",
            "dataset",
            "region",
            "deploy",
            "rten",
            "vision",
        ],
    );
}

#[test]
fn datasets_need_no_account() {
    assert_links_none(
        "dataset",
        &["aws-", "datafusion", "deploy", "inspection", "region"],
    );
}

#[test]
fn both_sides_of_the_border_can_afford_the_contracts() {
    let allowed: BTreeSet<String> = [
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
    .map(str::to_owned)
    .into();
    let linked = links("contracts");
    let more: Vec<_> = linked.difference(&allowed).collect();
    assert!(more.is_empty(), "contracts links {more:?}");
}

#[test]
fn versions_live_once() {
    for (name, manifest) in &members() {
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
            for word in ["\"0.0.0.0", "::UNSPECIFIED", "\"[::]"] {
                assert!(!text.contains(word), "{} has {word}", file.display());
            }
        }
    }
}

/// Every package beside the workspace's own that members are built of, with the features it is built
/// with.
fn built_with(members: &[&str], edges: &str) -> BTreeSet<String> {
    let tree = [&["tree"], members, &["--edges", edges]].concat();
    let tree = cargo(&[&tree[..], &["--prefix", "none", "--format", "{p} {f}"]].concat());
    let lines = tree.lines().map(|line| line.trim_end_matches(" (*)"));
    // Members have their path behind the version.
    let foreign = lines.filter(|line| !line.contains("(/"));
    foreign.map(str::to_owned).collect()
}

/// A feature that some builds ask for and others do not builds a dependency, and all that is on it, a
/// second time.
#[test]
fn a_deploy_and_the_tests_are_built_of_the_same_dependencies() {
    let all = built_with(&["--workspace"], "normal,build");
    let tested = built_with(&["--workspace"], "normal,build,dev");
    assert!(all.len() > 100, "{all:?}");
    let twice: Vec<&String> = all.difference(&tested).collect();
    assert!(
        twice.is_empty(),
        "add to the workspace table what dev-dependencies ask of {twice:?}"
    );
    // What `cargo xtask deploy` builds. Macros and what runs at build time count for little.
    let heavy: Vec<&str> = [
        "deploy",
        "region",
        "prepare",
        "first-look",
        "close-look",
        "close-look-service",
        "inspector",
        "record",
        "summarise",
        "xtask",
        "models",
        "train",
    ]
    .into_iter()
    .flat_map(|name| ["--package", name])
    .collect();
    let edges = "normal,no-proc-macro";
    let deployed = built_with(&heavy, edges);
    assert!(deployed.len() > 100, "{deployed:?}");
    let all = built_with(&["--workspace"], edges);
    let twice: Vec<&String> = deployed.difference(&all).collect();
    assert!(
        twice.is_empty(),
        "add to the workspace table what other members ask of {twice:?}"
    );
}
