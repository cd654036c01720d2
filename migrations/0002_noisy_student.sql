-- Noisy-student rounds: a new kind of run, its rounds, and the labels that a teacher gave.

-- SQLite cannot change a CHECK: the same table with one more kind. Foreign keys are off while a migration runs, and are
-- checked before it is kept.
CREATE TABLE runs_next (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'screen', 'train', 'noisy-student', 'score')),
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
INSERT INTO runs_next SELECT * FROM runs;
DROP TABLE runs;
ALTER TABLE runs_next RENAME TO runs;
CREATE INDEX runs_kind ON runs (kind, id);

-- One row per round of a noisy-student run; `train_run_id` is the student's training. What the round was judged by is null
-- until it was.
CREATE TABLE rounds (
  run_id INTEGER NOT NULL REFERENCES runs (id),
  round INTEGER NOT NULL CHECK (round > 0),
  train_run_id INTEGER NOT NULL UNIQUE REFERENCES runs (id),
  teacher_id INTEGER NOT NULL REFERENCES models (id),
  verdict TEXT CHECK (verdict IN ('accepted', 'rejected', 'unjudged')),
  comparison TEXT CHECK (json_valid(comparison)),
  reason TEXT,
  started_at TEXT NOT NULL,
  judged_at TEXT,
  PRIMARY KEY (run_id, round)
) STRICT, WITHOUT ROWID;

-- The five numbers that a photograph of a snapshot was learnt with where a teacher gave them. `instead_of` is the grade
-- that it had without them, null where it had none.
CREATE TABLE pseudo_labels (
  snapshot_id INTEGER NOT NULL,
  image_id INTEGER NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('unlabelled', 'doubtful', 'suspect')),
  instead_of INTEGER CHECK (instead_of BETWEEN 0 AND 4),
  p0 REAL NOT NULL, p1 REAL NOT NULL, p2 REAL NOT NULL, p3 REAL NOT NULL, p4 REAL NOT NULL,
  PRIMARY KEY (snapshot_id, image_id),
  FOREIGN KEY (snapshot_id, image_id) REFERENCES snapshot_items (snapshot_id, image_id)
) STRICT, WITHOUT ROWID;
