-- What became of each label while a model's main fit learnt it (Pleiss 2020, Toneva 2019). `label`: the one it was taught; another
-- label's suspicion does not go by it. `standing`: the margin in standard deviations above the mean of its label.
CREATE TABLE training_dynamics (
  model_id INTEGER NOT NULL REFERENCES models (id),
  image_id INTEGER NOT NULL REFERENCES images (id),
  label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 4),
  seen INTEGER NOT NULL,
  margin REAL NOT NULL,
  standing REAL NOT NULL,
  loss REAL NOT NULL,
  last_loss REAL NOT NULL,
  forgotten INTEGER NOT NULL,
  learnt_at INTEGER,
  PRIMARY KEY (model_id, image_id)
) STRICT, WITHOUT ROWID;
