-- The risk of macular oedema beside the grade: what a model says of a photograph, all three numbers or none, and the label
-- that a run learnt it with, where its recipe does.
ALTER TABLE predictions ADD COLUMN oedema0 REAL;
ALTER TABLE predictions ADD COLUMN oedema1 REAL;
ALTER TABLE predictions ADD COLUMN oedema2 REAL;
ALTER TABLE snapshot_items ADD COLUMN oedema INTEGER CHECK (oedema BETWEEN 0 AND 2);
