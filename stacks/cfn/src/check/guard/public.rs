//! What lets everyone in: statements for all principals without a condition, function URLs
//! without authentication.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-concepts.html>

use diagnostics::Diagnostics;
use serde_json::Value as Json;

use super::{Subject, names_everyone, statements};

pub(super) fn check(subject: &Subject<'_>, found: &mut Diagnostics) {
    let way_out = "name the accounts, roles or services, or add a condition such as \
                   aws:SourceAccount";
    for property in [
        "PolicyDocument",
        "KeyPolicy",
        "AssumeRolePolicyDocument",
        "ResourcePolicy",
        "RepositoryPolicyText",
    ] {
        let document = subject.at(&[property]);
        for (at, statement) in statements(document).enumerate() {
            let is_open = statement["Effect"] == "Allow"
                && statement.get("Condition").is_none()
                && names_everyone(statement);
            if is_open {
                let at = at.to_string();
                subject.report(
                    found,
                    "guard::public-statement",
                    &[property, "Statement", &at],
                    "the statement allows everyone, without a condition",
                    way_out,
                );
            }
        }
    }
    let open_permission = subject.is("AWS::Lambda::Permission")
        && subject.at(&["Principal"]) == Some(&Json::from("*"))
        && subject.at(&["SourceArn"]).is_none()
        && subject.at(&["PrincipalOrgID"]).is_none();
    if open_permission {
        let text = "everyone may call the function";
        subject.report(
            found,
            "guard::public-statement",
            &["Principal"],
            text,
            way_out,
        );
    }
    if subject.is("AWS::Lambda::Url") && subject.at(&["AuthType"]) == Some(&Json::from("NONE")) {
        subject.report(
            found,
            "guard::public-url",
            &["AuthType"],
            "everyone may call the function by its URL",
            "set AuthType to AWS_IAM",
        );
    }
}
