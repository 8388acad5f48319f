//! `array_sort(array, (a, b) -> -1, 0 or 1)`.
//!
//! All rows are sorted together: each asks for one comparison at a time, and the lambda answers those of
//! all rows at once.

use std::cmp::Ordering;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListArray, UInt64Array};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::compute::{cast, take};
use datafusion::arrow::datatypes::{DataType, Field, Int64Type};
use datafusion::error::DataFusionError;

use super::frame::{Body, Call};
use super::{element, evaluate, invalid, spans};
use crate::functions::generic::list_of;
use crate::functions::names;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct SortBy;

/// A merge sort that stops wherever it needs to know which of two elements comes first.
struct Sorting {
    /// The elements so far: runs of `width` are sorted, and those before `done` are merged.
    order: Vec<usize>,
    merged: Vec<usize>,
    width: usize,
    left: usize,
    right: usize,
}

impl Sorting {
    fn new(count: usize) -> Self {
        Self {
            order: (0..count).collect(),
            merged: Vec::with_capacity(count),
            width: 1,
            left: 0,
            right: 1,
        }
    }

    /// Where the run that is merged begins, and where its halves end.
    fn bounds(&self) -> (usize, usize, usize) {
        let count = self.order.len();
        let start = self.merged.len() / (2 * self.width) * (2 * self.width);
        let middle = (start + self.width).min(count);
        (start, middle, (start + 2 * self.width).min(count))
    }

    /// The next two elements to compare; nothing when all are in order.
    fn next(&mut self) -> Option<(usize, usize)> {
        while self.width < self.order.len() {
            if self.merged.len() == self.order.len() {
                self.order = std::mem::take(&mut self.merged);
                self.width *= 2;
                (self.left, self.right) = (0, self.width);
                continue;
            }
            let (_, middle, end) = self.bounds();
            if self.left < middle && self.right < end {
                return Some((self.order[self.left], self.order[self.right]));
            }
            // One half is at its end: the rest of the other follows.
            let rest = match self.left < middle {
                true => self.left..middle,
                false => self.right.min(end)..end,
            };
            self.merged.extend_from_slice(&self.order[rest]);
            (self.left, self.right) = (end, (end + self.width).min(self.order.len()));
        }
        None
    }

    /// What of the two comes first. Those that are equal stay as they were.
    fn answer(&mut self, ordering: Ordering) {
        if ordering == Ordering::Greater {
            self.merged.push(self.order[self.right]);
            self.right += 1;
        } else {
            self.merged.push(self.order[self.left]);
            self.left += 1;
        }
    }
}

impl Body<1, 1> for SortBy {
    fn name(&self) -> &'static str {
        names::SORT_BY
    }

    fn parameters(
        &self,
        [list]: [&DataType; 1],
        _: [Option<&DataType>; 1],
    ) -> Result<[Option<Vec<DataType>>; 1], DataFusionError> {
        Ok([Some(vec![element(list)?; 2])])
    }

    fn result(
        &self,
        [list]: [&DataType; 1],
        _: [&DataType; 1],
    ) -> Result<DataType, DataFusionError> {
        Ok(list_of(&element(list)?))
    }

    fn invoke(&self, call: Call<'_, 1, 1>) -> Result<ArrayRef, DataFusionError> {
        let ([list], [lambda]) = (call.values, call.lambdas);
        let (spans, values) = spans(&list)?;
        let mut sorting: Vec<Sorting> = spans
            .iter()
            .map(|(from, to)| Sorting::new(to - from))
            .collect();
        let place = |at: usize| u64::try_from(at).unwrap_or(u64::MAX);
        loop {
            let (mut one, mut other, mut rows) = (Vec::new(), Vec::new(), Vec::new());
            for (row, (sorting, (from, _))) in sorting.iter_mut().zip(&spans).enumerate() {
                if let Some((left, right)) = sorting.next() {
                    one.push(place(from + left));
                    other.push(place(from + right));
                    rows.push(place(row));
                }
            }
            if rows.is_empty() {
                break;
            }
            let one = take(&values, &UInt64Array::from(one), None)?;
            let other = take(&values, &UInt64Array::from(other), None)?;
            let answers = cast(&evaluate(lambda, &[one, other], &rows)?, &DataType::Int64)?;
            for (row, answer) in rows.iter().zip(answers.as_primitive::<Int64Type>()) {
                let answer = answer.filter(|answer| (-1..=1).contains(answer));
                let answer = answer
                    .ok_or_else(|| invalid("Lambda comparator must return either -1, 0, or 1"))?;
                let row = usize::try_from(*row).unwrap_or(0);
                sorting[row].answer(answer.cmp(&0));
            }
        }
        let places = sorting.iter().zip(&spans);
        let places = places
            .flat_map(|(sorting, (from, _))| sorting.order.iter().map(move |at| place(from + at)));
        let sorted = take(&values, &UInt64Array::from_iter_values(places), None)?;
        let nulls: Vec<bool> = (0..list.len()).map(|row| !list.is_null(row)).collect();
        let list = ListArray::try_new(
            Arc::new(Field::new("item", sorted.data_type().clone(), true)),
            OffsetBuffer::from_lengths(spans.iter().map(|(from, to)| to - from)),
            sorted,
            Some(NullBuffer::from(nulls)),
        )?;
        Ok(Arc::new(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorting_asks_and_is_stable() {
        let values = [
            (3, 'a'),
            (1, 'b'),
            (3, 'c'),
            (2, 'd'),
            (1, 'e'),
            (0, 'f'),
            (3, 'g'),
        ];
        for count in 0..=values.len() {
            let values = &values[..count];
            let mut sorting = Sorting::new(count);
            while let Some((one, other)) = sorting.next() {
                sorting.answer(values[one].0.cmp(&values[other].0));
            }
            let mut expected: Vec<usize> = (0..count).collect();
            expected.sort_by_key(|at| values[*at].0);
            assert_eq!(sorting.order, expected, "{count}");
        }
    }
}
