//! Operators: what they take and what they give.

use diagnostics::nearest;
use schema::AllowedValues;
use sqlparser::ast::{BinaryOperator, Expr, UnaryOperator};

use super::call::text;
use super::scope::Place;
use super::select::own_column;
use super::{Checker, at, bare};
use crate::Type;

impl Checker<'_> {
    pub(super) fn unary(&mut self, op: UnaryOperator, expr: &Expr, place: Place<'_>) -> Type {
        if op == UnaryOperator::Not {
            self.expect(expr, &Type::Boolean, "the operand of NOT", place);
            return Type::Boolean;
        }
        let kind = self.expression(expr, place);
        let fits = kind.is_number()
            || matches!(
                kind,
                Type::Wrong | Type::Unknown | Type::IntervalDayToSecond | Type::IntervalYearToMonth
            );
        if !fits {
            let message = format!("Cannot negate {kind}");
            self.tell("sql::wrong-type", at(expr), message);
            return Type::Wrong;
        }
        kind
    }

    pub(super) fn binary(
        &mut self,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
        place: Place<'_>,
    ) -> Type {
        use BinaryOperator::{
            And, Divide, Eq, Gt, GtEq, Lt, LtEq, Minus, Modulo, Multiply, NotEq, Or, Plus,
            StringConcat,
        };
        match op {
            And | Or => {
                for operand in [left, right] {
                    self.expect(operand, &Type::Boolean, "an operand of AND or OR", place);
                }
                Type::Boolean
            }
            Eq | NotEq | Lt | LtEq | Gt | GtEq => {
                let (one, two) = (self.expression(left, place), self.expression(right, place));
                self.compare((left, &one), &op.to_string(), (right, &two), place);
                Type::Boolean
            }
            Plus | Minus | Multiply | Divide | Modulo | StringConcat => {
                let (one, two) = (self.expression(left, place), self.expression(right, place));
                if one == Type::Wrong || two == Type::Wrong {
                    return Type::Wrong;
                }
                let result = match op {
                    StringConcat => concatenation(&one, &two),
                    _ => arithmetic(op, &one, &two),
                };
                result.unwrap_or_else(|| {
                    self.cannot_apply((left, &one), &op.to_string(), (right, &two));
                    Type::Wrong
                })
            }
            other => {
                let message = format!("Trino has no operator {other}");
                self.tell("sql::not-supported", at(left), message);
                self.expression(left, place);
                self.expression(right, place);
                Type::Wrong
            }
        }
    }

    /// Two values that are compared are of one type, and can be put in an order where that is
    /// asked.
    pub(super) fn compare(
        &mut self,
        left: (&Expr, &Type),
        op: &str,
        right: (&Expr, &Type),
        place: Place<'_>,
    ) {
        let common = left.1.common(right.1);
        let is_ordered = !matches!(op, "=" | "<>" | "IN" | "IS DISTINCT FROM");
        let fits = common.is_some_and(|kind| !is_ordered || kind.is_orderable());
        if !fits {
            self.cannot_apply(left, op, right);
        } else if matches!(op, "=" | "<>" | "IN") {
            self.known_value(left.0, right.0, place);
            self.known_value(right.0, left.0, place);
        }
    }

    /// A column that can have some texts alone is compared with one of them.
    fn known_value(&mut self, column: &Expr, value: &Expr, place: Place<'_>) {
        let Some((index, _)) = own_column(column, place.scope) else {
            return;
        };
        let Some(column) = place.scope.columns.get(index) else {
            return;
        };
        if let (AllowedValues::Values(values), Some(text)) = (column.allowed, text(value))
            && !values.contains(&text)
        {
            let name = column.name.as_deref().unwrap_or_default();
            let message = format!("'{name}' is never '{text}'");
            let help = nearest(text, values.iter().copied()).map_or_else(
                || format!("it is one of {}", values.join(", ")),
                |near| format!("did you mean '{near}'?"),
            );
            self.tell_with("sql::unknown-value", at(value), message, Some(help));
        }
    }

    pub(super) fn cannot_apply(&mut self, left: (&Expr, &Type), op: &str, right: (&Expr, &Type)) {
        let message = format!(
            "Cannot apply operator: {} {op} {}",
            self.told(left),
            self.told(right)
        );
        let help = match op {
            "||" => Some("only texts are joined: CAST(… AS varchar)".to_owned()),
            _ => cast_help(left.1, right.1),
        };
        self.tell_with("sql::wrong-type", at(left.0), message, help);
    }

    /// A type, with the parameter's name where the value is one.
    fn told(&self, (expr, kind): (&Expr, &Type)) -> String {
        match self.parameter(at(bare(expr))) {
            Some((name, _)) => format!("{kind} (the parameter {name:?})"),
            None => kind.to_string(),
        }
    }
}

/// How two types can be made the same, where one is a text of the other.
fn cast_help(one: &Type, two: &Type) -> Option<String> {
    let other = match (one, two) {
        (Type::Varchar, other) | (other, Type::Varchar) => other,
        _ => return None,
    };
    Some(match other {
        Type::Date => "make a day of the text: date(…), or DATE '2026-01-01'".to_owned(),
        Type::Timestamp | Type::TimestampWithTimeZone => {
            "make a time of the text: from_iso8601_timestamp(…), or TIMESTAMP '2026-01-01 00:00:00'"
                .to_owned()
        }
        other if Type::Varchar.casts_to(other) => {
            format!("texts are not made numbers by themselves: CAST(… AS {other})")
        }
        _ => return None,
    })
}

fn concatenation(one: &Type, two: &Type) -> Option<Type> {
    match (one, two) {
        (Type::Array(one), Type::Array(two)) => Some(one.common(two)?.array()),
        (Type::Array(element), other) | (other, Type::Array(element)) => {
            Some(element.common(other)?.array())
        }
        (Type::Varbinary, Type::Varbinary) => Some(Type::Varbinary),
        _ => match one.common(two)? {
            Type::Varchar | Type::Char | Type::Unknown => Some(Type::Varchar),
            _ => None,
        },
    }
}

/// <https://trino.io/docs/current/functions/decimal.html> for decimals,
/// <https://trino.io/docs/current/functions/datetime.html> for intervals.
fn arithmetic(op: &BinaryOperator, one: &Type, two: &Type) -> Option<Type> {
    use BinaryOperator::{Divide, Minus, Modulo, Multiply, Plus};
    use Type::{Date, IntervalDayToSecond, IntervalYearToMonth, Unknown};
    let is_interval = |kind: &Type| matches!(kind, IntervalDayToSecond | IntervalYearToMonth);
    match (op, one, two) {
        (Plus | Minus, when, interval) if when.is_datetime() && is_interval(interval) => {
            Some(when.clone())
        }
        (Plus, interval, when) if when.is_datetime() && is_interval(interval) => Some(when.clone()),
        (Minus, Date, Date) => Some(IntervalDayToSecond),
        (Minus, one, two) if one.is_datetime() && two.is_datetime() => {
            one.common(two).map(|_| IntervalDayToSecond)
        }
        (Plus | Minus, one, two) if is_interval(one) && one == two => Some(one.clone()),
        (Multiply | Divide, interval, number) if is_interval(interval) && number.is_number() => {
            Some(interval.clone())
        }
        (Multiply, number, interval) if is_interval(interval) && number.is_number() => {
            Some(interval.clone())
        }
        (_, Unknown, Unknown) => Some(Unknown),
        (_, Unknown, known) | (_, known, Unknown) => known.is_number().then(|| known.clone()),
        _ => {
            let common = one.common(two).filter(Type::is_number)?;
            let Type::Decimal { .. } = common else {
                return Some(common);
            };
            let ((p1, s1), (p2, s2)) = (one.as_decimal()?, two.as_decimal()?);
            let (precision, scale) = match op {
                Multiply => (p1 + p2, s1 + s2),
                Divide => (p1 + s2 + s2.saturating_sub(s1), s1.max(s2)),
                Modulo => ((p1 - s1).min(p2 - s2) + s1.max(s2), s1.max(s2)),
                _ => ((p1 - s1).max(p2 - s2) + s1.max(s2) + 1, s1.max(s2)),
            };
            Some(Type::decimal(precision.min(38), scale.min(38)))
        }
    }
}
