//! Huffman codes of JPEG, looked up by the bits that come next.

/// Bits by which a table is looked up; longer codes, which are rare, are searched.
const DIRECT_BITS: u32 = 10;
/// Bits of the longest code.
const MOST_BITS: usize = 16;
/// Past the end of a block, whatever comes before: there are no more coefficients.
pub(super) const END: u8 = 128;

/// What a code stands for, in one number, which is looked up at once: from the lowest byte on
///
/// - bits of the code and of the number that follows it,
/// - bits of the number,
/// - coefficients that are 0 before it,
/// - coefficients from the one before it to the next, [`END`] where there is no next.
///
/// Of a code that there is not, all is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Code(u32);

impl Code {
    fn new(length: u32, symbol: u8) -> Self {
        let (run, size) = (symbol >> 4, symbol & 15);
        // Without a number: 16 times 0, or the end.
        let advance = if size == 0 && run != 15 { END } else { run + 1 };
        Self(u32::from_le_bytes([
            length as u8 + size,
            size,
            run,
            advance,
        ]))
    }

    #[inline]
    pub(super) fn bits(self) -> u32 {
        self.0 & 0xff
    }

    #[inline]
    pub(super) fn size(self) -> u32 {
        self.0 >> 8 & 0xff
    }

    #[inline]
    pub(super) fn run(self) -> usize {
        (self.0 >> 16 & 0xff) as usize
    }

    #[inline]
    pub(super) fn advance(self) -> usize {
        (self.0 >> 24) as usize
    }

    /// The number that follows the code at the beginning of `bits`: half of all negative, none
    /// near 0.
    #[inline]
    pub(super) fn number(self, bits: u64) -> i32 {
        let size = self.size();
        let bits = bits << (self.bits() - size);
        // Of no bits the number is 0.
        let number = (bits >> 1 >> (63 - size)) as i32;
        let negative = bits >> 63 == 0;
        number - if negative { (1 << size) - 1 } else { 0 }
    }
}

/// A Huffman table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// By the next bits: the code that they begin with, where it is short.
    direct: Vec<Code>,
    /// For each length, the first number of `MOST_BITS` bits that begins with no code of this length
    /// or a shorter one.
    ends: [u32; MOST_BITS],
    /// For each length, what leads from a code to its symbol's place.
    offsets: [i32; MOST_BITS],
    symbols: Vec<u8>,
}

impl Table {
    /// From how many codes there are of each length, and the symbols in the order of their codes.
    /// `None` when there are more codes than bits can tell apart.
    pub(super) fn new(counts: &[u8; MOST_BITS], symbols: &[u8]) -> Option<Self> {
        let mut direct = vec![Code::default(); 1 << DIRECT_BITS];
        let mut ends = [0; MOST_BITS];
        let mut offsets = [0; MOST_BITS];
        let (mut code, mut place) = (0u32, 0usize);
        for (index, count) in counts.iter().enumerate() {
            let length = index as u32 + 1;
            offsets[index] = place as i32 - code as i32;
            for _ in 0..*count {
                let symbol = *symbols.get(place)?;
                if code >> length != 0 {
                    return None;
                }
                if length <= DIRECT_BITS {
                    let rest = DIRECT_BITS - length;
                    let first = (code << rest) as usize;
                    direct[first..first + (1 << rest)].fill(Code::new(length, symbol));
                }
                code += 1;
                place += 1;
            }
            ends[index] = code << (MOST_BITS as u32 - length);
            code <<= 1;
        }
        Some(Self {
            direct,
            ends,
            offsets,
            symbols: symbols.to_vec(),
        })
    }

    /// The code that the next bits begin with.
    #[inline]
    pub(super) fn code(&self, bits: u64) -> Option<Code> {
        let code = self.direct[(bits >> (64 - DIRECT_BITS)) as usize];
        if code.bits() > 0 {
            return Some(code);
        }
        self.long_code(bits)
    }

    #[cold]
    fn long_code(&self, bits: u64) -> Option<Code> {
        let next = (bits >> (64 - MOST_BITS)) as u32;
        let index = self.ends.iter().position(|end| next < *end)?;
        let code = next >> (MOST_BITS - 1 - index);
        let place = usize::try_from(code as i32 + self.offsets[index]).ok()?;
        Some(Code::new(index as u32 + 1, *self.symbols.get(place)?))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Codes 0, 10, 110, 1110 and one of 12 bits.
    pub(crate) fn table() -> Table {
        let mut counts = [0; MOST_BITS];
        counts[..4].fill(1);
        counts[11] = 1;
        Table::new(&counts, &[0, 2, 0x11, 0xf0, 0x13]).unwrap()
    }

    #[test]
    fn codes_are_told_apart_and_what_is_none_is_refused() {
        let table = table();
        let code = |bits: u64, length: u32| {
            let found = table.code(bits << (64 - length));
            found.map(|code| (code.run(), code.size(), code.bits()))
        };
        assert_eq!(code(0b0, 1), Some((0, 0, 1)));
        assert_eq!(code(0b110, 3), Some((1, 1, 3 + 1)));
        assert_eq!(code(0b1111_0000_0000, 12), Some((1, 3, 12 + 3)));
        assert_eq!(code(0b1111_1111_1111, 12), None);
        // More codes of a length than there are.
        assert!(Table::new(&[3; MOST_BITS], &[0; 48]).is_none());
        assert!(Table::new(&[1; MOST_BITS], &[]).is_none());
    }

    #[test]
    fn numbers_of_as_many_bits_are_on_both_sides_of_0() {
        let number = |size: u8, bits: u64| Code::new(3, size).number(bits << (61 - size));
        assert_eq!([number(1, 0), number(1, 1)], [-1, 1]);
        assert_eq!([0, 3, 4, 7].map(|bits| number(3, bits)), [-7, -4, 4, 7]);
        assert_eq!(number(0, 0), 0);
    }
}
