//! The exit status: who has to act.

use std::process::ExitCode;

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// All is well: 0.
    Fine,
    /// Something that the user can fix: 1.
    Fixable,
    /// Something that nobody foresaw: 2.
    Unexpected,
    /// There is something to do, and it was asked whether there is: 3.
    Changes,
    /// There is something to do that loses data: 4.
    Dangerous,
    /// The user pressed Ctrl-C: 130, as shells have it.
    Interrupted,
}

impl Exit {
    /// The number that the process ends with.
    pub const fn status(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Fixable => 1,
            Self::Unexpected => 2,
            Self::Changes => 3,
            Self::Dangerous => 4,
            Self::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.status())
    }
}
