SELECT
    batch,
    device_class,
    device_id,
    source_key,
    duplicate_of,
    bytes,
    day
FROM "sightline_staging"."pictures"
WHERE duplicate_of IS NOT NULL
    AND day >= ?
ORDER BY day DESC, batch, source_key
