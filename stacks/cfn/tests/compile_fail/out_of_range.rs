//! Messages are hidden for at most twelve hours.

use cfn::sqs::Queue;
use cfn::fixed;

fn main() {
    Queue::new().visibility_timeout(fixed::<43_201>());
}
