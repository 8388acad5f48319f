//! What holds for any number of pictures, any share and any close look.

use crate::fixture::{Small, assumptions, price, request};
use cost::{Assumptions, CloseLookKind, RegionReport, Request, Usd};
use proptest::prelude::*;

fn close_look() -> impl Strategy<Value = CloseLookKind> {
    prop::sample::select(CloseLookKind::ALL.to_vec())
}

fn small() -> impl Strategy<Value = Small> {
    let region = prop::sample::select(vec![
        "us-east-1",
        "eu-west-1",
        "ap-southeast-2",
        "il-central-1",
    ]);
    (region, any::<bool>(), 0..5_u64, 0..900_u64).prop_map(
        |(region, express, provisioned, incoming_days)| Small {
            region,
            express,
            provisioned,
            incoming_days,
            ..Small::default()
        },
    )
}

/// Shares of a millionth at least, and batches of any size.
fn assumed() -> impl Strategy<Value = Assumptions> {
    (0..=1_000_000_u32, 1..20_000_u32, 1..40_u32, 1..30_000_u32).prop_map(
        |(share, batch, months, milliseconds)| {
            let share = format!("{}.{:06}", share / 1_000_000, share % 1_000_000);
            let set = [
                ("pictures-per-batch", batch.to_string()),
                ("months", months.to_string()),
                ("close-look-milliseconds", milliseconds.to_string()),
            ];
            let set: Vec<(&str, &str)> = set
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            assumptions(&share, &set)
        },
    )
}

fn region(
    small: &Small,
    assumptions: &Assumptions,
    pictures: u64,
    kind: CloseLookKind,
) -> RegionReport {
    let asked = Request {
        close_look: Some(kind),
        ..request(pictures)
    };
    let mut report = price(small, assumptions, &asked);
    assert_eq!(report.total, report.regions[0].total);
    report.regions.remove(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn more_pictures_never_cost_less(
        small in small(), assumed in assumed(), kind in close_look(),
        fewer in 0..50_000_000_u64, more in 0..5_000_000_u64,
    ) {
        let few = region(&small, &assumed, fewer, kind);
        let many = region(&small, &assumed, fewer + more, kind);
        prop_assert!(few.total <= many.total, "{} > {}", few.total, many.total);
    }

    #[test]
    fn services_and_lines_add_up_to_the_total(
        small in small(), assumed in assumed(), kind in close_look(), pictures in 0..=1_000_000_000_u64,
    ) {
        let region = region(&small, &assumed, pictures, kind);
        let services: Usd = region.services.iter().map(|service| service.usd).sum();
        let lines: Usd = region.lines.iter().map(|line| line.usd).sum();
        prop_assert_eq!(services, region.total);
        prop_assert_eq!(lines, region.total);
    }

    #[test]
    fn what_is_spared_saves_and_what_is_left_adds_up(
        small in small(), assumed in assumed(), kind in close_look(), pictures in 0..50_000_000_u64,
    ) {
        let looks = region(&small, &assumed, pictures, kind).two_looks;
        prop_assert!(looks.saved >= Usd::ZERO);
        prop_assert!(looks.first_look >= Usd::ZERO);
        prop_assert_eq!(looks.saved, looks.close_look_at_all - looks.close_look);
        prop_assert_eq!(looks.net, looks.saved - looks.first_look);
    }

    #[test]
    fn a_break_even_is_where_it_turns(small in small(), assumed in assumed()) {
        let found = region(&small, &assumed, 1000, CloseLookKind::Embedded).break_evens;
        for found in found.into_iter().take(1) {
            let dearer = |pictures| {
                region(&small, &assumed, pictures, found.kind).total
                    > region(&small, &assumed, pictures, found.than).total
            };
            prop_assert!(!dearer(found.pictures));
            prop_assert!(dearer(found.pictures - 1));
        }
    }
}
