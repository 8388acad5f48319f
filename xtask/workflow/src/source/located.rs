//! Problems with the place in the file where they are.

use anstyle::Style;
use diagnostics::{Diagnostic, Diagnostics, Severity};
use serde_json::{Value, json};

use super::{Position, Source};

/// A problem and where in its file it is.
#[derive(Debug, Clone)]
pub struct Located {
    /// The problem.
    pub problem: Diagnostic,
    /// The file.
    pub file: String,
    /// The place; `None` where the file is no JSON and does not tell.
    pub position: Option<Position>,
}

impl Located {
    /// Finds the problems' places.
    pub fn all(source: &Source, problems: Diagnostics) -> Vec<Self> {
        let broken = serde_json::from_str::<serde::de::IgnoredAny>(&source.text).err();
        problems
            .into_iter()
            .map(|problem| Self {
                position: match &broken {
                    Some(error) => Some(Position {
                        line: error.line().max(1),
                        column: error.column().max(1),
                    }),
                    None => source.position(&problem.address.segments()),
                },
                problem,
                file: source.name.clone(),
            })
            .collect()
    }

    /// Whether it cannot work.
    pub fn is_error(&self) -> bool {
        self.problem.severity == Severity::Error
    }

    /// For programs.
    pub fn to_json(&self) -> Value {
        json!({
            "code": self.problem.code,
            "severity": self.problem.severity,
            "file": self.file,
            "pointer": self.problem.address.to_json_pointer(),
            "line": self.position.map(|position| position.line),
            "column": self.position.map(|position| position.column),
            "summary": self.problem.summary,
            "detail": self.problem.detail,
            "help": self.problem.help,
        })
    }

    /// For people: the file with the position, then the JSON pointer.
    fn places(&self) -> Vec<String> {
        let pointer = self.problem.address.to_json_pointer();
        let place = match self.position {
            Some(Position { line, column }) => format!("{}:{line}:{column}", self.file),
            None => self.file.clone(),
        };
        if pointer.is_empty() {
            vec![place]
        } else {
            vec![place, pointer]
        }
    }
}

/// Every problem with its place and help, and a last line that counts them. Empty for none.
pub(crate) fn render(problems: &[Located]) -> String {
    let dim = Style::new().dimmed();
    ui::render_located(problems.iter().map(|located| {
        let mut places = located.places();
        if let Some(pointer) = places.get_mut(1) {
            *pointer = format!("{dim}{}{dim:#}", ui::shown(pointer));
        }
        (&located.problem, places)
    }))
}
