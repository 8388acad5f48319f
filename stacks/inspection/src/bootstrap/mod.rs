//! The stack that must stand before anything is deployed: the artefacts bucket of a region and, in the
//! environment's first region, the roles of a deploy. A person applies it with rights of their own.
//!
//! | role | who takes it on | what for |
//! |---|---|---|
//! | `execution` | CloudFormation | changes what the stacks hold |
//! | `deploy` | jobs of the environment on GitHub | change sets, models, the smoke test |
//! | `plan` | jobs of pull requests on GitHub | change sets that nobody executes, drift |
//!
//! Nothing is listed by hand where it can be derived: what the execution role may do are the actions
//! that the schemas' handlers name, and the boundary of the stacks' roles is what these roles hold.
//! Every statement has a `Sid` that says what it is for, and is on this environment's names wherever
//! its actions know resources.

mod boundary;
mod deploy_role;
mod execution;
mod github;
mod handlers;
mod packing;
mod plan_role;
mod scope;

use cfn::iam::ManagedPolicy;
use cfn::policy::{Document, Statement};
use cfn::{DeletionPolicy, LogicalId, ResourceType, Template, Value};
use diagnostics::{Address, Diagnostic, Diagnostics};
use scope::Scope;

use crate::bucket::BucketPlan;
use crate::config::Configuration;
use crate::{Region, ResourceNames, accepted};

/// The stack's name beside those that are deployed.
pub(crate) const STACK: &str = "bootstrap";
/// The policy that bounds the roles of the stacks.
const BOUNDARY: &str = "boundary";
/// The role that CloudFormation changes the stacks with.
pub(crate) const EXECUTION: &str = "execution";
/// The role that a deploy takes on.
pub(crate) const DEPLOY: &str = "deploy";
/// The role that a pull request's plan takes on.
pub(crate) const PLAN: &str = "plan";

/// The longest template that is sent within a request. There is no bucket yet that a longer one could
/// go through.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html>
pub(crate) const LONGEST_BODY: usize = 51_200;

/// Days after which the template of a mere plan goes.
const PLANS_DAYS: u32 = 7;

/// The bootstrap of a region. `stacks` are the templates of the environment's stacks in all of its
/// regions, which the roles are derived from.
///
/// # Errors
/// When what the stacks need is not known, or does not fit into policies.
pub(crate) fn template(
    configuration: &Configuration,
    region: &Region,
    stacks: &[&Template],
    place: &Address,
) -> Result<Template, Diagnostics> {
    let names = ResourceNames::new(configuration, region);
    let mut template = Template::new("Sightline: what a deploy needs, applied by a person once.");
    template.guard();
    let bucket = BucketPlan {
        purpose: "artefacts",
        name: names.artefacts_bucket(),
        versioned: true,
        events: false,
        deletion: DeletionPolicy::Delete,
        expiries: vec![(manifest::PLANS_PREFIX, PLANS_DAYS)],
    };
    bucket.add_to(&mut template);
    if configuration.home_region() == Some(region) {
        add_roles(&mut template, configuration, &names, stacks, place)?;
    }
    let bytes = template.render_filled(LONGEST_BODY).len();
    if bytes > LONGEST_BODY {
        let text = format!("the template has {bytes} bytes; at most {LONGEST_BODY} can be sent");
        let problem = Diagnostic::error("bootstrap::size", place.clone(), text);
        let help = "it holds the roles, which grow with the types of the stacks' resources";
        return Err(Diagnostics::from_iter([problem.with_help(help)]));
    }
    Ok(template)
}

/// What an account has once.
fn add_roles(
    template: &mut Template,
    configuration: &Configuration,
    names: &ResourceNames,
    stacks: &[&Template],
    place: &Address,
) -> Result<(), Diagnostics> {
    let scope = Scope::new(configuration, names);
    let statements = boundary::statements(stacks, &scope, place)?;
    let boundary = add_policy(
        template,
        names,
        BOUNDARY,
        "The most that any role of the environment's stacks may do.",
        &Document::new(statements),
    );
    template.output(
        LogicalId::from_words(["boundary", "arn"]),
        "Permissions boundary of every role that the stacks make.",
        boundary,
    );
    execution::add(template, configuration, names, stacks, &scope, place)?;
    if let Some(ci) = &configuration.ci {
        let provider = github::add_provider(template, configuration, ci);
        let kinds = execution::kinds(stacks);
        let read = handlers::reads(&kinds, place)?;
        let read = add_policy(
            template,
            names,
            "read",
            "Reads what the stacks hold: CloudFormation finds drift with its caller's rights.",
            &Document::new(scope.statements(&read)),
        );
        let role = github::Role {
            names,
            ci,
            provider: &provider,
            read: &read,
        };
        role.add(
            template,
            DEPLOY,
            "Deploys from GitHub.",
            &format!("environment:{}", ci.github_environment),
            deploy_role::statements(configuration, names, &scope),
        );
        role.add(
            template,
            PLAN,
            "Plans what a pull request would change, from GitHub.",
            "pull_request",
            plan_role::statements(names, &scope),
        );
    }
    Ok(())
}

/// Adds a policy named `sightline-<environment>-<of>`; gives its ARN.
fn add_policy(
    template: &mut Template,
    names: &ResourceNames,
    of: &str,
    description: &str,
    document: &Document,
) -> Value<String> {
    let policy = ManagedPolicy::new(document.to_json())
        .managed_policy_name(names.account_name(of))
        .description(description)
        .with_reasons(document)
        .accepting(accepted::policy());
    let id = LogicalId::from_words([of, "policy"]);
    template.add(id, policy).reference()
}

/// A statement without actions yet: they come from data.
fn allow(sid: impl Into<String>, actions: impl IntoIterator<Item = String>) -> Statement {
    let none: [cfn::policy::Action; 0] = [];
    Statement::allow(sid, none).and_actions(actions)
}
