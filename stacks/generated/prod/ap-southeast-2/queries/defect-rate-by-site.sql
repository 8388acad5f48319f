SELECT
    coalesce(s.site, 'unknown') AS site,
    f.device_class,
    count(DISTINCT f.device_id) AS devices,
    count(DISTINCT f.picture_id) AS inspected,
    count(DISTINCT if(d.verdict = 'anomalous', f.picture_id)) AS defective,
    round(
        100E0 * count(DISTINCT if(d.verdict = 'anomalous', f.picture_id)) / count(DISTINCT f.picture_id),
        2
    ) AS defect_percent
FROM "sightline_prod"."findings" f
LEFT JOIN "sightline_prod"."devices" s ON s.device_class = f.device_class AND s.device_id = f.device_id
LEFT JOIN "sightline_prod"."defects" d
    ON d.device_class = f.device_class
    AND d.day = f.day
    AND d.batch = f.batch
    AND d.picture_id = f.picture_id
    AND d.day >= ?
WHERE f.day >= ?
GROUP BY coalesce(s.site, 'unknown'), f.device_class
ORDER BY defect_percent DESC, site, f.device_class
