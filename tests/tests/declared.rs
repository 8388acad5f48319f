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
use std::fmt::Write;

use cfn::Template;
use cfn::check::{Context, check_in};
use diagnostics::{Address, Diagnostic, Severity};
use json_patch::Patch;
use registry::Registry;
use serde::Deserialize;
use serde_json::Value as Json;
use tests::{files_below, workspace};

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
    let mut report = String::new();
    let mut count = 0;
    for file in files_below(&workspace().join("tests/declared"), ".json") {
        let text = std::fs::read_to_string(&file).unwrap();
        let faults: Vec<Fault> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for fault in faults {
            count += 1;
            let path = format!("stacks/generated/{}.template.json", fault.template);
            let text = std::fs::read_to_string(workspace().join(path)).unwrap();
            let mut template: Json = serde_json::from_str(&text).unwrap();
            json_patch::patch(&mut template, &fault.edit)
                .unwrap_or_else(|error| panic!("{}: {error}", fault.fault));
            let found = departures(&template);
            assert!(!fault.told.is_empty(), "{} expects nothing", fault.fault);
            if found != fault.told {
                let expected = &fault.told;
                let fault = &fault.fault;
                let _ = writeln!(report, "{fault}: expected {expected:#?}, told {found:#?}");
            }
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(count >= 50, "{count} faults");
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
