//! Sets of characters.

/// A set of characters.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Class {
    pub(super) inverted: bool,
    pub(super) ranges: Vec<(char, char)>,
    pub(super) named: Vec<(Named, bool)>,
}

/// A set that has a name. The flag beside it tells whether it is meant, or all but it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// `\d`.
    Digit,
    /// `\w`.
    Word,
    /// `\s`.
    Space,
    /// `\p{L}` and its parts.
    Letter,
    /// `\p{Lu}`.
    Upper,
    /// `\p{Ll}`.
    Lower,
    /// `\p{N}` and its parts.
    Number,
    /// `\p{Z}` and its parts.
    Separator,
    /// `\p{P}` and `\p{S}` with their parts: what is neither of the others nor a control character.
    Mark,
    /// `\p{M}` and its parts: accents, which stand in no ASCII text.
    Accent,
    /// `\p{C}` and its parts.
    Control,
    /// `\p{ASCII}`.
    Ascii,
    /// Every character but a line's end: `.`.
    Any,
}

impl Named {
    fn holds(self, character: char) -> bool {
        match self {
            Self::Digit => character.is_ascii_digit(),
            Self::Word => character.is_ascii_alphanumeric() || character == '_',
            Self::Space => character.is_whitespace() || character == '\u{feff}',
            Self::Letter => character.is_alphabetic(),
            Self::Upper => character.is_uppercase(),
            Self::Lower => character.is_lowercase(),
            Self::Number => character.is_numeric(),
            Self::Separator => character.is_whitespace() && !character.is_control(),
            Self::Mark => {
                character.is_ascii_punctuation()
                    || !character.is_ascii()
                        && !character.is_alphanumeric()
                        && !character.is_whitespace()
                        && !character.is_control()
            }
            // Which of them is an accent takes a table; a text is not refused for want of it.
            Self::Accent => !character.is_ascii() && !character.is_control(),
            Self::Control => character.is_control(),
            Self::Ascii => character.is_ascii(),
            Self::Any => !matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}'),
        }
    }

    /// The set of a Unicode category, or of Java's names for those of POSIX.
    pub(super) fn category(name: &str) -> Option<Self> {
        Some(match name {
            "Lu" | "Upper" => Self::Upper,
            "Ll" | "Lower" => Self::Lower,
            "Alpha" | "IsAlphabetic" | "Alphabetic" => Self::Letter,
            "Alnum" => Self::Word,
            "Digit" => Self::Digit,
            "Punct" | "Graph" => Self::Mark,
            "Space" | "IsWhite_Space" => Self::Space,
            "Cntrl" => Self::Control,
            "ASCII" => Self::Ascii,
            _ => match name.trim_start_matches("Is").chars().next()? {
                'L' => Self::Letter,
                'N' => Self::Number,
                'Z' => Self::Separator,
                'P' | 'S' => Self::Mark,
                'M' => Self::Accent,
                'C' => Self::Control,
                _ => return None,
            },
        })
    }
}

impl Class {
    pub(super) fn of(named: Named, meant: bool) -> Self {
        Self {
            named: vec![(named, meant)],
            ..Self::default()
        }
    }

    pub(super) fn holds(&self, character: char) -> bool {
        let within = |(first, last): &(char, char)| (*first..=*last).contains(&character);
        let found = self.ranges.iter().any(within)
            || self
                .named
                .iter()
                .any(|(named, meant)| named.holds(character) == *meant);
        found != self.inverted
    }
}
