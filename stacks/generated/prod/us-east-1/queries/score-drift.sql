WITH counted AS (
    SELECT
        model,
        device_class,
        least(width_bucket(score, 0E0, 1E0, 10), 10) AS bin,
        count_if(day <= ?) AS reference_here,
        count_if(day > ?) AS recent_here
    FROM "sightline_prod"."defects"
    WHERE day >= ?
    GROUP BY model, device_class, least(width_bucket(score, 0E0, 1E0, 10), 10)
),
shares AS (
    SELECT
        model,
        device_class,
        sum(reference_here) OVER (PARTITION BY model, device_class) AS reference,
        sum(recent_here) OVER (PARTITION BY model, device_class) AS recent,
        -- Half a picture in an empty bin, for which the logarithm would have no value.
        greatest(reference_here, 0.5E0) AS reference_here,
        greatest(recent_here, 0.5E0) AS recent_here
    FROM counted
)
SELECT
    model,
    device_class,
    reference,
    recent,
    round(
        sum((recent_here / recent - reference_here / reference)
            * ln((recent_here / recent) / (reference_here / reference)))
        -- The bins that are empty on both sides.
        + (10 - count(*)) * (0.5E0 / recent - 0.5E0 / reference)
            * ln((0.5E0 / recent) / (0.5E0 / reference)),
        4
    ) AS psi
FROM shares
WHERE reference > 0 AND recent > 0
GROUP BY model, device_class, reference, recent
ORDER BY psi DESC, model, device_class
