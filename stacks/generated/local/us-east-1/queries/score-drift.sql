WITH scores AS (
    SELECT
        model,
        device_class,
        if(day <= ?, 1, 0) AS is_reference,
        least(width_bucket(score, 0E0, 1E0, 10), 10) AS bin
    FROM "sightline_local"."defects"
    WHERE day >= ?
),
totals AS (
    SELECT
        model,
        device_class,
        count_if(is_reference = 1) AS reference,
        count_if(is_reference = 0) AS recent
    FROM scores
    GROUP BY model, device_class
),
bins AS (
    SELECT
        t.model,
        t.device_class,
        b.bin,
        t.reference,
        t.recent,
        count_if(s.is_reference = 1) AS reference_here,
        count_if(s.is_reference = 0) AS recent_here
    FROM totals t
    CROSS JOIN (VALUES (1), (2), (3), (4), (5), (6), (7), (8), (9), (10)) AS b (bin)
    LEFT JOIN scores s
        ON s.model = t.model AND s.device_class = t.device_class AND s.bin = b.bin
    WHERE t.reference > 0 AND t.recent > 0
    GROUP BY t.model, t.device_class, b.bin, t.reference, t.recent
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
