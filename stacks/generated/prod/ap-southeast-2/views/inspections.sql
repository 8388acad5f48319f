CREATE OR REPLACE VIEW "sightline_prod"."inspections" AS
SELECT
    p.device_class,
    p.day,
    p.batch,
    p.device_id,
    s.site,
    p.picture_id,
    p.source_key,
    p.duplicate_of,
    p.captured_at,
    p.uploaded_at,
    f.suspicious,
    f.suspicion,
    d.verdict,
    d.score,
    d.heat_map,
    d.model
FROM "sightline_prod"."pictures" p
LEFT JOIN "sightline_prod"."findings" f
    ON f.device_class = p.device_class
    AND f.day = p.day
    AND f.batch = p.batch
    AND f.picture_id = p.picture_id
LEFT JOIN (
    SELECT
        device_class,
        day,
        picture_id,
        max_by(verdict, looked_at) AS verdict,
        max_by(score, looked_at) AS score,
        max_by(heat_map, looked_at) AS heat_map,
        max_by(model, looked_at) AS model
    FROM (
        SELECT
            device_class,
            day,
            picture_id,
            verdict,
            score,
            heat_map,
            model,
            coalesce(looked_at, TIMESTAMP '1970-01-01 00:00:00') AS looked_at
        FROM "sightline_prod"."defects"
    ) AS looks
    GROUP BY device_class, day, picture_id
) d
    ON d.device_class = p.device_class
    AND d.day = p.day
    AND d.picture_id = p.picture_id
LEFT JOIN "sightline_prod"."devices" s ON s.device_class = p.device_class AND s.device_id = p.device_id
