//! The actions of `athena`. Made by `iam-data`.

use crate::policy::Action;

/// `athena:BatchGetNamedQuery`.
#[rustfmt::skip]
pub const BATCH_GET_NAMED_QUERY: Action = Action::known("athena:BatchGetNamedQuery");

/// `athena:BatchGetPreparedStatement`.
#[rustfmt::skip]
pub const BATCH_GET_PREPARED_STATEMENT: Action = Action::known("athena:BatchGetPreparedStatement");

/// `athena:BatchGetQueryExecution`.
#[rustfmt::skip]
pub const BATCH_GET_QUERY_EXECUTION: Action = Action::known("athena:BatchGetQueryExecution");

/// `athena:CancelCapacityReservation`.
#[rustfmt::skip]
pub const CANCEL_CAPACITY_RESERVATION: Action = Action::known("athena:CancelCapacityReservation");

/// `athena:CancelQueryExecution`.
#[rustfmt::skip]
pub const CANCEL_QUERY_EXECUTION: Action = Action::known("athena:CancelQueryExecution");

/// `athena:CreateCapacityReservation`.
#[rustfmt::skip]
pub const CREATE_CAPACITY_RESERVATION: Action = Action::known("athena:CreateCapacityReservation");

/// `athena:CreateDataCatalog`.
#[rustfmt::skip]
pub const CREATE_DATA_CATALOG: Action = Action::known("athena:CreateDataCatalog");

/// `athena:CreateNamedQuery`.
#[rustfmt::skip]
pub const CREATE_NAMED_QUERY: Action = Action::known("athena:CreateNamedQuery");

/// `athena:CreateNotebook`.
#[rustfmt::skip]
pub const CREATE_NOTEBOOK: Action = Action::known("athena:CreateNotebook");

/// `athena:CreatePreparedStatement`.
#[rustfmt::skip]
pub const CREATE_PREPARED_STATEMENT: Action = Action::known("athena:CreatePreparedStatement");

/// `athena:CreatePresignedNotebookUrl`.
#[rustfmt::skip]
pub const CREATE_PRESIGNED_NOTEBOOK_URL: Action = Action::known("athena:CreatePresignedNotebookUrl");

/// `athena:CreateWorkGroup`.
#[rustfmt::skip]
pub const CREATE_WORK_GROUP: Action = Action::known("athena:CreateWorkGroup");

/// `athena:DeleteCapacityReservation`.
#[rustfmt::skip]
pub const DELETE_CAPACITY_RESERVATION: Action = Action::known("athena:DeleteCapacityReservation");

/// `athena:DeleteDataCatalog`.
#[rustfmt::skip]
pub const DELETE_DATA_CATALOG: Action = Action::known("athena:DeleteDataCatalog");

/// `athena:DeleteNamedQuery`.
#[rustfmt::skip]
pub const DELETE_NAMED_QUERY: Action = Action::known("athena:DeleteNamedQuery");

/// `athena:DeleteNotebook`.
#[rustfmt::skip]
pub const DELETE_NOTEBOOK: Action = Action::known("athena:DeleteNotebook");

/// `athena:DeletePreparedStatement`.
#[rustfmt::skip]
pub const DELETE_PREPARED_STATEMENT: Action = Action::known("athena:DeletePreparedStatement");

/// `athena:DeleteWorkGroup`.
#[rustfmt::skip]
pub const DELETE_WORK_GROUP: Action = Action::known("athena:DeleteWorkGroup");

/// `athena:ExportNotebook`.
#[rustfmt::skip]
pub const EXPORT_NOTEBOOK: Action = Action::known("athena:ExportNotebook");

/// `athena:GetCalculationExecution`.
#[rustfmt::skip]
pub const GET_CALCULATION_EXECUTION: Action = Action::known("athena:GetCalculationExecution");

/// `athena:GetCalculationExecutionCode`.
#[rustfmt::skip]
pub const GET_CALCULATION_EXECUTION_CODE: Action = Action::known("athena:GetCalculationExecutionCode");

/// `athena:GetCalculationExecutionStatus`.
#[rustfmt::skip]
pub const GET_CALCULATION_EXECUTION_STATUS: Action = Action::known("athena:GetCalculationExecutionStatus");

/// `athena:GetCapacityAssignmentConfiguration`.
#[rustfmt::skip]
pub const GET_CAPACITY_ASSIGNMENT_CONFIGURATION: Action = Action::known("athena:GetCapacityAssignmentConfiguration");

/// `athena:GetCapacityReservation`.
#[rustfmt::skip]
pub const GET_CAPACITY_RESERVATION: Action = Action::known("athena:GetCapacityReservation");

/// `athena:GetCatalogs`.
#[rustfmt::skip]
pub const GET_CATALOGS: Action = Action::known("athena:GetCatalogs");

/// `athena:GetDatabase`.
#[rustfmt::skip]
pub const GET_DATABASE: Action = Action::known("athena:GetDatabase");

/// `athena:GetDataCatalog`.
#[rustfmt::skip]
pub const GET_DATA_CATALOG: Action = Action::known("athena:GetDataCatalog");

/// `athena:GetExecutionEngine`.
#[rustfmt::skip]
pub const GET_EXECUTION_ENGINE: Action = Action::known("athena:GetExecutionEngine");

/// `athena:GetExecutionEngines`.
#[rustfmt::skip]
pub const GET_EXECUTION_ENGINES: Action = Action::known("athena:GetExecutionEngines");

/// `athena:GetNamedQuery`.
#[rustfmt::skip]
pub const GET_NAMED_QUERY: Action = Action::known("athena:GetNamedQuery");

/// `athena:GetNamespace`.
#[rustfmt::skip]
pub const GET_NAMESPACE: Action = Action::known("athena:GetNamespace");

/// `athena:GetNamespaces`.
#[rustfmt::skip]
pub const GET_NAMESPACES: Action = Action::known("athena:GetNamespaces");

/// `athena:GetNotebookMetadata`.
#[rustfmt::skip]
pub const GET_NOTEBOOK_METADATA: Action = Action::known("athena:GetNotebookMetadata");

/// `athena:GetPreparedStatement`.
#[rustfmt::skip]
pub const GET_PREPARED_STATEMENT: Action = Action::known("athena:GetPreparedStatement");

/// `athena:GetQueryExecution`.
#[rustfmt::skip]
pub const GET_QUERY_EXECUTION: Action = Action::known("athena:GetQueryExecution");

/// `athena:GetQueryExecutions`.
#[rustfmt::skip]
pub const GET_QUERY_EXECUTIONS: Action = Action::known("athena:GetQueryExecutions");

/// `athena:GetQueryResults`.
#[rustfmt::skip]
pub const GET_QUERY_RESULTS: Action = Action::known("athena:GetQueryResults");

/// `athena:GetQueryResultsStream`.
#[rustfmt::skip]
pub const GET_QUERY_RESULTS_STREAM: Action = Action::known("athena:GetQueryResultsStream");

/// `athena:GetQueryRuntimeStatistics`.
#[rustfmt::skip]
pub const GET_QUERY_RUNTIME_STATISTICS: Action = Action::known("athena:GetQueryRuntimeStatistics");

/// `athena:GetResourceDashboard`.
#[rustfmt::skip]
pub const GET_RESOURCE_DASHBOARD: Action = Action::known("athena:GetResourceDashboard");

/// `athena:GetSession`.
#[rustfmt::skip]
pub const GET_SESSION: Action = Action::known("athena:GetSession");

/// `athena:GetSessionEndpoint`.
#[rustfmt::skip]
pub const GET_SESSION_ENDPOINT: Action = Action::known("athena:GetSessionEndpoint");

/// `athena:GetSessionStatus`.
#[rustfmt::skip]
pub const GET_SESSION_STATUS: Action = Action::known("athena:GetSessionStatus");

/// `athena:GetTable`.
#[rustfmt::skip]
pub const GET_TABLE: Action = Action::known("athena:GetTable");

/// `athena:GetTableMetadata`.
#[rustfmt::skip]
pub const GET_TABLE_METADATA: Action = Action::known("athena:GetTableMetadata");

/// `athena:GetTables`.
#[rustfmt::skip]
pub const GET_TABLES: Action = Action::known("athena:GetTables");

/// `athena:GetWorkGroup`.
#[rustfmt::skip]
pub const GET_WORK_GROUP: Action = Action::known("athena:GetWorkGroup");

/// `athena:ImportNotebook`.
#[rustfmt::skip]
pub const IMPORT_NOTEBOOK: Action = Action::known("athena:ImportNotebook");

/// `athena:ListApplicationDPUSizes`.
#[rustfmt::skip]
pub const LIST_APPLICATION_DPU_SIZES: Action = Action::known("athena:ListApplicationDPUSizes");

/// `athena:ListCalculationExecutions`.
#[rustfmt::skip]
pub const LIST_CALCULATION_EXECUTIONS: Action = Action::known("athena:ListCalculationExecutions");

/// `athena:ListCapacityReservations`.
#[rustfmt::skip]
pub const LIST_CAPACITY_RESERVATIONS: Action = Action::known("athena:ListCapacityReservations");

/// `athena:ListDatabases`.
#[rustfmt::skip]
pub const LIST_DATABASES: Action = Action::known("athena:ListDatabases");

/// `athena:ListDataCatalogs`.
#[rustfmt::skip]
pub const LIST_DATA_CATALOGS: Action = Action::known("athena:ListDataCatalogs");

/// `athena:ListEngineVersions`.
#[rustfmt::skip]
pub const LIST_ENGINE_VERSIONS: Action = Action::known("athena:ListEngineVersions");

/// `athena:ListExecutors`.
#[rustfmt::skip]
pub const LIST_EXECUTORS: Action = Action::known("athena:ListExecutors");

/// `athena:ListNamedQueries`.
#[rustfmt::skip]
pub const LIST_NAMED_QUERIES: Action = Action::known("athena:ListNamedQueries");

/// `athena:ListNotebookMetadata`.
#[rustfmt::skip]
pub const LIST_NOTEBOOK_METADATA: Action = Action::known("athena:ListNotebookMetadata");

/// `athena:ListNotebookSessions`.
#[rustfmt::skip]
pub const LIST_NOTEBOOK_SESSIONS: Action = Action::known("athena:ListNotebookSessions");

/// `athena:ListPreparedStatements`.
#[rustfmt::skip]
pub const LIST_PREPARED_STATEMENTS: Action = Action::known("athena:ListPreparedStatements");

/// `athena:ListQueryExecutions`.
#[rustfmt::skip]
pub const LIST_QUERY_EXECUTIONS: Action = Action::known("athena:ListQueryExecutions");

/// `athena:ListSessions`.
#[rustfmt::skip]
pub const LIST_SESSIONS: Action = Action::known("athena:ListSessions");

/// `athena:ListTableMetadata`.
#[rustfmt::skip]
pub const LIST_TABLE_METADATA: Action = Action::known("athena:ListTableMetadata");

/// `athena:ListTagsForResource`.
#[rustfmt::skip]
pub const LIST_TAGS_FOR_RESOURCE: Action = Action::known("athena:ListTagsForResource");

/// `athena:ListWorkGroups`.
#[rustfmt::skip]
pub const LIST_WORK_GROUPS: Action = Action::known("athena:ListWorkGroups");

/// `athena:PutCapacityAssignmentConfiguration`.
#[rustfmt::skip]
pub const PUT_CAPACITY_ASSIGNMENT_CONFIGURATION: Action = Action::known("athena:PutCapacityAssignmentConfiguration");

/// `athena:RunQuery`.
#[rustfmt::skip]
pub const RUN_QUERY: Action = Action::known("athena:RunQuery");

/// `athena:StartCalculationExecution`.
#[rustfmt::skip]
pub const START_CALCULATION_EXECUTION: Action = Action::known("athena:StartCalculationExecution");

/// `athena:StartQueryExecution`.
#[rustfmt::skip]
pub const START_QUERY_EXECUTION: Action = Action::known("athena:StartQueryExecution");

/// `athena:StartSession`.
#[rustfmt::skip]
pub const START_SESSION: Action = Action::known("athena:StartSession");

/// `athena:StopCalculationExecution`.
#[rustfmt::skip]
pub const STOP_CALCULATION_EXECUTION: Action = Action::known("athena:StopCalculationExecution");

/// `athena:StopQueryExecution`.
#[rustfmt::skip]
pub const STOP_QUERY_EXECUTION: Action = Action::known("athena:StopQueryExecution");

/// `athena:TagResource`.
#[rustfmt::skip]
pub const TAG_RESOURCE: Action = Action::known("athena:TagResource");

/// `athena:TerminateSession`.
#[rustfmt::skip]
pub const TERMINATE_SESSION: Action = Action::known("athena:TerminateSession");

/// `athena:UntagResource`.
#[rustfmt::skip]
pub const UNTAG_RESOURCE: Action = Action::known("athena:UntagResource");

/// `athena:UpdateCapacityReservation`.
#[rustfmt::skip]
pub const UPDATE_CAPACITY_RESERVATION: Action = Action::known("athena:UpdateCapacityReservation");

/// `athena:UpdateDataCatalog`.
#[rustfmt::skip]
pub const UPDATE_DATA_CATALOG: Action = Action::known("athena:UpdateDataCatalog");

/// `athena:UpdateNamedQuery`.
#[rustfmt::skip]
pub const UPDATE_NAMED_QUERY: Action = Action::known("athena:UpdateNamedQuery");

/// `athena:UpdateNotebook`.
#[rustfmt::skip]
pub const UPDATE_NOTEBOOK: Action = Action::known("athena:UpdateNotebook");

/// `athena:UpdateNotebookMetadata`.
#[rustfmt::skip]
pub const UPDATE_NOTEBOOK_METADATA: Action = Action::known("athena:UpdateNotebookMetadata");

/// `athena:UpdatePreparedStatement`.
#[rustfmt::skip]
pub const UPDATE_PREPARED_STATEMENT: Action = Action::known("athena:UpdatePreparedStatement");

/// `athena:UpdateWorkGroup`.
#[rustfmt::skip]
pub const UPDATE_WORK_GROUP: Action = Action::known("athena:UpdateWorkGroup");
