//! What a camera says of a picture: how it was held, when and where.

use exif::{DateTime, Exif, In, Reader, Tag, Value};
use jiff::Timestamp;
use jiff::civil;

use super::Position;
use super::orientation::Orientation;

#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) orientation: Orientation,
    pub(super) captured_at: Option<Timestamp>,
    pub(super) position: Option<Position>,
}

/// Reads a raw Exif block (TIFF). Whatever is damaged or makes no sense is not said.
pub(super) fn read(block: Vec<u8>) -> Said {
    let read = Reader::new()
        .continue_on_error(true)
        .read_raw(block)
        .or_else(|error| error.distill_partial_result(|_| ()));
    let Ok(exif) = read else {
        return Said::default();
    };
    let orientation = exif
        .get_field(Tag::Orientation, In::PRIMARY)
        .and_then(|field| field.value.get_uint(0))
        .unwrap_or(1);
    Said {
        orientation: Orientation::from_exif(orientation),
        captured_at: captured_at(&exif),
        position: position(&exif),
    }
}

/// The time of capture, else of digitising, else of the last change, each with its own offset.
/// Cameras that write the last alone mean the first by it.
fn captured_at(exif: &Exif) -> Option<Timestamp> {
    [
        (
            Tag::DateTimeOriginal,
            Tag::OffsetTimeOriginal,
            Tag::SubSecTimeOriginal,
        ),
        (
            Tag::DateTimeDigitized,
            Tag::OffsetTimeDigitized,
            Tag::SubSecTimeDigitized,
        ),
        (Tag::DateTime, Tag::OffsetTime, Tag::SubSecTime),
    ]
    .into_iter()
    .find_map(|(time, offset, fraction)| {
        let mut said = DateTime::from_ascii(text(exif, time)?).ok()?;
        if let Some(fraction) = text(exif, fraction) {
            let _ = said.parse_subsec(fraction);
        }
        if let Some(offset) = text(exif, offset) {
            let _ = said.parse_offset(offset);
        }
        timestamp(&said)
    })
}

fn text(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(texts) => texts.first().map(Vec::as_slice),
        _ => None,
    }
}

fn timestamp(said: &DateTime) -> Option<Timestamp> {
    let local = civil::DateTime::new(
        i16::try_from(said.year).ok()?,
        i8::try_from(said.month).ok()?,
        i8::try_from(said.day).ok()?,
        i8::try_from(said.hour).ok()?,
        i8::try_from(said.minute).ok()?,
        i8::try_from(said.second).ok()?,
        i32::try_from(said.nanosecond.unwrap_or(0)).ok()?,
    )
    .ok()?;
    let seconds = i32::from(said.offset.unwrap_or(0)) * 60;
    let offset = jiff::tz::Offset::from_seconds(seconds).ok()?;
    offset.to_timestamp(local).ok()
}

fn position(exif: &Exif) -> Option<Position> {
    let latitude = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S', 90.0)?;
    let longitude = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W', 180.0)?;
    Some(Position {
        latitude,
        longitude,
    })
}

/// Degrees, minutes and seconds as one number; negative when the reference is `negative`.
fn degrees(exif: &Exif, tag: Tag, reference: Tag, negative: u8, most: f64) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else {
        return None;
    };
    let mut sum = 0.0;
    for (part, per_degree) in parts.iter().zip([1.0, 60.0, 3600.0]) {
        // Some cameras write 0/0 for seconds they do not know.
        if part.denom == 0 && part.num == 0 {
            continue;
        }
        sum += part.to_f64() / per_degree;
    }
    let reference = text(exif, reference)?.first()?.to_ascii_uppercase();
    let signed = if reference == negative { -sum } else { sum };
    (!parts.is_empty() && signed.is_finite() && signed.abs() <= most).then_some(signed)
}
