//! A state that runs the same states for every item of an array, a listing or a file.

use serde_json::Value;

use super::state::builders;
use super::{Amount, Catcher, Common, FieldPath, KeyOrder, Retrier, State, States, Transition};

/// Runs the same states for every item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// What states of every type share.
    pub common: Common,
    /// The states that run for every item.
    pub item_processor: ItemProcessor,
    /// The items: an array or an expression that gives one (JSONata).
    pub items: Option<Value>,
    /// The path to the items (JSONPath).
    pub items_path: Option<FieldPath>,
    /// Where the items of a distributed map come from.
    pub item_reader: Option<ItemReader>,
    /// The input made from each item.
    pub item_selector: Option<Value>,
    /// The older name of `item_selector` (JSONPath).
    pub parameters: Option<Value>,
    /// How items are gathered into batches.
    pub item_batcher: Option<ItemBatcher>,
    /// Where the results of a distributed map go.
    pub result_writer: Option<ResultWriter>,
    /// How many items run at once. 0 or absent: as many as the service allows.
    pub max_concurrency: Option<Amount>,
    /// How many items of a distributed map may fail.
    pub tolerated_failure_count: Option<Amount>,
    /// How many per cent of the items of a distributed map may fail.
    pub tolerated_failure_percentage: Option<Amount>,
    /// What a distributed map's children are named after.
    pub label: Option<String>,
    /// The shape of the result (JSONPath).
    pub result_selector: Option<Value>,
    /// Where in the input the result goes (JSONPath).
    pub result_path: Option<FieldPath>,
    /// What it tries again on.
    pub retry: Vec<Retrier>,
    /// What it catches.
    pub catch: Vec<Catcher>,
    /// Where it goes when it is done.
    pub transition: Transition,
}

impl Map {
    /// A map that runs these states for every item.
    pub fn new(item_processor: ItemProcessor) -> Self {
        Self {
            item_processor,
            ..Self::default()
        }
    }

    /// With its items: an array or an expression that gives one (JSONata).
    #[must_use]
    pub fn items(mut self, items: impl Into<Value>) -> Self {
        self.items = Some(items.into());
        self
    }

    /// With the path to its items (JSONPath).
    #[must_use]
    pub fn items_path(mut self, path: impl Into<FieldPath>) -> Self {
        self.items_path = Some(path.into());
        self
    }

    /// With a source of items.
    #[must_use]
    pub fn item_reader(mut self, reader: ItemReader) -> Self {
        self.item_reader = Some(reader);
        self
    }

    /// With an input made from each item.
    #[must_use]
    pub fn item_selector(mut self, selector: impl Into<Value>) -> Self {
        self.item_selector = Some(selector.into());
        self
    }

    /// With items gathered into batches.
    #[must_use]
    pub fn item_batcher(mut self, batcher: ItemBatcher) -> Self {
        self.item_batcher = Some(batcher);
        self
    }

    /// With a place for the results.
    #[must_use]
    pub fn result_writer(mut self, writer: ResultWriter) -> Self {
        self.result_writer = Some(writer);
        self
    }

    /// With this many items at once.
    #[must_use]
    pub fn max_concurrency(mut self, items: impl Into<Amount>) -> Self {
        self.max_concurrency = Some(items.into());
        self
    }

    /// With this many items that may fail.
    #[must_use]
    pub fn tolerated_failure_count(mut self, items: impl Into<Amount>) -> Self {
        self.tolerated_failure_count = Some(items.into());
        self
    }

    /// With this many per cent of the items that may fail.
    #[must_use]
    pub fn tolerated_failure_percentage(mut self, percent: impl Into<Amount>) -> Self {
        self.tolerated_failure_percentage = Some(percent.into());
        self
    }

    /// With a label that the children are named after.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Whether the items run as executions of their own.
    pub fn is_distributed(&self) -> bool {
        self.item_processor
            .config
            .as_ref()
            .is_some_and(|config| config.mode == Some(ProcessorMode::Distributed))
    }

    builders!(
        comment,
        paths,
        output,
        assign,
        next,
        recovery,
        result,
        result_path
    );
}

/// The states that run for every item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemProcessor {
    /// How they run.
    pub config: Option<ProcessorConfig>,
    /// For readers; it has no effect.
    pub comment: Option<String>,
    /// The first state.
    pub start_at: String,
    /// The states.
    pub states: States,
    /// Whether the definition says `Iterator`, the field's older name.
    pub is_iterator: bool,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl ItemProcessor {
    /// States that run inside the execution, beginning with the state of this name.
    pub fn inline(start_at: impl Into<String>) -> Self {
        Self {
            config: Some(ProcessorConfig {
                mode: Some(ProcessorMode::Inline),
                ..ProcessorConfig::default()
            }),
            start_at: start_at.into(),
            ..Self::default()
        }
    }

    /// States that run as executions of their own, beginning with the state of this name.
    pub fn distributed(execution_type: ExecutionType, start_at: impl Into<String>) -> Self {
        Self {
            config: Some(ProcessorConfig {
                mode: Some(ProcessorMode::Distributed),
                execution_type: Some(execution_type),
                ..ProcessorConfig::default()
            }),
            start_at: start_at.into(),
            ..Self::default()
        }
    }

    /// The name of the field that holds it.
    pub const fn field(&self) -> &'static str {
        if self.is_iterator {
            "Iterator"
        } else {
            "ItemProcessor"
        }
    }

    /// With a comment.
    #[must_use]
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }

    /// With one more state.
    #[must_use]
    pub fn state(mut self, name: impl Into<String>, state: impl Into<State>) -> Self {
        self.states.insert(name, state);
        self
    }
}

/// How an item's states run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProcessorConfig {
    /// Inside the execution, or as executions of their own. Inside when absent.
    pub mode: Option<ProcessorMode>,
    /// The type of those executions.
    pub execution_type: Option<ExecutionType>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

/// Where an item's states run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProcessorMode {
    /// Inside the execution.
    Inline,
    /// As executions of their own.
    Distributed,
}

impl ProcessorMode {
    /// The word in a definition.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inline => "INLINE",
            Self::Distributed => "DISTRIBUTED",
        }
    }
}

/// How an execution is run and billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ExecutionType {
    /// Durable, up to a year.
    #[default]
    Standard,
    /// Fast and many, up to five minutes.
    Express,
}

impl ExecutionType {
    /// The word in a definition.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::Express => "EXPRESS",
        }
    }
}

/// Where the items of a distributed map come from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemReader {
    /// `arn:aws:states:::s3:listObjectsV2` or `arn:aws:states:::s3:getObject`.
    pub resource: String,
    /// What is read (JSONata).
    pub arguments: Option<Value>,
    /// What is read (JSONPath).
    pub parameters: Option<Value>,
    /// How what is read becomes items.
    pub reader_config: Option<ReaderConfig>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl ItemReader {
    /// Reads through this resource.
    pub fn new(resource: impl Into<String>) -> Self {
        Self {
            resource: resource.into(),
            ..Self::default()
        }
    }

    /// With how what is read becomes items.
    #[must_use]
    pub fn reader_config(mut self, config: ReaderConfig) -> Self {
        self.reader_config = Some(config);
        self
    }

    builders!(arguments, parameters);
}

/// How what is read becomes items.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReaderConfig {
    /// `CSV`, `JSON`, `JSONL`, `PARQUET` or `MANIFEST`.
    pub input_type: Option<String>,
    /// `FIRST_ROW` or `GIVEN`.
    pub csv_header_location: Option<String>,
    /// The columns' names, where the header is given here.
    pub csv_headers: Option<Vec<String>>,
    /// `COMMA`, `PIPE`, `SEMICOLON`, `SPACE` or `TAB`.
    pub csv_delimiter: Option<String>,
    /// `ATHENA_DATA` or `S3_INVENTORY`.
    pub manifest_type: Option<String>,
    /// A JSON pointer to the array within a JSON file.
    pub items_pointer: Option<String>,
    /// What a listing's objects become: `NONE` or `LOAD_AND_FLATTEN`.
    pub transformation: Option<String>,
    /// How many items are read at most.
    pub max_items: Option<Amount>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

/// How items are gathered into batches.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ItemBatcher {
    /// What every batch carries beside its items.
    pub batch_input: Option<Value>,
    /// How many items a batch holds at most.
    pub max_items_per_batch: Option<Amount>,
    /// How many bytes a batch holds at most.
    pub max_input_bytes_per_batch: Option<Amount>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl ItemBatcher {
    /// Batches of at most this many items.
    pub fn of_items(items: impl Into<Amount>) -> Self {
        Self {
            max_items_per_batch: Some(items.into()),
            ..Self::default()
        }
    }

    /// With what every batch carries beside its items.
    #[must_use]
    pub fn batch_input(mut self, input: impl Into<Value>) -> Self {
        self.batch_input = Some(input.into());
        self
    }

    /// With at most this many bytes in a batch.
    #[must_use]
    pub fn max_input_bytes(mut self, bytes: impl Into<Amount>) -> Self {
        self.max_input_bytes_per_batch = Some(bytes.into());
        self
    }
}

/// Where the results of a distributed map go.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ResultWriter {
    /// `arn:aws:states:::s3:putObject`; absent where results are only shaped.
    pub resource: Option<String>,
    /// Which bucket and prefix (JSONata).
    pub arguments: Option<Value>,
    /// Which bucket and prefix (JSONPath).
    pub parameters: Option<Value>,
    /// How results are shaped.
    pub writer_config: Option<WriterConfig>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}

impl ResultWriter {
    /// Writes to S3.
    pub fn s3() -> Self {
        Self {
            resource: Some("arn:aws:states:::s3:putObject".to_owned()),
            ..Self::default()
        }
    }

    /// With how results are shaped.
    #[must_use]
    pub fn writer_config(mut self, config: WriterConfig) -> Self {
        self.writer_config = Some(config);
        self
    }

    builders!(arguments, parameters);
}

/// How results are shaped.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WriterConfig {
    /// `NONE`, `COMPACT` or `FLATTEN`.
    pub transformation: Option<String>,
    /// `JSON` or `JSONL`.
    pub output_type: Option<String>,
    /// The order in which the fields were written.
    pub keys: KeyOrder,
}
