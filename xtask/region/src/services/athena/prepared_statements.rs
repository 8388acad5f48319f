//! Prepared statements: kept in a workgroup under a name, executed with values for their `?`.
//! <https://docs.aws.amazon.com/athena/latest/ug/querying-with-prepared-statements.html>

use super::model::PreparedStatement;
use super::{Athena, invalid};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::key;

/// The longest name.
const LONGEST_NAME: usize = 256;
/// The most of a workgroup.
const MOST: usize = 1_000;

fn not_found(name: &str) -> ServiceError {
    ServiceError::client(
        "ResourceNotFoundException",
        format!("PreparedStatement {name} was not found"),
    )
}

/// A letter or `_`, then letters, digits, `_`, `@` and `:`.
fn check_name(name: &str) -> Result<(), ServiceError> {
    let mut letters = name.chars();
    let first = letters.next();
    let begins = first.is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let goes_on = letters.all(|c| c.is_ascii_alphanumeric() || "_@:".contains(c));
    if begins && goes_on && name.len() <= LONGEST_NAME {
        return Ok(());
    }
    Err(invalid(format!(
        "StatementName {name:?} is none: it begins with a letter or _ and goes on with letters, \
         digits, _, @ and :, {LONGEST_NAME} characters at most"
    )))
}

/// Now, in seconds since 1970 to the millisecond.
pub fn modified(context: &Context) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "milliseconds of this era are exact"
    )]
    let milliseconds = context.now().as_millisecond() as f64;
    milliseconds / 1e3
}

impl Athena {
    /// Keeps a statement; another of its name is replaced where `replaces` says so.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn put_prepared_statement(
        &self,
        context: &Context,
        statement: &PreparedStatement,
        replaces: bool,
    ) -> Result<(), ServiceError> {
        check_name(&statement.statement_name)?;
        if statement.query_statement.trim().is_empty() {
            return Err(invalid("QueryStatement is empty"));
        }
        let workgroup = self.workgroup(context, &statement.work_group_name)?.name;
        let place = key([&workgroup, &statement.statement_name]);
        let _writing = self.write_lock();
        if !replaces {
            if self.prepared_statements.get(&place)?.is_some() {
                return Err(invalid(format!(
                    "PreparedStatement {} already exists in WorkGroup {workgroup}",
                    statement.statement_name
                )));
            }
            if self.prepared_statements_of(&workgroup)?.len() >= MOST {
                return Err(invalid(format!(
                    "WorkGroup {workgroup} has {MOST} prepared statements; delete one first"
                )));
            }
        }
        Ok(self.prepared_statements.put(&place, statement)?)
    }

    /// A statement.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn prepared_statement(
        &self,
        workgroup: &str,
        name: &str,
    ) -> Result<PreparedStatement, ServiceError> {
        let statement = self.prepared_statements.get(&key([workgroup, name]))?;
        statement.ok_or_else(|| not_found(name))
    }

    /// The statements of a workgroup, by name.
    ///
    /// # Errors
    /// When the state can't be read.
    pub fn prepared_statements_of(
        &self,
        workgroup: &str,
    ) -> Result<Vec<PreparedStatement>, ServiceError> {
        let entries = self.prepared_statements.scan(&key([workgroup, ""]));
        let statements = entries.map(|entry| entry.map(|(_, statement)| statement));
        Ok(statements.collect::<Result<_, _>>()?)
    }

    /// Forgets a statement.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn delete_prepared_statement(
        &self,
        workgroup: &str,
        name: &str,
    ) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        self.prepared_statement(workgroup, name)?;
        Ok(self.prepared_statements.delete(&key([workgroup, name]))?)
    }
}
