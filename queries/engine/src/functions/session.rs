//! Who asks, and where: <https://trino.io/docs/current/functions/session.html>.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// What the statement's database and the one catalogue are called.
pub(super) fn functions(catalog: &str, database: &str) -> [ScalarUDF; 2] {
    [("current_catalog", catalog), ("current_schema", database)].map(|(name, value)| {
        ScalarUDF::from(Named {
            name,
            value: value.to_owned(),
            signature: Signature::nullary(Volatility::Immutable),
        })
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Named {
    name: &'static str,
    value: String,
    signature: Signature,
}

impl ScalarUDFImpl for Named {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> Result<ColumnarValue, DataFusionError> {
        let value = ScalarValue::from(self.value.as_str());
        Ok(ColumnarValue::Scalar(value))
    }
}
