WITH looks AS (
    SELECT
        device_class,
        verdict,
        score,
        row_number() OVER (
            PARTITION BY device_class, picture_id ORDER BY looked_at DESC NULLS LAST, batch DESC, model DESC
        ) AS time_looked
    FROM "sightline_local"."defects"
    WHERE day >= ?
)
SELECT
    device_class,
    count(*) AS looked_at_closely,
    count_if(verdict = 'anomalous') AS defects_now,
    count_if(score >= ?) AS defects_then,
    count_if(verdict <> 'anomalous' AND score >= ?) AS would_be_added,
    count_if(verdict = 'anomalous' AND score < ?) AS would_be_let_go
FROM looks
WHERE time_looked = 1
GROUP BY device_class
ORDER BY device_class
