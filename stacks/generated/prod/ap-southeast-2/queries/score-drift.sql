WITH counted AS (
    SELECT
        d.model,
        d.device_class,
        least(width_bucket(d.score, 0E0, 1E0, 10), 10) AS bin,
        count_if(d.day <= ?) AS reference_here,
        count_if(d.day > ?) AS recent_here
    FROM "sightline_prod"."defects" d
    JOIN "sightline_prod"."findings" f
        ON f.device_class = d.device_class
        AND f.day = d.day
        AND f.batch = d.batch
        AND f.picture_id = d.picture_id
    WHERE d.day >= ?
        AND f.day >= ?
        -- A back-fill may have looked at others, too, which are not looked at every day.
        AND f.suspicious
    GROUP BY d.model, d.device_class, least(width_bucket(d.score, 0E0, 1E0, 10), 10)
),
shares AS (
    SELECT
        model,
        device_class,
        sum(reference_here) OVER (PARTITION BY model, device_class) AS reference,
        sum(recent_here) OVER (PARTITION BY model, device_class) AS recent,
        -- Half a picture in a bin that one side leaves empty, for which the logarithm would have no value. Of one
        -- that both do there is no row: it says nothing.
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
            * ln((recent_here / recent) / (reference_here / reference))),
        4
    ) AS psi
FROM shares
WHERE reference > 0 AND recent > 0
GROUP BY model, device_class, reference, recent
ORDER BY psi DESC, model, device_class
