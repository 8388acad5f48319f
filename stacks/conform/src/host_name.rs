//! Alternate names of CloudFront distributions are names of hosts.
//! <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html>

use diagnostics::{Diagnostic, Diagnostics};

use crate::scene::{Part, Scene};

/// The longest name of a host, in bytes (RFC 1035).
const LONGEST: usize = 253;

pub(crate) fn check(scene: &Scene<'_>, part: &Part<'_>, found: &mut Diagnostics) {
    let Some(aliases) = part
        .properties
        .filter(|_| part.kind == "AWS::CloudFront::Distribution")
        .and_then(|all| all.get("DistributionConfig")?.get("Aliases")?.as_array())
    else {
        return;
    };
    for (at, alias) in aliases.iter().enumerate() {
        let Some(name) = alias.as_str().filter(|name| !is_host(name)) else {
            continue;
        };
        let path = [
            "Resources",
            part.id,
            "Properties",
            "DistributionConfig",
            "Aliases",
        ];
        let place = scene.place(&path).join(at.to_string());
        let summary = format!("{name:?} names no host");
        let help =
            "small letters, digits and hyphens between dots, with * for the first part alone";
        found.push(Diagnostic::error("cfn::host-name", place, summary).with_help(help));
    }
}

fn is_host(name: &str) -> bool {
    let rest = name.strip_prefix("*.").unwrap_or(name);
    let is_part = |part: &str| {
        let is_sign = |sign: u8| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'-';
        (1..=63).contains(&part.len())
            && part.bytes().all(is_sign)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let top = rest.rsplit('.').next().unwrap_or_default();
    // What is put in by a macro, or by a dynamic reference, is not known.
    name.contains(['{', '$'])
        || (name.len() <= LONGEST
            && rest.contains('.')
            && rest.split('.').all(is_part)
            && top.len() >= 2)
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn a_host_has_parts_of_letters_digits_and_inner_hyphens() {
        for name in [
            "example.com",
            "*.example.com",
            "1.ex--ample.nl",
            "xn-caf-dma.com",
        ] {
            assert!(is_host(name), "{name}");
        }
        for name in [
            "a.*.com",
            "WWW.A.COM",
            "-a.com",
            "a.c",
            "a.com ",
            "a.-b.com",
            "a.com-",
            "com",
        ] {
            assert!(!is_host(name), "{name}");
        }
    }
}
