-- What suspicion by a model's predictions has learnt of the project as a whole: how labels go wrong, how alike fellow eyes are,
-- what each term counts for. Made again at any time from labels, readings and predictions.
CREATE TABLE suspicion_learning (
  model_id INTEGER PRIMARY KEY REFERENCES models (id),
  learnt TEXT NOT NULL CHECK (json_valid(learnt))
) STRICT;

-- Of which contents a content is a copy is asked from both sides.
CREATE INDEX copies_of ON copies (of_id);

-- No list is read in this order from the database; keeping it up made ranking 100,000 photographs anew take twice as long.
DROP INDEX suspicions_score;
