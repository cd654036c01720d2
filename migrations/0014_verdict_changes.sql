-- Readers' verdicts on quality, each change of any number of photographs as it was made; append-only. A row gives a verdict, or
-- retracts a change (undo), or restores one (redo): always the change's own id. The verdict that counts is that of the newest
-- change that stands; `quality` keeps it at hand.
CREATE TABLE verdict_changes (
  id INTEGER PRIMARY KEY,
  grader_id INTEGER NOT NULL REFERENCES graders (id),
  verdict TEXT CHECK (verdict IN ('good', 'usable', 'reject')),
  retracts INTEGER REFERENCES verdict_changes (id),
  restores INTEGER REFERENCES verdict_changes (id),
  at TEXT NOT NULL,
  CHECK ((verdict IS NOT NULL) + (retracts IS NOT NULL) + (restores IS NOT NULL) = 1)
) STRICT;
CREATE INDEX verdict_changes_grader ON verdict_changes (grader_id, id);
CREATE INDEX verdict_changes_retracts ON verdict_changes (retracts) WHERE retracts IS NOT NULL;
CREATE INDEX verdict_changes_restores ON verdict_changes (restores) WHERE restores IS NOT NULL;

-- The photographs of a change that gives a verdict.
CREATE TABLE verdict_change_images (
  image_id INTEGER NOT NULL REFERENCES images (id),
  change_id INTEGER NOT NULL REFERENCES verdict_changes (id),
  PRIMARY KEY (image_id, change_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_change_images_change ON verdict_change_images (change_id);

CREATE TRIGGER verdict_changes_no_update BEFORE UPDATE ON verdict_changes
BEGIN SELECT RAISE(ABORT, 'verdict changes are append-only'); END;
CREATE TRIGGER verdict_changes_no_delete BEFORE DELETE ON verdict_changes
BEGIN SELECT RAISE(ABORT, 'verdict changes are append-only'); END;
CREATE TRIGGER verdict_changes_no_replace BEFORE INSERT ON verdict_changes WHEN EXISTS (SELECT 1 FROM verdict_changes WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'verdict changes are append-only'); END;
CREATE TRIGGER verdict_change_images_no_update BEFORE UPDATE ON verdict_change_images
BEGIN SELECT RAISE(ABORT, 'verdict changes are append-only'); END;
CREATE TRIGGER verdict_change_images_no_delete BEFORE DELETE ON verdict_change_images
BEGIN SELECT RAISE(ABORT, 'verdict changes are append-only'); END;

CREATE VIEW standing_verdict_changes AS
SELECT c.id, c.grader_id, c.verdict, c.at
FROM verdict_changes c
WHERE c.verdict IS NOT NULL
  AND NOT EXISTS (
    SELECT 1 FROM verdict_changes u
    WHERE u.retracts = c.id AND NOT EXISTS (SELECT 1 FROM verdict_changes v WHERE v.restores = c.id AND v.id > u.id)
  );

-- Verdicts that readers had given before changes were kept: what stands where every change since was taken back.
CREATE TABLE earlier_verdicts (
  image_id INTEGER PRIMARY KEY REFERENCES images (id),
  verdict TEXT NOT NULL CHECK (verdict IN ('good', 'usable', 'reject')),
  grader_id INTEGER REFERENCES graders (id)
) STRICT;
INSERT INTO earlier_verdicts (image_id, verdict, grader_id)
SELECT image_id, reader_verdict, decided_by FROM quality WHERE reader_verdict IS NOT NULL;

-- What a project has chosen, by name; JSON. What is not here is as it comes.
CREATE TABLE project_settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
