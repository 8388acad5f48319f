WITH landed AS (
    SELECT batch, picture_id, uploaded_at
    FROM "sightline_prod"."pictures"
    WHERE device_class = ?
        AND day >= ?
        AND duplicate_of IS NULL
),
measured AS (
    SELECT m.measure, IF(m.measure = 'brightness', f.brightness, f.sharpness) AS value, l.uploaded_at, l.batch, l.picture_id
    FROM "sightline_prod"."findings" f
    JOIN landed l ON l.batch = f.batch AND l.picture_id = f.picture_id
    CROSS JOIN UNNEST(ARRAY['brightness', 'sharpness']) AS m (measure)
    WHERE f.device_class = ?
        AND f.day >= ?
        AND IF(m.measure = 'brightness', f.brightness, f.sharpness) IS NOT NULL
        AND l.uploaded_at >= CAST(? AS timestamp(3))
    UNION ALL
    SELECT 'score' AS measure, d.score AS value, l.uploaded_at, l.batch, l.picture_id
    FROM "sightline_prod"."defects" d
    JOIN landed l ON l.batch = d.batch AND l.picture_id = d.picture_id
    WHERE d.device_class = ?
        AND d.day >= ?
        AND d.model = ?
),
placed AS (
    SELECT
        measure,
        value,
        uploaded_at,
        row_number() OVER (PARTITION BY measure ORDER BY uploaded_at, batch, picture_id) AS first_place,
        row_number() OVER (PARTITION BY measure ORDER BY uploaded_at DESC, batch DESC, picture_id DESC) AS last_place
    FROM measured
),
parted AS (
    SELECT
        measure,
        value,
        first_place AS place,
        first_place <= ?
            AND (measure = 'score' OR uploaded_at <= CAST(? AS timestamp(3))) AS is_reference,
        last_place <= ?
            AND uploaded_at >= CAST(? AS timestamp(3)) AS is_last
    FROM placed
),
compared AS (
    SELECT
        measure,
        value,
        place,
        IF(is_reference, 1, 0) AS is_reference,
        row_number() OVER (PARTITION BY measure, is_reference ORDER BY value, place) AS rank,
        sum(IF(is_reference, 1, 0)) OVER (PARTITION BY measure) AS reference,
        sum(IF(is_reference, 0, 1)) OVER (PARTITION BY measure) AS recent
    FROM parted
    WHERE is_reference OR is_last
),
-- The reference's deciles end the bins; equal ones make one bin.
ends AS (
    SELECT DISTINCT c.measure, c.value AS bin_end
    FROM compared c
    CROSS JOIN UNNEST(ARRAY[1, 2, 3, 4, 5, 6, 7, 8, 9]) AS t (decile)
    WHERE c.is_reference = 1 AND c.rank = (c.reference * t.decile + 9) / 10
),
binned AS (
    SELECT c.measure, c.place, c.is_reference, c.reference, c.recent, count(e.bin_end) AS bin
    FROM compared c
    LEFT JOIN ends e ON e.measure = c.measure AND e.bin_end < c.value
    GROUP BY c.measure, c.place, c.is_reference, c.reference, c.recent
),
bins AS (
    SELECT
        measure,
        reference,
        recent,
        -- Half a picture in an empty bin, for which the logarithm would have no value.
        greatest(sum(is_reference), 0.5E0) / reference AS reference_here,
        greatest(sum(1 - is_reference), 0.5E0) / recent AS recent_here
    FROM binned
    WHERE reference > 0 AND recent > 0
    GROUP BY measure, reference, recent, bin
),
indices AS (
    SELECT
        measure,
        sum((recent_here - reference_here) * ln(recent_here / reference_here)) AS psi
    FROM bins
    GROUP BY measure
),
distances AS (
    SELECT
        measure,
        value,
        reference,
        recent,
        -- Equal values are one step of both.
        abs(CAST(sum(is_reference) OVER so_far AS double) / reference
            - CAST(sum(1 - is_reference) OVER so_far AS double) / recent) AS distance
    FROM compared
    WHERE reference > 0 AND recent > 0
    WINDOW so_far AS (PARTITION BY measure ORDER BY value RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
statistics AS (
    SELECT
        measure,
        max(distance) AS ks,
        -- Stephens' correction for small samples.
        (sqrt(CAST(reference AS double) * recent / (reference + recent)) + 0.12E0
            + 0.11E0 / sqrt(CAST(reference AS double) * recent / (reference + recent))) * max(distance) AS lambda
    FROM distances
    GROUP BY measure, reference, recent
),
chances AS (
    SELECT
        s.measure,
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
    GROUP BY s.measure, s.ks, s.lambda
),
counts AS (
    SELECT measure, max(reference) AS reference, max(recent) AS recent
    FROM compared
    GROUP BY measure
)
SELECT
    all_measures.measure,
    coalesce(n.reference, 0) AS reference,
    coalesce(n.recent, 0) AS recent,
    round(i.psi, 4) AS psi,
    round(c.ks, 4) AS ks,
    round(c.p_value, 6) AS p_value,
    CASE
        WHEN coalesce(n.reference, 0) < ? OR coalesce(n.recent, 0) < ? THEN 'too-few'
        WHEN i.psi >= ? AND c.p_value < ? THEN 'drifted'
        ELSE 'stable'
    END AS verdict
FROM (VALUES 'brightness', 'sharpness', 'score') AS all_measures (measure)
LEFT JOIN counts n ON n.measure = all_measures.measure
LEFT JOIN indices i ON i.measure = all_measures.measure
LEFT JOIN chances c ON c.measure = all_measures.measure
ORDER BY all_measures.measure
