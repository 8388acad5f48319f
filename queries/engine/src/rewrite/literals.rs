//! Literals: numbers and times have the types that Trino gives them.
//!
//! <https://trino.io/docs/current/language/types.html>

use datafusion::sql::sqlparser::ast::{
    CastKind, DataType, DateTimeField, ExactNumberInfo, Expr, Function, FunctionArg,
    FunctionArgExpr, FunctionArguments, GroupByExpr, LimitClause, NamedWindowDefinition,
    NamedWindowExpr, OrderByKind, Query, SetExpr, TimezoneInfo, TypedString, UnaryOperator, Value,
    WindowFrameBound, WindowSpec, WindowType,
};

use super::build;
use crate::error::{ErrorKind, QueryError};
use crate::functions::names;
use crate::zone::{self, Zone};

fn cast(expr: Expr, data_type: DataType) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(expr),
        data_type,
        array: false,
        format: None,
    }
}

/// A number with an exponent is a double, one with a point alone is a decimal, and a whole one is an
/// `integer` where it fits. It fits a `bigint` otherwise.
pub(super) fn number(value: &Value) -> Option<Expr> {
    let Value::Number(number, _) = value else {
        return None;
    };
    if number.contains(['e', 'E']) {
        let kind = DataType::Double(ExactNumberInfo::None);
        return Some(cast(build::text(number), kind));
    }
    number.parse::<i32>().ok()?;
    Some(integer(build::number(number)))
}

fn integer(number: Expr) -> Expr {
    cast(number, DataType::Integer(None))
}

/// `-2147483648`, whose digits alone are no `integer`.
pub(super) fn least_integer(digits: &Expr) -> Option<Expr> {
    let Expr::Value(value) = digits else {
        return None;
    };
    let Value::Number(number, _) = &value.value else {
        return None;
    };
    (number.parse() == Ok(i32::MIN.unsigned_abs())).then(|| {
        let number = Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr: Box::new(build::number(number)),
        };
        integer(number)
    })
}

/// The number that an `integer` literal was.
fn plain(expr: &Expr) -> Option<Expr> {
    match expr {
        Expr::Cast {
            expr,
            data_type: DataType::Integer(None),
            ..
        } if matches!(expr.as_ref(), Expr::Value(_)) => Some(expr.as_ref().clone()),
        _ => None,
    }
}

fn restore(expr: &mut Expr) {
    if let Some(number) = plain(expr) {
        *expr = number;
    }
}

/// A number that stands for a place or a count stays a number.
pub(super) fn restore_places(query: &mut Query) {
    if let Some(order) = &mut query.order_by
        && let OrderByKind::Expressions(all) = &mut order.kind
    {
        all.iter_mut().for_each(|one| restore(&mut one.expr));
    }
    if let Some(LimitClause::LimitOffset { limit, offset, .. }) = &mut query.limit_clause {
        limit.iter_mut().for_each(restore);
        if let Some(offset) = offset {
            restore(&mut offset.value);
        }
    }
    restore_groups(query.body.as_mut());
}

fn restore_groups(body: &mut SetExpr) {
    match body {
        SetExpr::Select(select) => {
            for NamedWindowDefinition(_, window) in &mut select.named_window {
                if let NamedWindowExpr::WindowSpec(spec) = window {
                    restore_frame(spec);
                }
            }
            if let GroupByExpr::Expressions(groups, _) = &mut select.group_by {
                for group in groups {
                    match group {
                        Expr::Rollup(sets) | Expr::Cube(sets) | Expr::GroupingSets(sets) => {
                            sets.iter_mut().flatten().for_each(restore);
                        }
                        group => restore(group),
                    }
                }
            }
        }
        SetExpr::SetOperation { left, right, .. } => {
            restore_groups(left);
            restore_groups(right);
        }
        _ => {}
    }
}

/// The same within a call over a window: its frame, and how far `lag` looks.
pub(super) fn restore_counts(function: &mut Function) {
    let Some(over) = &mut function.over else {
        return;
    };
    if let WindowType::WindowSpec(spec) = over {
        restore_frame(spec);
    }
    let name = function.name.to_string().to_lowercase();
    let place = match name.as_str() {
        "lag" | "lead" | "nth_value" => 1,
        "ntile" => 0,
        _ => return,
    };
    if let FunctionArguments::List(list) = &mut function.args
        && let Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(count))) = list.args.get_mut(place)
    {
        restore(count);
    }
}

fn restore_frame(spec: &mut WindowSpec) {
    let Some(frame) = &mut spec.window_frame else {
        return;
    };
    let bounds = [Some(&mut frame.start_bound), frame.end_bound.as_mut()];
    for bound in bounds.into_iter().flatten() {
        if let WindowFrameBound::Preceding(Some(count)) | WindowFrameBound::Following(Some(count)) =
            bound
        {
            restore(count);
        }
    }
}

/// A whole number that stands as it is, with its sign.
pub(super) fn whole(expr: &Expr) -> Option<i64> {
    match expr {
        Expr::Nested(inner) => whole(inner),
        Expr::Cast { .. } => whole(&plain(expr)?),
        Expr::Value(value) => match &value.value {
            Value::Number(number, _) => number.parse().ok(),
            _ => None,
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr,
        } => whole(expr)?.checked_neg(),
        _ => None,
    }
}

/// `TIMESTAMP '2020-05-11 11:15:05 UTC'` is a point in time of a zone, and not a time of some place.
pub(super) fn time(typed: &TypedString) -> Result<Option<Expr>, QueryError> {
    let (DataType::Timestamp(_, zoned), Value::SingleQuotedString(text)) =
        (&typed.data_type, &typed.value.value)
    else {
        return Ok(None);
    };
    let local = |time: &str| {
        // Kept to the millisecond, which leaves room for every year.
        cast(
            build::text(time),
            DataType::Timestamp(Some(3), TimezoneInfo::None),
        )
    };
    let invalid = |why: String| {
        let message = format!("'{text}' is not a valid TIMESTAMP literal: {why}");
        QueryError::new(ErrorKind::InvalidFunctionArgument, message)
    };
    let is_zoned = matches!(zoned, TimezoneInfo::WithTimeZone | TimezoneInfo::Tz);
    let (time, zone) = match zone::split(text) {
        Some((time, zone)) => (time, Zone::parse(zone).map_err(invalid)?.name),
        None if is_zoned => (text.as_str(), zone::UTC.to_owned()),
        None => return Ok(Some(local(text))),
    };
    let parts = [local(time), build::text(&zone)];
    Ok(Some(build::call("with_timezone", parts)))
}

/// A part of a time is one of what its zone's clocks show.
pub(super) fn extracted(field: &DateTimeField, of: &mut Expr) -> Option<Expr> {
    let name = match field {
        DateTimeField::TimezoneHour => "timezone_hour",
        DateTimeField::TimezoneMinute => "timezone_minute",
        _ => {
            if !build::is_call(of, names::LOCAL) {
                *of = build::call(names::LOCAL, [of.clone()]);
            }
            return None;
        }
    };
    Some(build::call(name, [of.clone()]))
}
