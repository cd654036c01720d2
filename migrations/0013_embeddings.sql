-- A vector is float32, little-endian, as it was projected; the mean of all is taken away when they are read. Before, each scoring took
-- away its own, and wrote nothing if it was cut off, so that the old ones fit no new ones. They come back as photographs are scored
-- or a model is trained; until then the diverse order is the suspicious one.
DELETE FROM embeddings;
