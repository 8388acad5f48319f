//! Steps that ask services themselves: a query of the lake, values of metrics.

use asl::{ItemProcessor, Map, Task as TaskState};
use contracts::Payload;
use contracts::monitoring::MetricDatum;
use diagnostics::{Address, Diagnostics};
use serde_json::{Map as JsonMap, json};

use crate::assignments::name_of;
use crate::workflow::{DATABASE_PLACEHOLDER, WORKGROUP_PLACEHOLDER};
use crate::{Expr, Flow, Object, Retry, StepRef};

/// A statement that the workgroup has prepared, with a value for each of its parameters.
#[derive(Debug, Clone)]
pub struct Question {
    /// The statement's name.
    pub statement: String,
    /// The values, as literals of SQL.
    pub parameters: Vec<Expr<String>>,
    /// The tables and views that it asks.
    pub tables: Vec<String>,
}

/// A row of an answer.
#[derive(Debug, Clone, Copy)]
pub struct Row(());

impl Row {
    /// The text of a column, counted from 0.
    pub fn text(self, column: usize) -> Expr<String> {
        Expr::new(format!("$row.Data[{column}].VarCharValue"))
    }

    /// The word of a column, which is one of a type's own.
    pub fn word<T>(self, column: usize) -> Expr<T> {
        Expr::new(self.text(column).text())
    }

    /// The number of a column that always has one.
    pub fn number(self, column: usize) -> Expr<f64> {
        Expr::new(format!("$number({})", self.text(column).text()))
    }

    /// The number of a column; null where it has none.
    pub fn optional_number(self, column: usize) -> Expr<Option<f64>> {
        let text = self.text(column);
        let text = text.text();
        Expr::new(format!("$exists({text}) ? $number({text}) : null"))
    }
}

/// A step that asks, and one that reads the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Asks, and waits for the answer.
    pub ask: StepRef,
    /// Reads the answer.
    pub read: StepRef,
}

impl<I: Payload> Flow<I> {
    /// Asks Athena and sets a variable to the answer's rows, which are at most 999 and have to fit into
    /// a state. The two steps follow each other.
    pub fn question<T: Payload>(
        &mut self,
        (ask, read): (&str, &str),
        question: &Question,
        rows: &Expr<Vec<T>>,
        of_row: impl FnOnce(Row) -> Object<T>,
    ) -> Asked {
        let id = Expr::<String>::new(format!("{}Query", rows.text()));
        let ask = self.ask(ask, question, &id, "QueryExecutionId");
        let place: Address = [read, "Assign"].into_iter().collect();
        let mut found = Diagnostics::new();
        let row = of_row(Row(())).into_text(&place, &mut found);
        self.report(found);
        let mut assign = JsonMap::new();
        // The first row has the names of the columns.
        assign.insert(
            name_of(rows),
            format!(
                "{{% [$map($filter($states.result.ResultSet.Rows, function($row, $at) {{ $at > 0 }}), \
                 function($row) {{ {row} }})] %}}"
            )
            .into(),
        );
        let reading = TaskState::new("arn:aws:states:::athena:getQueryResults")
            .arguments(json!({ "QueryExecutionId": id.render() }))
            .assign(assign)
            .output(json!({}));
        let read = self.add_state(read, reading);
        self.then(&ask, &read);
        Asked { ask, read }
    }

    /// Asks Athena and sets a variable to where the answer is, `s3://bucket/key` of its CSV, for a function to
    /// read: it may have any number of rows.
    pub fn question_to_file(
        &mut self,
        ask: &str,
        question: &Question,
        place: &Expr<String>,
    ) -> StepRef {
        self.ask(ask, question, place, "ResultConfiguration.OutputLocation")
    }

    /// A step that asks and waits, and sets a variable to a part of what is told of the query.
    fn ask(
        &mut self,
        name: &str,
        question: &Question,
        variable: &Expr<String>,
        part: &str,
    ) -> StepRef {
        let mut assign = JsonMap::new();
        assign.insert(
            name_of(variable),
            format!("{{% $states.result.QueryExecution.{part} %}}").into(),
        );
        let parameters: Vec<String> = question.parameters.iter().map(Expr::render).collect();
        let asking = TaskState::new("arn:aws:states:::athena:startQueryExecution.sync")
            .arguments(json!({
                "QueryString": format!("EXECUTE {}", question.statement),
                "ExecutionParameters": parameters,
                "QueryExecutionContext": { "Database": format!("${{{DATABASE_PLACEHOLDER}}}") },
                "WorkGroup": format!("${{{WORKGROUP_PLACEHOLDER}}}"),
            }))
            .assign(assign)
            .output(json!({}));
        let tables = question.tables.iter().cloned();
        self.needs_mut().tables.extend(tables);
        self.add_state(name, asking)
    }

    /// A step that puts values of metrics.
    pub fn put_metrics(
        &mut self,
        name: &str,
        namespace: &'static str,
        metrics: &Expr<Vec<MetricDatum>>,
    ) -> StepRef {
        let state = TaskState::new("arn:aws:states:::aws-sdk:cloudwatch:putMetricData")
            .arguments(json!({ "Namespace": namespace, "MetricData": metrics.render() }))
            .output(json!({}));
        self.needs_mut().metrics.insert(namespace);
        self.add_state(name, state)
    }

    /// A step that runs another flow for every item of an array, within the execution, and sets a
    /// variable to what those give, in order. The inner flow reaches its item by [`Flow::item`].
    pub fn for_each<T, C: Payload, O>(
        &mut self,
        name: &str,
        items: &Expr<Vec<T>>,
        at_once: u32,
        inner: Flow<C>,
        gives: &Expr<Vec<O>>,
    ) -> StepRef {
        let (comment, start, states) = self.take_in(name, inner);
        let mut processor = ItemProcessor::inline(start);
        processor.comment = Some(comment);
        processor.states = states;
        let mut assign = JsonMap::new();
        assign.insert(name_of(gives), "{% $states.result %}".into());
        let map = Map::new(processor)
            .items(items.render())
            .max_concurrency(u64::from(at_once))
            .assign(assign)
            .output(json!({}));
        self.add_state(name, map)
    }

    /// The item that an inner flow runs for, see [`Flow::for_each`].
    pub fn item<T>(&self) -> Expr<T> {
        Expr::new("$states.context.Map.Item.Value")
    }
}

impl Retry {
    /// On what Athena and CloudWatch fail by for a time.
    /// <https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html>
    pub fn lake_faults() -> Self {
        Self::on([
            "Athena.TooManyRequestsException",
            "Athena.InternalServerException",
            "Athena.SdkClientException",
            "CloudWatch.InternalServiceFaultException",
            "CloudWatch.InternalServiceException",
            "CloudWatch.ThrottlingException",
            "CloudWatch.SdkClientException",
            // What a query itself fails by is told so, and its own passing faults as well.
            "States.TaskFailed",
            "States.Timeout",
        ])
        .attempts(3)
    }
}
