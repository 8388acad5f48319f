//! Operations on prepared statements.

use serde_json::{Value, json};

use super::{Input, check_batch, required, with_token};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::athena::{Athena, PreparedStatement, modified};

impl Athena {
    pub(super) fn call_prepared_statements(
        &self,
        context: &Context,
        operation: &str,
        input: &Input,
    ) -> Result<Value, ServiceError> {
        let workgroup = || required(input.work_group.as_deref(), "WorkGroup");
        let name = || required(input.statement_name.as_deref(), "StatementName");
        match operation {
            "CreatePreparedStatement" | "UpdatePreparedStatement" => {
                let replaces = operation.starts_with("Update");
                if replaces {
                    self.prepared_statement(workgroup()?, name()?)?;
                }
                let query = required(input.query_statement.as_deref(), "QueryStatement")?;
                let statement = PreparedStatement {
                    statement_name: name()?.to_owned(),
                    query_statement: query.to_owned(),
                    work_group_name: workgroup()?.to_owned(),
                    description: input.description.clone(),
                    last_modified_time: modified(context),
                };
                self.put_prepared_statement(context, &statement, replaces)?;
                Ok(json!({}))
            }
            "GetPreparedStatement" => {
                let statement = self.prepared_statement(workgroup()?, name()?)?;
                Ok(json!({ "PreparedStatement": statement }))
            }
            "BatchGetPreparedStatement" => {
                let names = input.prepared_statement_names.as_deref();
                let (mut found, mut missing) = (Vec::new(), Vec::new());
                for name in check_batch(names.unwrap_or_default())? {
                    match self.prepared_statement(workgroup()?, name) {
                        Ok(statement) => found.push(statement),
                        Err(error) => missing.push(json!({
                            "StatementName": name,
                            "ErrorCode": error.code,
                            "ErrorMessage": error.message,
                        })),
                    }
                }
                Ok(json!({
                    "PreparedStatements": found,
                    "UnprocessedPreparedStatementNames": missing,
                }))
            }
            "ListPreparedStatements" => {
                let workgroup = self.workgroup(context, workgroup()?)?.name;
                let (statements, next) = input.page(self.prepared_statements_of(&workgroup)?)?;
                let statements: Vec<Value> = statements
                    .into_iter()
                    .map(|statement| {
                        json!({
                            "StatementName": statement.statement_name,
                            "LastModifiedTime": statement.last_modified_time,
                        })
                    })
                    .collect();
                Ok(with_token(
                    json!({ "PreparedStatements": statements }),
                    next,
                ))
            }
            _ => {
                self.delete_prepared_statement(workgroup()?, name()?)?;
                Ok(json!({}))
            }
        }
    }
}
