//! Functions made, changed and removed.

use std::collections::BTreeMap;

use base64::Engine as _;
use uuid::Uuid;

use super::Lambda;
use super::code::Unpacked;
use super::function::{CodeSource, CreateFunction, Function, UpdateConfiguration, invalid};
use super::reference::parse_name;
use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::object_arn;

impl Lambda {
    /// Makes a function. The caller must be able to read the zip and to pass the role.
    ///
    /// # Errors
    /// `ResourceConflictException`, `InvalidParameterValueException`, `AccessDeniedException`.
    pub async fn create_function(
        &self,
        context: &Context,
        caller: &Caller,
        given: CreateFunction,
    ) -> Result<Function, ServiceError> {
        let name = parse_name(&given.function_name)?;
        if given
            .package_type
            .as_deref()
            .is_some_and(|kind| kind != "Zip")
        {
            return Err(invalid(
                "the embedded region runs zips, no container images",
            ));
        }
        let architecture = match given.architectures.as_deref() {
            None | Some([]) => "x86_64".to_owned(),
            Some([one]) if ["x86_64", "arm64"].contains(&one.as_str()) => one.clone(),
            Some(other) => {
                return Err(invalid(format!(
                    "{other:?} is neither [\"x86_64\"] nor [\"arm64\"]"
                )));
            }
        };
        context.authorise(caller, "iam:PassRole", &given.role)?;
        let mut function = Function {
            arn: context.arn("lambda", &format!("function:{name}")),
            role: given.role,
            runtime: "provided.al2023".to_owned(),
            handler: String::new(),
            architecture,
            description: String::new(),
            timeout: 3,
            memory: 128,
            ephemeral_storage: 512,
            variables: BTreeMap::new(),
            log_group: format!("/aws/lambda/{name}"),
            code: String::new(),
            code_size: 0,
            last_modified: last_modified(context),
            revision: Uuid::new_v4().to_string(),
            reserved_concurrency: None,
            policy: Vec::new(),
            tags: given.tags,
            version: None,
            last_version: 0,
            name,
        };
        function.configure(given.configuration)?;
        function.assume_role(context)?;
        if self.functions.get(&function.name)?.is_some() {
            return Err(exists(&function.name));
        }
        let unpacked = self.fetch(context, caller, &given.code).await?;
        function.code = unpacked.code;
        function.code_size = unpacked.size;
        let _writing = self.write_lock();
        // Again, since the code took its time.
        if self.functions.get(&function.name)?.is_some() {
            return Err(exists(&function.name));
        }
        self.functions.put(&function.name, &function)?;
        Ok(function)
    }

    /// Gives a function other code.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `InvalidParameterValueException`, `AccessDeniedException`.
    pub async fn update_code(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        source: &CodeSource,
        architecture: Option<String>,
    ) -> Result<Function, ServiceError> {
        self.function(name)?;
        let unpacked = self.fetch(context, caller, source).await?;
        let (function, before) = {
            let _writing = self.write_lock();
            let mut function = self.function(name)?;
            let before = std::mem::replace(&mut function.code, unpacked.code);
            function.code_size = unpacked.size;
            function.architecture = architecture.unwrap_or(function.architecture);
            self.put_changed(context, &mut function)?;
            (function, before)
        };
        self.drop_code(context, &before).await?;
        Ok(function)
    }

    /// Changes a function's configuration.
    ///
    /// # Errors
    /// `ResourceNotFoundException`, `InvalidParameterValueException`.
    pub fn update_configuration(
        &self,
        context: &Context,
        caller: &Caller,
        name: &str,
        given: UpdateConfiguration,
    ) -> Result<Function, ServiceError> {
        if let Some(role) = &given.role {
            context.authorise(caller, "iam:PassRole", role)?;
        }
        let _writing = self.write_lock();
        let mut function = self.function(name)?;
        function.configure(given)?;
        function.assume_role(context)?;
        self.put_changed(context, &mut function)?;
        Ok(function)
    }

    /// Sets how many invocations of a function may run at once; none for as many as there is
    /// room.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn reserve_concurrency(
        &self,
        name: &str,
        reserved: Option<u32>,
    ) -> Result<Function, ServiceError> {
        let _writing = self.write_lock();
        let mut function = self.function(name)?;
        function.reserved_concurrency = reserved;
        self.functions.put(&function.name, &function)?;
        Ok(function)
    }

    /// Changes a function's tags.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub fn tag_function(
        &self,
        name: &str,
        change: impl FnOnce(&mut BTreeMap<String, String>),
    ) -> Result<Function, ServiceError> {
        let _writing = self.write_lock();
        let mut function = self.function(name)?;
        change(&mut function.tags);
        self.functions.put(&function.name, &function)?;
        Ok(function)
    }

    /// Removes a function with its versions and aliases, and its code when no other has the same.
    ///
    /// # Errors
    /// `ResourceNotFoundException`.
    pub async fn delete_function(&self, context: &Context, name: &str) -> Result<(), ServiceError> {
        let function = {
            let _writing = self.write_lock();
            let function = self.function(name)?;
            let code = self.remove_versions(&function.name)?;
            self.functions.delete(&function.name)?;
            (function, code)
        };
        let (function, code) = function;
        self.pool.forget(&function.name);
        for code in code.iter().chain([&function.code]) {
            self.drop_code(context, code).await?;
        }
        Ok(())
    }

    /// All functions, by name.
    pub fn list_functions(&self) -> Result<Vec<Function>, ServiceError> {
        Ok(self.functions.all()?)
    }

    async fn fetch(
        &self,
        context: &Context,
        caller: &Caller,
        source: &CodeSource,
    ) -> Result<Unpacked, ServiceError> {
        match (
            &source.zip_file,
            &source.s3_bucket,
            &source.s3_key,
            &source.image_uri,
        ) {
            (Some(zip), None, None, None) => {
                let zip = base64::engine::general_purpose::STANDARD.decode(zip);
                let zip =
                    zip.map_err(|error| invalid(format!("ZipFile is not Base64: {error}")))?;
                self.code.unpack(context.code_pool(), zip.into()).await
            }
            (None, Some(bucket), Some(key), None) => {
                context.authorise(caller, "s3:GetObject", &object_arn(bucket, key))?;
                let version = source.s3_object_version.as_deref();
                let (_, body) =
                    context.s3().get_object(bucket, key, version, None).await.map_err(|error| {
                        invalid(format!(
                            "Error occurred while GetObject. S3 Error Code: {}. S3 Error Message: {}",
                            error.code, error.message
                        ))
                    })?;
                self.code.unpack_object(context.code_pool(), body).await
            }
            _ => Err(invalid(
                "code is either ZipFile, or S3Bucket with S3Key; no container image",
            )),
        }
    }

    fn put_changed(&self, context: &Context, function: &mut Function) -> Result<(), ServiceError> {
        function.last_modified = last_modified(context);
        // Instances of the earlier revision serve no more.
        function.revision = Uuid::new_v4().to_string();
        Ok(self.functions.put(&function.name, function)?)
    }

    pub(super) async fn drop_code(
        &self,
        context: &Context,
        code: &str,
    ) -> Result<(), ServiceError> {
        let used = self
            .functions
            .all()?
            .iter()
            .any(|function| function.code == code);
        let published = self.versions.all()?;
        let used = used || published.iter().any(|one| one.function.code == code);
        if !used {
            self.code.remove(context.code_pool(), code).await;
        }
        Ok(())
    }
}

fn last_modified(context: &Context) -> String {
    let text = format!("{:.3}", context.now());
    text.replace('Z', "+0000")
}

fn exists(name: &str) -> ServiceError {
    ServiceError::client(
        "ResourceConflictException",
        format!("Function already exist: {name}"),
    )
    .with_status(409)
}
