//! Huffman-coded blocks, of which the coarsest coefficients are kept.

use super::codes::{END, Table};

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
    use super::super::codes::tests::table;
    use super::*;

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
