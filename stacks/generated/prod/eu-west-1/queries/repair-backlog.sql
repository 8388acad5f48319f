SELECT
    d.device_class,
    d.device_id,
    count(DISTINCT d.picture_id) AS defective_pictures,
    round(max(d.score), 3) AS highest_score,
    min(d.day) AS first_seen,
    max(d.day) AS last_seen,
    max_by(p.source_key, d.score) AS worst_picture
FROM "sightline_prod"."last_looks" d
JOIN "sightline_prod"."pictures" p
    ON p.device_class = d.device_class
    AND p.day = d.day
    AND p.device_id = d.device_id
    AND p.picture_id = d.picture_id
LEFT JOIN "sightline_prod"."repairs" r
    ON r.device_class = d.device_class
    AND r.device_id = d.device_id
    AND (r.picture_id IS NULL OR r.picture_id = d.picture_id)
    AND r.repaired_at >= coalesce(p.captured_at, p.uploaded_at)
WHERE d.verdict = 'anomalous'
    AND p.duplicate_of IS NULL
    AND r.device_id IS NULL
    AND d.day >= ?
    AND p.day >= ?
    AND d.score >= ?
    AND d.device_class LIKE ?
GROUP BY d.device_class, d.device_id
ORDER BY highest_score DESC, defective_pictures DESC, d.device_class, d.device_id
