//! Environments side by side in an account. Policies are on whatever begins with an environment's name
//! and a dash: where another's name begins so, they would be on that one's resources, too.

use diagnostics::{Address, Diagnostic, Diagnostics};

use crate::config::{Declaration, OidcProvider};

/// Environments of the same account whose names begin with another's, or that make what an account
/// has once.
pub(crate) fn check(declarations: &[Declaration]) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (at, one) in declarations.iter().enumerate() {
        let name = one.environment;
        let place: Address = [name].into_iter().collect();
        let others = declarations.iter().enumerate();
        let others = others.filter(|(other, _)| *other != at);
        for (_, other) in others.filter(|(_, other)| other.account == one.account) {
            let outer = other.environment;
            if name == outer || name.starts_with(&format!("{outer}-")) {
                let text = format!(
                    "policies of {outer:?} would be on {name:?} as well: both are in the account {}",
                    one.account
                );
                let place = place.join("environment");
                let problem = Diagnostic::error("config::names-meet", place, text);
                found.push(problem.with_help("give it another name, or an account of its own"));
            }
        }
        let earlier = declarations.iter().take(at);
        let mut same = earlier.filter(|other| other.account == one.account);
        if makes_provider(one)
            && let Some(first) = same.find(|other| makes_provider(other))
        {
            let text = format!(
                "{:?} makes the identity provider that the account {} has once",
                first.environment, one.account
            );
            let place = place.join("ci").join("oidc_provider");
            let problem = Diagnostic::error("config::provider-twice", place, text);
            found.push(problem.with_help("OidcProvider::Existing"));
        }
    }
    found
}

fn makes_provider(declaration: &Declaration) -> bool {
    let provider = declaration.ci.map(|ci| ci.oidc_provider);
    provider == Some(OidcProvider::Made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environments::staging;

    fn named(environment: &'static str, account: &'static str) -> Declaration {
        Declaration {
            environment,
            account,
            ci: None,
            ..staging()
        }
    }

    #[test]
    fn an_account_has_its_identity_provider_from_one_environment() {
        let with_ci = |environment, account| Declaration {
            ci: staging().ci,
            ..named(environment, account)
        };
        let (one, other) = ("111111111111", "222222222222");
        let found = check(&[with_ci("a", one), with_ci("b", one), with_ci("c", other)]);
        let told: Vec<String> = found.iter().map(|d| d.address.to_string()).collect();
        assert_eq!(told, ["b.ci.oidc_provider"]);
    }

    #[test]
    fn a_name_that_begins_with_anothers_is_told_in_the_same_account_alone() {
        let (one, other) = ("111111111111", "222222222222");
        let told = |declarations: &[Declaration]| -> Vec<String> {
            let found = check(declarations);
            found.iter().map(|d| d.address.to_string()).collect()
        };
        assert_eq!(
            told(&[named("prod", one), named("prod-eu", one)]),
            ["prod-eu.environment"]
        );
        assert!(told(&[named("prod", one), named("prod2", one)]).is_empty());
        assert!(told(&[named("prod", one), named("prod-eu", other)]).is_empty());
    }
}
