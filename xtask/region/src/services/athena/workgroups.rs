//! Workgroups: where results go, and how much a statement may read.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::model::WorkGroup;
use super::{Athena, PRIMARY, invalid};
use crate::context::Context;
use crate::error::ServiceError;
use crate::store::key;

/// The least limit of a statement's bytes: 10 MB.
const LEAST_CUTOFF: u64 = 10_000_000;
/// Members of a `WorkGroupConfiguration` that mean something here or change nothing.
const MEMBERS: [&str; 6] = [
    "ResultConfiguration",
    "EnforceWorkGroupConfiguration",
    "PublishCloudWatchMetricsEnabled",
    "BytesScannedCutoffPerQuery",
    "RequesterPaysEnabled",
    "EngineVersion",
];

impl Athena {
    /// Makes a workgroup.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn create_workgroup(
        &self,
        context: &Context,
        name: &str,
        description: Option<String>,
        configuration: Value,
        tags: Vec<(String, String)>,
    ) -> Result<WorkGroup, ServiceError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !(1..=128).contains(&name.len()) || !name.chars().all(plain) {
            return Err(invalid(format!(
                "{name:?} is no name for a workgroup: 1 to 128 letters, digits, '.', '_' and '-'"
            )));
        }
        let _writing = self.write_lock();
        if name == PRIMARY || self.workgroups.get(name)?.is_some() {
            return Err(invalid(format!("WorkGroup {name} is already created")));
        }
        let workgroup = WorkGroup {
            name: name.to_owned(),
            description,
            enabled: true,
            configuration: checked(configuration)?,
            tags,
            created: context.now(),
        };
        self.workgroups.put(name, &workgroup)?;
        Ok(workgroup)
    }

    /// A workgroup.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn workgroup(&self, _context: &Context, name: &str) -> Result<WorkGroup, ServiceError> {
        match self.workgroups.get(name)? {
            Some(workgroup) => Ok(workgroup),
            None if name == PRIMARY => Ok(primary()),
            None => Err(invalid(format!("WorkGroup {name} is not found."))),
        }
    }

    /// All workgroups, by name.
    pub fn workgroups(&self) -> Result<Vec<WorkGroup>, ServiceError> {
        let mut all = self.workgroups.all()?;
        if all.iter().all(|workgroup| workgroup.name != PRIMARY) {
            all.push(primary());
            all.sort_by(|one, other| one.name.cmp(&other.name));
        }
        Ok(all)
    }

    /// Changes a workgroup; its name stays.
    ///
    /// # Errors
    /// `InvalidRequestException`.
    pub fn update_workgroup(
        &self,
        context: &Context,
        name: &str,
        change: impl FnOnce(&mut WorkGroup),
    ) -> Result<(), ServiceError> {
        let _writing = self.write_lock();
        let mut workgroup = self.workgroup(context, name)?;
        change(&mut workgroup);
        workgroup.configuration = checked(workgroup.configuration)?;
        name.clone_into(&mut workgroup.name);
        Ok(self.workgroups.put(name, &workgroup)?)
    }

    /// Removes a workgroup; with `recursive` also what belongs to it.
    ///
    /// # Errors
    /// `InvalidRequestException`, also while something belongs to it.
    pub fn delete_workgroup(
        &self,
        context: &Context,
        name: &str,
        recursive: bool,
    ) -> Result<(), ServiceError> {
        if name == PRIMARY {
            return Err(invalid("The primary workgroup cannot be deleted."));
        }
        let _writing = self.write_lock();
        self.workgroup(context, name)?;
        let named: Vec<_> = self.named_queries_of(name)?;
        let history = self.history.scan(&key([name, ""]));
        let history: Vec<(String, String)> = history.collect::<Result<_, _>>()?;
        let is_empty = named.is_empty() && history.is_empty();
        if !is_empty && !recursive {
            return Err(invalid(format!("WorkGroup {name} is not empty")));
        }
        let mut batch = context.store().batch();
        for query in named {
            batch.delete(&self.named_queries, &query.named_query_id);
        }
        for (place, id) in history {
            batch.delete(&self.history, &place);
            batch.delete(&self.executions, &id);
            if let Some(active) = self.active().remove(&id) {
                active.cancel();
            }
        }
        batch.delete(&self.workgroups, name);
        Ok(batch.commit()?)
    }
}

fn primary() -> WorkGroup {
    WorkGroup {
        name: PRIMARY.to_owned(),
        description: None,
        enabled: true,
        configuration: json!({ "EnforceWorkGroupConfiguration": false }),
        tags: Vec::new(),
        created: Timestamp::UNIX_EPOCH,
    }
}

fn checked(configuration: Value) -> Result<Value, ServiceError> {
    let mut configuration = match configuration {
        Value::Null => serde_json::Map::new(),
        Value::Object(members) => members,
        _ => return Err(invalid("Configuration is no structure")),
    };
    configuration.retain(|_, value| !value.is_null());
    if let Some(unknown) = configuration
        .keys()
        .find(|member| !MEMBERS.contains(&member.as_str()))
    {
        return Err(invalid(format!(
            "Configuration.{unknown} is not served by the embedded region; it serves {}",
            MEMBERS.join(", ")
        )));
    }
    if let Some(cutoff) = configuration.get("BytesScannedCutoffPerQuery")
        && cutoff.as_u64().is_none_or(|bytes| bytes < LEAST_CUTOFF)
    {
        return Err(invalid(format!(
            "BytesScannedCutoffPerQuery is {cutoff}; at least {LEAST_CUTOFF} is allowed"
        )));
    }
    let configuration = Value::Object(configuration);
    let engine = configuration["EngineVersion"]["SelectedEngineVersion"].as_str();
    if let Some(engine) = engine
        && !matches!(engine, "AUTO" | "Athena engine version 3")
    {
        return Err(invalid(format!(
            "EngineVersion {engine:?} is not served; \"Athena engine version 3\" and \"AUTO\" are"
        )));
    }
    Ok(configuration)
}
