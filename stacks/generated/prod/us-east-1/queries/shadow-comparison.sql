SELECT
    device_class,
    model AS candidate,
    live_model AS live,
    count(*) AS pictures,
    count_if(verdict = live_verdict) AS agree,
    round(100E0 * count_if(verdict = live_verdict) / count(*), 2) AS agree_percent,
    count_if(verdict = 'anomalous' AND live_verdict = 'normal') AS only_candidate,
    count_if(verdict = 'normal' AND live_verdict = 'anomalous') AS only_live,
    round(avg(abs(score - live_score)), 4) AS mean_difference
FROM "sightline_prod"."shadows"
WHERE day >= ?
GROUP BY device_class, model, live_model
ORDER BY device_class, candidate, live
