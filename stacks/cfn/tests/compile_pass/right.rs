//! What the cases of `compile_fail` get wrong, done right.

use cfn::lambda::Function;
use cfn::lambda::function::{Architecture, Code};
use cfn::sqs::Queue;
use cfn::{Template, Value, fixed};

fn main() {
    let mut template = Template::new("t");
    let queue = Queue::new().visibility_timeout(fixed::<43_200>());
    let queue = template.add("queue", queue);
    let _: Value<String> = queue.arn().into();
    let role = template.parameter("role".into(), "The role's ARN.");
    let code = Code::new().s3_key("orders.zip");
    let function = Function::new(code, role.assume()).architectures([Architecture::Arm64]);
    template.add("function", function);
}
