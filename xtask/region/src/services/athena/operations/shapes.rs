//! Statements and workgroups as the API shows them.

use serde_json::{Value, json};

use crate::services::athena::{CATALOG, Execution, WorkGroup};

fn seconds(at: jiff::Timestamp) -> Value {
    Value::from(at.as_millisecond() as f64 / 1_000.0)
}

pub(super) fn statistics(execution: &Execution) -> Value {
    let between = |from: Option<jiff::Timestamp>, to: Option<jiff::Timestamp>| {
        let (from, to) = from.zip(to)?;
        Some(to.duration_since(from).as_millis())
    };
    let submitted = Some(execution.submitted);
    json!({
        "EngineExecutionTimeInMillis": between(execution.begun, execution.completed).unwrap_or(0) as i64,
        "QueryQueueTimeInMillis": between(submitted, execution.begun).unwrap_or(0) as i64,
        "QueryPlanningTimeInMillis": 0,
        "ServiceProcessingTimeInMillis": 0,
        "TotalExecutionTimeInMillis": between(submitted, execution.completed).unwrap_or(0) as i64,
    })
}

pub(super) fn execution(execution: &Execution) -> Value {
    let mut status = json!({
        "State": execution.state.as_str(),
        "SubmissionDateTime": seconds(execution.submitted),
    });
    if let Some(at) = execution.completed {
        status["CompletionDateTime"] = seconds(at);
    }
    if let Some(reason) = &execution.reason {
        status["StateChangeReason"] = Value::from(reason.clone());
        if let Some(category) = execution.error_category {
            status["AthenaError"] = json!({
                "ErrorCategory": category,
                "ErrorMessage": reason,
                "Retryable": false,
            });
        }
    }
    let mut out = json!({
        "QueryExecutionId": execution.id,
        "Query": execution.query,
        "ResultConfiguration": { "OutputLocation": execution.output() },
        "ResultReuseConfiguration": { "ResultReuseByAgeConfiguration": { "Enabled": false } },
        "QueryExecutionContext": { "Catalog": CATALOG.to_lowercase() },
        "Status": status,
        "Statistics": statistics(execution),
        "WorkGroup": execution.workgroup,
        "EngineVersion": {
            "SelectedEngineVersion": "AUTO",
            "EffectiveEngineVersion": "Athena engine version 3",
        },
    });
    out["Statistics"]["DataScannedInBytes"] = Value::from(execution.scanned);
    if let Some(kind) = execution.kind {
        out["StatementType"] = Value::from(kind.as_str());
    }
    if let Some(database) = &execution.database {
        out["QueryExecutionContext"]["Database"] = Value::from(database.clone());
    }
    if !execution.parameters.is_empty() {
        out["ExecutionParameters"] = json!(execution.parameters);
    }
    out
}

pub(super) fn workgroup(workgroup: &WorkGroup, whole: bool) -> Value {
    let mut out = json!({
        "Name": workgroup.name,
        "State": if workgroup.enabled { "ENABLED" } else { "DISABLED" },
        "CreationTime": seconds(workgroup.created),
    });
    if let Some(description) = &workgroup.description {
        out["Description"] = Value::from(description.clone());
    }
    let version = json!({
        "SelectedEngineVersion": "AUTO",
        "EffectiveEngineVersion": "Athena engine version 3",
    });
    if whole {
        let mut configuration = workgroup.configuration.clone();
        configuration["EnforceWorkGroupConfiguration"] = Value::from(workgroup.is_enforced());
        configuration["EngineVersion"] = version;
        out["Configuration"] = configuration;
    } else {
        out["EngineVersion"] = version;
    }
    out
}
