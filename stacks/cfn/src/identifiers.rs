//! Names of resources, each with the type of resource that it names.

crate::identifier::identifier! {
    /// The `Arn` of an `AWS::IAM::Role`.
    RoleArn = "AWS::IAM::Role.Arn";
    /// The `Name` of an `AWS::S3::Bucket`.
    BucketName = "AWS::S3::Bucket.Name";
}
