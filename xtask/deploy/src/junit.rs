//! JUnit XML of smoke tests, for CI.

use std::path::Path;
use std::time::Duration;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use ui::Problem;

use crate::rollout::RegionResult;
use crate::smoke::Smoke;

/// A region, as a suite of tests: its smoke test, or why there was none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Suite<'a> {
    pub environment: &'a str,
    pub region: &'a str,
    pub smoke: Option<&'a Smoke>,
    pub failure: Option<&'a str>,
}

impl<'a> From<&'a RegionResult> for Suite<'a> {
    fn from(result: &'a RegionResult) -> Self {
        Self {
            environment: &result.environment,
            region: &result.region,
            smoke: result.smoke.as_ref(),
            failure: result.failure.as_deref(),
        }
    }
}

/// Writes the suites to a file.
pub(crate) fn write<'a>(
    file: &Path,
    suites: impl IntoIterator<Item = Suite<'a>>,
) -> anyhow::Result<()> {
    std::fs::write(file, render(suites)?)
        .map_err(|error| Problem::new(format!("cannot write {}", file.display())).because(error))?;
    Ok(())
}

fn render<'a>(suites: impl IntoIterator<Item = Suite<'a>>) -> anyhow::Result<String> {
    let mut report = Report::new("sightline");
    for suite in suites {
        let mut tests = TestSuite::new(format!("{} {}", suite.environment, suite.region));
        if let Some(failure) = suite.failure {
            tests.add_test_case(TestCase::new("the region is deployed", failed(failure)));
        }
        for check in suite.smoke.iter().flat_map(|smoke| &smoke.checks) {
            let status = match check.failures.is_empty() {
                true => TestCaseStatus::success(),
                false => failed(&check.failures.join("\n")),
            };
            let mut test = TestCase::new(check.name, status);
            test.set_time(Duration::from_secs_f64(check.seconds));
            tests.add_test_case(test);
        }
        report.add_test_suite(tests);
    }
    Ok(report.to_string()?)
}

fn failed(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(why.lines().next().unwrap_or_default());
    status.set_description(why);
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::smoke::Check;

    #[test]
    fn every_check_is_a_test() {
        let check = |name, failures: &[&str]| Check {
            name,
            failures: failures.iter().map(|&failure| failure.to_owned()).collect(),
            seconds: 0.25,
        };
        let smoke = Smoke {
            passed: false,
            checks: vec![
                check("the functions are active", &[]),
                check("the alarms are quiet", &["<late> is raised: a & b"]),
            ],
            mismatches: Vec::new(),
        };
        let suites = [
            Suite {
                environment: "prod",
                region: "eu-west-1",
                smoke: Some(&smoke),
                failure: None,
            },
            Suite {
                environment: "prod",
                region: "us-east-1",
                smoke: None,
                failure: Some("the stack x is ROLLBACK_COMPLETE"),
            },
        ];
        insta::assert_snapshot!(render(suites).unwrap(), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="sightline" tests="3" skipped="0" failures="2" errors="0">
            <testsuite name="prod eu-west-1" tests="2" skipped="0" errors="0" failures="1">
                <testcase name="the functions are active" time="0.250"/>
                <testcase name="the alarms are quiet" time="0.250">
                    <failure message="&lt;late&gt; is raised: a &amp; b">&lt;late&gt; is raised: a &amp; b</failure>
                </testcase>
            </testsuite>
            <testsuite name="prod us-east-1" tests="1" skipped="0" errors="0" failures="1">
                <testcase name="the region is deployed">
                    <failure message="the stack x is ROLLBACK_COMPLETE">the stack x is ROLLBACK_COMPLETE</failure>
                </testcase>
            </testsuite>
        </testsuites>
        "#);
    }
}
