//! Trino's functions: what they take and what they give.

mod resolve;
mod signature;

use std::collections::HashMap;
use std::sync::LazyLock;

use diagnostics::nearest;

pub(crate) use resolve::{Argument, Bindings, Resolution, resolve};
pub use signature::Kind;
pub(crate) use signature::{Pattern, Signature};

static FUNCTIONS: LazyLock<HashMap<String, Vec<Signature>>> = LazyLock::new(|| {
    let mut functions: HashMap<String, Vec<Signature>> = HashMap::new();
    let lines = include_str!("functions.txt").lines();
    for signature in lines.filter_map(Signature::parse) {
        let own = functions.entry(signature.name.clone()).or_default();
        own.push(signature);
    }
    functions
});

/// The ways to call a function.
pub(crate) fn signatures(name: &str) -> &'static [Signature] {
    FUNCTIONS.get(name).map_or(&[], Vec::as_slice)
}

/// The names of all functions, sorted.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = FUNCTIONS.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// The kind of a function; nothing where there is none of that name, in lower case.
pub fn kind(name: &str) -> Option<Kind> {
    signatures(name).first().map(|signature| signature.kind)
}

/// The function that was meant by a name that none has.
pub fn near(name: &str) -> Option<&'static str> {
    // Names that other engines have for the same.
    const ELSEWHERE: [(&str, &str); 19] = [
        ("array_contains", "contains"),
        ("array_length", "cardinality"),
        ("array_size", "cardinality"),
        ("charindex", "strpos"),
        ("date_sub", "date_add"),
        ("dateadd", "date_add"),
        ("datediff", "date_diff"),
        ("explode", "unnest"),
        ("get_json_object", "json_extract_scalar"),
        ("group_concat", "listagg"),
        ("ifnull", "coalesce"),
        ("instr", "strpos"),
        ("isnull", "coalesce"),
        ("len", "length"),
        ("median", "approx_percentile"),
        ("nvl", "coalesce"),
        ("str_to_date", "date_parse"),
        ("string_agg", "listagg"),
        ("to_timestamp", "from_unixtime"),
    ];
    let known = ELSEWHERE.into_iter().find(|(other, _)| *other == name);
    known.map(|(_, own)| own).or_else(|| nearest(name, names()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_signature() {
        let lines = include_str!("functions.txt").lines();
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let mut count = 0;
        for line in lines {
            let signature = Signature::parse(line).unwrap_or_else(|| panic!("{line}"));
            assert!(
                line.ends_with(&signature.text),
                "{line} is not {}",
                signature.text
            );
            count += 1;
        }
        assert!(count > 300, "{count}");
        assert_eq!(kind("count_if"), Some(Kind::Aggregate));
        assert_eq!(kind("lag"), Some(Kind::Window));
        assert_eq!(kind("nothing"), None);
    }

    #[test]
    fn a_misspelt_function_is_found_and_one_of_another_engine_too() {
        assert_eq!(near("cuont_if"), Some("count_if"));
        assert_eq!(near("nvl"), Some("coalesce"));
        assert_eq!(near("entirely_else"), None);
    }
}
