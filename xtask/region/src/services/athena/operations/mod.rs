//! Athena's operations (`AmazonAthena.*`).

mod catalog;
mod named_queries;
mod prepared_statements;
mod shapes;
mod workgroups;

use serde::Deserialize;
use serde_json::{Value, json};

use super::executions::StartRequest;
use super::{Athena, CATALOG, PRIMARY, invalid};
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::protocol::json::decode;

/// The largest page of a listing.
const PAGE: usize = 50;
/// The most ids of one request.
const BATCH: usize = 50;

#[derive(Deserialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Input {
    query_string: Option<String>,
    client_request_token: Option<String>,
    query_execution_context: Option<Value>,
    result_configuration: Option<Value>,
    execution_parameters: Option<Vec<String>>,
    query_execution_id: Option<String>,
    query_execution_ids: Option<Vec<String>>,
    work_group: Option<String>,
    name: Option<String>,
    description: Option<String>,
    configuration: Option<Value>,
    configuration_updates: Option<Value>,
    state: Option<String>,
    recursive_delete_option: Option<bool>,
    tags: Option<Vec<Tag>>,
    tag_keys: Option<Vec<String>>,
    #[serde(rename = "ResourceARN")]
    resource_arn: Option<String>,
    database: Option<String>,
    named_query_id: Option<String>,
    named_query_ids: Option<Vec<String>>,
    statement_name: Option<String>,
    query_statement: Option<String>,
    prepared_statement_names: Option<Vec<String>>,
    catalog_name: Option<String>,
    database_name: Option<String>,
    table_name: Option<String>,
    expression: Option<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Tag {
    key: String,
    value: String,
}

impl Input {
    fn execution(&self) -> Result<&str, ServiceError> {
        required(self.query_execution_id.as_deref(), "QueryExecutionId")
    }

    fn workgroup(&self) -> &str {
        self.work_group.as_deref().unwrap_or(PRIMARY)
    }

    /// A page of items, and the token of the next.
    fn page<T>(&self, items: Vec<T>) -> Result<(Vec<T>, Option<String>), ServiceError> {
        let start: usize = match &self.next_token {
            None => 0,
            Some(token) => token
                .parse()
                .map_err(|_| invalid(format!("NextToken {token:?} is not one that was given")))?,
        };
        let count = self.max_results.unwrap_or(PAGE).clamp(1, PAGE);
        let next = (start + count < items.len()).then(|| (start + count).to_string());
        Ok((items.into_iter().skip(start).take(count).collect(), next))
    }
}

impl Athena {
    /// Answers one operation of the wire protocol.
    pub(crate) async fn call(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: Value,
    ) -> Result<Value, ServiceError> {
        let mut input: Input = decode(input)?;
        self.authorise_operation(context, caller, operation, &input)?;
        match operation {
            "StartQueryExecution" => {
                let id = self.start_query(context, caller, &start_request(&mut input)?)?;
                Ok(json!({ "QueryExecutionId": id }))
            }
            "GetQueryExecution" => {
                let execution = self.execution(input.execution()?)?;
                Ok(json!({ "QueryExecution": shapes::execution(&execution) }))
            }
            "BatchGetQueryExecution" => self.batch_executions(&input),
            "ListQueryExecutions" => self.list_executions(context, &input),
            "StopQueryExecution" => {
                self.stop_query(context, input.execution()?)?;
                Ok(json!({}))
            }
            "GetQueryResults" => {
                let (id, token) = (input.execution()?, input.next_token.as_deref());
                self.results(context, caller, id, token, input.max_results)
                    .await
            }
            "GetQueryRuntimeStatistics" => {
                let execution = self.execution(input.execution()?)?;
                Ok(json!({ "QueryRuntimeStatistics": {
                    "Timeline": shapes::statistics(&execution),
                    "Rows": { "OutputRows": execution.rows, "InputBytes": execution.scanned },
                } }))
            }
            "CreateWorkGroup"
            | "GetWorkGroup"
            | "UpdateWorkGroup"
            | "DeleteWorkGroup"
            | "ListWorkGroups"
            | "TagResource"
            | "UntagResource"
            | "ListTagsForResource" => self.call_workgroups(context, operation, input),
            "CreateNamedQuery" | "GetNamedQuery" | "BatchGetNamedQuery" | "ListNamedQueries"
            | "UpdateNamedQuery" | "DeleteNamedQuery" => {
                self.call_named_queries(context, operation, input)
            }
            "CreatePreparedStatement"
            | "GetPreparedStatement"
            | "BatchGetPreparedStatement"
            | "ListPreparedStatements"
            | "UpdatePreparedStatement"
            | "DeletePreparedStatement" => {
                self.call_prepared_statements(context, operation, &input)
            }
            "ListDataCatalogs" | "GetDataCatalog" | "ListDatabases" | "GetDatabase"
            | "ListTableMetadata" | "GetTableMetadata" => catalog::call(context, operation, &input),
            _ => Err(ServiceError::unknown_operation("Athena", operation)),
        }
    }

    /// Permissions are on the workgroup: the one that is named, or that of the statement.
    fn authorise_operation(
        &self,
        context: &Context,
        caller: &Caller,
        operation: &str,
        input: &Input,
    ) -> Result<(), ServiceError> {
        let action = format!("athena:{operation}");
        let of_catalog = operation.contains("Catalog")
            || operation.contains("Database")
            || operation.contains("Table");
        let resource = if let Some(arn) = &input.resource_arn {
            arn.clone()
        } else if of_catalog {
            context.arn("athena", &format!("datacatalog/{}", CATALOG))
        } else if operation == "ListWorkGroups" {
            "*".to_owned()
        } else {
            let named = if operation.ends_with("WorkGroup") {
                &input.work_group.clone().or_else(|| input.name.clone())
            } else {
                &input.work_group
            };
            let found = match (&input.query_execution_id, &input.named_query_id) {
                (Some(id), _) => self
                    .executions
                    .get(id)?
                    .map(|execution| execution.workgroup),
                (_, Some(id)) => self.named_queries.get(id)?.map(|query| query.work_group),
                _ => None,
            };
            let workgroup = found
                .or_else(|| named.clone())
                .unwrap_or_else(|| PRIMARY.to_owned());
            context.arn("athena", &format!("workgroup/{workgroup}"))
        };
        context.authorise(caller, &action, &resource)
    }

    fn batch_executions(&self, input: &Input) -> Result<Value, ServiceError> {
        let ids = input.query_execution_ids.as_deref().unwrap_or_default();
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for id in check_batch(ids)? {
            match self.executions.get(id)? {
                Some(execution) => found.push(shapes::execution(&execution)),
                None => missing.push(json!({
                    "QueryExecutionId": id,
                    "ErrorCode": "INVALID_INPUT",
                    "ErrorMessage": format!("QueryExecution {id} was not found"),
                })),
            }
        }
        Ok(json!({ "QueryExecutions": found, "UnprocessedQueryExecutionIds": missing }))
    }

    fn list_executions(&self, context: &Context, input: &Input) -> Result<Value, ServiceError> {
        let workgroup = self.workgroup(context, input.workgroup())?.name;
        let count = input.max_results.unwrap_or(PAGE).clamp(1, PAGE);
        let mut ids = self.history(&workgroup, input.next_token.as_deref(), count + 1)?;
        let more = ids.len() > count;
        ids.truncate(count);
        let next = ids.last().filter(|_| more).cloned();
        Ok(with_token(json!({ "QueryExecutionIds": ids }), next))
    }
}

fn required<T>(value: Option<T>, member: &str) -> Result<T, ServiceError> {
    value.ok_or_else(|| invalid(format!("{member} is missing")))
}

fn start_request(input: &mut Input) -> Result<StartRequest, ServiceError> {
    let within = input.query_execution_context.take().unwrap_or_default();
    catalog::check(within["Catalog"].as_str())?;
    let results = input.result_configuration.take().unwrap_or_default();
    Ok(StartRequest {
        query: required(input.query_string.take(), "QueryString")?,
        parameters: input.execution_parameters.take().unwrap_or_default(),
        database: within["Database"].as_str().map(str::to_owned),
        workgroup: input.work_group.take(),
        output_location: results["OutputLocation"].as_str().map(str::to_owned),
        token: input.client_request_token.take(),
    })
}

fn check_batch(ids: &[String]) -> Result<&[String], ServiceError> {
    if (1..=BATCH).contains(&ids.len()) {
        Ok(ids)
    } else {
        Err(invalid(format!(
            "{} ids are given; 1 to {BATCH} are allowed",
            ids.len()
        )))
    }
}

fn with_token(mut answer: Value, token: Option<String>) -> Value {
    if let Some(token) = token {
        answer["NextToken"] = Value::from(token);
    }
    answer
}
