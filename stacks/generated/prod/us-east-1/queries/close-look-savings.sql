WITH known AS (
    SELECT CAST(? AS double) AS price, '0000-01-01' AS from_day
    UNION ALL
    SELECT price, date_format(valid_from, '%Y-%m-%d') AS from_day
    FROM "sightline_prod"."prices"
    WHERE what = 'close-look'
        AND unit = '1000 pictures'
),
close_look AS (
    SELECT price, from_day, lead(from_day, 1, '9999-12-31') OVER (ORDER BY from_day) AS until_day
    FROM known
),
days AS (
    SELECT
        device_class,
        day,
        count(*) AS inspected,
        count_if(suspicious) AS looked_at_closely,
        count_if(NOT suspicious) AS spared
    FROM "sightline_prod"."findings"
    WHERE day >= ?
    GROUP BY device_class, day
)
SELECT
    d.device_class,
    sum(d.inspected) AS inspected,
    sum(d.looked_at_closely) AS looked_at_closely,
    sum(d.spared) AS spared,
    round(100E0 * sum(d.spared) / sum(d.inspected), 2) AS spared_percent,
    round(sum(d.spared * c.price) / 1000, 4) AS saved
FROM days d
JOIN close_look c ON d.day >= c.from_day AND d.day < c.until_day
GROUP BY d.device_class
ORDER BY d.device_class
