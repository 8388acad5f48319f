//! The answer of the query `backfill-pictures`, as Athena leaves it: CSV whose values are all in quotes.
//! <https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html>

use contracts::backfill::ChosenPicture;
use contracts::{BatchName, Day, DeviceId, NameError, PictureId};

/// The columns, in the query's order.
const COLUMNS: [&str; 5] = ["day", "batch", "picture_id", "prepared_key", "device_id"];

/// The rows behind the header.
///
/// # Errors
/// What is wrong, as a sentence with the line's number, which counts from 1.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<ChosenPicture>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| format!("it is no text: {error}"))?;
    let mut lines = text.lines().zip(1_u64..);
    let header = lines.next().and_then(|(line, _)| values(line));
    if header.as_ref().map(|names| names.as_slice()) != Some(&COLUMNS[..]) {
        return Err(format!("it does not begin with {}", COLUMNS.join(", ")));
    }
    lines
        .map(|(line, number)| {
            let values = values(line).ok_or_else(|| format!("line {number} is no row of it"))?;
            picture(values).map_err(|error| format!("line {number}: {error}"))
        })
        .collect()
}

/// The values of a line. None of these columns has a value with a quote or a line's end in it.
fn values(line: &str) -> Option<[&str; COLUMNS.len()]> {
    let inner = line.strip_prefix('"')?.strip_suffix('"')?;
    let values: Vec<&str> = inner.split("\",\"").collect();
    let values: [&str; COLUMNS.len()] = values.try_into().ok()?;
    (!values.iter().any(|value| value.contains('"'))).then_some(values)
}

fn picture(
    [day, batch, id, key, device]: [&str; COLUMNS.len()],
) -> Result<ChosenPicture, NameError> {
    Ok(ChosenPicture {
        day: Day::parse(day)?,
        batch: BatchName::parse(batch)?,
        picture_id: PictureId::parse(id)?,
        prepared_key: key.to_owned(),
        device_id: DeviceId::parse(device)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "\"day\",\"batch\",\"picture_id\",\"prepared_key\",\"device_id\"\n";

    #[test]
    fn rows_follow_the_header() {
        let id = "0".repeat(32);
        let text = format!("{HEADER}\"2026-11-30\",\"b\",\"{id}\",\"prepared/x.jpg\",\"d-1\"\n");
        let read = read(text.as_bytes()).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].picture_id.as_str(), id);
        assert_eq!(super::read(HEADER.as_bytes()), Ok(Vec::new()));
    }

    #[test]
    fn what_is_no_answer_is_told_with_its_line() {
        for (text, why) in [
            ("", "it does not begin with"),
            ("\"a\",\"b\"\n", "it does not begin with"),
            (&format!("{HEADER}x\n"), "line 2 is no row"),
            (&format!("{HEADER},,,,\n"), "line 2 is no row"),
            (
                &format!("{HEADER}\"2026-11-30\",\"b\",\"1\",\"k\",\"d\"\n"),
                "line 2: \"1\" is no picture id",
            ),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.contains(why), "{text:?}: {error}");
        }
    }
}
