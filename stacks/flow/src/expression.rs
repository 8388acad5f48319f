//! JSONata expressions with the type of what they give.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html>

use std::fmt;
use std::marker::PhantomData;

use contracts::Field;
use serde::Serialize;

/// An expression that gives a `T`.
pub struct Expr<T> {
    text: String,
    gives: PhantomData<fn() -> T>,
}

/// An expression that gives true or false.
pub type Condition = Expr<bool>;

impl<T> Expr<T> {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            gives: PhantomData,
        }
    }

    fn cast<U>(&self) -> Expr<U> {
        Expr::new(self.text.clone())
    }

    /// A field of the payload.
    pub fn get<U>(&self, field: Field<T, U>) -> Expr<U> {
        Expr::new(format!("{}.{}", self.text, field.name()))
    }

    /// The same value where it may also be absent.
    pub fn some(&self) -> Expr<Option<T>> {
        self.cast()
    }

    /// The expression's text, without the delimiters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As a field of a state: `{% ... %}`.
    pub fn render(&self) -> String {
        format!("{{% {} %}}", self.text)
    }
}

impl<T: Serialize> Expr<T> {
    /// A value that is known now, as its payload's field has it.
    pub fn value(value: &T) -> Self {
        // JSON is JSONata. What cannot be written as JSON is nothing that a payload holds.
        Self::new(serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
    }

    /// Whether it is this value.
    pub fn is(&self, value: &T) -> Condition {
        Expr::new(format!("{} = {}", self.text, Self::value(value).text))
    }
}

impl<T: Into<String>> Expr<T> {
    /// A name as plain text.
    pub fn to_text(&self) -> Expr<String> {
        self.cast()
    }
}

impl<T> Expr<Option<T>> {
    /// Whether there is a value.
    pub fn is_present(&self) -> Condition {
        // A variable that was set to null exists, a field that is missing does not.
        let text = self.text();
        Expr::new(format!("$exists({text}) and {text} != null"))
    }

    /// The same, null where an input leaves it out: an expression has to give something.
    pub fn or_null(&self) -> Self {
        let text = self.text();
        Expr::new(format!("$exists({text}) ? {text} : null"))
    }

    /// The value, where the way to the expression shows that there is one.
    pub fn assume_present(&self) -> Expr<T> {
        self.cast()
    }
}

impl<T> Expr<Vec<T>> {
    /// Whether there is an element.
    pub fn is_filled(&self) -> Condition {
        Expr::new(format!("$count({}) > 0", self.text))
    }
}

impl<T> Expr<Vec<T>> {
    /// An array of these.
    pub fn array(items: impl IntoIterator<Item = Expr<T>>) -> Self {
        let items: Vec<String> = items.into_iter().map(|item| item.text).collect();
        Self::new(format!("[{}]", items.join(", ")))
    }

    /// What is made of each element, always as an array.
    ///
    /// # Errors
    /// Those of making it.
    pub fn each<U, E>(
        &self,
        of: impl FnOnce(&Expr<T>) -> Result<Expr<U>, E>,
    ) -> Result<Expr<Vec<U>>, E> {
        let made = of(&Expr::new("$each"))?;
        Ok(Expr::new(format!(
            "[$map({}, function($each) {{ {} }})]",
            self.text, made.text
        )))
    }

    /// The elements for which something holds, always as an array.
    pub fn those(&self, hold: impl FnOnce(&Expr<T>) -> Condition) -> Self {
        let condition = hold(&Expr::new("$each"));
        Self::new(format!(
            "[$filter({}, function($each) {{ {} }})]",
            self.text, condition.text
        ))
    }

    /// The elements of all of these arrays.
    pub fn joined<'a>(arrays: impl IntoIterator<Item = &'a Self>) -> Self
    where
        T: 'a,
    {
        let mut arrays = arrays.into_iter().map(Expr::text);
        let first = arrays.next().unwrap_or("[]").to_owned();
        let all = arrays.fold(first, |all, next| format!("$append({all}, {next})"));
        Self::new(format!("[{all}]"))
    }
}

impl Expr<Vec<String>> {
    /// The texts as one, with a separator between them.
    pub fn in_one(&self, separator: &str) -> Expr<String> {
        let separator = Expr::literal(separator);
        Expr::new(format!("$join({}, {})", self.text, separator.text))
    }
}

impl Expr<u64> {
    /// Whether it is more than nothing.
    pub fn is_positive(&self) -> Condition {
        Expr::new(format!("{} > 0", self.text))
    }

    /// The sum of the two.
    pub fn plus(&self, other: &Self) -> Self {
        Self::new(format!("{} + {}", self.text, other.text))
    }
}

impl Expr<String> {
    /// The text itself.
    pub fn literal(text: &str) -> Self {
        let mut quoted = String::with_capacity(text.len() + 2);
        quoted.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => quoted.extend(['\\', c]),
                '\n' => quoted.push_str("\\n"),
                _ => quoted.push(c),
            }
        }
        quoted.push('"');
        Self::new(quoted)
    }

    /// Texts, one after the other.
    pub fn concat<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let parts: Vec<&str> = parts.into_iter().map(Expr::text).collect();
        Self::new(parts.join(" & "))
    }

    /// The part at `index`, counted from 0, between separators.
    pub fn part(&self, separator: char, index: usize) -> Self {
        let separator = Self::literal(&separator.to_string());
        Self::new(format!(
            "$split({}, {})[{index}]",
            self.text, separator.text
        ))
    }

    /// Whether separators make exactly so many parts of it.
    pub fn has_parts(&self, separator: char, count: usize) -> Condition {
        let separator = Self::literal(&separator.to_string());
        Expr::new(format!(
            "$count($split({}, {})) = {count}",
            self.text, separator.text
        ))
    }

    /// The text as a literal of SQL.
    pub fn sql(&self) -> Self {
        // There is no other escape in Trino's SQL.
        Self::new(format!(
            "\"'\" & $replace({}, \"'\", \"''\") & \"'\"",
            self.text
        ))
    }

    /// The text as a name that a function will parse, and refuse if it is none.
    pub fn to_be_parsed<N: Into<String>>(&self) -> Expr<N> {
        self.cast()
    }
}

impl Condition {
    /// One value where it holds, another where it does not.
    pub fn choose<T>(&self, yes: &Expr<T>, no: &Expr<T>) -> Expr<T> {
        Expr::new(format!("({}) ? {} : {}", self.text, yes.text, no.text))
    }

    /// The other way round.
    pub fn not(&self) -> Self {
        Self::new(format!("$not({})", self.text))
    }

    /// Whether both hold.
    pub fn and(&self, other: &Self) -> Self {
        Self::new(format!("({}) and ({})", self.text, other.text))
    }
}

impl<T> Clone for Expr<T> {
    fn clone(&self) -> Self {
        self.cast()
    }
}

impl<T> fmt::Debug for Expr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Expr").field(&self.text).finish()
    }
}

#[cfg(test)]
mod tests {
    use contracts::batch::{Chunk, ChunkContext};

    use super::*;

    #[test]
    fn a_path_is_spelled_as_it_is_on_the_wire() {
        let chunk: Expr<Chunk> = Expr::new("$states.context.Execution.Input");
        let batch = chunk.get(Chunk::BATCH_INPUT).get(ChunkContext::BATCH);
        assert_eq!(
            batch.render(),
            "{% $states.context.Execution.Input.BatchInput.batch %}"
        );
    }

    #[test]
    fn a_literal_cannot_end_early() {
        assert_eq!(
            Expr::literal("a\" & $x & \"\\").text(),
            r#""a\" & $x & \"\\""#
        );
    }
}
