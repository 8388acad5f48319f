//! Files that are to be rejected.

/// Sides of the bomb: 268 million pixels, 800 MB once decoded to RGB.
const BOMB_SIDE: u32 = 16384;

/// A JPEG of which the transfer broke off after three fifths.
pub(crate) fn truncated(mut jpeg: Vec<u8>) -> Vec<u8> {
    jpeg.truncate(jpeg.len() * 3 / 5);
    jpeg
}

/// Notes that were saved as a picture.
pub(crate) fn text() -> Vec<u8> {
    b"Tower 7, visited on Monday. Camera battery empty, no picture taken.\n".to_vec()
}

/// A picture that is only a thumbnail.
pub(crate) fn too_small() -> Vec<u8> {
    const SIDE: u32 = 48;
    let data: Vec<u8> = (0..SIDE * SIDE)
        .flat_map(|index| [(index % SIDE * 5) as u8, (index / SIDE * 5) as u8, 120])
        .collect();
    png(SIDE, png::ColorType::Rgb, png::BitDepth::Eight, |writer| {
        writer.write_image_data(&data)
    })
}

/// A decompression bomb: a correct PNG of 200 KB whose black pixels fill 268 million places.
pub(crate) fn bomb() -> Vec<u8> {
    // One bit a pixel and a filter byte a row.
    let raw = u64::from(BOMB_SIDE) * u64::from(BOMB_SIDE / 8 + 1);
    let compressed = zeros(raw);
    png(
        BOMB_SIDE,
        png::ColorType::Grayscale,
        png::BitDepth::One,
        |writer| writer.write_chunk(png::chunk::IDAT, &compressed),
    )
}

/// A square PNG whose pixels are written by `pixels`.
fn png(
    side: u32,
    color: png::ColorType,
    depth: png::BitDepth,
    pixels: impl FnOnce(&mut png::Writer<&mut Vec<u8>>) -> Result<(), png::EncodingError>,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(color);
    encoder.set_depth(depth);
    let written = encoder.write_header().and_then(|mut writer| {
        pixels(&mut writer)?;
        writer.finish()
    });
    // Nothing is written but to memory, and the sides are fixed.
    debug_assert!(written.is_ok());
    bytes
}

/// A zlib stream (RFC 1950) of `count` zeros, without ever having them: one literal, then
/// copies of 258 bytes in the fixed Huffman code of RFC 1951.
fn zeros(count: u64) -> Vec<u8> {
    let mut bits = Bits::default();
    bits.push(0b1, 1); // the last block
    bits.push(0b01, 2); // with the fixed code
    bits.push_code(0b0011_0000, 8); // the literal 0
    let mut left = count - 1;
    while left >= 258 {
        bits.push_code(0b1100_0101, 8); // length 258 (symbol 285)
        bits.push_code(0, 5); // from 1 back
        left -= 258;
    }
    for _ in 0..left {
        bits.push_code(0b0011_0000, 8);
    }
    bits.push_code(0, 7); // the end (symbol 256)
    let mut bytes = vec![0x78, 0x9c];
    bytes.extend(bits.bytes);
    // Adler-32 of zeros: the low half stays 1, the high half counts the bytes.
    let adler = ((count % 65_521) as u32) << 16 | 1;
    bytes.extend(adler.to_be_bytes());
    bytes
}

/// Bits in deflate's order: from the lowest of each byte up.
#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: u32,
}

impl Bits {
    /// A number, its lowest bit first.
    fn push(&mut self, value: u32, count: u32) {
        for index in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value >> index & 1) as u8) << (self.used % 8);
            }
            self.used += 1;
        }
    }

    /// A Huffman code, its highest bit first.
    fn push_code(&mut self, code: u32, count: u32) {
        self.push(code.reverse_bits() >> (32 - count), count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bomb_is_small_and_correct_and_says_how_large_it_is() {
        let bomb = bomb();
        assert!(bomb.len() < 256 << 10, "{} bytes", bomb.len());
        let mut reader = png::Decoder::new(std::io::Cursor::new(&bomb))
            .read_info()
            .unwrap();
        assert_eq!(reader.info().size(), (BOMB_SIDE, BOMB_SIDE));
        // Row by row, so that the test does not go off with it.
        let mut rows = 0;
        while let Some(row) = reader.next_row().unwrap() {
            assert!(row.data().iter().all(|byte| *byte == 0));
            rows += 1;
        }
        assert_eq!(rows, BOMB_SIDE);
    }
}
