//! The Amazon States Language: model, parser and checks.
