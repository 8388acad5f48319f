//! `workflow check`: every mistake of a definition, with its place.

use asl::{ExecutionType, StateMachine};
use asl_run::requests::problems_of;
use serde_json::{Value, json};
use ui::Problem;

use crate::source::{self, Located, Source};

/// A definition, as far as it could be read, with what is wrong with it.
#[derive(Debug)]
pub struct Checked {
    /// The machine; `None` where the text has no shape of one.
    pub machine: Option<StateMachine>,
    /// What is wrong with it.
    pub problems: Vec<Located>,
    file: String,
}

impl Checked {
    /// Whether it cannot work.
    pub fn has_errors(&self) -> bool {
        self.problems.iter().any(Located::is_error)
    }

    /// The machine, where it can work.
    ///
    /// # Errors
    /// With every error and its place, where it cannot.
    pub fn machine(self) -> Result<StateMachine, Problem> {
        match self.machine {
            Some(machine) if !self.problems.iter().any(Located::is_error) => Ok(machine),
            _ => {
                let errors: Vec<_> = self
                    .problems
                    .into_iter()
                    .filter(Located::is_error)
                    .collect();
                let told = ui::unstyled(&source::render(&errors));
                Err(
                    Problem::new(format!("{} cannot run\n{}", self.file, told.trim_end()))
                        .next(format!("cargo xtask workflow check {}", self.file)),
                )
            }
        }
    }
}

/// Parses a definition and runs every check on it.
pub fn check(source: &Source, execution_type: ExecutionType) -> Checked {
    let (machine, _) = asl::parse_definition(&source.text);
    let problems = problems_of(&source.text, execution_type);
    Checked {
        machine,
        problems: Located::all(source, problems),
        file: source.name.clone(),
    }
}

/// For people; empty where nothing is wrong.
pub fn render(checked: &[Checked]) -> String {
    let problems: Vec<Located> = checked
        .iter()
        .flat_map(|checked| checked.problems.clone())
        .collect();
    source::render(&problems)
}

/// For programs.
pub fn to_json(checked: &[Checked]) -> Value {
    let files: Vec<Value> = checked
        .iter()
        .map(|checked| {
            json!({
                "file": checked.file,
                "valid": !checked.has_errors(),
                "diagnostics": checked.problems.iter().map(Located::to_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let problems = || checked.iter().flat_map(|checked| &checked.problems);
    json!({
        "files": files,
        "errors": problems().filter(|problem| problem.is_error()).count(),
        "warnings": problems().filter(|problem| !problem.is_error()).count(),
    })
}
