//! `sightline-deploy`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    deploy::main()
}
