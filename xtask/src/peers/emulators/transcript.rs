//! The checks of a run as people read them; what does not hold is counted and told at the end.

use std::cell::RefCell;
use std::time::Duration;

use ui::{Problem, Ui, count};

/// What was checked so far.
#[derive(Debug)]
pub(super) struct Transcript<'a> {
    ui: &'a Ui,
    failed: RefCell<Vec<String>>,
    held: RefCell<usize>,
}

impl<'a> Transcript<'a> {
    pub(super) fn new(ui: &'a Ui) -> Self {
        Self {
            ui,
            failed: RefCell::default(),
            held: RefCell::default(),
        }
    }

    /// A step begins.
    pub(super) fn step(&self, what: &str) {
        self.ui.status("Step", what);
    }

    /// Something that is neither right nor wrong.
    pub(super) fn note(&self, text: impl AsRef<str>) {
        self.ui.status("", text);
    }

    /// A step that this peer is not asked for.
    pub(super) fn not_asked(&self, what: &str, why: &str) {
        self.ui.warn(format!("not asked: {what}: {why}"));
    }

    /// Something that has to hold; `found` says what is the case.
    pub(super) fn check(&self, holds: bool, what: &str, found: impl AsRef<str>) -> bool {
        let found = found.as_ref();
        if holds {
            *self.held.borrow_mut() += 1;
            self.ui.status("ok", told(what, found));
        } else {
            self.failed.borrow_mut().push(what.to_owned());
            self.ui.failed("NOT OK", told(what, found));
        }
        holds
    }

    /// That nothing is wrong: each is told.
    pub(super) fn none(&self, wrong: &[String], what: &str) -> bool {
        for one in wrong {
            self.ui.failed("", one);
        }
        let found = match wrong.len() {
            0 => String::new(),
            number => format!("{number} are not"),
        };
        self.check(wrong.is_empty(), what, found)
    }

    /// The end: an error where something does not hold.
    pub(super) fn end(self, peer: &str, took: Duration) -> anyhow::Result<()> {
        let held = count(self.held.into_inner(), "check");
        let failed = self.failed.into_inner();
        if failed.is_empty() {
            let text = format!("{held} hold on {peer}, in {}", ui::duration(took));
            self.ui.status("Peer", text);
            return Ok(());
        }
        Err(Problem::new(format!(
            "{} of {peer} do not hold, {held} do: {}",
            count(failed.len(), "check"),
            failed.join("; ")
        ))
        .next("see the transcript above, and the logs beside it under target/peers")
        .into())
    }
}

fn told(what: &str, found: &str) -> String {
    if found.is_empty() {
        what.to_owned()
    } else {
        format!("{what}: {found}")
    }
}
