-- Why a photograph was shown blind, where that was to check something: a control drawn at random, whatever its suspicion, or one
-- of the reader's own earlier decisions asked once more. NULL for what came up in the order of the queue.
ALTER TABLE readings ADD COLUMN purpose TEXT CHECK (purpose IN ('control', 'repeat'));
