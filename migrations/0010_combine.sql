-- Models are made one by a run of their own, which waits for its turn as any other does. SQLite cannot change a CHECK: the
-- same table with one more kind.
CREATE TABLE runs_next (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'screen', 'train', 'noisy-student', 'score', 'combine')),
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
