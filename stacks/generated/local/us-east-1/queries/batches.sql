WITH landed AS (
    SELECT
        batch,
        count(*) AS pictures,
        sum(bytes) AS bytes,
        count_if(duplicate_of IS NOT NULL) AS duplicates,
        min(uploaded_at) AS first_upload,
        max(uploaded_at) AS last_upload,
        avg(date_diff('second', captured_at, uploaded_at)) AS seconds_to_upload
    FROM "sightline_local"."pictures"
    WHERE day >= ?
    GROUP BY batch
),
rejected AS (
    SELECT batch, count(*) AS pictures
    FROM "sightline_local"."rejections"
    WHERE day >= ?
    GROUP BY batch
),
looks AS (
    SELECT
        f.batch,
        count(*) AS pictures,
        count_if(f.suspicious) AS suspicious,
        count_if(d.verdict = 'anomalous') AS defective
    FROM "sightline_local"."findings" f
    LEFT JOIN "sightline_local"."last_looks" d
        ON d.device_class = f.device_class
        AND d.day = f.day
        AND d.picture_id = f.picture_id
        AND d.day >= ?
    WHERE f.day >= ?
    GROUP BY f.batch
)
SELECT
    coalesce(l.batch, r.batch) AS batch,
    coalesce(l.pictures, 0) + coalesce(r.pictures, 0) AS landed,
    coalesce(r.pictures, 0) AS rejected,
    coalesce(l.duplicates, 0) AS duplicates,
    coalesce(f.pictures, 0) AS inspected,
    coalesce(f.suspicious, 0) AS suspicious,
    coalesce(f.defective, 0) AS defective,
    round(coalesce(l.bytes, 0) / 1E6, 1) AS megabytes,
    l.first_upload,
    l.last_upload,
    round(l.seconds_to_upload / 3600, 2) AS hours_to_upload
FROM landed l
FULL JOIN rejected r ON r.batch = l.batch
LEFT JOIN looks f ON f.batch = l.batch
ORDER BY l.last_upload DESC NULLS LAST, batch
