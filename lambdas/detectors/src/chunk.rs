//! The pictures of a chunk, each looked at by itself. A chunk holds pictures of several device classes: what
//! stands in the way of one class's model must not cost the others their look.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Mutex, PoisonError};

use contracts::picture::PreparedPicture;
use contracts::{DeviceClass, TaskError};
use futures::stream::{self, StreamExt, TryStreamExt};
use runtime::Failure;

/// Looks at each picture, `at_once` of them at a time; what came of it in the pictures' order, an `Err` where
/// its class's model stands in the way, which `is_of_class` tells of an error. A class that was once in the
/// way is not asked about again.
///
/// # Errors
/// Whatever else goes wrong with a picture; and what stands in the way of a class, where there is no other
/// class in the chunk that anything came of.
pub async fn each_of_chunk<'a, L, E, F>(
    pictures: &'a [PreparedPicture],
    at_once: usize,
    is_of_class: impl Fn(&E) -> bool,
    look: impl Fn(&'a PreparedPicture) -> F,
) -> Result<Vec<Result<L, E>>, Failure<E>>
where
    E: TaskError + Clone,
    F: Future<Output = Result<L, Failure<E>>>,
{
    let in_the_way: Mutex<BTreeMap<&DeviceClass, E>> = Mutex::default();
    let known = || in_the_way.lock().unwrap_or_else(PoisonError::into_inner);
    let one = async |picture: &'a PreparedPicture| {
        let class = &picture.device_class;
        let before = known().get(class).cloned();
        if let Some(error) = before {
            return Ok(Err(error));
        }
        match look(picture).await {
            Ok(looked) => Ok(Ok(looked)),
            Err(Failure::Declared(error)) if is_of_class(&error) => {
                known().entry(class).or_insert_with(|| error.clone());
                Ok(Err(error))
            }
            Err(failure) => Err(failure),
        }
    };
    let looking: Vec<_> = pictures.iter().map(one).collect();
    let looked: Vec<Result<L, E>> = stream::iter(looking)
        .buffered(at_once)
        .try_collect()
        .await?;
    match looked.iter().all(Result::is_err) {
        true => match looked.into_iter().find_map(Result::err) {
            Some(error) => Err(Failure::Declared(error)),
            None => Ok(Vec::new()),
        },
        false => Ok(looked),
    }
}
