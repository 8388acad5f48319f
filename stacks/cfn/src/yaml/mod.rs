//! YAML as CloudFormation takes it: YAML 1.1 scalars, short tags for the functions.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html>

mod read;
mod scalar;
mod tag;
mod write;

pub(crate) use read::read;
pub(crate) use write::render;
