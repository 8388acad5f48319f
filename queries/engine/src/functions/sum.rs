//! `sum` as Trino has it: of whole numbers, what does not fit a `bigint` is an error, where
//! DataFusion goes on with other bits; of decimals, it has 38 digits.
//!
//! <https://trino.io/docs/current/functions/aggregate.html#sum>

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray, BooleanArray, Int64Array};
use datafusion::arrow::compute::{not, nullif, prep_null_mask_filter};
use datafusion::arrow::datatypes::{DataType, FieldRef, Int64Type};
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::functions_aggregate::sum::sum_udaf;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, ReversedUDAF, Signature,
};
use datafusion::physical_expr::NullState;

use crate::error::{ErrorKind, QueryError};

pub(super) fn function() -> AggregateUDF {
    let inner = sum_udaf();
    AggregateUDF::from(Sum { inner })
}

/// DataFusion's sum, but for whole numbers.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Sum {
    inner: Arc<AggregateUDF>,
}

/// Whether the sum is one of whole numbers, each taken.
fn is_whole(args: &AccumulatorArgs<'_>) -> bool {
    *args.return_field.data_type() == DataType::Int64 && !args.is_distinct
}

impl AggregateUDFImpl for Sum {
    fn name(&self) -> &'static str {
        "sum"
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType, DataFusionError> {
        match types {
            [DataType::Decimal128(_, scale)] => Ok(DataType::Decimal128(38, *scale)),
            types => self.inner.return_type(types),
        }
    }

    fn accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn Accumulator>, DataFusionError> {
        if is_whole(&args) {
            return Ok(Box::<Total>::default());
        }
        self.inner.accumulator(args)
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>, DataFusionError> {
        self.inner.state_fields(args)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.inner.groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn GroupsAccumulator>, DataFusionError> {
        if is_whole(&args) {
            return Ok(Box::new(Totals::new()));
        }
        self.inner.create_groups_accumulator(args)
    }

    fn create_sliding_accumulator(
        &self,
        args: AccumulatorArgs<'_>,
    ) -> Result<Box<dyn Accumulator>, DataFusionError> {
        if is_whole(&args) {
            return Ok(Box::<Total>::default());
        }
        self.inner.create_sliding_accumulator(args)
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        AggregateOrderSensitivity::Insensitive
    }
}

fn overflow() -> DataFusionError {
    let message = "bigint addition overflow in sum";
    QueryError::new(ErrorKind::NumericValueOutOfRange, message).into()
}

/// The sum of one group. It is wide enough for values to come and go in any order.
#[derive(Debug, Default)]
struct Total {
    sum: i128,
    count: u64,
}

impl Total {
    fn total(&self) -> Result<ScalarValue, DataFusionError> {
        if self.count == 0 {
            return Ok(ScalarValue::Int64(None));
        }
        i64::try_from(self.sum)
            .map(ScalarValue::from)
            .map_err(|_| overflow())
    }
}

impl Accumulator for Total {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<(), DataFusionError> {
        for value in values[0].as_primitive::<Int64Type>().iter().flatten() {
            self.sum += i128::from(value);
            self.count += 1;
        }
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<(), DataFusionError> {
        for value in values[0].as_primitive::<Int64Type>().iter().flatten() {
            self.sum -= i128::from(value);
            self.count = self.count.saturating_sub(1);
        }
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<(), DataFusionError> {
        self.update_batch(states)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>, DataFusionError> {
        Ok(vec![self.total()?])
    }

    fn evaluate(&mut self) -> Result<ScalarValue, DataFusionError> {
        self.total()
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }
}

/// The sums of many groups.
#[derive(Debug)]
struct Totals {
    sums: Vec<i64>,
    /// Which groups have seen a value.
    seen: NullState,
}

impl Totals {
    fn new() -> Self {
        Self {
            sums: Vec::new(),
            seen: NullState::new(),
        }
    }
}

impl GroupsAccumulator for Totals {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        count: usize,
    ) -> Result<(), DataFusionError> {
        let values = values[0].as_primitive::<Int64Type>();
        self.sums.resize(count, 0);
        let (sums, mut overflown) = (&mut self.sums, false);
        let add = |group: usize, value: i64| match sums[group].checked_add(value) {
            Some(sum) => sums[group] = sum,
            None => overflown = true,
        };
        self.seen.accumulate(groups, values, filter, count, add);
        match overflown {
            true => Err(overflow()),
            false => Ok(()),
        }
    }

    fn merge_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        count: usize,
    ) -> Result<(), DataFusionError> {
        self.update_batch(values, groups, None, count)
    }

    fn evaluate(&mut self, emit: EmitTo) -> Result<ArrayRef, DataFusionError> {
        let sums = emit.take_needed(&mut self.sums);
        let nulls = self.seen.build(emit);
        Ok(Arc::new(Int64Array::new(sums.into(), nulls)))
    }

    fn state(&mut self, emit: EmitTo) -> Result<Vec<ArrayRef>, DataFusionError> {
        Ok(vec![self.evaluate(emit)?])
    }

    /// The sum of one value is the value.
    fn convert_to_state(
        &self,
        values: &[ArrayRef],
        filter: Option<&BooleanArray>,
    ) -> Result<Vec<ArrayRef>, DataFusionError> {
        let Some(filter) = filter else {
            return Ok(vec![Arc::clone(&values[0])]);
        };
        // What is not taken is null.
        let dropped = not(&prep_null_mask_filter(filter))?;
        Ok(vec![nullif(&values[0], &dropped)?])
    }

    fn size(&self) -> usize {
        self.sums.capacity() * size_of::<i64>() + self.seen.size()
    }
}
