//! JSON that fills its lines: what fits on one stands on one, and lists of plain values run on. A
//! policy with a hundred actions is some thirty lines instead of a hundred.

use serde_json::Value as Json;

/// How wide lines run, in characters: as far as people like to read, and further where the text would
/// be too long otherwise.
const WIDTHS: [usize; 3] = [100, 200, usize::MAX];

/// The value, indented by one space a level: policies are deep, and a template that is sent within a
/// request has few bytes to spare. Lines run wider when the text would have more than `most` bytes.
pub(crate) fn render(value: &Json, most: usize) -> String {
    let mut out = String::new();
    for width in WIDTHS {
        out.clear();
        write(value, 0, width, &mut out);
        if out.len() <= most {
            break;
        }
    }
    out
}

fn write(value: &Json, depth: usize, width: usize, out: &mut String) {
    let taken = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
    let line = on_one_line(value);
    // A comma may follow.
    if taken.saturating_add(line.len()) < width {
        out.push_str(&line);
        return;
    }
    match value {
        Json::Object(members) => {
            let members = members.iter().map(|(name, member)| {
                let name = Json::from(name.as_str());
                (format!("{name}: "), member)
            });
            lines(('{', '}'), members, (depth, width), out);
        }
        Json::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            let items = items.iter().map(|item| (String::new(), item));
            lines(('[', ']'), items, (depth, width), out);
        }
        Json::Array(items) => fill(items, depth, width, out),
        plain => out.push_str(&plain.to_string()),
    }
}

fn on_one_line(value: &Json) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Json::Object(members) if !members.is_empty() => {
            let members = members.iter().map(|(name, member)| {
                let name = Json::from(name.as_str());
                format!("{name}: {}", on_one_line(member))
            });
            format!("{{ {} }}", joined(members.collect()))
        }
        Json::Array(items) => format!("[{}]", joined(items.iter().map(on_one_line).collect())),
        plain => plain.to_string(),
    }
}

/// A line for each part.
fn lines<'a>(
    (open, close): (char, char),
    parts: impl Iterator<Item = (String, &'a Json)>,
    (depth, width): (usize, usize),
    out: &mut String,
) {
    out.push(open);
    for (at, (start, part)) in parts.enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(depth + 1));
        out.push_str(&start);
        write(part, depth + 1, width, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(depth));
    out.push(close);
}

/// As many plain values on a line as there is room for.
fn fill(items: &[Json], depth: usize, width: usize, out: &mut String) {
    let texts: Vec<String> = items.iter().map(Json::to_string).collect();
    let pad = " ".repeat(depth + 1);
    let mut line = String::new();
    out.push_str("[\n");
    for (at, text) in texts.iter().enumerate() {
        if !line.is_empty() && pad.len() + line.len() + text.len() + 2 > width {
            out.push_str(&format!("{pad}{}\n", line.trim_end()));
            line.clear();
        }
        line.push_str(text);
        if at + 1 < texts.len() {
            line.push_str(", ");
        }
    }
    out.push_str(&format!("{pad}{line}\n{}]", " ".repeat(depth)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn what_fits_is_on_a_line_and_lists_of_plain_values_run_on() {
        let names: Vec<String> = (0..9)
            .map(|at| format!("service:ActionNumber{at}"))
            .collect();
        let value = json!({ "few": [1, "b"], "none": [], "rows": [{ "many": names }] });
        insta::assert_snapshot!(render(&value, usize::MAX), @r#"
        {
         "few": [1, "b"],
         "none": [],
         "rows": [
          {
           "many": [
            "service:ActionNumber0", "service:ActionNumber1", "service:ActionNumber2",
            "service:ActionNumber3", "service:ActionNumber4", "service:ActionNumber5",
            "service:ActionNumber6", "service:ActionNumber7", "service:ActionNumber8"
           ]
          }
         ]
        }
        "#);
    }

    #[test]
    fn lines_run_wider_where_the_text_would_be_too_long() {
        let many = ["service:ActionNumber"; 9];
        let value = json!({ "rows": [{ "many": many }] });
        let readable = render(&value, usize::MAX);
        let wide = render(&value, readable.len() - 1);
        assert!(wide.len() < readable.len());
        assert_eq!(serde_json::from_str::<Json>(&wide).unwrap(), value);
    }

    fn values() -> impl Strategy<Value = Json> {
        let plain = prop_oneof![
            any::<bool>().prop_map(Json::from),
            any::<i64>().prop_map(Json::from),
            ".{0,40}".prop_map(Json::from),
            Just(Json::Null),
        ];
        plain.prop_recursive(4, 64, 12, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..12).prop_map(Json::from),
                prop::collection::btree_map(".{0,8}", inner, 0..6)
                    .prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_says_the_same(value in values(), most in 0..2000_usize) {
            prop_assert_eq!(serde_json::from_str::<Json>(&render(&value, most)).unwrap(), value);
        }
    }
}
