//! What libFuzzer tells of a run.
//! <https://llvm.org/docs/LibFuzzer.html#output>

/// What became of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// How many inputs were tried.
    pub executions: u64,
    /// How long that took.
    pub seconds: u64,
    /// How many places of the code were reached.
    pub coverage: u64,
    /// The most memory that was in use, in MiB.
    pub peak_mib: u64,
    /// What was found, which ends a run.
    pub finding: Option<Finding>,
}

/// Something that was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// What went wrong, in a line.
    pub what: String,
    /// The file of the input.
    pub input: String,
}

impl Report {
    /// Reads what libFuzzer wrote to stderr.
    pub(super) fn parse(log: &str) -> Self {
        let mut report = Self::default();
        let mut what = None;
        let mut rate = 0;
        for line in log.lines() {
            if let Some(stat) = line.strip_prefix("stat::") {
                let (name, value) = stat.split_once(':').unwrap_or((stat, ""));
                let value = value.trim().parse().unwrap_or_default();
                match name {
                    "number_of_executed_units" => report.executions = value,
                    "average_exec_per_sec" => rate = value,
                    "peak_rss_mb" => report.peak_mib = value,
                    _ => {}
                }
            } else if let Some(coverage) = line.starts_with('#').then(|| after(line, "cov: ")) {
                report.coverage = coverage.unwrap_or(report.coverage);
            } else if let Some((_, input)) = line.split_once("Test unit written to ") {
                let input = input.to_owned();
                // What took too long is told only after its input.
                let what = what.take().unwrap_or_else(|| "took too long".to_owned());
                report.finding = Some(Finding { what, input });
            } else if line.contains("panicked at ") || line.contains("has overflowed its stack") {
                what = Some(line.trim().to_owned());
            } else if let Some((_, error)) = line.split_once("ERROR: libFuzzer: ") {
                // A panic ends in a signal, and says more.
                what.get_or_insert_with(|| error.to_owned());
            }
        }
        if let Some(seconds) = log.lines().find_map(|line| after(line, " runs in ")) {
            report.seconds = seconds;
        } else {
            report.seconds = report.executions.checked_div(rate).unwrap_or_default();
        }
        report
    }
}

/// The number that stands after `words`.
fn after(line: &str, words: &str) -> Option<u64> {
    let (_, rest) = line.split_once(words)?;
    rest.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Finding, Report};

    #[test]
    fn a_run_that_finds_nothing_tells_its_figures() {
        let log = "INFO: Seed: 1\n\
            #9\tINITED cov: 698 ft: 1035 corp: 8/843b exec/s: 0 rss: 28Mb\n\
            #1153684\tDONE   cov: 2075 ft: 9357 corp: 2529/831Kb exec/s: 37215 rss: 33Mb\n\
            Done 1153684 runs in 31 second(s)\n\
            stat::number_of_executed_units: 1153684\n\
            stat::average_exec_per_sec:     37215\n\
            stat::peak_rss_mb:              33\n";
        let report = Report {
            executions: 1_153_684,
            seconds: 31,
            coverage: 2_075,
            peak_mib: 33,
            finding: None,
        };
        assert_eq!(Report::parse(log), report);
    }

    #[test]
    fn a_finding_is_told_with_its_cause_and_its_input() {
        let log = "#9\tNEW cov: 700 ft: 1035\n\
            thread '<unnamed>' (7) panicked at src/eval.rs:1:2:\n\
            ==7== ERROR: libFuzzer: deadly signal\n\
            artifact_prefix='/f/'; Test unit written to /f/crash-1\n";
        let finding = Finding {
            what: "thread '<unnamed>' (7) panicked at src/eval.rs:1:2:".to_owned(),
            input: "/f/crash-1".to_owned(),
        };
        let report = Report::parse(log);
        assert_eq!((report.coverage, report.finding), (700, Some(finding)));
        let slow = "ALARM: working on the last Unit for 11 seconds\n\
            artifact_prefix='/f/'; Test unit written to /f/timeout-1\n\
            ==7== ERROR: libFuzzer: timeout after 11 seconds\n";
        let what = Report::parse(slow).finding.map(|finding| finding.what);
        assert_eq!(what.as_deref(), Some("took too long"));
    }
}
