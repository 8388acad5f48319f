SELECT
    device_class,
    count(*) AS suspicious,
    count(verdict) AS looked_at_closely,
    count_if(verdict = 'anomalous') AS confirmed,
    count_if(verdict = 'normal') AS cleared,
    round(100E0 * count_if(verdict = 'anomalous') / nullif(count(verdict), 0), 2) AS confirmed_percent,
    round(avg(suspicion), 3) AS mean_suspicion
FROM "sightline_local"."inspections"
WHERE suspicious
    AND duplicate_of IS NULL
    AND day >= ?
GROUP BY device_class
ORDER BY device_class
