//! The alarms on drift, before and after a run of the machine that watches. AWS looks at an alarm a minute or two
//! after something was put for it; the embedded region does at once.

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::StateValue;

use crate::poll::Pauses;
use crate::sdk_error::Asked;
use crate::session::Session;

/// How often alarms are asked for that should be raised: some three minutes, with the pauses that AWS is granted.
const LOOKS: usize = 40;
/// Alarms that are asked for at once, which is AWS's own limit.
const AT_ONCE: usize = 100;

/// What an alarm says.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alarm {
    pub state: StateValue,
    /// When it was last found to be something else.
    since: Option<DateTime>,
}

impl Alarm {
    /// Whether it says so only since a moment; `before` is what it said earlier.
    fn is_raised_since(&self, before: &Self, moment: i64) -> bool {
        let is_later = |since: DateTime| since.secs() >= moment;
        self.state == StateValue::Alarm
            && before.state != StateValue::Alarm
            && self.since.is_some_and(is_later)
    }
}

/// The alarms of device classes, by class.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alarms(BTreeMap<String, Alarm>);

impl Alarms {
    /// Reads those that there are.
    pub(super) async fn read(session: &Session, classes: &[String]) -> anyhow::Result<Self> {
        let prefix = format!("sightline-{}-drift-", session.manifest().environment);
        let mut all = BTreeMap::new();
        for classes in classes.chunks(AT_ONCE) {
            let names = classes.iter().map(|class| format!("{prefix}{class}"));
            let told = session
                .clients
                .cloudwatch
                .describe_alarms()
                .set_alarm_names(Some(names.collect()))
                .max_records(i32::try_from(AT_ONCE)?)
                .send()
                .await
                .asked(format!("tell the alarms {prefix}*"))?;
            all.extend(told.metric_alarms().iter().filter_map(|alarm| {
                let class = alarm.alarm_name()?.strip_prefix(&prefix)?.to_owned();
                let since = alarm.state_updated_timestamp().copied();
                let state = alarm.state_value()?.clone();
                Some((class, Alarm { state, since }))
            }));
        }
        Ok(Self(all))
    }

    pub(super) fn get(&self, class: &str) -> Option<&Alarm> {
        self.0.get(class)
    }

    /// Whether a class's alarm was raised since a moment, and was not before.
    pub(super) fn raised_since(&self, before: &Self, class: &str, moment: i64) -> bool {
        let both = self.get(class).zip(before.get(class));
        both.is_some_and(|(now, before)| now.is_raised_since(before, moment))
    }

    /// Of these classes, those whose alarm is there and not raised.
    fn not_raised<'a>(&self, classes: &[&'a str]) -> Vec<&'a str> {
        let is_quiet = |alarm: &Alarm| alarm.state != StateValue::Alarm;
        let classes = classes.iter().copied();
        classes
            .filter(|class| self.get(class).is_some_and(is_quiet))
            .collect()
    }

    /// Reads them once those are raised that have to be, or it has been waited long enough; these were read
    /// before.
    pub(super) async fn settled(
        &self,
        session: &Session,
        classes: &[String],
        drifted: &[&str],
    ) -> anyhow::Result<Self> {
        // What was raised before is raised, and no alarm comes of a class that has none.
        let awaited = self.not_raised(drifted);
        let mut now = Self::read(session, classes).await?;
        if session.manifest().embedded || now.not_raised(&awaited).is_empty() {
            return Ok(now);
        }
        let progress = session.ui.progress("Alarm", awaited.join(", "));
        let mut pauses = Pauses::new(session.manifest().embedded);
        for _ in 0..LOOKS {
            let missing = now.not_raised(&awaited);
            if missing.is_empty() {
                break;
            }
            let of = missing.join(", ");
            progress.update(format!("{of}: CloudWatch has not looked at it yet"));
            pauses.pause().await;
            now = Self::read(session, classes).await?;
        }
        progress.done(match now.not_raised(&awaited).as_slice() {
            [] => format!("{}: raised", awaited.join(", ")),
            missing => format!("{}: not raised yet", missing.join(", ")),
        });
        Ok(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alarms(all: &[(&str, StateValue, i64)]) -> Alarms {
        let all = all.iter().map(|(class, state, since)| {
            let alarm = Alarm {
                state: state.clone(),
                since: Some(DateTime::from_secs(*since)),
            };
            ((*class).to_owned(), alarm)
        });
        Alarms(all.collect())
    }

    #[test]
    fn an_alarm_is_raised_by_a_run_that_it_was_not_raised_before() {
        let before = alarms(&[
            ("meter", StateValue::Ok, 10),
            ("pipe", StateValue::Alarm, 10),
            ("valve", StateValue::InsufficientData, 10),
        ]);
        let now = alarms(&[
            ("meter", StateValue::Alarm, 100),
            // Its evaluation was told of once more, and it says what it said.
            ("pipe", StateValue::Alarm, 100),
            ("valve", StateValue::Alarm, 99),
        ]);
        let raised = |class| now.raised_since(&before, class, 100);
        assert!(raised("meter"));
        assert!(!raised("pipe"));
        assert!(!raised("valve"), "somebody else's run has raised it");
        assert!(!raised("lamp"), "it has no alarm");
    }

    #[test]
    fn it_is_waited_for_alarms_that_can_still_be_raised() {
        let before = alarms(&[
            ("meter", StateValue::Ok, 10),
            ("pipe", StateValue::Alarm, 10),
            ("valve", StateValue::Ok, 10),
        ]);
        assert_eq!(before.not_raised(&["meter", "pipe", "lamp"]), ["meter"]);
        let now = alarms(&[("meter", StateValue::Alarm, 100)]);
        assert!(now.not_raised(&["meter"]).is_empty());
    }
}
