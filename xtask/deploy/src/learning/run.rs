//! A run of the state machine of models.

use contracts::training::{Evaluated, ModelInput, Promoted, Registered};
use serde::{Deserialize, Serialize};

use crate::batch;
use crate::machine_run;
use crate::sdk_error::Asked;
use crate::session::Session;

/// How a run ended that did not fail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Ended {
    /// A version is live.
    Promoted(Promoted),
    /// The gate has refused the model, or a version was only evaluated.
    Evaluated(Box<Evaluated>),
    /// A version is the candidate.
    Registered(Registered),
}

/// A run that did not fail.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    /// The execution's name.
    pub name: String,
    /// The execution's ARN.
    pub arn: String,
    pub ended: Ended,
}

/// Starts a run and waits for its end.
pub(crate) async fn run(
    session: &Session,
    purpose: &str,
    input: &ModelInput,
) -> anyhow::Result<Run> {
    let machine = session.model_machine()?;
    let name = batch::name(purpose)?.to_string();
    let class = &input.device_class;
    let progress = session.ui.progress("Run", format!("{class}: {name}"));
    let what = (progress, class.as_str());
    let ended = machine_run::to_end(session, &machine, &name, input, what).await?;
    Ok(Run {
        name,
        arn: ended.arn,
        ended: ended.output,
    })
}

/// Who asks: the caller's ARN, as AWS knows it.
pub(crate) async fn caller(session: &Session) -> anyhow::Result<String> {
    let identity = session.clients.sts.get_caller_identity().send().await;
    let identity = identity.asked("say whose credentials these are")?;
    Ok(identity.arn().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::{DeviceClass, VersionId};

    #[test]
    fn how_a_run_ended_is_told_by_what_it_gives() {
        let promoted = Promoted {
            device_class: DeviceClass::parse("meter").unwrap(),
            revision: 1,
            from: None,
            to: Some("0123456789abcdef".to_owned()),
            changed: true,
            pictures: Vec::new(),
            headline: String::new(),
        };
        let registered = Registered {
            version: VersionId::parse("0123456789abcdef").unwrap(),
            headline: String::new(),
        };
        for ended in [Ended::Promoted(promoted), Ended::Registered(registered)] {
            let text = serde_json::to_string(&ended).unwrap();
            assert_eq!(serde_json::from_str::<Ended>(&text).unwrap(), ended);
        }
    }
}
