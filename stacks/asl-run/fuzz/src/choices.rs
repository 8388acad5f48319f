//! Choices that follow from bytes, so that the same input makes the same ones.

/// What is left to choose from.
#[derive(Debug)]
pub struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Choices<'a> {
    /// Choices from these bytes, over and over; from none, always the first.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let byte = match self.bytes {
            [] => 0,
            bytes => bytes[self.at % bytes.len()],
        };
        self.at += 1;
        byte
    }

    /// One of several.
    ///
    /// # Panics
    /// Where there are none to choose from.
    pub fn of<'b, T: ?Sized>(&mut self, all: &[&'b T]) -> &'b T {
        all[usize::from(self.byte()) % all.len()]
    }
}
