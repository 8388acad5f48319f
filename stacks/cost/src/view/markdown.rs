//! For a comment on a pull request.

use std::fmt::Write as _;

use super::sections::{Section, Side, sections};
use crate::report::Report;

/// The report as GitHub Markdown: the totals in sight, the rest folded.
pub fn render_markdown(report: &Report) -> String {
    let mut out = String::new();
    for (at, section) in sections(report).iter().enumerate() {
        if at == 0 {
            let _ = writeln!(out, "### {}\n", escaped(&section.title));
            body(&mut out, section);
        } else {
            let title = escaped(&section.title);
            let _ = writeln!(out, "\n<details><summary>{title}</summary>\n");
            body(&mut out, section);
            out.push_str("\n</details>\n");
        }
    }
    out
}

fn body(out: &mut String, section: &Section) {
    if !section.columns.is_empty() {
        let names = section.columns.iter().map(|(name, _)| escaped(name));
        let sides = section.columns.iter().map(|(_, side)| match side {
            Side::Left => "---".to_owned(),
            Side::Right => "---:".to_owned(),
        });
        row(out, names);
        row(out, sides);
        for cells in &section.rows {
            let missing = section.columns.len().saturating_sub(cells.len());
            let empty = std::iter::repeat_n(String::new(), missing);
            row(out, cells.iter().map(|cell| escaped(cell)).chain(empty));
        }
    }
    for sentence in &section.sentences {
        let _ = writeln!(out, "\n{}", escaped(sentence));
    }
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.collect();
    let _ = writeln!(out, "| {} |", cells.join(" | "));
}

/// Text that means itself. Two spaces in front stand for a line within a service.
fn escaped(text: &str) -> String {
    let inner = text.trim_start();
    let indent = if inner.len() < text.len() { "– " } else { "" };
    let mut out = String::from(indent);
    for letter in inner.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' | '`' | '*' | '_' | '\\' | '[' | ']' => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}
