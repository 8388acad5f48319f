//! Schedules of EventBridge: `rate(…)`, `cron(…)` and, of the Scheduler, `at(…)`.
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
//! <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>

use diagnostics::{Diagnostic, Diagnostics};

use crate::scene::{Part, Scene};

/// The fields of a cron expression: name, least, greatest, and words that stand for numbers.
const FIELDS: [(&str, u32, u32, &[&str]); 6] = [
    ("minutes", 0, 59, &[]),
    ("hours", 0, 23, &[]),
    ("day of month", 1, 31, &[]),
    ("month", 1, 12, &MONTHS),
    ("day of week", 1, 7, &DAYS),
    ("year", 1970, 2199, &[]),
];
const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let takes_time = match part.kind {
        "AWS::Events::Rule" => false,
        "AWS::Scheduler::Schedule" => true,
        _ => return,
    };
    let text = part
        .properties
        .and_then(|all| all.get("ScheduleExpression")?.as_str());
    let Some(text) = text else { return };
    // What a macro or a dynamic reference puts in is not known.
    if text.contains(['{', '$']) {
        return;
    }
    if let Err(why) = schedule(text, takes_time) {
        let path = ["Resources", part.id, "Properties", "ScheduleExpression"];
        let summary = format!("{text:?} is no schedule: {why}");
        let help = "such as rate(5 minutes), rate(1 day) or cron(0 6 ? * MON-FRI *)";
        found.push(Diagnostic::error("cfn::schedule", scene.place(&path), summary).with_help(help));
    }
}

/// What is wrong with a schedule.
fn schedule(text: &str, takes_time: bool) -> Result<(), String> {
    let inner = |name: &str| {
        text.strip_prefix(name)?
            .strip_prefix('(')?
            .strip_suffix(')')
    };
    if let Some(rate) = inner("rate") {
        return self::rate(rate);
    }
    if let Some(cron) = inner("cron") {
        return self::cron(cron);
    }
    match inner("at") {
        Some(_) if takes_time => Ok(()),
        Some(_) => Err("at(…) is for AWS::Scheduler::Schedule alone".to_owned()),
        None if takes_time => Err("it is none of rate(…), cron(…) and at(…)".to_owned()),
        None => Err("it is neither rate(…) nor cron(…)".to_owned()),
    }
}

fn rate(text: &str) -> Result<(), String> {
    let mut words = text.split_whitespace();
    let (Some(number), Some(unit), None) = (words.next(), words.next(), words.next()) else {
        return Err("a rate is a number and a unit".to_owned());
    };
    let number: u32 = number
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| format!("{number:?} is no whole number from 1"))?;
    let one = unit.strip_suffix('s').unwrap_or(unit);
    if !matches!(one, "minute" | "hour" | "day") {
        return Err(format!("{unit:?} is none of minutes, hours and days"));
    }
    match (number == 1, unit == one) {
        (true, false) => Err(format!("1 goes with {one}, not with {unit}")),
        (false, true) => Err(format!("{number} goes with {one}s, not with {unit}")),
        _ => Ok(()),
    }
}

fn cron(text: &str) -> Result<(), String> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return Err(format!(
            "a cron expression has six fields (minutes, hours, day of month, month, day of week, \
             year), and this has {}",
            fields.len()
        ));
    }
    for (field, (name, least, most, words)) in fields.iter().zip(FIELDS) {
        if !field
            .split(',')
            .all(|one| is_field(one, name, least, most, words))
        {
            return Err(format!("{field:?} is no value of the field {name}"));
        }
    }
    let is_any = |at: usize| fields.get(at).is_some_and(|field| *field == "?");
    match (is_any(2), is_any(4)) {
        (false, false) => Err("one of day of month and day of week must be ?".to_owned()),
        (true, true) => Err("day of month and day of week cannot both be ?".to_owned()),
        _ => Ok(()),
    }
}

/// `*`, `?`, a number or word, `a-b`, `a/b`, and what the two fields of days have of their own.
fn is_field(text: &str, name: &str, least: u32, most: u32, words: &[&str]) -> bool {
    let is_one = |text: &str| {
        words.contains(&text.to_ascii_uppercase().as_str())
            || text
                .parse::<u32>()
                .is_ok_and(|number| (least..=most).contains(&number))
    };
    let is_span = |text: &str| match text.split_once('-') {
        Some((from, to)) => is_one(from) && is_one(to),
        None => text == "*" || is_one(text),
    };
    match name {
        "day of month" if matches!(text, "?" | "L" | "LW") => return true,
        "day of month" if text.ends_with('W') => return is_one(text.trim_end_matches('W')),
        "day of week" if matches!(text, "?" | "L") => return true,
        "day of week" if text.ends_with('L') => return is_one(text.trim_end_matches('L')),
        "day of week" if text.contains('#') => {
            return text.split_once('#').is_some_and(|(day, week)| {
                is_one(day) && matches!(week, "1" | "2" | "3" | "4" | "5")
            });
        }
        _ => {}
    }
    match text.split_once('/') {
        Some((from, step)) => is_span(from) && step.parse::<u32>().is_ok_and(|step| step > 0),
        None => is_span(text),
    }
}

#[cfg(test)]
mod tests {
    use super::schedule;

    #[test]
    fn schedules_are_told_from_what_looks_like_them() {
        for text in [
            "rate(1 day)",
            "rate(5 minutes)",
            "cron(0 6 ? * MON-FRI *)",
            "cron(0/15 * * * ? *)",
            "cron(0 10 L * ? 2026-2030)",
            "cron(0 8 ? * 2#1 *)",
            "cron(0 8 15W JAN,JUL ? *)",
        ] {
            assert_eq!(schedule(text, false), Ok(()), "{text}");
        }
        for text in [
            "rate(1 days)",
            "rate(5 minute)",
            "rate(0 minutes)",
            "rate(5 weeks)",
            "rate(5)",
            "every 5 minutes",
            "cron(0 6 * * *)",
            "cron(0 6 * * * *)",
            "cron(0 6 ? * ? *)",
            "cron(60 6 ? * * *)",
            "cron(0 6 ? 13 * *)",
            "at(2026-01-01T00:00:00)",
        ] {
            assert!(schedule(text, false).is_err(), "{text}");
        }
        assert_eq!(schedule("at(2026-01-01T00:00:00)", true), Ok(()));
    }
}
