//! When a rule on a schedule is due: `rate(1 day)`, `cron(0 3 * * ? *)`. Pure; times are in UTC.
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const FORM: &str = "a schedule is like rate(5 minutes) or cron(0 3 * * ? *): minutes, hours, day of the \
                    month, month, day of the week, year";
const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/// The years that an expression can name.
const YEARS: (i16, i16) = (1970, 2199);

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// Again and again after so long.
    Rate(SignedDuration),
    /// At certain minutes.
    Cron(Box<Cron>),
}

/// The minutes of a cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: BTreeSet<i16>,
    hours: BTreeSet<i16>,
    months: BTreeSet<i16>,
    years: BTreeSet<i16>,
    days: Days,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Days {
    OfMonth(BTreeSet<i16>),
    /// `L`
    LastOfMonth,
    /// `3W`: the working day nearest to the third, within its month.
    WorkingDayNear(i16),
    /// Sunday is 1.
    OfWeek(BTreeSet<i16>),
    /// `6L`: the last Friday of the month.
    LastOfWeekday(i16),
    /// `3#2`: the second Tuesday of the month.
    OrdinalOfWeekday(i16, i16),
}

impl Schedule {
    /// Reads an expression.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: String| format!("{text:?} is no schedule: {why}; {FORM}");
        let within = |name: &str| text.strip_prefix(name)?.strip_suffix(')');
        if let Some(rate) = within("rate(") {
            return rate_of(rate).map_err(wrong);
        }
        let Some(fields) = within("cron(") else {
            return Err(wrong("it is neither rate(…) nor cron(…)".to_owned()));
        };
        let fields: Vec<&str> = fields.split_whitespace().collect();
        let [minutes, hours, of_month, months, of_week, years] = fields.as_slice() else {
            return Err(wrong(format!("it has {} fields and not 6", fields.len())));
        };
        let cron = || {
            Ok(Cron {
                minutes: numbers(minutes, (0, 59), &[], 0)?,
                hours: numbers(hours, (0, 23), &[], 0)?,
                months: numbers(months, (1, 12), &MONTHS, 1)?,
                years: numbers(years, YEARS, &[], 0)?,
                days: days(of_month, of_week)?,
            })
        };
        cron().map(|cron| Self::Cron(Box::new(cron))).map_err(wrong)
    }

    /// The first time after another at which it is due; none when there is no more.
    pub fn after(&self, time: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Rate(rate) => time.checked_add(*rate).ok(),
            Self::Cron(cron) => cron.after(time),
        }
    }
}

impl Cron {
    fn after(&self, time: Timestamp) -> Option<Timestamp> {
        let now = time.to_zoned(TimeZone::UTC).datetime();
        let mut day = now.date();
        let last = self.years.last().copied()?;
        while day.year() <= last {
            if self.holds(day) {
                for hour in &self.hours {
                    for minute in &self.minutes {
                        let at = day.at(i8(*hour), i8(*minute), 0, 0);
                        let at = at.to_zoned(TimeZone::UTC).ok()?.timestamp();
                        if at > time {
                            return Some(at);
                        }
                    }
                }
            }
            day = day.tomorrow().ok()?;
        }
        None
    }

    fn holds(&self, day: Date) -> bool {
        let (number, last) = (i16::from(day.day()), i16::from(day.days_in_month()));
        let weekday = i16::from(day.weekday().to_sunday_one_offset());
        self.years.contains(&day.year())
            && self.months.contains(&i16::from(day.month()))
            && match &self.days {
                Days::OfMonth(days) => days.contains(&number),
                Days::LastOfMonth => number == last,
                Days::WorkingDayNear(wanted) => working_day(day, *wanted) == Some(day),
                Days::OfWeek(days) => days.contains(&weekday),
                Days::LastOfWeekday(wanted) => weekday == *wanted && number + 7 > last,
                Days::OrdinalOfWeekday(wanted, ordinal) => {
                    weekday == *wanted && (number - 1) / 7 + 1 == *ordinal
                }
            }
    }
}

/// The day from Monday to Friday that is nearest to a day of the month, in that month.
fn working_day(within: Date, wanted: i16) -> Option<Date> {
    let wanted = Date::new(within.year(), within.month(), i8(wanted)).ok()?;
    let (earlier, later) = (wanted.yesterday().ok()?, wanted.tomorrow().ok()?);
    let same = |day: Date| day.month() == within.month();
    match wanted.weekday() {
        Weekday::Saturday if same(earlier) => Some(earlier),
        Weekday::Saturday => later.tomorrow().ok(),
        Weekday::Sunday if same(later) => Some(later),
        Weekday::Sunday => earlier.yesterday().ok(),
        _ => Some(wanted),
    }
}

fn rate_of(text: &str) -> Result<Schedule, String> {
    let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
    let number = number
        .parse::<i64>()
        .ok()
        .filter(|number| (1..=1_000_000).contains(number));
    let number = number.ok_or("the number is not within 1 to 1000000")?;
    let seconds = match (unit, number) {
        ("minute", 1) | ("minutes", 2..) => 60,
        ("hour", 1) | ("hours", 2..) => 3600,
        ("day", 1) | ("days", 2..) => 24 * 3600,
        _ => {
            let few = "the unit is minute, hour or day of 1, and minutes, hours or days of more";
            return Err(few.to_owned());
        }
    };
    Ok(Schedule::Rate(SignedDuration::from_secs(number * seconds)))
}

fn days(of_month: &str, of_week: &str) -> Result<Days, String> {
    match (of_month, of_week) {
        ("?", "?") => Err("one of the two fields of days has to say something".to_owned()),
        (_, "?") => {
            if of_month == "L" {
                return Ok(Days::LastOfMonth);
            }
            match of_month.strip_suffix('W') {
                Some(day) => Ok(Days::WorkingDayNear(number(day, (1, 31), &[], 0)?)),
                None => numbers(of_month, (1, 31), &[], 0).map(Days::OfMonth),
            }
        }
        ("?", _) => {
            if let Some((day, ordinal)) = of_week.split_once('#') {
                let day = number(day, (1, 7), &WEEKDAYS, 1)?;
                return Ok(Days::OrdinalOfWeekday(
                    day,
                    number(ordinal, (1, 5), &[], 0)?,
                ));
            }
            match of_week.strip_suffix('L') {
                Some("") => Ok(Days::OfWeek(BTreeSet::from([7]))),
                Some(day) => Ok(Days::LastOfWeekday(number(day, (1, 7), &WEEKDAYS, 1)?)),
                None => numbers(of_week, (1, 7), &WEEKDAYS, 1).map(Days::OfWeek),
            }
        }
        _ => Err("one of the two fields of days is `?`".to_owned()),
    }
}

/// What a field holds: `*`, `3`, `1-5`, `0/15`, several of these with commas between them.
fn numbers(
    field: &str,
    (least, most): (i16, i16),
    names: &[&str],
    first_name: i16,
) -> Result<BTreeSet<i16>, String> {
    let mut out = BTreeSet::new();
    for part in field.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(number(step, (1, most.max(1)), &[], 0)?)),
            None => (part, None),
        };
        let read = |text: &str| number(text, (least, most), names, first_name);
        let (from, to) = match (range, range.split_once('-')) {
            ("*", _) => (least, most),
            (_, Some((from, to))) => (read(from)?, read(to)?),
            (one, None) => {
                let from = read(one)?;
                (from, if step.is_some() { most } else { from })
            }
        };
        if from > to {
            return Err(format!("{part:?} goes backwards"));
        }
        let step = usize::try_from(step.unwrap_or(1)).unwrap_or(1);
        out.extend((from..=to).step_by(step));
    }
    Ok(out)
}

fn number(
    text: &str,
    (least, most): (i16, i16),
    names: &[&str],
    first_name: i16,
) -> Result<i16, String> {
    let named = names
        .iter()
        .position(|name| name.eq_ignore_ascii_case(text));
    let value = match named.and_then(|at| i16::try_from(at).ok()) {
        Some(at) => Some(at + first_name),
        None => text.parse::<i16>().ok(),
    };
    value
        .filter(|value| (least..=most).contains(value))
        .ok_or_else(|| format!("{text:?} is not within {least} to {most}"))
}

/// Numbers of a calendar are small.
fn i8(number: i16) -> i8 {
    i8::try_from(number).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// The next three times after a Monday in the morning.
    fn next(expression: &str) -> Vec<String> {
        let schedule = Schedule::parse(expression).unwrap();
        let mut time = at("2026-11-30T08:30:30Z");
        let mut out = Vec::new();
        while let Some(due) = schedule.after(time) {
            out.push(due.to_string().replace(":00Z", ""));
            time = due;
            if out.len() == 3 {
                break;
            }
        }
        out
    }

    #[test]
    fn a_schedule_is_due_when_it_says() {
        for (expression, expected) in [
            (
                "cron(0 3 * * ? *)",
                ["2026-12-01T03:00", "2026-12-02T03:00", "2026-12-03T03:00"],
            ),
            (
                "cron(0/20 8-9 ? * MON-FRI *)",
                ["2026-11-30T08:40", "2026-11-30T09:00", "2026-11-30T09:20"],
            ),
            (
                "cron(0 8 1 * ? *)",
                ["2026-12-01T08:00", "2027-01-01T08:00", "2027-02-01T08:00"],
            ),
            (
                "cron(15 10 ? * 6L 2026-2027)",
                ["2026-12-25T10:15", "2027-01-29T10:15", "2027-02-26T10:15"],
            ),
            (
                "cron(0 0 L JAN,FEB ? *)",
                ["2027-01-31T00:00", "2027-02-28T00:00", "2028-01-31T00:00"],
            ),
            (
                "cron(0 0 ? * 3#2 *)",
                ["2026-12-08T00:00", "2027-01-12T00:00", "2027-02-09T00:00"],
            ),
            // The first of August 2027 is a Sunday.
            (
                "cron(0 0 1W 7-9 ? *)",
                ["2027-07-01T00:00", "2027-08-02T00:00", "2027-09-01T00:00"],
            ),
        ] {
            assert_eq!(next(expression), expected, "{expression}");
        }
        let day = Schedule::parse("rate(1 day)").unwrap();
        assert_eq!(
            day.after(at("2026-11-30T08:30:30Z")),
            Some(at("2026-12-01T08:30:30Z"))
        );
        assert_eq!(next("cron(0 0 1 1 ? 2020)"), [""; 0]);
    }

    #[test]
    fn what_is_no_schedule_is_told() {
        for (expression, why) in [
            ("every day", "neither rate(…) nor cron(…)"),
            ("rate(1 days)", "the unit is minute, hour or day of 1"),
            ("rate(0 minutes)", "within 1 to 1000000"),
            ("cron(0 3 * * ?)", "it has 5 fields and not 6"),
            ("cron(0 24 * * ? *)", "\"24\" is not within 0 to 23"),
            ("cron(0 3 * * * *)", "one of the two fields of days is `?`"),
            ("cron(0 3 ? * ? *)", "has to say something"),
            ("cron(0 3 ? * FRI-MON *)", "goes backwards"),
        ] {
            let error = Schedule::parse(expression).unwrap_err();
            assert!(error.contains(why), "{expression}: {error}");
        }
    }
}
