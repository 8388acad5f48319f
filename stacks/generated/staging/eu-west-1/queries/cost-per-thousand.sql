WITH known AS (
    SELECT 'first-look' AS look, CAST(? AS double) AS price, '0000-01-01' AS from_day
    UNION ALL
    SELECT 'close-look' AS look, CAST(? AS double) AS price, '0000-01-01' AS from_day
    UNION ALL
    SELECT what AS look, price, date_format(valid_from, '%Y-%m-%d') AS from_day
    FROM "sightline_staging"."prices"
    WHERE what IN ('first-look', 'close-look')
        AND unit = '1000 pictures'
),
price_list AS (
    SELECT
        look,
        price,
        from_day,
        lead(from_day, 1, '9999-12-31') OVER (PARTITION BY look ORDER BY from_day) AS until_day
    FROM known
),
days AS (
    SELECT device_class, day, count(*) AS inspected, count_if(suspicious) AS suspicious
    FROM "sightline_staging"."findings"
    WHERE day >= ?
    GROUP BY device_class, day
),
costs AS (
    SELECT
        d.device_class,
        sum(d.inspected) AS inspected,
        sum(d.suspicious) AS suspicious,
        sum(d.inspected * f.price + d.suspicious * c.price) AS two_looks,
        sum(d.inspected * c.price) AS close_looks
    FROM days d
    JOIN price_list f ON f.look = 'first-look' AND d.day >= f.from_day AND d.day < f.until_day
    JOIN price_list c ON c.look = 'close-look' AND d.day >= c.from_day AND d.day < c.until_day
    GROUP BY d.device_class
)
SELECT
    device_class,
    inspected,
    round(100E0 * suspicious / inspected, 2) AS suspicious_percent,
    round(two_looks / inspected, 4) AS with_two_looks,
    round(close_looks / inspected, 4) AS with_close_looks_alone,
    round((close_looks - two_looks) / inspected, 4) AS saved
FROM costs
ORDER BY device_class
