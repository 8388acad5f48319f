SELECT
    device_class,
    count(*) AS inspected,
    round(100E0 * count_if(suspicious) / count(*), 2) AS suspicious_percent,
    round(? + ? * count_if(suspicious) / count(*), 4) AS with_two_looks,
    round(?, 4) AS with_close_looks_alone,
    round(
        ?
        - (? + ? * count_if(suspicious) / count(*)),
        4
    ) AS saved
FROM "sightline_prod"."findings"
WHERE day >= ?
GROUP BY device_class
ORDER BY device_class
