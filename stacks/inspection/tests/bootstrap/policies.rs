//! What holds of every policy.

use serde_json::Value as Json;

use crate::scene::{REGIONS, policies, resources, statements, texts};

#[test]
fn no_policy_allows_everything_and_every_statement_says_what_it_is_for() {
    for region in REGIONS.iter() {
        let templates = region.stacks.iter().chain([&region.bootstrap]);
        for (holder, document) in templates.flat_map(policies) {
            for statement in statements(document) {
                let sid = statement["Sid"].as_str().unwrap_or_default();
                assert!(!sid.is_empty(), "{holder}: {statement}");
                assert!(
                    statement.get("NotAction").is_none(),
                    "{holder}: {statement}"
                );
                for action in texts(&statement["Action"]) {
                    assert!(!action.contains('*'), "{holder}: {sid}: {action}");
                }
                let on_all = texts(&statement["Resource"]).contains(&"*");
                let names = texts(&statement["Action"]);
                let knows = |action: &&str| {
                    // It is on a dataset where one is named, which none here does; the namespace
                    // bounds what roles put.
                    if *action == "cloudwatch:PutMetricData" {
                        return false;
                    }
                    let (prefix, name) = action.split_once(':').unwrap();
                    let service = registry::iam::service(prefix).unwrap();
                    !service.action(name).unwrap().resources.is_empty()
                };
                assert!(!(on_all && names.iter().any(knows)), "{holder}: {sid}");
            }
        }
        let text = region.bootstrap.to_string();
        assert!(!text.contains("AdministratorAccess") && !text.contains(":iam::aws:policy/"));
    }
}

#[test]
fn policies_are_within_the_limits_of_iam() {
    for region in REGIONS.iter() {
        let size = |document: &Json| {
            let text = document.to_string();
            text.chars().filter(|c| !c.is_whitespace()).count()
        };
        for (id, policy) in resources(&region.bootstrap, "AWS::IAM::ManagedPolicy") {
            let size = size(&policy["PolicyDocument"]);
            assert!(size <= 6_144, "{id}: {size}");
        }
        for (id, role) in resources(&region.bootstrap, "AWS::IAM::Role") {
            let inline = role["Policies"].as_array().into_iter().flatten();
            let inline: usize = inline.map(|policy| size(&policy["PolicyDocument"])).sum();
            assert!(inline <= 10_240, "{id}: {inline}");
            let managed = role["ManagedPolicyArns"].as_array().map_or(0, Vec::len);
            assert!(managed <= 10, "{id}: {managed}");
        }
    }
}
