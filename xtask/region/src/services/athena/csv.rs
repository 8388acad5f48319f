//! Result files: every value in quotes, null as nothing at all.
//!
//! <https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html>

use engine::Row;

/// Rows as lines of CSV.
pub(super) fn write(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows {
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if let Some(value) = value {
                out.push('"');
                out.push_str(&value.replace('"', "\"\""));
                out.push('"');
            }
        }
        out.push('\n');
    }
    out
}

/// Rows as plain lines, as the answers about definitions have them.
pub(super) fn write_plain(rows: &[Row]) -> String {
    let mut out = String::new();
    for row in rows {
        let values: Vec<&str> = row
            .iter()
            .map(|value| value.as_deref().unwrap_or_default())
            .collect();
        out.push_str(&values.join("\t"));
        out.push('\n');
    }
    out
}

/// The first row of CSV text and how many bytes it takes; none when it is not complete.
pub(super) fn read(bytes: &[u8]) -> Option<(Row, usize)> {
    let mut row = Vec::new();
    let mut at = 0;
    loop {
        let mut value = None;
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            let mut text = Vec::new();
            loop {
                match (bytes.get(at)?, bytes.get(at + 1)) {
                    (b'"', Some(b'"')) => {
                        text.push(b'"');
                        at += 2;
                    }
                    (b'"', _) => {
                        at += 1;
                        break;
                    }
                    (byte, _) => {
                        text.push(*byte);
                        at += 1;
                    }
                }
            }
            value = Some(String::from_utf8_lossy(&text).into_owned());
        }
        row.push(value);
        match bytes.get(at)? {
            b'\n' => return Some((row, at + 1)),
            // Only commas separate values in what `write` wrote.
            _ => at += 1,
        }
    }
}

/// The first line of plain text and how many bytes it takes; none when it is not complete.
pub(super) fn read_plain(bytes: &[u8]) -> Option<(Row, usize)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let line = String::from_utf8_lossy(&bytes[..end]).into_owned();
    Some((vec![Some(line)], end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_as_they_were_written() {
        let rows: Vec<Row> = vec![
            vec![Some("a".to_owned()), None, Some(String::new())],
            vec![
                Some("say \"it\", twice\n\"\"".to_owned()),
                Some("é".to_owned()),
                None,
            ],
            vec![None, None, None],
        ];
        let text = write(&rows);
        assert!(text.starts_with("\"a\",,\"\"\n"));
        let (mut read_rows, mut at) = (Vec::new(), 0);
        while let Some((row, length)) = read(&text.as_bytes()[at..]) {
            read_rows.push(row);
            at += length;
        }
        assert_eq!(read_rows, rows);
        assert_eq!(at, text.len());
        for cut in 1..text.len() {
            if let Some((_, length)) = read(&text.as_bytes()[..cut]) {
                assert!(length <= cut);
            }
        }
    }
}
