//! The engine's view of the region: tables from Glue, files from S3, both with the caller's
//! permissions.

use std::ops::Range;

use async_trait::async_trait;
use bytes::Bytes;
use engine::{Catalog, ErrorKind, Object, Objects, QueryError};
use serde_json::Value;

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{ListRequest, PutOptions, Subject};

/// Objects of one listing; S3 gives no more at a time.
const PAGE: usize = 1000;

/// Glue as a catalogue.
#[derive(Debug)]
pub(super) struct GlueCatalog {
    context: Context,
    caller: Caller,
}

impl GlueCatalog {
    pub(super) fn new(context: &Context, caller: &Caller) -> Self {
        Self {
            context: context.clone(),
            caller: caller.clone(),
        }
    }

    fn authorise(&self, action: &str, resource: &str) -> Result<(), QueryError> {
        let arn = self.context.arn("glue", resource);
        self.context
            .authorise(&self.caller, action, &arn)
            .map_err(failed)
    }
}

impl Catalog for GlueCatalog {
    fn databases(&self) -> Result<Vec<String>, QueryError> {
        self.authorise("glue:GetDatabases", "catalog")?;
        let databases = self.context.glue().databases().map_err(failed)?;
        Ok(databases
            .into_iter()
            .map(|database| database.name)
            .collect())
    }

    fn has_database(&self, database: &str) -> Result<bool, QueryError> {
        self.authorise("glue:GetDatabase", &format!("database/{database}"))?;
        match self.context.glue().database(database) {
            Ok(_) => Ok(true),
            Err(error) if is_absent(&error) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    fn tables(&self, database: &str) -> Result<Option<Vec<String>>, QueryError> {
        self.authorise("glue:GetTables", &format!("database/{database}"))?;
        match self.context.glue().tables(database) {
            Ok(tables) => Ok(Some(tables.into_iter().map(|table| table.name).collect())),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn table(&self, database: &str, table: &str) -> Result<Option<Value>, QueryError> {
        self.authorise("glue:GetTable", &format!("table/{database}/{table}"))?;
        match self.context.glue().table(database, table) {
            Ok(table) => Ok(Some(table.input)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    fn put_table(&self, database: &str, input: Value) -> Result<(), QueryError> {
        self.put(database, input)
    }

    fn delete_table(&self, database: &str, table: &str) -> Result<(), QueryError> {
        self.authorise("glue:DeleteTable", &format!("table/{database}/{table}"))?;
        self.context
            .glue()
            .delete_table(database, table)
            .map_err(failed)
    }
}

impl GlueCatalog {
    /// Makes a table, or puts another in its place.
    fn put(&self, database: &str, input: Value) -> Result<(), QueryError> {
        let name = input["Name"].as_str().unwrap_or_default().to_owned();
        let glue = self.context.glue();
        let resource = format!("table/{database}/{name}");
        match glue.table(database, &name) {
            Ok(_) => {
                self.authorise("glue:UpdateTable", &resource)?;
                glue.update_table(&self.context, database, input)
                    .map_err(failed)
            }
            Err(error) if is_absent(&error) => {
                self.authorise("glue:CreateTable", &resource)?;
                let made = glue.create_table(&self.context, database, input, "athena");
                made.map(drop).map_err(failed)
            }
            Err(error) => Err(failed(error)),
        }
    }
}

fn is_absent(error: &ServiceError) -> bool {
    error.code == "EntityNotFoundException"
}

fn failed(error: ServiceError) -> QueryError {
    let kind = if error.status >= 500 {
        ErrorKind::InternalError
    } else {
        ErrorKind::PermissionDenied
    };
    QueryError::new(kind, error.message)
}

/// S3 as the lake's files.
#[derive(Debug)]
pub(super) struct LakeObjects {
    context: Context,
    caller: Caller,
}

impl LakeObjects {
    pub(super) fn new(context: &Context, caller: &Caller) -> Self {
        Self {
            context: context.clone(),
            caller: caller.clone(),
        }
    }
}

#[async_trait]
impl Objects for LakeObjects {
    async fn list(
        &self,
        bucket: &str,
        prefix: &str,
        after: Option<&str>,
    ) -> Result<Vec<Object>, String> {
        let subject = Subject {
            bucket,
            key: None,
            prefix: Some(prefix),
        };
        self.context
            .s3()
            .authorise(&self.context, &self.caller, "s3:ListBucket", subject)
            .map_err(|error| error.message)?;
        let request = ListRequest {
            prefix,
            delimiter: None,
            after,
            limit: PAGE,
        };
        let page = self
            .context
            .s3()
            .list_objects(bucket, &request)
            .map_err(|error| error.message)?;
        let objects = page.objects.into_iter().map(|object| Object {
            size: object.size(),
            key: object.key,
        });
        Ok(objects.collect())
    }

    async fn read(&self, bucket: &str, key: &str, range: Range<u64>) -> Result<Bytes, String> {
        let resource = format!("arn:aws:s3:::{bucket}/{key}");
        self.context
            .authorise(&self.caller, "s3:GetObject", &resource)
            .map_err(|error| error.message)?;
        let expected = range.end - range.start;
        let (_, body) = self
            .context
            .s3()
            .get_object(bucket, key, None, Some(range))
            .await
            .map_err(|error| error.message)?;
        let bytes = body.bytes(expected).await.map_err(|error| error.message)?;
        if bytes.len() as u64 == expected {
            Ok(bytes)
        } else {
            Err(format!(
                "{} bytes were read, {expected} were asked for",
                bytes.len()
            ))
        }
    }

    async fn write(&self, bucket: &str, key: &str, bytes: Bytes) -> Result<(), String> {
        let resource = format!("arn:aws:s3:::{bucket}/{key}");
        self.context
            .authorise(&self.caller, "s3:PutObject", &resource)
            .map_err(|error| error.message)?;
        let options = PutOptions::default();
        let s3 = self.context.s3();
        let written = s3.put_object(&self.context, bucket, key, bytes, options);
        written.await.map(drop).map_err(|error| error.message)
    }
}
