SELECT
    device_class,
    device_id,
    max(day) AS last_inspected,
    date_diff('day', date(max(day)), least(date(?), current_date)) AS days_ago,
    count(DISTINCT day) AS days_inspected
FROM "sightline_prod"."findings"
WHERE day >= ?
GROUP BY device_class, device_id
HAVING date_diff('day', date(max(day)), least(date(?), current_date)) >= ?
ORDER BY days_ago DESC, device_class, device_id
