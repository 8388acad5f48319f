//! There is no such architecture.

use cfn::lambda::Function;
use cfn::lambda::function::{Architecture, Code};

fn main() {
    Function::new(Code::new(), "arn:aws:iam::123456789012:role/r").architectures([Architecture::Arm46]);
}
