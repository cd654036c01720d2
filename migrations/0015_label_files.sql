-- A label set may consist of several files, each a row of its own with the first one as the set that it is part of; null of that one
-- and of a set of one file. The name of a part is made up and shown nowhere.
ALTER TABLE label_sets ADD COLUMN part_of INTEGER REFERENCES label_sets (id);
CREATE INDEX label_sets_part_of ON label_sets (part_of) WHERE part_of IS NOT NULL;

-- Everything the view imported_grades reads, in the order it groups by: now by photograph, since every file may count. Without
-- `rejected`, always null here, each row would be looked up.
DROP INDEX labels_graded;
CREATE INDEX labels_graded ON labels (image_id, label_set_id, line, grade, rejected)
  WHERE image_id IS NOT NULL AND rejected IS NULL AND grade IS NOT NULL;

-- A file without one usable grade was taken for the primary one where it came first: the first that has one takes its place.
CREATE TEMP TABLE usable_sets AS
SELECT id, is_primary FROM label_sets s
WHERE EXISTS (SELECT 1 FROM labels l WHERE l.label_set_id = s.id AND l.rejected IS NULL AND l.grade IS NOT NULL);
UPDATE label_sets SET is_primary = 0
WHERE EXISTS (SELECT 1 FROM usable_sets) AND NOT EXISTS (SELECT 1 FROM usable_sets WHERE is_primary = 1);
UPDATE label_sets SET is_primary = 1
WHERE id = (SELECT min(id) FROM usable_sets) AND NOT EXISTS (SELECT 1 FROM label_sets WHERE is_primary = 1);
DROP TABLE usable_sets;

DROP VIEW current_grades;
DROP VIEW imported_grades;

-- The label of a photograph: the first accepted row of the primary set's files, else of the oldest file that has one. A row is only
-- ever joined to a photograph by an import of its folder with the file, so that each of these files came with it.
CREATE VIEW imported_grades AS
SELECT
  l.image_id,
  l.grade,
  l.label_set_id,
  -- Files have numbers below 2^30, and lines below 2^32.
  min(CASE WHEN l.label_set_id IN (
    SELECT f.id FROM label_sets p JOIN label_sets f ON f.id = p.id OR f.part_of = p.id WHERE p.is_primary = 1
  ) THEN 0 ELSE 1 << 62 END + (l.label_set_id << 32) + l.line) AS place
FROM labels l
WHERE l.image_id IS NOT NULL AND l.rejected IS NULL AND l.grade IS NOT NULL
GROUP BY l.image_id;

-- The current grade, derived and never stored: what readers decided, else the label.
CREATE VIEW current_grades AS
SELECT
  i.id AS image_id,
  coalesce(d.state, CASE WHEN l.image_id IS NOT NULL THEN 'imported' ELSE 'none' END) AS state,
  CASE WHEN d.image_id IS NOT NULL THEN d.grade ELSE l.grade END AS grade
FROM images i
LEFT JOIN decided_grades d ON d.image_id = i.id
LEFT JOIN imported_grades l ON l.image_id = i.id;

-- Of photographs that have a label by this and had none, suspicion says nothing yet: where there is more than one file it is all
-- ranked anew when the project is opened.
DELETE FROM suspicions WHERE (SELECT count(*) FROM label_sets) > 1;
