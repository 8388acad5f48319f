//! A query's template, expanded once: text, and what an environment or a person fills in.

use std::sync::{Arc, Mutex, PoisonError};

use diagnostics::{Diagnostic, Diagnostics, nearest};
use handlebars::{
    Context, Handlebars, Helper, HelperResult, Output, RenderContext, RenderErrorReason,
};
use manifest::QueryParameter;

use crate::header::place;

/// A part of a query's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// A table's name, and the line of the file.
    Table(String, usize),
    /// A parameter, by its place in the header.
    Parameter(usize),
}

/// Stands in the expanded text for a piece: no SQL holds it.
const MARK: char = '\u{1}';

/// The pieces of a template, whose header has so many lines.
///
/// # Errors
/// Parameters that the header does not declare or that nothing uses, and templates that are none.
pub(crate) fn pieces(
    query: &str,
    template: &str,
    header_lines: usize,
    parameters: &[QueryParameter],
) -> Result<Vec<Piece>, Diagnostics> {
    let names: Vec<String> = parameters.iter().map(|p| p.name.clone()).collect();
    let marked = Arc::new(Mutex::new(Vec::new()));
    let mut handlebars = Handlebars::new();
    handlebars.set_strict_mode(true);
    // SQL is not HTML; what stands for a value is escaped by type.
    handlebars.register_escape_fn(handlebars::no_escape);
    handlebars.register_helper(
        "param",
        helper(Arc::clone(&marked), move |name| {
            let known = names.iter().position(|known| known == name);
            known
                .map(Piece::Parameter)
                .ok_or_else(|| unknown("parameter", name, names.iter().map(String::as_str)))
        }),
    );
    handlebars.register_helper(
        "table",
        helper(Arc::clone(&marked), |name| {
            Ok(Piece::Table(name.to_owned(), 0))
        }),
    );
    let expanded = handlebars.render_template(template, &());
    let expanded = expanded.map_err(|error| {
        let line = header_lines + error.line_no.unwrap_or(1);
        let reason = error.reason().to_string();
        Diagnostics::from_iter([Diagnostic::error(
            "sql::template",
            place(query, line),
            reason,
        )])
    })?;
    let marked = std::mem::take(&mut *marked.lock().unwrap_or_else(PoisonError::into_inner));
    let pieces = between(&expanded, marked, header_lines + 1);
    let unused = (0..parameters.len()).filter(|at| !pieces.contains(&Piece::Parameter(*at)));
    let unused: Diagnostics = unused
        .filter_map(|at| parameters.get(at))
        .map(|parameter| {
            let summary = format!(
                "the parameter {:?} is declared and not used",
                parameter.name
            );
            Diagnostic::error("sql::unused-parameter", place(query, 1), summary)
        })
        .collect();
    if unused.is_empty() {
        Ok(pieces)
    } else {
        Err(unused)
    }
}

/// The texts between the marks, with the pieces that these stand for.
fn between(expanded: &str, marked: Vec<Piece>, first_line: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut line = first_line;
    let mut marked = marked.into_iter();
    for (at, text) in expanded.split(MARK).enumerate() {
        if at > 0 {
            match marked.next() {
                Some(Piece::Table(name, _)) => pieces.push(Piece::Table(name, line)),
                Some(other) => pieces.push(other),
                None => {}
            }
        }
        line += text.matches('\n').count();
        if !text.is_empty() {
            pieces.push(Piece::Text(text.to_owned()));
        }
    }
    pieces
}

/// A helper that turns its one argument, a name, into a piece.
fn helper(
    marked: Arc<Mutex<Vec<Piece>>>,
    expand: impl Fn(&str) -> Result<Piece, String> + Send + Sync + 'static,
) -> Box<dyn handlebars::HelperDef + Send + Sync> {
    Box::new(
        move |call: &Helper<'_>,
              _: &Handlebars<'_>,
              _: &Context,
              _: &mut RenderContext<'_, '_>,
              out: &mut dyn Output|
              -> HelperResult {
            let name = call
                .param(0)
                .and_then(|p| p.value().as_str())
                .unwrap_or_default();
            let piece = expand(name).map_err(RenderErrorReason::Other)?;
            let mut marked = marked.lock().unwrap_or_else(PoisonError::into_inner);
            marked.push(piece);
            out.write(MARK.encode_utf8(&mut [0; 4]))?;
            Ok(())
        },
    )
}

pub(crate) fn unknown<'a>(
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> String {
    let hint = match nearest(name, known.clone()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("known: {}", known.collect::<Vec<_>>().join(", ")),
    };
    format!("there is no {kind} {name:?}; {hint}")
}
