//! A single mistake in a generated template is told, and told where it is.
//!
//! `tests/faults/*.json` hold the mistakes, each as an edit (RFC 6902) of a committed template and
//! what `cargo xtask check` tells of it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use cfn::Template;
use cfn::check::{Context, check_in};
use diagnostics::{Address, Severity};
use registry::Registry;
use serde::Deserialize;
use serde_json::Value as Json;
use tests::{Told, assert_told, faults_in, files_below, workspace};

#[derive(Deserialize)]
struct Fault {
    fault: String,
    /// `<environment>/<region>/<stack>`.
    template: String,
    edit: json_patch::Patch,
    /// `<code> <address>` of every error.
    told: BTreeSet<String>,
}

/// The errors of a template, as `cargo xtask check` finds them.
fn errors(template: &str, region: &str) -> BTreeSet<String> {
    let (template, mut problems) = Template::parse(template);
    if let Some(template) = template {
        let (address, registry) = (Address::root(), Registry::vendored());
        problems.extend(check_in(
            &Context::new(&template, &address, &registry).in_regions([region]),
        ));
        problems.extend(inspection::check_template(&template, &address));
    }
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    errors
        .map(|problem| format!("{} {}", problem.code, problem.address))
        .collect()
}

fn read(template: &str) -> Json {
    let file = workspace().join(format!("stacks/generated/{template}.template.json"));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn region(template: &str) -> &str {
    template.split('/').nth(1).unwrap()
}

#[test]
fn every_single_fault_is_told_where_it_is() {
    let faults: Vec<Fault> = faults_in(&workspace().join("tests/faults"));
    let told = faults.into_iter().map(|fault| {
        let mut template = read(&fault.template);
        json_patch::patch(&mut template, &fault.edit)
            .unwrap_or_else(|error| panic!("{}: {error}", fault.fault));
        let found = errors(&template.to_string(), region(&fault.template));
        Told {
            found: found.into_iter().collect(),
            fault: fault.fault,
            expected: fault.told.into_iter().collect(),
        }
    });
    assert_told(told, 40);
}

#[test]
fn the_templates_as_they_are_have_none() {
    let folder = workspace().join("stacks/generated");
    for file in files_below(&folder, ".template.json") {
        let place = file
            .strip_prefix(&folder)
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        assert_eq!(errors(&text, region(&place)), BTreeSet::new(), "{place}");
    }
}
