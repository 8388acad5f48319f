//! `Map` and what it is made of.

use serde_json::Value;

use super::{Fields, recovery, states, texts};
use crate::{
    ItemBatcher, ItemProcessor, ItemReader, Map, ProcessorConfig, ReaderConfig, ResultWriter,
    WriterConfig,
};

pub(super) fn map(fields: &mut Fields, state: &Map) {
    fields.json("Items", state.items.as_ref());
    fields.path("ItemsPath", state.items_path.as_ref());
    fields.maybe(
        "ItemReader",
        state.item_reader.as_ref().map(ItemReader::to_json),
    );
    fields.json("Parameters", state.parameters.as_ref());
    fields.json("ItemSelector", state.item_selector.as_ref());
    fields.maybe(
        "ItemBatcher",
        state.item_batcher.as_ref().map(ItemBatcher::to_json),
    );
    fields.amount(
        "MaxConcurrency",
        "MaxConcurrencyPath",
        state.max_concurrency.as_ref(),
    );
    fields.amount(
        "ToleratedFailureCount",
        "ToleratedFailureCountPath",
        state.tolerated_failure_count.as_ref(),
    );
    fields.amount(
        "ToleratedFailurePercentage",
        "ToleratedFailurePercentagePath",
        state.tolerated_failure_percentage.as_ref(),
    );
    fields.text("Label", state.label.as_ref());
    let processor = if state.item_processor.is_iterator {
        "Iterator"
    } else {
        "ItemProcessor"
    };
    fields.set(processor, state.item_processor.to_json());
    fields.maybe(
        "ResultWriter",
        state.result_writer.as_ref().map(ResultWriter::to_json),
    );
    fields.json("ResultSelector", state.result_selector.as_ref());
    fields.path("ResultPath", state.result_path.as_ref());
    recovery(fields, &state.retry, &state.catch, &state.common.keys);
}

impl ItemProcessor {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Comment", self.comment.as_ref());
        fields.maybe(
            "ProcessorConfig",
            self.config.as_ref().map(ProcessorConfig::to_json),
        );
        fields.set("StartAt", self.start_at.clone());
        fields.set("States", states(&self.states));
        fields.into_json(&self.keys)
    }
}

impl ProcessorConfig {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.maybe("Mode", self.mode.map(|mode| mode.as_str()));
        fields.maybe(
            "ExecutionType",
            self.execution_type.map(|kind| kind.as_str()),
        );
        fields.into_json(&self.keys)
    }
}

impl ItemReader {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.set("Resource", self.resource.clone());
        fields.maybe(
            "ReaderConfig",
            self.reader_config.as_ref().map(ReaderConfig::to_json),
        );
        fields.json("Parameters", self.parameters.as_ref());
        fields.json("Arguments", self.arguments.as_ref());
        fields.into_json(&self.keys)
    }
}

impl ReaderConfig {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("InputType", self.input_type.as_ref());
        fields.text("CSVHeaderLocation", self.csv_header_location.as_ref());
        fields.maybe("CSVHeaders", self.csv_headers.as_deref().map(texts));
        fields.text("CSVDelimiter", self.csv_delimiter.as_ref());
        fields.text("ManifestType", self.manifest_type.as_ref());
        fields.text("ItemsPointer", self.items_pointer.as_ref());
        fields.text("Transformation", self.transformation.as_ref());
        fields.amount("MaxItems", "MaxItemsPath", self.max_items.as_ref());
        fields.into_json(&self.keys)
    }
}

impl ItemBatcher {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.json("BatchInput", self.batch_input.as_ref());
        fields.amount(
            "MaxItemsPerBatch",
            "MaxItemsPerBatchPath",
            self.max_items_per_batch.as_ref(),
        );
        fields.amount(
            "MaxInputBytesPerBatch",
            "MaxInputBytesPerBatchPath",
            self.max_input_bytes_per_batch.as_ref(),
        );
        fields.into_json(&self.keys)
    }
}

impl ResultWriter {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Resource", self.resource.as_ref());
        fields.maybe(
            "WriterConfig",
            self.writer_config.as_ref().map(WriterConfig::to_json),
        );
        fields.json("Parameters", self.parameters.as_ref());
        fields.json("Arguments", self.arguments.as_ref());
        fields.into_json(&self.keys)
    }
}

impl WriterConfig {
    fn to_json(&self) -> Value {
        let mut fields = Fields::default();
        fields.text("Transformation", self.transformation.as_ref());
        fields.text("OutputType", self.output_type.as_ref());
        fields.into_json(&self.keys)
    }
}
