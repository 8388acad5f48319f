WITH looked_at AS (
    SELECT device_class, device_id, day, max(if(verdict = 'anomalous', 1, 0)) AS is_defective
    FROM "sightline_local"."inspections"
    WHERE suspicious IS NOT NULL
        AND duplicate_of IS NULL
        AND day >= ?
    GROUP BY device_class, device_id, day
),
defective AS (
    SELECT
        device_class,
        device_id,
        day,
        lag(day) OVER (PARTITION BY device_class, device_id ORDER BY day) AS before
    FROM looked_at
    WHERE is_defective = 1
),
repaired AS (
    SELECT DISTINCT device_class, device_id, date_format(repaired_at, '%Y-%m-%d') AS day
    FROM "sightline_local"."repairs"
),
gone AS (
    SELECT device_class, device_id, day, 'repair' AS told_by
    FROM repaired
    UNION ALL
    SELECT l.device_class, l.device_id, l.day, 'sound look' AS told_by
    FROM looked_at l
    LEFT JOIN repaired r ON r.device_class = l.device_class AND r.device_id = l.device_id
    WHERE l.is_defective = 0
        AND r.device_id IS NULL
)
SELECT
    d.device_class,
    d.device_id,
    count(DISTINCT d.day) AS recurrences,
    max(d.day) AS came_back,
    max(g.told_by) AS told_by
FROM defective d
JOIN gone g
    ON g.device_class = d.device_class
    AND g.device_id = d.device_id
    -- A picture of the day of a repair shows what was repaired.
    AND g.day >= d.before
    AND g.day < d.day
GROUP BY d.device_class, d.device_id
ORDER BY recurrences DESC, came_back DESC, d.device_class, d.device_id
