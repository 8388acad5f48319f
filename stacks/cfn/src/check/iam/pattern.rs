//! Whether two patterns have a text in common: a statement's ARN and a resource type's form.

use super::text::is_unknown;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Letter(char),
    /// `?`.
    One,
    /// `*`.
    Any,
    /// Any text without `:` and `/`.
    Part,
}

/// Whether a pattern of `*` and `?` fits a name, without regard to case.
pub(super) fn fits(pattern: &str, name: &str) -> bool {
    let name: Vec<Token> = name
        .to_ascii_lowercase()
        .chars()
        .map(Token::Letter)
        .collect();
    meet(&tokens(&pattern.to_ascii_lowercase()), &name)
}

/// Whether an ARN, with its unknown parts, can be one of a form such as
/// `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
pub(super) fn may_be(arn: &str, form: &str) -> bool {
    let mut out = Vec::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once("${") {
        out.extend(before.chars().map(Token::Letter));
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push(match name {
            "Partition" | "Region" | "Account" | "BucketName" => Token::Part,
            _ => Token::Any,
        });
        rest = after;
    }
    out.extend(tokens(rest));
    meet(&tokens(arn), &out)
}

fn tokens(pattern: &str) -> Vec<Token> {
    let token = |letter| match letter {
        '*' => Token::Any,
        '?' => Token::One,
        '\u{2}' => Token::Part,
        letter if is_unknown(letter) => Token::Any,
        letter => Token::Letter(letter),
    };
    pattern.chars().map(token).collect()
}

/// Whether some text fits both: walks the pairs of places that texts of both lead to.
fn meet(left: &[Token], right: &[Token]) -> bool {
    let width = right.len() + 1;
    let mut reached = vec![false; (left.len() + 1) * width];
    let mark = |reached: &mut Vec<bool>, i: usize, j: usize| {
        if let Some(place) = reached.get_mut(i * width + j) {
            *place = true;
        }
    };
    mark(&mut reached, 0, 0);
    for i in 0..=left.len() {
        for j in 0..width {
            if !reached.get(i * width + j).copied().unwrap_or(false) {
                continue;
            }
            let (a, b) = (left.get(i), right.get(j));
            let long = |token: Option<&Token>| matches!(token, Some(Token::Any | Token::Part));
            // What may be empty is passed over.
            if long(a) {
                mark(&mut reached, i + 1, j);
            }
            if long(b) {
                mark(&mut reached, i, j + 1);
            }
            if let (Some(a_token), Some(b_token)) = (a, b)
                && share_a_letter(*a_token, *b_token)
            {
                let (i_then, j_then) = (i + usize::from(!long(a)), j + usize::from(!long(b)));
                mark(&mut reached, i_then, j_then);
            }
        }
    }
    reached.last().copied().unwrap_or(false)
}

fn share_a_letter(a: Token, b: Token) -> bool {
    match (a, b) {
        (Token::Letter(a), Token::Letter(b)) => a == b,
        (Token::Letter(letter), Token::Part) | (Token::Part, Token::Letter(letter)) => {
            !matches!(letter, ':' | '/')
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_meet_where_a_text_fits_both() {
        let object = "arn:${Partition}:s3:::${BucketName}/${ObjectName}";
        let bucket = "arn:${Partition}:s3:::${BucketName}";
        let cases = [
            ("arn:aws:s3:::pictures/incoming/*", object, true),
            ("arn:aws:s3:::pictures", object, false),
            ("arn:aws:s3:::pictures", bucket, true),
            ("arn:aws:s3:::pictures/*", bucket, false),
            ("arn:aws:s3:::pict*", bucket, true),
            ("arn:aws:s3:::pict*", object, true),
            ("arn:\u{2}:s3:::\u{2}", object, false),
            ("arn:\u{2}:s3:::\u{2}/a", object, true),
            ("*", object, true),
            ("arn:aws:s?:::*", bucket, true),
            ("arn:aws:sqs:*:*:q", bucket, false),
            ("arn:aws:s3:::", "arn:${Partition}:sqs:::x", false),
        ];
        for (arn, form, expected) in cases {
            assert_eq!(may_be(arn, form), expected, "{arn} {form}");
        }
        assert!(fits("Get*", "getobject") && !fits("Get?bject2", "getobject"));
    }
}
