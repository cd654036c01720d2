-- A vector is float32, little-endian, as it was projected; the mean of all is taken away when they are read. Before, each scoring took
-- away its own, and wrote nothing if it was cut off. The old ones cannot be told from the new and are made again with the
-- next training or scoring.
DELETE FROM embeddings;
