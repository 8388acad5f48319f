//! The roles of a deploy hold what is needed and nothing else, as the generated templates show.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use inspection::environments::declarations;
use inspection::generate;
use manifest::Manifest;
use registry::Registry;
use serde_json::Value as Json;

/// A region of an environment.
struct Region {
    environment: &'static str,
    manifest: Manifest,
    bootstrap: Json,
    /// The stacks that are deployed.
    stacks: Vec<Json>,
}

/// Every region of every environment.
static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    let mut out = Vec::new();
    for declaration in declarations() {
        let environment = declaration.environment;
        let files = generate(environment).unwrap_or_else(|found| panic!("{found}"));
        for region in declaration.regions {
            let read = |name: &str| -> Json {
                let path = format!("{environment}/{region}/{name}");
                let file = files.iter().find(|file| file.path == path);
                serde_json::from_str(&file.expect(&path).text).unwrap()
            };
            let manifest: Manifest = serde_json::from_value(read("manifest.json")).unwrap();
            out.push(Region {
                environment,
                bootstrap: read(&manifest.bootstrap.stack.template),
                stacks: manifest
                    .stacks
                    .iter()
                    .map(|one| read(&one.template))
                    .collect(),
                manifest,
            });
        }
    }
    out
});

/// The regions whose bootstrap has the roles.
fn homes() -> Vec<&'static Region> {
    let is_home = |one: &&Region| one.manifest.region == one.manifest.bootstrap.home_region;
    REGIONS.iter().filter(is_home).collect()
}

/// The regions of the environment that a region is of.
fn siblings(home: &Region) -> impl Iterator<Item = &'static Region> {
    let environment = home.environment;
    REGIONS
        .iter()
        .filter(move |one| one.environment == environment)
}

fn resources<'a>(template: &'a Json, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Json)> {
    let all = template["Resources"].as_object().unwrap().iter();
    all.filter(move |(_, resource)| resource["Type"] == kind)
        .map(|(id, resource)| (id.as_str(), &resource["Properties"]))
}

/// Every identity policy of a template, with the resource that holds it.
fn policies(template: &Json) -> Vec<(&str, &Json)> {
    let managed = resources(template, "AWS::IAM::ManagedPolicy");
    let mut out: Vec<_> = managed
        .map(|(id, body)| (id, &body["PolicyDocument"]))
        .collect();
    for (id, role) in resources(template, "AWS::IAM::Role") {
        let inline = role["Policies"].as_array().into_iter().flatten();
        out.extend(inline.map(|policy| (id, &policy["PolicyDocument"])));
    }
    out
}

fn texts(value: &Json) -> Vec<&str> {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().filter_map(Json::as_str).collect()
}

fn statements(document: &Json) -> impl Iterator<Item = &Json> {
    document["Statement"].as_array().unwrap().iter()
}

/// What the execution role's policies allow.
fn executed(home: &Region) -> Vec<&Json> {
    let policies = policies(&home.bootstrap).into_iter();
    policies
        .filter(|(id, _)| id.starts_with("Execution"))
        .flat_map(|(_, document)| statements(document))
        .collect()
}

/// The statement of that name among all of the bootstrap.
fn statement<'a>(home: &'a Region, holder: &str, sid: &str) -> &'a Json {
    let policies = policies(&home.bootstrap).into_iter();
    policies
        .filter(|(id, _)| id.starts_with(holder))
        .flat_map(|(_, document)| statements(document))
        .find(|statement| statement["Sid"] == sid)
        .unwrap_or_else(|| panic!("{holder} has no statement {sid}"))
}

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
fn every_role_of_every_stack_has_the_boundary() {
    let mut roles = 0;
    for region in REGIONS.iter() {
        let boundary = format!(
            "arn:aws:iam::{}:policy/sightline-{}-boundary",
            region.manifest.account, region.environment
        );
        for (id, role) in region
            .stacks
            .iter()
            .flat_map(|stack| resources(stack, "AWS::IAM::Role"))
        {
            assert_eq!(role["PermissionsBoundary"], boundary.as_str(), "{id}");
            roles += 1;
        }
    }
    assert!(roles >= 35, "{roles}");
}

/// Whether a pattern of `*` stands for all that another stands for, or a text. Parts that are known
/// at deploy alone are `*`.
fn covers(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for letter in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            if letter == '*' {
                next[at] = reached[at] || (at > 0 && next[at - 1]);
            } else if at > 0 && reached[at - 1] && text[at - 1] == letter {
                next[at] = true;
            }
        }
        reached = next;
    }
    reached[text.len()]
}

/// An ARN as a text, with the names of the resources that it refers to.
fn resolved(template: &Json, region: &Region, value: &Json) -> String {
    if let Some(text) = value.as_str() {
        return text.to_owned();
    }
    if value["Ref"] == "AWS::Partition" {
        return "aws".to_owned();
    }
    if let Some(parts) = value["Fn::Join"][1].as_array() {
        return parts
            .iter()
            .map(|part| resolved(template, region, part))
            .collect();
    }
    let id = value["Ref"]
        .as_str()
        .or_else(|| value["Fn::GetAtt"][0].as_str())
        .unwrap();
    let properties = &template["Resources"][id]["Properties"];
    let name = |key: &str| properties[key].as_str().unwrap();
    let (service, rest) = match template["Resources"][id]["Type"].as_str().unwrap() {
        "AWS::Lambda::Function" => ("lambda", format!("function:{}", name("FunctionName"))),
        "AWS::Logs::LogGroup" => ("logs", format!("log-group:{}:*", name("LogGroupName"))),
        "AWS::SNS::Topic" => ("sns", name("TopicName").to_owned()),
        "AWS::StepFunctions::StateMachine" => (
            "states",
            format!("stateMachine:{}", name("StateMachineName")),
        ),
        other => panic!("{other}"),
    };
    let Manifest {
        region, account, ..
    } = &region.manifest;
    format!("arn:aws:{service}:{region}:{account}:{rest}")
}

#[test]
fn the_boundary_allows_all_that_roles_of_stacks_hold() {
    let mut held = 0;
    for home in homes() {
        let bootstrap = policies(&home.bootstrap).into_iter();
        let boundary: Vec<&Json> = bootstrap
            .filter(|(id, _)| *id == "BoundaryPolicy")
            .flat_map(|(_, document)| statements(document))
            .collect();
        for region in siblings(home) {
            for template in &region.stacks {
                for statement in policies(template)
                    .into_iter()
                    .flat_map(|(_, d)| statements(d))
                {
                    for action in texts(&statement["Action"]) {
                        for arn in statement["Resource"].as_array().unwrap() {
                            let arn = resolved(template, region, arn);
                            let allows = |one: &&&Json| {
                                let on = texts(&one["Resource"]);
                                texts(&one["Action"]).contains(&action)
                                    && on.iter().any(|pattern| covers(pattern, &arn))
                            };
                            assert!(boundary.iter().find(allows).is_some(), "{action} on {arn}");
                            held += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(held > 200, "{held}");
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

#[test]
fn only_the_home_region_has_roles_and_every_region_a_bucket() {
    for region in REGIONS.iter() {
        let bootstrap = &region.manifest.bootstrap;
        let home = region.manifest.region == bootstrap.home_region;
        let count = |kind: &str| resources(&region.bootstrap, kind).count();
        assert_eq!(count("AWS::S3::Bucket"), 1);
        assert_eq!(bootstrap.stack.named_iam, home);
        let ci = region.environment != "local";
        assert_eq!(
            bootstrap.deploy_role.is_some() && bootstrap.plan_role.is_some(),
            ci
        );
        assert_eq!(
            count("AWS::IAM::Role"),
            match (home, ci) {
                (true, true) => 3,
                (true, false) => 1,
                (false, _) => 0,
            }
        );
    }
}

#[test]
fn a_deploy_names_the_execution_role_and_leaves_the_bootstrap_alone() {
    for home in homes()
        .into_iter()
        .filter(|home| home.manifest.bootstrap.deploy_role.is_some())
    {
        let execution = home.manifest.bootstrap.execution_role.as_deref().unwrap();
        let change = statement(home, "DeployRole", "ProposeChanges");
        assert_eq!(
            change["Condition"]["StringEquals"]["cloudformation:RoleArn"],
            execution
        );
        let keep = statement(home, "DeployRole", "KeepBootstrap");
        assert_eq!(keep["Effect"], "Deny");
        let kept = texts(&keep["Action"]);
        for action in ["ExecuteChangeSet", "DeleteStack", "CreateChangeSet"] {
            assert!(
                kept.contains(&format!("cloudformation:{action}").as_str()),
                "{action}"
            );
        }
        for holder in ["DeployRole", "PlanRole"] {
            let pass = statement(home, holder, "PassExecutionRole");
            assert_eq!(texts(&pass["Resource"]), [execution]);
            assert_eq!(
                pass["Condition"]["StringEquals"]["iam:PassedToService"],
                "cloudformation.amazonaws.com"
            );
        }
        let plan = policies(&home.bootstrap).into_iter();
        let plan = plan.filter(|(id, _)| *id == "PlanRole");
        for action in plan
            .flat_map(|(_, d)| statements(d))
            .flat_map(|s| texts(&s["Action"]))
        {
            for verb in [
                "Execute",
                "DeleteStack",
                "Rollback",
                "Update",
                "CreateStack",
            ] {
                assert!(!action.contains(verb), "{action}");
            }
        }
    }
}

#[test]
fn roles_trust_the_repository_and_nobody_else() {
    let homes = homes();
    let staging = homes
        .iter()
        .find(|home| home.environment == "staging")
        .unwrap();
    let subject = |role: &str| {
        let (_, role) = resources(&staging.bootstrap, "AWS::IAM::Role")
            .find(|(id, _)| *id == role)
            .unwrap();
        let trust = statements(&role["AssumeRolePolicyDocument"]).collect::<Vec<_>>();
        assert_eq!(trust.len(), 1);
        trust[0]["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"].clone()
    };
    assert_eq!(
        subject("DeployRole"),
        "repo:example/sightline:environment:staging"
    );
    assert_eq!(subject("PlanRole"), "repo:example/sightline:pull_request");
}

#[test]
fn the_boundary_of_the_embedded_region() {
    let homes = homes();
    let local = homes
        .iter()
        .find(|home| home.environment == "local")
        .unwrap();
    let (_, boundary) = resources(&local.bootstrap, "AWS::IAM::ManagedPolicy")
        .find(|(id, _)| *id == "BoundaryPolicy")
        .unwrap();
    let lines: Vec<String> = statements(&boundary["PolicyDocument"])
        .map(|statement| {
            let actions = texts(&statement["Action"]).join(" ");
            let on = texts(&statement["Resource"]).join("\n  ");
            format!("{}: {actions}\n  {on}", statement["Sid"].as_str().unwrap())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r"
    Lambda: lambda:InvokeFunction
      arn:aws:lambda:us-east-1:000000000000:function:sightline-local-*
    Logs: logs:CreateLogStream logs:PutLogEvents
      arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/sightline-local-*
      arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/sightline-local-*
    Rekognition: rekognition:DetectCustomLabels
      arn:aws:rekognition:us-east-1:000000000000:project/sightline-local-*
    S3: s3:AbortMultipartUpload s3:DeleteObject s3:GetObject s3:ListBucket s3:ListMultipartUploadParts s3:PutObject
      arn:aws:s3:::sightline-local-000000000000-us-east-1-lake
      arn:aws:s3:::sightline-local-000000000000-us-east-1-lake/*
      arn:aws:s3:::sightline-local-000000000000-us-east-1-pictures
      arn:aws:s3:::sightline-local-000000000000-us-east-1-pictures/*
      arn:aws:s3:::sightline-local-000000000000-us-east-1-results
      arn:aws:s3:::sightline-local-000000000000-us-east-1-results/*
    Sns: sns:Publish
      arn:aws:sns:us-east-1:000000000000:sightline-local-*
    States: states:DescribeExecution states:RedriveExecution states:StartExecution states:StopExecution
      arn:aws:states:us-east-1:000000000000:execution:sightline-local-*
      arn:aws:states:us-east-1:000000000000:stateMachine:sightline-local-*
    Unnamed: logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery rekognition:DetectLabels
      *
    ");
}
