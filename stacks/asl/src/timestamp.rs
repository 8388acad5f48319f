//! RFC 3339 timestamps, as the language takes them.

/// Whether a text is an RFC 3339 timestamp as AWS takes it: date, `T`, time
/// with seconds, and `Z` or an offset. Days and hours must exist.
pub fn is_timestamp(text: &str) -> bool {
    parse_parts(text).is_some()
}

/// The parts of a timestamp, where it is one.
fn parse_parts(text: &str) -> Option<()> {
    let (date, rest) = text.split_once('T')?;
    let mut parts = date.split('-');
    let (year, month, day) = (
        digits(parts.next()?, 4)?,
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
    );
    if parts.next().is_some() || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month)
    {
        return None;
    }
    let at = rest.find(['Z', '+', '-'])?;
    let (time, zone) = rest.split_at(at);
    let (clock, fraction) = time
        .split_once('.')
        .map_or((time, None), |(c, f)| (c, Some(f)));
    let mut parts = clock.split(':');
    let (hour, minute, second) = (
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
        digits(parts.next()?, 2)?,
    );
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    if let Some(fraction) = fraction
        && (fraction.is_empty()
            || fraction.len() > 9
            || !fraction.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    if zone == "Z" {
        return Some(());
    }
    let (hours, minutes) = zone[1..].split_once(':')?;
    (digits(hours, 2)? <= 18 && digits(minutes, 2)? <= 59).then_some(())
}

fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

const fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::is_timestamp;

    #[test]
    fn only_whole_timestamps_with_real_days_count() {
        for good in [
            "2016-03-14T01:59:00Z",
            "2024-02-29T00:00:00.123456Z",
            "2016-03-14T01:59:00+02:00",
        ] {
            assert!(is_timestamp(good), "{good}");
        }
        for bad in [
            "2016-03-14 01:59:00Z",
            "2016-03-14T01:59:00",
            "2016-13-14T01:59:00Z",
            "2023-02-29T00:00:00Z",
            "2016-03-14T25:59:00Z",
            "14-03-2016T01:59:00Z",
            "",
            "2016-03-14T01:59Z",
            "2016-03-14T01:59:00.Z",
            "2016-03-14T01:59:00Zulu",
        ] {
            assert!(!is_timestamp(bad), "{bad}");
        }
    }
}
