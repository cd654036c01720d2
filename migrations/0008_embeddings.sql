-- What a model makes of each photograph, as a short vector (signed bytes) whose directions tell how alike two of them look to it.
-- Made with the model, for orders that keep alike photographs apart; can be missing.
CREATE TABLE embeddings (
  model_id INTEGER NOT NULL REFERENCES models (id),
  image_id INTEGER NOT NULL REFERENCES images (id),
  vector BLOB NOT NULL,
  PRIMARY KEY (model_id, image_id)
) STRICT, WITHOUT ROWID;
