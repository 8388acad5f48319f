//! The role that CloudFormation changes the stacks with.

use std::collections::BTreeSet;

use manifest::Manifest;
use registry::Registry;

use crate::scene::{covers, executed, homes, resources, siblings, texts};

#[test]
fn the_execution_role_has_what_handlers_need_and_nothing_else() {
    let registry = Registry::vendored();
    for home in homes() {
        let environment = home.environment;
        let mut needed = BTreeSet::new();
        for template in siblings(home).flat_map(|one| &one.stacks) {
            for resource in template["Resources"].as_object().unwrap().values() {
                let schema = registry.schema(resource["Type"].as_str().unwrap()).unwrap();
                for operation in ["create", "read", "update", "delete", "list"] {
                    let named = schema.permissions(operation);
                    needed.extend(named.into_iter().map(str::to_ascii_lowercase));
                }
            }
        }
        // IAM knows no such actions: operations of APIs, log events, a misspelling.
        needed.retain(|action| {
            let (prefix, name) = action.split_once(':').unwrap();
            registry::iam::service(prefix)
                .unwrap()
                .action(name)
                .is_some()
        });
        // A role that was made with the boundary must keep it.
        assert!(needed.remove("iam:deleterolepermissionsboundary"));
        // AWS's own roles, for features that no stack uses.
        assert!(needed.remove("iam:createservicelinkedrole"));
        let allowed: BTreeSet<String> = executed(home)
            .into_iter()
            .flat_map(|statement| texts(&statement["Action"]))
            .map(str::to_ascii_lowercase)
            .collect();
        assert_eq!(allowed, needed, "{environment}");
    }
}

#[test]
fn roles_are_made_within_the_boundary_and_passed_to_their_services_alone() {
    for home in homes() {
        let boundary = format!(
            "arn:aws:iam::{}:policy/sightline-{}-boundary",
            home.manifest.account, home.environment
        );
        // Tags give nothing, and requests about them do not say which boundary a role has.
        let tags = [
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies",
            "iam:TagRole",
            "iam:UntagRole",
        ];
        for statement in executed(home) {
            let actions = texts(&statement["Action"]);
            let on = texts(&statement["Resource"]);
            let changes = |action: &&str| {
                let read = ["iam:Get", "iam:List"];
                action.starts_with("iam:") && !read.iter().any(|verb| action.starts_with(verb))
            };
            if !actions.iter().any(changes) {
                continue;
            }
            // A region follows the environment: not the roles of the bootstrap.
            for arn in &on {
                let start = format!(":role/sightline-{}-", home.environment);
                let (_, rest) = arn.split_once(&start).expect(arn);
                let region = rest.strip_suffix("-*").expect(arn);
                assert!(registry::REGIONS.contains(&region), "{arn}");
            }
            let condition = &statement["Condition"];
            if actions == ["iam:PassRole"] {
                let services = texts(&condition["StringEquals"]["iam:PassedToService"]);
                assert_eq!(
                    services,
                    [
                        "events.amazonaws.com",
                        "lambda.amazonaws.com",
                        "states.amazonaws.com"
                    ]
                );
            } else if actions != tags {
                assert_eq!(
                    condition["ArnLike"]["iam:PermissionsBoundary"],
                    boundary.as_str()
                );
            }
        }
    }
}

#[test]
fn what_the_stacks_make_has_names_that_the_execution_role_may_touch() {
    const NAMES: [(&str, &str, &str, &str); 11] = [
        (
            "AWS::Athena::WorkGroup",
            "Name",
            "athena:CreateWorkGroup",
            "athena:R:A:workgroup/",
        ),
        (
            "AWS::CloudWatch::Alarm",
            "AlarmName",
            "cloudwatch:PutMetricAlarm",
            "cloudwatch:R:A:alarm:",
        ),
        (
            "AWS::CloudWatch::Dashboard",
            "DashboardName",
            "cloudwatch:PutDashboard",
            "cloudwatch::A:dashboard/",
        ),
        (
            "AWS::Events::Rule",
            "Name",
            "events:PutRule",
            "events:R:A:rule/",
        ),
        (
            "AWS::Glue::Database",
            "DatabaseInput",
            "glue:CreateDatabase",
            "glue:R:A:database/",
        ),
        (
            "AWS::IAM::Role",
            "RoleName",
            "iam:CreateRole",
            "iam::A:role/",
        ),
        (
            "AWS::Lambda::Function",
            "FunctionName",
            "lambda:CreateFunction",
            "lambda:R:A:function:",
        ),
        (
            "AWS::Logs::LogGroup",
            "LogGroupName",
            "logs:CreateLogGroup",
            "logs:R:A:log-group:",
        ),
        ("AWS::S3::Bucket", "BucketName", "s3:CreateBucket", "s3:::"),
        (
            "AWS::SNS::Topic",
            "TopicName",
            "sns:CreateTopic",
            "sns:R:A:",
        ),
        (
            "AWS::StepFunctions::StateMachine",
            "StateMachineName",
            "states:CreateStateMachine",
            "states:R:A:stateMachine:",
        ),
    ];
    for home in homes() {
        for region in siblings(home) {
            let Manifest {
                region: at,
                account,
                ..
            } = &region.manifest;
            for (kind, property, action, form) in NAMES {
                let made = region
                    .stacks
                    .iter()
                    .flat_map(|stack| resources(stack, kind));
                let mut found = 0;
                for (id, body) in made {
                    let name = &body[property];
                    let name = name.as_str().or_else(|| name["Name"].as_str()).unwrap();
                    let start = form
                        .replace(":R:", &format!(":{at}:"))
                        .replace(":A:", &format!(":{account}:"));
                    let arn = format!("arn:aws:{start}{name}");
                    let allowed = executed(home).into_iter().any(|statement| {
                        texts(&statement["Action"]).contains(&action)
                            && texts(&statement["Resource"])
                                .iter()
                                .any(|on| covers(on, &arn))
                    });
                    assert!(allowed, "{id}: {action} on {arn}");
                    found += 1;
                }
                assert!(found > 0, "{kind}");
            }
        }
        // The bootstrap's own is not among it.
        let own = [
            format!("arn:aws:s3:::{}", home.manifest.names.artefacts_bucket),
            home.manifest.bootstrap.execution_role.clone().unwrap(),
        ];
        for statement in executed(home) {
            let writes = |action: &&str| !action.contains(":Get") && !action.contains(":List");
            if texts(&statement["Action"]).iter().any(writes) {
                for (on, own) in texts(&statement["Resource"])
                    .iter()
                    .flat_map(|on| own.iter().map(move |own| (on, own)))
                {
                    assert!(*on == "*" || !covers(on, own), "{on} is on {own}");
                }
            }
        }
    }
}
