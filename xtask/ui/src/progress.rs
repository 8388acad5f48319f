//! Progress: a moving line on a terminal, and few plain lines anywhere else.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{Ui, duration, shown};

/// Without a terminal, a line at most this often.
const PLAIN_EVERY: Duration = Duration::from_secs(10);

/// Something that takes a while. Dropped without [`Progress::done`], its line vanishes: the
/// error that follows tells the rest.
#[derive(Debug)]
pub struct Progress {
    ui: Ui,
    verb: &'static str,
    bar: Option<ProgressBar>,
    started: Instant,
    last_plain: Mutex<Instant>,
}

impl Progress {
    pub(crate) fn start(ui: Ui, verb: &'static str, text: &str) -> Self {
        let now = Instant::now();
        let bar = ui.bars().map(|bars| {
            let bar = bars.add(ProgressBar::new_spinner());
            let template = "{prefix:>12.cyan.bold} {wide_msg} {elapsed:.dim} {spinner:.cyan}";
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.set_prefix(verb);
            bar.set_message(ui.placed(text).into_owned());
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        if bar.is_none() {
            ui.status(verb, text);
        }
        Self {
            ui,
            verb,
            bar,
            started: now,
            last_plain: Mutex::new(now),
        }
    }

    /// How far it is.
    pub fn update(&self, text: impl AsRef<str>) {
        let text = shown(text.as_ref());
        match &self.bar {
            Some(bar) => bar.set_message(self.ui.placed(&text).into_owned()),
            None => {
                // A poisoned lock only means that a line may come a little early.
                let mut last = self
                    .last_plain
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner);
                if last.elapsed() >= PLAIN_EVERY {
                    *last = Instant::now();
                    self.ui.status(self.verb, text);
                }
            }
        }
    }

    /// It is done: one line stays, with the time it took.
    pub fn done(self, text: impl AsRef<str>) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let took = self.started.elapsed();
        let text = text.as_ref();
        if took >= Duration::from_millis(500) {
            self.ui
                .status(self.verb, format!("{text} ({})", duration(took)));
        } else {
            self.ui.status(self.verb, text);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
