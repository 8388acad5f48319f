//! `Map` states.

use super::fields::Fields;
use super::machine::states_of;
use super::{recovery, states};
use crate::{
    Common, ExecutionType, ItemBatcher, ItemProcessor, ItemReader, Map, ProcessorConfig,
    ProcessorMode, QueryLanguage, ReaderConfig, ResultWriter, Transition, WriterConfig,
};

/// The most items, bytes or concurrent children that a field may name.
const MOST: f64 = 1e9;

pub(super) fn map(
    fields: &mut Fields<'_>,
    language: QueryLanguage,
    common: Common,
    transition: Transition,
) -> Option<Map> {
    let inherited = states::inherited(language, &common);
    let paths = language == QueryLanguage::JsonPath;
    let is_iterator = fields.has("Iterator") && !fields.has("ItemProcessor");
    let field = if is_iterator {
        "Iterator"
    } else {
        "ItemProcessor"
    };
    let whole = fields.require(&[field]);
    let processor = fields.object(field, |fields| processor(fields, inherited, is_iterator));
    let mut map = Map {
        common,
        item_reader: fields.object("ItemReader", |fields| item_reader(fields, paths)),
        item_selector: fields.json_owned("ItemSelector"),
        item_batcher: fields.object("ItemBatcher", |fields| Some(item_batcher(fields))),
        result_writer: fields.object("ResultWriter", |fields| Some(result_writer(fields, paths))),
        max_concurrency: fields.amount("MaxConcurrency", "MaxConcurrencyPath", 0.0, MOST),
        tolerated_failure_count: fields.amount(
            "ToleratedFailureCount",
            "ToleratedFailureCountPath",
            0.0,
            MOST,
        ),
        tolerated_failure_percentage: fields.share(
            "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath",
            0.0,
            100.0,
        ),
        label: fields.text("Label"),
        retry: recovery::retriers(fields),
        catch: recovery::catchers(fields, language),
        transition,
        ..Map::default()
    };
    if paths {
        map.items_path = fields.path("ItemsPath");
        map.parameters = fields.json_owned("Parameters");
        map.result_selector = fields.json_object("ResultSelector");
        map.result_path = fields.path("ResultPath");
    } else {
        map.items = fields.json_owned("Items");
    }
    map.item_processor = processor?;
    whole.then_some(map)
}

fn processor(
    fields: &mut Fields<'_>,
    language: QueryLanguage,
    is_iterator: bool,
) -> Option<ItemProcessor> {
    let whole = fields.require(&["States", "StartAt"]);
    let processor = ItemProcessor {
        config: fields.object("ProcessorConfig", |fields| {
            Some(ProcessorConfig {
                mode: fields
                    .words("Mode", &["INLINE", "DISTRIBUTED"])
                    .map(|mode| {
                        if mode == "INLINE" {
                            ProcessorMode::Inline
                        } else {
                            ProcessorMode::Distributed
                        }
                    }),
                execution_type: fields.words("ExecutionType", &["STANDARD", "EXPRESS"]).map(
                    |kind| {
                        if kind == "EXPRESS" {
                            ExecutionType::Express
                        } else {
                            ExecutionType::Standard
                        }
                    },
                ),
                keys: fields.keys(),
            })
        }),
        comment: fields.text("Comment"),
        start_at: fields.text("StartAt").unwrap_or_default(),
        states: states_of(fields, language),
        is_iterator,
        keys: fields.keys(),
    };
    whole.then_some(processor)
}

fn item_reader(fields: &mut Fields<'_>, paths: bool) -> Option<ItemReader> {
    let whole = fields.require(&["Resource"]);
    let reader = ItemReader {
        resource: fields.text("Resource").unwrap_or_default(),
        parameters: if paths {
            fields.json_owned("Parameters")
        } else {
            None
        },
        arguments: if paths {
            None
        } else {
            fields.json_owned("Arguments")
        },
        reader_config: fields.object("ReaderConfig", |fields| Some(reader_config(fields))),
        keys: fields.keys(),
    };
    whole.then_some(reader)
}

fn reader_config(fields: &mut Fields<'_>) -> ReaderConfig {
    ReaderConfig {
        input_type: fields.words(
            "InputType",
            &["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"],
        ),
        csv_header_location: fields.words("CSVHeaderLocation", &["FIRST_ROW", "GIVEN"]),
        csv_headers: fields.texts("CSVHeaders"),
        csv_delimiter: fields.words(
            "CSVDelimiter",
            &["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"],
        ),
        manifest_type: fields.words("ManifestType", &["ATHENA_DATA", "S3_INVENTORY"]),
        items_pointer: fields.text("ItemsPointer"),
        transformation: fields.words("Transformation", &["NONE", "LOAD_AND_FLATTEN"]),
        max_items: fields.amount("MaxItems", "MaxItemsPath", 0.0, MOST),
        keys: fields.keys(),
    }
}

fn item_batcher(fields: &mut Fields<'_>) -> ItemBatcher {
    ItemBatcher {
        batch_input: fields.json_owned("BatchInput"),
        max_items_per_batch: fields.amount("MaxItemsPerBatch", "MaxItemsPerBatchPath", 0.0, MOST),
        max_input_bytes_per_batch: fields.amount(
            "MaxInputBytesPerBatch",
            "MaxInputBytesPerBatchPath",
            0.0,
            MOST,
        ),
        keys: fields.keys(),
    }
}

fn result_writer(fields: &mut Fields<'_>, paths: bool) -> ResultWriter {
    ResultWriter {
        resource: fields.text("Resource"),
        parameters: if paths {
            fields.json_owned("Parameters")
        } else {
            None
        },
        arguments: if paths {
            None
        } else {
            fields.json_owned("Arguments")
        },
        writer_config: fields.object("WriterConfig", |fields| {
            Some(WriterConfig {
                transformation: fields.words("Transformation", &["NONE", "COMPACT", "FLATTEN"]),
                output_type: fields.words("OutputType", &["JSON", "JSONL"]),
                keys: fields.keys(),
            })
        }),
        keys: fields.keys(),
    }
}
