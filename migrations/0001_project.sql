-- Everything a project holds. Instants are ISO 8601 UTC text; JSON columns are parsed at the edge.
-- Migrations only add: what a reader was shown, regions, snapshots and graders are here from the first day.

CREATE TABLE project (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by_version TEXT NOT NULL
) STRICT;

-- Folders of photographs. `folder` may change when a source is relocated; nothing else refers to a path.
CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  folder TEXT NOT NULL UNIQUE,
  added_at TEXT NOT NULL
) STRICT;

-- One row per distinct file content. Width and height are oriented, full resolution.
CREATE TABLE contents (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  bytes INTEGER NOT NULL CHECK (bytes > 0),
  format TEXT NOT NULL,
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  orientation INTEGER NOT NULL CHECK (orientation BETWEEN 1 AND 8),
  perceptual_hash TEXT NOT NULL
) STRICT;

-- One row per file. `stem` is the file name without extension: the image id of the command line where it is unique.
CREATE TABLE images (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  relative_path TEXT NOT NULL,
  stem TEXT NOT NULL,
  content_id INTEGER NOT NULL REFERENCES contents (id),
  patient TEXT,
  eye TEXT CHECK (eye IN ('left', 'right')),
  modified_ms REAL NOT NULL,
  -- Set once, when a photograph's group is first locked away to judge models by; never changed afterwards.
  split TEXT CHECK (split IN ('hold-out')),
  added_at TEXT NOT NULL,
  UNIQUE (source_id, relative_path)
) STRICT;
CREATE INDEX images_stem ON images (stem);
CREATE INDEX images_content ON images (content_id);
CREATE INDEX images_patient ON images (patient) WHERE patient IS NOT NULL;

CREATE TABLE label_sets (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  layout TEXT NOT NULL,
  file_name TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  source_id INTEGER NOT NULL REFERENCES sources (id),
  -- The header and column choices needed to write the same layout again, JSON.
  shape TEXT NOT NULL CHECK (json_valid(shape)),
  is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1)),
  imported_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX label_sets_one_primary ON label_sets (is_primary) WHERE is_primary = 1;

-- Every row of a label file as it came. `raw` is the row's cells, JSON. `image_id` is null where no photograph bears the name.
CREATE TABLE labels (
  id INTEGER PRIMARY KEY,
  label_set_id INTEGER NOT NULL REFERENCES label_sets (id),
  line INTEGER NOT NULL,
  name TEXT NOT NULL,
  image_id INTEGER REFERENCES images (id),
  raw TEXT NOT NULL CHECK (json_valid(raw)),
  grade INTEGER CHECK (grade BETWEEN 0 AND 4),
  oedema INTEGER CHECK (oedema BETWEEN 0 AND 2),
  rejected TEXT,
  UNIQUE (label_set_id, line)
) STRICT;
CREATE INDEX labels_image ON labels (image_id, label_set_id);
CREATE INDEX labels_name ON labels (label_set_id, name);
-- Everything the view imported_grades reads, in the order it groups by.
CREATE INDEX labels_graded ON labels (label_set_id, image_id, line, grade)
  WHERE image_id IS NOT NULL AND rejected IS NULL AND grade IS NOT NULL;

-- A row whose photograph came later may be joined to it; nothing else of a label ever changes.
CREATE TRIGGER labels_keep_what_came BEFORE UPDATE OF id, label_set_id, line, name, raw, grade, oedema, rejected ON labels
BEGIN SELECT RAISE(ABORT, 'labels are never edited'); END;
CREATE TRIGGER labels_no_delete BEFORE DELETE ON labels
BEGIN SELECT RAISE(ABORT, 'labels are never deleted'); END;

CREATE TABLE graders (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  added_at TEXT NOT NULL
) STRICT;

-- Every decision, append-only. A row is a decision, or retracts one (undo), or restores one (redo): always the decision's own id.
CREATE TABLE readings (
  id INTEGER PRIMARY KEY,
  image_id INTEGER NOT NULL REFERENCES images (id),
  grader_id INTEGER NOT NULL REFERENCES graders (id),
  phase TEXT NOT NULL CHECK (phase IN ('blind', 'revealed', 'adjudication')),
  retracts INTEGER REFERENCES readings (id),
  restores INTEGER REFERENCES readings (id),
  grade INTEGER CHECK (grade BETWEEN 0 AND 4),
  ungradable INTEGER NOT NULL CHECK (ungradable IN (0, 1)),
  ungradable_reason TEXT,
  confidence REAL CHECK (confidence BETWEEN 0 AND 1),
  lesions TEXT NOT NULL CHECK (json_valid(lesions)),
  seconds REAL CHECK (seconds >= 0),
  shown_labels TEXT CHECK (json_valid(shown_labels)),
  shown_model TEXT,
  shown_probabilities TEXT CHECK (json_valid(shown_probabilities)),
  shown_map_method TEXT,
  shown_view TEXT CHECK (json_valid(shown_view)),
  at TEXT NOT NULL,
  CHECK ((retracts IS NOT NULL) + (restores IS NOT NULL) + (grade IS NOT NULL) + ungradable = 1)
) STRICT;
CREATE INDEX readings_image ON readings (image_id, grader_id, id);
CREATE INDEX readings_grader ON readings (grader_id, id);
CREATE INDEX readings_retracts ON readings (retracts) WHERE retracts IS NOT NULL;
CREATE INDEX readings_restores ON readings (restores) WHERE restores IS NOT NULL;
CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings
BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;
CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;
-- INSERT OR REPLACE would delete the row it replaces without asking the trigger above.
CREATE TRIGGER readings_no_replace BEFORE INSERT ON readings WHEN EXISTS (SELECT 1 FROM readings WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'readings are append-only'); END;

-- Coordinates are oriented, full-resolution pixels, JSON by kind.
CREATE TABLE regions (
  id INTEGER PRIMARY KEY,
  image_id INTEGER NOT NULL REFERENCES images (id),
  grader_id INTEGER NOT NULL REFERENCES graders (id),
  reading_id INTEGER REFERENCES readings (id),
  kind TEXT NOT NULL CHECK (kind IN ('point', 'box', 'polygon', 'stroke')),
  lesion TEXT NOT NULL,
  geometry TEXT NOT NULL CHECK (json_valid(geometry)),
  retracts INTEGER REFERENCES regions (id),
  at TEXT NOT NULL
) STRICT;
CREATE INDEX regions_image ON regions (image_id);

-- The rule's verdict is measured; a reader's own verdict is kept beside it and wins.
CREATE TABLE quality (
  image_id INTEGER PRIMARY KEY REFERENCES images (id),
  measures TEXT NOT NULL CHECK (json_valid(measures)),
  rule_verdict TEXT NOT NULL CHECK (rule_verdict IN ('good', 'usable', 'reject')),
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  reader_verdict TEXT CHECK (reader_verdict IN ('good', 'usable', 'reject')),
  decided_by INTEGER REFERENCES graders (id),
  verdict TEXT NOT NULL GENERATED ALWAYS AS (coalesce(reader_verdict, rule_verdict)) STORED,
  measured_at TEXT NOT NULL
) STRICT;
CREATE INDEX quality_verdict ON quality (verdict, image_id);

-- A run's content-hashed list of exactly what it learnt from.
CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  items INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE snapshot_items (
  snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
  image_id INTEGER NOT NULL REFERENCES images (id),
  group_key TEXT NOT NULL,
  grade INTEGER NOT NULL CHECK (grade BETWEEN 0 AND 4),
  origin TEXT NOT NULL CHECK (origin IN ('imported', 'read', 'pseudo')),
  part TEXT NOT NULL CHECK (part IN ('train', 'validation', 'hold-out')),
  fold INTEGER,
  PRIMARY KEY (snapshot_id, image_id)
) STRICT, WITHOUT ROWID;

-- Jobs of every kind. `request` and `result` are JSON of the kind's own shape; `checkpoint` names a blob.
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'screen', 'train', 'score')),
  request TEXT NOT NULL CHECK (json_valid(request)),
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'cancelling', 'cancelled', 'interrupted', 'failed', 'done')),
  stage TEXT,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  snapshot_id INTEGER REFERENCES snapshots (id),
  checkpoint TEXT,
  runtime TEXT,
  device TEXT,
  result TEXT CHECK (json_valid(result)),
  error TEXT CHECK (json_valid(error)),
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX runs_kind ON runs (kind, id);

CREATE TABLE run_metrics (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  fit TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  metrics TEXT NOT NULL CHECK (json_valid(metrics)),
  at TEXT NOT NULL,
  PRIMARY KEY (run_id, fit, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  architecture TEXT NOT NULL,
  head TEXT NOT NULL,
  blob TEXT NOT NULL,
  parent_id INTEGER REFERENCES models (id),
  run_id INTEGER REFERENCES runs (id),
  snapshot_id INTEGER REFERENCES snapshots (id),
  card TEXT NOT NULL CHECK (json_valid(card)),
  status TEXT NOT NULL CHECK (status IN ('starter', 'candidate', 'promoted', 'retired')),
  promoted_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- `fold` is the out-of-fold fit that never saw this photograph, its patient or duplicates; null from the main fit.
CREATE TABLE predictions (
  model_id INTEGER NOT NULL REFERENCES models (id),
  image_id INTEGER NOT NULL REFERENCES images (id),
  out_of_fold INTEGER NOT NULL CHECK (out_of_fold IN (0, 1)),
  fold INTEGER,
  p0 REAL NOT NULL, p1 REAL NOT NULL, p2 REAL NOT NULL, p3 REAL NOT NULL, p4 REAL NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (model_id, image_id, out_of_fold)
) STRICT, WITHOUT ROWID;
CREATE INDEX predictions_image ON predictions (image_id);

CREATE TABLE suspicions (
  model_id INTEGER NOT NULL REFERENCES models (id),
  image_id INTEGER NOT NULL REFERENCES images (id),
  label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 4),
  suggested INTEGER NOT NULL CHECK (suggested BETWEEN 0 AND 4),
  score REAL NOT NULL,
  terms TEXT NOT NULL CHECK (json_valid(terms)),
  PRIMARY KEY (model_id, image_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suspicions_score ON suspicions (model_id, score DESC);

CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  details TEXT NOT NULL CHECK (json_valid(details))
) STRICT;
CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

-- A decision stands unless it was retracted and not restored since.
CREATE VIEW standing_readings AS
SELECT r.*
FROM readings r
WHERE r.retracts IS NULL AND r.restores IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM readings u
    WHERE u.retracts = r.id AND NOT EXISTS (SELECT 1 FROM readings v WHERE v.restores = r.id AND v.id > u.id)
  );

-- Each reader's latest standing reading of a photograph; adjudications are counted apart.
CREATE VIEW latest_readings AS
SELECT s.*
FROM standing_readings s
WHERE NOT EXISTS (
  SELECT 1 FROM standing_readings t
  WHERE t.image_id = s.image_id AND t.grader_id = s.grader_id AND t.id > s.id
    AND (t.phase = 'adjudication') = (s.phase = 'adjudication')
);

-- What readers decided: the last adjudication, else what all of them agree on. Only photographs with a standing reading.
-- 5 stands for ungradable within; an adjudication is packed as id * 8 + decision, so that the last one is the largest.
CREATE VIEW decided_grades AS
SELECT
  image_id,
  CASE
    WHEN adjudicated % 8 = 5 THEN 'ungradable'
    WHEN adjudicated IS NOT NULL THEN 'adjudicated'
    WHEN low <> high THEN 'unresolved'
    WHEN low = 5 THEN 'ungradable'
    ELSE 'read'
  END AS state,
  CASE
    WHEN adjudicated IS NOT NULL THEN nullif(adjudicated % 8, 5)
    WHEN low = high THEN nullif(low, 5)
  END AS grade
FROM (
  SELECT
    image_id,
    max(CASE WHEN phase = 'adjudication' THEN id * 8 + coalesce(grade, 5) END) AS adjudicated,
    min(CASE WHEN phase <> 'adjudication' THEN coalesce(grade, 5) END) AS low,
    max(CASE WHEN phase <> 'adjudication' THEN coalesce(grade, 5) END) AS high
  FROM latest_readings
  GROUP BY image_id
);

-- The primary label of a photograph: its first accepted row.
CREATE VIEW imported_grades AS
SELECT l.image_id, l.grade, min(l.line) AS line
FROM labels l
WHERE l.label_set_id = (SELECT id FROM label_sets WHERE is_primary = 1)
  AND l.image_id IS NOT NULL AND l.rejected IS NULL AND l.grade IS NOT NULL
GROUP BY l.image_id;

-- The current grade, derived and never stored: what readers decided, else the primary label.
CREATE VIEW current_grades AS
SELECT
  i.id AS image_id,
  coalesce(d.state, CASE WHEN l.image_id IS NOT NULL THEN 'imported' ELSE 'none' END) AS state,
  CASE WHEN d.image_id IS NOT NULL THEN d.grade ELSE l.grade END AS grade
FROM images i
LEFT JOIN decided_grades d ON d.image_id = i.id
LEFT JOIN imported_grades l ON l.image_id = i.id;
