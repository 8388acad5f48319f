WITH times AS (
    -- Two visits at the same time are both since the one before them.
    SELECT device_id, repaired_at, lag(repaired_at) OVER (PARTITION BY device_id ORDER BY repaired_at) AS before
    FROM "sightline_prod"."repairs"
    WHERE device_class = ?
    GROUP BY device_id, repaired_at
),
visits AS (
    SELECT
        r.device_id,
        r.picture_id,
        r.repaired_at,
        coalesce(r.found, 'defect') AS found,
        t.before,
        -- At the same time, what names the picture counts, and a defect.
        row_number() OVER (
            PARTITION BY r.device_id
            ORDER BY r.repaired_at, IF(r.picture_id IS NULL, 0, 1), IF(r.found = 'nothing', 0, 1)
        ) AS number
    FROM "sightline_prod"."repairs" r
    JOIN times t ON t.device_id = r.device_id AND t.repaired_at = r.repaired_at
    WHERE r.device_class = ?
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
        AND i.duplicate_of IS NULL
        AND i.suspicious IS NOT NULL
),
judged AS (
    SELECT
        i.picture_id,
        i.prepared_key,
        i.device_id,
        i.uploaded_at,
        i.suspicious,
        i.verdict,
        -- A visit that names no picture answers what the device was called anomalous for since the one before.
        max_by(v.found, v.number) FILTER (
            WHERE v.picture_id = i.picture_id
                OR v.picture_id IS NULL
                AND i.verdict = 'anomalous'
                AND (v.before IS NULL OR i.seen_at > v.before)
        ) AS found,
        max(v.repaired_at) FILTER (
            WHERE v.picture_id = i.picture_id
                OR v.picture_id IS NULL
                AND i.verdict = 'anomalous'
                AND (v.before IS NULL OR i.seen_at > v.before)
        ) AS told_at,
        -- Whatever the looks said, something was wrong with the device then.
        count(*) FILTER (
            WHERE v.found = 'defect' AND (v.before IS NULL OR i.seen_at > v.before)
        ) > 0 AS is_contradicted
    FROM inspected i
    LEFT JOIN visits v ON v.device_id = i.device_id AND v.repaired_at >= i.seen_at
    WHERE i.time_seen = 1
    GROUP BY i.picture_id, i.prepared_key, i.device_id, i.uploaded_at, i.suspicious, i.verdict
),
told AS (
    SELECT
        picture_id,
        prepared_key,
        device_id,
        uploaded_at,
        told_at,
        CASE
            -- What was told before is mostly known; a repair that was written down late is not.
            WHEN told_at < CAST(? AS timestamp(3))
                AND uploaded_at < CAST(? AS timestamp(3))
                THEN IF(found = 'defect', 'confirmed-before', 'false-alarm-before')
            WHEN found = 'defect' THEN 'confirmed'
            WHEN found IS NOT NULL THEN 'false-alarm'
            -- What landed before is no picture of these days.
            WHEN uploaded_at >= CAST(? AS timestamp(3))
                AND NOT is_contradicted
                AND (NOT suspicious OR verdict = 'normal') THEN 'unremarkable'
        END AS because
    FROM judged
),
of_devices AS (
    SELECT
        *,
        -- By its name, which is of its content, a picture is of any time: the newest are of one hour alone.
        row_number() OVER (PARTITION BY because, device_id ORDER BY picture_id) AS of_device
    FROM told
    WHERE because IS NOT NULL
),
chosen AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY because ORDER BY picture_id) AS of_all
    FROM of_devices
    WHERE because <> 'unremarkable' OR of_device <= ?
),
numbered AS (
    SELECT
        *,
        row_number() OVER (
            ORDER BY
                CASE
                    WHEN because IN ('confirmed', 'false-alarm') THEN 0
                    WHEN because = 'unremarkable' THEN 1
                    ELSE 2
                END,
                told_at DESC,
                picture_id
        ) AS number
    FROM chosen
    WHERE because <> 'unremarkable' OR of_all <= ?
)
SELECT
    picture_id,
    prepared_key,
    device_id,
    CAST(uploaded_at AS varchar) AS landed,
    IF(because IN ('confirmed', 'confirmed-before'), 'anomalous', 'normal') AS label,
    because
FROM numbered
WHERE number <= ?
ORDER BY number
