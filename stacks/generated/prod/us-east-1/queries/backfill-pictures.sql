WITH summed AS (
    SELECT DISTINCT batch
    FROM "sightline_prod"."batches"
    WHERE device_class = ?
        -- A run follows its pictures; by the clock of a camera east of UTC it begins up to a day before them.
        AND day >= date_format(date(?) - INTERVAL '1' DAY, '%Y-%m-%d')
),
looked AS (
    SELECT DISTINCT picture_id
    FROM "sightline_prod"."defects"
    WHERE device_class = ?
        AND day BETWEEN ? AND ?
        AND model = ?
),
found AS (
    SELECT
        p.day,
        p.batch,
        p.picture_id,
        p.prepared_key,
        p.device_id,
        row_number() OVER (
            PARTITION BY p.picture_id ORDER BY p.uploaded_at DESC, p.batch DESC, p.source_key
        ) AS time_landed
    FROM "sightline_prod"."pictures" p
    JOIN "sightline_prod"."findings" f
        ON f.device_class = p.device_class
        AND f.day = p.day
        AND f.batch = p.batch
        AND f.picture_id = p.picture_id
    JOIN summed s ON s.batch = p.batch
    LEFT JOIN looked l ON l.picture_id = p.picture_id
    WHERE p.device_class = ?
        AND p.day BETWEEN ? AND ?
        AND f.day BETWEEN ? AND ?
        AND p.duplicate_of IS NULL
        AND l.picture_id IS NULL
        AND (f.suspicious OR ? = 'all')
)
SELECT day, batch, picture_id, prepared_key, device_id
FROM (
    SELECT
        day,
        batch,
        picture_id,
        prepared_key,
        device_id,
        row_number() OVER (ORDER BY day, batch, picture_id) AS number
    FROM found
    WHERE time_landed = 1
) AS numbered
WHERE number <= ?
ORDER BY day, batch, picture_id
