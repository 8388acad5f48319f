//! Plans, applies and smoke-tests the generated stacks.
