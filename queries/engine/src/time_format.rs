//! Dates written by pattern: MySQL's `%Y-%m-%d` and Java's `yyyy-MM-dd`.
//!
//! <https://trino.io/docs/current/functions/datetime.html>

use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time};

/// A pattern that is read once and then applied to many values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Literal(String),
    /// A field, with at least so many digits.
    Field(Field, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Year,
    YearOfCentury,
    WeekYear,
    Month,
    MonthName,
    MonthShort,
    Day,
    DayOfYear,
    Week,
    Weekday,
    WeekdayName,
    WeekdayShort,
    Hour24,
    Hour12,
    /// 0 to 11.
    HourOfHalf,
    Half,
    Minute,
    Second,
    /// Digits of the second's fraction.
    Fraction,
    /// `Z` or an offset; values here are in UTC.
    Zone,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Pattern {
    /// Reads a pattern of `date_format` and `date_parse`.
    pub(crate) fn mysql(text: &str) -> Result<Self, String> {
        use Field as F;
        let mut pieces = Builder::default();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                pieces.literal(c);
                continue;
            }
            let Some(code) = chars.next() else {
                return Err(format!("{text:?} ends in '%'"));
            };
            match code {
                'a' => pieces.field(F::WeekdayShort, 0),
                'b' => pieces.field(F::MonthShort, 0),
                'c' => pieces.field(F::Month, 1),
                'd' => pieces.field(F::Day, 2),
                'e' => pieces.field(F::Day, 1),
                'f' => pieces.field(F::Fraction, 6),
                'H' => pieces.field(F::Hour24, 2),
                'h' | 'I' => pieces.field(F::Hour12, 2),
                'i' => pieces.field(F::Minute, 2),
                'j' => pieces.field(F::DayOfYear, 3),
                'k' => pieces.field(F::Hour24, 1),
                'l' => pieces.field(F::Hour12, 1),
                'M' => pieces.field(F::MonthName, 0),
                'm' => pieces.field(F::Month, 2),
                'p' => pieces.field(F::Half, 0),
                'r' => pieces.time(F::Hour12, true),
                'S' | 's' => pieces.field(F::Second, 2),
                'T' => pieces.time(F::Hour24, false),
                'v' => pieces.field(F::Week, 2),
                'W' => pieces.field(F::WeekdayName, 0),
                'x' => pieces.field(F::WeekYear, 4),
                'Y' => pieces.field(F::Year, 4),
                'y' => pieces.field(F::YearOfCentury, 2),
                'D' | 'U' | 'u' | 'V' | 'w' | 'X' => {
                    return Err(format!("%{code} is not supported in date format strings"));
                }
                literal => pieces.literal(literal),
            }
        }
        Ok(Self(pieces.0))
    }

    /// Reads a pattern of `format_datetime`, `parse_datetime` and of a projected date.
    pub(crate) fn java(text: &str) -> Result<Self, String> {
        use Field as F;
        let mut pieces = Builder::default();
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let c = chars[at];
            if c == '\'' {
                at = pieces.quoted(&chars, at + 1)?;
                continue;
            }
            let count = chars[at..].iter().take_while(|other| **other == c).count();
            at += count;
            match c {
                'y' | 'Y' | 'u' if count == 2 => pieces.field(F::YearOfCentury, 2),
                'y' | 'Y' | 'u' => pieces.field(F::Year, count),
                'x' => pieces.field(F::WeekYear, count),
                'M' | 'L' => match count {
                    1 | 2 => pieces.field(F::Month, count),
                    3 => pieces.field(F::MonthShort, 0),
                    _ => pieces.field(F::MonthName, 0),
                },
                'd' => pieces.field(F::Day, count),
                'D' => pieces.field(F::DayOfYear, count),
                'w' => pieces.field(F::Week, count),
                'e' => pieces.field(F::Weekday, count),
                'E' if count < 4 => pieces.field(F::WeekdayShort, 0),
                'E' => pieces.field(F::WeekdayName, 0),
                'a' => pieces.field(F::Half, 0),
                'H' => pieces.field(F::Hour24, count),
                'h' => pieces.field(F::Hour12, count),
                'K' => pieces.field(F::HourOfHalf, count),
                'm' => pieces.field(F::Minute, count),
                's' => pieces.field(F::Second, count),
                'S' => pieces.field(F::Fraction, count),
                'Z' | 'z' => pieces.field(F::Zone, count),
                letter if letter.is_ascii_alphabetic() => {
                    return Err(format!("Illegal pattern component: {letter}"));
                }
                other => (0..count).for_each(|_| pieces.literal(other)),
            }
        }
        Ok(Self(pieces.0))
    }

    /// How many `/` a written value has: a value of a path extends over as many.
    pub(crate) fn slashes(&self) -> usize {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.matches('/').count(),
                Piece::Field(..) => 0,
            })
            .sum()
    }

    /// Writes a time.
    pub(crate) fn format(&self, at: DateTime) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Field(field, width) => write_field(&mut out, *field, *width, at),
            }
        }
        out
    }

    /// Reads a time; what the pattern does not name is that of 1970-01-01 00:00.
    pub(crate) fn parse(&self, text: &str) -> Result<DateTime, String> {
        let mut found = Found::default();
        let mut rest = text;
        for (at, piece) in self.0.iter().enumerate() {
            rest = match piece {
                Piece::Literal(literal) => rest.strip_prefix(literal.as_str()),
                Piece::Field(field, width) => {
                    // Digits that follow without a separator belong to the next field.
                    let joined = matches!(self.0.get(at + 1), Some(Piece::Field(next, _)) if next.is_number());
                    found.read(*field, *width, joined, rest)
                }
            }
            .ok_or_else(|| invalid(text, rest))?;
        }
        if !rest.is_empty() {
            return Err(invalid(text, rest));
        }
        found.finish().ok_or_else(|| invalid(text, text))
    }
}

fn invalid(text: &str, rest: &str) -> String {
    if rest.is_empty() {
        format!("Invalid format: \"{text}\" is too short")
    } else {
        format!("Invalid format: \"{text}\" is malformed at \"{rest}\"")
    }
}

#[derive(Default)]
struct Builder(Vec<Piece>);

impl Builder {
    fn literal(&mut self, c: char) {
        if let Some(Piece::Literal(text)) = self.0.last_mut() {
            text.push(c);
        } else {
            self.0.push(Piece::Literal(c.to_string()));
        }
    }

    fn field(&mut self, field: Field, width: usize) {
        self.0.push(Piece::Field(field, width));
    }

    fn time(&mut self, hour: Field, half: bool) {
        self.field(hour, 2);
        self.literal(':');
        self.field(Field::Minute, 2);
        self.literal(':');
        self.field(Field::Second, 2);
        if half {
            self.literal(' ');
            self.field(Field::Half, 0);
        }
    }

    /// Text in single quotes, from after the first; two are one. Gives the place after the last.
    fn quoted(&mut self, chars: &[char], start: usize) -> Result<usize, String> {
        if chars.get(start) == Some(&'\'') {
            self.literal('\'');
            return Ok(start + 1);
        }
        let mut at = start;
        loop {
            match (chars.get(at), chars.get(at + 1)) {
                (Some('\''), Some('\'')) => {
                    self.literal('\'');
                    at += 2;
                }
                (Some('\''), _) => return Ok(at + 1),
                (Some(c), _) => {
                    self.literal(*c);
                    at += 1;
                }
                (None, _) => return Err("a quote in the pattern is not closed".to_owned()),
            }
        }
    }
}

impl Field {
    fn is_number(self) -> bool {
        use Field as F;
        !matches!(
            self,
            F::MonthName | F::MonthShort | F::WeekdayName | F::WeekdayShort | F::Half | F::Zone
        )
    }
}

fn write_field(out: &mut String, field: Field, width: usize, at: DateTime) {
    use Field as F;
    let weekday = usize::from(at.weekday().to_monday_zero_offset().unsigned_abs());
    let month = usize::from(at.month().unsigned_abs()) - 1;
    let iso = at.date().iso_week_date();
    let number = match field {
        F::Year => i64::from(at.year()),
        F::YearOfCentury => i64::from(at.year().rem_euclid(100)),
        F::WeekYear => i64::from(iso.year()),
        F::Month => i64::from(at.month()),
        F::Day => i64::from(at.day()),
        F::DayOfYear => i64::from(at.day_of_year()),
        F::Week => i64::from(iso.week()),
        F::Weekday => i64::from(at.weekday().to_monday_one_offset()),
        F::Hour24 => i64::from(at.hour()),
        F::Hour12 => i64::from((at.hour() + 11) % 12 + 1),
        F::HourOfHalf => i64::from(at.hour() % 12),
        F::Minute => i64::from(at.minute()),
        F::Second => i64::from(at.second()),
        F::MonthName => return out.push_str(MONTHS[month]),
        F::MonthShort => return out.push_str(&MONTHS[month][..3]),
        F::WeekdayName => return out.push_str(WEEKDAYS[weekday]),
        F::WeekdayShort => return out.push_str(&WEEKDAYS[weekday][..3]),
        F::Half => return out.push_str(if at.hour() < 12 { "AM" } else { "PM" }),
        F::Zone => {
            return out.push_str(match width {
                1 => "+0000",
                2 => "+00:00",
                _ => "UTC",
            });
        }
        F::Fraction => {
            let digits = format!("{:09}", at.subsec_nanosecond());
            out.extend(digits.chars().chain(std::iter::repeat('0')).take(width));
            return;
        }
    };
    let _ = write!(out, "{number:0width$}");
}

#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    day_of_year: Option<i64>,
    hour: i64,
    half: Option<bool>,
    minute: i64,
    second: i64,
    nanosecond: i64,
}

impl Found {
    fn read<'a>(
        &mut self,
        field: Field,
        width: usize,
        joined: bool,
        text: &'a str,
    ) -> Option<&'a str> {
        use Field as F;
        match field {
            F::MonthName | F::MonthShort => {
                let (at, rest) = name(text, &MONTHS)?;
                self.month = Some(i64::try_from(at).ok()? + 1);
                return Some(rest);
            }
            F::WeekdayName | F::WeekdayShort => return name(text, &WEEKDAYS).map(|(_, rest)| rest),
            F::Half => {
                let half = text.get(..2)?;
                self.half = Some(match half.to_ascii_uppercase().as_str() {
                    "AM" => false,
                    "PM" => true,
                    _ => return None,
                });
                return text.get(2..);
            }
            F::Zone => {
                return ["UTC", "Z", "+00:00", "+0000"]
                    .iter()
                    .find_map(|zone| text.strip_prefix(zone));
            }
            _ => {}
        }
        let most = match field {
            F::Fraction => 9,
            _ if joined => width.max(1),
            F::Year | F::WeekYear => 4.max(width),
            F::DayOfYear => 3,
            _ => 2.max(width),
        };
        let digits = text
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_digit)
            .count();
        let (word, rest) = text.split_at(digits);
        let number: i64 = word.parse().ok()?;
        match field {
            F::Year => self.year = Some(number),
            // As Java has it: the century around the year 2000.
            F::YearOfCentury => {
                let century = if number < 70 { 2000 } else { 1900 };
                self.year = Some(century + number);
            }
            F::Month => self.month = Some(number),
            F::Day => self.day = Some(number),
            F::DayOfYear => self.day_of_year = Some(number),
            F::Hour24 | F::HourOfHalf => self.hour = number,
            F::Hour12 => {
                if !(1..=12).contains(&number) {
                    return None;
                }
                self.hour = number % 12;
                self.half.get_or_insert(false);
            }
            F::Minute => self.minute = number,
            F::Second => self.second = number,
            F::Fraction => {
                let scale = 10_i64.pow(u32::try_from(9 - digits).ok()?);
                self.nanosecond = number * scale;
            }
            _ => return None,
        }
        Some(rest)
    }

    fn finish(self) -> Option<DateTime> {
        let year = i16::try_from(self.year.unwrap_or(1970)).ok()?;
        let date = match self.day_of_year {
            Some(day) => Date::new(year, 1, 1)
                .ok()?
                .with()
                .day_of_year(i16::try_from(day).ok()?)
                .build()
                .ok()?,
            None => Date::new(
                year,
                i8::try_from(self.month.unwrap_or(1)).ok()?,
                i8::try_from(self.day.unwrap_or(1)).ok()?,
            )
            .ok()?,
        };
        let hour = self.hour + if self.half == Some(true) { 12 } else { 0 };
        let time = Time::new(
            i8::try_from(hour).ok()?,
            i8::try_from(self.minute).ok()?,
            i8::try_from(self.second).ok()?,
            i32::try_from(self.nanosecond).ok()?,
        )
        .ok()?;
        Some(date.to_datetime(time))
    }
}

fn name<'a>(text: &'a str, names: &[&str]) -> Option<(usize, &'a str)> {
    let starts = |name: &str| {
        text.get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    names.iter().enumerate().find_map(|(at, name)| {
        let length = [name.len(), 3]
            .into_iter()
            .find(|length| starts(&name[..*length]))?;
        Some((at, &text[length..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    #[test]
    fn a_time_is_written_by_both_kinds_of_pattern() {
        let at = datetime(2026, 3, 5, 16, 7, 9, 45_000_000);
        let mysql = |text| Pattern::mysql(text).unwrap().format(at);
        let java = |text| Pattern::java(text).unwrap().format(at);
        assert_eq!(mysql("%Y-%m-%d %T.%f"), "2026-03-05 16:07:09.045000");
        assert_eq!(
            mysql("%a %W %b %M %e %c %y %l:%i %p %j %v %%"),
            "Thu Thursday Mar March 5 3 26 4:07 PM 064 10 %"
        );
        assert_eq!(
            java("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"),
            "2026-03-05T16:07:09.045Z"
        );
        assert_eq!(
            java("EEE, d MMM yy h 'o''clock' a"),
            "Thu, 5 Mar 26 4 o'clock PM"
        );
        assert!(Pattern::mysql("%D").is_err());
        assert!(Pattern::java("q").is_err());
    }

    #[test]
    fn a_time_is_read_as_it_was_written() {
        let at = datetime(2026, 12, 31, 0, 59, 58, 0);
        for text in [
            "%Y-%m-%d %H:%i:%s",
            "%d/%M/%Y %r",
            "%Y%m%d%H%i%s",
            "%Y %j %T",
        ] {
            let pattern = Pattern::mysql(text).unwrap();
            assert_eq!(pattern.parse(&pattern.format(at)), Ok(at), "{text}");
        }
        let days = Pattern::java("yyyy/MM/dd").unwrap();
        assert_eq!(days.slashes(), 2);
        assert_eq!(days.parse("2026/02/28").unwrap().day(), 28);
        assert!(days.parse("2026/02/30").is_err());
        assert!(days.parse("2026/02/28 ").unwrap_err().contains("malformed"));
        assert!(days.parse("2026/0").is_err());
    }
}
