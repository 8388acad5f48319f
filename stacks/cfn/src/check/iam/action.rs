//! Actions that no service has.
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>

use diagnostics::{Address, Diagnostic, Diagnostics, nearest};

use super::pattern::fits;
use super::policy::Policy;

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    for statement in &policy.statements {
        for element in ["Action", "NotAction"] {
            for (action, place) in statement.texts(element) {
                if let Some(action) = action.known() {
                    check_one(action, policy.of, &place, found);
                }
            }
        }
    }
}

fn check_one(action: &str, of: &str, place: &Address, found: &mut Diagnostics) {
    if action == "*" {
        return;
    }
    let Some((prefix, name)) = action.split_once(':') else {
        found.push(
            Diagnostic::error(
                "cfn::iam-action",
                place.clone(),
                format!("{action:?} is no action"),
            )
            .with_help("write service and action, such as \"s3:GetObject\""),
        );
        return;
    };
    let Some(service) = registry::iam::service(prefix) else {
        if !prefix.contains(['*', '?']) {
            let known = registry::iam::prefixes().iter().copied();
            let mut problem = Diagnostic::error(
                "cfn::iam-service",
                place.clone(),
                format!("no service has actions of the prefix {prefix:?}"),
            );
            problem.help = nearest(&prefix.to_ascii_lowercase(), known)
                .map(|near| format!("did you mean {near:?}?"));
            found.push(problem);
        }
        return;
    };
    let own = match of {
        "AWS::S3::BucketPolicy" => Some("s3"),
        "AWS::SQS::QueuePolicy" => Some("sqs"),
        "AWS::SNS::TopicPolicy" => Some("sns"),
        _ => None,
    };
    if let Some(own) = own.filter(|own| !own.eq_ignore_ascii_case(prefix)) {
        found.push(Diagnostic::error(
            "cfn::iam-action-of-other-service",
            place.clone(),
            format!("a policy of {of} takes actions of {own:?} only, not {action:?}"),
        ));
    } else if name.contains(['*', '?']) {
        if !service.actions().any(|known| fits(name, &known.name)) {
            found.push(Diagnostic::error(
                "cfn::iam-action",
                place.clone(),
                format!("no action of {prefix:?} fits {name:?}"),
            ));
        }
    } else if service.action(name).is_none() {
        let mut problem = Diagnostic::error(
            "cfn::iam-action",
            place.clone(),
            format!("{prefix:?} has no action {name:?}"),
        );
        let known = service.actions().map(|known| known.name.as_str());
        problem.help = nearest(name, known).map(|near| format!("did you mean {near:?}?"));
        found.push(problem);
    }
}
