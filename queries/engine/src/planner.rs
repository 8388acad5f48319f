//! Operators as Trino has them, where they depend on the types of what they stand between: whole
//! numbers that overflow are an error, products of decimals have Trino's digits, and points in time
//! of several zones are compared as instants.
//!
//! <https://trino.io/docs/current/functions/decimal.html>

use datafusion::arrow::datatypes::{DataType, IntervalUnit};
use datafusion::common::DFSchema;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator, cast};
use datafusion::sql::sqlparser::ast::BinaryOperator;

use crate::arrow_types::full_name;
use crate::error::{ErrorKind, QueryError};
use crate::functions::{self, Arithmetic};
use crate::zone;

/// The most digits of a decimal.
const MOST_DIGITS: u8 = 38;

/// What an operator within `try(..)` is called: an overflow gives null. No statement can write it.
const LENIENT: char = '?';

/// An operator as it stands within `try(..)`.
pub(crate) fn lenient(op: &BinaryOperator) -> Option<BinaryOperator> {
    match op {
        BinaryOperator::Plus | BinaryOperator::Minus | BinaryOperator::Multiply => {
            Some(BinaryOperator::Custom(format!("{op}{LENIENT}")))
        }
        _ => None,
    }
}

/// The operator, and whether it stands within `try(..)`.
fn plain(op: &BinaryOperator) -> (BinaryOperator, bool) {
    let BinaryOperator::Custom(text) = op else {
        return (op.clone(), false);
    };
    match text.strip_suffix(LENIENT) {
        Some("+") => (BinaryOperator::Plus, true),
        Some("-") => (BinaryOperator::Minus, true),
        Some("*") => (BinaryOperator::Multiply, true),
        _ => (op.clone(), false),
    }
}

/// Plans operators.
#[derive(Debug)]
pub(crate) struct Operators;

impl ExprPlanner for Operators {
    fn plan_binary_op(
        &self,
        expr: RawBinaryExpr,
        schema: &DFSchema,
    ) -> Result<PlannerResult<RawBinaryExpr>, DataFusionError> {
        let (op, is_lenient) = plain(&expr.op);
        let expr = RawBinaryExpr { op, ..expr };
        let types = (expr.left.get_type(schema), expr.right.get_type(schema));
        let (Ok(left), Ok(right)) = types else {
            return Ok(PlannerResult::Original(expr));
        };
        let arithmetic = match expr.op {
            BinaryOperator::Plus => Some((Arithmetic::Add, Operator::Plus)),
            BinaryOperator::Minus => Some((Arithmetic::Subtract, Operator::Minus)),
            BinaryOperator::Multiply => Some((Arithmetic::Multiply, Operator::Multiply)),
            _ => None,
        };
        if let Some((arithmetic, operator)) = arithmetic {
            return planned_arithmetic(expr, (&left, &right), arithmetic, operator, is_lenient);
        }
        Ok(match compared(&expr.op) {
            Some(operator) if zone::differ(&left, &right) => {
                let instant = zone::instant();
                PlannerResult::Planned(binary(
                    functions::as_instant(expr.left, &left, &instant),
                    operator,
                    functions::as_instant(expr.right, &right, &instant),
                ))
            }
            _ => PlannerResult::Original(expr),
        })
    }
}

fn planned_arithmetic(
    expr: RawBinaryExpr,
    (left, right): (&DataType, &DataType),
    arithmetic: Arithmetic,
    operator: Operator,
    is_lenient: bool,
) -> Result<PlannerResult<RawBinaryExpr>, DataFusionError> {
    let is_whole = |of: &DataType| of.is_signed_integer();
    if is_whole(left) && is_whole(right) {
        let checked = functions::checked(arithmetic, is_lenient, expr.left, expr.right);
        return Ok(PlannerResult::Planned(checked));
    }
    let is_day = |of: &DataType| matches!(of, DataType::Date32 | DataType::Timestamp(..));
    if is_day(left) && is_whole(right) || is_whole(left) && is_day(right) {
        let message = format!(
            "Cannot apply operator: {} {operator} {}",
            full_name(left),
            full_name(right)
        );
        return Err(QueryError::new(ErrorKind::TypeMismatch, message).into());
    }
    if arithmetic == Arithmetic::Multiply
        && let (Some((p1, s1)), Some((p2, s2))) = (digits(left), digits(right))
        && (left.is_decimal() || right.is_decimal())
    {
        let digits = p1.saturating_add(p2).min(MOST_DIGITS);
        let product = binary(expr.left, operator, expr.right);
        let kind = DataType::Decimal128(digits, s1.saturating_add(s2));
        return Ok(PlannerResult::Planned(cast(product, kind)));
    }
    let is_interval = |of: &DataType| matches!(of, DataType::Interval(IntervalUnit::MonthDayNano));
    let is_zoned = |of: &DataType| zone::of(of).is_some();
    Ok(match arithmetic {
        Arithmetic::Add if is_zoned(left) && is_interval(right) => {
            PlannerResult::Planned(functions::moved(expr.left, expr.right))
        }
        Arithmetic::Add if is_interval(left) && is_zoned(right) => {
            PlannerResult::Planned(functions::moved(expr.right, expr.left))
        }
        Arithmetic::Subtract if is_zoned(left) && is_interval(right) => {
            let back = Expr::Negative(Box::new(expr.right));
            PlannerResult::Planned(functions::moved(expr.left, back))
        }
        Arithmetic::Subtract if zone::differ(left, right) => {
            let instant = zone::instant();
            PlannerResult::Planned(binary(
                functions::as_instant(expr.left, left, &instant),
                operator,
                functions::as_instant(expr.right, right, &instant),
            ))
        }
        // The operator is a plain one again.
        _ if is_lenient => PlannerResult::Planned(binary(expr.left, operator, expr.right)),
        _ => PlannerResult::Original(expr),
    })
}

fn binary(left: Expr, operator: Operator, right: Expr) -> Expr {
    Expr::BinaryExpr(BinaryExpr::new(Box::new(left), operator, Box::new(right)))
}

/// The decimal that holds every value of a number's type.
fn digits(of: &DataType) -> Option<(u8, i8)> {
    Some(match of {
        DataType::Decimal128(precision, scale) => (*precision, *scale),
        DataType::Int8 => (3, 0),
        DataType::Int16 => (5, 0),
        DataType::Int32 => (10, 0),
        DataType::Int64 => (19, 0),
        _ => return None,
    })
}

fn compared(op: &BinaryOperator) -> Option<Operator> {
    Some(match op {
        BinaryOperator::Eq => Operator::Eq,
        BinaryOperator::NotEq => Operator::NotEq,
        BinaryOperator::Lt => Operator::Lt,
        BinaryOperator::LtEq => Operator::LtEq,
        BinaryOperator::Gt => Operator::Gt,
        BinaryOperator::GtEq => Operator::GtEq,
        _ => return None,
    })
}
