//! A function needs its code and its role.

use cfn::lambda::Function;
use cfn::lambda::function::Code;

fn main() {
    Function::new(Code::new().s3_key("orders.zip"));
}
