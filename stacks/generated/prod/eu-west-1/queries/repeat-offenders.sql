SELECT
    device_class,
    device_id,
    count(DISTINCT day) AS defective_days,
    count(DISTINCT picture_id) AS defective_pictures,
    round(max(score), 3) AS highest_score,
    min(day) AS first_seen,
    max(day) AS last_seen
FROM "sightline_prod"."last_looks"
WHERE verdict = 'anomalous'
    AND day >= ?
GROUP BY device_class, device_id
HAVING count(DISTINCT day) >= ?
ORDER BY defective_days DESC, defective_pictures DESC, device_class, device_id
