//! A queue has no attribute of that name.

use cfn::sqs::Queue;
use cfn::{Template, Value};

fn main() {
    let mut template = Template::new("t");
    let queue = template.add("queue", Queue::new());
    let _: Value<String> = queue.bucket_arn();
}
