//! The verbs of `workflow`: a state machine is looked at, run and drawn by itself.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::Report;

/// `workflow`.
#[derive(Debug, Clone, Args)]
pub struct WorkflowArgs {
    /// What to do.
    #[command(subcommand)]
    pub verb: WorkflowVerb,
}

/// The verbs of `workflow`.
#[derive(Debug, Clone, Subcommand)]
pub enum WorkflowVerb {
    /// Tell every mistake of definitions, with its place and the way out.
    #[command(after_help = examples!(
        "cargo xtask workflow check stacks/generated/*/*/inspection.asl.json" => "several at once",
        "cargo xtask workflow check orders.asl.json --type express" => "as an Express workflow",
        "cargo xtask workflow check orders.asl.json --format json" => "for editors and CI",
    ))]
    Check(CheckArgs),
    /// Run a definition on this machine; tasks answer what their mocks say.
    ///
    /// Waits, timeouts and retries pass at once. The items of a distributed map run here, too; what
    /// it reads from S3 and writes there are the mock file's objects.
    #[command(after_help = concat!(examples!(
        "cargo xtask workflow run orders.asl.json --input '{\"id\": 1}' --mock mocks.json" =>
            "the execution's output as JSON",
        "cargo xtask workflow run orders.asl.json --input order.json --mock mocks.json --history" =>
            "every event",
        "cargo xtask workflow run orders.asl.json --mock MockConfigFile.json --test-case RetryPath" =>
            "a mock file of AWS Step Functions Local",
    ), "\n\n", "Mock file, by state and attempt:
  {
    \"States\": {
      \"Look\":   {\"Return\": {\"Payload\": {\"ok\": true}}},
      \"Notify\": {\"0-1\": {\"Throw\": {\"Error\": \"Busy\", \"Cause\": \"try again\"}}, \"2\": {\"Return\": {}}},
      \"Poll\":   [{\"Return\": \"RUNNING\"}, {\"Return\": \"DONE\"}]
    },
    \"Objects\": {\"s3://bucket/items.json\": [1, 2, 3]}
  }
  One answer holds for every call. Numbers are attempts: 0 is the first, retries follow. An array
  holds the answers of one call after the other; the last stays. MockConfigFile.json of AWS Step
  Functions Local is understood as well."))]
    Run(RunArgs),
    /// Test one state by itself, as the API TestState does.
    #[command(after_help = concat!(examples!(
        "cargo xtask workflow test-state orders.asl.json Decide --input '{\"total\": 7}'" =>
            "where it goes, and with what",
        "cargo xtask workflow test-state orders.asl.json Look --mock '{\"Return\": {\"Payload\": 1}}' --level debug" =>
            "the data between its steps, too",
        "cargo xtask workflow test-state orders.asl.json Look --mock mocks.json --retry-count 2" =>
            "the third attempt, with the mock file of `workflow run`",
        "cargo xtask workflow test-state orders.asl.json Look --mock '{\"Throw\": {\"Error\": \"Busy\"}}'" =>
            "who takes the error",
    ), "\n\n", "A mock is {\"Return\": RESULT}, {\"Throw\": {\"Error\": NAME, \"Cause\": TEXT}}, a mock file of \
`workflow run`,\nor what the API takes: {\"result\": RESULT} or {\"errorOutput\": {\"error\": NAME, \"cause\": TEXT}}."))]
    TestState(TestStateArgs),
    /// Draw a definition; an executed history colours it.
    #[command(after_help = examples!(
        "cargo xtask workflow graph orders.asl.json --format mermaid" => "for Markdown",
        "cargo xtask workflow graph orders.asl.json --format svg > orders.svg" => "a picture",
        "cargo xtask workflow run orders.asl.json --history --format json > history.json" =>
            "or: aws stepfunctions get-execution-history --execution-arn ARN > history.json",
        "cargo xtask workflow graph orders.asl.json --format svg --history history.json > run.svg" =>
            "what succeeded, failed, was caught and was not reached",
    ))]
    Graph(GraphArgs),
    /// Run recorded cases of AWS's behaviour and tell what differs.
    #[command(after_help = examples!(
        "cargo xtask workflow conformance cases.jsonl" => "a summary, and every case that differs",
        "cargo xtask workflow conformance cases.jsonl --only ID --format json" => "one case",
        "cargo xtask workflow conformance cases.jsonl --write CONFORMANCE.md" => "as a document",
    ))]
    Conformance(ConformanceArgs),
}

/// `workflow check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// The definitions.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// How executions run.
    #[arg(long = "type", value_name = "TYPE", default_value = "standard")]
    pub machine_type: MachineType,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `workflow run`.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// The definition.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The execution's input.
    #[arg(long, value_name = "FILE|JSON", default_value = "{}")]
    pub input: String,
    /// What the tasks answer.
    #[arg(long, value_name = "FILE")]
    pub mock: Option<PathBuf>,
    /// The test case of a mock file that holds several: CASE or MACHINE/CASE.
    #[arg(long, value_name = "CASE", requires = "mock")]
    pub test_case: Option<String>,
    /// Print the event history instead of the output.
    #[arg(long)]
    pub history: bool,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
    /// Let time pass as it does: waits are waited for.
    #[arg(long)]
    pub real_time: bool,
    /// How the execution runs.
    #[arg(long = "type", value_name = "TYPE", default_value = "standard")]
    pub machine_type: MachineType,
    /// When it starts, such as 2026-01-31T12:00:00Z; now by default.
    #[arg(long, value_name = "TIME", conflicts_with = "real_time")]
    pub at: Option<String>,
    /// What all chance in it follows from: jitter, $random, $uuid.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    pub seed: u64,
}

/// `workflow test-state`.
#[derive(Debug, Clone, Args)]
pub struct TestStateArgs {
    /// The definition: a machine, or a single state.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The state; left out where the definition is a single one.
    #[arg(value_name = "STATE")]
    pub state: Option<String>,
    /// The state's input.
    #[arg(long, value_name = "FILE|JSON", default_value = "{}")]
    pub input: String,
    /// The context object that stands in for one that is made up.
    #[arg(long, value_name = "FILE|JSON")]
    pub context: Option<String>,
    /// The workflow's variables.
    #[arg(long, value_name = "FILE|JSON")]
    pub variables: Option<String>,
    /// What the state's work is taken to have given.
    #[arg(long, value_name = "FILE|JSON")]
    pub mock: Option<String>,
    /// How closely a mocked result is held against the service's API.
    #[arg(long, value_name = "MODE", default_value = "strict")]
    pub validation: Validation,
    /// How much is told.
    #[arg(long, value_name = "LEVEL", default_value = "info", ignore_case = true)]
    pub level: Level,
    /// How often the state was tried again already.
    #[arg(long, value_name = "NUMBER")]
    pub retry_count: Option<u64>,
    /// Which state inside a Map or Parallel the mocked error comes from.
    #[arg(long, value_name = "STATE")]
    pub error_caused_by: Option<String>,
    /// How many items of a Map failed.
    #[arg(long, value_name = "NUMBER")]
    pub failed_items: Option<u64>,
    /// What the item reader of a Map read.
    #[arg(long, value_name = "FILE")]
    pub reader_data: Option<PathBuf>,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// `workflow graph`.
#[derive(Debug, Clone, Args)]
pub struct GraphArgs {
    /// The definition.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// How it is drawn.
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    pub format: DrawingFormat,
    /// An executed history as JSON. May be given more than once, for the children of a distributed
    /// map, which AWS tells one by one.
    #[arg(long, value_name = "FILE")]
    pub history: Vec<PathBuf>,
}

/// `workflow conformance`.
#[derive(Debug, Clone, Args)]
pub struct ConformanceArgs {
    /// The cases, one JSON object a line.
    #[arg(value_name = "CASES")]
    pub cases: PathBuf,
    /// Run this case alone; may be given more than once.
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Write the figures and every case that differs as a document.
    #[arg(long, value_name = "FILE", conflicts_with = "only")]
    pub write: Option<PathBuf>,
    /// How the result is printed.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Report,
}

/// How a state machine's executions run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MachineType {
    /// Durable, up to a year.
    Standard,
    /// Fast and many, up to five minutes.
    Express,
}

/// The forms of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DrawingFormat {
    /// For Markdown.
    Mermaid,
    /// A picture.
    Svg,
    /// For Graphviz.
    Dot,
}

/// How closely a mocked result is held against the service's API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Validation {
    /// Every required field is there, and those that are there fit.
    Strict,
    /// Fields that are there fit.
    Present,
    /// Anything goes.
    None,
}

/// How much of what a state did is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// The output.
    Info,
    /// The data between the steps, too.
    Debug,
    /// The request and the answer of an HTTP task, too.
    Trace,
}
