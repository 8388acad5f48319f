WITH counted AS (
    SELECT
        model,
        device_class,
        least(width_bucket(score, 0E0, 1E0, 10), 10) AS bin,
        count_if(day <= ?) AS reference_here,
        count_if(day > ?) AS recent_here
    FROM "sightline_local"."defects"
    WHERE day >= ?
    GROUP BY model, device_class, least(width_bucket(score, 0E0, 1E0, 10), 10)
),
totals AS (
    SELECT
        model,
        device_class,
        sum(reference_here) AS reference,
        sum(recent_here) AS recent
    FROM counted
    GROUP BY model, device_class
),
bins AS (
    SELECT
        t.model,
        t.device_class,
        t.reference,
        t.recent,
        coalesce(c.reference_here, 0) AS reference_here,
        coalesce(c.recent_here, 0) AS recent_here
    FROM totals t
    CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) AS b (bin)
    LEFT JOIN counted c
        ON c.model = t.model AND c.device_class = t.device_class AND c.bin = b.bin
    WHERE t.reference > 0 AND t.recent > 0
),
shares AS (
    SELECT
        model,
        device_class,
        reference,
        recent,
        -- Half a picture in an empty bin, for which the logarithm would have no value.
        greatest(reference_here, 0.5E0) / reference AS expected,
        greatest(recent_here, 0.5E0) / recent AS found
    FROM bins
)
SELECT
    model,
    device_class,
    reference,
    recent,
    round(sum((found - expected) * ln(found / expected)), 4) AS psi
FROM shares
GROUP BY model, device_class, reference, recent
ORDER BY psi DESC, model, device_class
