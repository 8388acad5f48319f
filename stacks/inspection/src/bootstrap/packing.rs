//! Statements in as many policies as they need. White space does not count.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>

use cfn::policy::{Document, Statement};
use diagnostics::{Address, Diagnostic, Diagnostics};

/// The most characters of a managed policy.
pub(super) const MOST_CHARACTERS: usize = 6_144;
/// The most managed policies of a role.
const MOST_POLICIES: usize = 10;

/// The statements as documents, each of which fits into a managed policy: every statement in the
/// first that has room.
///
/// # Errors
/// A statement that fits into none, and more policies than a role can have.
pub(super) fn pack(
    statements: impl IntoIterator<Item = Statement>,
    place: &Address,
) -> Result<Vec<Document>, Diagnostics> {
    let mut packed: Vec<Vec<Statement>> = Vec::new();
    let fail = |text: String| {
        let problem = Diagnostic::error("bootstrap::size", place.clone(), text);
        let help = "give the stacks fewer types of resources";
        Err(Diagnostics::from_iter([problem.with_help(help)]))
    };
    for statement in statements {
        let alone = characters(&Document::new([statement.clone()]));
        if alone > MOST_CHARACTERS {
            return fail(format!(
                "a statement has {alone} characters; a policy has at most {MOST_CHARACTERS}"
            ));
        }
        let has_room = |policy: &&mut Vec<Statement>| {
            let with = policy.iter().cloned().chain([statement.clone()]);
            characters(&Document::new(with)) <= MOST_CHARACTERS
        };
        match packed.iter_mut().find(has_room) {
            Some(policy) => policy.push(statement),
            None => packed.push(vec![statement]),
        }
    }
    if packed.len() > MOST_POLICIES {
        let policies = packed.len();
        return fail(format!(
            "the execution role needs {policies} policies; a role has at most {MOST_POLICIES}"
        ));
    }
    Ok(packed.into_iter().map(Document::new).collect())
}

/// The characters of a document that count.
pub(super) fn characters(document: &Document) -> usize {
    let text = document.to_json().to_string();
    text.chars().filter(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bootstrap::allow;

    fn statement(actions: usize) -> Statement {
        let names = (0..actions).map(|at| format!("service:Action{at:03}"));
        allow("Many", names).on(["arn:aws:service:::sightline"])
    }

    fn sizes(statements: impl IntoIterator<Item = Statement>) -> Vec<usize> {
        let packed = pack(statements, &Address::root()).unwrap();
        packed.iter().map(characters).collect()
    }

    #[test]
    fn a_statement_goes_where_there_is_room_and_no_policy_is_too_long() {
        let sizes = sizes([150, 200, 50, 20].map(statement));
        assert_eq!(sizes.len(), 2, "{sizes:?}");
        assert!(
            sizes.iter().all(|size| *size <= MOST_CHARACTERS),
            "{sizes:?}"
        );
    }

    #[test]
    fn what_cannot_fit_is_refused() {
        let refused = |statements: Vec<Statement>| {
            let found = pack(statements, &Address::root()).unwrap_err();
            found.to_string()
        };
        assert!(refused(vec![statement(400)]).contains("a statement has"));
        let text = refused((0..11).map(|_| statement(200)).collect());
        assert!(text.contains("needs 11 policies"), "{text}");
    }
}
