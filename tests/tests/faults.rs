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
use std::fmt::Write;
use std::path::PathBuf;

use cfn::Template;
use cfn::check::{Context, check_in};
use diagnostics::{Address, Severity};
use registry::Registry;
use serde::Deserialize;
use serde_json::Value as Json;
use tests::{files_below, workspace};

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
    let (mut report, mut count) = (String::new(), 0);
    let is_template = |file: &PathBuf| !file.ends_with("queries.json");
    let files = files_below(&workspace().join("tests/faults"), ".json");
    for file in files.into_iter().filter(is_template) {
        let text = std::fs::read_to_string(&file).unwrap();
        let faults: Vec<Fault> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for fault in faults {
            count += 1;
            let mut template = read(&fault.template);
            json_patch::patch(&mut template, &fault.edit)
                .unwrap_or_else(|error| panic!("{}: {error}", fault.fault));
            let found = errors(&template.to_string(), region(&fault.template));
            assert!(!fault.told.is_empty(), "{} expects nothing", fault.fault);
            if found != fault.told {
                let _ = writeln!(
                    report,
                    "{}: expected {:#?}, found {found:#?}",
                    fault.fault, fault.told
                );
            }
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(count >= 40, "{count} faults");
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
