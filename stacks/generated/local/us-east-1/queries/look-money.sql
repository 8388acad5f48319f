SELECT
    batch,
    device_class,
    day,
    inspected,
    suspicious,
    confirmed,
    cleared,
    round(100E0 * confirmed / nullif(suspicious, 0), 2) AS agreement_percent,
    spared,
    saved / 1E9 AS saved,
    first_looks_cost / 1E9 AS first_looks_cost,
    (saved - first_looks_cost) / 1E9 AS net,
    prices_of
FROM "sightline_local"."batches"
WHERE (inspected > 0 OR first_looks_cost > 0)
    AND day >= ?
ORDER BY day DESC, batch, device_class
