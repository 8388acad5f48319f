//! Huffman-coded blocks, of which the coarsest coefficients are kept.

/// Bits by which a table is looked up; longer codes, which are rare, are searched.
const DIRECT_BITS: u32 = 10;
/// Bits of the longest code.
const MOST_BITS: usize = 16;
/// Bits that are there after a refill unless the data ends: more than a code and its number have.
const LEAST_BITS: u32 = 32;

/// The row and the column of each coefficient, as eight times the row plus the column, in the order
/// in which they are coded.
const ORDER: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// The first coefficient in the order after which none is among the coarsest `side` by `side`.
const fn kept_before(side: usize) -> usize {
    // The last of them is in the middle of its diagonal.
    let diagonal = 2 * (side - 1);
    diagonal * (diagonal + 1) / 2 + side
}

/// Past the end of a block, whatever comes before: there are no more coefficients.
const END: u8 = 128;

/// What a code stands for, in one number, which is looked up at once: from the lowest byte on
///
/// - bits of the code and of the number that follows it,
/// - bits of the number,
/// - coefficients that are 0 before it,
/// - coefficients from the one before it to the next, [`END`] where there is no next.
///
/// Of a code that there is not, all is 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Code(u32);

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
    fn bits(self) -> u32 {
        self.0 & 0xff
    }

    #[inline]
    fn size(self) -> u32 {
        self.0 >> 8 & 0xff
    }

    #[inline]
    fn run(self) -> usize {
        (self.0 >> 16 & 0xff) as usize
    }

    #[inline]
    fn advance(self) -> usize {
        (self.0 >> 24) as usize
    }

    /// The number that follows the code at the beginning of `bits`: half of all negative, none
    /// near 0.
    #[inline]
    fn number(self, bits: u64) -> i32 {
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
    fn code(&self, bits: u64) -> Option<Code> {
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

/// Why a scan cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum ScanError {
    #[error("its data ends before the picture does")]
    Ends,
    #[error("there is no code with the bits that it has")]
    NoCode,
    #[error("a block has more coefficients than it can")]
    TooManyCoefficients,
    #[error("a restart marker is not where it has to be")]
    NoRestart,
}

/// The next bits of a scan, from the highest on; below the last there are zeros.
#[derive(Debug, Clone, Copy, Default)]
struct Window {
    bits: u64,
    count: u32,
}

impl Window {
    #[inline]
    fn skip(&mut self, count: u32) {
        self.bits <<= count;
        self.count -= count;
    }
}

/// The bits of a scan, without what is stuffed between them.
pub(super) struct Bits<'a> {
    window: Window,
    data: &'a [u8],
    /// Where the data goes on.
    at: usize,
    /// How many bits of the window stand for data that is not there.
    missing: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(data: &'a [u8]) -> Self {
        Self {
            window: Window::default(),
            data,
            at: 0,
            missing: 0,
        }
    }

    /// A window with at least [`LEAST_BITS`]. It is handed over and back rather than changed in
    /// its place, so that it is held in registers.
    #[inline]
    fn refilled(&mut self, window: Window) -> Window {
        let Window { bits, count } = window;
        if count >= LEAST_BITS {
            return window;
        }
        let next = self.data.get(self.at..).and_then(<[u8]>::first_chunk::<8>);
        if let Some(next) = next.map(|next| u64::from_be_bytes(*next)) {
            // None of the eight is 0xff: a byte of the complement would be 0.
            let other = !next;
            let ones = u64::MAX / 255;
            if other.wrapping_sub(ones) & next & (ones << 7) == 0 {
                let bytes = (64 - count) / 8;
                self.at += bytes as usize;
                return Window {
                    bits: bits | next >> (64 - bytes * 8) << (64 - bytes * 8 - count),
                    count: count + bytes * 8,
                };
            }
        }
        self.refilled_by_bytes(window)
    }

    #[cold]
    #[inline(never)]
    fn refilled_by_bytes(&mut self, mut window: Window) -> Window {
        while window.count <= 56 {
            let byte = match self.data.get(self.at..) {
                Some([0xff, 0x00, ..]) => {
                    self.at += 2;
                    0xff
                }
                // A marker, or the end.
                None | Some([] | [0xff, ..]) => {
                    self.missing += 8;
                    0
                }
                Some([byte, ..]) => {
                    self.at += 1;
                    *byte
                }
            };
            window.bits |= u64::from(byte) << (56 - window.count);
            window.count += 8;
        }
        window
    }

    /// Checks that no more was read than there is.
    pub(super) fn check(&self) -> Result<(), ScanError> {
        if self.missing > self.window.count {
            return Err(ScanError::Ends);
        }
        Ok(())
    }

    /// Goes on behind the restart marker of this number, counted by 8.
    pub(super) fn restart(&mut self, number: usize) -> Result<(), ScanError> {
        self.check()?;
        // What is left is less than a byte, unless the marker is missing.
        if self.window.count - self.missing >= 8 {
            return Err(ScanError::NoRestart);
        }
        let marker = 0xd0 + (number % 8) as u8;
        let rest = self.data.get(self.at..).unwrap_or_default();
        // Any number of fill bytes may come before a marker.
        let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
        if fill == 0 || rest.get(fill) != Some(&marker) {
            return Err(ScanError::NoRestart);
        }
        *self = Self {
            at: self.at + fill + 1,
            ..Self::new(self.data)
        };
        Ok(())
    }

    /// Reads a block and gives its coarsest coefficients, `SIDE` by `SIDE`, multiplied by their
    /// quantisation. `before` is the first coefficient of the component's block before.
    #[inline]
    pub(super) fn block<const SIDE: usize>(
        &mut self,
        (dc, ac): (&Table, &Table),
        quantisation: &[u16; 64],
        before: &mut i32,
    ) -> Result<[[i32; SIDE]; SIDE], ScanError> {
        let mut kept = [[0; SIDE]; SIDE];
        let mut window = self.refilled(self.window);
        let code = dc.code(window.bits).ok_or(ScanError::NoCode)?;
        // Samples of 8 bits differ by no number of more bits.
        if code.size() > 11 || code.run() > 0 {
            return Err(ScanError::NoCode);
        }
        *before = i32::from(before.wrapping_add(code.number(window.bits)) as i16);
        window.skip(code.bits());
        kept[0][0] = *before * i32::from(quantisation[0]);
        let mut index = 1;
        while index < 64 {
            window = self.refilled(window);
            let code = ac.code(window.bits).ok_or(ScanError::NoCode)?;
            let at = index + code.run();
            if at < const { kept_before(SIDE) } {
                let (row, column) = (ORDER[at] / 8, ORDER[at] % 8);
                let target = kept.get_mut(usize::from(row));
                if let Some(target) = target.and_then(|row| row.get_mut(usize::from(column))) {
                    *target = code.number(window.bits) * i32::from(quantisation[at]);
                }
            }
            window.skip(code.bits());
            index += code.advance();
        }
        self.window = window;
        if (65..usize::from(END)).contains(&index) {
            return Err(ScanError::TooManyCoefficients);
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes 0, 10, 110, 1110 and one of 12 bits.
    fn table() -> Table {
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
    fn nothing_that_is_kept_comes_after_the_rest_begins() {
        for side in [1u8, 2, 4] {
            let last = ORDER
                .iter()
                .rposition(|order| order / 8 < side && order % 8 < side);
            assert_eq!(last, Some(kept_before(side.into()) - 1));
        }
    }

    #[test]
    fn numbers_of_as_many_bits_are_on_both_sides_of_0() {
        let number = |size: u8, bits: u64| Code::new(3, size).number(bits << (61 - size));
        assert_eq!([number(1, 0), number(1, 1)], [-1, 1]);
        assert_eq!([0, 3, 4, 7].map(|bits| number(3, bits)), [-7, -4, 4, 7]);
        assert_eq!(number(0, 0), 0);
    }

    #[test]
    fn a_block_is_read_up_to_its_end_and_no_further() {
        let table = table();
        // 10 (of two bits) 11 = 3; 110 (one 0, then of one bit) 0 = -1; 0 = end; 1s fill up.
        let data = [0b1011_1100, 0b0111_1111];
        let mut bits = Bits::new(&data);
        let mut before = 4;
        let read = bits.block::<2>((&table, &table), &[5; 64], &mut before);
        // The third coefficient that is coded is the first of the second row.
        assert_eq!((read, before), (Ok([[35, 0], [-5, 0]]), 7));
        assert_eq!(bits.check(), Ok(()));
        let _ = bits.block::<2>((&table, &table), &[5; 64], &mut before);
        let short = Bits::new(&data[..1]).block::<2>((&table, &table), &[5; 64], &mut 0);
        assert!(short.is_ok(), "zeros are read where nothing is");
        let mut short = Bits::new(&data[..1]);
        let _ = short.block::<2>((&table, &table), &[5; 64], &mut 0);
        assert_eq!(short.check(), Err(ScanError::Ends));
    }

    #[test]
    fn stuffing_is_left_out_and_restarts_are_where_they_have_to_be() {
        let data = [0xff, 0x00, 0x12, 0xff, 0xd3, 0x34];
        let mut bits = Bits::new(&data);
        bits.window = bits.refilled(bits.window);
        assert_eq!(bits.window.bits >> 48, 0xff12);
        assert_eq!(bits.restart(3), Err(ScanError::NoRestart), "bits are left");
        bits.window.skip(12);
        assert_eq!(bits.restart(2), Err(ScanError::NoRestart), "another number");
        assert_eq!(bits.restart(11), Ok(()));
        bits.window = bits.refilled(bits.window);
        assert_eq!(bits.window.bits >> 56, 0x34);
        assert_eq!(bits.restart(4), Err(ScanError::NoRestart), "there is none");
    }
}
