//! Hashes with a key, and MurmurHash3: <https://trino.io/docs/current/functions/binary.html>.

use std::io::Cursor;

use datafusion::arrow::array::ArrayRef;
use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::error::DataFusionError;
use hmac::{Hmac, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::generic::{bytes, is_bytes, rows};
use super::scalar::{Call, Scalar};

pub(super) fn functions() -> Vec<Scalar> {
    vec![
        Scalar::new("hmac_md5", keyed, |call| {
            over(call, |key, data| {
                let mac = Hmac::<Md5>::new_from_slice(key).map_err(|error| error.to_string())?;
                Ok(mac.chain_update(data).finalize().into_bytes().to_vec())
            })
        }),
        Scalar::new("hmac_sha1", keyed, |call| {
            over(call, |key, data| {
                let mac = Hmac::<Sha1>::new_from_slice(key).map_err(|error| error.to_string())?;
                Ok(mac.chain_update(data).finalize().into_bytes().to_vec())
            })
        }),
        Scalar::new("hmac_sha256", keyed, |call| {
            over(call, |key, data| {
                let mac = Hmac::<Sha256>::new_from_slice(key).map_err(|error| error.to_string())?;
                Ok(mac.chain_update(data).finalize().into_bytes().to_vec())
            })
        }),
        Scalar::new("hmac_sha512", keyed, |call| {
            over(call, |key, data| {
                let mac = Hmac::<Sha512>::new_from_slice(key).map_err(|error| error.to_string())?;
                Ok(mac.chain_update(data).finalize().into_bytes().to_vec())
            })
        }),
        Scalar::new(
            "murmur3",
            |t| (t.len() == 1 && is_bytes(&t[0])).then_some(DataType::Binary),
            |call| {
                rows(call, |values| {
                    let Some(data) = bytes(&values[0]) else {
                        return Ok(None);
                    };
                    let hash = murmur3::murmur3_x64_128(&mut Cursor::new(data), 0);
                    let hash = hash.map_err(|error| error.to_string())?;
                    Ok(Some(ScalarValue::Binary(Some(hash.to_le_bytes().to_vec()))))
                })
            },
        ),
    ]
}

fn keyed(types: &[DataType]) -> Option<DataType> {
    (types.len() == 2 && types.iter().all(is_bytes)).then_some(DataType::Binary)
}

/// The data come first, then the key.
fn over(
    call: &Call<'_>,
    hash: impl Fn(&[u8], &[u8]) -> Result<Vec<u8>, String>,
) -> Result<ArrayRef, DataFusionError> {
    rows(call, |values| {
        let (Some(data), Some(key)) = (bytes(&values[0]), bytes(&values[1])) else {
            return Ok(None);
        };
        Ok(Some(ScalarValue::Binary(Some(hash(&key, &data)?))))
    })
}
