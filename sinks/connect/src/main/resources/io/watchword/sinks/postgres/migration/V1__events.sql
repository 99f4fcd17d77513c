-- Events by id; the highest revision of each. What another event replaced stays, and says by which.
CREATE TABLE events (
    event_id text PRIMARY KEY,
    revision integer NOT NULL,
    stream_id text NOT NULL,
    source text NOT NULL,
    start_us bigint NOT NULL,
    end_us bigint NOT NULL,
    caption text NOT NULL,
    language text NOT NULL,
    labels text[] NOT NULL,
    severity text NOT NULL,
    confidence real NOT NULL,
    degraded boolean NOT NULL,
    model_name text NOT NULL,
    model_sha256 text NOT NULL,
    segment_ids text[] NOT NULL,
    supersedes text,
    superseded_by text,
    recorded_at timestamptz NOT NULL,
    event jsonb NOT NULL,
    -- Unit length, the mean of the evidence's segment_vectors; null until there are any.
    search_vector real[],
    words tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector(
            CASE language WHEN 'ru' THEN 'russian'::regconfig ELSE 'english'::regconfig END,
            caption)
    ) STORED
);

CREATE INDEX events_words ON events USING gin (words);
CREATE INDEX events_labels ON events USING gin (labels);
CREATE INDEX events_segments ON events USING gin (segment_ids);
CREATE INDEX events_time ON events (stream_id, start_us);
CREATE INDEX events_supersedes ON events (supersedes) WHERE supersedes IS NOT NULL;

-- What the encoders made of each segment, in the space that text is searched in.
CREATE TABLE segment_vectors (
    segment_id text NOT NULL,
    bundle_sha256 text NOT NULL,
    stream_id text NOT NULL,
    start_us bigint NOT NULL,
    end_us bigint NOT NULL,
    search_vector real[] NOT NULL,
    PRIMARY KEY (segment_id, bundle_sha256)
);

-- What holds: without what was replaced.
CREATE VIEW current_events AS SELECT * FROM events WHERE superseded_by IS NULL;
