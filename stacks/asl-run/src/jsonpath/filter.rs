//! The condition in `[?( )]`.

use std::borrow::Cow;
use std::cmp::Ordering;

use serde_json::Value;

use super::budget::Budget;
use super::eval;
use super::lexer::Cursor;
use super::{Step, SyntaxError, parse};

/// How deep parentheses and filters within filters may nest.
const DEEPEST: usize = 32;

/// A condition on an item.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Filter {
    Or(Vec<Filter>),
    And(Vec<Filter>),
    Not(Box<Filter>),
    /// The operand is there.
    Exists(Operand),
    Compare(Operand, Comparator, Operand),
}

/// What a comparison compares.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Operand {
    /// A path from the item, `@`, or from the document, `$`.
    Path { from_item: bool, steps: Vec<Step> },
    /// A literal.
    Literal(Value),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Contains,
    SubsetOf,
    AnyOf,
    NoneOf,
    Size,
    Empty,
}

/// Longer signs first, since one may begin another.
const COMPARATORS: [(&str, Comparator); 14] = [
    ("==", Comparator::Equal),
    ("!=", Comparator::NotEqual),
    ("<=", Comparator::LessOrEqual),
    (">=", Comparator::GreaterOrEqual),
    ("<", Comparator::Less),
    (">", Comparator::Greater),
    ("in ", Comparator::In),
    ("nin ", Comparator::NotIn),
    ("contains ", Comparator::Contains),
    ("subsetof ", Comparator::SubsetOf),
    ("anyof ", Comparator::AnyOf),
    ("noneof ", Comparator::NoneOf),
    ("size ", Comparator::Size),
    ("empty ", Comparator::Empty),
];

pub(super) fn parse(cursor: &mut Cursor<'_>, depth: usize) -> Result<Filter, SyntaxError> {
    if depth > DEEPEST {
        return Err(cursor.error(&format!("conditions nest at most {DEEPEST} deep; more")));
    }
    let mut any = vec![all(cursor, depth)?];
    loop {
        cursor.skip_spaces();
        if !cursor.take("||") {
            break;
        }
        any.push(all(cursor, depth)?);
    }
    Ok(if any.len() == 1 {
        any.remove(0)
    } else {
        Filter::Or(any)
    })
}

fn all(cursor: &mut Cursor<'_>, depth: usize) -> Result<Filter, SyntaxError> {
    let mut all = vec![one(cursor, depth)?];
    loop {
        cursor.skip_spaces();
        if !cursor.take("&&") {
            break;
        }
        all.push(one(cursor, depth)?);
    }
    Ok(if all.len() == 1 {
        all.remove(0)
    } else {
        Filter::And(all)
    })
}

fn one(cursor: &mut Cursor<'_>, depth: usize) -> Result<Filter, SyntaxError> {
    cursor.skip_spaces();
    if cursor.take("!") {
        if depth >= DEEPEST {
            return Err(cursor.error(&format!("conditions nest at most {DEEPEST} deep; more")));
        }
        return Ok(Filter::Not(Box::new(one(cursor, depth + 1)?)));
    }
    if cursor.take("(") {
        let inner = parse(cursor, depth + 1)?;
        cursor.skip_spaces();
        cursor.expect(")")?;
        return Ok(inner);
    }
    let left = operand(cursor, depth)?;
    cursor.skip_spaces();
    for (sign, comparator) in COMPARATORS {
        if cursor.take(sign) {
            cursor.skip_spaces();
            return Ok(Filter::Compare(left, comparator, operand(cursor, depth)?));
        }
    }
    Ok(Filter::Exists(left))
}

fn operand(cursor: &mut Cursor<'_>, depth: usize) -> Result<Operand, SyntaxError> {
    match cursor.peek() {
        Some(root @ ('@' | '$')) => {
            cursor.next();
            let steps = parse::steps(cursor, depth + 1)?;
            Ok(Operand::Path {
                from_item: root == '@',
                steps,
            })
        }
        Some('\'' | '"') => Ok(Operand::Literal(Value::from(cursor.quoted()?))),
        Some('[') => {
            let text = cursor.take_while(|c| c != ']').to_owned();
            cursor.expect("]")?;
            let json = format!("{text}]").replace('\'', "\"");
            serde_json::from_str(&json)
                .map(Operand::Literal)
                .map_err(|_| cursor.error("expected an array before here"))
        }
        _ => {
            let word = cursor.take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '+' | '.'));
            serde_json::from_str(word)
                .map(Operand::Literal)
                .map_err(|_| cursor.error("expected a path, a text, a number, true, false or null"))
        }
    }
}

impl Filter {
    /// Whether the condition holds for `item` of the document `root`.
    pub(super) fn holds(&self, item: &Value, root: &Value, budget: &Budget) -> bool {
        if !budget.condition() {
            return false;
        }
        match self {
            Self::Or(any) => any.iter().any(|one| one.holds(item, root, budget)),
            Self::And(all) => all.iter().all(|one| one.holds(item, root, budget)),
            Self::Not(inner) => !inner.holds(item, root, budget),
            Self::Exists(operand) => operand.value(item, root, budget).is_some(),
            Self::Compare(left, comparator, right) => {
                let (left, right) = (
                    left.value(item, root, budget),
                    right.value(item, root, budget),
                );
                comparator.holds(left.as_deref(), right.as_deref(), budget)
            }
        }
    }
}

impl Operand {
    fn value<'v>(
        &'v self,
        item: &'v Value,
        root: &'v Value,
        budget: &Budget,
    ) -> Option<Cow<'v, Value>> {
        match self {
            Self::Literal(value) => Some(Cow::Borrowed(value)),
            Self::Path { from_item, steps } => {
                eval::find(steps, if *from_item { item } else { root }, budget).ok()
            }
        }
    }
}

impl Comparator {
    fn holds(self, left: Option<&Value>, right: Option<&Value>, budget: &Budget) -> bool {
        match self {
            Self::Equal => equal(left, right, budget),
            Self::NotEqual => !equal(left, right, budget),
            Self::Less => order(left, right) == Some(Ordering::Less),
            Self::Greater => order(left, right) == Some(Ordering::Greater),
            Self::LessOrEqual => order(left, right).is_some_and(Ordering::is_le),
            Self::GreaterOrEqual => order(left, right).is_some_and(Ordering::is_ge),
            Self::In => within(left, right, budget),
            Self::NotIn => !within(left, right, budget),
            Self::SubsetOf => among(left, right, budget, |mut items, is_in| items.all(is_in)),
            Self::AnyOf => among(left, right, budget, |mut items, is_in| items.any(is_in)),
            Self::NoneOf => among(left, right, budget, |mut items, is_in| !items.any(is_in)),
            Self::Size => match (length(left), right) {
                (Some(length), Some(Value::Number(size))) => size.as_u64() == Some(length),
                (Some(length), right) => length_of_list(right) == Some(length),
                _ => false,
            },
            Self::Empty => match (length(left), right) {
                (Some(length), Some(Value::Bool(is_empty))) => (length == 0) == *is_empty,
                _ => false,
            },
            Self::Contains => match (left, right) {
                (Some(Value::String(text)), Some(Value::String(part))) => {
                    budget.compare(text.len() / 16) && text.contains(part)
                }
                (left @ Some(Value::Array(_)), right) => within(right, left, budget),
                _ => false,
            },
        }
    }
}

fn equal(left: Option<&Value>, right: Option<&Value>, budget: &Budget) -> bool {
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => left.as_f64() == right.as_f64(),
        (Some(left), Some(right)) => budget.equality(left, right) && left == right,
        (None, None) => true,
        _ => false,
    }
}

/// What `holds` says of the items of one list, given what is in another.
fn among(
    left: Option<&Value>,
    right: Option<&Value>,
    budget: &Budget,
    holds: impl Fn(std::slice::Iter<'_, Value>, &dyn Fn(&Value) -> bool) -> bool,
) -> bool {
    match left {
        Some(Value::Array(items)) if right.is_some_and(Value::is_array) => {
            holds(items.iter(), &|item| within(Some(item), right, budget))
        }
        _ => false,
    }
}

/// How many items or characters a list or a text has.
fn length(value: Option<&Value>) -> Option<u64> {
    match value? {
        Value::Array(items) => Some(items.len() as u64),
        Value::String(text) => Some(text.chars().count() as u64),
        _ => None,
    }
}

fn length_of_list(value: Option<&Value>) -> Option<u64> {
    length(value.filter(|value| value.is_array()))
}

fn within(item: Option<&Value>, list: Option<&Value>, budget: &Budget) -> bool {
    match list {
        Some(Value::Array(items)) => {
            budget.compare(items.len())
                && items.iter().any(|other| equal(item, Some(other), budget))
        }
        _ => false,
    }
}

fn order(left: Option<&Value>, right: Option<&Value>) -> Option<Ordering> {
    match (left?, right?) {
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    }
}
