WITH done AS (
    SELECT
        device_class,
        device_id,
        repaired_at,
        picture_id,
        cost,
        coalesce(found, 'defect') = 'defect' AS is_repair,
        row_number() OVER (
            PARTITION BY device_class, device_id ORDER BY repaired_at, picture_id, what, repaired_by
        ) AS number,
        lag(repaired_at) OVER (PARTITION BY device_class, device_id ORDER BY repaired_at) AS before
    FROM "sightline_staging"."repairs"
),
seen AS (
    SELECT device_class, device_id, picture_id, coalesce(captured_at, uploaded_at) AS seen_at
    FROM "sightline_staging"."inspections"
    WHERE verdict = 'anomalous'
        AND duplicate_of IS NULL
        AND day >= ?
),
answered AS (
    SELECT
        r.device_class,
        r.device_id,
        r.number,
        r.repaired_at,
        r.cost,
        r.is_repair,
        if(r.is_repair, min(s.seen_at)) AS first_seen
    FROM done r
    LEFT JOIN seen s
        ON s.device_class = r.device_class
        AND s.device_id = r.device_id
        AND s.seen_at <= r.repaired_at
        AND (s.picture_id = r.picture_id
            OR r.picture_id IS NULL AND (r.before IS NULL OR s.seen_at > r.before))
    WHERE date_format(r.repaired_at, '%Y-%m-%d') >= ?
    GROUP BY r.device_class, r.device_id, r.number, r.repaired_at, r.cost, r.is_repair
)
SELECT
    device_class,
    count_if(is_repair) AS repairs,
    count(DISTINCT if(is_repair, device_id)) AS devices,
    count(first_seen) AS answering,
    round(avg(date_diff('second', first_seen, repaired_at)) / 86400, 2) AS mean_days,
    round(max(date_diff('second', first_seen, repaired_at)) / 86400E0, 2) AS longest_days,
    round(sum(if(is_repair, cost)), 2) AS cost,
    count_if(NOT is_repair) AS false_alarms,
    round(sum(if(NOT is_repair, cost)), 2) AS false_alarms_cost
FROM answered
GROUP BY device_class
ORDER BY device_class
