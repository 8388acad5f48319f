SELECT
    reason,
    device_class,
    count(*) AS pictures,
    count(DISTINCT device_id) AS devices,
    round(100E0 * count(*) / sum(count(*)) OVER (), 2) AS percent_of_all,
    max(day) AS last_seen,
    max_by(detail, day) AS for_example
FROM "sightline_prod"."rejections"
WHERE day >= ?
GROUP BY reason, device_class
ORDER BY pictures DESC, reason, device_class
