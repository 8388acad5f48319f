SELECT
    device_class,
    max(day) AS newest_day,
    date_diff('day', date(max(day)), least(date(?), current_date)) AS days_old,
    max(uploaded_at) AS newest_upload,
    count(DISTINCT day) AS days,
    count(*) AS pictures
FROM "sightline_prod"."pictures"
WHERE day >= ?
GROUP BY device_class
ORDER BY days_old DESC, device_class
