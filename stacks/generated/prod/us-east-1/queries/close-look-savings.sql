SELECT
    device_class,
    count(*) AS inspected,
    count_if(suspicious) AS looked_at_closely,
    count_if(NOT suspicious) AS spared,
    round(100E0 * count_if(NOT suspicious) / count(*), 2) AS spared_percent,
    round(count_if(NOT suspicious) * ? / 1000, 4) AS saved
FROM "sightline_prod"."findings"
WHERE day >= ?
GROUP BY device_class
ORDER BY device_class
