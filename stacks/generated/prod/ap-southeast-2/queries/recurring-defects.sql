WITH looked_at AS (
    SELECT f.device_class, f.device_id, f.day, max(if(d.verdict = 'anomalous', 1, 0)) AS is_defective
    FROM "sightline_prod"."findings" f
    LEFT JOIN "sightline_prod"."defects" d
        ON d.device_class = f.device_class
        AND d.day = f.day
        AND d.batch = f.batch
        AND d.picture_id = f.picture_id
        AND d.day >= ?
    WHERE f.day >= ?
    GROUP BY f.device_class, f.device_id, f.day
),
in_order AS (
    SELECT
        device_class,
        device_id,
        day,
        is_defective,
        lag(is_defective) OVER (PARTITION BY device_class, device_id ORDER BY day) AS before,
        max(is_defective) OVER (
            PARTITION BY device_class, device_id ORDER BY day
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS ever
    FROM looked_at
)
SELECT
    device_class,
    device_id,
    count(*) AS recurrences,
    max(day) AS came_back
FROM in_order
WHERE is_defective = 1 AND before = 0 AND ever = 1
GROUP BY device_class, device_id
ORDER BY recurrences DESC, came_back DESC, device_class, device_id
