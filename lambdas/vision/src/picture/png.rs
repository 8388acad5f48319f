//! PNG: sides from the first chunk, then decoding row by row into memory of known size.

use std::io::Cursor;

use super::{Format, Limits, PictureError, Stored, check_sides};
use crate::pixels::Pixels;

/// Memory for chunks other than pixels, such as Exif data.
const MOST_CHUNK_BYTES: usize = 8 << 20;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, PictureError> {
    let mut decoder = png::Decoder::new_with_limits(
        Cursor::new(bytes),
        png::Limits {
            bytes: MOST_CHUNK_BYTES,
        },
    );
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(damaged)?;
    let (width, height) = (header.width, header.height);
    check_sides(width, height, limits)?;

    let mut reader = decoder.read_info().map_err(damaged)?;
    let size = reader
        .output_buffer_size()
        .ok_or_else(|| damaged("its rows do not fit into memory"))?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(damaged)?;
    data.truncate(frame.buffer_size());
    // What follows the pixels may hold Exif data; a file that ends before it has lost no pixel.
    let _ = reader.finish();
    let exif = reader.info().exif_metadata.as_deref().map(<[u8]>::to_vec);

    let data = match frame.color_type {
        png::ColorType::Rgb => data,
        png::ColorType::Rgba => data
            .chunks_exact(4)
            .flat_map(|pixel| [0, 1, 2].map(|channel| on_white(pixel[channel], pixel[3])))
            .collect(),
        png::ColorType::Grayscale => data.into_iter().flat_map(|grey| [grey; 3]).collect(),
        png::ColorType::GrayscaleAlpha => data
            .chunks_exact(2)
            .flat_map(|pixel| [on_white(pixel[0], pixel[1]); 3])
            .collect(),
        png::ColorType::Indexed => return Err(damaged("its palette could not be applied")),
    };
    let pixels = Pixels::new(width, height, data).map_err(damaged)?;
    Ok(Stored {
        pixels,
        sides: (width, height),
        exif,
    })
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}

fn damaged(detail: impl std::fmt::Display) -> PictureError {
    PictureError::Damaged {
        format: Format::Png,
        detail: detail.to_string(),
    }
}
