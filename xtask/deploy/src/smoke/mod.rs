//! The smoke test: whether what was deployed does what it is for. The functions and the catalogue
//! are as they should be, a small batch with known outcome goes through the pipeline, a shipped
//! query answers, and the alarms are quiet.

mod cleanup;
mod health;
mod pictures;

use std::time::Instant;

use contracts::BatchName;
use contracts::recording::Counts;
use serde::Serialize;

use crate::session::Session;

/// What came of a smoke test.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Smoke {
    /// Whether everything is as expected.
    pub passed: bool,
    /// Every check, in order.
    pub checks: Vec<Check>,
    /// Pictures of which the lake says something else than expected.
    pub mismatches: Vec<Mismatch>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Check {
    /// What should be so, as a sentence without its full stop.
    pub name: &'static str,
    /// What is not so; none where all is well.
    pub failures: Vec<String>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// A picture of which the lake says something else than expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mismatch {
    pub file: String,
    pub expected: String,
    pub found: String,
}

/// A batch and its counts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BatchReport {
    pub name: BatchName,
    #[serde(flatten)]
    pub counts: Counts,
}

/// Runs it.
pub(crate) async fn run(session: &Session) -> anyhow::Result<(BatchReport, Smoke)> {
    let mut checks = Vec::new();
    checks.push(timed("the functions are active", health::functions(session)).await?);
    checks.push(timed("the catalogue is as generated", health::catalogue(session)).await?);
    let begun = Instant::now();
    let (batch, mismatches) = pictures::check(session).await?;
    checks.push(Check {
        name: "the sample pictures come out as known",
        failures: mismatches.iter().map(Mismatch::told).collect(),
        seconds: begun.elapsed().as_secs_f64(),
    });
    checks.push(timed("a shipped query answers", health::query(session)).await?);
    checks.push(timed("the alarms are quiet", health::alarms(session)).await?);
    let smoke = Smoke {
        passed: checks.iter().all(|check| check.failures.is_empty()),
        checks,
        mismatches,
    };
    smoke.show(session);
    // In the embedded region the batch stays: it is what there is to look at.
    if !session.manifest().embedded {
        cleanup::remove(session, &batch.name).await?;
    }
    Ok((batch, smoke))
}

async fn timed(
    name: &'static str,
    check: impl Future<Output = anyhow::Result<Vec<String>>>,
) -> anyhow::Result<Check> {
    let begun = Instant::now();
    let failures = check.await?;
    Ok(Check {
        name,
        failures,
        seconds: begun.elapsed().as_secs_f64(),
    })
}

impl BatchReport {
    /// A line for people.
    pub(crate) fn line(&self, smoke: &Smoke) -> String {
        format!(
            "smoke test {}: {} pictures, {} rejected, {} suspicious, {} defects ({})\n",
            if smoke.passed { "passed" } else { "FAILED" },
            self.counts.pictures,
            self.counts.rejected,
            self.counts.suspicious,
            self.counts.defects,
            self.name,
        )
    }
}

impl Smoke {
    fn show(&self, session: &Session) {
        for check in &self.checks {
            if check.failures.is_empty() {
                session.ui.status("Smoke", check.name);
                continue;
            }
            let text = format!(
                "not so: {} ({})",
                check.name,
                ui::count(check.failures.len(), "difference")
            );
            session.ui.failed("Smoke", text);
            for failure in &check.failures {
                session.ui.failed("", failure);
            }
        }
    }
}

impl Mismatch {
    fn told(&self) -> String {
        format!(
            "{}: expected {}, found {}",
            ui::shown(&self.file),
            self.expected,
            ui::shown(&self.found)
        )
    }
}
