//! The command line's grammar. The light half (`xtask`) parses it, builds what the verb needs
//! and hands the very same words to the heavy half (`sightline-deploy`), which parses them again:
//! one grammar, so that the two cannot disagree.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub use ci::{CiArgs, CiService, GithubArgs};
pub use cost::{CostArgs, CostFormat, PricedLook};
pub use dataset::{
    AddArgs, DatasetArgs, DatasetBack, DatasetBackVerb, DatasetPlace, DatasetVerb, GivenLabel,
    ImportLookoutArgs, LabelArgs, MaskBackground, NearArgs, PicturesVerb, SplitArgs, StatsArgs,
    VerifyArgs,
};
pub use model::{
    DeployedModelVerb, LabelledPictures, ModelArgs, ModelBackfillArgs, ModelCompareArgs,
    ModelEvaluateArgs, ModelListArgs, ModelMonitorArgs, ModelPromoteArgs, ModelRollbackArgs,
    ModelShowArgs, ModelTrainArgs, ModelVerb,
};
pub use rollout::{
    BootstrapArgs, DeployArgs, DeployFormat, DestroyArgs, DiffArgs, DriftArgs, GcArgs, LogsArgs,
    OutputsArgs, PlanFormat, RollbackArgs, SmokeArgs, StatusArgs,
};
pub use workflow::{
    CheckArgs, ConformanceArgs, DrawingFormat, GraphArgs, Level, MachineType, RunArgs,
    TestStateArgs, Validation, WorkflowArgs, WorkflowVerb,
};

/// Examples for a `--help`, the commands in one column and what they do in the next.
macro_rules! examples {
    ($($command:literal => $does:literal),+ $(,)?) => {
        concat!("Examples:", $("\n  ", $command, "\n      ", $does),+)
    };
}

mod ci;
mod cost;
mod dataset;
mod model;
mod rollout;
mod workflow;

/// The light half: `cargo xtask`.
#[derive(Debug, Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "Provisions picture inspection on AWS, or runs the very same on this machine.",
    after_help = examples!(
        "cargo xtask deploy" => "all of it on this machine, no account needed",
        "cargo xtask inspect ./photos --normals ./photos-of-sound-ones" => "pictures of your own",
        "cargo xtask query repair-backlog" => "what to repair first",
    ),
    disable_help_subcommand = true
)]
pub struct Front {
    /// The verb.
    #[command(subcommand)]
    pub verb: FrontVerb,
}

/// Every verb.
#[derive(Debug, Subcommand)]
pub enum FrontVerb {
    /// Generate templates, state machines and queries from the configuration.
    #[command(after_help = examples!(
        "cargo xtask generate" => "write stacks/generated",
        "cargo xtask generate --check" => "fail with a diff when it is stale (for CI)",
    ))]
    Generate(GenerateArgs),
    /// Tell every mistake of CloudFormation templates, JSON or YAML, with its place.
    #[command(after_help = examples!(
        "cargo xtask check" => "all of stacks/generated, each in the regions of its folder",
        "cargo xtask check stack.yaml --region eu-west-1 --region us-east-1" => "a template of your own",
        "cargo xtask check --strict --format github" => "annotations for a pull request; warnings fail",
        "cargo xtask check --format sarif > check.sarif" => "for code scanning",
    ))]
    Check(TemplatesArgs),
    /// Write what a CI service reads: workflows that test, plan and deploy.
    #[command(subcommand_required = true, arg_required_else_help = true, after_help = examples!(
        "cargo xtask ci github" => "workflows of GitHub Actions",
    ))]
    Ci(CiArgs),
    /// Tell what an environment costs on AWS in a month, and what other close looks would cost.
    ///
    /// Usage follows from the configuration (the state machine, memory of functions, how long things are
    /// kept) and from assumptions, which are listed and may be set. Prices are AWS's public ones of a
    /// dated file with sources, without free tiers, discounts and tax; no account is asked.
    #[command(after_help = examples!(
        "cargo xtask cost prod --pictures 300000" => "a month, for each region",
        "cargo xtask cost prod --pictures 300000 --suspicious 4% --region eu-west-1" => "one region, your own share of suspicious pictures",
        "cargo xtask cost staging --pictures 50000 --close-look serverless" => "as if another model looked closely",
        "cargo xtask cost prod --pictures 300000 --seconds prepare=0.8 --assume picture-bytes=2500000" => "with what you measured",
        "cargo xtask cost prod --pictures 300000 --assume trainings=4 --assume training-seconds=1800" => "with four trainings a month of each class's model",
        "cargo xtask cost prod --pictures 300000 --format json" => "for programs; exact",
    ))]
    Cost(CostArgs),
    /// Make Rust modules of CloudFormation's resource types.
    #[command(after_help = examples!(
        "cargo xtask codegen" => "write the modules of stacks/cfn",
        "cargo xtask codegen --check" => "fail with a diff when they are stale (for CI)",
        "cargo xtask codegen --service AppSync --service EC2 --out ../more" => "a crate of other services",
        "cargo xtask codegen --schemas ./schemas --out ../mine" => "a crate of types of your own",
        "cargo xtask codegen --all --check-compiles" => "prove that every known type compiles",
    ))]
    Codegen(CodegenArgs),
    /// Build everything and run every test.
    #[command(after_help = examples!(
        "cargo xtask test" => "all tests",
        "cargo xtask test -- -p region" => "words after -- go to the test runner",
    ))]
    Test(TestArgs),
    /// Give the States Language hostile input and tell what breaks.
    ///
    /// The targets are `definition`, `path`, `expression`, `input` and `test_state`. Each runs until
    /// its share of the time is over or it finds a panic, an input that takes too long, or one that
    /// takes too much memory; its input is kept under target/fuzz/findings.
    #[command(after_help = examples!(
        "cargo xtask fuzz" => "every target, ten minutes in all",
        "cargo xtask fuzz path expression --seconds 60" => "two of them, half a minute each",
    ))]
    Fuzz(FuzzArgs),
    /// Hold what this project makes against tools and suites of other projects.
    #[command(after_help = examples!(
        "cargo xtask peers" => "every peer; each is installed under target/peers first",
        "cargo xtask peers jsonata" => "one of them",
        "cargo xtask peers labelling" => "a browser labels pictures; the manifest is held against its keys",
        "cargo xtask peers ministack moto" => "deploys to other AWS emulators, read back step by step",
    ))]
    Peers(PeersArgs),
    /// Measure how fast it is, beside others where there are any.
    #[command(after_help = examples!(
        "cargo xtask bench lake" => "10 million rows in 400 partitions, beside DuckDB",
        "cargo xtask bench lake --rows 1000000 --partitions 40" => "a smaller lake",
        "cargo xtask bench deploy" => "ten regions at once beside one",
        "cargo xtask bench workflow" => "transitions of state machines a second",
    ))]
    Bench(BenchArgs),
    /// Check, run, test and draw state machines; no account, no environment.
    #[command(subcommand_required = true, arg_required_else_help = true, after_help = examples!(
        "cargo xtask workflow check orders.asl.json" => "every mistake, with its place",
        "cargo xtask workflow run orders.asl.json --input '{}' --mock mocks.json" => "on this machine",
        "cargo xtask workflow graph orders.asl.json --format svg > orders.svg" => "a picture",
    ))]
    Workflow(WorkflowArgs),
    /// A verb of datasets, which has a program of its own.
    #[command(flatten)]
    Pictures(PicturesVerb),
    /// A verb of the heavy half.
    #[command(flatten)]
    Heavy(Verb),
}

/// The heavy half: `sightline-deploy`, started by the light one.
#[derive(Debug, Parser)]
#[command(name = "sightline-deploy", about = "The heavy half of cargo xtask.")]
pub struct Back {
    /// The workspace's folder.
    #[arg(long, value_name = "DIR")]
    pub workspace: PathBuf,
    /// Cargo's target folder, which also holds the embedded region's state.
    #[arg(long, value_name = "DIR")]
    pub target: PathBuf,
    /// The folder that holds the functions' binaries.
    #[arg(long, value_name = "DIR")]
    pub functions: Option<PathBuf>,
    /// The verb.
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs that act on an environment.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Provision an environment and prove that it works.
    ///
    /// Regions are deployed in waves: the canary of the configuration first, then the others, a
    /// few at once. When one fails, no further wave begins; run it again to go on with what is
    /// left. An account is set up with `cargo xtask bootstrap` first. Exit status: 4 where data
    /// would be lost and --allow-replace does not say so; nothing is changed then.
    #[command(after_help = examples!(
        "cargo xtask deploy" => "the environment `local`, on this machine",
        "cargo xtask deploy staging" => "on AWS, with the credentials of the default chain",
        "cargo xtask deploy prod --region eu-west-1 --yes" => "one region, asking nothing (for CI)",
        "cargo xtask deploy prod --plan prod.plan.json" => "exactly what `diff --save` showed, or nothing",
        "cargo xtask deploy --format json" => "one JSON object on stdout",
        "cargo xtask deploy prod --yes --format events" => "a JSON object a line as it goes on; the last is the report",
        "cargo xtask deploy staging --target ministack --endpoint http://127.0.0.1:4566" => "on another AWS emulator",
    ))]
    Deploy(DeployArgs),
    /// Tell what a deploy would change: every resource, property by property, what would be
    /// replaced and which data would be lost.
    ///
    /// The stacks in the account are asked, through change sets that are deleted again unless the
    /// plan is saved. With --offline, the generated templates of the working tree are held against
    /// those of another revision in git, without an account. Exit status: 0 nothing lost (with
    /// --exit-code: nothing to do), 3 changes, with --exit-code, 4 data would be lost.
    #[command(after_help = examples!(
        "cargo xtask diff staging" => "against the stacks in the account",
        "cargo xtask diff prod --drift --save prod.plan.json" => "look for drift first; `deploy --plan` applies exactly this",
        "cargo xtask diff prod --revert-drift" => "what a deploy that takes back changes by hand would do",
        "cargo xtask diff prod --offline" => "against the last commit, without an account",
        "cargo xtask diff prod --offline --against origin/main --format markdown" => "for a comment on a pull request",
        "cargo xtask diff prod --offline --exit-code --format json" => "for programs",
    ))]
    Diff(DiffArgs),
    /// Set an account up for an environment, once: the artefacts bucket, and the roles of CI and
    /// CloudFormation.
    #[command(after_help = examples!(
        "cargo xtask bootstrap staging" => "with credentials that may make roles; shows what it makes, and asks",
        "cargo xtask bootstrap prod --region eu-west-1 --yes" => "one region, asking nothing",
    ))]
    Bootstrap(BootstrapArgs),
    /// Go back to the release before, or finish a rollback that got stuck.
    #[command(after_help = examples!(
        "cargo xtask rollback prod --region eu-west-1" => "the release before; shows what that changes, and asks",
        "cargo xtask rollback prod --list" => "the releases that there are",
        "cargo xtask rollback prod --to 2026-11-29T10:00:00Z" => "one of them",
    ))]
    Rollback(RollbackArgs),
    /// Look for what was changed by hand: what, where, and since when it is known.
    ///
    /// Exit status: 0 none, or all of it accepted; 3 with --exit-code, where there is some.
    #[command(after_help = examples!(
        "cargo xtask drift prod" => "every stack of every region",
        "cargo xtask drift prod --exit-code --format json" => "for a nightly job",
        "cargo xtask drift prod --region us-east-1 --accept" => "say that it is meant; plans show it as accepted",
    ))]
    Drift(DriftArgs),
    /// Remove zips and templates that no stack and no release needs any more.
    #[command(after_help = examples!(
        "cargo xtask gc prod" => "keeps what the last five releases need",
        "cargo xtask gc prod --keep 2 --dry-run" => "tells what would go",
    ))]
    Gc(GcArgs),
    /// Read the logs of an environment's functions and executions.
    #[command(after_help = examples!(
        "cargo xtask logs" => "the last ten minutes of `local`",
        "cargo xtask logs prod --region eu-west-1 -f" => "go on as new lines come",
        "cargo xtask logs staging --function first-look --since 2h --filter ERROR" => "one function's errors",
    ))]
    Logs(LogsArgs),
    /// Inspect the sample pictures and compare with what is known of them.
    #[command(after_help = examples!(
        "cargo xtask smoke" => "the environment `local`",
        "cargo xtask smoke staging --format json" => "on AWS, for programs",
    ))]
    Smoke(SmokeArgs),
    /// Inspect pictures of your own.
    #[command(after_help = examples!(
        "cargo xtask inspect ./photos --normals ./photos-of-sound-ones" => "a table",
        "cargo xtask inspect ./photos --normals ./sound --format json" => "an array of rows",
    ))]
    Inspect(InspectArgs),
    /// Models: trained, evaluated, promoted, taken back, and what they are made of.
    #[command(subcommand_required = true, arg_required_else_help = true, after_help = examples!(
        "cargo xtask model train meter --samples" => "train, evaluate, and promote where the gate lets it",
        "cargo xtask model list" => "every version, and which is live",
        "cargo xtask model rollback meter" => "what was live before",
    ))]
    Model(ModelArgs),
    /// Ask the lake one of the shipped queries.
    #[command(after_help = examples!(
        "cargo xtask query" => "the queries that there are",
        "cargo xtask query repair-backlog" => "what to repair first",
        "cargo xtask query defect-rate --param since=2026-01-01 --format csv" => "for a spreadsheet",
        "cargo xtask query defect-rate --format parquet --output rates.parquet" => "for other tools",
        "cargo xtask query defect-rate --explain" => "how it is answered, and what it reads",
    ))]
    Query(QueryArgs),
    /// Tell how an environment stands: its stacks, and the last executions of its workflow.
    #[command(after_help = examples!(
        "cargo xtask status" => "the environment `local`",
        "cargo xtask status prod --format json" => "every region, for programs",
    ))]
    Status(StatusArgs),
    /// Tell what an environment's stacks give: names of buckets, of the workgroup, ARNs.
    #[command(after_help = examples!(
        "cargo xtask outputs staging" => "a table",
        "cargo xtask outputs staging --format json" => "an object for each region",
    ))]
    Outputs(OutputsArgs),
    /// Delete an environment; the stacks that hold pictures, results and models stay, unless
    /// --including-data says otherwise.
    #[command(after_help = examples!(
        "cargo xtask destroy" => "what runs in `local`, after a question; its pictures and results stay",
        "cargo xtask destroy staging --including-data" => "everything; asks for the environment's name",
        "cargo xtask destroy staging --including-data=staging --yes" => "everything, asking nothing",
    ))]
    Destroy(DestroyArgs),
    /// The embedded AWS region.
    #[command(subcommand_required = true, arg_required_else_help = true, after_help = examples!(
        "cargo xtask region serve" => "serve until Ctrl-C",
    ))]
    Region(RegionArgs),
}

/// `generate`.
#[derive(Debug, Clone, Args)]
pub struct GenerateArgs {
    /// Change nothing; print a diff and fail when the committed output is stale.
    #[arg(long)]
    pub check: bool,
}

/// `check`.
#[derive(Debug, Clone, Args)]
pub struct TemplatesArgs {
    /// Templates (JSON, YAML) and queries (`*.sql.hbs`); without one, all of stacks/generated.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// An AWS region that they are deployed in; may be given more than once.
    #[arg(long = "region", value_name = "REGION")]
    pub regions: Vec<String>,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: Findings,
    /// Fail on warnings as well.
    #[arg(long)]
    pub strict: bool,
}

/// The forms of what a check finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Findings {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions, which annotate a pull request.
    Github,
}

/// `codegen`.
#[derive(Debug, Clone, Args)]
pub struct CodegenArgs {
    /// Change nothing; print a diff and fail when the committed modules are stale.
    #[arg(long, conflicts_with_all = ["out", "all"])]
    pub check: bool,
    /// A folder of schemas, as the registry gives them; folders in it are read, too.
    #[arg(long, value_name = "DIR", requires = "out")]
    pub schemas: Option<PathBuf>,
    /// A service of the public registry, as type names spell it; may be given more than once.
    #[arg(long = "service", value_name = "NAME", requires = "out")]
    pub services: Vec<String>,
    /// The folder of the crate that is made; what is in it is replaced.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Every type that is known, as a crate under `target/codegen`.
    #[arg(long, conflicts_with_all = ["schemas", "services", "out"], requires = "check_compiles")]
    pub all: bool,
    /// Compile the crate that is made, and tell what fails by type.
    #[arg(long)]
    pub check_compiles: bool,
}

/// `test`.
#[derive(Debug, Clone, Args)]
pub struct TestArgs {
    /// Words for the test runner.
    #[arg(last = true, value_name = "ARGS")]
    pub runner: Vec<String>,
}

/// `fuzz`.
#[derive(Debug, Clone, Args)]
pub struct FuzzArgs {
    /// The targets; without any, all of them.
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// How long to run, in seconds, which the targets share.
    #[arg(long, value_name = "N", default_value_t = 600)]
    pub seconds: u64,
}

/// `bench`.
#[derive(Debug, Clone, Args)]
pub struct BenchArgs {
    /// What is measured.
    #[arg(value_name = "NAME")]
    pub benchmark: Benchmark,
    /// Rows of the lake, of all tables together.
    #[arg(long, value_name = "N", default_value_t = 10_000_000)]
    pub rows: u64,
    /// Partitions of each of the lake's tables.
    #[arg(long, value_name = "N", default_value_t = 400)]
    pub partitions: u64,
    /// How often each query is asked, the fastest of which counts, or each picture inspected.
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub times: u32,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Benchmark {
    /// Deploying ten regions at once beside one, each as slow as CloudFormation is.
    Deploy,
    /// Writing and asking a synthetic lake, beside DuckDB.
    Lake,
    /// Inspecting pictures, beside Pillow and ONNX Runtime.
    Vision,
    /// Running state machines.
    Workflow,
}

/// `peers`.
#[derive(Debug, Clone, Args)]
pub struct PeersArgs {
    /// The peers; without any, all of them.
    #[arg(value_name = "NAME")]
    pub peers: Vec<String>,
}

/// Where a verb acts.
#[derive(Debug, Clone, Args)]
pub struct Place {
    /// The environment.
    #[arg(value_name = "ENV", default_value = "local")]
    pub environment: String,
    /// One of the environment's AWS regions; may be given more than once. Without it, all of
    /// them.
    #[arg(long = "region", value_name = "REGION")]
    pub regions: Vec<String>,
    /// In place of AWS.
    #[command(flatten)]
    pub emulator: Emulator,
}

/// Another project's AWS emulator that stands in for AWS.
#[derive(Debug, Clone, Default, Args)]
pub struct Emulator {
    /// Act on another project's AWS emulator in place of AWS: `ministack` or `moto`. What it lacks
    /// is left out, and told.
    #[arg(long, value_name = "NAME", requires = "endpoint")]
    pub target: Option<String>,
    /// Where the emulator listens, on this machine: `http://127.0.0.1:PORT`.
    #[arg(long, value_name = "URL", requires = "target")]
    pub endpoint: Option<String>,
}

/// Where a verb acts whose own words come first.
#[derive(Debug, Clone, Args)]
pub struct NamedPlace {
    /// The environment.
    #[arg(long = "env", value_name = "ENV", default_value = "local")]
    pub environment: String,
    /// One of the environment's AWS regions; needed where it has more than one.
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
}

/// `inspect`.
#[derive(Debug, Clone, Args)]
pub struct InspectArgs {
    /// The folder of the pictures; folders in it are walked, too.
    #[arg(value_name = "DIR")]
    pub pictures: PathBuf,
    /// A folder of pictures of the same kind of device, all of them sound.
    #[arg(long, value_name = "DIR")]
    pub normals: PathBuf,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `query`.
#[derive(Debug, Clone, Args)]
pub struct QueryArgs {
    /// The query's name; without it, the queries are listed.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// A value for one of the query's parameters; may be given more than once.
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = parameter, requires = "name")]
    pub parameters: Vec<(String, String)>,
    /// Show how Athena answers it, and how many bytes of the lake that reads, in place of the rows.
    #[arg(long, requires = "name", conflicts_with = "output")]
    pub explain: bool,
    /// Where.
    #[command(flatten)]
    pub place: NamedPlace,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: RowFormat,
    /// A file that takes the rows in place of the terminal; needed for Parquet on a terminal.
    #[arg(long, value_name = "FILE", requires = "name")]
    pub output: Option<PathBuf>,
}

/// The forms of a query's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// For people.
    Table,
    /// RFC 4180.
    Csv,
    /// An array of objects.
    Json,
    /// A Parquet file with a column for each of the query's.
    Parquet,
}

/// `region`.
#[derive(Debug, Clone, Args)]
pub struct RegionArgs {
    /// What to do with it.
    #[command(subcommand)]
    pub verb: RegionVerb,
}

/// The verbs of `region`.
#[derive(Debug, Clone, Subcommand)]
pub enum RegionVerb {
    /// Serve it on 127.0.0.1 until Ctrl-C.
    #[command(after_help = examples!(
        "cargo xtask region serve" => "on a free port",
        "cargo xtask region serve --port 4566" => "on a port of your choice",
        "cargo xtask region serve --faults faults.json" => "slow, or failing where the file says",
    ))]
    Serve(ServeArgs),
}

/// `region serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// The environment whose state is served.
    #[arg(long = "env", value_name = "ENV", default_value = "local")]
    pub environment: String,
    /// The port; a free one by default.
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// A JSON file that says what goes wrong on purpose, for tests.
    #[arg(long, value_name = "FILE")]
    pub faults: Option<PathBuf>,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Report {
    /// For people.
    Table,
    /// For programs.
    Json,
}

impl From<Report> for ui::Format {
    fn from(format: Report) -> Self {
        match format {
            Report::Table => Self::Table,
            Report::Json => Self::Json,
        }
    }
}

impl Verb {
    /// The environment that the verb acts on.
    pub fn environment(&self) -> &str {
        match self {
            Self::Deploy(args) => &args.place.environment,
            Self::Diff(args) => &args.place.environment,
            Self::Bootstrap(args) => &args.place.environment,
            Self::Rollback(args) => &args.place.environment,
            Self::Drift(args) => &args.place.environment,
            Self::Gc(args) => &args.place.environment,
            Self::Logs(args) => &args.place.environment,
            Self::Smoke(args) => &args.place.environment,
            Self::Inspect(args) => &args.place.environment,
            Self::Query(args) => &args.place.environment,
            Self::Model(args) => match &args.verb {
                ModelVerb::Deployed(verb) => &verb.place().environment,
                // It makes a dataset, which is no environment's.
                ModelVerb::ImportLookout(_) => "",
            },
            Self::Status(args) => &args.place.environment,
            Self::Outputs(args) => &args.place.environment,
            Self::Destroy(args) => &args.place.environment,
            Self::Region(args) => match &args.verb {
                RegionVerb::Serve(args) => &args.environment,
            },
        }
    }

    /// The emulator that stands in for AWS, if one is named: its name and its endpoint.
    pub fn emulator(&self) -> Option<(&str, &str)> {
        let place = match self {
            Self::Deploy(args) => &args.place,
            Self::Diff(args) => &args.place,
            Self::Bootstrap(args) => &args.place,
            Self::Rollback(args) => &args.place,
            Self::Drift(args) => &args.place,
            Self::Gc(args) => &args.place,
            Self::Logs(args) => &args.place,
            Self::Smoke(args) => &args.place,
            Self::Status(args) => &args.place,
            Self::Outputs(args) => &args.place,
            Self::Destroy(args) => &args.place,
            Self::Inspect(_) | Self::Query(_) | Self::Model(_) | Self::Region(_) => return None,
        };
        let emulator = &place.emulator;
        Some((emulator.target.as_deref()?, emulator.endpoint.as_deref()?))
    }

    /// Whether the verb may deploy, and so needs the functions and up-to-date artefacts.
    pub fn deploys(&self) -> bool {
        matches!(self, Self::Deploy(_) | Self::Inspect(_) | Self::Diff(_))
    }
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("write it as NAME=VALUE, such as `--param since=2026-01-01`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_grammar_is_sound() {
        Front::command().debug_assert();
        Back::command().debug_assert();
        DatasetBack::command().debug_assert();
    }

    #[test]
    fn every_verb_has_examples_in_its_help() {
        fn look(command: &clap::Command) {
            assert!(
                command.get_after_help().is_some(),
                "{} has no examples",
                command.get_name()
            );
            command.get_subcommands().for_each(look);
        }
        look(&Front::command());
    }

    #[test]
    fn both_halves_understand_the_same_words() {
        let words = ["query", "defect-rate", "--param", "since=2026-01-01"];
        let front = Front::try_parse_from(std::iter::once("xtask").chain(words)).unwrap();
        let FrontVerb::Heavy(Verb::Query(front)) = front.verb else {
            panic!("not a query")
        };
        let prefix = ["deploy", "--workspace", "w", "--target", "t"];
        let back = Back::try_parse_from(prefix.into_iter().chain(words)).unwrap();
        let Verb::Query(back) = back.verb else {
            panic!("not a query")
        };
        assert_eq!(front.parameters, back.parameters);
        assert_eq!(front.place.environment, "local");
    }

    #[test]
    fn an_emulator_is_named_with_its_endpoint_or_not_at_all() {
        let parse = |words: &[&str]| {
            Front::try_parse_from(["xtask", "deploy", "staging"].iter().chain(words)).map(|front| {
                match front.verb {
                    FrontVerb::Heavy(verb) => verb
                        .emulator()
                        .map(|(name, endpoint)| (name.to_owned(), endpoint.to_owned())),
                    _ => None,
                }
            })
        };
        let endpoint = "http://127.0.0.1:4566";
        assert_eq!(
            parse(&["--target", "moto", "--endpoint", endpoint]).unwrap(),
            Some(("moto".to_owned(), endpoint.to_owned()))
        );
        assert_eq!(parse(&[]).unwrap(), None);
        assert!(parse(&["--target", "moto"]).is_err());
        assert!(parse(&["--endpoint", endpoint]).is_err());
    }

    #[test]
    fn the_name_that_says_that_data_may_go_is_part_of_the_option() {
        let parse = |words: &[&str]| {
            let words = ["xtask", "destroy"].iter().chain(words);
            match Front::try_parse_from(words).map(|front| front.verb) {
                Ok(FrontVerb::Heavy(Verb::Destroy(args))) => args,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(parse(&["staging"]).including_data, None);
        let asked = parse(&["staging", "--including-data"]);
        assert_eq!(asked.including_data, Some(None));
        assert_eq!(asked.place.environment, "staging");
        let named = parse(&["staging", "--including-data=staging"]);
        assert_eq!(named.including_data, Some(Some("staging".to_owned())));
    }

    #[test]
    fn a_parameter_without_a_value_is_refused_with_the_form() {
        let error = Front::try_parse_from(["xtask", "query", "q", "--param", "since"])
            .unwrap_err()
            .to_string();
        assert!(error.contains("NAME=VALUE"), "{error}");
    }
}
