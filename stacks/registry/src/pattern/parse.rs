//! Reads a pattern.

use super::class::{Class, Named};
use super::{Node, Pattern, PatternError};

/// How deep groups may nest.
const DEEPEST: usize = 64;

struct Reader {
    text: Vec<char>,
    at: usize,
    depth: usize,
    /// Whether `.` holds ends of lines too.
    dot_is_all: bool,
}

pub(super) fn parse(text: &str) -> Result<Pattern, PatternError> {
    // Schemas switch case off for a part only where the rest has none.
    let ignores_case = text.contains("(?i)");
    let mut reader = Reader {
        text: text.chars().collect(),
        at: 0,
        depth: 0,
        dot_is_all: false,
    };
    let alternatives = reader.alternatives()?;
    if reader.at < reader.text.len() {
        return Err(reader.error("a group is closed that is not open"));
    }
    Ok(Pattern {
        alternatives,
        ignores_case,
    })
}

impl Reader {
    const fn error(&self, reason: &'static str) -> PatternError {
        PatternError {
            at: self.at,
            reason,
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn take(&mut self, text: &str) -> bool {
        let length = text.chars().count();
        let found = self.text[self.at..]
            .iter()
            .copied()
            .take(length)
            .eq(text.chars());
        if found {
            self.at += length;
        }
        found
    }

    fn alternatives(&mut self) -> Result<Vec<Vec<Node>>, PatternError> {
        let mut alternatives = vec![Vec::new()];
        while let Some(next) = self.peek() {
            match next {
                ')' => break,
                '|' => {
                    self.at += 1;
                    alternatives.push(Vec::new());
                }
                _ => {
                    let node = self.node()?;
                    let node = self.repeated(node)?;
                    if let Some(sequence) = alternatives.last_mut() {
                        sequence.push(node);
                    }
                }
            }
        }
        Ok(alternatives)
    }

    fn node(&mut self) -> Result<Node, PatternError> {
        let Some(next) = self.peek() else {
            return Err(self.error("something is to follow"));
        };
        self.at += 1;
        Ok(match next {
            '^' => Node::Start,
            '$' => Node::End,
            '.' if self.dot_is_all => Node::Class(Class {
                inverted: true,
                ..Class::default()
            }),
            '.' => Node::Class(Class::of(Named::Any, true)),
            '(' => self.group()?,
            '[' => Node::Class(self.class()?),
            '\\' => self.escape()?,
            '*' | '+' | '?' => {
                self.at -= 1;
                return Err(self.error("nothing is repeated"));
            }
            other => Node::Character(other),
        })
    }

    fn group(&mut self) -> Result<Node, PatternError> {
        if self.take("?i)") {
            return Ok(Node::Group(vec![Vec::new()]));
        }
        if self.take("?s)") {
            self.dot_is_all = true;
            return Ok(Node::Group(vec![Vec::new()]));
        }
        let looks = [
            ("?=", true, true),
            ("?!", true, false),
            ("?<=", false, true),
            ("?<!", false, false),
        ];
        let look = looks.into_iter().find(|(text, ..)| self.take(text));
        if look.is_none() && self.take("?") {
            self.group_name()?;
        }
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error("groups nest too deep"));
        }
        let alternatives = self.alternatives()?;
        self.depth -= 1;
        if !self.take(")") {
            return Err(self.error("a group is open"));
        }
        Ok(match look {
            Some((_, true, meant)) => Node::Ahead(meant, alternatives),
            Some((_, false, meant)) => Node::Behind(meant, alternatives),
            None => Node::Group(alternatives),
        })
    }

    /// What follows `(?` of a group that does not look.
    fn group_name(&mut self) -> Result<(), PatternError> {
        if self.take(":") {
            return Ok(());
        }
        if !(self.take("<") || self.take("P<")) {
            return Err(self.error("a group of this kind is not understood"));
        }
        while let Some(next) = self.peek() {
            self.at += 1;
            if next == '>' {
                return Ok(());
            }
        }
        Err(self.error("a group's name is open"))
    }

    fn repeated(&mut self, node: Node) -> Result<Node, PatternError> {
        let (least, most) = match self.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => match self.counts() {
                Some((counts, length)) => {
                    self.at += length - 1;
                    counts
                }
                None => return Ok(node),
            },
            _ => return Ok(node),
        };
        self.at += 1;
        if least > most {
            return Err(self.error("the least count is more than the most"));
        }
        let greedy = !self.take("?");
        if greedy {
            // Java's possessive form matches no text that the greedy one does not.
            self.take("+");
        }
        if matches!(self.peek(), Some('*' | '?')) {
            return Err(self.error("a repetition is repeated"));
        }
        Ok(Node::Repeat {
            node: Box::new(node),
            least,
            most,
            greedy,
        })
    }

    /// The counts of `{2,3}`, `{2,}` or `{2}` and how long they are written. Braces with anything
    /// else are themselves.
    fn counts(&self) -> Option<((usize, usize), usize)> {
        let rest = &self.text[self.at + 1..];
        let length = rest.iter().position(|next| *next == '}')?;
        let text: String = rest[..length].iter().collect();
        let counts = match text.split_once(',') {
            Some((least, "")) => (least.trim().parse().ok()?, usize::MAX),
            Some((least, most)) => (least.trim().parse().ok()?, most.trim().parse().ok()?),
            None => {
                let count = text.parse().ok()?;
                (count, count)
            }
        };
        Some((counts, length + 2))
    }

    fn escape(&mut self) -> Result<Node, PatternError> {
        match self.peek() {
            Some('b') => {
                self.at += 1;
                Ok(Node::Boundary(true))
            }
            Some('B') => {
                self.at += 1;
                Ok(Node::Boundary(false))
            }
            Some('A') => {
                self.at += 1;
                Ok(Node::Start)
            }
            Some('z' | 'Z') => {
                self.at += 1;
                Ok(Node::End)
            }
            Some('1'..='9') => Err(self.error("a back reference is not understood")),
            _ => Ok(match self.escaped()? {
                Escaped::Character(character) => Node::Character(character),
                Escaped::Named(named, meant) => Node::Class(Class::of(named, meant)),
            }),
        }
    }

    /// What follows a backslash, within a class or without.
    fn escaped(&mut self) -> Result<Escaped, PatternError> {
        let Some(next) = self.peek() else {
            return Err(self.error("something is to follow a backslash"));
        };
        self.at += 1;
        Ok(match next {
            'd' => Escaped::Named(Named::Digit, true),
            'D' => Escaped::Named(Named::Digit, false),
            'w' => Escaped::Named(Named::Word, true),
            'W' => Escaped::Named(Named::Word, false),
            's' => Escaped::Named(Named::Space, true),
            'S' => Escaped::Named(Named::Space, false),
            'p' | 'P' => Escaped::Named(self.category()?, next == 'p'),
            'n' => Escaped::Character('\n'),
            'r' => Escaped::Character('\r'),
            't' => Escaped::Character('\t'),
            'f' => Escaped::Character('\u{c}'),
            'v' => Escaped::Character('\u{b}'),
            '0' => Escaped::Character('\0'),
            'x' => Escaped::Character(self.code(2)?),
            'u' => Escaped::Character(self.code(4)?),
            other => Escaped::Character(other),
        })
    }

    fn category(&mut self) -> Result<Named, PatternError> {
        let name: String = if self.take("{") {
            let name = self.text[self.at..]
                .iter()
                .take_while(|next| **next != '}')
                .collect();
            self.at += String::len(&name);
            if !self.take("}") {
                return Err(self.error("a category is open"));
            }
            name
        } else {
            let name = self.peek().map(String::from).unwrap_or_default();
            self.at += name.len();
            name
        };
        let short = name.rsplit(['=', ':']).next().unwrap_or_default();
        Named::category(short).ok_or_else(|| self.error("the category is not known"))
    }

    /// A character by its code, of so many digits or in braces.
    fn code(&mut self, digits: usize) -> Result<char, PatternError> {
        let braced = self.take("{");
        let digits = if braced { 6 } else { digits };
        let text: String = self.text[self.at..]
            .iter()
            .take(digits)
            .take_while(|c| c.is_ascii_hexdigit())
            .collect();
        self.at += text.len();
        if braced && !self.take("}") {
            return Err(self.error("a character's code is open"));
        }
        let code = u32::from_str_radix(&text, 16)
            .map_err(|_| self.error("a character's code is to follow"))?;
        // Half of a pair that stands for one character beyond 16 bits: patterns name them to allow
        // all of those.
        let code = match code {
            0xdfff => 0x10_ffff,
            0xd800..=0xdffe => 0xe000,
            code => code,
        };
        char::from_u32(code).ok_or_else(|| self.error("there is no character of that code"))
    }

    fn class(&mut self) -> Result<Class, PatternError> {
        let mut class = Class {
            inverted: self.take("^"),
            ..Class::default()
        };
        let mut first = true;
        loop {
            let Some(next) = self.peek() else {
                return Err(self.error("a class is open"));
            };
            if next == ']' && !first {
                self.at += 1;
                return Ok(class);
            }
            if next == ']' && !self.text[self.at + 1..].contains(&']') {
                // An empty class: no schema means it, and it would hold nothing.
                return Err(self.error("a class is empty"));
            }
            first = false;
            if self.take("[:") {
                class.named.push((self.posix()?, true));
                continue;
            }
            let from = match self.class_member()? {
                Escaped::Named(named, meant) => {
                    class.named.push((named, meant));
                    continue;
                }
                Escaped::Character(character) => character,
            };
            class.ranges.push((from, self.range_end(from)?));
        }
    }

    fn class_member(&mut self) -> Result<Escaped, PatternError> {
        if self.take("\\") {
            if self.take("b") {
                return Ok(Escaped::Character('\u{8}'));
            }
            return self.escaped();
        }
        let Some(next) = self.peek() else {
            return Err(self.error("a class is open"));
        };
        self.at += 1;
        Ok(Escaped::Character(next))
    }

    /// The end of a range that begins with a character; itself where it is no range.
    fn range_end(&mut self, from: char) -> Result<char, PatternError> {
        let follows = self.text.get(self.at + 1);
        if self.peek() != Some('-') || follows.is_none_or(|next| *next == ']') {
            return Ok(from);
        }
        let start = self.at;
        self.at += 1;
        match self.class_member()? {
            Escaped::Character(to) if to >= from => Ok(to),
            Escaped::Character(_) => Err(self.error("a range ends before it begins")),
            Escaped::Named(..) => {
                self.at = start;
                Ok(from)
            }
        }
    }

    fn posix(&mut self) -> Result<Named, PatternError> {
        let name: String = self.text[self.at..]
            .iter()
            .take_while(|c| c.is_alphabetic())
            .collect();
        self.at += name.len();
        if !self.take(":]") {
            return Err(self.error("a class within a class is not understood"));
        }
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        let java: String = first.into_iter().chain(letters).collect();
        Named::category(&java).ok_or_else(|| self.error("the class's name is not known"))
    }
}

enum Escaped {
    Character(char),
    Named(Named, bool),
}
