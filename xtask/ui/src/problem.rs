//! Problems, as people read them: what went wrong, why, and what to do next.

use std::error::Error;
use std::fmt;

use anstyle::{AnsiColor, Style};

use crate::{Exit, shown};

/// Something that the user can fix, with the way out. Anything else that goes wrong is
/// unexpected.
#[derive(Debug)]
pub struct Problem {
    summary: String,
    source: Option<Box<dyn Error + Send + Sync>>,
    next: Vec<String>,
}

impl Problem {
    /// What is wrong, as a sentence with the thing, the value and what is allowed.
    pub fn new(summary: impl Into<String>) -> Self {
        Self {
            summary: summary.into(),
            source: None,
            next: Vec::new(),
        }
    }

    /// Why.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What to do next.
    #[must_use]
    pub fn next(mut self, step: impl Into<String>) -> Self {
        self.next.push(step.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.summary)
    }
}

impl Error for Problem {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn Error + 'static))
    }
}

/// The error and its causes, the outermost first.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut causes = vec![error];
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        next = cause.source();
    }
    causes
}

/// The exit status for an error: fixable when a [`Problem`] is among its causes.
pub fn exit_of(error: &(dyn Error + 'static)) -> Exit {
    if chain(error).iter().any(|cause| cause.is::<Problem>()) {
        Exit::Fixable
    } else {
        Exit::Unexpected
    }
}

/// The error with its causes and the next steps, ending in a newline.
pub fn render_error(error: &(dyn Error + 'static)) -> String {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    let mut out = String::new();
    let mut said: Vec<String> = Vec::new();
    for cause in chain(error) {
        let text = cause.to_string();
        // Many errors repeat their cause in their own text.
        if text.is_empty() || said.iter().any(|earlier| earlier.contains(&text)) {
            continue;
        }
        let lines: Vec<_> = text.lines().map(|line| shown(line).into_owned()).collect();
        if said.is_empty() {
            out.push_str(&format!("{red}error{red:#}: {}\n", lines.join("\n  ")));
        } else {
            out.push_str(&format!("  because: {}\n", lines.join("\n    ")));
        }
        said.push(text);
    }
    for step in chain(error)
        .into_iter()
        .filter_map(|cause| cause.downcast_ref::<Problem>())
        .flat_map(|problem| &problem.next)
    {
        out.push_str(&format!(
            "  {cyan}next{cyan:#}: {}\n",
            step.replace('\n', "\n        ")
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_its_causes_once_and_the_next_step() {
        let cause = std::io::Error::other("connection refused");
        let problem = Problem::new("the region at http://127.0.0.1:1 does not answer")
            .because(cause)
            .next("run `cargo xtask deploy`");
        assert_eq!(exit_of(&problem), Exit::Fixable);
        let text = anstream::adapter::strip_str(&render_error(&problem)).to_string();
        insta::assert_snapshot!(text, @r"
        error: the region at http://127.0.0.1:1 does not answer
          because: connection refused
          next: run `cargo xtask deploy`
        ");
    }

    #[test]
    fn what_nobody_foresaw_is_told_apart() {
        let error = std::io::Error::other("disk on fire");
        assert_eq!(exit_of(&error), Exit::Unexpected);
        assert_eq!(
            anstream::adapter::strip_str(&render_error(&error)).to_string(),
            "error: disk on fire\n"
        );
    }
}
