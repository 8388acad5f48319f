//! Which of a function's signatures a call means.

use std::collections::BTreeMap;

use super::{Pattern, Signature, signatures};
use crate::Type;

/// What a call gives for an argument.
#[derive(Debug, Clone)]
pub(crate) enum Argument {
    Value(Type),
    /// A function with so many parameters; its type follows from the others.
    Lambda(usize),
}

/// The types that the letters of a signature stand for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Bindings(BTreeMap<char, Type>);

/// What a call comes to.
pub(crate) enum Resolution {
    /// One signature takes the arguments; lambdas are still to be typed.
    Found(&'static Signature, Bindings),
    /// None does.
    None,
}

/// The signature that takes the arguments with the fewest coercions.
pub(crate) fn resolve(name: &str, arguments: &[Argument]) -> Resolution {
    let mut best: Option<(usize, &'static Signature, Bindings)> = None;
    for signature in signatures(name) {
        let mut bindings = Bindings::default();
        let Some(cost) = bindings.match_all(signature, arguments) else {
            continue;
        };
        if best.as_ref().is_none_or(|(least, ..)| cost < *least) {
            best = Some((cost, signature, bindings));
        }
    }
    match best {
        Some((_, signature, bindings)) => Resolution::Found(signature, bindings),
        None => Resolution::None,
    }
}

impl Bindings {
    /// How many coercions the arguments need; nothing where the signature does not take them.
    fn match_all(&mut self, signature: &Signature, arguments: &[Argument]) -> Option<usize> {
        let declared = signature.arguments.len();
        let fits = match signature.is_variadic {
            true => arguments.len() + 1 >= declared,
            false => arguments.len() == declared,
        };
        if !fits {
            return None;
        }
        let mut cost = 0;
        for (at, argument) in arguments.iter().enumerate() {
            let pattern = signature
                .arguments
                .get(at.min(declared.saturating_sub(1)))?;
            cost += match (pattern, argument) {
                (Pattern::Lambda(parameters, _), Argument::Lambda(count)) => {
                    (parameters.len() == *count).then_some(0)?
                }
                (Pattern::Lambda(..), _) | (_, Argument::Lambda(_)) => return None,
                (pattern, Argument::Value(given)) => self.unify(pattern, given)?,
            };
        }
        // A letter may have become wider after it was compared.
        let checked = self.0.iter().all(|(letter, bound)| allows(*letter, bound));
        checked.then_some(cost)
    }

    /// Makes a pattern and a type the same; the cost is how many coercions that needs.
    pub(crate) fn unify(&mut self, pattern: &Pattern, given: &Type) -> Option<usize> {
        if *given == Type::Wrong {
            return Some(0);
        }
        match (pattern, given) {
            (Pattern::Any, _) => Some(0),
            (Pattern::Variable(letter), given) => {
                let bound = match self.0.get(letter) {
                    None => given.clone(),
                    Some(known) => known.common(given)?,
                };
                let cost = usize::from(
                    self.0
                        .get(letter)
                        .is_some_and(|known| *known != bound || bound != *given),
                );
                self.0.insert(*letter, bound);
                Some(cost)
            }
            (Pattern::Decimal, Type::Decimal { .. }) => {
                // The result has the argument's digits after the point.
                self.0.insert('\0', given.clone());
                Some(0)
            }
            (Pattern::Decimal, Type::Unknown) => Some(1),
            (Pattern::Exact(wanted), given) if given == wanted => Some(0),
            // Each step to a wider type counts, so that the narrowest that fits is taken.
            (Pattern::Exact(wanted), given) if given.coerces_to(wanted) => {
                Some(1 + usize::from(given.is_integer() && !wanted.is_integer()) * 2)
            }
            (Pattern::Array(_) | Pattern::Map(..) | Pattern::Row(_), Type::Unknown) => Some(1),
            (Pattern::Array(element), Type::Array(given)) => self.unify(element, given),
            (Pattern::Map(key, value), Type::Map(k, v)) => {
                Some(self.unify(key, k)? + self.unify(value, v)?)
            }
            (Pattern::Row(fields), Type::Row(given)) if fields.len() == given.len() => {
                let mut cost = 0;
                for (field, (_, given)) in fields.iter().zip(given) {
                    cost += self.unify(field, given)?;
                }
                Some(cost)
            }
            _ => None,
        }
    }

    /// The type that a pattern comes to. A letter that nothing binds is unknown.
    pub(crate) fn apply(&self, pattern: &Pattern) -> Type {
        match pattern {
            Pattern::Any | Pattern::Lambda(..) => Type::Unknown,
            Pattern::Variable(letter) => self.0.get(letter).cloned().unwrap_or(Type::Unknown),
            Pattern::Exact(exact) => exact.clone(),
            Pattern::Decimal => self
                .0
                .get(&'\0')
                .cloned()
                .unwrap_or_else(|| Type::decimal(38, 0)),
            Pattern::WidestDecimal => match self.apply(&Pattern::Decimal) {
                Type::Decimal { scale, .. } => Type::decimal(38, scale),
                other => other,
            },
            Pattern::Array(element) => self.apply(element).array(),
            Pattern::Map(key, value) => {
                Type::Map(Box::new(self.apply(key)), Box::new(self.apply(value)))
            }
            Pattern::Row(fields) => {
                Type::Row(fields.iter().map(|f| (None, self.apply(f))).collect())
            }
        }
    }
}

/// Whether a letter may stand for a type.
fn allows(letter: char, bound: &Type) -> bool {
    match (letter, bound) {
        (_, Type::Wrong | Type::Unknown) => true,
        ('N', bound) => bound.is_number(),
        ('D', bound) => bound.is_datetime(),
        ('O', bound) => bound.is_orderable(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result(name: &str, arguments: &[&str]) -> Option<String> {
        let arguments: Vec<Argument> = arguments
            .iter()
            .map(|text| Argument::Value(Type::parse(text).unwrap()))
            .collect();
        match resolve(name, &arguments) {
            Resolution::Found(signature, bindings) => {
                Some(bindings.apply(&signature.result).to_string())
            }
            Resolution::None => None,
        }
    }

    #[test]
    fn the_narrowest_signature_that_fits_is_taken() {
        for (name, arguments, expected) in [
            ("sum", &["integer"][..], Some("bigint")),
            ("sum", &["double"], Some("double")),
            ("sum", &["decimal(12,2)"], Some("decimal(38,2)")),
            ("avg", &["integer"], Some("double")),
            ("round", &["double", "integer"], Some("double")),
            ("greatest", &["bigint", "double"], Some("double")),
            ("coalesce", &["bigint", "integer"], Some("bigint")),
            ("coalesce", &["varchar", "integer"], None),
            ("date_add", &["varchar", "integer", "date"], Some("date")),
            ("date_add", &["varchar", "integer", "varchar"], None),
            (
                "element_at",
                &["map(varchar, double)", "varchar"],
                Some("double"),
            ),
            ("element_at", &["array(date)", "integer"], Some("date")),
            (
                "concat",
                &["array(integer)", "array(bigint)"],
                Some("array(bigint)"),
            ),
            ("array_sort", &["array(map(varchar, bigint))"], None),
            ("count_if", &["varchar"], None),
            (
                "width_bucket",
                &["double", "double", "double", "integer"],
                Some("bigint"),
            ),
            (
                "zip",
                &["array(date)", "array(bigint)"],
                Some("array(row(date, bigint))"),
            ),
            ("format", &["varchar", "bigint", "date"], Some("varchar")),
            ("ln", &["bigint"], Some("double")),
        ] {
            assert_eq!(
                result(name, arguments).as_deref(),
                expected,
                "{name} {arguments:?}"
            );
        }
    }
}
