//! `check`: every mistake of templates, told at once.

mod report;
mod sarif;
mod stacks;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use cfn::check::{Context, check_in};
use cfn::{Position, Template};
use diagnostics::{Address, Diagnostic, Severity};
use grammar::{Findings, TemplatesArgs};
use registry::Registry;
use ui::{Exit, Problem, Ui};

use crate::workspace::Workspace;

/// A problem with its place in a file.
#[derive(Debug)]
struct Found {
    file: String,
    position: Position,
    problem: Diagnostic,
}

impl Found {
    fn is_error(&self) -> bool {
        self.problem.severity == Severity::Error
    }
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Template,
    Query,
    View,
}

impl Kind {
    const ALL: [(Self, &str); 3] = [
        (Self::Template, "template"),
        (Self::Query, "query"),
        (Self::View, "view"),
    ];
}

/// A file that was read.
#[derive(Debug)]
struct Source {
    file: String,
    kind: Kind,
    regions: Vec<String>,
    template: Option<Template>,
}

/// Checks templates; those of `stacks/generated` where none is named.
pub(crate) fn run(ui: &Ui, args: &TemplatesArgs) -> anyhow::Result<Exit> {
    let mut found = Vec::new();
    let mut sources = Vec::new();
    if args.files.is_empty() {
        let workspace = Workspace::find()?;
        let folder = workspace.generated();
        let mut files = Vec::new();
        list(&folder, &mut files)?;
        files.sort();
        for path in &files {
            let name = shown(path.strip_prefix(workspace.root()).unwrap_or(path));
            let regions = match args.regions.as_slice() {
                [] => folder_of(path).into_iter().collect(),
                given => given.to_vec(),
            };
            sources.push(read(path, name, regions, &mut found)?);
        }
    } else {
        for path in &args.files {
            sources.push(read(path, shown(path), args.regions.clone(), &mut found)?);
        }
    }
    let registry = Registry::vendored();
    for source in &sources {
        check(source, &registry, &mut found);
    }
    if args.files.is_empty() {
        stacks::check(&sources, &mut found);
    }
    match args.format {
        Findings::Text => {
            ui.data(report::text(&found))?;
            let warnings = found.iter().filter(|found| !found.is_error()).count();
            let errors = found.len() - warnings;
            ui.status(
                "Check",
                format!(
                    "{}: {}, {}",
                    counted(&sources),
                    ui::count(errors, "error"),
                    ui::count(warnings, "warning")
                ),
            );
        }
        Findings::Json => ui.json(&report::json(&sources, &found))?,
        Findings::Sarif => ui.json(&sarif::render(&found))?,
        Findings::Github => ui.data(report::github(&found))?,
    }
    let fails = |found: &Found| found.is_error() || args.strict;
    Ok(if found.iter().any(fails) {
        Exit::Fixable
    } else {
        Exit::Fine
    })
}

/// How many files of each kind there are: `2 templates, 1 query`.
fn counted(sources: &[Source]) -> String {
    let kinds = Kind::ALL.iter().filter_map(|(kind, name)| {
        let number = sources.iter().filter(|source| source.kind == *kind).count();
        (number > 0).then(|| ui::count(number, name))
    });
    kinds.collect::<Vec<_>>().join(", ")
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Every template below a folder.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.to_string_lossy().ends_with(".template.json") {
            files.push(path);
        }
    }
    Ok(())
}

/// The name of the folder that a file is in: a region's, where it is a generated file.
fn folder_of(path: &Path) -> Option<String> {
    let folder = path.parent()?.file_name()?;
    Some(folder.to_string_lossy().into_owned())
}

fn read(
    path: &Path,
    file: String,
    regions: Vec<String>,
    found: &mut Vec<Found>,
) -> anyhow::Result<Source> {
    let bytes = fs::read(path).map_err(|error| {
        Problem::new(format!("cannot read {file}"))
            .because(error)
            .next("name files of templates or queries, or none to check all of stacks/generated")
    })?;
    if let Some(query) = query_name(path) {
        let text = String::from_utf8_lossy(&bytes);
        // As in `queries/sql/views`.
        let kind = match folder_of(path).is_some_and(|folder| folder == "views") {
            true => Kind::View,
            false => Kind::Query,
        };
        let problems = match kind {
            Kind::View => inspection::check_view_file(&query, &text),
            _ => inspection::check_query_file(&query, &text),
        };
        let problems = problems.into_iter();
        found.extend(problems.map(|problem| Found {
            file: file.clone(),
            position: query_position(&problem.address),
            problem,
        }));
        return Ok(Source {
            file,
            kind,
            regions,
            template: None,
        });
    }
    // Bytes that are no text are a syntax error where they stand.
    let (template, problems) = Template::parse(&String::from_utf8_lossy(&bytes));
    found.extend(problems.into_iter().map(|problem| {
        let place = problem.address.to_string();
        Found {
            file: file.clone(),
            position: place.parse().unwrap_or(Position { line: 1, column: 1 }),
            problem: Diagnostic {
                address: Address::root(),
                ..problem
            },
        }
    }));
    Ok(Source {
        file,
        kind: Kind::Template,
        regions,
        template,
    })
}

/// The name of the query that a file holds, where it holds one.
fn query_name(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    name.strip_suffix(".sql.hbs").map(str::to_owned)
}

/// The last part of a query's address is `line <line>` or `line <line>:<column>`.
fn query_position(address: &Address) -> Position {
    let last = address.segments().last().copied().unwrap_or_default();
    let text = last.strip_prefix("line ").unwrap_or_default();
    let (line, column) = text.split_once(':').unwrap_or((text, "1"));
    Position {
        line: line.parse().unwrap_or(1),
        column: column.parse().unwrap_or(1),
    }
}

fn check(source: &Source, registry: &Registry, found: &mut Vec<Found>) {
    let Some(template) = &source.template else {
        return;
    };
    let address = Address::root();
    let mut regions = source.regions.clone();
    if regions.is_empty() {
        regions.extend(inspection::region_of(template).map(str::to_owned));
    }
    let context = Context::new(template, &address, registry).in_regions(regions);
    let mut problems = check_in(&context);
    problems.extend(inspection::check_template(template, &address));
    problems.extend(inspection::check_declared(template, &address));
    found.extend(problems.into_iter().map(|problem| located(source, problem)));
}

fn located(source: &Source, problem: Diagnostic) -> Found {
    let template = source.template.as_ref();
    let position = template.and_then(|template| template.position(&problem.address.segments()));
    Found {
        file: source.file.clone(),
        position: position.unwrap_or(Position { line: 1, column: 1 }),
        problem,
    }
}

#[cfg(test)]
mod tests;
