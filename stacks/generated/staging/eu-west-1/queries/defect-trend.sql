WITH days AS (
    SELECT
        f.device_class,
        f.day,
        count(DISTINCT f.picture_id) AS inspected,
        count(DISTINCT if(d.verdict = 'anomalous', f.picture_id)) AS defective
    FROM "sightline_staging"."findings" f
    LEFT JOIN "sightline_staging"."last_looks" d
        ON d.device_class = f.device_class
        AND d.day = f.day
        AND d.picture_id = f.picture_id
        AND d.day >= ?
    WHERE f.day >= ?
    GROUP BY f.device_class, f.day
)
SELECT
    device_class,
    day,
    inspected,
    defective,
    round(100E0 * defective / inspected, 2) AS defect_percent,
    round(100E0 * sum(defective) OVER seven / sum(inspected) OVER seven, 2) AS defect_percent_7_days
FROM days
WINDOW seven AS (PARTITION BY device_class ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)
ORDER BY device_class, day
