//! What programs are told of a deploy while it goes on: a JSON object a line.

use serde::Serialize;
use ui::Ui;

/// Where the events of one region go.
#[derive(Debug, Clone)]
pub(crate) struct Stream {
    ui: Ui,
    region: String,
    /// Whether anybody asked for them.
    wanted: bool,
}

/// Something that happened.
#[derive(Debug, Serialize)]
#[serde(
    tag = "event",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(crate) enum Event<'a> {
    /// A region's turn has come.
    RegionStarted { wave: u32 },
    /// A change set is executed.
    StackStarted {
        stack: &'a str,
        creates: bool,
        resources: usize,
    },
    /// A resource came to an end, or to trouble.
    Resource {
        stack: &'a str,
        logical_id: &'a str,
        r#type: &'a str,
        status: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
        /// Resources that are done.
        done: usize,
        /// Resources that change.
        of: usize,
    },
    /// A stack came to rest.
    StackEnded {
        stack: &'a str,
        status: &'a str,
        changes: usize,
    },
    /// A smoke test ended.
    Smoke { passed: bool },
    /// A region did not become what it should.
    RegionFailed { reason: &'a str },
    /// A region is what it should be.
    RegionDone,
}

impl Stream {
    pub(crate) fn new(ui: &Ui, region: &str, wanted: bool) -> Self {
        Self {
            ui: ui.clone(),
            region: region.to_owned(),
            wanted,
        }
    }

    /// Prints the event as a line of JSON, where programs asked for that.
    pub(crate) fn event(&self, event: &Event<'_>) -> anyhow::Result<()> {
        if !self.wanted {
            return Ok(());
        }
        #[derive(Serialize)]
        struct Line<'a> {
            /// RFC 3339 in UTC.
            at: String,
            region: &'a str,
            #[serde(flatten)]
            event: &'a Event<'a>,
        }
        let line = Line {
            at: jiff::Timestamp::now().to_string(),
            region: &self.region,
            event,
        };
        Ok(self.ui.data(serde_json::to_string(&line)? + "\n")?)
    }
}
