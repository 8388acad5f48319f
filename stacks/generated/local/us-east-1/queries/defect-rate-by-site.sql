SELECT
    coalesce(site, 'unknown') AS site,
    device_class,
    count(DISTINCT device_id) AS devices,
    count(*) AS inspected,
    count(if(verdict = 'anomalous', 1)) AS defective,
    round(100E0 * count(if(verdict = 'anomalous', 1)) / count(*), 2) AS defect_percent
FROM "sightline_local"."inspections"
WHERE suspicious IS NOT NULL
    AND duplicate_of IS NULL
    AND day >= ?
GROUP BY coalesce(site, 'unknown'), device_class
ORDER BY defect_percent DESC, site, device_class
