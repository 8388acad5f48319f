CREATE OR REPLACE VIEW "sightline_local"."last_looks" AS
SELECT
    device_class,
    day,
    picture_id,
    max_by(device_id, looked_at) AS device_id,
    max_by(verdict, looked_at) AS verdict,
    max_by(score, looked_at) AS score,
    max_by(heat_map, looked_at) AS heat_map,
    max_by(model, looked_at) AS model
FROM (
    SELECT
        device_class,
        day,
        picture_id,
        device_id,
        verdict,
        score,
        heat_map,
        model,
        coalesce(looked_at, TIMESTAMP '1970-01-01 00:00:00') AS looked_at
    FROM "sightline_local"."defects"
) AS looks
GROUP BY device_class, day, picture_id
