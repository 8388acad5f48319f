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
        batch,
        picture_id,
        max_by(verdict, model) AS verdict,
        max_by(score, model) AS score,
        max_by(heat_map, model) AS heat_map,
        max(model) AS model
    FROM "sightline_prod"."defects"
    GROUP BY device_class, day, batch, picture_id
) d
    ON d.device_class = p.device_class
    AND d.day = p.day
    AND d.batch = p.batch
    AND d.picture_id = p.picture_id
LEFT JOIN "sightline_prod"."devices" s ON s.device_class = p.device_class AND s.device_id = p.device_id
