SELECT
    device_class,
    count(*) AS looked_at_closely,
    count_if(verdict = 'anomalous') AS defects_now,
    count_if(score >= ?) AS defects_then,
    count_if(verdict <> 'anomalous' AND score >= ?) AS would_be_added,
    count_if(verdict = 'anomalous' AND score < ?) AS would_be_let_go
FROM "sightline_prod"."defects"
WHERE day >= ?
GROUP BY device_class
ORDER BY device_class
