//! Calls of functions.

use schema::AllowedValues;
use sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentClause, FunctionArguments,
    LambdaFunction, Value, WindowSpec, WindowType,
};

use super::column::lower;
use super::scope::{Column, Mode, Place, Scope};
use super::{Checker, at, bare};
use crate::functions::{Argument, Bindings, Kind, Pattern, Resolution, resolve, signatures};
use crate::{Type, functions, names};

impl Checker<'_> {
    pub(super) fn call(&mut self, function: &Function, expr: &Expr, place: Place<'_>) -> Type {
        let name = function.name.to_string().to_lowercase();
        let arguments = self.arguments(function, expr);
        match name.as_str() {
            "row" => {
                let fields = arguments.iter().map(|e| (None, self.expression(e, place)));
                return Type::Row(fields.collect());
            }
            names::TO_JSON => {
                let kinds: Vec<Type> = self.all(&arguments, place);
                let given = kinds.first().cloned().unwrap_or(Type::Wrong);
                return self.cast(&given, Type::Json, expr);
            }
            names::CAST | names::TRY_CAST | names::CAST_JSON => {
                return self.spelled_cast(&name, &arguments, expr, place);
            }
            _ => {}
        }
        let Some(kind) = functions::kind(&name) else {
            self.all(&arguments, place);
            let help = functions::near(&name).map(|near| format!("did you mean {near}?"));
            let message = format!("Function '{name}' not registered");
            self.tell_with("sql::unknown-function", at(expr), message, help);
            return Type::Wrong;
        };
        let inner = self.inner(function, &name, kind, expr, place);
        let result = self.resolved(&name, &arguments, expr, inner);
        if let FunctionArguments::List(list) = &function.args {
            for clause in &list.clauses {
                if let FunctionArgumentClause::OrderBy(orders) = clause {
                    for order in orders {
                        self.expression(&order.expr, inner);
                    }
                }
            }
        }
        for order in &function.within_group {
            self.expression(&order.expr, inner);
        }
        if let Some(filter) = &function.filter {
            self.expect(filter, &Type::Boolean, "the condition of FILTER", inner);
        }
        if let Some(WindowType::WindowSpec(spec)) = &function.over {
            self.window(spec, place);
        }
        result
    }

    /// Where the arguments of a call stand: those of an aggregate are rows.
    fn inner<'p>(
        &mut self,
        function: &Function,
        name: &str,
        kind: Kind,
        expr: &Expr,
        place: Place<'p>,
    ) -> Place<'p> {
        let is_over = function.over.is_some();
        match kind {
            Kind::Window if !is_over => {
                let message = format!("{name} needs a window: {name}(…) OVER (…)");
                self.tell("sql::misplaced-aggregate", at(expr), message);
            }
            Kind::Scalar if is_over => {
                let message = format!("{name} is no aggregate and has no window");
                self.tell("sql::misplaced-aggregate", at(expr), message);
            }
            _ => {}
        }
        let is_clause = |clause: &str| !clause.is_empty();
        match place.mode {
            Mode::Rows(clause) if is_clause(clause) && (kind == Kind::Aggregate || is_over) => {
                let message = format!(
                    "{clause} cannot contain aggregations, window functions or grouping \
                     operations: {name}"
                );
                let help = "put the condition in HAVING, or ask it of a query around this one";
                self.tell_with(
                    "sql::misplaced-aggregate",
                    at(expr),
                    message,
                    Some(help.to_owned()),
                );
                place
            }
            Mode::InAggregate if kind == Kind::Aggregate && !is_over => {
                let message = format!("Cannot nest aggregations inside aggregation: {name}");
                self.tell("sql::misplaced-aggregate", at(expr), message);
                place
            }
            _ if kind == Kind::Aggregate && !is_over => Place {
                mode: Mode::InAggregate,
                ..place
            },
            _ => place,
        }
    }

    pub(super) fn window(&mut self, spec: &WindowSpec, place: Place<'_>) {
        for expr in &spec.partition_by {
            self.expression(expr, place);
        }
        for order in &spec.order_by {
            let kind = self.expression(&order.expr, place);
            if !kind.is_orderable() {
                let message = format!("values of type {kind} have no order");
                self.tell("sql::wrong-type", at(&order.expr), message);
            }
        }
    }

    /// The expressions that a call is given; `count(*)` is given none.
    fn arguments<'e>(&mut self, function: &'e Function, expr: &Expr) -> Vec<&'e Expr> {
        let FunctionArguments::List(list) = &function.args else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for argument in &list.args {
            match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(expr)) => out.push(expr),
                FunctionArg::Unnamed(FunctionArgExpr::Wildcard) => {}
                other => {
                    let message = format!("Trino takes no argument such as {other}");
                    self.tell("sql::wrong-arguments", at(expr), message);
                }
            }
        }
        out
    }

    fn all(&mut self, arguments: &[&Expr], place: Place<'_>) -> Vec<Type> {
        let mut kinds = Vec::new();
        for argument in arguments {
            if !matches!(argument, Expr::Lambda(_)) {
                kinds.push(self.expression(argument, place));
            }
        }
        kinds
    }

    /// A call of a function that there is.
    fn resolved(&mut self, name: &str, arguments: &[&Expr], expr: &Expr, place: Place<'_>) -> Type {
        let given: Vec<Argument> = arguments
            .iter()
            .map(|argument| match bare(argument) {
                Expr::Lambda(lambda) => Argument::Lambda(lambda.params.len()),
                other => Argument::Value(self.expression(other, place)),
            })
            .collect();
        let is_wrong = |argument: &Argument| matches!(argument, Argument::Value(Type::Wrong));
        let Resolution::Found(signature, mut bindings) = resolve(name, &given) else {
            // With an argument that is wrong itself, nothing sure can be told.
            if !given.iter().any(is_wrong) {
                self.no_signature(name, &given, expr);
            }
            return Type::Wrong;
        };
        for (at, argument) in arguments.iter().enumerate() {
            let last = signature.arguments.len().saturating_sub(1);
            let pattern = signature.arguments.get(at.min(last));
            if let (Expr::Lambda(lambda), Some(Pattern::Lambda(parameters, result))) =
                (bare(argument), pattern)
            {
                self.lambda(lambda, parameters, result, &mut bindings, place);
            }
        }
        self.constants(name, arguments);
        bindings.apply(&signature.result)
    }

    fn no_signature(&mut self, name: &str, given: &[Argument], expr: &Expr) {
        let given: Vec<String> = given
            .iter()
            .map(|argument| match argument {
                Argument::Value(kind) => kind.to_string(),
                Argument::Lambda(_) => "a lambda".to_owned(),
            })
            .collect();
        let known: Vec<&str> = signatures(name).iter().map(|s| s.text.as_str()).collect();
        let message = format!(
            "Unexpected parameters ({}) for function {name}",
            given.join(", ")
        );
        let help = format!("there is {}", known.join("; "));
        self.tell_with("sql::wrong-arguments", at(expr), message, Some(help));
    }

    /// The body of a lambda, whose parameters have the types that the other arguments give them.
    fn lambda(
        &mut self,
        lambda: &LambdaFunction,
        parameters: &[Pattern],
        result: &Pattern,
        bindings: &mut Bindings,
        place: Place<'_>,
    ) {
        let columns = lambda.params.iter().zip(parameters);
        let columns = columns.map(|(parameter, pattern)| Column {
            relation: None,
            name: Some(lower(&parameter.name)),
            data_type: bindings.apply(pattern),
            days: Vec::new(),
            is_merged: false,
            allowed: AllowedValues::Any,
        });
        let scope = Scope {
            columns: columns.collect(),
            outer: Some(place.scope),
            is_lambda: true,
            is_open: false,
        };
        let inner = Place {
            scope: &scope,
            mode: place.mode,
        };
        let body = self.expression(&lambda.body, inner);
        if bindings.unify(result, &body).is_none() {
            let wanted = bindings.apply(result);
            let message = format!("this lambda must give {wanted}, and gives {body}");
            self.tell("sql::wrong-type", at(lambda.body.as_ref()), message);
        }
    }

    /// Words that only some functions know.
    fn constants(&mut self, name: &str, arguments: &[&Expr]) {
        const UNITS: [&str; 9] = [
            "millisecond",
            "second",
            "minute",
            "hour",
            "day",
            "week",
            "month",
            "quarter",
            "year",
        ];
        if !matches!(name, "date_add" | "date_diff" | "date_trunc") {
            return;
        }
        let Some(first) = arguments.first() else {
            return;
        };
        if let Some(unit) = text(first)
            && !UNITS.contains(&unit.to_lowercase().as_str())
        {
            let near = diagnostics::nearest(unit, UNITS);
            let help = near.map_or_else(
                || UNITS.join(", "),
                |near| format!("did you mean '{near}'?"),
            );
            let message = format!("'{unit}' is not a valid unit of {name}");
            self.tell_with("sql::wrong-arguments", at(*first), message, Some(help));
        }
    }

    /// `CAST` to a type of several parts, which the spelling has made a call.
    fn spelled_cast(
        &mut self,
        name: &str,
        arguments: &[&Expr],
        expr: &Expr,
        place: Place<'_>,
    ) -> Type {
        let [value, kind] = arguments else {
            return Type::Wrong;
        };
        let given = match name {
            names::CAST_JSON => {
                self.expression(value, place);
                Type::Json
            }
            _ => self.expression(value, place),
        };
        match text(kind).map(Type::parse) {
            Some(Ok(wanted)) => self.cast(&given, wanted, expr),
            Some(Err(error)) => {
                self.tell("sql::unknown-type", at(expr), error.to_string());
                Type::Wrong
            }
            None => Type::Wrong,
        }
    }
}

/// A text that stands as it is.
pub(super) fn text(expr: &Expr) -> Option<&str> {
    match bare(expr) {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
