SELECT
    a.device_class,
    a.model AS model,
    b.model AS other_model,
    count(*) AS pictures,
    count_if(a.verdict = b.verdict) AS agree,
    count_if(a.verdict = 'anomalous' AND b.verdict = 'normal') AS only_the_one,
    count_if(a.verdict = 'normal' AND b.verdict = 'anomalous') AS only_the_other,
    round(avg(b.score - a.score), 4) AS mean_difference
FROM "sightline_prod"."defects" a
JOIN "sightline_prod"."defects" b
    ON b.device_class = a.device_class
    AND b.day = a.day
    AND b.picture_id = a.picture_id
    AND b.model > a.model
WHERE a.day >= ?
    AND b.day >= ?
GROUP BY a.device_class, a.model, b.model
ORDER BY a.device_class, a.model, b.model
