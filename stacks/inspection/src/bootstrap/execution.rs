//! The role that CloudFormation changes the stacks with.
//!
//! | statement | what for |
//! |---|---|
//! | `ChangeBoundedRoles` | making and changing roles, as long as they are within the boundary |
//! | `PassRoles` | giving them to the services that they trust, and to no other |
//! | `ReadCode` | the functions' zips |
//! | `ReadAlarms` | whether an alarm is there, which is asked about all |
//! | a service's name, such as `Athena` | what handlers do to the environment's resources of it |
//! | `Unnamed`, `UnnamedGlobal` | what they ask that is about no resource, such as lists |

use std::collections::BTreeSet;

use cfn::iam::Role;
use cfn::policy::{Condition, Document, Statement, keys};
use cfn::{LogicalId, ResourceType, Template, Value};
use diagnostics::{Address, Diagnostics};
use registry::iam::service;
use serde_json::Value as Json;

use super::boundary::items;
use super::scope::Scope;
use super::{EXECUTION, add_policy, allow, handlers, packing};
use crate::config::Configuration;
use crate::{ResourceNames, accepted};

const DESCRIBE_ALARMS: &str = "cloudwatch:DescribeAlarms";
/// What handlers name and the role does without. With the first, a role could be made with the
/// boundary and then freed of it. The second makes roles of AWS's own for features that no stack uses.
const WITHHELD: [&str; 2] = [
    "iam:DeleteRolePermissionsBoundary",
    "iam:CreateServiceLinkedRole",
];

/// The types of the stacks' resources.
pub(super) fn kinds<'a>(stacks: &[&'a Template]) -> BTreeSet<&'a str> {
    let resources = stacks.iter().flat_map(|stack| stack.resources().values());
    resources.map(cfn::Resource::kind).collect()
}

/// Adds the role and its policies.
///
/// # Errors
/// When what the types need is not known, or does not fit into a role's policies.
pub(super) fn add(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    stacks: &[&Template],
    scope: &Scope<'_>,
    place: &Address,
) -> Result<(), Diagnostics> {
    let statements = statements(names, stacks, scope, place)?;
    let mut arns = Vec::new();
    for (at, document) in packing::pack(statements, place)?.into_iter().enumerate() {
        arns.push(add_policy(
            template,
            names,
            &format!("{EXECUTION}-{}", at + 1),
            "What CloudFormation needs for the environment's stacks.",
            &document,
        ));
    }
    let account = configuration.account.as_str();
    let role = Role::new(Document::trust(
        "cloudformation.amazonaws.com",
        Some(account),
    ))
    .role_name(names.account_name(EXECUTION))
    .description("CloudFormation changes the environment's stacks with it.")
    .managed_policy_arns(arns)
    .accepting(accepted::policy());
    let role = template.add(LogicalId::from_words([EXECUTION, "role"]), role);
    let arn: Value<String> = role.arn().into();
    template.output(
        LogicalId::from_words([EXECUTION, "role", "arn"]),
        "Role that CloudFormation changes the stacks with.",
        arn,
    );
    Ok(())
}

fn statements(
    names: &ResourceNames,
    stacks: &[&Template],
    scope: &Scope<'_>,
    place: &Address,
) -> Result<Vec<Statement>, Diagnostics> {
    let mut actions = handlers::actions(&kinds(stacks), place)?;
    for withheld in WITHHELD {
        actions.remove(withheld);
    }
    let mut out = Vec::new();
    if actions.remove("iam:PassRole") {
        let services = trusted(stacks);
        out.push(
            allow("PassRoles", ["iam:PassRole".to_owned()])
                .on(scope.roles())
                .only_if(Condition::equals(keys::iam::PASSED_TO_SERVICE, services)),
        );
    }
    let bounded: Vec<String> = actions.iter().filter(|a| is_bounded(a)).cloned().collect();
    actions.retain(|action| !bounded.contains(action));
    if !bounded.is_empty() {
        out.push(
            allow("ChangeBoundedRoles", bounded)
                .on(scope.roles())
                .only_if(Condition::arn_like(
                    keys::iam::PERMISSIONS_BOUNDARY,
                    [names.boundary_arn()],
                )),
        );
    }
    // Functions are made of zips that a deploy put into the bootstrap's bucket.
    let code: Vec<String> = ["s3:GetObject", "s3:GetObjectVersion"]
        .map(str::to_owned)
        .into_iter()
        .filter(|action| actions.contains(action))
        .collect();
    if !code.is_empty() {
        let zips = format!("/{}*", manifest::FUNCTIONS_PREFIX);
        let zips = scope.bucket(&names.artefacts_bucket(), &zips);
        out.push(allow("ReadCode", code).on([zips]));
    }
    // An alarm is looked for among all of them.
    if actions.remove(DESCRIBE_ALARMS) {
        let alarms = scope.arn("cloudwatch", "alarm:*");
        let read = allow("ReadAlarms", [DESCRIBE_ALARMS.to_owned()]).on([alarms]);
        out.push(scope.regional(read));
    }
    out.extend(scope.statements(&actions));
    Ok(out)
}

/// Whether an action changes a role, and requests for it say which boundary the role has.
fn is_bounded(action: &str) -> bool {
    let Some(name) = action.strip_prefix("iam:") else {
        return false;
    };
    let is_read = name.starts_with("Get") || name.starts_with("List");
    let knows = service("iam").is_some_and(|iam| {
        iam.action(name)
            .is_some_and(|facts| iam.knows_key(facts, keys::iam::PERMISSIONS_BOUNDARY.as_str()))
    });
    knows && !is_read
}

/// The services that the stacks' roles trust.
fn trusted(stacks: &[&Template]) -> BTreeSet<String> {
    let resources = stacks.iter().flat_map(|stack| stack.resources().values());
    let roles = resources.filter(|resource| resource.kind() == "AWS::IAM::Role");
    let trust = roles.filter_map(|role| role.properties().get("AssumeRolePolicyDocument"));
    let statements = trust.flat_map(|document| items(document.get("Statement")));
    statements
        .flat_map(|statement| items(statement["Principal"].get("Service")))
        .filter_map(Json::as_str)
        .map(str::to_owned)
        .collect()
}
