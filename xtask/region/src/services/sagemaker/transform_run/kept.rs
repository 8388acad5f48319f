//! What a job has answered, kept aside until all inputs are done: as on AWS, nothing is stored of a job that is
//! stopped before it is completed.
//! <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StopTransformJob.html>

use std::fs;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::caller::Caller;
use crate::context::Context;
use crate::error::ServiceError;
use crate::services::s3::{PutOptions, object_arn};
use crate::services::sagemaker::container::Answer;
use crate::services::sagemaker::input::s3_place;
use crate::services::sagemaker::inputs::Input;

/// An answer in a file.
pub(super) struct Kept {
    file: PathBuf,
    content_type: String,
    input: Input,
}

impl Kept {
    /// Keeps the answer to an input, the `at`th of its job, in the job's folder. The error is a sentence.
    pub(super) fn write(
        folder: &Path,
        at: usize,
        input: Input,
        answer: Answer,
    ) -> Result<Self, String> {
        let file = folder.join(at.to_string());
        fs::write(&file, &answer.body)
            .map_err(|error| input.told(&format!("its answer cannot be kept: {error}")))?;
        Ok(Self {
            file,
            content_type: answer.content_type,
            input,
        })
    }

    pub(super) fn input(&self) -> &Input {
        &self.input
    }

    /// Stores it below a path `s3://bucket/prefix/`, as a role.
    pub(super) async fn store(
        &self,
        context: &Context,
        role: &Caller,
        below: &str,
    ) -> Result<(), ServiceError> {
        let place = format!("{below}{}.out", self.input.path);
        let (bucket, key) = s3_place("S3OutputPath", &place)?;
        context.authorise(role, "s3:PutObject", &object_arn(&bucket, &key))?;
        let body = fs::read(&self.file);
        let body = body.map_err(|error| ServiceError::internal(error.to_string()))?;
        let mut options = PutOptions::default();
        options.attributes.content_type = Some(self.content_type.clone());
        let s3 = context.s3();
        s3.put_object(context, &bucket, &key, Bytes::from(body), options)
            .await?;
        Ok(())
    }
}
