//! A function runs as a role, not as a queue.

use cfn::lambda::Function;
use cfn::lambda::function::Code;
use cfn::sqs::Queue;
use cfn::Template;

fn main() {
    let mut template = Template::new("t");
    let queue = template.add("queue", Queue::new());
    Function::new(Code::new(), queue.arn());
}
