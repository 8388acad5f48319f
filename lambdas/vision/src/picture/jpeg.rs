//! JPEG: sides from the frame header, then strict decoding of a file that has its end.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::scaled_jpeg::frame;
use super::{Format, Limits, PictureError, Stored, check_sides};
use crate::pixels::Pixels;

/// Scans of a progressive picture; encoders write about ten. Each one costs a walk over all
/// coefficients, which makes many of them a way to burn time with few bytes.
const MOST_SCANS: usize = 64;
/// The end-of-image marker.
const END: u8 = 0xd9;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, PictureError> {
    // Strict, because the lenient mode fills what is missing from a truncated file with grey.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder
        .dimensions()
        .and_then(|(width, height)| Some((width.try_into().ok()?, height.try_into().ok()?)))
        .ok_or_else(|| damaged("it has no frame header"))?;
    check_sides(width, height, limits)?;
    if end(bytes).is_none() {
        return Err(damaged("its data ends before the picture does"));
    }
    let data = decoder.decode().map_err(damaged)?;
    let pixels = Pixels::new(width, height, data).map_err(damaged)?;
    Ok(Stored {
        pixels,
        sides: (width, height),
        exif: decoder.exif().cloned(),
    })
}

/// Where the file ends by its end-of-image marker, which has to come where the last scan ends. The
/// decoder does not notice a file that breaks off within its last rows. What follows the end, such
/// as a second picture for 3D, does not matter.
pub(super) fn end(bytes: &[u8]) -> Option<usize> {
    // After the start-of-image marker, segment by segment.
    let mut rest = bytes.get(2..)?;
    loop {
        let (marker, after) = next_marker(rest)?;
        if marker == END {
            return Some(bytes.len() - after.len());
        }
        let length = usize::from(u16::from_be_bytes(*after.first_chunk::<2>()?));
        // Entropy-coded data is skipped by looking for the next marker.
        rest = after.get(length.max(2)..)?;
    }
}

/// The next marker that stands for itself or begins a segment, and what follows it. Stuffed
/// bytes (0xff00), fill bytes and restart markers, which belong to a scan's data, are skipped.
fn next_marker(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let mut rest = bytes;
    loop {
        let at = rest.iter().position(|byte| *byte == 0xff)?;
        rest = rest.get(at + 1..)?;
        match *rest.first()? {
            0xff => {}
            0x00 | 0x01 | 0xd0..=0xd8 => rest = rest.get(1..)?,
            marker => return Some((marker, rest.get(1..)?)),
        }
    }
}

/// A JPEG of the same scan, with the tables that a decoder needs: what a camera and others say in a file
/// is left out, as is what follows its end.
///
/// Of a file that was decoded. `None` of one that is not baseline, with one scan of luma and chroma, which
/// is what detectors are known to read, or whose restart markers are not in order: decoders make
/// different pictures of such a one.
pub(super) fn stripped(file: &[u8]) -> Option<Vec<u8>> {
    /// The start of an image and JFIF's segment: version 1.1, square pixels, no small picture. By
    /// that the colours are known to be luma and chroma.
    const START: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0";
    const EXTENDED: &[u8] = &[0xff, 0xc1];
    /// Luma and two of chroma.
    const COLORS: usize = 3;
    let frame = frame::read(file)?;
    if frame.components.len() != COLORS {
        return None;
    }
    let scan = scan(file.get(frame.data..)?, frame.restart_interval > 0)?;
    let segments: usize = frame.segments.iter().map(ExactSizeIterator::len).sum();
    let mut stripped = Vec::with_capacity(START.len() + segments + scan.len());
    stripped.extend_from_slice(START);
    for segment in frame.segments {
        let segment = file.get(segment)?;
        if segment.starts_with(EXTENDED) {
            return None;
        }
        stripped.extend_from_slice(segment);
    }
    stripped.extend_from_slice(scan);
    Some(stripped)
}

/// Whether a baseline file has its colours at half the resolution of luma, both ways, as most cameras write
/// them.
pub(super) fn has_half_the_color(file: &[u8]) -> bool {
    frame::read(file).is_some_and(|frame| {
        let mut blocks = frame.components.iter().map(|component| component.blocks);
        blocks.next() == Some((2, 2)) && blocks.len() == 2 && blocks.all(|blocks| blocks == (1, 1))
    })
}

/// The coded data of a scan up to the end of the image, with the marker of that. `None` where another
/// marker comes before it, but for restart markers that count from 0 to 7 again and again where the scan
/// `restarts`.
fn scan(data: &[u8], restarts: bool) -> Option<&[u8]> {
    const FIRST_RESTART: u8 = 0xd0;
    let mut numbers = (FIRST_RESTART..FIRST_RESTART + 8).cycle();
    let mut at = 0;
    loop {
        at += data.get(at..)?.iter().position(|byte| *byte == 0xff)? + 1;
        match *data.get(at)? {
            0x00 => {}
            END => return data.get(..=at),
            marker if restarts && numbers.next() == Some(marker) => {}
            _ => return None,
        }
        at += 1;
    }
}

pub(super) fn damaged(detail: impl std::fmt::Display) -> PictureError {
    PictureError::Damaged {
        format: Format::Jpeg,
        detail: detail.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_found_after_the_last_scan_and_nowhere_else() {
        // Start, a segment that holds what looks like an end, a scan with stuffing and a
        // restart, the end.
        let whole = [
            0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd9, 1, 2, 0xff, 0xda, 0, 3, 7, 9, 0xff, 0, 9,
            0xff, 0xd0, 9, 0xff, 0xd9,
        ];
        let all = Some(whole.len());
        assert_eq!(end(&whole), all);
        for length in 0..whole.len() {
            assert_eq!(end(&whole[..length]), None, "{length} bytes");
        }
        assert_eq!(end(&[&whole[..], &[1, 2, 3]].concat()), all);
    }
}
