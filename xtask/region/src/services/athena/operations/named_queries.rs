//! Operations on named queries.

use serde_json::{Value, json};

use super::{Input, check_batch, required, with_token};
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::athena::{Athena, NamedQuery};

impl Athena {
    pub(super) fn call_named_queries(
        &self,
        context: &Context,
        operation: &str,
        mut input: Input,
    ) -> Result<Value, ServiceError> {
        let id = |input: &Input| {
            required(input.named_query_id.as_deref(), "NamedQueryId").map(str::to_owned)
        };
        match operation {
            "CreateNamedQuery" => {
                let query = NamedQuery {
                    named_query_id: String::new(),
                    name: required(input.name.take(), "Name")?,
                    description: input.description.take(),
                    database: required(input.database.take(), "Database")?,
                    query_string: required(input.query_string.take(), "QueryString")?,
                    work_group: input.workgroup().to_owned(),
                };
                let token = input.client_request_token.as_deref();
                let made = self.create_named_query(context, query, token)?;
                Ok(json!({ "NamedQueryId": made.named_query_id }))
            }
            "GetNamedQuery" => Ok(json!({ "NamedQuery": self.named_query(&id(&input)?)? })),
            "BatchGetNamedQuery" => {
                let ids = input.named_query_ids.as_deref().unwrap_or_default();
                let (mut found, mut missing) = (Vec::new(), Vec::new());
                for id in check_batch(ids)? {
                    match self.named_queries.get(id)? {
                        Some(query) => found.push(query),
                        None => missing.push(json!({
                            "NamedQueryId": id,
                            "ErrorCode": "INVALID_INPUT",
                            "ErrorMessage": format!("Named Query {id} is not found."),
                        })),
                    }
                }
                Ok(json!({ "NamedQueries": found, "UnprocessedNamedQueryIds": missing }))
            }
            "ListNamedQueries" => {
                let workgroup = self.workgroup(context, input.workgroup())?.name;
                let (queries, next) = input.page(self.named_queries_of(&workgroup)?)?;
                let ids: Vec<String> = queries
                    .into_iter()
                    .map(|query| query.named_query_id)
                    .collect();
                Ok(with_token(json!({ "NamedQueryIds": ids }), next))
            }
            "UpdateNamedQuery" => {
                let name = required(input.name.as_deref(), "Name")?;
                let query = required(input.query_string.as_deref(), "QueryString")?;
                self.update_named_query(&id(&input)?, name, input.description.clone(), query)?;
                Ok(json!({}))
            }
            _ => {
                self.delete_named_query(&id(&input)?)?;
                Ok(json!({}))
            }
        }
    }
}
