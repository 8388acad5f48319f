WITH looked_at AS (
    SELECT device_class, device_id, day, max(if(verdict = 'anomalous', 1, 0)) AS is_defective
    FROM "sightline_prod"."inspections"
    WHERE suspicious IS NOT NULL
        AND duplicate_of IS NULL
        AND day >= ?
    GROUP BY device_class, device_id, day
),
seen AS (
    SELECT device_class, device_id, day, is_defective, 1 - is_defective AS is_sound, 0 AS is_repaired
    FROM looked_at
    UNION ALL
    SELECT device_class, device_id, date_format(repaired_at, '%Y-%m-%d') AS day, 0, 0, 1
    FROM "sightline_prod"."repairs"
    -- Where somebody found nothing, nothing was gone that could come back.
    WHERE coalesce(found, 'defect') = 'defect'
),
days AS (
    SELECT
        device_class,
        device_id,
        day,
        max(is_defective) AS is_defective,
        max(is_sound) AS is_sound,
        max(is_repaired) AS is_repaired
    FROM seen
    GROUP BY device_class, device_id, day
),
-- What the days before say. A picture of the day of a repair shows what was repaired.
known AS (
    SELECT
        device_class,
        device_id,
        day,
        is_defective,
        max(if(is_defective = 1, day)) OVER earlier AS defective_before,
        max(if(is_repaired = 1, day)) OVER earlier AS repaired_before,
        max(if(is_sound = 1, day)) OVER earlier AS sound_before,
        max(is_repaired) OVER (PARTITION BY device_class, device_id) AS has_repairs
    FROM days
    WINDOW earlier AS (
        PARTITION BY device_class, device_id
        ORDER BY day
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
)
SELECT
    device_class,
    device_id,
    count(*) AS recurrences,
    max(day) AS came_back,
    max(if(has_repairs = 1, 'repair', 'sound look')) AS told_by
FROM known
WHERE is_defective = 1
    AND if(has_repairs = 1, repaired_before, sound_before) >= defective_before
GROUP BY device_class, device_id
ORDER BY recurrences DESC, came_back DESC, device_class, device_id
