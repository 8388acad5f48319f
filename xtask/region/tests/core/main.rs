//! The region through its wire protocols: the ordinary SDK for S3, plain HTTP for the others.
//! One binary, since each that links the SQL engine takes its time.

mod events;
mod lambda;
mod logs;
mod process;
mod s3;
mod support;
mod versions;
