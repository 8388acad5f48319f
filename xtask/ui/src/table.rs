//! Tables.

use anstyle::Style;
use comfy_table::{CellAlignment, ContentArrangement, presets};

use crate::text::shown;

/// On which side a column's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table without lines: a header and rows of text.
#[derive(Debug, Clone)]
pub struct Table {
    columns: Vec<(String, Align)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub fn new<S: Into<String>>(columns: impl IntoIterator<Item = (S, Align)>) -> Self {
        Self {
            columns: columns
                .into_iter()
                .map(|(name, align)| (name.into(), align))
                .collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row; cells that are missing stay empty.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Whether it holds no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The text, ending in a newline. Cells wrap only where `width` is given.
    pub fn render(&self, width: Option<u16>) -> String {
        let mut table = comfy_table::Table::new();
        // A column separates itself from the next with two spaces and nothing else.
        table.load_style(presets::NOTHING);
        table.set_content_arrangement(match width {
            Some(_) => ContentArrangement::Dynamic,
            None => ContentArrangement::Disabled,
        });
        if let Some(width) = width {
            table.set_width(width);
        }
        table.set_header(self.columns.iter().map(|(name, _)| name.as_str()));
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| shown(cell).into_owned()));
        }
        for (at, (_, align)) in self.columns.iter().enumerate() {
            if let Some(column) = table.column_mut(at) {
                column.set_padding((0, 2));
                column.set_cell_alignment(match align {
                    Align::Left => CellAlignment::Left,
                    Align::Right => CellAlignment::Right,
                });
            }
        }
        let bold = Style::new().bold();
        let mut out = String::new();
        for (at, line) in table.lines().enumerate() {
            let line = line.trim_end();
            if at == 0 {
                out.push_str(&format!("{bold}{line}{bold:#}\n"));
            } else {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new([("device", Align::Left), ("defects", Align::Right)]);
        table.row(["insulator-7", "12"]);
        table.row(["meter\u{7}", "3"]);
        table
    }

    #[test]
    fn numbers_stand_right_and_words_left() {
        let text = anstream::adapter::strip_str(&sample().render(None)).to_string();
        insta::assert_snapshot!(text, @r"
        device       defects
        insulator-7       12
        meter\u{7}         3
        ");
    }

    #[test]
    fn a_narrow_terminal_wraps_cells() {
        let text = sample().render(Some(18));
        assert!(text.lines().count() > 3, "{text}");
    }
}
