//! Aggregates: `max_by` and `min_by`.

use std::cmp::Ordering;
use std::fmt::Debug;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef};
use datafusion::arrow::compute::{SortOptions, sort_to_indices};
use datafusion::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Signature, Volatility,
};

pub(super) fn functions() -> Vec<AggregateUDF> {
    vec![
        AggregateUDF::from(ExtremeBy::new("max_by", Ordering::Greater)),
        AggregateUDF::from(ExtremeBy::new("min_by", Ordering::Less)),
    ]
}

/// The value of the first argument where the second is greatest or least.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct ExtremeBy {
    name: &'static str,
    wanted: Ordering,
    signature: Signature,
}

impl ExtremeBy {
    fn new(name: &'static str, wanted: Ordering) -> Self {
        Self {
            name,
            wanted,
            signature: Signature::any(2, Volatility::Immutable),
        }
    }
}

impl AggregateUDFImpl for ExtremeBy {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(types[0].clone())
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>, DataFusionError> {
        let field = |part: &str, at: usize| -> FieldRef {
            let data_type = args.input_fields[at].data_type().clone();
            Arc::new(Field::new(
                format!("{}[{part}]", args.name),
                data_type,
                true,
            ))
        };
        Ok(vec![field("value", 0), field("key", 1)])
    }

    fn accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn Accumulator>, DataFusionError> {
        let null = |at: usize| ScalarValue::try_from(args.expr_fields[at].data_type());
        Ok(Box::new(Extreme {
            wanted: self.wanted,
            value: null(0)?,
            key: null(1)?,
        }))
    }
}

#[derive(Debug)]
struct Extreme {
    wanted: Ordering,
    value: ScalarValue,
    key: ScalarValue,
}

impl Accumulator for Extreme {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<(), DataFusionError> {
        let (values, keys) = (&values[0], &values[1]);
        if keys.len() == keys.null_count() {
            return Ok(());
        }
        let options = SortOptions {
            descending: self.wanted == Ordering::Greater,
            nulls_first: false,
        };
        let first = sort_to_indices(keys, Some(options), Some(1))?;
        let at = first.value(0) as usize;
        let key = ScalarValue::try_from_array(keys, at)?;
        if self.key.is_null() || key.partial_cmp(&self.key) == Some(self.wanted) {
            self.key = key.compacted();
            self.value = ScalarValue::try_from_array(values, at)?.compacted();
        }
        Ok(())
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<(), DataFusionError> {
        self.update_batch(states)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>, DataFusionError> {
        Ok(vec![self.value.clone(), self.key.clone()])
    }

    fn evaluate(&mut self) -> Result<ScalarValue, DataFusionError> {
        Ok(self.value.clone())
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.value.size() + self.key.size()
    }
}
