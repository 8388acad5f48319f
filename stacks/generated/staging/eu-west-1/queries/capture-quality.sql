WITH days AS (
    SELECT
        device_class,
        day,
        count(*) AS inspected,
        avg(brightness) AS brightness,
        avg(sharpness) AS sharpness,
        avg(contrast) AS contrast
    FROM "sightline_staging"."findings"
    WHERE day >= ?
    GROUP BY device_class, day
)
SELECT
    device_class,
    day,
    inspected,
    round(brightness, 2) AS brightness,
    round(sharpness, 2) AS sharpness,
    round(contrast, 2) AS contrast,
    round(avg(brightness) OVER seven, 2) AS brightness_7_days,
    round(avg(sharpness) OVER seven, 2) AS sharpness_7_days
FROM days
WINDOW seven AS (PARTITION BY device_class ORDER BY day ROWS BETWEEN 6 PRECEDING AND CURRENT ROW)
ORDER BY device_class, day
