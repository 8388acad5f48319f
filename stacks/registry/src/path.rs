//! Where a property is within a resource type.

use std::fmt;

/// The path of a property, such as `CorsConfiguration.CorsRules.*.Id`: names from the outermost
/// inwards, with `*` for every item of an array or every value of a map.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyPath(Vec<String>);

impl PropertyPath {
    /// Reads a pointer of a schema, such as `/properties/Code/ImageUri`.
    ///
    /// Registry schemas disagree on how they point into nested types: some repeat the word
    /// `properties` at every level, some say `items` and some `*` for the items of an array.
    pub fn parse_pointer(pointer: &str) -> Self {
        let segments = pointer.split('/').skip(1);
        let mut names: Vec<String> = Vec::new();
        for segment in segments {
            match segment {
                "properties" => {}
                "items" | "*" => names.push("*".to_owned()),
                name => names.push(name.replace("~1", "/").replace("~0", "~")),
            }
        }
        Self(names)
    }

    /// The names, the outermost first.
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// Whether a place in a resource's properties is this property or within it. Items of arrays
    /// are given by their index.
    pub fn holds(&self, place: &[impl AsRef<str>]) -> bool {
        // A path may leave out that there is an array on the way.
        let mut place = place.iter().map(AsRef::as_ref).peekable();
        for name in &self.0 {
            if name != "*" {
                while place.next_if(|at| is_index(at)).is_some() {}
            }
            match place.next() {
                Some(at) if name == "*" || name == at => {}
                _ => return false,
            }
        }
        true
    }
}

fn is_index(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for PropertyPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_holds_what_is_within_it_whatever_the_array() {
        let path = PropertyPath::parse_pointer("/properties/Rules/items/properties/Id");
        assert_eq!(path.to_string(), "Rules.*.Id");
        assert!(path.holds(&["Rules", "3", "Id"]));
        assert!(path.holds(&["Rules", "3", "Id", "Deep"]));
        assert!(!path.holds(&["Rules", "3"]));

        let short = PropertyPath::parse_pointer("/properties/Rules/Id");
        assert!(short.holds(&["Rules", "3", "Id"]));
        assert!(!short.holds(&["Rules", "3", "Name"]));
    }
}
