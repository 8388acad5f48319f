//! Resources that are no ARN.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

use diagnostics::{Diagnostic, Diagnostics};

use super::policy::Policy;
use super::text::{Text, is_unknown};

pub(super) fn check(policy: &Policy<'_>, found: &mut Diagnostics) {
    // A bucket's policy is about that bucket and names it.
    let names_itself = policy.of == "AWS::S3::BucketPolicy";
    for statement in &policy.statements {
        for element in ["Resource", "NotResource"] {
            for (resource, place) in statement.texts(element) {
                if let Some(problem) = malformed(&resource) {
                    let shown = resource.shown();
                    found.push(
                        Diagnostic::error(
                            "cfn::iam-arn",
                            place,
                            format!("{shown:?} is no ARN: {problem}"),
                        )
                        .with_help("write arn:partition:service:region:account:resource, or \"*\""),
                    );
                } else if names_itself && resource.known() == Some("*") {
                    found.push(
                        Diagnostic::error(
                            "cfn::iam-arn",
                            place,
                            "a bucket's policy names the bucket and not \"*\"",
                        )
                        .with_help("name the bucket's ARN, and that with \"/*\" for its objects"),
                    );
                }
            }
        }
    }
}

/// What is wrong with an ARN as far as it is known.
fn malformed(resource: &Text) -> Option<&'static str> {
    let text = resource.0.as_str();
    if text == "*" || text.starts_with(is_unknown) || text.starts_with('*') {
        return None;
    }
    if text.contains("${AWS::") {
        return Some("it has a variable of CloudFormation, which only Fn::Sub replaces");
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    // Where a part is unknown, further colons may be hidden in it.
    let hidden = text.contains('\u{1}');
    let unknown = |part: &str| part.contains(|c| is_unknown(c) || matches!(c, '*' | '?'));
    let fits = |at: usize, test: fn(&str) -> bool| {
        parts.get(at).is_none_or(|part| unknown(part) || test(part))
    };
    if !fits(0, |part| part == "arn") {
        Some("it begins with \"arn:\"")
    } else if parts.len() < 6 && !hidden && parts.last() != Some(&"*") {
        Some("it has six parts")
    } else if !fits(1, |part| part.starts_with("aws")) {
        Some("the partition is \"aws\" or begins with \"aws-\"")
    } else if !hidden && !fits(2, |part| !part.is_empty()) {
        Some("the service is not empty")
    } else if !hidden && !fits(4, is_account) {
        Some("the account has 12 digits, or is empty")
    } else if parts.len() == 6 && parts.last() == Some(&"") {
        Some("the resource is not empty")
    } else {
        None
    }
}

fn is_account(part: &str) -> bool {
    let digits = part.len() == 12 && part.chars().all(|c| c.is_ascii_digit());
    // Managed policies are AWS's own.
    part.is_empty() || digits || part == "aws"
}
