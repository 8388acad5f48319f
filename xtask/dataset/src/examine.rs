//! A picture's facts, which its bytes tell.

use contracts::PictureId;
use serde_json::{Map, Value};
use vision::picture::{self, Format, Limits, PictureError, Pixels};

use crate::digest::Digest;
use crate::manifest::Fields;
use crate::perceptual::PerceptualHash;

/// What a picture must be to be learned from. Custom labels of Rekognition and Lookout for Vision
/// ask for sides of 64 to 4,096 pixels; larger ones are made smaller by whoever trains.
pub const LIMITS: Limits = Limits {
    max_bytes: 32 << 20,
    max_pixels: 64_000_000,
    min_side: 64,
};

/// What a picture's bytes tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The name that the pipeline gives to a file of this content.
    pub id: PictureId,
    /// The SHA-256 of the file.
    pub digest: Digest,
    /// The format.
    pub format: Format,
    /// Pixels across, the right way up.
    pub width: u32,
    /// Pixels down, the right way up.
    pub height: u32,
    /// Bytes of the file.
    pub bytes: u64,
    /// What near-equal pictures share; none of a picture that shows nothing.
    pub hash: Option<PerceptualHash>,
    /// The file's name where it came from, for people.
    pub name: String,
}

/// The facts of a file of this name.
///
/// # Errors
/// Why the bytes are no picture within [`LIMITS`].
pub fn examine(name: &str, bytes: &[u8]) -> Result<(Facts, Pixels), PictureError> {
    let decoded = picture::decode(bytes, &LIMITS)?;
    let digest = Digest::of(bytes);
    let facts = Facts {
        id: digest.picture_id(),
        digest,
        format: decoded.format,
        width: decoded.pixels.width(),
        height: decoded.pixels.height(),
        bytes: bytes.len() as u64,
        hash: PerceptualHash::of(&decoded.pixels),
        name: name.to_owned(),
    };
    Ok((facts, decoded.pixels))
}

impl Facts {
    /// Where the picture is within the dataset's folder.
    pub fn path(&self) -> String {
        let id = self.id.as_str();
        let extension = match self.format {
            Format::Jpeg => "jpg",
            Format::Png => "png",
        };
        format!("pictures/{}/{id}.{extension}", &id[..2])
    }

    /// Takes the attribute `picture` of a line of a dataset's own manifest.
    pub(crate) fn parse(fields: &mut Fields<'_>) -> Option<Self> {
        const WHY: &str = "a dataset's own manifest is written by `dataset add` alone; take other \
                           manifests in with `model import-lookout`";
        if !fields.has("picture") {
            fields.missing("picture", WHY);
        }
        fields.object("picture", |fields| {
            for name in ["sha256", "format", "width", "height", "bytes", "name"] {
                if !fields.has(name) {
                    fields.missing(name, WHY);
                }
            }
            let digest: Option<Digest> = fields.parsed("sha256");
            let format = match fields.text("format").as_deref() {
                Some("JPEG") => Some(Format::Jpeg),
                Some("PNG") => Some(Format::Png),
                Some(other) => {
                    fields.mistake(
                        "format",
                        format!("{other:?} is neither \"JPEG\" nor \"PNG\""),
                    );
                    None
                }
                None => None,
            };
            let (width, height) = (side(fields, "width"), side(fields, "height"));
            let bytes = fields.integer("bytes");
            let hash = fields.parsed("perceptual-hash");
            let name = fields.text("name");
            Some(Self {
                id: digest?.picture_id(),
                digest: digest?,
                format: format?,
                width: width?,
                height: height?,
                bytes: bytes?,
                hash,
                name: name?,
            })
        })
    }

    /// The attribute `picture`.
    pub(crate) fn to_json(&self) -> Value {
        let mut picture = Map::new();
        picture.insert("sha256".to_owned(), self.digest.to_string().into());
        picture.insert("format".to_owned(), self.format.to_string().into());
        picture.insert("width".to_owned(), self.width.into());
        picture.insert("height".to_owned(), self.height.into());
        picture.insert("bytes".to_owned(), self.bytes.into());
        if let Some(hash) = &self.hash {
            picture.insert("perceptual-hash".to_owned(), hash.to_string().into());
        }
        picture.insert("name".to_owned(), self.name.as_str().into());
        picture.into()
    }
}

fn side(fields: &mut Fields<'_>, name: &str) -> Option<u32> {
    let pixels = fields.integer(name)?;
    match u32::try_from(pixels) {
        Ok(pixels) if pixels > 0 => Some(pixels),
        _ => {
            fields.mistake(name, format!("{pixels} is no number of pixels"));
            None
        }
    }
}
