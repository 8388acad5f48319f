//! Named queries.

use uuid::Uuid;

use super::model::NamedQuery;
use super::{Athena, Token, invalid};
use crate::context::Context;
use crate::error::ServiceError;

impl Athena {
    /// Keeps a query. Its id is made here; two requests of one token are one request.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn create_named_query(
        &self,
        context: &Context,
        query: NamedQuery,
        token: Option<&str>,
    ) -> Result<NamedQuery, ServiceError> {
        for (member, value, longest) in [
            ("Name", &query.name, 128),
            ("Database", &query.database, 255),
            ("QueryString", &query.query_string, 262_144),
        ] {
            if value.is_empty() || value.len() > longest {
                return Err(invalid(format!(
                    "{member} has {} bytes; 1 to {longest} are allowed",
                    value.len()
                )));
            }
        }
        self.workgroup(context, &query.work_group)?;
        let _writing = self.write_lock();
        let request = serde_json::to_string(&NamedQuery {
            named_query_id: String::new(),
            ..query.clone()
        })
        .unwrap_or_default();
        let token = token.map(|token| format!("named-query:{token}"));
        if let Some(token) = &token
            && let Some(known) = self.tokens.get(token)?
        {
            return if known.request == request {
                self.named_query(&known.id)
            } else {
                Err(invalid("Idempotent parameters do not match"))
            };
        }
        let query = NamedQuery {
            named_query_id: Uuid::new_v4().to_string(),
            ..query
        };
        let mut batch = context.store().batch();
        batch.put(&self.named_queries, &query.named_query_id, &query);
        if let Some(token) = &token {
            let entry = Token {
                id: query.named_query_id.clone(),
                request,
            };
            batch.put(&self.tokens, token, &entry);
        }
        batch.commit()?;
        Ok(query)
    }

    /// A query that is kept.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn named_query(&self, id: &str) -> Result<NamedQuery, ServiceError> {
        self.named_queries
            .get(id)?
            .ok_or_else(|| invalid(format!("Named Query {id} is not found.")))
    }

    /// The queries of a workgroup, by name.
    ///
    /// # Errors
    /// When the state can't be read.
    pub fn named_queries_of(&self, workgroup: &str) -> Result<Vec<NamedQuery>, ServiceError> {
        let mut queries = self.named_queries.all()?;
        queries.retain(|query| query.work_group == workgroup);
        queries.sort_by(|one, other| {
            (&one.name, &one.named_query_id).cmp(&(&other.name, &other.named_query_id))
        });
        Ok(queries)
    }

    /// Changes a query's name, description and text; its id stays.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn update_named_query(
        &self,
        id: &str,
        name: &str,
        description: Option<String>,
        query_string: &str,
    ) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let mut query = self.named_query(id)?;
        name.clone_into(&mut query.name);
        query.description = description;
        query_string.clone_into(&mut query.query_string);
        Ok(self.named_queries.put(id, &query)?)
    }

    /// Forgets a query.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn delete_named_query(&self, id: &str) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        self.named_query(id)?;
        Ok(self.named_queries.delete(id)?)
    }
}
