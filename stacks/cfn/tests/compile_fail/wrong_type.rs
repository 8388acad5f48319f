//! Seconds are a number, not a text.

use cfn::sqs::Queue;

fn main() {
    Queue::new().visibility_timeout("180");
}
