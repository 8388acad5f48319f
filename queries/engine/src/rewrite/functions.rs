//! Functions that DataFusion has under another name or in another form.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArguments, VisitMut, VisitorMut,
};

use super::build;
use crate::error::{ErrorKind, QueryError};
use crate::functions::{lenient_name, names};

/// Trino's name, DataFusion's name. The arguments are the same.
const RENAMED: &[(&str, &str)] = &[
    ("approx_percentile", "approx_percentile_cont"),
    ("arbitrary", "first_value"),
    ("any_value", "first_value"),
    ("array_join", "array_to_string"),
    ("arrays_overlap", "array_has_any"),
    ("contains", "array_has"),
    ("every", "bool_and"),
    ("geometric_mean", "geo_mean"),
    ("levenshtein_distance", "levenshtein"),
    ("listagg", "string_agg"),
    ("rand", "random"),
    ("split", "string_to_array"),
    ("stddev", "stddev_samp"),
    ("variance", "var_samp"),
];

/// Functions that take one part of a date.
const DATE_PARTS: &[(&str, &str)] = &[
    ("day", "day"),
    ("day_of_month", "day"),
    ("day_of_week", "isodow"),
    ("day_of_year", "doy"),
    ("dow", "isodow"),
    ("doy", "doy"),
    ("hour", "hour"),
    ("minute", "minute"),
    ("month", "month"),
    ("quarter", "quarter"),
    ("second", "second"),
    ("week", "week"),
    ("week_of_year", "week"),
    ("year", "year"),
];

/// What stands in a call's place; `None` when it stays, perhaps changed.
pub(super) fn rewrite(function: &mut Function) -> Result<Option<Expr>, QueryError> {
    let name = function.name.to_string().to_lowercase();
    if let Some((_, renamed)) = RENAMED.iter().find(|(trino, _)| *trino == name) {
        function.name = build::name(renamed);
        return Ok(None);
    }
    let Some(mut args) = plain_arguments(&function.args) else {
        return Ok(None);
    };
    if let Some((_, part)) = DATE_PARTS.iter().find(|(trino, _)| *trino == name)
        && args.len() == 1
    {
        return Ok(Some(date_part(part, args.remove(0))));
    }
    Ok(match (name.as_str(), args.len()) {
        ("if", 2 | 3) => {
            let other = (args.len() == 3).then(|| args.remove(2));
            let result = args.remove(1);
            Some(build::case(args.remove(0), result, other))
        }
        ("count_if", 1) => {
            function.name = build::name("count");
            let condition = args.remove(0);
            function.args = build::arguments([build::case(condition, build::number("1"), None)]);
            None
        }
        ("greatest" | "least", 1..) => null_if_any_null(&name, args),
        ("try", 1) => {
            let mut expr = args.remove(0);
            match expr.visit(&mut Lenient) {
                ControlFlow::Continue(()) => Some(expr),
                ControlFlow::Break(never) => match never {},
            }
        }
        ("regexp_replace", 2 | 3) => {
            if args.len() == 2 {
                args.push(build::text(""));
            }
            // DataFusion replaces the first match unless it is told to replace all.
            args.push(build::text("g"));
            function.args = build::arguments(args);
            None
        }
        ("mod", 2) => {
            let right = args.remove(1);
            Some(Expr::Nested(Box::new(Expr::BinaryOp {
                left: Box::new(args.remove(0)),
                op: BinaryOperator::Modulo,
                right: Box::new(right),
            })))
        }
        ("position" | "strpos", 3) => {
            return Err(QueryError::not_supported("strpos with an instance"));
        }
        ("max_by" | "min_by", 3) => {
            return Err(QueryError::not_supported(format!("{name} with a count")));
        }
        ("at_timezone", 2) => {
            let zone = args.remove(1);
            Some(Expr::AtTimeZone {
                timestamp: Box::new(args.remove(0)),
                time_zone: Box::new(zone),
            })
        }
        ("if" | "count_if" | "try", count) => {
            return Err(QueryError::new(
                ErrorKind::FunctionNotFound,
                format!("Unexpected number of parameters for function {name}: {count}"),
            ));
        }
        _ => None,
    })
}

fn date_part(part: &str, of: Expr) -> Expr {
    Expr::Cast {
        kind: CastKind::Cast,
        expr: Box::new(build::call(
            names::ROUNDED,
            [build::call("date_part", [build::text(part), of])],
        )),
        data_type: DataType::BigInt(None),
        array: false,
        format: None,
    }
}

/// Trino's `greatest` is null when an argument is; DataFusion's passes over nulls.
fn null_if_any_null(name: &str, args: Vec<Expr>) -> Option<Expr> {
    let null = args
        .iter()
        .map(|arg| Expr::IsNull(Box::new(Expr::Nested(Box::new(arg.clone())))))
        .reduce(build::or)?;
    Some(build::case(
        null,
        build::null(),
        Some(build::call(name, args)),
    ))
}

/// The arguments, when they are expressions and nothing else.
fn plain_arguments(args: &FunctionArguments) -> Option<Vec<Expr>> {
    match args {
        FunctionArguments::List(list)
            if list.clauses.is_empty() && list.duplicate_treatment.is_none() =>
        {
            list.args
                .iter()
                .map(|arg| match arg {
                    FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => Some(expr.clone()),
                    _ => None,
                })
                .collect()
        }
        _ => None,
    }
}

/// What is within `try(..)`: what would fail gives null.
struct Lenient;

impl VisitorMut for Lenient {
    type Break = std::convert::Infallible;

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        match expr {
            Expr::Cast { kind, .. } => *kind = CastKind::TryCast,
            Expr::BinaryOp {
                op: BinaryOperator::Modulo,
                right,
                ..
            } if !build::is_call(right, "nullif") => {
                **right = build::call("nullif", [right.as_ref().clone(), build::number("0")]);
            }
            Expr::Function(function) => {
                if let Some(lenient) = lenient_name(&function.name.to_string().to_lowercase()) {
                    function.name = build::name(&lenient);
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
