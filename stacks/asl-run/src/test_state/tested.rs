//! What an execution knows of being a test of one state, and what it notes for it.

use std::sync::Arc;

use asl::{Map as MapState, Parallel, QueryLanguage, State};
use serde_json::{Map, Value, json};

use crate::data::Variables;
use crate::execution::{Execution, Step};
use crate::failure::{Failure, Trouble};
use crate::items::{self, Entry};
use crate::program::Node;
use crate::thread::Thread;

/// The situation of a tested state, and what was seen of it.
#[derive(Debug, Default)]
pub(crate) struct Tested {
    /// The context object that stands in for one that is made up.
    pub(crate) context: Option<Value>,
    /// The variables it begins with, and after it those it leaves.
    pub(crate) variables: Arc<Variables>,
    /// How often it was tried again already.
    pub(crate) retries: u64,
    /// What the branches or items are taken to have given.
    pub(crate) mock: Option<Result<Value, Failure>>,
    /// How many items are taken to have failed.
    pub(crate) failed_items: Option<u64>,
    /// What the item reader is taken to have read.
    pub(crate) reader_data: Option<String>,
    /// The data between the steps, by the names of `InspectionData`.
    pub(crate) seen: Map<String, Value>,
    /// Which retrier or catcher took an error.
    pub(crate) error_details: Map<String, Value>,
    /// The last error, and why.
    pub(crate) error: Option<String>,
    pub(crate) cause: Option<String>,
    /// Where it goes, if not by its own `Next`.
    pub(crate) next: Option<String>,
    /// Why the request is refused, where that shows only as it runs.
    pub(crate) refusal: Option<String>,
}

impl Execution {
    /// Notes data between the steps, where a single state is tested.
    pub(crate) fn notice(&mut self, name: &str, value: &Value) {
        if let Some(test) = &mut self.test {
            test.seen.insert(name.to_owned(), value.clone());
        }
    }

    /// Notes which retrier or catcher takes an error.
    pub(crate) fn notice_error(&mut self, name: &str, value: impl Into<Value>) {
        if let Some(test) = &mut self.test {
            test.error_details.insert(name.to_owned(), value.into());
        }
    }

    /// Notes where a tested state goes.
    pub(crate) fn notice_next(&mut self, name: &str) {
        if let Some(test) = &mut self.test {
            test.next = Some(name.to_owned());
        }
    }

    /// What a tested `Parallel` gives in its branches' stead; `None` where
    /// branches are to run.
    pub(crate) fn mocked_branches(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &Parallel,
    ) -> Option<Result<Step, Trouble>> {
        let mock = self.test.as_ref()?.mock.clone()?;
        let (selector, path) = (state.result_selector.as_ref(), state.result_path.as_ref());
        Some(match mock {
            Ok(result) => self.leave_with_result(thread, node, &result, selector, path),
            Err(failure) => Ok(self.recover(thread, node, failure)),
        })
    }

    /// What a tested `Map` gives in its items' stead; `None` where they are to run.
    pub(crate) fn mocked_items(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &MapState,
    ) -> Option<Result<Step, Trouble>> {
        let mock = self.test.as_ref()?.mock.clone()?;
        Some(self.mocked_map(thread, node, state, mock))
    }

    fn mocked_map(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &MapState,
        mock: Result<Value, Failure>,
    ) -> Result<Step, Trouble> {
        let input = self.effective_input(thread, node)?;
        let items = self.test_items(thread, node, state, &input)?;
        let wanted = self.concurrency(thread, node, &input, state)?;
        self.notice(
            "maxConcurrency",
            &json!(wanted.unwrap_or_default().max(0.0) as u64),
        );
        let (count, share) = self.tolerance(thread, node, state, &input)?;
        if let Some(count) = count {
            self.notice("toleratedFailureCount", &json!(count as u64));
        }
        if let Some(share) = share {
            self.notice("toleratedFailurePercentage", &json!(share));
        }
        let count_of_items = items.as_ref().map(Vec::len);
        if let Some(items) = items {
            self.test_selector(thread, node, state, &input, items)?;
        }
        let result = match mock {
            Ok(result) => result,
            Err(failure) => return Ok(self.recover(thread, node, failure)),
        };
        let total = count_of_items.unwrap_or_else(|| result.as_array().map_or(0, Vec::len)) as u64;
        let failed = self
            .test
            .as_ref()
            .and_then(|test| test.failed_items)
            .unwrap_or_default();
        if failed > total {
            if let Some(test) = &mut self.test {
                test.refusal = Some(
                    "Map iteration failure count must be less than or equal to the number of Map \
                     iterations"
                        .to_owned(),
                );
            }
            return Ok(Step::Fail(Failure::new("States.Runtime", "")));
        }
        let failed = failed as f64;
        let exceeds = count.is_some_and(|count| failed > count)
            || share.is_some_and(|share| failed * 100.0 > share * total as f64);
        if exceeds {
            let failure = Failure::new(
                "States.ExceedToleratedFailureThreshold",
                "The specified tolerated failure threshold was exceeded",
            );
            return Ok(self.recover(thread, node, failure));
        }
        self.map_done(thread, node, &result)
    }

    /// The items: from the data, or from what the reader is taken to have read.
    fn test_items(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &MapState,
        input: &Value,
    ) -> Result<Option<Vec<Entry>>, Trouble> {
        let Some(reader) = &state.item_reader else {
            let data = self.map_data(thread, node, state, input)?;
            if node.language == QueryLanguage::JsonPath {
                self.notice("afterItemsPath", &data);
            }
            return Ok(Entry::all_of(data));
        };
        let data = self.test.as_ref().and_then(|test| test.reader_data.clone());
        let Some(data) = data else { return Ok(None) };
        let config = reader.reader_config.as_ref();
        let most = config.and_then(|config| config.max_items.as_ref());
        let most = self.amount(thread, node, input, most, "MaxItems")?;
        let most = most
            .filter(|most| *most >= 1.0)
            .map_or(usize::MAX, |most| most as usize);
        let items = if reader.resource.ends_with(":s3:listObjectsV2") {
            items::listing(&data).map(|objects| objects.into_iter().map(Entry::Item).collect())
        } else {
            items::Format::of(config).and_then(|format| format.items(&data, most))
        };
        let mut items = items.map_err(Trouble::Runtime)?;
        items.truncate(most);
        if config.is_some_and(|config| config.items_pointer.is_some()) {
            self.notice("afterItemsPointer", &Entry::together(&items));
        }
        Ok(Some(items))
    }

    fn test_selector(
        &mut self,
        thread: &mut Thread,
        node: &Node,
        state: &MapState,
        input: &Value,
        items: Vec<Entry>,
    ) -> Result<(), Trouble> {
        let selects = state.item_selector.is_some() || state.parameters.is_some();
        let mut inputs = Vec::with_capacity(items.len());
        for (index, entry) in items.into_iter().enumerate() {
            let item = Arc::new(entry.at(index as u64));
            inputs.push(self.item_input(thread, node, state, input, &item)?);
        }
        if selects {
            self.notice("afterItemSelector", &Value::Array(inputs.clone()));
        }
        if let Some(batcher) = &state.item_batcher {
            let batches = self.batches(thread, node, input, batcher, inputs)?;
            self.notice("afterItemBatcher", &Value::Array(batches));
        }
        Ok(())
    }
}

/// What is told of a state whose data are not cut by `InputPath` for it:
/// a `Parallel` that is mocked hands its input to no branch, and a `Pass` with
/// a `Result` makes nothing of its input.
pub(crate) fn tells_input(state: &State) -> bool {
    match state {
        State::Parallel(_) => false,
        State::Pass(pass) => pass.result.is_none(),
        _ => true,
    }
}
