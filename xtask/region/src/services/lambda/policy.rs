//! A function's own policy: which services and roles may invoke it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Lambda;
use super::function::{Function, invalid};
use super::reference::parse_reference;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

/// `AddPermission`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct AddPermission {
    /// Names the statement.
    pub statement_id: String,
    /// `lambda:InvokeFunction`, as a rule.
    pub action: String,
    /// A service such as `events.amazonaws.com`, an account or an ARN.
    pub principal: String,
    /// For which resource the service asks.
    pub source_arn: Option<String>,
    /// For which account the service asks.
    pub source_account: Option<String>,
}

impl Lambda {
    /// Lets someone invoke a function. Answers the statement.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `ResourceConflictException`,
    /// `InvalidParameterValueException`.
    pub fn add_permission(&self, name: &str, given: &AddPermission) -> Result<Value, ServiceError> {
        let (name, qualifier) = parse_reference(name)?;
        if qualifier.is_some() {
            // What is named must be there.
            self.resolve(&of(&name, qualifier.as_deref()))?;
        }
        let sid = &given.statement_id;
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        if !(1..=100).contains(&sid.len()) || !sid.bytes().all(allowed) {
            return Err(invalid(format!("\"{sid}\" is no id for a statement")));
        }
        if given.action != "lambda:*" && !given.action.starts_with("lambda:") {
            return Err(invalid(format!(
                "\"{}\" is no action of Lambda",
                given.action
            )));
        }
        let _writing = self.write_lock();
        let mut function = self.function(&name)?;
        let resource = of(&function.arn, qualifier.as_deref());
        if function.policy.iter().any(|statement| {
            statement["Sid"] == json!(sid) && statement["Resource"] == json!(resource)
        }) {
            return Err(ServiceError::client(
                "ResourceConflictException",
                format!("The statement id ({sid}) provided already exists."),
            )
            .with_status(409));
        }
        let principal = if given.principal == "*" {
            json!("*")
        } else if given.principal.ends_with(".amazonaws.com") {
            json!({ "Service": given.principal })
        } else if given.principal.starts_with("arn:") {
            json!({ "AWS": given.principal })
        } else {
            json!({ "AWS": format!("arn:aws:iam::{}:root", given.principal) })
        };
        let mut statement = json!({
            "Sid": sid,
            "Effect": "Allow",
            "Principal": principal,
            "Action": given.action,
            "Resource": resource,
        });
        let mut condition = serde_json::Map::new();
        if let Some(arn) = &given.source_arn {
            condition.insert("ArnLike".to_owned(), json!({ "AWS:SourceArn": arn }));
        }
        if let Some(account) = &given.source_account {
            condition.insert(
                "StringEquals".to_owned(),
                json!({ "AWS:SourceAccount": account }),
            );
        }
        if let (Some(map), false) = (statement.as_object_mut(), condition.is_empty()) {
            map.insert("Condition".to_owned(), Value::Object(condition));
        }
        function.policy.push(statement.clone());
        self.functions.put(&function.name, &function)?;
        Ok(statement)
    }

    /// Takes a permission back.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn remove_permission(&self, name: &str, sid: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let (name, qualifier) = parse_reference(name)?;
        let mut function = self.function(&name)?;
        let before = function.policy.len();
        let resource = of(&function.arn, qualifier.as_deref());
        function.policy.retain(|statement| {
            statement["Sid"] != json!(sid) || statement["Resource"] != json!(resource)
        });
        if function.policy.len() == before {
            return Err(ServiceError::client(
                "ResourceNotFoundException",
                format!("Statement {sid} is not found in resource policy."),
            )
            .with_status(404));
        }
        Ok(self.functions.put(&function.name, &function)?)
    }

    /// Whether a function's policy lets a service (`events.amazonaws.com`) invoke it on behalf
    /// of a resource, such as a rule.
    ///
    /// # Errors
    /// `AccessDeniedException`, `ResourceNotFoundException`.
    pub fn authorise_service(
        &self,
        context: &Context,
        function: &str,
        service: &str,
        source_arn: &str,
    ) -> Result<(), ServiceError> {
        let function = self.resolve(function)?.function;
        let permits = |statement: &Value| {
            let principal = &statement["Principal"];
            let condition = &statement["Condition"];
            let arn = condition["ArnLike"]["AWS:SourceArn"].as_str();
            let account = condition["StringEquals"]["AWS:SourceAccount"].as_str();
            (principal["Service"] == json!(service) || *principal == json!("*"))
                && invokes(statement, &function)
                && arn.is_none_or(|pattern| like(pattern, source_arn))
                && account.is_none_or(|account| account == context.account())
        };
        if function.policy.iter().any(permits) {
            return Ok(());
        }
        Err(ServiceError::access_denied(
            service,
            "lambda:InvokeFunction",
            &function.arn,
            &format!("because no resource-based policy allows it for {source_arn}"),
        ))
    }

    /// Whether a caller may invoke a function: by its own policies, or by the function's.
    pub(super) fn authorise_invoke(
        &self,
        context: &Context,
        caller: &Caller,
        function: &Function,
    ) -> Result<(), ServiceError> {
        let denied = match context.authorise(caller, "lambda:InvokeFunction", &function.arn) {
            Ok(()) => return Ok(()),
            Err(denied) => denied,
        };
        let Caller::Role { role, .. } = caller else {
            return Err(denied);
        };
        let role = format!("arn:aws:iam::{}:role/{role}", context.account());
        let permits = |statement: &Value| {
            invokes(statement, function) && statement["Principal"]["AWS"] == json!(role)
        };
        if function.policy.iter().any(permits) {
            Ok(())
        } else {
            Err(denied)
        }
    }
}

/// The policy of a function is on the function; that of a version or an alias is its own.
fn invokes(statement: &Value, function: &Function) -> bool {
    let of_it = statement["Resource"] == json!(function.arn);
    of_it
        && matches!(
            statement["Action"].as_str(),
            Some("lambda:InvokeFunction" | "lambda:*")
        )
}

/// What a name or an ARN and a qualifier name together.
fn of(function: &str, qualifier: Option<&str>) -> String {
    match qualifier {
        Some(qualifier) => format!("{function}:{qualifier}"),
        None => function.to_owned(),
    }
}

/// Whether an ARN is like a pattern: in each of the six parts `*` stands for any text and `?`
/// for any character.
fn like(pattern: &str, arn: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.splitn(6, ':'), arn.splitn(6, ':'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if glob(pattern.as_bytes(), part.as_bytes()) => {}
            _ => return false,
        }
    }
}

/// Linear in the text for every star: the last star is the only one that is tried again.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match &mut star {
                Some((at, from)) => {
                    *from += 1;
                    (p, t) = (*at + 1, *from);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn arns_are_compared_part_by_part() {
        let rule = "arn:aws:events:us-east-1:000000000000:rule/ready";
        for (pattern, expected) in [
            (rule, true),
            ("arn:aws:events:*:000000000000:rule/*", true),
            ("arn:aws:events:us-east-?:*:rule/r*y", true),
            ("arn:aws:events:us-east-1:000000000000:rule/other", false),
            ("arn:aws:s3:::bucket", false),
            ("*", false),
        ] {
            assert_eq!(like(pattern, rule), expected, "{pattern}");
        }
    }
}
