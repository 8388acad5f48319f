//! Typed workflows: tasks in, state machine and permissions out.
