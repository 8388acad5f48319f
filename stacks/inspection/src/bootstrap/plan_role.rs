//! What a pull request's plan may do: make change sets and look at stacks, but execute nothing.

use cfn::policy::Statement;

use super::EXECUTION;
use super::deploy_role::{STACK_READS, pass_execution_role, stacks};
use super::scope::Scope;
use crate::ResourceNames;

/// Its statements.
pub(super) fn statements(names: &ResourceNames, scope: &Scope<'_>) -> Vec<Statement> {
    let artefacts = names.artefacts_bucket();
    let drift = "drift/*".to_owned();
    vec![
        scope.regional(Statement::allow("ReadStacks", STACK_READS).on([stacks(names, scope)])),
        // What is made is a change set alone; nothing here executes one.
        scope.regional(
            Statement::allow("Plan", ["cloudformation:CreateChangeSet"])
                .on([stacks(names, scope)])
                .when(
                    "StringEqualsIfExists",
                    "cloudformation:RoleArn",
                    names.account_role_arn(EXECUTION),
                ),
        ),
        scope.regional(
            Statement::allow(
                "TidyAndDetectDrift",
                [
                    "cloudformation:DeleteChangeSet",
                    "cloudformation:DetectStackDrift",
                    "cloudformation:DetectStackResourceDrift",
                    "cloudformation:TagResource",
                ],
            )
            .on([stacks(names, scope)]),
        ),
        scope.regional(
            Statement::allow(
                "FollowDrift",
                ["cloudformation:DescribeStackDriftDetectionStatus"],
            )
            .on_everything("the action knows no resources"),
        ),
        pass_execution_role(names),
        // A template over 51,200 bytes goes through the bucket.
        Statement::allow("SendTemplates", ["s3:GetObject", "s3:PutObject"])
            .on([scope.bucket(&artefacts, &format!("/{}*", manifest::PLANS_PREFIX))]),
        // Without it, S3 does not say of a template or of accepted drift that there is none.
        Statement::allow("FindTemplates", ["s3:ListBucket"])
            .on([scope.bucket(&artefacts, "")])
            .when(
                "StringLikeIfExists",
                "s3:prefix",
                [format!("{}*", manifest::PLANS_PREFIX), drift.clone()].to_vec(),
            ),
        Statement::allow("ReadAcceptedDrift", ["s3:GetObject"])
            .on([scope.bucket(&artefacts, &format!("/{drift}"))]),
    ]
}
