//! Bytes from outside, decoded within limits that are told from the headers first.

mod exif;
mod jpeg;
mod orientation;
mod png;
mod scaled_jpeg;

use orientation::Orientation;

pub use crate::pixels::{EncodeError, Pixels, PixelsError};

/// What a picture must be to be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of the file.
    pub max_bytes: u64,
    /// Most pixels, width times height.
    pub max_pixels: u64,
    /// Fewest pixels of the shorter side.
    pub min_side: u32,
}

/// The formats that are taken, told by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
        })
    }
}

/// Why bytes are no picture that can be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// There are none.
    #[error("the file is empty")]
    Empty,
    /// Neither a JPEG nor a PNG.
    #[error("the file begins with {begins}, which is neither a JPEG nor a PNG")]
    NotAPicture {
        /// The first bytes, readable.
        begins: String,
    },
    /// It begins as a picture and cannot be decoded.
    #[error("the {format} is truncated or damaged: {detail}")]
    Damaged {
        /// What it begins as.
        format: Format,
        /// The decoder's own words.
        detail: String,
    },
    /// Fewer pixels a side than allowed.
    #[error(
        "the picture has {width} x {height} pixels; the shorter side must have at least {min_side}"
    )]
    TooSmall {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The limit.
        min_side: u32,
    },
    /// The shorter side gets below the limit where the longer one is brought within its own.
    #[error(
        "the picture has {width} x {height} pixels, which makes its shorter side {shorter} when the longer \
         one is brought to {longest_side}; it must have at least {min_side}: cut it into pieces"
    )]
    TooNarrow {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The shorter side when it is made smaller.
        shorter: u32,
        /// What the longer side is brought to.
        longest_side: u32,
        /// The limit.
        min_side: u32,
    },
    /// More bytes than allowed.
    #[error("the file has {bytes} bytes; at most {max_bytes} are taken")]
    TooManyBytes {
        /// The file's size.
        bytes: u64,
        /// The limit.
        max_bytes: u64,
    },
    /// More pixels than allowed, told from the header.
    #[error(
        "the picture says it has {width} x {height} = {pixels} pixels; at most {max_pixels} are \
         taken",
        pixels = u64::from(*width) * u64::from(*height)
    )]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The limit.
        max_pixels: u64,
    },
}

/// Where a picture was captured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// A decoded picture.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The pixels, the right way up.
    pub pixels: Pixels,
    /// Pixels across as captured, the right way up.
    pub width: u32,
    /// Pixels down as captured, the right way up.
    pub height: u32,
    /// The format it came in.
    pub format: Format,
    /// Whether the pixels are those of the file, neither turned nor made smaller.
    pub as_stored: bool,
    /// When it was captured, where the camera says so. A camera that tells no time zone is
    /// taken to run on UTC.
    pub captured_at: Option<jiff::Timestamp>,
    /// Where it was captured, where the camera says so.
    pub position: Option<Position>,
}

impl Picture {
    /// The picture for detectors: a JPEG without metadata, of the `file` that it was decoded from.
    ///
    /// A baseline JPEG whose pixels are [`as_stored`](Self::as_stored) is not compressed once more:
    /// its coded data is kept, so that nothing is lost, unless that is more than a byte a pixel.
    /// All else is written with this `quality`, 1 to 100 (see [`Pixels::encode_jpeg`]), but that the colour
    /// of a baseline JPEG that only had to be turned is written no finer than the file has it.
    ///
    /// # Errors
    /// When a side is longer than 65535.
    pub fn to_jpeg(&self, file: &[u8], quality: u8) -> Result<Vec<u8>, EncodeError> {
        let most = u64::from(self.width) * u64::from(self.height);
        let kept = match self.format {
            Format::Jpeg if self.as_stored => jpeg::stripped(file),
            _ => None,
        };
        if let Some(jpeg) = kept.filter(|jpeg| jpeg.len() as u64 <= most) {
            return Ok(jpeg);
        }
        let is_whole = (self.pixels.width(), self.pixels.height()) == (self.width, self.height);
        if self.format == Format::Jpeg && is_whole && jpeg::has_half_the_color(file) {
            return self.pixels.encode_jpeg_with_half_the_color(quality);
        }
        self.pixels.encode_jpeg(quality)
    }
}

/// What a format's decoder gives: pixels as stored and the raw Exif block.
struct Stored {
    pixels: Pixels,
    /// Pixels across and down of the file, which `pixels` may be a smaller version of.
    sides: (u32, u32),
    exif: Option<Vec<u8>>,
}

/// Decodes a JPEG or PNG, told by content, and turns it the right way up.
///
/// The limits are checked on the file's size and on its headers before memory is taken for
/// pixels, so that a decompression bomb costs nothing. Transparent pixels are shown on white,
/// grey, palette, CMYK and 16-bit pictures become 8-bit RGB. Damaged Exif data is ignored: the
/// picture is still good.
///
/// # Errors
/// The [`PictureError`] tells which limit was exceeded or what is wrong with the bytes. A
/// picture whose data ends early is damaged, even where most of it could be shown.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Picture, PictureError> {
    decode_for(bytes, limits, None)
}

/// As [`decode`], with no side of the pixels longer than `longest_side`, proportions kept.
///
/// A JPEG that is at least twice as large is made smaller while it is decoded, which takes half
/// the time of decoding all of it. It may end up to one sixteenth smaller than `longest_side`
/// then: 4000 pixels become 1000 and not 1024, and need not be resized once more.
///
/// # Errors
/// As [`decode`]; the limits are those of the file, but that the shorter side has to have its least
/// length afterwards as well ([`PictureError::TooNarrow`]).
pub fn decode_within(
    bytes: &[u8],
    limits: &Limits,
    longest_side: u32,
) -> Result<Picture, PictureError> {
    let picture = decode_for(bytes, limits, Some(longest_side.max(1)))?;
    let sides = |pixels: &Pixels| (pixels.width(), pixels.height());
    let decoded = sides(&picture.pixels);
    let pixels = picture.pixels.into_fit_within(longest_side);
    let as_stored = picture.as_stored && sides(&pixels) == decoded;
    let shorter = pixels.width().min(pixels.height());
    if shorter < limits.min_side {
        return Err(PictureError::TooNarrow {
            width: picture.width,
            height: picture.height,
            shorter,
            longest_side,
            min_side: limits.min_side,
        });
    }
    Ok(Picture {
        pixels,
        as_stored,
        ..picture
    })
}

/// Decodes; what is wanted no larger than `side` may come smaller than it is.
fn decode_for(bytes: &[u8], limits: &Limits, side: Option<u32>) -> Result<Picture, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.len() as u64 > limits.max_bytes {
        return Err(PictureError::TooManyBytes {
            bytes: bytes.len() as u64,
            max_bytes: limits.max_bytes,
        });
    }
    let format = format_of(bytes).ok_or_else(|| PictureError::NotAPicture {
        begins: beginning(bytes),
    })?;
    let stored = guarded(format, || match (format, side) {
        (Format::Jpeg, Some(side)) => match scaled_jpeg::decode(bytes, limits, side)? {
            Some(smaller) => Ok(smaller),
            None => jpeg::decode(bytes, limits),
        },
        (Format::Jpeg, None) => jpeg::decode(bytes, limits),
        (Format::Png, _) => png::decode(bytes, limits),
    })?;
    let said = stored.exif.map(exif::read).unwrap_or_default();
    let (width, height) = orientation::turned_sides(stored.sides, said.orientation);
    let decoded = (stored.pixels.width(), stored.pixels.height());
    Ok(Picture {
        as_stored: decoded == stored.sides && said.orientation == Orientation::default(),
        pixels: orientation::turn_upright(stored.pixels, said.orientation),
        width,
        height,
        format,
        captured_at: said.captured_at,
        position: said.position,
    })
}

/// Turns a panic of a decoder into an error. They are careful, but the bytes come from outside,
/// and one bad picture must not cost the others of its chunk their inspection.
fn guarded(
    format: Format,
    decode: impl FnOnce() -> Result<Stored, PictureError>,
) -> Result<Stored, PictureError> {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(decode));
    caught.unwrap_or_else(|_| {
        Err(PictureError::Damaged {
            format,
            detail: "the decoder gave up".to_owned(),
        })
    })
}

fn format_of(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(Format::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Format::Png)
    } else {
        None
    }
}

/// The first bytes for an error message: text as text, anything else in hexadecimal.
fn beginning(bytes: &[u8]) -> String {
    let start = &bytes[..bytes.len().min(16)];
    if start
        .iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
    {
        return format!("the text {:?}", String::from_utf8_lossy(start));
    }
    let digits: Vec<String> = start.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("the bytes {}", digits.join(" "))
}

/// Checks the sides that a header tells.
fn check_sides(width: u32, height: u32, limits: &Limits) -> Result<(), PictureError> {
    if width.min(height) < limits.min_side.max(1) {
        return Err(PictureError::TooSmall {
            width,
            height,
            min_side: limits.min_side.max(1),
        });
    }
    if u64::from(width) * u64::from(height) > limits.max_pixels {
        return Err(PictureError::TooManyPixels {
            width,
            height,
            max_pixels: limits.max_pixels,
        });
    }
    Ok(())
}
