//! A generated template that departs from the configuration, the tasks' declarations or the
//! definition that it is made from is told, and told where.
//!
//! `tests/declared/*.json` hold such mistakes, each as an edit (RFC 6902) of a committed template and
//! every error that `cargo xtask check` then tells.

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
use diagnostics::{Address, Severity};
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
    /// `<code> <address>` of every error.
    told: BTreeSet<String>,
}

fn errors(text: &str) -> BTreeSet<String> {
    let (template, mut problems) = Template::parse(text);
    if let Some(template) = template {
        let (address, registry) = (Address::root(), Registry::vendored());
        let context = Context::new(&template, &address, &registry);
        problems.extend(check_in(
            &context.in_regions(inspection::region_of(&template)),
        ));
        problems.extend(inspection::check_declared(&template, &address));
    }
    problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
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
            let found = errors(&template.to_string());
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
fn the_templates_as_they_are_depart_from_nothing() {
    let files = files_below(&workspace().join("stacks/generated"), ".template.json");
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        let (template, _) = Template::parse(&text);
        let template = template.unwrap();
        assert!(
            inspection::region_of(&template).is_some(),
            "{} does not say what it is made for",
            file.display()
        );
        assert_eq!(errors(&text), BTreeSet::new(), "{}", file.display());
    }
}
