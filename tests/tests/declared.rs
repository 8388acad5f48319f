//! A generated template that departs from the configuration, the tasks' declarations or the
//! definition that it is made from is told, and told where.
//!
//! `tests/declared/*.json` hold such mistakes, each as an edit (RFC 6902) of a committed template and
//! what the rules on declarations then tell. What the rules on any template tell of it besides is
//! theirs to prove.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;

use cfn::Template;
use cfn::check::{Context, check_in};
use diagnostics::{Address, Diagnostic, Severity};
use json_patch::Patch;
use registry::Registry;
use serde::Deserialize;
use serde_json::Value as Json;
use tests::{Told, assert_told, faults_in, files_below, workspace};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fault {
    fault: String,
    /// `<environment>/<region>/<stack>`.
    template: String,
    edit: Patch,
    /// `<code> <address>` of every departure.
    told: BTreeSet<String>,
}

/// `<code> <address>` of what departs from the declarations.
fn departures(template: &Json) -> BTreeSet<String> {
    let (template, problems) = Template::parse(&template.to_string());
    assert!(problems.is_empty(), "{problems}");
    let found = inspection::check_declared(&template.unwrap(), &Address::root());
    let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
    assert!(found.iter().all(is_error), "{found}");
    found
        .iter()
        .map(|problem| format!("{} {}", problem.code, problem.address))
        .collect()
}

#[test]
fn every_departure_is_told_where_it_is() {
    let faults: Vec<Fault> = faults_in(&workspace().join("tests/declared"));
    let told = faults.into_iter().map(|fault| {
        let path = format!("stacks/generated/{}.template.json", fault.template);
        let text = std::fs::read_to_string(workspace().join(path)).unwrap();
        let mut template: Json = serde_json::from_str(&text).unwrap();
        json_patch::patch(&mut template, &fault.edit)
            .unwrap_or_else(|error| panic!("{}: {error}", fault.fault));
        Told {
            found: departures(&template).into_iter().collect(),
            fault: fault.fault,
            expected: fault.told.into_iter().collect(),
        }
    });
    assert_told(told, 50);
}

#[test]
fn the_templates_as_they_are_have_no_problems() {
    let files = files_below(&workspace().join("stacks/generated"), ".template.json");
    assert!(!files.is_empty());
    let (address, registry) = (Address::root(), Registry::vendored());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (template, mut found) = Template::parse(&text);
        let template = template.unwrap();
        let region = inspection::region_of(&template);
        assert!(region.is_some(), "{}: made for nothing", file.display());
        let context = Context::new(&template, &address, &registry).in_regions(region);
        found.extend(check_in(&context));
        found.extend(inspection::check_declared(&template, &address));
        assert!(found.is_empty(), "{}: {found}", file.display());
    }
}
