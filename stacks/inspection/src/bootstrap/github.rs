//! Jobs on GitHub take on roles by tokens that GitHub signs: no key is kept anywhere.
//! <https://docs.github.com/en/actions/reference/security/oidc>

use cfn::iam::role::Policy;
use cfn::iam::{self, OIDCProvider};
use cfn::policy::{Document, Principal, Statement, actions};
use cfn::{LogicalId, ResourceType, Template, Value, fixed};

use super::allow;
use crate::config::{Ci, Configuration, OidcProvider};
use crate::{ResourceNames, accepted};

/// Who signs the tokens.
const ISSUER: &str = "token.actions.githubusercontent.com";
/// For whom they are signed.
const AUDIENCE: &str = "sts.amazonaws.com";

/// The ARN of the account's identity provider, which is made where the account has none.
pub(super) fn add_provider(
    template: &mut Template,
    configuration: &Configuration,
    ci: &Ci,
) -> Value<String> {
    match ci.oidc_provider {
        OidcProvider::Existing => {
            let account = &configuration.account;
            format!("arn:aws:iam::{account}:oidc-provider/{ISSUER}").into()
        }
        OidcProvider::Made => {
            let provider = OIDCProvider::new()
                .url(format!("https://{ISSUER}"))
                .client_id_list([AUDIENCE]);
            template.add("github-provider", provider).arn()
        }
    }
}

/// What roles for jobs on GitHub have in common.
pub(super) struct Role<'a> {
    pub(super) names: &'a ResourceNames,
    pub(super) ci: &'a Ci,
    /// The identity provider's ARN.
    pub(super) provider: &'a Value<String>,
    /// The ARN of the policy that reads what the stacks hold.
    pub(super) read: &'a Value<String>,
}

impl Role<'_> {
    /// Adds a role for the repository's jobs whose token says `who` they are.
    pub(super) fn add(
        &self,
        template: &mut Template,
        of: &str,
        description: &str,
        who: &str,
        statements: Vec<Statement>,
    ) {
        let access = Document::new(statements);
        let role = iam::Role::new(self.trust(who))
            .role_name(self.names.account_name(of))
            .description(description)
            // A canary, the others after it, and a smoke test of each.
            .max_session_duration(fixed::<7_200>())
            .managed_policy_arns([self.read.clone()])
            .policies([Policy::new(access.clone(), of)])
            .with_reasons(&access)
            .accepting(accepted::policy());
        let role = template.add(LogicalId::from_words([of, "role"]), role);
        let arn: Value<String> = role.arn().into();
        template.output(LogicalId::from_words([of, "role", "arn"]), description, arn);
    }

    fn trust(&self, who: &str) -> Document {
        let subject = format!("repo:{}:{who}", self.ci.repository);
        let none: [String; 0] = [];
        Document::new([allow("Assume", none)
            .and_actions([actions::sts::ASSUME_ROLE_WITH_WEB_IDENTITY.to_string()])
            .to(Principal::Federated(self.provider.clone()))
            // Compared as a whole: with a wildcard, a branch could be named like an environment.
            .when("StringEquals", &format!("{ISSUER}:aud"), AUDIENCE)
            .when("StringEquals", &format!("{ISSUER}:sub"), subject)])
    }
}
