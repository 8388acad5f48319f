//! Functions that DataFusion has under another name or in another form.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, CastKind, DataType, Expr, Function, FunctionArg, FunctionArgExpr,
    FunctionArgumentClause, FunctionArguments, LambdaFunction, LambdaFunctionParameter,
    LambdaSyntax, OneOrManyWithParens, TimezoneInfo, UnaryOperator, Value, VisitMut, VisitorMut,
};

use super::{build, literals};
use crate::error::{ErrorKind, QueryError};
use crate::functions::{lenient_name, names};
use crate::planner;
use crate::zone::Zone;

/// Trino's name, DataFusion's name. The arguments are the same.
const RENAMED: &[(&str, &str)] = &[
    ("arbitrary", "first_value"),
    ("any_value", "first_value"),
    ("array_join", "array_to_string"),
    ("arrays_overlap", "array_has_any"),
    ("bitwise_and_agg", "bit_and"),
    ("bitwise_or_agg", "bit_or"),
    ("bitwise_xor_agg", "bit_xor"),
    ("ceil", names::CEIL),
    ("ceiling", names::CEIL),
    ("floor", names::FLOOR),
    ("filter", "array_filter"),
    ("find_first", "array_first"),
    ("every", "bool_and"),
    ("levenshtein_distance", "levenshtein"),
    ("listagg", "string_agg"),
    ("rand", "random"),
    ("row", names::ROW),
    ("stddev", "stddev_samp"),
    ("transform", "array_transform"),
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
    ("year_of_week", "isoyear"),
    ("yow", "isoyear"),
];

fn unexpected(name: &str, count: usize) -> QueryError {
    QueryError::new(
        ErrorKind::FunctionNotFound,
        format!("Unexpected parameters for function {name}: {count} of them"),
    )
}

/// What stands in a call's place; `None` when it stays, perhaps changed.
pub(super) fn rewrite(function: &mut Function) -> Result<Option<Expr>, QueryError> {
    literals::restore_counts(function);
    let name = function.name.to_string().to_lowercase();
    // The planner takes any number of arguments, and panics where there are none.
    let least = match name.as_str() {
        "any_value" | "arbitrary" | "first_value" | "last_value" => 1,
        "nth_value" => 2,
        _ => 0,
    };
    if let Some(given) = plain_arguments(&function.args).filter(|args| args.len() < least) {
        return Err(unexpected(&name, given.len()));
    }
    if name == "listagg" {
        ordered_within(function);
    }
    if let Some((_, renamed)) = RENAMED.iter().find(|(trino, _)| *trino == name) {
        function.name = build::name(renamed);
        return Ok(None);
    }
    // Written without brackets.
    if name == "localtimestamp" {
        return Ok(Some(Expr::Cast {
            kind: CastKind::Cast,
            expr: Box::new(build::call("now", [])),
            data_type: DataType::Timestamp(Some(3), TimezoneInfo::None),
            array: false,
            format: None,
        }));
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
        // Athena's sessions are in UTC.
        ("current_timezone", 0) => Some(build::text("UTC")),
        ("array_last", 1) => {
            args.push(build::number("-1"));
            Some(build::call("element_at", args))
        }
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
        ("regexp_replace", 3) if matches!(args[2], Expr::Lambda(_)) => {
            function.name = build::name(names::REPLACE_BY);
            None
        }
        ("array_sort", 2) => {
            function.name = build::name(names::SORT_BY);
            None
        }
        ("from_unixtime", 2) => {
            let zone = args.remove(1);
            let at = build::call("from_unixtime", args);
            Some(build::call("at_timezone", [at, zone]))
        }
        ("from_unixtime", 3) => {
            let offset = literals::whole(&args[1]).zip(literals::whole(&args[2]));
            let zone = offset.and_then(|(hours, minutes)| {
                let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
                Zone::fixed(i32::try_from(minutes).ok()?)
            });
            let zone = zone.ok_or_else(|| {
                QueryError::not_supported("from_unixtime with an offset that is no constant")
            })?;
            args.truncate(1);
            let at = build::call("from_unixtime", args);
            Some(build::call("at_timezone", [at, build::text(&zone.name)]))
        }
        ("reduce_agg", 4) => Some(reduced(function, args)),
        ("mod", 2) => {
            let right = args.remove(1);
            Some(Expr::Nested(Box::new(Expr::BinaryOp {
                left: Box::new(args.remove(0)),
                op: BinaryOperator::Modulo,
                right: Box::new(right),
            })))
        }
        ("max_by" | "min_by", 3) | ("max" | "min", 2) => {
            let several = match name.as_str() {
                "max_by" => names::MAX_BY,
                "min_by" => names::MIN_BY,
                "max" => names::MAX,
                _ => names::MIN,
            };
            function.name = build::name(several);
            None
        }
        ("approx_percentile", 2) => Some(percentiles(function, args)),
        ("avg", 1) if function.filter.is_none() && function.over.is_none() => {
            let of = args.remove(0);
            let mean = build::call("avg", [of.clone()]);
            Some(build::call(
                names::LIKE_DECIMAL,
                [mean, build::call("min", [of])],
            ))
        }
        ("geometric_mean", 1) => {
            let of = build::call("ln", args);
            Some(build::call("exp", [build::call("avg", [of])]))
        }
        ("all_match" | "none_match", 2) => Some(negated_match(&name, args)),
        ("concat", 2..) if args.iter().any(is_array) => {
            function.name = build::name(names::CONCAT_ARRAYS);
            None
        }
        ("concat_ws", 2) if is_array(&args[1]) => {
            function.name = build::name(names::CONCAT_ELEMENTS);
            None
        }
        ("reverse", 1) if is_array(&args[0]) => {
            function.name = build::name("array_reverse");
            None
        }
        ("reverse", 1) if matches!(&args[0], Expr::Value(value) if is_bytes(&value.value)) => {
            function.name = build::name(names::REVERSED);
            None
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

fn is_bytes(value: &Value) -> bool {
    matches!(value, Value::HexStringLiteral(_))
}

/// Whether an expression is an array for sure.
fn is_array(expr: &Expr) -> bool {
    match expr {
        Expr::Array(_) => true,
        Expr::Function(function) => {
            let makers = [
                "sequence",
                "split",
                "slice",
                "array_sort",
                "array_distinct",
                "array_transform",
            ];
            makers.contains(&function.name.to_string().to_lowercase().as_str())
        }
        _ => false,
    }
}

/// Several percentiles are an array of each; each has the type of what it is of.
fn percentiles(function: &Function, mut args: Vec<Expr>) -> Expr {
    let shares = args.pop();
    let of = args.pop().unwrap_or_else(build::null);
    let one = |share: Expr| {
        let aggregate = |name: &str, args: Vec<Expr>| {
            let mut call = build::call(name, args);
            if let Expr::Function(call) = &mut call {
                call.filter.clone_from(&function.filter);
            }
            call
        };
        let found = aggregate("approx_percentile_cont", vec![of.clone(), share]);
        build::call(
            names::LIKE_INPUT,
            [found, aggregate("min", vec![of.clone()])],
        )
    };
    match shares {
        Some(Expr::Array(shares)) => build::call("make_array", shares.elem.into_iter().map(one)),
        Some(share) => one(share),
        None => build::null(),
    }
}

/// `listagg(x, ',') WITHIN GROUP (ORDER BY x)`: the order goes where DataFusion looks for it.
fn ordered_within(function: &mut Function) {
    let order = std::mem::take(&mut function.within_group);
    if let (FunctionArguments::List(list), false) = (&mut function.args, order.is_empty()) {
        list.clauses.push(FunctionArgumentClause::OrderBy(order));
    }
}

/// All match where none does not, and none where not any does.
fn negated_match(name: &str, mut args: Vec<Expr>) -> Expr {
    let not = |expr: Expr| Expr::UnaryOp {
        op: UnaryOperator::Not,
        expr: Box::new(Expr::Nested(Box::new(expr))),
    };
    if name == "all_match"
        && let Some(Expr::Lambda(lambda)) = args.get_mut(1)
    {
        let body = std::mem::replace(lambda.body.as_mut(), build::null());
        *lambda.body = not(body);
    }
    not(build::call("array_any_match", args))
}

/// `reduce_agg` reduces the array of a group's values; nulls are passed over.
fn reduced(function: &Function, mut args: Vec<Expr>) -> Expr {
    args.truncate(3);
    let of = args.remove(0);
    let is_there = Expr::IsNotNull(Box::new(Expr::Nested(Box::new(of.clone()))));
    let mut values = build::call("array_agg", [of]);
    if let Expr::Function(values) = &mut values {
        values.filter = Some(Box::new(match &function.filter {
            Some(own) => Expr::BinaryOp {
                left: Box::new(Expr::Nested(own.clone())),
                op: BinaryOperator::And,
                right: Box::new(is_there),
            },
            None => is_there,
        }));
        values.over.clone_from(&function.over);
    }
    let same = Expr::Lambda(LambdaFunction {
        params: OneOrManyWithParens::One(LambdaFunctionParameter {
            name: build::ident("state"),
            data_type: None,
        }),
        body: Box::new(Expr::Identifier(build::ident("state"))),
        syntax: LambdaSyntax::Arrow,
    });
    args.insert(0, values);
    args.push(same);
    build::call("reduce", args)
}

fn date_part(part: &str, of: Expr) -> Expr {
    let of = build::call(names::LOCAL, [of]);
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
            Expr::BinaryOp { op, .. } => {
                if let Some(lenient) = planner::lenient(op) {
                    *op = lenient;
                }
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
