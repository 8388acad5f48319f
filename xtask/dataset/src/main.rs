//! `sightline-dataset`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    dataset::main()
}
