//! Walks a pattern along a text.

use super::{Node, Pattern};

/// How many steps are taken for one text. A text of a few thousand characters takes about as many.
const MOST_STEPS: usize = 200_000;

/// How deep the walk goes: groups that repeat go one deeper each time.
const DEEPEST: usize = 1_500;

struct Walk {
    text: Vec<char>,
    ignores_case: bool,
    steps: usize,
    depth: usize,
    given_up: bool,
}

/// What is to match after the part at hand.
enum Then<'t> {
    Nothing,
    /// Nothing, and the place is to be this one.
    Until(usize),
    Nodes(&'t [Node], &'t Then<'t>),
    /// One more time of what repeats.
    Again {
        repeat: &'t Repeat<'t>,
        done: usize,
        from: usize,
    },
}

struct Repeat<'t> {
    node: &'t Node,
    least: usize,
    most: usize,
    greedy: bool,
    then: &'t Then<'t>,
}

pub(super) fn search(pattern: &Pattern, text: &str) -> Option<bool> {
    let mut walk = Walk {
        text: text.chars().collect(),
        ignores_case: pattern.ignores_case,
        steps: 0,
        depth: 0,
        given_up: false,
    };
    let anchored = pattern
        .alternatives
        .iter()
        .all(|nodes| nodes.first() == Some(&Node::Start));
    let last = if anchored { 0 } else { walk.text.len() };
    for start in 0..=last {
        if walk.any(&pattern.alternatives, start, &Then::Nothing) {
            return Some(true);
        }
        if walk.given_up {
            return None;
        }
    }
    Some(false)
}

impl Walk {
    fn any(&mut self, alternatives: &[Vec<Node>], at: usize, then: &Then<'_>) -> bool {
        alternatives.iter().any(|nodes| self.nodes(nodes, at, then))
    }

    /// Whether nothing was given up yet; counts a step.
    fn goes_on(&mut self) -> bool {
        self.steps += 1;
        self.given_up |= self.steps > MOST_STEPS || self.depth > DEEPEST;
        !self.given_up
    }

    fn nodes(&mut self, nodes: &[Node], at: usize, then: &Then<'_>) -> bool {
        self.depth += 1;
        let found = self.nodes_within(nodes, at, then);
        self.depth -= 1;
        found
    }

    fn nodes_within(&mut self, mut nodes: &[Node], mut at: usize, then: &Then<'_>) -> bool {
        while let Some((node, rest)) = nodes.split_first() {
            if !self.goes_on() {
                return false;
            }
            match node {
                Node::Character(_) | Node::Class(_) => {
                    if !self.is_one(node, at) {
                        return false;
                    }
                    at += 1;
                }
                Node::Start if at != 0 => return false,
                Node::End if at != self.text.len() => return false,
                Node::Start | Node::End => {}
                Node::Boundary(meant) => {
                    if self.is_boundary(at) != *meant {
                        return false;
                    }
                }
                Node::Ahead(meant, alternatives) => {
                    if self.any(alternatives, at, &Then::Nothing) != *meant {
                        return false;
                    }
                }
                Node::Behind(meant, alternatives) => {
                    let then = Then::Until(at);
                    let found = (0..=at)
                        .rev()
                        .any(|from| self.any(alternatives, from, &then));
                    if found != *meant {
                        return false;
                    }
                }
                Node::Group(alternatives) => {
                    return self.any(alternatives, at, &Then::Nodes(rest, then));
                }
                Node::Repeat {
                    node,
                    least,
                    most,
                    greedy,
                } => {
                    let then = Then::Nodes(rest, then);
                    let repeat = Repeat {
                        node,
                        least: *least,
                        most: *most,
                        greedy: *greedy,
                        then: &then,
                    };
                    return match **node {
                        Node::Character(_) | Node::Class(_) => self.run(&repeat, at),
                        _ => self.again(&repeat, 0, at, None),
                    };
                }
            }
            nodes = rest;
        }
        self.then(then, at)
    }

    fn then(&mut self, then: &Then<'_>, at: usize) -> bool {
        match then {
            Then::Nothing => true,
            Then::Until(end) => at == *end,
            Then::Nodes(nodes, then) => self.nodes(nodes, at, then),
            Then::Again { repeat, done, from } => self.again(repeat, *done, at, Some(*from)),
        }
    }

    /// Repeats one character or class: a loop, however long the text.
    fn run(&mut self, repeat: &Repeat<'_>, at: usize) -> bool {
        let mut count = 0;
        if repeat.greedy {
            while count < repeat.most && self.is_one(repeat.node, at + count) {
                count += 1;
            }
            loop {
                if count < repeat.least || !self.goes_on() {
                    return false;
                }
                if self.then(repeat.then, at + count) {
                    return true;
                }
                if count == 0 {
                    return false;
                }
                count -= 1;
            }
        }
        loop {
            if !self.goes_on() {
                return false;
            }
            if count >= repeat.least && self.then(repeat.then, at + count) {
                return true;
            }
            if count == repeat.most || !self.is_one(repeat.node, at + count) {
                return false;
            }
            count += 1;
        }
    }

    /// Repeats a group that was met `done` times, the last time from `from`.
    fn again(&mut self, repeat: &Repeat<'_>, done: usize, at: usize, from: Option<usize>) -> bool {
        if !self.goes_on() {
            return false;
        }
        let enough = done >= repeat.least;
        // A group that met nothing would meet it for ever.
        let more = done < repeat.most && !(enough && from == Some(at));
        if enough && !repeat.greedy && self.then(repeat.then, at) {
            return true;
        }
        if more {
            let then = Then::Again {
                repeat,
                done: done + 1,
                from: at,
            };
            if self.nodes(std::slice::from_ref(repeat.node), at, &then) {
                return true;
            }
        }
        enough && repeat.greedy && self.then(repeat.then, at)
    }

    fn is_one(&self, node: &Node, at: usize) -> bool {
        let Some(character) = self.text.get(at).copied() else {
            return false;
        };
        let fits = |character| match node {
            Node::Character(expected) => *expected == character,
            Node::Class(class) => class.holds(character),
            _ => false,
        };
        fits(character)
            || self.ignores_case
                && (fits(character.to_ascii_lowercase()) || fits(character.to_ascii_uppercase()))
    }

    fn is_boundary(&self, at: usize) -> bool {
        let is_word = |at: Option<usize>| {
            let character = at.and_then(|at| self.text.get(at));
            character.is_some_and(|next| next.is_ascii_alphanumeric() || *next == '_')
        };
        is_word(at.checked_sub(1)) != is_word(Some(at))
    }
}
