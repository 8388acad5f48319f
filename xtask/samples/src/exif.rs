//! A small Exif block (TIFF, big-endian): orientation, time and position.

use crate::camera::Said;

/// An entry of a directory: tag, type, count and the value's bytes.
struct Entry(u16, u16, u32, Vec<u8>);

const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// The block for what the camera says; `None` when it says nothing.
pub(crate) fn block(said: &Said) -> Option<Vec<u8>> {
    if said.captured.is_none() && said.position.is_none() && said.orientation.is_none() {
        return None;
    }
    let mut main = vec![ascii(0x010f, "Sightline"), ascii(0x0110, "Drawn samples")];
    if let Some(held) = said.orientation {
        main.push(Entry(0x0112, SHORT, 1, held.exif().to_be_bytes().to_vec()));
    }
    let mut camera = Vec::new();
    if let Some((time, offset)) = &said.captured {
        camera.push(ascii(0x9003, time));
        camera.push(ascii(0x9011, offset));
    }
    let mut gps = Vec::new();
    if let Some((latitude, longitude)) = said.position {
        gps.push(ascii(1, if latitude < 0.0 { "S" } else { "N" }));
        gps.push(degrees(2, latitude));
        gps.push(ascii(3, if longitude < 0.0 { "W" } else { "E" }));
        gps.push(degrees(4, longitude));
    }

    // The directories follow each other; the main one points to the others.
    const START: usize = 8;
    let pointers = usize::from(!camera.is_empty()) + usize::from(!gps.is_empty());
    let main_size = size(&main) + pointers * 12;
    let camera_at = START + main_size;
    let gps_at = camera_at + if camera.is_empty() { 0 } else { size(&camera) };
    for (tag, directory, at) in [(0x8769, &camera, camera_at), (0x8825, &gps, gps_at)] {
        if !directory.is_empty() {
            main.push(Entry(tag, LONG, 1, (at as u32).to_be_bytes().to_vec()));
        }
    }
    let mut bytes = b"MM\0\x2a\0\0\0\x08".to_vec();
    write(&mut bytes, &main);
    for directory in [&camera, &gps] {
        if !directory.is_empty() {
            write(&mut bytes, directory);
        }
    }
    Some(bytes)
}

fn ascii(tag: u16, text: &str) -> Entry {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    Entry(tag, ASCII, bytes.len() as u32, bytes)
}

/// Degrees, minutes and thousandths of seconds.
fn degrees(tag: u16, value: f64) -> Entry {
    let thousandths = (value.abs() * 3_600_000.0).round() as u32;
    let parts = [
        (thousandths / 3_600_000, 1u32),
        (thousandths / 60_000 % 60, 1),
        (thousandths % 60_000, 1000),
    ];
    let bytes = parts
        .iter()
        .flat_map(|(top, bottom)| [top.to_be_bytes(), bottom.to_be_bytes()].concat())
        .collect();
    Entry(tag, RATIONAL, 3, bytes)
}

/// Bytes of a directory with its values. Values are padded to even lengths.
fn size(directory: &[Entry]) -> usize {
    let outside = |entry: &Entry| match entry.3.len() {
        0..=4 => 0,
        length => length.next_multiple_of(2),
    };
    2 + directory.len() * 12 + 4 + directory.iter().map(outside).sum::<usize>()
}

/// Appends a directory; values of more than four bytes come after its entries.
fn write(bytes: &mut Vec<u8>, directory: &[Entry]) {
    let mut outside = Vec::new();
    let values_at = bytes.len() + 2 + directory.len() * 12 + 4;
    bytes.extend((directory.len() as u16).to_be_bytes());
    for Entry(tag, kind, count, value) in directory {
        bytes.extend(tag.to_be_bytes());
        bytes.extend(kind.to_be_bytes());
        bytes.extend(count.to_be_bytes());
        if value.len() <= 4 {
            let mut inline = value.clone();
            inline.resize(4, 0);
            bytes.extend(inline);
        } else {
            bytes.extend(((values_at + outside.len()) as u32).to_be_bytes());
            outside.extend(value);
            if outside.len() % 2 == 1 {
                outside.push(0);
            }
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(outside);
}
