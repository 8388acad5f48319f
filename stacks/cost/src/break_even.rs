//! Where one thing becomes cheaper than another.

/// The smallest number from 1 to `most` at which something holds and one below which it does not, found
/// by doubling and then halving; `None` where it holds at no power of two and not at `most`. Prices
/// rise in steps, so that it may fail to hold again above.
///
/// # Errors
/// Those of the question.
pub(crate) fn first<E>(
    most: u64,
    holds: &mut dyn FnMut(u64) -> Result<bool, E>,
) -> Result<Option<u64>, E> {
    let (mut below, mut at) = (0, 1);
    while !holds(at)? {
        if at == most {
            return Ok(None);
        }
        (below, at) = (at, at.saturating_mul(2).min(most));
    }
    while below + 1 < at {
        let middle = below + (at - below) / 2;
        if holds(middle)? {
            at = middle;
        } else {
            below = middle;
        }
    }
    Ok(Some(at))
}

/// The largest number up to `most` up to which something holds, which from some number on holds no
/// more; `None` where it does not hold at 0.
///
/// # Errors
/// Those of the question.
pub(crate) fn last<E>(
    most: u64,
    holds: &mut dyn FnMut(u64) -> Result<bool, E>,
) -> Result<Option<u64>, E> {
    if !holds(0)? {
        return Ok(None);
    }
    if holds(most)? {
        return Ok(Some(most));
    }
    let (mut at, mut above) = (0, most);
    while at + 1 < above {
        let middle = at + (above - at) / 2;
        if holds(middle)? {
            at = middle;
        } else {
            above = middle;
        }
    }
    Ok(Some(at))
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    #[test]
    fn a_threshold_is_found_wherever_it_is() {
        for most in [1, 2, 3, 7, 100] {
            for threshold in 1..=most + 1 {
                let found = first(most, &mut |at| Ok::<_, Infallible>(at >= threshold));
                assert_eq!(found, Ok((threshold <= most).then_some(threshold)));
                let found = last(most, &mut |at| Ok::<_, Infallible>(at < threshold));
                assert_eq!(found, Ok(Some(most.min(threshold - 1))));
            }
        }
        assert_eq!(last(9, &mut |_| Ok::<_, Infallible>(false)), Ok(None));
    }
}
