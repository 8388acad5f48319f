//! As whom an operation acts.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html>

use super::super::engine::assume;
use super::super::model::{Actor, Stack};
use super::{Call, validation};
use crate::error::ServiceError;
use crate::services::iam::Access;

/// Who roles are passed to.
const SERVICE: &str = "cloudformation.amazonaws.com";

impl Call<'_> {
    /// The role that the request names, else the one that `stack` remembers, which nobody needs to
    /// pass again.
    pub(super) fn role(
        &self,
        stack_name: &str,
        stack: Option<&Stack>,
    ) -> Result<Option<String>, ServiceError> {
        let given = self.params.get("RoleARN").filter(|arn| !arn.is_empty());
        let Some(arn) = given else {
            return Ok(stack.and_then(|stack| stack.role_arn.clone()));
        };
        let access = Access {
            action: "iam:PassRole",
            resource: arn,
            keys: vec![("iam:PassedToService", SERVICE.to_owned())],
            ..Access::default()
        };
        let iam = self.context.iam();
        iam.authorise_access(self.context, self.caller, &access)?;
        let stack_id = match stack {
            Some(stack) => stack.id.clone(),
            None => self
                .context
                .arn("cloudformation", &format!("stack/{stack_name}/*")),
        };
        assume(self.context, arn, &stack_id)
            .map_err(|_| validation(format!("Role {arn} is invalid or cannot be assumed")))?;
        Ok(Some(arn.to_owned()))
    }

    /// With whose permissions an operation on the stack acts: its role's, else the caller's.
    pub(super) fn actor(&self, stack: &Stack) -> Actor {
        match &stack.role_arn {
            Some(arn) => Actor::Role(arn.clone()),
            None => Actor::of(self.caller),
        }
    }
}
