SELECT
    f.device_class,
    f.device_id,
    count(DISTINCT f.picture_id) AS inspected,
    count(DISTINCT if(d.verdict = 'anomalous', f.picture_id)) AS defective,
    round(
        100E0 * count(DISTINCT if(d.verdict = 'anomalous', f.picture_id)) / count(DISTINCT f.picture_id),
        2
    ) AS defect_percent
FROM "sightline_staging"."findings" f
LEFT JOIN "sightline_staging"."last_looks" d
    ON d.device_class = f.device_class
    AND d.day = f.day
    AND d.picture_id = f.picture_id
    AND d.day >= ?
WHERE f.day >= ?
    AND f.device_class LIKE ?
GROUP BY f.device_class, f.device_id
HAVING count(DISTINCT f.picture_id) >= ?
ORDER BY defect_percent DESC, defective DESC, f.device_class, f.device_id
