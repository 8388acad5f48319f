//! What watching models takes: how often it is done, and the states that are entered for it.

use asl::{Pass, State, StateMachine, States};
use diagnostics::{Address, Diagnostic, Diagnostics};
use manifest::Manifest;

use super::resources::Resources;
use super::{CODE, Files, MONITOR_MACHINE, machine};
use crate::item::HOURS_PER_MONTH;
use crate::way::dearest;

/// Where schedules are told to be.
const SCHEDULE: &str = "ScheduleExpression";
/// Minutes in an hour.
const MINUTES: u128 = 60;

/// The watching of models, as far as it costs money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Watching {
    /// How often a month.
    pub(crate) runs: u128,
    /// Classes that are watched.
    pub(crate) classes: u128,
    /// States that a run enters outside of its classes.
    pub(crate) states: u128,
    /// States that a run enters for each class.
    pub(crate) class_states: u128,
}

/// Reads it; `None` where nothing is scheduled, and where what is scheduled cannot be read, which is then told.
pub(super) fn read(
    place: &Address,
    manifest: &Manifest,
    files: &Files,
    resources: &Resources,
    found: &mut Diagnostics,
) -> Option<Watching> {
    let mut runs = 0;
    for expression in resources.schedules() {
        match runs_a_month(expression) {
            Some(due) => runs += due,
            None => {
                let text = format!("nobody can tell how often {expression:?} is due");
                let help = "write rate(N minutes), rate(N hours), rate(N days) or cron(...)";
                let problem = Diagnostic::error(CODE, place.join(SCHEDULE), text);
                found.push(problem.with_help(help));
            }
        }
    }
    if runs == 0 {
        return None;
    }
    let machine = machine::read(place, files, MONITOR_MACHINE, found)?;
    match count(&machine) {
        Ok((states, class_states)) => Some(Watching {
            runs,
            classes: manifest.device_classes.len() as u128,
            states,
            class_states,
        }),
        Err(text) => {
            found.push(Diagnostic::error(CODE, place.join(MONITOR_MACHINE), text));
            None
        }
    }
}

/// States that a run enters outside of its classes, and for each of them.
fn count(machine: &StateMachine) -> Result<(u128, u128), String> {
    let mut maps = machine
        .states
        .iter()
        .filter_map(|(name, state)| match state {
            State::Map(map) => Some((name, map)),
            _ => None,
        });
    let (Some((name, map)), None) = (maps.next(), maps.next()) else {
        return Err("it has not exactly one map, over the classes that are watched".to_owned());
    };
    let ways = |states: &States, start: &str| {
        let way = dearest(states, start, &|_| false).map_err(|uncounted| uncounted.text())?;
        Ok::<_, String>(way.len() as u128)
    };
    let inner = &map.item_processor;
    let class_states = ways(&inner.states, &inner.start_at)?;
    // The map is one state; what runs within it is counted for each class.
    let mut outer = machine.states.clone();
    let mut one = Pass::new();
    one.transition = map.transition.clone();
    outer.insert(name, one);
    Ok((ways(&outer, &machine.start_at)?, class_states))
}

/// How often a schedule is due in a month. Of cron expressions the dearer is taken: those that name days
/// are due every day.
fn runs_a_month(expression: &str) -> Option<u128> {
    let within = |name: &str| expression.strip_prefix(name)?.strip_suffix(')');
    let month = HOURS_PER_MONTH * MINUTES;
    if let Some(rate) = within("rate(") {
        let (number, unit) = rate.split_once(' ')?;
        let minutes = match unit.trim_end_matches('s') {
            "minute" => 1,
            "hour" => MINUTES,
            "day" => 24 * MINUTES,
            _ => return None,
        };
        let every = number.parse::<u128>().ok()? * minutes;
        return Some(month.div_ceil(every.max(1)));
    }
    let fields: Vec<&str> = within("cron(")?.split_whitespace().collect();
    let [minutes, hours, ..] = fields.as_slice() else {
        return None;
    };
    let a_day = values(minutes, 60) * values(hours, 24);
    Some((HOURS_PER_MONTH * a_day).div_ceil(24))
}

/// How many values a field of a cron expression names, of so many.
fn values(field: &str, of: u128) -> u128 {
    let part = |part: &str| {
        let (range, step) = part.split_once('/').unwrap_or((part, "1"));
        let step = step.parse::<u128>().unwrap_or(1).max(1);
        let number = |text: &str| text.parse::<u128>().ok();
        let count = match range.split_once('-') {
            Some((from, to)) => number(to)
                .zip(number(from))
                .map_or(of, |(to, from)| to.saturating_sub(from) + 1),
            None if range == "*" => of,
            None if part.contains('/') => of.saturating_sub(number(range).unwrap_or(0)),
            None => 1,
        };
        count.div_ceil(step)
    };
    field.split(',').map(part).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_counted_by_the_month() {
        for (expression, runs) in [
            ("rate(1 day)", 31),
            ("rate(12 hours)", 61),
            ("rate(5 minutes)", 8760),
            // 730 hours are 30 days and 10 hours.
            ("cron(0 3 * * ? *)", 31),
            ("cron(0/20 8-9 ? * MON-FRI *)", 183),
            ("cron(0 6,18 1 * ? *)", 61),
        ] {
            assert_eq!(runs_a_month(expression), Some(runs), "{expression}");
        }
        assert_eq!(runs_a_month("daily"), None);
    }
}
