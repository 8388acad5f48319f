//! For a terminal: at most 80 columns wide, without colour.

use std::fmt::Write as _;

use super::sections::{Section, Side, sections};
use crate::report::Report;

/// The widest line.
const WIDTH: usize = 80;
/// Between two columns.
const GAP: &str = "  ";

/// The report as tables of text.
pub fn render_table(report: &Report) -> String {
    let sections = sections(report);
    let texts: Vec<String> = sections.iter().map(render).collect();
    texts.join("\n")
}

fn render(section: &Section) -> String {
    let mut out = format!("{}\n", section.title);
    if !section.columns.is_empty() {
        let widths = widths(section);
        let names = section.columns.iter().map(|(name, _)| *name);
        row(&mut out, section, &widths, names);
        for cells in &section.rows {
            row(&mut out, section, &widths, cells.iter().map(String::as_str));
        }
    }
    for sentence in &section.sentences {
        wrapped(&mut out, sentence);
    }
    out
}

/// Each column is as wide as its widest cell; the first gives way where the line is too long.
fn widths(section: &Section) -> Vec<usize> {
    let mut widths: Vec<usize> = section
        .columns
        .iter()
        .enumerate()
        .map(|(at, (name, _))| {
            let cells = section.rows.iter().filter_map(|row| row.get(at));
            let widest = cells.map(|cell| cell.chars().count()).max();
            widest.unwrap_or(0).max(name.len())
        })
        .collect();
    let rest: usize = widths.iter().skip(1).map(|width| width + GAP.len()).sum();
    if let Some(first) = widths.first_mut() {
        *first = (*first).min(WIDTH.saturating_sub(2 + rest));
    }
    widths
}

fn row<'a>(
    out: &mut String,
    section: &Section,
    widths: &[usize],
    cells: impl Iterator<Item = &'a str>,
) {
    let mut line = String::from("  ");
    for (at, cell) in cells.enumerate() {
        let width = widths.get(at).copied().unwrap_or_default();
        let side = section
            .columns
            .get(at)
            .map_or(Side::Left, |(_, side)| *side);
        if at > 0 {
            line.push_str(GAP);
        }
        let cell = shortened(cell, width);
        let _ = match side {
            Side::Left => write!(line, "{cell:<width$}"),
            Side::Right => write!(line, "{cell:>width$}"),
        };
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// The text, cut at its end where it is too long.
fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

/// Words over as many lines as they need.
fn wrapped(out: &mut String, text: &str) {
    let mut line = String::from(" ");
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH && line.trim() != "" {
            out.push_str(&line);
            out.push('\n');
            line = String::from("   ");
        }
        line.push(' ');
        line.push_str(word);
    }
    out.push_str(&line);
    out.push('\n');
}
