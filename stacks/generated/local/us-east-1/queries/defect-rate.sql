WITH inspected AS (
    SELECT device_class, day, count(DISTINCT picture_id) AS pictures
    FROM "sightline_local"."findings"
    WHERE day BETWEEN ? AND ?
    GROUP BY device_class, day
),
defective AS (
    SELECT device_class, day, count(DISTINCT picture_id) AS pictures
    FROM "sightline_local"."last_looks"
    WHERE verdict = 'anomalous'
        AND day BETWEEN ? AND ?
    GROUP BY device_class, day
)
SELECT
    i.device_class,
    i.day,
    i.pictures AS inspected,
    coalesce(d.pictures, 0) AS defective,
    round(100E0 * coalesce(d.pictures, 0) / i.pictures, 2) AS defect_percent
FROM inspected i
LEFT JOIN defective d ON d.device_class = i.device_class AND d.day = i.day
ORDER BY i.device_class, i.day
