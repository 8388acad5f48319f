WITH visits AS (
    SELECT
        device_id,
        picture_id,
        repaired_at,
        coalesce(found, 'defect') AS found,
        lag(repaired_at) OVER (PARTITION BY device_id ORDER BY repaired_at) AS before
    FROM "sightline_prod"."repairs"
    WHERE device_class = ?
),
inspected AS (
    SELECT
        i.picture_id,
        i.device_id,
        i.suspicious,
        i.verdict,
        i.uploaded_at,
        coalesce(i.captured_at, i.uploaded_at) AS seen_at,
        p.prepared_key,
        row_number() OVER (PARTITION BY i.picture_id ORDER BY i.uploaded_at DESC, i.batch DESC) AS time_seen
    FROM "sightline_prod"."inspections" i
    JOIN "sightline_prod"."pictures" p
        ON p.device_class = i.device_class
        AND p.day = i.day
        AND p.batch = i.batch
        AND p.picture_id = i.picture_id
    WHERE i.device_class = ?
        AND i.day >= ?
        AND p.device_class = ?
        AND p.day >= ?
        AND i.uploaded_at >= CAST(? AS timestamp(3))
        AND i.duplicate_of IS NULL
        AND i.suspicious IS NOT NULL
),
seen AS (
    SELECT * FROM inspected WHERE time_seen = 1
),
-- A visit that names no picture answers what the device was called anomalous for since the one before.
told AS (
    SELECT s.picture_id, max_by(v.found, v.repaired_at) AS found
    FROM seen s
    JOIN visits v
        ON v.device_id = s.device_id
        AND s.seen_at <= v.repaired_at
        AND (v.picture_id = s.picture_id
            OR v.picture_id IS NULL
            AND s.verdict = 'anomalous'
            AND (v.before IS NULL OR s.seen_at > v.before))
    GROUP BY s.picture_id
),
-- Whatever the looks said, something was wrong with the device then.
contradicted AS (
    SELECT DISTINCT s.picture_id
    FROM seen s
    JOIN visits v
        ON v.device_id = s.device_id
        AND v.found = 'defect'
        AND s.seen_at <= v.repaired_at
        AND (v.before IS NULL OR s.seen_at > v.before)
),
unremarkable AS (
    SELECT
        s.picture_id,
        row_number() OVER (PARTITION BY s.device_id ORDER BY s.uploaded_at DESC, s.picture_id) AS of_device,
        s.uploaded_at
    FROM seen s
    LEFT JOIN told t ON t.picture_id = s.picture_id
    LEFT JOIN contradicted c ON c.picture_id = s.picture_id
    WHERE t.picture_id IS NULL
        AND c.picture_id IS NULL
        AND (NOT s.suspicious OR s.verdict = 'normal')
),
chosen AS (
    SELECT picture_id, 'unremarkable' AS because
    FROM (
        SELECT picture_id, row_number() OVER (ORDER BY uploaded_at DESC, picture_id) AS number
        FROM unremarkable
        WHERE of_device <= ?
    ) AS some
    WHERE number <= ?
    UNION ALL
    SELECT picture_id, IF(found = 'defect', 'confirmed', 'false-alarm') AS because
    FROM told
),
numbered AS (
    SELECT
        s.picture_id,
        s.prepared_key,
        s.device_id,
        s.uploaded_at,
        c.because,
        row_number() OVER (
            ORDER BY IF(c.because = 'unremarkable', 1, 0), s.uploaded_at DESC, s.picture_id
        ) AS number
    FROM chosen c
    JOIN seen s ON s.picture_id = c.picture_id
)
SELECT
    picture_id,
    prepared_key,
    device_id,
    CAST(uploaded_at AS varchar) AS landed,
    IF(because = 'confirmed', 'anomalous', 'normal') AS label,
    because
FROM numbered
WHERE number <= ?
ORDER BY number
