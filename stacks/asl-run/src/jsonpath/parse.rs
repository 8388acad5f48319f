//! Text to path.

use super::filter;
use super::lexer::Cursor;
use super::{Function, Path, Step, SyntaxError};

/// How many steps a path may have. No sensible path comes near it, and it
/// bounds what hostile text can cost.
const MOST_STEPS: usize = 256;

pub(super) fn path(text: &str) -> Result<Path, SyntaxError> {
    let mut cursor = Cursor::new(text);
    cursor.expect("$")?;
    let steps = steps(&mut cursor, 0)?;
    if !cursor.is_done() {
        return Err(cursor.error("expected '.' or '['"));
    }
    Ok(Path { steps })
}

/// The steps after the root, up to what no longer belongs to the path.
pub(super) fn steps(cursor: &mut Cursor<'_>, depth: usize) -> Result<Vec<Step>, SyntaxError> {
    let mut steps = Vec::new();
    loop {
        if steps.len() > MOST_STEPS {
            return Err(cursor.error(&format!("a path has at most {MOST_STEPS} steps; more")));
        }
        if cursor.take("..") {
            steps.push(Step::Descend);
            if cursor.peek() == Some('[') {
                bracket(cursor, &mut steps, depth)?;
            } else {
                dotted(cursor, &mut steps)?;
            }
        } else if cursor.take(".") {
            if cursor.peek() == Some('[') {
                bracket(cursor, &mut steps, depth)?;
            } else {
                dotted(cursor, &mut steps)?;
            }
        } else if cursor.peek() == Some('[') {
            bracket(cursor, &mut steps, depth)?;
        } else {
            return Ok(steps);
        }
    }
}

/// What follows a dot: a name, a quoted name, `*` or a function.
fn dotted(cursor: &mut Cursor<'_>, steps: &mut Vec<Step>) -> Result<(), SyntaxError> {
    if cursor.take("*") {
        steps.push(Step::Wildcard);
        return Ok(());
    }
    if matches!(cursor.peek(), Some('\'' | '"')) {
        steps.push(Step::Fields(vec![cursor.quoted()?]));
        return Ok(());
    }
    let name = cursor.take_while(is_name);
    if name.is_empty() {
        return Err(cursor.error("expected a name"));
    }
    if cursor.take("(") {
        cursor.skip_spaces();
        cursor.expect(")")?;
        let Some(function) = Function::parse(name) else {
            return Err(cursor.error(&format!("there is no function \"{name}\"; stopped")));
        };
        steps.push(Step::Function(function));
        return Ok(());
    }
    steps.push(Step::Fields(vec![name.to_owned()]));
    Ok(())
}

/// What a name without quotes may hold: all but what ends it.
fn is_name(c: char) -> bool {
    !matches!(
        c,
        '.' | '['
            | ']'
            | '('
            | ')'
            | ','
            | '\''
            | '"'
            | '='
            | '!'
            | '<'
            | '>'
            | '&'
            | '|'
            | '*'
            | '?'
            | '$'
    ) && !c.is_whitespace()
}

fn bracket(
    cursor: &mut Cursor<'_>,
    steps: &mut Vec<Step>,
    depth: usize,
) -> Result<(), SyntaxError> {
    cursor.expect("[")?;
    cursor.skip_spaces();
    let step = match cursor.peek() {
        Some('*') => {
            cursor.next();
            Step::Wildcard
        }
        Some('\'' | '"') => names(cursor)?,
        Some('?') => {
            cursor.next();
            cursor.skip_spaces();
            cursor.expect("(")?;
            let filter = filter::parse(cursor, depth)?;
            cursor.skip_spaces();
            cursor.expect(")")?;
            Step::Filter(filter)
        }
        Some('-' | ':' | '0'..='9') => positions(cursor)?,
        _ => return Err(cursor.error("expected a name in quotes, a position, '*' or '?('")),
    };
    cursor.skip_spaces();
    cursor.expect("]")?;
    steps.push(step);
    Ok(())
}

fn names(cursor: &mut Cursor<'_>) -> Result<Step, SyntaxError> {
    let mut names = vec![cursor.quoted()?];
    loop {
        cursor.skip_spaces();
        if !cursor.take(",") {
            return Ok(Step::Fields(names));
        }
        cursor.skip_spaces();
        names.push(cursor.quoted()?);
    }
}

fn positions(cursor: &mut Cursor<'_>) -> Result<Step, SyntaxError> {
    let first = if cursor.peek() == Some(':') {
        None
    } else {
        Some(cursor.integer()?)
    };
    cursor.skip_spaces();
    if cursor.take(":") {
        cursor.skip_spaces();
        let last = match cursor.peek() {
            Some('-' | '0'..='9') => Some(cursor.integer()?),
            _ => None,
        };
        cursor.skip_spaces();
        if cursor.peek() == Some(':') {
            return Err(cursor.error("a slice has no step here; expected ']'"));
        }
        return Ok(Step::Slice(first, last));
    }
    let mut all: Vec<i64> = first.into_iter().collect();
    while cursor.take(",") {
        cursor.skip_spaces();
        all.push(cursor.integer()?);
        cursor.skip_spaces();
    }
    Ok(Step::Items(all))
}
