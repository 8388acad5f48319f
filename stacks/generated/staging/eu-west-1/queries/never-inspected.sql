WITH inspected AS (
    SELECT DISTINCT device_class, device_id
    FROM "sightline_staging"."findings"
    WHERE day >= ?
),
rejected AS (
    SELECT device_class, device_id, count(*) AS pictures
    FROM "sightline_staging"."rejections"
    WHERE day >= ?
    GROUP BY device_class, device_id
)
SELECT
    d.device_class,
    d.device_id,
    d.site,
    d.in_service_since,
    coalesce(r.pictures, 0) AS rejected
FROM "sightline_staging"."devices" d
LEFT JOIN inspected i ON i.device_class = d.device_class AND i.device_id = d.device_id
LEFT JOIN rejected r ON r.device_class = d.device_class AND r.device_id = d.device_id
WHERE i.device_id IS NULL
ORDER BY d.in_service_since NULLS LAST, d.device_class, d.device_id
