-- Contents that show one photograph at another size or quality: they are of one group. Every content is compared once with
-- those that were compared before it: it then has a row with itself, and one with each that it is a copy of.
CREATE TABLE copies (
  content_id INTEGER NOT NULL REFERENCES contents (id),
  of_id INTEGER NOT NULL REFERENCES contents (id),
  PRIMARY KEY (content_id, of_id)
) STRICT, WITHOUT ROWID;
