//! What watching models takes: how often it is done, and the states that are entered for it.

use asl::{Map, Pass, State};
use manifest::Manifest;

use super::resources::Resources;
use super::{Files, MONITOR_MACHINE};
use crate::item::HOURS_PER_MONTH;
use crate::way::dearest;

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

/// Reads it; `None` where nothing is scheduled.
pub(super) fn read(manifest: &Manifest, files: &Files, resources: &Resources) -> Option<Watching> {
    let (machine, _) = asl::parse_definition(files.get(MONITOR_MACHINE)?);
    let machine = machine?;
    let (name, map) = machine
        .states
        .iter()
        .find_map(|(name, state)| match state {
            State::Map(map) => Some((name.to_owned(), map.clone())),
            _ => None,
        })?;
    let Map {
        item_processor: inner,
        transition,
        ..
    } = *map;
    let class_states = dearest(&inner.states, &inner.start_at, &|_| false).ok()?;
    // The map is one state; what runs within it is counted for each class.
    let mut outer = machine.states.clone();
    let mut one = Pass::new();
    one.transition = transition;
    outer.insert(&name, one);
    let states = dearest(&outer, &machine.start_at, &|_| false).ok()?;
    let runs = resources.schedules().filter_map(runs_a_month).sum();
    (runs > 0).then_some(Watching {
        runs,
        classes: manifest.device_classes.len() as u128,
        states: states.len() as u128,
        class_states: class_states.len() as u128,
    })
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
