//! Mistakes that the compiler refuses, each with what it says. The texts are those of the pinned
//! toolchain; write them anew with `TRYBUILD=overwrite` when it changes.

#[test]
fn mistakes_do_not_compile() {
    let cases = trybuild::TestCases::new();
    // A case that compiles makes the suite build: ranges are checked after type checking.
    cases.pass("tests/compile_pass/right.rs");
    cases.compile_fail("tests/compile_fail/*.rs");
}
