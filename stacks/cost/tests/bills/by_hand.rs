//! Bills that were worked out by hand, from AWS's prices and plain counting, agree to the cent.

use crate::fixture::{EASY, Small, assumptions, line, price, request, usage};
use cost::{CloseLookKind, CloseLookTerms, FirstLookTerms, PriceBook, Usd};

/// Every line of a small bill.
///
/// 99,900 pictures in batches of 999: 100 batches, each with its marker 1,000 objects, 100 chunks of 10;
/// 10,000 chunks in all. 10 % are suspicious: 9,990, each in a chunk of its own.
#[test]
fn a_small_bill_line_by_line() {
    let report = price(
        &Small::default(),
        &assumptions("10%", &EASY),
        &request(99_900),
    );
    let region = &report.regions[0];

    // DetectLabels:     99,900 x 0.001   = 99.90
    // Image properties: 99,900 x 0.00075 = 74.925
    assert_eq!(line(region, "pictures looked at"), "99.9");
    assert_eq!(line(region, "image properties"), "74.925");

    // 100 batches x 4 states                         =     400
    // 10,000 children started                        =  10,000
    // 9,990 chunks x 5 states + 10 chunks x 4 states =  49,990
    //                                                   60,390 x 0.025 / 1,000 = 1.50975
    assert_eq!(usage(region, "state transitions"), "60.39");
    assert_eq!(line(region, "state transitions"), "1.50975");

    // 10,000 prepare + 10,000 first look + 9,990 close look + 10,000 record + 100 summarise = 40,090
    // 40,090 x 0.20 / 1,000,000 = 0.008018
    assert_eq!(usage(region, "invocations"), "0.04009");
    assert_eq!(line(region, "invocations"), "0.008018");
    // prepare    (99,900 x 0.3 s   + 10,000 x 0.1 s) x 1 GB   = 30,970
    // first look (99,900 x 0.2 s   + 10,000 x 0.1 s) x 0.5 GB = 10,490
    // close look ( 9,990 x 0.2 s   +  9,990 x 0.1 s) x 2 GB   =  5,994
    // record     (99,900 x 0.02 s  + 10,000 x 0.1 s) x 0.5 GB =  1,499
    // summarise  (99,900 x 0.002 s +    100 x 0.1 s) x 0.5 GB =    104.9
    //                                                           49,057.9 GB-s
    // 49,057.9 x 0.0000133334 = 0.65410860
    assert_eq!(usage(region, "duration, arm64"), "49057.9");
    assert_eq!(line(region, "duration, arm64"), "0.654108604");

    // Landed      99,900 pictures + 100 markers                      = 100,000
    // Made        99,900 pictures + 9,990 heat maps                  = 109,890
    // Listings    100 batches x (2 of incoming/ + 1 of rejected/)    =     300
    // record      10,000 x (2 records + 2 files) + 9,990 of defects  =  49,990
    // summarise   100 x (1 listing + 1 summary + 1 row)              =     300
    // Map runs    100 x 3                                            =     300
    // Queries     100 x 2 tables x 4 classes x 30 days, listed       =  24,000
    //                                                                  284,780
    // 284,780 x 0.005 / 1,000 = 1.4239
    assert_eq!(usage(region, "PUT, COPY, LIST"), "284.78");
    assert_eq!(line(region, "PUT, COPY, LIST"), "1.4239");
    // prepare 99,900, DetectLabels 99,900, first look 10,000 of what is live, close look 9,990 pictures
    // + 9,990 of what is live + 9,990 of models, record 10,000, summarise 10,000 + 100
    //                                                                =   259,870
    // Files that a query reads: 10,000 chunks x 720 h / 730 h = 9,864 x 2 tables x 2 requests;
    // x 100 queries                                                  = 3,945,600
    //                                                                  4,205,470
    // 4,205,470 x 0.0004 / 1,000 = 1.682188
    assert_eq!(usage(region, "GET"), "4205.47");
    assert_eq!(line(region, "GET"), "1.682188");
    // (99,900 x 4,000,000 + 99,900 x 250,000 + 9,990 x 30,000 + 99,900 x 600) bytes
    //   = 424,934,640,000 bytes = 395.751 GB, one month
    // 395.75122297 x 0.023 = 9.10227813
    assert_eq!(usage(region, "storage"), "395.751");
    assert_eq!(line(region, "storage"), "9.102278128");

    // 99,900 x 600 bytes x 720 / 730 = 59,118,905 bytes a query; x 100 = 0.00537683 TB; x 5 = 0.02688417
    assert_eq!(line(region, "data scanned"), "0.026884165");
    // 3 / 100,000 x 1, and 100 queries x 2 tables / 1,000,000 x 1
    assert_eq!(line(region, "tables"), "0.00003");
    assert_eq!(line(region, "requests"), "0.0002");

    // 40,090 x 2,000 bytes = 0.0746734 GB; x 0.50 = 0.03733672; x 0.03 for a month = 0.00224020
    assert_eq!(line(region, "logs, ingested"), "0.037336722");
    assert_eq!(line(region, "logs, stored"), "0.002240203");
    // 3 x 0.10, 1 x 3.00
    assert_eq!(line(region, "alarms"), "0.3");
    assert_eq!(line(region, "dashboards"), "3");

    // 100 / 1,000,000 x 0.50 = 0.00005, 100 / 100,000 x 2 = 0.002
    assert_eq!(line(region, "messages"), "0.00005");
    assert_eq!(line(region, "e-mails"), "0.002");
    // (100,000 landed + 109,890 made) / 1,000,000 x 1 = 0.20989
    assert_eq!(line(region, "events of objects"), "0.20989");
    // 9,990 x 280,000 bytes = 2.60509551 GB; x 0.09 = 0.23445860
    assert_eq!(line(region, "to the internet"), "0.234458596");

    //  99.9 + 74.925 + 1.50975 + 0.008018 + 0.654108604 + 1.4239 + 1.682188 + 9.102278128 + 0.026884165
    //  + 0.00003 + 0.0002 + 0.037336722 + 0.002240203 + 0.3 + 3 + 0.00005 + 0.002 + 0.20989 + 0.234458596
    //  = 193.018332418
    assert_eq!(report.total.to_string(), "193.018332418");
    // 193.018332418 / 99.9 = 1.93211544
    assert_eq!(report.per_thousand.unwrap().to_string(), "1.93211544");
    assert_eq!(region.lines.len(), 19);
}

/// A large bill crosses the tiers of Rekognition, S3 and Lambda.
///
/// 10,000,000 pictures in batches of 999: 10,010 full ones of 100 chunks, and one of 10 pictures, with
/// its marker 11 objects in 2 chunks; 10,011 batches, 1,001,002 chunks. 5 % are suspicious: 500,000.
#[test]
fn a_large_bill_crosses_tiers() {
    let large = [
        ("picture-bytes", "5000000"),
        ("prepare-milliseconds", "900000"),
        ("months", "12"),
    ];
    let set = [&EASY[..], &large[..]].concat();
    let report = price(
        &Small::default(),
        &assumptions("5%", &set),
        &request(10_000_000),
    );
    let region = &report.regions[0];

    // 1,000,000 x 0.001 + 4,000,000 x 0.0008 + 5,000,000 x 0.0006 = 1,000 + 3,200 + 3,000
    assert_eq!(line(region, "pictures looked at"), "7200");
    // 1,000,000 x 0.00075 + 9,000,000 x 0.0006 = 750 + 5,400; no price is known above 5,000,000.
    assert_eq!(line(region, "image properties"), "6150");
    let notes = region.notes.join("\n");
    assert!(
        notes.contains("image properties: prices are known up to 5,000,000 images"),
        "{notes}"
    );

    // After 12 months, and nothing expires before 24:
    // 12 x (10,000,000 x (5,000,000 + 250,000 + 600) + 500,000 x 30,000) bytes
    //   = 12 x 52,521,000,000,000 = 630,252,000,000,000 bytes = 586,967.9152966 GB
    // 51,200 x 0.023 + 460,800 x 0.022 + 74,967.9152966 x 0.021 = 1,177.60 + 10,137.60 + 1,574.3262212
    //   = 12,889.5262212
    assert_eq!(usage(region, "storage"), "586967.915");
    assert_eq!(line(region, "storage"), "12889.526221228");

    // prepare    (10,000,000 x 900 s   + 1,001,002 x 0.1 s) x 1 GB   = 9,000,100,100.2
    // first look (10,000,000 x 0.2 s   + 1,001,002 x 0.1 s) x 0.5 GB =     1,050,050.1
    // close look (   500,000 x 0.2 s   +   500,000 x 0.1 s) x 2 GB   =       300,000
    // record     (10,000,000 x 0.02 s  + 1,001,002 x 0.1 s) x 0.5 GB =       150,050.1
    // summarise  (10,000,000 x 0.002 s +    10,011 x 0.1 s) x 0.5 GB =        10,500.55
    //                                                                  9,001,610,700.95 GB-s
    // 7,500,000,000 x 0.0000133334 + 1,501,610,700.95 x 0.0000120001
    //   = 100,000.50 + 18,019.47857247 = 118,019.97857247
    assert_eq!(usage(region, "duration, arm64"), "9001610700.95");
    assert_eq!(line(region, "duration, arm64"), "118019.97857247");
}

/// Each close look, and what looking twice saves, in a region whose prices are known in part.
///
/// 500,000 pictures in batches of 999: 500 full ones of 100 chunks and one of 500 pictures, with its
/// marker 501 objects in 51 chunks; 501 batches, 50,051 chunks. 4 % are suspicious: 20,000, each in a
/// chunk of its own.
#[test]
fn each_close_look_side_by_side() {
    let small = Small {
        region: "eu-west-1",
        ..Small::default()
    };
    let report = price(&small, &assumptions("4%", &EASY), &request(500_000));
    let region = &report.regions[0];
    assert_eq!(region.close_look, CloseLookKind::Embedded);
    let usd = |kind| {
        let mut looks = region.close_looks.iter();
        looks.find(|look| look.kind == kind).unwrap().usd.shown(6)
    };

    // What all have in common:
    //   transitions    20,000 x (5 - 4) x 0.025 / 1,000           = 0.50
    //   invocations    20,000 x 0.20 / 1,000,000                  = 0.004
    //   logs           20,000 x 2,000 bytes = 0.0372529 GB x 0.57 = 0.0212342
    //   logs, stored   0.0372529 GB x 0.03                        = 0.0011176
    //   PUT            20,000 files of defects x 0.005 / 1,000    = 0.10
    //   GET            20,000 pictures x 0.0004 / 1,000           = 0.008
    //   GET            what is live, in 20,000 chunks             = 0.008
    //                                                               0.6423517
    // Embedded alone draws heat maps:
    //   PUT            20,000 x 0.005 / 1,000                     = 0.10
    //   storage        20,000 x 30,000 bytes = 0.5587935 GB x 0.023 = 0.0128523
    //   events         20,000 x 1 / 1,000,000                     = 0.02
    //   duration       (20,000 x 0.2 s + 20,000 x 0.1 s) x 2 GB = 12,000 GB-s x 0.0000133334 = 0.1600008
    //   the models' files in 20,000 chunks, GET                   = 0.008
    //                                                               0.6423517 + 0.3008531 = 0.9432048
    assert_eq!(usd(CloseLookKind::Embedded), "0.943205");
    // Elsewhere the function waits for the model:
    //   (20,000 x 0.25 s + 20,000 x 0.1 s) x 2 GB = 14,000 GB-s x 0.0000133334 = 0.1866676
    // Through an endpoint go the picture and the answer:
    //   20,000 x (250,000 + 1,000) bytes = 4.6752393 GB x 0.016 = 0.0748038
    // Real-time: an endpoint for each of 3 classes, 3 x 730 h x 0.257 = 562.83
    //                                    0.6423517 + 0.1866676 + 0.0748038 + 562.83 = 563.7338231
    assert_eq!(usd(CloseLookKind::RealTime), "563.733823");
    // Serverless: 20,000 x 0.2 s x 4 GB = 16,000 GB-s x 0.00002 = 0.32
    //                                    0.6423517 + 0.1866676 + 0.0748038 + 0.32 = 1.2238231
    assert_eq!(usd(CloseLookKind::Serverless), "1.223823");
    // Asynchronous: its instances always run, too: 562.83; results: 20,000 PUT = 0.10, 20,000 GET = 0.008
    //                                    0.6423517 + 0.1866676 + 562.83 + 0.108 = 563.7670193
    assert_eq!(usd(CloseLookKind::Asynchronous), "563.767019");
    // Batch transform: 501 x 300 s + 20,000 x 0.2 s = 154,300 s = 42.8611111 h x 0.257 = 11.0153056;
    //   the function hands over: (20,000 x 0.05 s + 20,000 x 0.1 s) x 2 GB = 6,000 GB-s = 0.0800004
    //                                    0.6423517 + 11.0153056 + 0.0800004 + 0.108 = 11.8456577
    assert_eq!(usd(CloseLookKind::BatchTransform), "11.845658");
    // Marketplace: as real-time; its software is free.
    assert_eq!(usd(CloseLookKind::Marketplace), "563.733823");
    // Custom Labels: a model for each of 3 classes, 2,190 h x 4 = 8,760
    //                                    0.6423517 + 0.1866676 + 8,760 = 8,760.8290193
    assert_eq!(usd(CloseLookKind::CustomLabels), "8,760.829019");

    // The first look itself:
    //   Rekognition   500,000 x (0.001 + 0.00075), the latter at us-east-1's price = 875
    //   transitions   50,051 x 2 x 0.025 / 1,000                        = 2.50255
    //   invocations   50,051 x 0.20 / 1,000,000                         = 0.0100102
    //   duration      (500,000 x 0.2 s + 50,051 x 0.1 s) x 0.5 GB = 52,502.55 GB-s = 0.7000375
    //   logs          50,051 x 2,000 bytes = 0.0932272 GB x (0.57 + 0.03) = 0.0559363
    //   GET           (500,000 pictures + what is live, in 50,051 chunks) x 0.0004 / 1,000 = 0.2200204
    //                                                                     878.4885544
    let looks = &region.two_looks;
    assert_eq!(looks.first_look.shown(6), "878.488554");
    assert_eq!(looks.spared, 480_000);
    // At every picture, in all 50,051 chunks:
    //   transitions 1.251275, invocations 0.0100102, logs 0.0559363,
    //   PUT (500,000 + 50,051) = 2.750255, GET (500,000 + 2 x 50,051) = 0.2400408,
    //   storage 500,000 x 30,000 bytes = 13.9698386 GB = 0.3213063, events 0.50,
    //   duration (500,000 x 0.2 s + 50,051 x 0.1 s) x 2 GB = 210,010.2 GB-s = 2.8001500
    //                                                                     7.9289736
    assert_eq!(looks.close_look_at_all.shown(6), "7.928974");
    assert_eq!(looks.close_look.shown(6), "0.943205");
    // Saved 7.9289736 - 0.9432048 = 6.9857688; left 6.9857688 - 878.4885544 = -871.5027856
    assert_eq!(looks.saved.shown(6), "6.985769");
    assert_eq!(looks.net.shown(6), "-871.502786");
    assert_eq!(looks.worth_up_to_ppm, None);

    // With a model that is dear by the picture the first look pays.
    let set = [&EASY[..], &[("close-look-milliseconds", "120000")]].concat();
    let report = price(&small, &assumptions("4%", &set), &request(500_000));
    let looks = &report.regions[0].two_looks;
    assert!(looks.net > Usd::ZERO, "{looks:?}");
    let worth = looks.worth_up_to_ppm.unwrap();
    assert!((40_000..1_000_000).contains(&worth), "{worth}");
}

const CLOSE_LOOK: CloseLookTerms<'_> = CloseLookTerms {
    kind: CloseLookKind::Embedded,
    memory_mb: 2048,
    instance: "ml.m5.xlarge",
    endpoint_memory_mb: 4096,
    kept_days: 730,
};

/// What one more look costs, at numbers that are easy to reckon with.
#[test]
fn a_thousand_looks() {
    let (book, assumptions) = (PriceBook::shipped().unwrap(), assumptions("10%", &EASY));
    let first = FirstLookTerms {
        memory_mb: 512,
        group_2_calls: 1,
        image_properties: true,
        calls: 2,
    };
    let first = first
        .per_thousand("us-east-1", &assumptions, &book)
        .unwrap();
    // 1,000 x (0.001 + 0.00075)              = 1.75
    // 2,000 GET x 0.0004 / 1,000             = 0.0008
    // 1,000 x 0.2 s x 0.5 GB x 0.0000133334  = 0.00133334
    assert_eq!(first.to_string(), "1.75213334");
    let properties = FirstLookTerms {
        memory_mb: 512,
        group_2_calls: 0,
        image_properties: true,
        calls: 1,
    };
    let properties = properties.per_thousand("us-east-1", &assumptions, &book);
    // 1,000 x 0.00075 + 1,000 GET x 0.0004 / 1,000 + 0.00133334
    assert_eq!(properties.unwrap().to_string(), "0.75173334");

    let close = |terms: CloseLookTerms<'_>| {
        let usd = terms.per_thousand("us-east-1", &assumptions, &book);
        usd.unwrap().to_string()
    };
    // 1,000 x 0.2 s x 2 GB x 0.0000133334                 = 0.00533336
    // 1,000 GET x 0.0004 / 1,000                          = 0.0004
    // 1,000 PUT x 0.005 / 1,000                           = 0.005
    // 1,000 x 30,000 bytes = 0.0279397 GB x 0.023, a month = 0.000642613
    // 1,000 events x 1 / 1,000,000                        = 0.001
    assert_eq!(close(CLOSE_LOOK), "0.012375973");
    let custom_labels = CloseLookTerms {
        kind: CloseLookKind::CustomLabels,
        ..CLOSE_LOOK
    };
    // No heat map; 1,000 x 0.25 s x 2 GB x 0.0000133334 = 0.0066667, and 0.0004 for the pictures.
    assert_eq!(close(custom_labels), "0.0070667");
    let asynchronous = CloseLookTerms {
        kind: CloseLookKind::Asynchronous,
        ..CLOSE_LOOK
    };
    // The same, and what comes through S3: 1,000 PUT = 0.005, 1,000 GET = 0.0004. Its instances run anyway.
    assert_eq!(close(asynchronous), "0.0124667");
}

/// What the spared close looks of a bill would have cost is what `summarise` reckons them with. With 11 %
/// suspicious pictures there is one in every chunk of ten, so that no chunk is spared.
fn reckoned_as_billed(small: &Small, months: &str, kept_days: u32) -> Usd {
    let book = PriceBook::shipped().unwrap();
    let assumptions = assumptions("11%", &[&EASY[..], &[("months", months)]].concat());
    let report = price(small, &assumptions, &request(999_000));
    let two = &report.regions[0].two_looks;
    let terms = CloseLookTerms {
        kept_days,
        ..CLOSE_LOOK
    };
    let each = terms.per_thousand("us-east-1", &assumptions, &book);
    let each = each.unwrap();
    let reckoned = each.to_nanos().unwrap() * two.spared / 1000;
    let billed = two.saved.to_nanos().unwrap();
    // Of some 11 dollars; a thousand looks are rounded, and the bill's lines.
    assert!(reckoned.abs_diff(billed) < 10_000, "{reckoned}, {billed}");
    each
}

#[test]
fn the_price_of_a_look_is_that_of_the_bill() {
    let each = reckoned_as_billed(&Small::default(), "1", 730);
    assert_eq!(each.to_string(), "0.012375973");
    // Prepared pictures and heat maps expire after 30 days, and are old versions for 30 more.
    let short = Small {
        incoming_days: 30,
        prepared_days: 30,
        ..Small::default()
    };
    let each = reckoned_as_billed(&short, "12", 60);
    // As above but for the storage, 0.0279397 GB for 1,440 of 730 hours x 0.023 = 0.0012676, and for events of
    // the old version and of its end: 3,000 x 1 / 1,000,000 = 0.003.
    // 0.0053334 + 0.0004 + 0.005 + 0.0012676 + 0.003 = 0.015001
    assert_eq!(each.shown(7), "0.0150010");
}
