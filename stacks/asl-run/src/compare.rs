//! The comparisons of a JSONPath `Choice`.

use std::cmp::Ordering;

use asl::{Comparison, Operator, Test};
use serde_json::Value;

use crate::data::Data;
use crate::failure::Trouble;
use crate::moment::Moment;

/// Whether a test holds.
pub(crate) fn holds(test: &Test, data: &Data<'_>) -> Result<bool, Trouble> {
    match test {
        Test::And(operands) => {
            for operand in operands {
                if !holds(&operand.test, data)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Test::Or(operands) => {
            for operand in operands {
                if holds(&operand.test, data)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Test::Not(operand) => Ok(!holds(&operand.test, data)?),
        Test::Compare(comparison) => compare(comparison, data),
    }
}

fn compare(comparison: &Comparison, data: &Data<'_>) -> Result<bool, Trouble> {
    let wanted = comparison.operand.as_bool();
    if comparison.operator == Operator::IsPresent {
        let found = data.optional_path(&comparison.variable)?;
        return Ok(Some(found.is_some()) == wanted);
    }
    let value = data.required_path(&comparison.variable)?;
    let is = match comparison.operator {
        Operator::IsBoolean => value.is_boolean(),
        Operator::IsNull => value.is_null(),
        Operator::IsNumeric => value.is_number(),
        Operator::IsString => value.is_string(),
        Operator::IsTimestamp => value.as_str().is_some_and(asl::is_timestamp),
        operator => return compare_with(operator, &value, &comparison.operand, data),
    };
    Ok(Some(is) == wanted)
}

fn compare_with(
    operator: Operator,
    value: &Value,
    operand: &Value,
    data: &Data<'_>,
) -> Result<bool, Trouble> {
    let name = operator.as_str();
    let (name, operand) = match (name.strip_suffix("Path"), operand.as_str()) {
        (Some(plain), Some(path)) => (plain, data.required_path(path)?),
        _ => (name, operand.clone()),
    };
    if name == "StringMatches" {
        return Ok(match (value.as_str(), operand.as_str()) {
            (Some(text), Some(pattern)) => matches(text, pattern),
            _ => false,
        });
    }
    let (order, relation) = if let Some(relation) = name.strip_prefix("String") {
        (string_order(value, &operand), relation)
    } else if let Some(relation) = name.strip_prefix("Numeric") {
        (numeric_order(value, &operand), relation)
    } else if let Some(relation) = name.strip_prefix("Timestamp") {
        (timestamp_order(value, &operand), relation)
    } else {
        (boolean_order(value, &operand), "Equals")
    };
    // Values of another type compare in no way, not even as unequal.
    Ok(order.is_some_and(|order| match relation {
        "Equals" => order.is_eq(),
        "LessThan" => order.is_lt(),
        "LessThanEquals" => order.is_le(),
        "GreaterThan" => order.is_gt(),
        _ => order.is_ge(),
    }))
}

fn string_order(left: &Value, right: &Value) -> Option<Ordering> {
    // By UTF-16 code units, as Java compares texts.
    Some(
        left.as_str()?
            .encode_utf16()
            .cmp(right.as_str()?.encode_utf16()),
    )
}

fn numeric_order(left: &Value, right: &Value) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return Some(left.cmp(&right));
    }
    left.as_f64()?.partial_cmp(&right.as_f64()?)
}

fn boolean_order(left: &Value, right: &Value) -> Option<Ordering> {
    Some(left.as_bool()?.cmp(&right.as_bool()?))
}

fn timestamp_order(left: &Value, right: &Value) -> Option<Ordering> {
    Some(Moment::parse(left.as_str()?)?.cmp(&Moment::parse(right.as_str()?)?))
}

/// Whether a text fits a pattern in which `*` stands for any text and a
/// backslash takes the meaning away from the character after it.
fn matches(text: &str, pattern: &str) -> bool {
    enum Piece {
        Any,
        One(char),
    }
    let mut pieces = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        pieces.push(match character {
            '*' => Piece::Any,
            '\\' => Piece::One(characters.next().unwrap_or('\\')),
            other => Piece::One(other),
        });
    }
    let text: Vec<char> = text.chars().collect();
    // The usual walk with one place to go back to, which is linear in
    // practice and quadratic at worst.
    let (mut at, mut piece, mut back) = (0, 0, None);
    while at < text.len() {
        match pieces.get(piece) {
            Some(Piece::One(c)) if *c == text[at] => {
                at += 1;
                piece += 1;
            }
            Some(Piece::Any) => {
                back = Some((piece, at));
                piece += 1;
            }
            _ => match back {
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    at = from + 1;
                    piece = star + 1;
                }
                None => return false,
            },
        }
    }
    pieces[piece..]
        .iter()
        .all(|piece| matches!(piece, Piece::Any))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text_and_a_backslash_takes_it_away() {
        for (text, pattern) in [
            ("log-1.txt", "log-*.txt"),
            ("", "*"),
            ("abcbc", "a*bc"),
            ("a*b", "a\\*b"),
        ] {
            assert!(matches(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [
            ("log-1.txt", "log-*.csv"),
            ("ab", "a"),
            ("", "a*"),
            ("axb", "a\\*b"),
        ] {
            assert!(!matches(text, pattern), "{text} {pattern}");
        }
    }
}
