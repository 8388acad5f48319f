//! Names: columns, fields of rows, elements of arrays and maps.

use diagnostics::nearest;
use sqlparser::ast::{AccessExpr, Expr, Ident, Subscript, Value};

use super::scope::{Found, Key, Mode, Place};
use super::{Checker, at};
use crate::Type;
use crate::parse::Location;

/// A name as it is compared: in lower case.
pub(super) fn lower(ident: &Ident) -> String {
    ident.value.to_lowercase()
}

impl Checker<'_> {
    /// `column`, `relation.column`, `database.relation.column`, each with fields of a row after it.
    pub(super) fn column(&mut self, idents: &[Ident], place: Place<'_>) -> Type {
        let names: Vec<String> = idents.iter().map(lower).collect();
        let Some(first) = idents.first() else {
            return Type::Wrong;
        };
        let here: Location = first.span.start.into();
        // How many names lead to the column, and where its own name is.
        let ways: &[(Option<usize>, usize)] = match names.len() {
            1 => &[(None, 0)],
            2 => &[(Some(0), 1), (None, 0)],
            _ => &[(Some(1), 2), (Some(0), 1), (None, 0)],
        };
        for (relation, own) in ways {
            if *relation == Some(1)
                && names.first().map(String::as_str) != Some(self.catalog.database)
            {
                continue;
            }
            let relation = relation.and_then(|at| names.get(at)).map(String::as_str);
            let Some(name) = names.get(*own) else {
                continue;
            };
            match place.scope.find(relation, name) {
                Found::Nothing => {}
                Found::Ambiguous => {
                    let of: Vec<String> = place
                        .scope
                        .columns
                        .iter()
                        .filter(|column| column.name.as_deref() == Some(name))
                        .filter_map(|column| column.relation.as_ref())
                        .map(|relation| format!("{relation}.{name}"))
                        .collect();
                    let help = format!("write {}", of.join(" or "));
                    let message = format!("Column '{name}' is ambiguous");
                    self.tell_with("sql::ambiguous-column", here, message, Some(help));
                    return Type::Wrong;
                }
                Found::Column {
                    column,
                    index,
                    is_own,
                } => {
                    let kind = column.data_type.clone();
                    if let Mode::Groups(keys) = place.mode
                        && is_own
                        && !keys.contains(&Key::Column(index))
                    {
                        let message = format!(
                            "'{}' must be an aggregate expression or appear in GROUP BY clause",
                            names.join(".")
                        );
                        let help = format!("group by it, or take one of its values: max({name})");
                        self.tell_with("sql::not-grouped", here, message, Some(help));
                        return Type::Wrong;
                    }
                    let fields = idents.get(own + 1..).unwrap_or_default();
                    return fields
                        .iter()
                        .fold(kind, |kind, field| self.field(&kind, field));
                }
            }
        }
        // A table that is unknown may have it: that was told.
        if !place.scope.is_open() {
            self.unknown_column(&names, here, place);
        }
        Type::Wrong
    }

    fn unknown_column(&mut self, names: &[String], here: Location, place: Place<'_>) {
        let (relation, name) = match names {
            [relation, name, ..] => (Some(relation.as_str()), name.as_str()),
            [name] => (None, name.as_str()),
            [] => return,
        };
        if let Some(relation) = relation
            && !place.scope.has_relation(relation)
        {
            let relations = place.scope.relations();
            let help = nearest(relation, relations.iter().copied())
                .map(|near| format!("did you mean {near:?}?"));
            let message = format!("there is no relation {relation:?} in FROM");
            self.tell_with("sql::unknown-column", here, message, help);
            return;
        }
        let known = place.scope.names(relation);
        let help = match nearest(name, known.iter().copied()) {
            Some(near) => Some(format!("did you mean {near:?}?")),
            None if known.is_empty() => None,
            None => Some(format!("known: {}", known.join(", "))),
        };
        let message = format!("Column '{}' cannot be resolved", names.join("."));
        self.tell_with("sql::unknown-column", here, message, help);
    }

    /// A field of a row.
    pub(super) fn field(&mut self, kind: &Type, field: &Ident) -> Type {
        let name = lower(field);
        let here: Location = field.span.start.into();
        match kind {
            Type::Wrong => Type::Wrong,
            Type::Row(fields) => {
                let found = fields
                    .iter()
                    .find(|(known, _)| known.as_deref() == Some(name.as_str()));
                if let Some((_, kind)) = found {
                    return kind.clone();
                }
                let known: Vec<&str> = fields.iter().filter_map(|(n, _)| n.as_deref()).collect();
                let help = nearest(&name, known.iter().copied()).map_or_else(
                    || known.join(", "),
                    |near| format!("did you mean {near:?}?"),
                );
                let message = format!("the row has no field '{name}'");
                self.tell_with("sql::unknown-field", here, message, Some(help));
                Type::Wrong
            }
            other => {
                let message = format!("a value of type {other} has no field '{name}'");
                self.tell("sql::unknown-field", here, message);
                Type::Wrong
            }
        }
    }

    /// `root[index]`, `root.field`.
    pub(super) fn access(&mut self, root: &Expr, chain: &[AccessExpr], place: Place<'_>) -> Type {
        // The parser reads `relation.column[1]` as what is taken of a column called `relation`.
        let mut names: Vec<Ident> = match root {
            Expr::Identifier(name) => vec![name.clone()],
            Expr::CompoundIdentifier(names) => names.clone(),
            _ => Vec::new(),
        };
        let mut chain = chain.iter().peekable();
        while let (false, Some(AccessExpr::Dot(Expr::Identifier(name)))) =
            (names.is_empty(), chain.peek())
        {
            names.push(name.clone());
            chain.next();
        }
        let mut kind = match names.is_empty() {
            true => self.expression(root, place),
            false => self.column(&names, place),
        };
        for step in chain {
            kind = match step {
                AccessExpr::Dot(Expr::Identifier(field)) => self.field(&kind, field),
                AccessExpr::Subscript(Subscript::Index { index }) => {
                    self.subscript(&kind, index, place)
                }
                other => {
                    let message = format!("{other} is nothing that Trino takes of a value");
                    self.tell("sql::not-supported", at(root), message);
                    Type::Wrong
                }
            };
        }
        kind
    }

    fn subscript(&mut self, kind: &Type, index: &Expr, place: Place<'_>) -> Type {
        match kind {
            Type::Array(element) => {
                self.expect(index, &Type::Bigint, "the place in an array", place);
                element.as_ref().clone()
            }
            Type::Map(key, value) => {
                self.expect(index, key, "the key of a map", place);
                value.as_ref().clone()
            }
            Type::Row(fields) => {
                let number = match index {
                    Expr::Value(value) => match &value.value {
                        Value::Number(digits, _) => digits.parse::<usize>().ok(),
                        _ => None,
                    },
                    _ => None,
                };
                let field = number
                    .and_then(|number| number.checked_sub(1))
                    .and_then(|at| fields.get(at));
                if let Some((_, kind)) = field {
                    return kind.clone();
                }
                let message = format!(
                    "a row's field is named by a number from 1 to {}",
                    fields.len()
                );
                self.tell("sql::unknown-field", at(index), message);
                Type::Wrong
            }
            Type::Wrong | Type::Unknown => {
                self.expression(index, place);
                kind.clone()
            }
            other => {
                let message = format!("a value of type {other} has no elements");
                self.tell("sql::wrong-type", at(index), message);
                Type::Wrong
            }
        }
    }
}
