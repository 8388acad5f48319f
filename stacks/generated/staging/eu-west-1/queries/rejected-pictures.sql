SELECT
    batch,
    device_class,
    device_id,
    reason,
    detail,
    bytes,
    source_key,
    kept_at,
    day
FROM "sightline_staging"."rejections"
WHERE day >= ?
    AND batch LIKE ?
ORDER BY day DESC, batch, reason, source_key
