//! The types of expressions.

use sqlparser::ast::{
    BinaryOperator, CastKind, CeilFloorKind, DataType, DateTimeField, Expr, Interval, Query, Value,
};

use super::scope::{Key, Mode, Place};
use super::select::normal;
use super::{Checker, at, bare};
use crate::Type;

impl Checker<'_> {
    /// An expression that must be of a type, or be coerced to it.
    pub(super) fn expect(&mut self, expr: &Expr, wanted: &Type, what: &str, place: Place<'_>) {
        let found = self.expression(expr, place);
        if !found.coerces_to(wanted) {
            let message = match self.parameter(at(bare(expr))) {
                Some((name, kind)) => {
                    format!("{what} must be {wanted}, and the parameter {name:?} is {kind}")
                }
                None => format!("{what} must be {wanted}, and this is {found}"),
            };
            self.tell("sql::wrong-type", at(expr), message);
        }
    }

    /// The type of an expression.
    pub(super) fn expression(&mut self, expr: &Expr, place: Place<'_>) -> Type {
        // What groups are made by may be used whole.
        if let Mode::Groups(keys) = place.mode
            && !matches!(expr, Expr::Nested(_) | Expr::Value(_))
        {
            let text = normal(expr, place.scope);
            if keys.iter().any(|key| *key == Key::Text(text.clone())) {
                let inner = Place {
                    mode: Mode::InAggregate,
                    ..place
                };
                return self.plain(expr, inner);
            }
        }
        self.plain(expr, place)
    }

    fn plain(&mut self, expr: &Expr, place: Place<'_>) -> Type {
        match expr {
            Expr::Identifier(name) => self.column(std::slice::from_ref(name), place),
            Expr::CompoundIdentifier(names) => self.column(names, place),
            Expr::CompoundFieldAccess { root, access_chain } => {
                self.access(root, access_chain, place)
            }
            Expr::Nested(inner) => self.expression(inner, place),
            Expr::Value(value) => self.literal(&value.value, at(expr)),
            Expr::TypedString(typed) => self.data_type(&typed.data_type, expr),
            Expr::Interval(interval) => interval_type(interval),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr, place),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, place),
            Expr::IsNull(inner) | Expr::IsNotNull(inner) => {
                self.expression(inner, place);
                Type::Boolean
            }
            Expr::IsTrue(inner)
            | Expr::IsNotTrue(inner)
            | Expr::IsFalse(inner)
            | Expr::IsNotFalse(inner)
            | Expr::IsUnknown(inner)
            | Expr::IsNotUnknown(inner) => {
                self.expect(inner, &Type::Boolean, "the operand of IS", place);
                Type::Boolean
            }
            Expr::IsDistinctFrom(left, right) | Expr::IsNotDistinctFrom(left, right) => {
                let (one, two) = (self.expression(left, place), self.expression(right, place));
                self.compare((left, &one), "IS DISTINCT FROM", (right, &two), place);
                Type::Boolean
            }
            Expr::Between {
                expr, low, high, ..
            } => {
                let value = self.expression(expr, place);
                for (op, bound) in [(">=", low), ("<=", high)] {
                    let kind = self.expression(bound, place);
                    self.compare((expr, &value), op, (bound, &kind), place);
                }
                Type::Boolean
            }
            Expr::InList { expr, list, .. } => {
                let value = self.expression(expr, place);
                for item in list {
                    let kind = self.expression(item, place);
                    self.compare((expr, &value), "IN", (item, &kind), place);
                }
                Type::Boolean
            }
            Expr::InSubquery { expr, subquery, .. } => {
                let value = self.expression(expr, place);
                let kind = self.subquery(subquery, place);
                self.compare((expr, &value), "IN", (expr, &kind), place);
                Type::Boolean
            }
            Expr::AnyOp {
                left,
                compare_op,
                right,
                ..
            }
            | Expr::AllOp {
                left,
                compare_op,
                right,
            } => self.quantified(left, compare_op, right, place),
            Expr::Exists { subquery, .. } => {
                self.query(subquery, Some(place.scope));
                Type::Boolean
            }
            Expr::Subquery(query) => self.subquery(query, place),
            Expr::Like { expr, pattern, .. } => {
                self.expect(expr, &Type::Varchar, "the value before LIKE", place);
                self.expect(pattern, &Type::Varchar, "the pattern of LIKE", place);
                Type::Boolean
            }
            Expr::Case {
                operand,
                conditions,
                else_result,
                ..
            } => {
                let operand = operand.as_deref().map(|o| (o, self.expression(o, place)));
                let mut results: Vec<(&Expr, Type)> = Vec::new();
                for when in conditions {
                    match &operand {
                        Some((operand, kind)) => {
                            let own = self.expression(&when.condition, place);
                            self.compare((operand, kind), "=", (&when.condition, &own), place);
                        }
                        None => self.expect(
                            &when.condition,
                            &Type::Boolean,
                            "a condition of CASE",
                            place,
                        ),
                    }
                    results.push((&when.result, self.expression(&when.result, place)));
                }
                if let Some(last) = else_result {
                    results.push((last, self.expression(last, place)));
                }
                self.one_type("the results of CASE", &results)
            }
            Expr::Cast {
                kind,
                expr: value,
                data_type,
                ..
            } => {
                let given = self.expression(value, place);
                if *kind == CastKind::DoubleColon {
                    let message = "Trino has no `::`";
                    let help = format!("CAST({value} AS {data_type})");
                    self.tell_with("sql::syntax", at(expr), message, Some(help));
                }
                let wanted = self.data_type(data_type, expr);
                self.cast(&given, wanted, expr)
            }
            Expr::AtTimeZone {
                timestamp,
                time_zone,
            } => {
                self.expect(
                    timestamp,
                    &Type::TimestampWithTimeZone,
                    "the value before AT TIME ZONE",
                    place,
                );
                self.expect(time_zone, &Type::Varchar, "a time zone", place);
                Type::TimestampWithTimeZone
            }
            Expr::Extract { field, expr, .. } => {
                let kind = self.expression(expr, place);
                let fits = kind.is_datetime()
                    || matches!(
                        kind,
                        Type::Wrong
                            | Type::Unknown
                            | Type::IntervalDayToSecond
                            | Type::IntervalYearToMonth
                    );
                if !fits {
                    let message = format!("EXTRACT takes a day or a time, and this is {kind}");
                    self.tell("sql::wrong-type", at(expr.as_ref()), message);
                }
                if let DateTimeField::Custom(field) = field {
                    let message = format!("EXTRACT knows no field {field}");
                    self.tell("sql::wrong-arguments", field.span.start.into(), message);
                }
                Type::Bigint
            }
            Expr::Ceil { expr, field } | Expr::Floor { expr, field } => {
                if !matches!(
                    field,
                    CeilFloorKind::DateTimeField(DateTimeField::NoDateTime)
                ) {
                    let message = "ceil and floor take one number";
                    self.tell("sql::wrong-arguments", at(expr.as_ref()), message);
                }
                self.number(expr, place)
            }
            Expr::Position { expr, r#in } => {
                self.expect(expr, &Type::Varchar, "what POSITION looks for", place);
                self.expect(r#in, &Type::Varchar, "what POSITION looks in", place);
                Type::Bigint
            }
            Expr::Substring {
                expr,
                substring_from,
                substring_for,
                ..
            } => {
                let kind = self.expression(expr, place);
                if !kind.coerces_to(&Type::Varchar) && kind != Type::Varbinary {
                    let message = format!("substr takes a text or bytes, and this is {kind}");
                    self.tell("sql::wrong-type", at(expr.as_ref()), message);
                }
                for number in [substring_from, substring_for].into_iter().flatten() {
                    self.expect(number, &Type::Bigint, "a place or length of substr", place);
                }
                kind
            }
            Expr::Trim {
                expr,
                trim_what,
                trim_characters,
                ..
            } => {
                let what = trim_what.as_deref();
                for text in std::iter::once(expr.as_ref())
                    .chain(what)
                    .chain(trim_characters.iter().flatten())
                {
                    self.expect(text, &Type::Varchar, "an argument of trim", place);
                }
                Type::Varchar
            }
            Expr::Function(function) => self.call(function, expr, place),
            Expr::Tuple(items) => Type::Row(
                items
                    .iter()
                    .map(|item| (None, self.expression(item, place)))
                    .collect(),
            ),
            Expr::Array(array) => {
                let items: Vec<(&Expr, Type)> = array
                    .elem
                    .iter()
                    .map(|item| (item, self.expression(item, place)))
                    .collect();
                self.one_type("the elements of an array", &items).array()
            }
            Expr::Lambda(_) => {
                let message = "a lambda stands only where a function takes one";
                self.tell("sql::wrong-arguments", at(expr), message);
                Type::Wrong
            }
            other => {
                let message = format!("this is nothing that Trino has: {other}");
                self.tell("sql::not-supported", at(other), message);
                Type::Wrong
            }
        }
    }

    fn literal(&self, value: &Value, here: crate::Location) -> Type {
        match value {
            Value::Number(digits, _) => number_type(digits),
            Value::Boolean(_) => Type::Boolean,
            Value::Null => Type::Unknown,
            Value::HexStringLiteral(_) => Type::Varbinary,
            Value::Placeholder(_) => self
                .parameter(here)
                .map_or(Type::Unknown, |(_, kind)| kind.clone()),
            _ => Type::Varchar,
        }
    }

    /// A number.
    fn number(&mut self, expr: &Expr, place: Place<'_>) -> Type {
        let kind = self.expression(expr, place);
        if kind.is_number() || matches!(kind, Type::Wrong | Type::Unknown) {
            return kind;
        }
        let message = format!("this must be a number, and is {kind}");
        self.tell("sql::wrong-type", at(expr), message);
        Type::Wrong
    }

    fn data_type(&mut self, data_type: &DataType, expr: &Expr) -> Type {
        match Type::parse(&data_type.to_string()) {
            Ok(kind) => kind,
            Err(error) => {
                let known = [
                    ("text", "varchar"),
                    ("string", "varchar"),
                    ("float", "real or double"),
                    ("number", "decimal or double"),
                    ("numeric", "decimal"),
                    ("int8", "bigint"),
                    ("long", "bigint"),
                    ("bool", "boolean"),
                    ("datetime", "timestamp"),
                    ("bytea", "varbinary"),
                    ("blob", "varbinary"),
                ];
                let lower = error.0.to_lowercase();
                let near = known.iter().find(|(other, _)| lower.starts_with(other));
                let help = near.map(|(_, own)| format!("Trino calls it {own}"));
                self.tell_with("sql::unknown-type", at(expr), error.to_string(), help);
                Type::Wrong
            }
        }
    }

    /// A cast, which must be one that Trino has.
    pub(super) fn cast(&mut self, given: &Type, wanted: Type, expr: &Expr) -> Type {
        if !given.casts_to(&wanted) {
            let message = format!("Cannot cast {given} to {wanted}");
            self.tell("sql::wrong-cast", at(expr), message);
        }
        wanted
    }

    /// The one type that several expressions have in common.
    pub(super) fn one_type(&mut self, what: &str, items: &[(&Expr, Type)]) -> Type {
        let mut all = Type::Unknown;
        for (expr, kind) in items {
            match all.common(kind) {
                Some(common) => all = common,
                None => {
                    let message = format!("{what} must be of one type, and are {all} and {kind}");
                    self.tell("sql::wrong-type", at(*expr), message);
                    return Type::Wrong;
                }
            }
        }
        all
    }

    /// A query that stands for one value.
    fn subquery(&mut self, query: &Query, place: Place<'_>) -> Type {
        let columns = self.query(query, Some(place.scope));
        match columns.as_slice() {
            [one] => one.data_type.clone(),
            // What is wrong with it was told.
            [] => Type::Wrong,
            several => {
                let message = format!(
                    "a query that stands for a value gives one column, and this gives {}",
                    several.len()
                );
                self.tell("sql::column-count", at(query), message);
                Type::Wrong
            }
        }
    }

    fn quantified(
        &mut self,
        left: &Expr,
        op: &BinaryOperator,
        right: &Expr,
        place: Place<'_>,
    ) -> Type {
        let value = self.expression(left, place);
        let Expr::Subquery(query) = bare(right) else {
            let message = "ANY, SOME and ALL take a query in brackets";
            let help = "for arrays there are contains and any_match".to_owned();
            self.tell_with("sql::not-supported", at(right), message, Some(help));
            return Type::Boolean;
        };
        let kind = self.subquery(query, place);
        self.compare((left, &value), &op.to_string(), (right, &kind), place);
        Type::Boolean
    }
}

/// A number's type is the narrowest that holds it.
fn number_type(digits: &str) -> Type {
    if digits.contains(['e', 'E']) {
        return Type::Double;
    }
    if let Some((whole, fraction)) = digits.split_once('.') {
        let whole = whole.trim_start_matches('0').len();
        let length = |length: usize| u8::try_from(length).unwrap_or(38).min(38);
        return Type::decimal(
            length((whole + fraction.len()).max(1)),
            length(fraction.len()),
        );
    }
    match digits.parse::<i64>() {
        Ok(number) if i32::try_from(number).is_ok() => Type::Integer,
        Ok(_) => Type::Bigint,
        Err(_) => Type::decimal(u8::try_from(digits.len()).unwrap_or(38).min(38), 0),
    }
}

fn interval_type(interval: &Interval) -> Type {
    match interval.leading_field {
        Some(DateTimeField::Year | DateTimeField::Month) => Type::IntervalYearToMonth,
        _ => Type::IntervalDayToSecond,
    }
}
