-- A label's losses in the order of its looks, means over runs of 1, 2, 4, ... looks so that there are at most 16: float32, little-endian.
-- Null of models that were trained before it was kept.
ALTER TABLE training_dynamics ADD COLUMN losses BLOB;
