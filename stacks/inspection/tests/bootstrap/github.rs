//! The roles of jobs on GitHub.

use crate::scene::{REGIONS, homes, policies, resources, statement, statements, texts};

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
