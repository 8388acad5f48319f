WITH scored AS (
    SELECT batch, picture_id, max(score) AS score
    FROM "sightline_local"."defects"
    WHERE device_class = ?
        AND day >= ?
        AND model = ?
    GROUP BY batch, picture_id
),
looked AS (
    SELECT
        m.measure,
        -- A back-fill may have looked at pictures that no first look asked about: what scores them says nothing
        -- of the suspicious ones, which alone are looked at every day.
        CASE m.measure
            WHEN 'brightness' THEN f.brightness
            WHEN 'sharpness' THEN f.sharpness
            ELSE IF(f.suspicious, s.score)
        END AS value,
        f.batch,
        f.picture_id
    FROM "sightline_local"."findings" f
    LEFT JOIN scored s ON s.batch = f.batch AND s.picture_id = f.picture_id
    CROSS JOIN UNNEST(ARRAY['brightness', 'sharpness', 'score']) AS m (measure)
    WHERE f.device_class = ?
        AND f.day >= ?
),
placed AS (
    SELECT
        l.measure,
        l.value,
        p.batch,
        p.picture_id,
        p.uploaded_at,
        row_number() OVER (PARTITION BY l.measure ORDER BY p.uploaded_at, p.batch, p.picture_id) AS place,
        min(p.uploaded_at) OVER (PARTITION BY l.measure) AS first_landed
    FROM looked l
    JOIN "sightline_local"."pictures" p ON p.batch = l.batch AND p.picture_id = l.picture_id
    WHERE p.device_class = ?
        AND p.day >= ?
        AND p.duplicate_of IS NULL
        AND l.value IS NOT NULL
        AND (l.measure = 'score' OR p.uploaded_at >= CAST(? AS timestamp(3)))
),
sided AS (
    SELECT
        measure,
        value,
        batch,
        picture_id,
        CASE
            -- Days are whole, and what is recent is no reference, but for the first pictures while there are no others.
            WHEN (measure = 'score' OR uploaded_at <= CAST(? AS timestamp(3)))
                AND (
                    place <= ?
                    OR uploaded_at < least(
                        first_landed + INTERVAL '7' DAY,
                        CAST(? AS timestamp(3))
                    )
                ) THEN 1
            WHEN uploaded_at >= CAST(? AS timestamp(3)) THEN 0
        END AS is_reference
    FROM placed
),
parted AS (
    SELECT
        measure,
        value,
        is_reference,
        -- A picture's name is of its content, which knows no time: the first or the last pictures of a busy day are
        -- of one hour, and those of another hour are other pictures.
        row_number() OVER (PARTITION BY measure, is_reference ORDER BY picture_id, batch) AS place
    FROM sided
    WHERE is_reference IS NOT NULL
),
compared AS (
    SELECT
        measure,
        value,
        is_reference,
        row_number() OVER (PARTITION BY measure, is_reference ORDER BY value, place) AS rank,
        nullif(sum(is_reference) OVER (PARTITION BY measure), 0) AS reference,
        nullif(sum(1 - is_reference) OVER (PARTITION BY measure), 0) AS recent
    FROM parted
    WHERE place <= ?
),
binned AS (
    SELECT
        measure,
        is_reference,
        reference,
        recent,
        -- The reference's deciles end the bins, and the ends from a value on tell its bin; equal ends make one.
        sum(IF(
            is_reference = 1 AND (rank - 1) * 10 / reference < least(rank * 10 / reference, 9),
            1,
            0
        )) OVER (PARTITION BY measure ORDER BY value DESC) AS bin,
        -- Equal values are one step of both.
        abs(CAST(sum(is_reference) OVER so_far AS double) / reference
            - CAST(sum(1 - is_reference) OVER so_far AS double) / recent) AS distance
    FROM compared
    WINDOW so_far AS (PARTITION BY measure ORDER BY value RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
bins AS (
    SELECT
        measure,
        reference,
        recent,
        -- Half a picture in an empty bin, for which the logarithm would have no value.
        greatest(sum(is_reference), 0.5E0) / reference AS reference_here,
        greatest(sum(1 - is_reference), 0.5E0) / recent AS recent_here,
        max(distance) AS distance
    FROM binned
    GROUP BY measure, reference, recent, bin
),
statistics AS (
    SELECT
        measure,
        reference,
        recent,
        sum((recent_here - reference_here) * ln(recent_here / reference_here)) AS psi,
        max(distance) AS ks,
        -- Stephens' correction for small samples.
        (sqrt(CAST(reference AS double) * recent / (reference + recent)) + 0.12E0
            + 0.11E0 / sqrt(CAST(reference AS double) * recent / (reference + recent))) * max(distance) AS lambda
    FROM bins
    GROUP BY measure, reference, recent
),
chances AS (
    SELECT
        s.measure,
        s.reference,
        s.recent,
        s.psi,
        s.ks,
        CASE
            -- Below, the series converges slowly, and the sum is 1 to five digits.
            WHEN s.lambda < 0.3E0 THEN 1E0
            ELSE least(greatest(
                2 * sum(IF(t.term % 2 = 1, 1E0, -1E0) * exp(-2E0 * t.term * t.term * s.lambda * s.lambda)),
                0E0), 1E0)
        END AS p_value
    FROM statistics s
    CROSS JOIN UNNEST(sequence(1, 50)) AS t (term)
    GROUP BY s.measure, s.reference, s.recent, s.psi, s.ks, s.lambda
)
SELECT
    all_measures.measure,
    coalesce(c.reference, 0) AS reference,
    coalesce(c.recent, 0) AS recent,
    round(c.psi, 4) AS psi,
    round(c.ks, 4) AS ks,
    round(c.p_value, 6) AS p_value,
    CASE
        WHEN coalesce(c.reference, 0) < ? OR coalesce(c.recent, 0) < ? THEN 'too-few'
        WHEN c.psi >= ? AND c.p_value < ? THEN 'drifted'
        ELSE 'stable'
    END AS verdict
FROM (VALUES 'brightness', 'sharpness', 'score') AS all_measures (measure)
LEFT JOIN chances c ON c.measure = all_measures.measure
ORDER BY all_measures.measure
