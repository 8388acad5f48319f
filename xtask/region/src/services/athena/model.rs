//! What Athena keeps: statements and their states, workgroups, named queries.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::caller::Caller;

/// A statement that was started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Execution {
    /// Its id.
    pub id: String,
    /// The statement.
    pub query: String,
    /// The values of its `?`.
    pub parameters: Vec<String>,
    /// Its database, where one was named.
    pub database: Option<String>,
    /// Its workgroup.
    pub workgroup: String,
    /// The folder of its results (`s3://bucket/prefix/`).
    pub folder: String,
    /// Bytes that it may read.
    pub scan_limit: Option<u64>,
    /// Who started it; none for the root.
    pub role: Option<RoleSession>,
    /// Where it is.
    pub state: State,
    /// Why it failed or was cancelled.
    pub reason: Option<String>,
    /// What failed, when it did: Athena's category.
    pub error_category: Option<i32>,
    /// What it does, once it is known.
    pub kind: Option<Kind>,
    /// The columns of its results.
    pub columns: Vec<Column>,
    /// How many rows it gave.
    pub rows: u64,
    /// How many rows it wrote to tables or files.
    #[serde(default)]
    pub written: u64,
    /// Bytes of data files that it read.
    pub scanned: u64,
    /// When it was taken.
    pub submitted: Timestamp,
    /// When its turn came.
    pub begun: Option<Timestamp>,
    /// When it ended.
    pub completed: Option<Timestamp>,
}

/// The session of a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSession {
    /// The role's name.
    pub role: String,
    /// The session's name.
    pub session: String,
}

/// Where a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum State {
    /// It waits for its turn.
    Queued,
    /// It runs.
    Running,
    /// It ended well.
    Succeeded,
    /// It ended badly.
    Failed,
    /// It was stopped.
    Cancelled,
}

/// What a statement does, in Athena's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Kind {
    /// It asks for data.
    Dml,
    /// It changes definitions.
    Ddl,
    /// It asks for definitions.
    Utility,
}

/// A column of results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    pub data_type: String,
    /// Digits or characters at most.
    pub precision: i32,
    /// Digits after the point.
    pub scale: i32,
    /// Whether case matters.
    pub case_sensitive: bool,
}

/// A workgroup.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkGroup {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it takes statements.
    pub enabled: bool,
    /// Its `WorkGroupConfiguration`.
    pub configuration: Value,
    /// Its tags, in order.
    pub tags: Vec<(String, String)>,
    /// When it was made.
    pub created: Timestamp,
}

/// A query that is kept to be asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct NamedQuery {
    /// Its id.
    pub named_query_id: String,
    /// Its name.
    pub name: String,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its database.
    pub database: String,
    /// The statement.
    pub query_string: String,
    /// Its workgroup.
    pub work_group: String,
}

/// A statement of a workgroup that is executed by its name, with values for its `?`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct PreparedStatement {
    /// Its name, one of its workgroup.
    pub statement_name: String,
    /// The statement.
    pub query_statement: String,
    /// Its workgroup.
    pub work_group_name: String,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was changed last, in seconds since 1970.
    pub last_modified_time: f64,
}

impl State {
    /// The name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// Whether it can change no more.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}

impl Kind {
    /// The name in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dml => "DML",
            Self::Ddl => "DDL",
            Self::Utility => "UTILITY",
        }
    }
}

impl Execution {
    /// Who started it.
    pub(crate) fn caller(&self) -> Caller {
        match &self.role {
            None => Caller::Root,
            Some(RoleSession { role, session }) => Caller::Role {
                role: role.clone(),
                session: session.clone(),
            },
        }
    }

    /// Its results: CSV for data, plain text for definitions.
    pub fn output(&self) -> String {
        let extension = match self.kind {
            None | Some(Kind::Dml) => "csv",
            Some(Kind::Ddl | Kind::Utility) => "txt",
        };
        format!("{}{}.{extension}", self.folder, self.id)
    }
}

impl WorkGroup {
    /// The folder of results that the workgroup gives.
    pub fn output_location(&self) -> Option<&str> {
        self.configuration["ResultConfiguration"]["OutputLocation"].as_str()
    }

    /// Whether its folder goes before the one that a request names.
    pub fn is_enforced(&self) -> bool {
        // As in Athena: enforced unless it is told otherwise.
        self.configuration["EnforceWorkGroupConfiguration"]
            .as_bool()
            .unwrap_or(true)
    }

    /// Bytes that one statement may read.
    pub fn scan_limit(&self) -> Option<u64> {
        self.configuration["BytesScannedCutoffPerQuery"].as_u64()
    }
}
