//! The forms of texts that name something of AWS.

/// What a text is expected to be, where it is not.
pub(crate) fn refuses(format: &str, text: &str) -> Option<&'static str> {
    let (expected, fits) = match format {
        "AWS::IAM::Role.Arn" => ("ARN of a role", is_arn(text, "iam", "role/")),
        "AWS::KMS::Key.Arn" => ("ARN of a key", is_arn(text, "kms", "")),
        "AWS::SNS::Topic.Arn" => ("ARN of a topic", is_arn(text, "sns", "")),
        "AWS::SQS::Queue.Arn" => ("ARN of a queue", is_arn(text, "sqs", "")),
        "AWS::Lambda::Function.Arn" => ("ARN of a function", is_arn(text, "lambda", "function:")),
        "AWS::ACM::Certificate.Arn" => {
            let fits =
                is_arn(text, "acm", "certificate/") || is_arn(text, "iam", "server-certificate/");
            ("ARN of a certificate", fits)
        }
        "AWS::EC2::SecurityGroup.Id" => ("id of a security group", is_id(text, "sg-")),
        "AWS::EC2::Subnet.Id" => ("id of a subnet", is_id(text, "subnet-")),
        "AWS::EC2::VPC.Id" => ("id of a VPC", is_id(text, "vpc-")),
        "AWS::EC2::Image.Id" => (
            "id of an image",
            is_id(text, "ami-") || text.starts_with("resolve:ssm:"),
        ),
        "AWS::S3::Bucket.Name" => ("name of a bucket", is_bucket(text)),
        "ipv4-network" => ("IPv4 network", is_network::<core::net::Ipv4Addr>(text, 32)),
        "ipv6-network" => ("IPv6 network", is_network::<core::net::Ipv6Addr>(text, 128)),
        _ => return None,
    };
    (!fits).then_some(expected)
}

/// Whether a text is an ARN of a service whose resource begins so.
fn is_arn(text: &str, service: &str, resource: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    parts.next() == Some("arn")
        && parts.next().is_some()
        && parts.next() == Some(service)
        && parts.next().is_some()
        && parts.next().is_some()
        && parts.next().is_some_and(|rest| rest.starts_with(resource))
}

fn is_id(text: &str, prefix: &str) -> bool {
    let is_plain = |rest: &str| {
        matches!(rest.len(), 8 | 17)
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.strip_prefix(prefix).is_some_and(is_plain)
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
fn is_bucket(text: &str) -> bool {
    let is_end = |byte: Option<u8>| {
        byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    let is_inner = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
    };
    // An ARN of an access point may stand for a bucket.
    text.starts_with("arn:")
        || (3..=63).contains(&text.len())
            && text.bytes().all(is_inner)
            && is_end(text.bytes().next())
            && is_end(text.bytes().last())
            && !text.contains("..")
}

fn is_network<A: std::str::FromStr>(text: &str, widest: u8) -> bool {
    text.split_once('/').is_some_and(|(address, width)| {
        address.parse::<A>().is_ok() && width.parse::<u8>().is_ok_and(|width| width <= widest)
    })
}
