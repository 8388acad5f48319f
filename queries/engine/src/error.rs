//! Errors as Athena words them: a name, a place and a sentence.

use datafusion::common::SchemaError;
use datafusion::error::DataFusionError;

/// Why a statement has no answer. Its text is what Athena gives as the reason of a state change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {message}")]
pub struct QueryError {
    /// What went wrong.
    pub kind: ErrorKind,
    /// The sentence, beginning with its place (`line 1:8: `) where one is known.
    pub message: String,
}

/// The names of errors, those of Trino where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The text is no statement.
    SyntaxError,
    /// No such column.
    ColumnNotFound,
    /// No such table.
    TableNotFound,
    /// No such database.
    SchemaNotFound,
    /// No such data catalogue.
    CatalogNotFound,
    /// No such function.
    FunctionNotFound,
    /// A column stands beside aggregates and is in no GROUP BY.
    ExpressionNotAggregate,
    /// An aggregate stands where a row's value is wanted.
    ExpressionNotScalar,
    /// A function or an operator does not take these types.
    TypeMismatch,
    /// Athena runs it, the embedded engine does not.
    NotSupported,
    /// The caller may not read it.
    PermissionDenied,
    /// The values for `?` do not fit the statement.
    InvalidParameterUsage,
    /// The table's properties make no table.
    InvalidTableProperty,
    /// A value cannot be read as another type.
    InvalidCastArgument,
    /// A function does not take this value.
    InvalidFunctionArgument,
    /// Division by zero.
    DivisionByZero,
    /// A number does not fit its type.
    NumericValueOutOfRange,
    /// A data file is damaged or does not fit the table.
    BadData,
    /// A data file could not be opened.
    CannotOpenSplit,
    /// The statement needs more memory than it may have.
    ExceededMemoryLimit,
    /// The statement ran longer than it may.
    ExceededTimeLimit,
    /// The statement read more than its workgroup allows.
    ExceededScanLimit,
    /// A view has no statement that can be read.
    InvalidView,
    /// A table or view of that name is there already.
    TableExists,
    /// Files are where a statement would write.
    PathAlreadyExists,
    /// A statement writes to more partitions than it may.
    TooManyOpenPartitions,
    /// A text cannot be a part of a partition's path.
    InvalidPartitionValue,
    /// A file could not be written.
    WriterFailed,
    /// The engine's own mistake.
    InternalError,
}

impl ErrorKind {
    /// The name in messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SyntaxError => "SYNTAX_ERROR",
            Self::ColumnNotFound => "COLUMN_NOT_FOUND",
            Self::TableNotFound => "TABLE_NOT_FOUND",
            Self::SchemaNotFound => "SCHEMA_NOT_FOUND",
            Self::CatalogNotFound => "CATALOG_NOT_FOUND",
            Self::FunctionNotFound => "FUNCTION_NOT_FOUND",
            Self::ExpressionNotAggregate => "EXPRESSION_NOT_AGGREGATE",
            Self::ExpressionNotScalar => "EXPRESSION_NOT_SCALAR",
            Self::TypeMismatch => "TYPE_MISMATCH",
            Self::NotSupported => "NOT_SUPPORTED",
            Self::PermissionDenied => "PERMISSION_DENIED",
            Self::InvalidParameterUsage => "INVALID_PARAMETER_USAGE",
            Self::InvalidTableProperty => "INVALID_TABLE_PROPERTY",
            Self::InvalidCastArgument => "INVALID_CAST_ARGUMENT",
            Self::InvalidFunctionArgument => "INVALID_FUNCTION_ARGUMENT",
            Self::DivisionByZero => "DIVISION_BY_ZERO",
            Self::NumericValueOutOfRange => "NUMERIC_VALUE_OUT_OF_RANGE",
            Self::BadData => "HIVE_BAD_DATA",
            Self::CannotOpenSplit => "HIVE_CANNOT_OPEN_SPLIT",
            Self::ExceededMemoryLimit => "EXCEEDED_LOCAL_MEMORY_LIMIT",
            Self::ExceededTimeLimit => "EXCEEDED_TIME_LIMIT",
            Self::ExceededScanLimit => "EXCEEDED_SCAN_LIMIT",
            Self::InvalidView => "INVALID_VIEW",
            Self::TableExists => "TABLE_ALREADY_EXISTS",
            Self::PathAlreadyExists => "HIVE_PATH_ALREADY_EXISTS",
            Self::TooManyOpenPartitions => "HIVE_TOO_MANY_OPEN_PARTITIONS",
            Self::InvalidPartitionValue => "HIVE_INVALID_PARTITION_VALUE",
            Self::WriterFailed => "HIVE_WRITER_CLOSE_ERROR",
            Self::InternalError => "GENERIC_INTERNAL_ERROR",
        }
    }

    /// Athena's error category: 1 the service's fault, 2 the user's.
    /// <https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html>
    pub const fn category(self) -> i32 {
        match self {
            Self::InternalError => 1,
            _ => 2,
        }
    }
}

impl std::fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl QueryError {
    /// An error without a place.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// What Athena runs and this engine does not.
    pub(crate) fn not_supported(what: impl std::fmt::Display) -> Self {
        Self::new(
            ErrorKind::NotSupported,
            format!("{what} is not supported by the embedded engine"),
        )
    }
}

/// Lets our own errors travel through DataFusion and come out as they went in.
impl From<QueryError> for DataFusionError {
    fn from(error: QueryError) -> Self {
        Self::External(Box::new(error))
    }
}

impl From<DataFusionError> for QueryError {
    fn from(error: DataFusionError) -> Self {
        translate(&error)
    }
}

fn translate(error: &DataFusionError) -> QueryError {
    use ErrorKind as Kind;
    if let Some(own) = own(error) {
        return own.clone();
    }
    match error {
        DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => {
            translate(inner)
        }
        DataFusionError::Shared(inner) => translate(inner),
        DataFusionError::Collection(errors) => errors.first().map_or_else(
            || QueryError::new(Kind::InternalError, error.to_string()),
            translate,
        ),
        DataFusionError::SchemaError(schema, _) => schema_error(schema),
        DataFusionError::SQL(parser, _) => QueryError::new(Kind::SyntaxError, parser.to_string()),
        DataFusionError::NotImplemented(what) if what.contains("Lambda(") => {
            QueryError::not_supported("a lambda as an argument of this function")
        }
        DataFusionError::NotImplemented(what) => {
            QueryError::new(Kind::NotSupported, format!("{what} (the embedded engine)"))
        }
        DataFusionError::ResourcesExhausted(what) => {
            QueryError::new(Kind::ExceededMemoryLimit, what.clone())
        }
        DataFusionError::ArrowError(inner, _) => arrow_error(&inner.to_string()),
        DataFusionError::ParquetError(inner) => QueryError::new(Kind::BadData, inner.to_string()),
        DataFusionError::ObjectStore(inner) => {
            QueryError::new(Kind::CannotOpenSplit, inner.to_string())
        }
        DataFusionError::Plan(message) => plan_error(message),
        DataFusionError::Execution(message) => arrow_error(message),
        other => QueryError::new(Kind::InternalError, other.strip_backtrace()),
    }
}

/// Our own error, however deep it is wrapped.
fn own(error: &DataFusionError) -> Option<&QueryError> {
    let mut source: Option<&(dyn std::error::Error + 'static)> = match error {
        DataFusionError::External(inner) => Some(inner.as_ref()),
        other => std::error::Error::source(other),
    };
    while let Some(inner) = source {
        if let Some(found) = inner.downcast_ref::<QueryError>() {
            return Some(found);
        }
        source = match inner.downcast_ref::<DataFusionError>() {
            Some(DataFusionError::External(boxed)) => Some(boxed.as_ref()),
            _ => inner.source(),
        };
    }
    None
}

fn schema_error(error: &SchemaError) -> QueryError {
    match error {
        SchemaError::FieldNotFound { field, .. } => QueryError::new(
            ErrorKind::ColumnNotFound,
            format!(
                "Column '{}' cannot be resolved or requester is not authorized to access \
                 requested resources",
                field.flat_name()
            ),
        ),
        SchemaError::AmbiguousReference { field } => QueryError::new(
            ErrorKind::SyntaxError,
            format!("Column '{}' is ambiguous", field.flat_name()),
        ),
        other => QueryError::new(ErrorKind::SyntaxError, other.to_string()),
    }
}

fn plan_error(message: &str) -> QueryError {
    if let Some(rest) = message.strip_prefix("Invalid function '")
        && let Some((name, _)) = rest.split_once('\'')
    {
        return unknown_function(name);
    }
    if message.contains("must be in GROUP BY") || message.contains("must appear in the GROUP BY") {
        let column = message.split('"').nth(1).unwrap_or_default();
        let column = column.rsplit('.').next().unwrap_or(column);
        return QueryError::new(
            ErrorKind::ExpressionNotAggregate,
            format!("'{column}' must be an aggregate expression or appear in GROUP BY clause"),
        );
    }
    if message.starts_with("Aggregate functions are not allowed in the WHERE") {
        return QueryError::new(
            ErrorKind::ExpressionNotScalar,
            "WHERE clause cannot contain aggregations, window functions or grouping operations",
        );
    }
    if let Some((_, rest)) = message.split_once("Function '")
        && message.contains("failed to match any signature")
        && let Some((name, _)) = rest.split_once('\'')
    {
        return QueryError::new(
            ErrorKind::FunctionNotFound,
            format!("Unexpected parameters for function {name}"),
        );
    }
    let mismatch = ["coercion", "coerce", "signature", "operator", "type"];
    let kind = if mismatch
        .iter()
        .any(|word| message.to_lowercase().contains(word))
    {
        ErrorKind::TypeMismatch
    } else {
        ErrorKind::SyntaxError
    };
    QueryError::new(kind, message.lines().next().unwrap_or(message))
}

/// A function that is Trino's and missing here is told apart from one that nobody has.
fn unknown_function(name: &str) -> QueryError {
    if trino::functions::kind(name).is_some() {
        return QueryError::not_supported(format_args!("the function {name}"));
    }
    let help = match trino::functions::near(name) {
        Some(near) => format!("; did you mean {near}?"),
        None => String::new(),
    };
    QueryError::new(
        ErrorKind::FunctionNotFound,
        format!("Function '{name}' not registered{help}"),
    )
}

/// A cast that fails, in Trino's words.
fn cast_error(message: &str) -> Option<QueryError> {
    let of = |message: String| Some(QueryError::new(ErrorKind::InvalidCastArgument, message));
    if let Some((_, rest)) = message.split_once("Cannot cast string '")
        && let Some((value, rest)) = rest.split_once("' to value of ")
    {
        return match rest.split_whitespace().next().unwrap_or_default() {
            "Date32" => of(format!("Value cannot be cast to date: {value}")),
            "Int8" => of(format!("Cannot cast '{value}' to TINYINT")),
            "Int16" => of(format!("Cannot cast '{value}' to SMALLINT")),
            "Int32" => of(format!("Cannot cast '{value}' to INT")),
            "Int64" => of(format!("Cannot cast '{value}' to BIGINT")),
            "Float64" => of(format!("Cannot cast '{value}' to DOUBLE")),
            other => of(format!(
                "Value cannot be cast to {}: {value}",
                other.to_lowercase()
            )),
        };
    }
    let (_, rest) = message.split_once("Can't cast value ")?;
    let (value, kind) = rest.split_once(" to type ")?;
    let kind = match kind.split_whitespace().next().unwrap_or_default() {
        "Int8" => "tinyint",
        "Int16" => "smallint",
        "Int32" => "integer",
        _ => "bigint",
    };
    of(format!("Out of range for {kind}: {value}"))
}

fn arrow_error(message: &str) -> QueryError {
    if let Some(error) = cast_error(message) {
        return error;
    }
    let lower = message.to_lowercase();
    let kind = if lower.contains("divide by zero") {
        return QueryError::new(ErrorKind::DivisionByZero, "Division by zero");
    } else if lower.contains("overflow") {
        ErrorKind::NumericValueOutOfRange
    } else if lower.contains("cast") || lower.contains("pars") {
        ErrorKind::InvalidCastArgument
    } else {
        ErrorKind::InternalError
    };
    QueryError::new(kind, message)
}
