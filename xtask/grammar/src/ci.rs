//! The verbs that write what a CI service reads.

use std::path::PathBuf;

use clap::{Args, Subcommand};

/// `ci`.
#[derive(Debug, Clone, Args)]
pub struct CiArgs {
    /// The service.
    #[command(subcommand)]
    pub service: CiService,
}

/// The CI services.
#[derive(Debug, Clone, Subcommand)]
pub enum CiService {
    /// Workflows of GitHub Actions: a pull request is tested and planned, what is on the main
    /// branch goes to one environment, a release to another.
    #[command(after_help = examples!(
        "cargo xtask ci github" => "writes .github/workflows",
        "cargo xtask ci github --check" => "fail with a diff when they are stale (for CI)",
        "cargo xtask ci github --main dev --release live" => "environments of your own names",
    ))]
    Github(GithubArgs),
}

/// `ci github`.
#[derive(Debug, Clone, Args)]
pub struct GithubArgs {
    /// The folder of the workflows; `.github/workflows` of the workspace by default.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Change nothing; print a diff and fail when the workflows are stale.
    #[arg(long)]
    pub check: bool,
    /// The environment that what is on the main branch is deployed to.
    #[arg(long, value_name = "ENV", default_value = "staging")]
    pub main: String,
    /// The environment that releases are deployed to.
    #[arg(long, value_name = "ENV", default_value = "prod")]
    pub release: String,
}
