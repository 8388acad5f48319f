//! `AWS::StepFunctions::StateMachineVersion` and `AWS::StepFunctions::StateMachineAlias`.
//!
//! An alias may be changed to another version at once, in steps (`LINEAR`) or after a trial
//! (`CANARY`). The steps are taken here as AWS takes them, and the alarms are looked at before each
//! and after the last; the time between them passes at once. An alarm that is in ALARM makes the
//! alias what it was and fails the update.

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use super::{Made, Provider, Read, Request, gone, invalid, present, read};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;

const CALLER: Caller = Caller::Service("cloudformation.amazonaws.com");

async fn call(context: &Context, operation: &str, input: Value) -> Result<Value, ServiceError> {
    context
        .stepfunctions()
        .call(context, &CALLER, operation, input)
        .await
}

pub(super) struct Version;

#[async_trait]
impl Provider for Version {
    /// Step Functions counts.
    fn physical_id(&self, _: Request<'_>) -> Result<Option<String>, ServiceError> {
        Ok(None)
    }

    async fn exists(&self, _: &Context, _: &str) -> Result<bool, ServiceError> {
        Ok(false)
    }

    async fn put(&self, request: Request<'_>, _: Option<&str>) -> Result<Made, ServiceError> {
        // What was published before and is the same is given again, so that a second attempt
        // finds what the first one made.
        let mut input = Map::new();
        for (property, name) in [
            ("StateMachineArn", "stateMachineArn"),
            ("StateMachineRevisionId", "revisionId"),
            ("Description", "description"),
        ] {
            if let Some(text) = request.text(property) {
                input.insert(name.to_owned(), text.into());
            }
        }
        let made = call(request.context, "PublishStateMachineVersion", input.into()).await?;
        let arn = made["stateMachineVersionArn"].as_str().unwrap_or_default();
        Ok(Made::new(arn).with("Arn", arn))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let input = json!({ "stateMachineVersionArn": arn });
        gone(
            call(context, "DeleteStateMachineVersion", input)
                .await
                .map(drop),
        )
    }
}

pub(super) struct Alias;

#[async_trait]
impl Provider for Alias {
    fn physical_id(&self, request: Request<'_>) -> Result<Option<String>, ServiceError> {
        let machine = match request.text("StateMachineArn") {
            Some(arn) => arn.to_owned(),
            None => {
                let version = wanted(request.properties)?.into_iter().next();
                let version = version.map(|(version, _)| version).unwrap_or_default();
                let machine = version
                    .rsplit_once(':')
                    .map(|(machine, _)| machine.to_owned());
                machine.unwrap_or(version)
            }
        };
        let name = request.name("Name", 80);
        Ok(Some(format!("{machine}:{name}")))
    }

    async fn exists(&self, context: &Context, arn: &str) -> Result<bool, ServiceError> {
        Ok(routes(context, arn).await?.is_some())
    }

    async fn put(
        &self,
        request: Request<'_>,
        physical_id: Option<&str>,
    ) -> Result<Made, ServiceError> {
        let context = request.context;
        let arn = physical_id.unwrap_or_default();
        let wanted = wanted(request.properties)?;
        let description = request.text("Description");
        match routes(context, arn).await? {
            None => {
                let name = arn.rsplit(':').next().unwrap_or_default();
                let mut input = json!({
                    "name": name,
                    "routingConfiguration": routing(&wanted),
                });
                if let Some(description) = description {
                    input["description"] = description.into();
                }
                call(context, "CreateStateMachineAlias", input).await?;
            }
            Some(standing) if standing == wanted => {
                change(context, arn, &wanted, description).await?;
            }
            Some(standing) => {
                let steps = steps(&standing, &wanted, request.properties);
                let alarms = alarms(request.properties);
                for step in steps {
                    if let Err(error) = quiet(context, &alarms) {
                        change(context, arn, &standing, None).await?;
                        return Err(error);
                    }
                    change(context, arn, &step, description).await?;
                }
                if let Err(error) = quiet(context, &alarms) {
                    change(context, arn, &standing, None).await?;
                    return Err(error);
                }
            }
        }
        Ok(Made::new(arn).with("Arn", arn))
    }

    async fn delete(
        &self,
        context: &Context,
        arn: &str,
        _: &Map<String, Value>,
    ) -> Result<(), ServiceError> {
        let input = json!({ "stateMachineAliasArn": arn });
        gone(
            call(context, "DeleteStateMachineAlias", input)
                .await
                .map(drop),
        )
    }

    fn readable(&self) -> &'static [&'static str] {
        &["Description", "RoutingConfiguration"]
    }

    async fn read(&self, context: &Context, arn: &str, _: &Map<String, Value>) -> Read {
        let input = json!({ "stateMachineAliasArn": arn });
        let described = call(context, "DescribeStateMachineAlias", input).await;
        let Some(alias) = present(described)? else {
            return Ok(None);
        };
        let listed = alias["routingConfiguration"].as_array();
        let routing: Vec<Value> = listed
            .into_iter()
            .flatten()
            .map(|route| {
                json!({
                    "StateMachineVersionArn": route["stateMachineVersionArn"],
                    "Weight": route["weight"],
                })
            })
            .collect();
        Ok(Some(read([
            ("Description", alias.get("description").cloned()),
            ("RoutingConfiguration", Some(routing.into())),
        ])))
    }
}

/// Versions with their share of executions, in percent.
type Routes = Vec<(String, u64)>;

/// Where the properties send executions to in the end.
fn wanted(properties: &Map<String, Value>) -> Result<Routes, ServiceError> {
    let preferred = properties
        .get("DeploymentPreference")
        .and_then(|preference| preference["StateMachineVersionArn"].as_str());
    let listed = properties
        .get("RoutingConfiguration")
        .and_then(Value::as_array);
    match (preferred, listed) {
        (Some(version), None) => Ok(vec![(version.to_owned(), 100)]),
        (None, Some(listed)) => Ok(listed
            .iter()
            .filter_map(|route| {
                let version = route["StateMachineVersionArn"].as_str()?;
                Some((version.to_owned(), route["Weight"].as_u64()?))
            })
            .collect()),
        _ => Err(invalid(
            "an alias has one of RoutingConfiguration and DeploymentPreference",
        )),
    }
}

/// The routes on the way from one version to another, the last of them included.
fn steps(standing: &Routes, wanted: &Routes, properties: &Map<String, Value>) -> Vec<Routes> {
    let preference = properties.get("DeploymentPreference");
    let part = |name: &str| preference.and_then(|preference| preference.get(name));
    let percentage = part("Percentage").and_then(Value::as_u64).unwrap_or(100);
    let shares: Vec<u64> = match part("Type").and_then(Value::as_str) {
        Some("CANARY") => vec![percentage],
        Some("LINEAR") => (1..)
            .map(|step| step * percentage.max(1))
            .take_while(|share| *share < 100)
            .collect(),
        _ => Vec::new(),
    };
    // Only from one version to one other can be gone in steps.
    let between = match (standing.as_slice(), wanted.as_slice()) {
        ([(old, _)], [(new, _)]) if old != new => shares
            .into_iter()
            .map(|share| vec![(new.clone(), share), (old.clone(), 100 - share)])
            .collect(),
        _ => Vec::new(),
    };
    between.into_iter().chain([wanted.clone()]).collect()
}

/// The names of the alarms that a change heeds. ARNs end in them.
fn alarms(properties: &Map<String, Value>) -> Vec<String> {
    let listed = properties
        .get("DeploymentPreference")
        .and_then(|preference| preference["Alarms"].as_array());
    let named = listed.into_iter().flatten().filter_map(Value::as_str);
    named
        .map(|alarm| match alarm.split_once(":alarm:") {
            Some((_, name)) => name.to_owned(),
            None => alarm.to_owned(),
        })
        .collect()
}

/// Fails where an alarm is not there or in ALARM.
fn quiet(context: &Context, alarms: &[String]) -> Result<(), ServiceError> {
    for alarm in alarms {
        match context.cloudwatch().alarm_state(alarm)? {
            None => {
                return Err(invalid(format!(
                    "the alarm {alarm} of the DeploymentPreference does not exist"
                )));
            }
            Some(state) if state.value == "ALARM" => {
                return Err(invalid(format!(
                    "the deployment was rolled back: the alarm {alarm} is in ALARM state ({})",
                    state.reason
                )));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Where an alias sends executions to; none when it is not there.
async fn routes(context: &Context, arn: &str) -> Result<Option<Routes>, ServiceError> {
    let input = json!({ "stateMachineAliasArn": arn });
    let described = call(context, "DescribeStateMachineAlias", input).await;
    let Some(alias) = present(described)? else {
        return Ok(None);
    };
    let listed = alias["routingConfiguration"].as_array();
    Ok(Some(
        listed
            .into_iter()
            .flatten()
            .filter_map(|route| {
                let version = route["stateMachineVersionArn"].as_str()?;
                Some((version.to_owned(), route["weight"].as_u64()?))
            })
            .collect(),
    ))
}

async fn change(
    context: &Context,
    arn: &str,
    routes: &Routes,
    description: Option<&str>,
) -> Result<(), ServiceError> {
    let mut input = json!({
        "stateMachineAliasArn": arn,
        "routingConfiguration": routing(routes),
    });
    if let Some(description) = description {
        input["description"] = description.into();
    }
    call(context, "UpdateStateMachineAlias", input)
        .await
        .map(drop)
}

fn routing(routes: &Routes) -> Value {
    let routes = routes
        .iter()
        .map(|(version, weight)| json!({ "stateMachineVersionArn": version, "weight": weight }));
    routes.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(preference: &Value) -> Vec<u64> {
        let properties = json!({ "DeploymentPreference": preference });
        let standing = vec![("m:1".to_owned(), 100)];
        let wanted = vec![("m:2".to_owned(), 100)];
        let steps = steps(&standing, &wanted, properties.as_object().unwrap());
        steps.iter().map(|step| step[0].1).collect()
    }

    #[test]
    fn a_shift_goes_as_its_type_says() {
        assert_eq!(shares(&json!({"Type": "ALL_AT_ONCE"})), [100]);
        let canary = json!({"Type": "CANARY", "Percentage": 10, "Interval": 5});
        assert_eq!(shares(&canary), [10, 100]);
        let linear = json!({"Type": "LINEAR", "Percentage": 30, "Interval": 1});
        assert_eq!(shares(&linear), [30, 60, 90, 100]);
    }
}
