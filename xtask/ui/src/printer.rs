//! The one place that writes to the terminal.

use std::borrow::Cow;
use std::error::Error;
use std::io::{self, BufRead, IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use diagnostics::Diagnostics;
use indicatif::MultiProgress;

use crate::{Exit, Progress, Table, exit_of, render_diagnostics, render_error};

/// Narrates on stderr and prints data on stdout. Colours and moving progress appear on a
/// terminal only; `NO_COLOR` and `CLICOLOR_FORCE` are honoured.
#[derive(Debug, Clone)]
pub struct Ui {
    bars: MultiProgress,
    terminal: bool,
    /// What every line is about, where several are worked on at once.
    place: Option<String>,
}

impl Default for Ui {
    fn default() -> Self {
        Self::new()
    }
}

impl Ui {
    /// For this process' streams.
    pub fn new() -> Self {
        Self {
            bars: MultiProgress::new(),
            terminal: io::stderr().is_terminal(),
            place: None,
        }
    }

    /// The same, with the place in front of every line: of several things that go on at once.
    #[must_use]
    pub fn within(&self, place: &str) -> Self {
        Self {
            place: Some(place.to_owned()),
            ..self.clone()
        }
    }

    /// A line of narration: a verb in the margin, as cargo has it, and what is done.
    pub fn status(&self, verb: &str, text: impl AsRef<str>) {
        self.narrate(&line(AnsiColor::Green, verb, &self.placed(text.as_ref())));
    }

    /// A line of narration that deserves attention.
    pub fn warn(&self, text: impl AsRef<str>) {
        self.narrate(&line(
            AnsiColor::Yellow,
            "warning",
            &self.placed(text.as_ref()),
        ));
    }

    /// A line of narration about something that failed.
    pub fn failed(&self, verb: &str, text: impl AsRef<str>) {
        self.narrate(&line(AnsiColor::Red, verb, &self.placed(text.as_ref())));
    }

    /// Text for people that belongs to no step, such as the next commands to try.
    pub fn tell(&self, text: impl AsRef<str>) {
        self.narrate(text.as_ref());
    }

    /// Diagnostics, for people.
    pub fn diagnostics(&self, diagnostics: &Diagnostics) {
        let text = render_diagnostics(diagnostics);
        if !text.is_empty() {
            self.narrate(text.trim_end());
        }
    }

    /// The error with its causes and the next steps; gives the status to end with.
    pub fn error(&self, error: &(dyn Error + 'static)) -> Exit {
        self.narrate(render_error(error).trim_end());
        exit_of(error)
    }

    /// Progress of something that takes a while, under a verb in the margin.
    pub fn progress(&self, verb: &'static str, text: impl AsRef<str>) -> Progress {
        Progress::start(self.clone(), verb, text.as_ref())
    }

    /// Data: what the verb was asked for. A reader that has seen enough (`| head`) is no error.
    ///
    /// # Errors
    /// When stdout cannot be written to.
    pub fn data(&self, text: impl AsRef<str>) -> io::Result<()> {
        self.bars.suspend(|| {
            let mut stdout = anstream::stdout().lock();
            let written = stdout
                .write_all(text.as_ref().as_bytes())
                .and_then(|()| stdout.flush());
            match written {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                other => other,
            }
        })
    }

    /// A table as data; wraps to the terminal's width where stdout is one.
    ///
    /// # Errors
    /// When stdout cannot be written to.
    pub fn table(&self, table: &Table) -> io::Result<()> {
        self.data(table.render(stdout_width()))
    }

    /// A value as JSON, indented.
    ///
    /// # Errors
    /// When stdout cannot be written to.
    pub fn json(&self, value: &impl serde::Serialize) -> io::Result<()> {
        let text = serde_json::to_string_pretty(value)?;
        self.data(text + "\n")
    }

    /// Asks a question on the terminal; gives the answer without its newline. `None` when nobody
    /// is there to answer.
    ///
    /// # Errors
    /// When the terminal cannot be read.
    pub fn ask(&self, question: &str) -> io::Result<Option<String>> {
        if !self.terminal || !io::stdin().is_terminal() {
            return Ok(None);
        }
        self.bars.suspend(|| {
            let mut stderr = anstream::stderr().lock();
            write!(stderr, "{question} ")?;
            stderr.flush()?;
            let mut answer = String::new();
            let read = io::stdin().lock().read_line(&mut answer)?;
            Ok((read > 0).then(|| answer.trim().to_owned()))
        })
    }

    /// The text behind the place that it is about.
    pub(crate) fn placed<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match &self.place {
            Some(place) => Cow::Owned(format!("{place}: {text}")),
            None => Cow::Borrowed(text),
        }
    }

    pub(crate) fn bars(&self) -> Option<&MultiProgress> {
        self.terminal.then_some(&self.bars)
    }

    fn narrate(&self, text: &str) {
        // Narration that nobody can read is no reason to fail the work it tells of.
        let write = || {
            let mut stderr = anstream::stderr().lock();
            writeln!(stderr, "{text}").ok();
        };
        if self.terminal {
            self.bars.suspend(write);
        } else {
            write();
        }
    }
}

/// `text` behind `verb` in a margin of 12 columns; further lines are indented alike.
fn line(colour: AnsiColor, verb: &str, text: &str) -> String {
    let style = Style::new().bold().fg_color(Some(colour.into()));
    format!(
        "{style}{verb:>12}{style:#} {}",
        text.replace('\n', "\n             ")
    )
}

fn stdout_width() -> Option<u16> {
    if !io::stdout().is_terminal() {
        return None;
    }
    comfy_table::Table::new().width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_its_place_where_there_are_several() {
        let ui = Ui::new();
        assert_eq!(ui.placed("3 stacks"), "3 stacks");
        assert_eq!(
            ui.within("eu-west-1").placed("3 stacks"),
            "eu-west-1: 3 stacks"
        );
    }

    #[test]
    fn narration_stands_in_a_margin() {
        let text = line(AnsiColor::Green, "Package", "5 functions\n2 new");
        assert_eq!(
            anstream::adapter::strip_str(&text).to_string(),
            "     Package 5 functions\n             2 new"
        );
    }
}
