-- What a content looks like whichever way it is turned: 16 x 16 grey cells of the whole frame, row by row. NULL of what was looked
-- into before; it comes when its folder is imported or screened once more.
ALTER TABLE contents ADD COLUMN look BLOB;

-- Sentences on how its file was read, where that is not evident from the picture; NULL as above.
ALTER TABLE contents ADD COLUMN notes TEXT CHECK (json_valid(notes));

-- How a content has to be turned to lie as the one that it is a copy of: 0 for not at all, 1 to 7 as src/imaging/look.ts counts.
ALTER TABLE copies ADD COLUMN turn INTEGER NOT NULL DEFAULT 0 CHECK (turn BETWEEN 0 AND 7);

-- Photographs outside the project that a model learnt from, one a line as src/imaging/look-text.ts writes them. Beside the model's
-- card, which is read with every grade.
CREATE TABLE learnt_elsewhere (
  model_id INTEGER PRIMARY KEY REFERENCES models (id),
  looks TEXT NOT NULL
) STRICT;
