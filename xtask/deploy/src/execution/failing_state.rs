//! The state that an execution failed in. Machines catch what fails, put it right, tell of it and end in a state
//! that does nothing but fail: that one says nothing, nor does what came between.

use aws_sdk_sfn::types::{HistoryEvent, HistoryEventType};

/// The state that an execution failed in, from its history with the newest event first, and from the error and
/// the cause that it ended with.
pub(super) fn failing_state<'a>(
    events: &'a [HistoryEvent],
    error: Option<&str>,
    cause: Option<&str>,
) -> Option<&'a str> {
    let failures = || events.iter().filter(|event| failure(event).is_some());
    // A machine that ends by itself repeats the error in its cause. What failed on the way and was retried, or
    // while the failure was told, is another.
    let is_told = |event: &&HistoryEvent| {
        failure(event).flatten().is_some_and(|name| {
            let repeated = |cause: &str| cause.contains(&format!("{name}:"));
            error == Some(name) || cause.is_some_and(repeated)
        })
    };
    let ends_by_itself = events
        .iter()
        .find(|event| entered(event).is_some())
        .is_some_and(|event| *event.r#type() == HistoryEventType::FailStateEntered);
    let newest = || failures().next().filter(|_| ends_by_itself);
    let failed = failures().find(is_told).or_else(newest);
    let state = failed.and_then(|failed| state_of(events, failed));
    state.or_else(|| entered_last(events))
}

/// The state that was entered last, from a history with the newest event first.
pub(crate) fn entered_last(events: &[HistoryEvent]) -> Option<&str> {
    events.iter().find_map(entered)
}

fn entered(event: &HistoryEvent) -> Option<&str> {
    Some(event.state_entered_event_details()?.name())
}

/// The state that an event happened in: events say which led to them, which tells branches apart that run at
/// once.
fn state_of<'a>(events: &'a [HistoryEvent], event: &'a HistoryEvent) -> Option<&'a str> {
    let mut at = event;
    while let Some(before) = events
        .iter()
        .find(|before| before.id() == at.previous_event_id() && before.id() < at.id())
    {
        if let Some(state) = entered(before) {
            return Some(state);
        }
        at = before;
    }
    let older = events.iter().filter(|older| older.id() < event.id());
    older.filter_map(entered).next()
}

/// Of an event that tells that what a state does has failed: the error, where it is named.
fn failure(event: &HistoryEvent) -> Option<Option<&str>> {
    let error = match event.r#type() {
        HistoryEventType::TaskFailed => event.task_failed_event_details()?.error(),
        HistoryEventType::TaskTimedOut => event.task_timed_out_event_details()?.error(),
        HistoryEventType::TaskStartFailed => event.task_start_failed_event_details()?.error(),
        HistoryEventType::TaskSubmitFailed => event.task_submit_failed_event_details()?.error(),
        HistoryEventType::LambdaFunctionFailed => {
            event.lambda_function_failed_event_details()?.error()
        }
        HistoryEventType::LambdaFunctionTimedOut => {
            event.lambda_function_timed_out_event_details()?.error()
        }
        HistoryEventType::LambdaFunctionScheduleFailed => event
            .lambda_function_schedule_failed_event_details()?
            .error(),
        HistoryEventType::LambdaFunctionStartFailed => {
            event.lambda_function_start_failed_event_details()?.error()
        }
        HistoryEventType::ActivityFailed => event.activity_failed_event_details()?.error(),
        HistoryEventType::ActivityTimedOut => event.activity_timed_out_event_details()?.error(),
        HistoryEventType::ActivityScheduleFailed => {
            event.activity_schedule_failed_event_details()?.error()
        }
        HistoryEventType::MapRunFailed => event.map_run_failed_event_details()?.error(),
        HistoryEventType::EvaluationFailed => event.evaluation_failed_event_details()?.error(),
        _ => return None,
    };
    Some(error)
}

#[cfg(test)]
mod tests {
    use aws_sdk_sfn::primitives::DateTime;
    use aws_sdk_sfn::types::{StateEnteredEventDetails, TaskFailedEventDetails};

    use super::*;

    type Told = (HistoryEventType, &'static str);

    /// Events from the oldest to the newest, each led to by the one before it unless it says by which; `told` is
    /// the state that is entered, or the error.
    fn history(all: &[(Told, Option<i64>)]) -> Vec<HistoryEvent> {
        let mut events: Vec<_> = (1..)
            .zip(all)
            .map(|(id, ((kind, told), previous))| {
                let event = HistoryEvent::builder()
                    .id(id)
                    .previous_event_id(previous.unwrap_or(id - 1))
                    .timestamp(DateTime::from_secs(0))
                    .r#type(kind.clone());
                let event = match kind {
                    HistoryEventType::TaskFailed => event.task_failed_event_details(
                        TaskFailedEventDetails::builder()
                            .resource_type("lambda")
                            .resource("invoke")
                            .error(*told)
                            .build()
                            .unwrap(),
                    ),
                    HistoryEventType::TaskStateEntered
                    | HistoryEventType::FailStateEntered
                    | HistoryEventType::ChoiceStateEntered
                    | HistoryEventType::MapStateEntered => event.state_entered_event_details(
                        StateEnteredEventDetails::builder()
                            .name(*told)
                            .build()
                            .unwrap(),
                    ),
                    _ => event,
                };
                event.build().unwrap()
            })
            .collect();
        events.reverse();
        events
    }

    fn step(kind: HistoryEventType, told: &'static str) -> (Told, Option<i64>) {
        ((kind, told), None)
    }

    fn of_task(state: &'static str, error: Option<&'static str>) -> Vec<(Told, Option<i64>)> {
        let mut all = vec![
            step(HistoryEventType::TaskStateEntered, state),
            step(HistoryEventType::TaskScheduled, ""),
        ];
        all.push(match error {
            Some(error) => step(HistoryEventType::TaskFailed, error),
            None => step(HistoryEventType::TaskSucceeded, ""),
        });
        all.push(step(HistoryEventType::TaskStateExited, ""));
        all
    }

    /// The end of a machine that catches what fails.
    fn own_end() -> Vec<(Told, Option<i64>)> {
        vec![
            step(HistoryEventType::FailStateEntered, "ModelRunFailed"),
            step(HistoryEventType::ExecutionFailed, ""),
        ]
    }

    #[test]
    fn what_was_caught_and_put_right_is_told_and_not_where_it_ended() {
        let confirmed = of_task("ConfirmModel", Some("SmokeFailed"));
        let undone = of_task("TakeBack", None);
        let cause = Some("SmokeFailed: it says something else");
        // That nobody could be told is no cause either.
        for told in [None, Some("SNS.AuthorizationError")] {
            let told = of_task("NotifyFailed", told);
            let events = history(&[confirmed.clone(), undone.clone(), told, own_end()].concat());
            assert_eq!(
                failing_state(&events, Some("ModelRunFailed"), cause),
                Some("ConfirmModel")
            );
        }
        let events = history(&[confirmed, undone, own_end()].concat());
        let unknown = failing_state(&events, Some("ModelRunFailed"), None);
        assert_eq!(unknown, Some("ConfirmModel"));
    }

    #[test]
    fn what_failed_and_was_retried_is_not_told() {
        let mut retried = of_task("SplitData", Some("Lambda.ServiceException"));
        retried.truncate(3);
        retried.extend(of_task("SplitData", None).split_off(1));
        let train = of_task("TrainModel", Some("DatasetInvalid"));
        let events = history(&[retried.clone(), train, own_end()].concat());
        let cause = Some("DatasetInvalid: no anomalous picture");
        assert_eq!(
            failing_state(&events, Some("ModelRunFailed"), cause),
            Some("TrainModel")
        );
        // It ran out of time: nothing of what it did has failed.
        let waits = of_task("TrainModel", None).into_iter().take(2).collect();
        let timed_out = vec![step(HistoryEventType::ExecutionTimedOut, "")];
        let events = history(&[retried, waits, timed_out].concat());
        assert_eq!(failing_state(&events, None, None), Some("TrainModel"));
    }

    /// Two classes are asked about at once; the one that was begun first fails.
    #[test]
    fn branches_are_told_apart_by_what_led_to_what() {
        let events = history(&[
            step(HistoryEventType::MapStateEntered, "WatchClasses"),
            ((HistoryEventType::TaskStateEntered, "AskDrift"), Some(1)),
            (
                (HistoryEventType::TaskStateEntered, "ChooseWindows"),
                Some(1),
            ),
            ((HistoryEventType::TaskFailed, "Athena.Failed"), Some(2)),
            step(HistoryEventType::FailStateEntered, "WatchFailed"),
        ]);
        let cause = Some("meter: Athena.Failed: no such table");
        assert_eq!(
            failing_state(&events, Some("WatchFailed"), cause),
            Some("AskDrift")
        );
    }

    #[test]
    fn what_nothing_catches_is_told_as_ever() {
        let mut failed = of_task("Summarise", Some("Unexpected"));
        failed.truncate(3);
        let inspect = vec![step(HistoryEventType::MapStateEntered, "Inspect")];
        let ended = vec![step(HistoryEventType::ExecutionFailed, "")];
        let events = history(&[inspect, failed, ended].concat());
        let state = failing_state(&events, Some("Unexpected"), Some("it broke"));
        assert_eq!(state, Some("Summarise"));
        assert_eq!(entered_last(&events), Some("Summarise"));
        assert_eq!(failing_state(&[], None, None), None);
    }
}
