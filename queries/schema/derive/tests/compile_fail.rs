//! Mistakes in a table's options that the compiler refuses at the option. The texts are those of the
//! pinned toolchain; write them anew with `TRYBUILD=overwrite` when it changes.

#[test]
fn impossible_options_do_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/compile_pass/*.rs");
    cases.compile_fail("tests/compile_fail/*.rs");
}
