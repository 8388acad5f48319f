//! What `TestState` is asked.

use serde_json::Value;

use super::Refusal;

/// A request to test one state, as `TestState` takes it: data are texts of JSON.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Request {
    /// A state, or the machine that `state_name` picks one from.
    pub definition: String,
    /// The state within the machine; `None` where the definition is a state.
    pub state_name: Option<String>,
    /// The role that the state is run as.
    pub role_arn: Option<String>,
    /// The state's input; an empty object where there is none.
    pub input: Option<String>,
    /// The workflow's variables: an object.
    pub variables: Option<String>,
    /// The context object that stands in for one that is made up.
    pub context: Option<String>,
    /// How much is told.
    pub inspection_level: InspectionLevel,
    /// Whether secrets of an HTTP task's connection are told.
    pub reveal_secrets: bool,
    /// What the state's work is taken to have given.
    pub mock: Option<Mock>,
    /// In which situation the state is.
    pub configuration: Configuration,
}

/// How much of what a state did is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum InspectionLevel {
    /// The output alone.
    #[default]
    Info,
    /// The data between the steps, too.
    Debug,
    /// The request and the answer of an HTTP task, too.
    Trace,
}

/// What a state's work is taken to have given: a result, or an error.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mock {
    /// The result: a text of JSON.
    pub result: Option<String>,
    /// The error.
    pub error_output: Option<ErrorOutput>,
    /// How closely the result is held against the API's own.
    pub validation: FieldValidation,
}

/// An error in a result's stead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorOutput {
    /// Its name.
    pub error: Option<String>,
    /// Why.
    pub cause: Option<String>,
}

/// How closely a mocked result is held against the API's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldValidation {
    /// Every required field is there, and those that are there fit.
    #[default]
    Strict,
    /// Fields that are there fit.
    Present,
    /// Anything goes.
    None,
}

/// The situation that a state is tested in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// How often the retrier that applies has tried again already.
    pub retrier_retry_count: Option<u64>,
    /// Which state inside a `Map` or `Parallel` the mocked error comes from.
    pub error_caused_by_state: Option<String>,
    /// How many items of a `Map` failed.
    pub map_iteration_failure_count: Option<u64>,
    /// What the item reader read, as it is in the file.
    pub map_item_reader_data: Option<String>,
}

impl Request {
    /// The request in the JSON of AWS's API.
    ///
    /// # Errors
    /// `ValidationException`, where a field has a wrong type or word.
    pub fn from_json(json: &Value) -> Result<Self, Refusal> {
        let fields = Fields(json);
        let mock = match json.get("mock") {
            None | Some(Value::Null) => None,
            Some(mock) => Some(mock_from(mock)?),
        };
        let configuration = json.get("stateConfiguration").unwrap_or(&Value::Null);
        let configuration = Fields(configuration);
        Ok(Self {
            definition: fields.text("definition")?.unwrap_or_default(),
            state_name: fields.text("stateName")?,
            role_arn: fields.text("roleArn")?,
            input: fields.text("input")?,
            variables: fields.text("variables")?,
            context: fields.text("context")?,
            inspection_level: fields.word(
                "inspectionLevel",
                &[
                    ("INFO", InspectionLevel::Info),
                    ("DEBUG", InspectionLevel::Debug),
                    ("TRACE", InspectionLevel::Trace),
                ],
            )?,
            reveal_secrets: json.get("revealSecrets") == Some(&Value::Bool(true)),
            mock,
            configuration: Configuration {
                retrier_retry_count: configuration.count("retrierRetryCount")?,
                error_caused_by_state: configuration.text("errorCausedByState")?,
                map_iteration_failure_count: configuration.count("mapIterationFailureCount")?,
                map_item_reader_data: configuration.text("mapItemReaderData")?,
            },
        })
    }
}

fn mock_from(json: &Value) -> Result<Mock, Refusal> {
    let fields = Fields(json);
    let error_output = match json.get("errorOutput") {
        None | Some(Value::Null) => None,
        Some(error) => Some(ErrorOutput {
            error: Fields(error).text("error")?,
            cause: Fields(error).text("cause")?,
        }),
    };
    Ok(Mock {
        result: fields.text("result")?,
        error_output,
        validation: fields.word(
            "fieldValidationMode",
            &[
                ("STRICT", FieldValidation::Strict),
                ("PRESENT", FieldValidation::Present),
                ("NONE", FieldValidation::None),
            ],
        )?,
    })
}

/// Typed access to a JSON object's fields.
struct Fields<'a>(&'a Value);

impl Fields<'_> {
    fn text(&self, name: &str) -> Result<Option<String>, Refusal> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(wrong(name, other, "Member must be a string")),
        }
    }

    fn count(&self, name: &str) -> Result<Option<u64>, Refusal> {
        let Some(value) = self.0.get(name).filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        let constraint = "Member must have value greater than or equal to 0";
        value
            .as_u64()
            .map(Some)
            .ok_or_else(|| wrong(name, value, constraint))
    }

    fn word<T: Copy + Default>(&self, name: &str, words: &[(&str, T)]) -> Result<T, Refusal> {
        let Some(text) = self.text(name)? else {
            return Ok(T::default());
        };
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let constraint = format!("Member must satisfy enum value set: [{}]", known.join(", "));
            wrong(name, &Value::from(text), &constraint)
        })
    }
}

fn wrong(name: &str, value: &Value, constraint: &str) -> Refusal {
    let shown = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Refusal::validation(format!(
        "1 validation error detected: Value '{shown}' at '{name}' failed to satisfy constraint: \
         {constraint}"
    ))
}
