//! `model.tar.gz`: a model as SageMaker's containers find it.
//! <https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html>

use std::io::{self, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

/// The model's file within the archive, as the project's own container looks for it.
pub const MODEL_FILE: &str = "close-look.model";

/// The archive with the model's file alone; the same model gives the same bytes.
///
/// # Errors
/// Those of packing, which has no reason to fail in memory.
pub fn pack(model: &[u8]) -> io::Result<Vec<u8>> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    let mut header = tar::Header::new_ustar();
    header.set_size(model.len() as u64);
    header.set_mode(0o644);
    tar.append_data(&mut header, MODEL_FILE, model)?;
    let mut gzip = tar.into_inner()?;
    gzip.flush()?;
    gzip.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn an_archive_holds_the_model_where_the_container_looks_and_is_the_same_every_time() {
        let packed = pack(b"model").unwrap();
        assert_eq!(packed, pack(b"model").unwrap());
        let mut archive = tar::Archive::new(GzDecoder::new(packed.as_slice()));
        let mut entries = archive.entries().unwrap();
        let mut entry = entries.next().unwrap().unwrap();
        assert_eq!(entry.path().unwrap().to_str(), Some(MODEL_FILE));
        let mut model = Vec::new();
        entry.read_to_end(&mut model).unwrap();
        assert_eq!(model, b"model");
        assert!(entries.next().is_none());
    }
}
