//! What may go into a function that the engine does not stop by itself.

use jsonata_core::value::JValue;

/// The longest text, in bytes, that goes into a function that makes more of it.
/// A state passes on a quarter of it.
const LONGEST: usize = 1024 * 1024;
/// How many values, and how many bytes of text, are counted in data that becomes text.
const MOST_VALUES: usize = 1_000_000;
const LONGEST_DATA: usize = 16 * LONGEST;
/// The most items that are held against each other: where all are plain, and
/// where some are lists or objects.
const MOST_DISTINCT: usize = 20_000;
const MOST_DISTINCT_NESTED: usize = 4_000;
/// The largest number that is written in Roman numerals, whose length grows with it.
const LARGEST_ROMAN: f64 = 1e6;
/// The last moment that a date is written for, in milliseconds from 1970, as in JavaScript.
const LATEST: f64 = 8.64e15;
/// The longest picture of a number or a date, in bytes.
const LONGEST_PICTURE: usize = 1_000;
/// How many digits a part of a date has at most, and how many the number that says so.
const MOST_DIGITS: u64 = 18;
const WIDEST: usize = 4;
/// The longest runs of digits and of letters that are read as a number.
const LONGEST_NUMBER: usize = 15;
const LONGEST_LETTERS: usize = 12;

/// What becomes text, or more text.
pub(super) fn text(value: &JValue) -> Result<(), &'static str> {
    let (mut values, mut bytes) = (MOST_VALUES, LONGEST_DATA);
    if let JValue::String(text) = value {
        return if text.len() > LONGEST {
            Err("The text is too long to make more of it")
        } else {
            Ok(())
        };
    }
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        let length = match value {
            JValue::String(text) => text.len(),
            JValue::Array(items) => {
                waiting.extend(items.iter());
                0
            }
            JValue::Object(object) => {
                waiting.extend(object.iter().map(|(_, value)| value));
                object.iter().map(|(name, _)| name.len()).sum()
            }
            _ => 0,
        };
        let left = values.checked_sub(1).zip(bytes.checked_sub(length));
        (values, bytes) = left.ok_or("The data is too large to become text")?;
    }
    Ok(())
}

/// What a text is padded with and to.
pub(super) fn width(value: &JValue) -> Result<(), &'static str> {
    match value.as_f64() {
        Some(width) if width.abs() > LONGEST as f64 => Err("The width of $pad is too large"),
        _ => text(value),
    }
}

/// A number that may be written in Roman numerals, and its picture.
pub(super) fn roman(value: &JValue) -> Result<(), &'static str> {
    match value.as_f64() {
        Some(number) if number.abs() > LARGEST_ROMAN => {
            Err("The number is too large to be written so")
        }
        _ => picture(value),
    }
}

/// The picture of a number.
pub(super) fn picture(value: &JValue) -> Result<(), &'static str> {
    match value.as_str() {
        Some(picture) if picture.len() > LONGEST_PICTURE => Err("The picture is too long"),
        _ => Ok(()),
    }
}

/// What a date is written from: a moment, a picture or a time zone.
pub(super) fn date(value: &JValue) -> Result<(), &'static str> {
    if value.as_f64().is_some_and(|moment| moment.abs() > LATEST) {
        return Err("The moment is out of range");
    }
    let is_zone = |text: &str| !text.contains('[');
    match value.as_str() {
        Some(zone) if is_zone(zone) && has_run(zone, WIDEST, char::is_numeric) => {
            Err("The time zone is out of range")
        }
        _ => date_picture(value),
    }
}

/// What a date is read from: a text or a picture.
pub(super) fn read_date(value: &JValue) -> Result<(), &'static str> {
    let is_foreign = |sign: char| sign.is_numeric() && !sign.is_ascii();
    match value.as_str() {
        // The engine finds such digits and then cannot read them.
        Some(text) if !text.contains('[') && text.contains(is_foreign) => {
            Err("The date has digits other than 0 to 9")
        }
        Some(text)
            if !text.contains('[')
                && (has_run(text, LONGEST_NUMBER, char::is_numeric)
                    || has_run(text, LONGEST_LETTERS, char::is_alphabetic)) =>
        {
            Err("A number in the date is too long")
        }
        _ => date_picture(value),
    }
}

fn date_picture(value: &JValue) -> Result<(), &'static str> {
    picture(value)?;
    for marker in markers(value.as_str().unwrap_or_default()) {
        // The engine takes the first byte for the component, whatever it is, and
        // looks for the number of a fraction that is to be named.
        let mut signs = marker.chars().filter(|sign| !sign.is_whitespace());
        match (signs.next(), signs.next()) {
            (Some(component), _) if !component.is_ascii_alphabetic() => {
                return Err("D3132: Unknown component specifier in date/time picture string");
            }
            (Some('f'), Some('n' | 'N')) => {
                return Err("D3133: The 'name' modifier cannot be applied to fractional seconds");
            }
            _ => {}
        }
        let (shown, width) = marker.rsplit_once(',').unwrap_or((marker, ""));
        let digits = shown.chars().filter(|c| c.is_numeric() || *c == '#');
        let is_wide = |width: &str| {
            width
                .trim()
                .parse()
                .is_ok_and(|width: u64| width > MOST_DIGITS)
        };
        let has_run = has_run(width, WIDEST, char::is_numeric);
        if digits.count() as u64 > MOST_DIGITS || has_run || width.split('-').any(is_wide) {
            return Err("A width in the picture is too large");
        }
    }
    Ok(())
}

/// What stands between brackets in a picture; a doubled bracket is one of the text's own.
fn markers(picture: &str) -> impl Iterator<Item = &str> {
    let mut rest = picture;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once('[')?;
            rest = after;
            match rest.strip_prefix('[') {
                Some(text) => rest = text,
                None => break,
            }
        }
        let (marker, after) = rest.split_once(']').unwrap_or((rest, ""));
        rest = after;
        Some(marker)
    })
}

/// What a number is read from: letters, words or digits.
pub(super) fn words(value: &JValue) -> Result<(), &'static str> {
    match value.as_str() {
        Some(text) if has_run(text, LONGEST_LETTERS, char::is_alphabetic) => {
            Err("The text is too long for a number")
        }
        _ => picture(value),
    }
}

/// Whether more than `most` such characters follow each other, spaces between them or not.
fn has_run(text: &str, most: usize, is_such: fn(char) -> bool) -> bool {
    let mut run = 0;
    text.chars().any(|character| {
        run = if is_such(character) { run + 1 } else { 0 };
        run > most
    })
}

/// Items that are held against each other.
pub(super) fn few(value: &JValue) -> Result<(), &'static str> {
    let JValue::Array(items) = value else {
        return text(value);
    };
    let is_nested = |item: &JValue| matches!(item, JValue::Array(_) | JValue::Object(_));
    let most = if items.iter().any(is_nested) {
        MOST_DISTINCT_NESTED
    } else {
        MOST_DISTINCT
    };
    if items.len() > most {
        return Err("$distinct compares each item with all others, and there are too many");
    }
    text(value)
}
