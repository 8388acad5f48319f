//! Items gathered into batches, each the input of one child.
//! <https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html>

use asl::{ItemBatcher, QueryLanguage};
use serde_json::{Value, json};

use crate::execution::Execution;
use crate::failure::Trouble;
use crate::items::Entry;
use crate::program::Node;
use crate::run::Given;
use crate::thread::Thread;

/// How many bytes of input a child may get.
const MOST_BYTES: f64 = 256.0 * 1024.0;

/// How items are gathered.
#[derive(Debug, Clone)]
pub(super) struct Batch {
    pub(super) most_items: usize,
    most_bytes: usize,
    input: Option<Value>,
}

/// A batch in the making.
pub(super) struct Gathering {
    pub(super) items: Vec<Value>,
    bytes: usize,
}

impl Gathering {
    pub(super) fn new(batch: &Batch) -> Self {
        let around = match &batch.input {
            Some(input) => 28 + input.to_string().len(),
            None => 12,
        };
        Self {
            items: Vec::new(),
            bytes: around,
        }
    }

    /// Whether the next item fits, counting it in if it does. A batch always
    /// takes its first item, however large it is.
    pub(super) fn has_room(&mut self, batch: &Batch, next: &Entry) -> bool {
        if self.items.len() >= batch.most_items {
            return false;
        }
        let bytes = self.bytes + next.bytes() + 1;
        if !self.items.is_empty() && bytes > batch.most_bytes {
            return false;
        }
        self.bytes = bytes;
        true
    }

    /// The batch: `{"Items": [..]}`, with `BatchInput` where it is given.
    pub(super) fn done(self, batch: &Batch) -> Value {
        match &batch.input {
            Some(input) => json!({ "BatchInput": input, "Items": self.items }),
            None => json!({ "Items": self.items }),
        }
    }
}

impl Execution {
    /// How the items of a map are gathered.
    pub(super) fn batch(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        batcher: &ItemBatcher,
    ) -> Result<Batch, Trouble> {
        let (items, bytes) = (
            batcher.max_items_per_batch.as_ref(),
            batcher.max_input_bytes_per_batch.as_ref(),
        );
        let items = self.amount(thread, node, input, items, "MaxItemsPerBatch")?;
        let bytes = self.amount(thread, node, input, bytes, "MaxInputBytesPerBatch")?;
        let positive = |number: Option<f64>| number.filter(|number| *number >= 1.0);
        let input = match &batcher.batch_input {
            None => None,
            Some(template) => Some(self.with_data(
                thread,
                node,
                input,
                &Given::default(),
                |data| match node.language {
                    QueryLanguage::Jsonata => data.expressions(template, "ItemBatcher/BatchInput"),
                    QueryLanguage::JsonPath => data.template(template),
                },
            )?),
        };
        Ok(Batch {
            most_items: positive(items).map_or(usize::MAX, |items| items as usize),
            most_bytes: positive(bytes).unwrap_or(MOST_BYTES).min(MOST_BYTES) as usize,
            input,
        })
    }

    /// Inputs gathered into batches, all at once.
    pub(crate) fn batches(
        &mut self,
        thread: &Thread,
        node: &Node,
        input: &Value,
        batcher: &ItemBatcher,
        inputs: Vec<Value>,
    ) -> Result<Vec<Value>, Trouble> {
        let batch = self.batch(thread, node, input, batcher)?;
        let mut waiting = inputs.into_iter().map(Entry::Item).peekable();
        let mut batches = Vec::new();
        while waiting.peek().is_some() {
            let mut gathering = Gathering::new(&batch);
            while let Some(next) = waiting.next_if(|next| gathering.has_room(&batch, next)) {
                gathering.items.push(next.at(0).value);
            }
            batches.push(gathering.done(&batch));
        }
        Ok(batches)
    }
}
