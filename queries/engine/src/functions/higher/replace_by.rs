//! `regexp_replace(text, pattern, groups -> text)`: the lambda is given the groups of each match.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, ListBuilder, StringArray, StringBuilder};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;
use datafusion::error::DataFusionError;

use super::frame::{Body, Call};
use super::{evaluate, invalid};
use crate::functions::generic::list_of;
use crate::functions::names;
use crate::functions::regexps::compiled;
use crate::functions::scalar::Cached;

#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct ReplaceBy;

impl Body<2, 1> for ReplaceBy {
    fn name(&self) -> &'static str {
        names::REPLACE_BY
    }

    fn coerced(&self, values: &[DataType]) -> Vec<DataType> {
        values.iter().map(|_| DataType::Utf8).collect()
    }

    fn parameters(
        &self,
        _: [&DataType; 2],
        _: [Option<&DataType>; 1],
    ) -> Result<[Option<Vec<DataType>>; 1], DataFusionError> {
        Ok([Some(vec![list_of(&DataType::Utf8)])])
    }

    fn result(&self, _: [&DataType; 2], _: [&DataType; 1]) -> Result<DataType, DataFusionError> {
        Ok(DataType::Utf8)
    }

    fn invoke(&self, call: Call<'_, 2, 1>) -> Result<ArrayRef, DataFusionError> {
        let ([texts, patterns], [lambda]) = (call.values, call.lambdas);
        let read = |value: &ArrayRef| -> Result<StringArray, DataFusionError> {
            Ok(cast(value, &DataType::Utf8)?.as_string::<i32>().clone())
        };
        let (texts, patterns) = (read(&texts)?, read(&patterns)?);
        let is_given = |row: usize| texts.is_valid(row) && patterns.is_valid(row);
        let mut known = Cached::new(compiled);
        let mut groups = ListBuilder::new(StringBuilder::new());
        let (mut rows, mut found) = (Vec::new(), Vec::new());
        for row in (0..texts.len()).filter(|row| is_given(*row)) {
            let pattern = known.get(patterns.value(row)).map_err(invalid)?;
            for captured in pattern.captures_iter(texts.value(row)) {
                for group in captured.iter().skip(1) {
                    groups
                        .values()
                        .append_option(group.map(|group| group.as_str()));
                }
                groups.append(true);
                rows.push(u64::try_from(row).unwrap_or(u64::MAX));
                found.extend(captured.get(0).map(|all| all.range()));
            }
        }
        let made = evaluate(lambda, &[Arc::new(groups.finish())], &rows)?;
        let made = cast(&made, &DataType::Utf8)?;
        let made = made.as_string::<i32>();
        let mut at = 0;
        let mut out = StringBuilder::new();
        for row in 0..texts.len() {
            if !is_given(row) {
                out.append_null();
                continue;
            }
            let text = texts.value(row);
            let (mut whole, mut end, mut is_known) = (String::new(), 0, true);
            while rows
                .get(at)
                .is_some_and(|own| usize::try_from(*own) == Ok(row))
            {
                let range = found[at].clone();
                whole.push_str(&text[end..range.start]);
                match made.is_valid(at) {
                    true => whole.push_str(made.value(at)),
                    // A part that is unknown makes the whole unknown.
                    false => is_known = false,
                }
                end = range.end;
                at += 1;
            }
            whole.push_str(&text[end..]);
            out.append_option(is_known.then_some(whole));
        }
        Ok(Arc::new(out.finish()))
    }
}
