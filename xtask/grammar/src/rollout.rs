//! The verbs that plan, change and look at an environment.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::{Place, Report};

/// `diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// Compare with the committed templates of another revision, without an account.
    #[arg(long)]
    pub offline: bool,
    /// The revision in git.
    #[arg(long, value_name = "REV", default_value = "HEAD", requires = "offline")]
    pub against: String,
    /// Look for drift first, which takes CloudFormation a while; without it, what the last search
    /// found is shown.
    #[arg(long, conflicts_with = "offline")]
    pub drift: bool,
    /// Take back what somebody changed by hand: plans are made of the resources as they are, and a
    /// deploy of one makes them what the templates say again.
    #[arg(long, conflicts_with = "offline")]
    pub revert_drift: bool,
    /// Keep the plan in a file, and its change sets in the account, for `deploy --plan`.
    #[arg(long, value_name = "FILE", conflicts_with = "offline")]
    pub save: Option<PathBuf>,
    /// Resources whose data may be lost, as `REGION/STACK/LOGICAL-ID`; may be given more than once.
    #[arg(long = "allow-replace", value_name = "ADDRESS")]
    pub allowed: Vec<String>,
    /// End with 3 where there is something to do.
    #[arg(long)]
    pub exit_code: bool,
    /// How the plan is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PlanFormat,
}

/// The forms of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

/// `deploy`.
#[derive(Debug, Clone, Args)]
pub struct DeployArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: DeployFormat,
    /// Ask nothing before changing an environment on AWS.
    #[arg(long)]
    pub yes: bool,
    /// Leave out the smoke test.
    #[arg(long)]
    pub no_smoke: bool,
    /// Apply exactly this plan of `diff --save`; refused when anything has changed since.
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Take back what somebody changed by hand, also where the templates did not change. When the
    /// deploy fails, the stacks go back to what was there before it, by hand or not.
    #[arg(long, conflicts_with = "plan")]
    pub revert_drift: bool,
    /// Resources whose data may be lost, as `REGION/STACK/LOGICAL-ID`; may be given more than
    /// once.
    #[arg(long = "allow-replace", value_name = "ADDRESS")]
    pub allowed: Vec<String>,
    /// A file that takes the smoke tests' results as JUnit XML, for CI.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// The forms of a deploy's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DeployFormat {
    /// For people.
    Table,
    /// One JSON object at the end.
    Json,
    /// A JSON object a line for everything that happens; the last is the report.
    Events,
}

/// `bootstrap`.
#[derive(Debug, Clone, Args)]
pub struct BootstrapArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// Ask nothing.
    #[arg(long)]
    pub yes: bool,
}

/// `rollback`.
#[derive(Debug, Clone, Args)]
pub struct RollbackArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// The release to go back to, by its time; without it, the one before.
    #[arg(long, value_name = "TIME", conflicts_with = "list")]
    pub to: Option<String>,
    /// Only list the releases.
    #[arg(long)]
    pub list: bool,
    /// Resources whose data may be lost, as `REGION/STACK/LOGICAL-ID`; may be given more than
    /// once.
    #[arg(long = "allow-replace", value_name = "ADDRESS")]
    pub allowed: Vec<String>,
    /// Ask nothing.
    #[arg(long)]
    pub yes: bool,
    /// Leave out the smoke test.
    #[arg(long)]
    pub no_smoke: bool,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `drift`.
#[derive(Debug, Clone, Args)]
pub struct DriftArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// Say of what is found that it is meant: plans show it as accepted, until it changes again.
    #[arg(long)]
    pub accept: bool,
    /// End with 3 where there is drift that is not accepted.
    #[arg(long)]
    pub exit_code: bool,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `gc`.
#[derive(Debug, Clone, Args)]
pub struct GcArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// How many releases to go back to are kept, in each region.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    pub keep: u16,
    /// What is younger stays in any case, in minutes: a deploy that is under way may need it.
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    pub min_age: u32,
    /// Only tell what would go.
    #[arg(long)]
    pub dry_run: bool,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `logs`.
#[derive(Debug, Clone, Args)]
pub struct LogsArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// Go on as new lines come, until Ctrl-C.
    #[arg(short, long)]
    pub follow: bool,
    /// From how long ago: a number with `s`, `m`, `h` or `d`.
    #[arg(long, value_name = "TIME", default_value = "10m", value_parser = duration)]
    pub since: Duration,
    /// One of the functions, such as `first-look`, or `executions`; may be given more than once.
    #[arg(long = "function", value_name = "NAME")]
    pub functions: Vec<String>,
    /// Lines that match, in the words of CloudWatch Logs' filter patterns.
    #[arg(long, value_name = "PATTERN")]
    pub filter: Option<String>,
    /// How lines are printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `status`.
#[derive(Debug, Clone, Args)]
pub struct StatusArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `outputs`.
#[derive(Debug, Clone, Args)]
pub struct OutputsArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `destroy`.
#[derive(Debug, Clone, Args)]
pub struct DestroyArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// Delete pictures, results and models as well; the environment's name says that it is meant.
    /// Without the name, it is asked for.
    #[arg(long, value_name = "ENV", num_args = 0..=1, require_equals = true)]
    pub including_data: Option<Option<String>>,
    /// Ask nothing.
    #[arg(long)]
    pub yes: bool,
}

/// `smoke`.
#[derive(Debug, Clone, Args)]
pub struct SmokeArgs {
    /// Where.
    #[command(flatten)]
    pub place: Place,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
    /// A file that takes the results as JUnit XML, for CI.
    #[arg(long, value_name = "FILE")]
    pub junit: Option<PathBuf>,
}

/// A length of time such as `90s`, `10m`, `2h`, `1d`.
fn duration(text: &str) -> Result<Duration, String> {
    let how = || "write a whole number with s, m, h or d, such as `10m`".to_owned();
    let unit = text.chars().next_back().ok_or_else(how)?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(how()),
    };
    let number: u64 = text[..text.len() - 1].parse().map_err(|_| how())?;
    let seconds = number.checked_mul(seconds).ok_or_else(how)?;
    Ok(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_has_a_unit() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7_200)));
        for wrong in ["", "5", "m", "-1m", "1.5h", "99999999999999999999d", "5µ"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
