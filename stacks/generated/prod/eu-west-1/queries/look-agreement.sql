SELECT
    f.device_class,
    count(*) AS suspicious,
    count(d.verdict) AS looked_at_closely,
    count_if(d.verdict = 'anomalous') AS confirmed,
    count_if(d.verdict = 'normal') AS cleared,
    round(100E0 * count_if(d.verdict = 'anomalous') / nullif(count(d.verdict), 0), 2) AS confirmed_percent,
    round(avg(f.suspicion), 3) AS mean_suspicion
FROM "sightline_prod"."findings" f
LEFT JOIN (
    SELECT device_class, day, batch, picture_id, max_by(verdict, model) AS verdict
    FROM "sightline_prod"."defects"
    WHERE day >= ?
    GROUP BY device_class, day, batch, picture_id
) d
    ON d.device_class = f.device_class
    AND d.day = f.day
    AND d.batch = f.batch
    AND d.picture_id = f.picture_id
WHERE f.suspicious AND f.day >= ?
GROUP BY f.device_class
ORDER BY f.device_class
