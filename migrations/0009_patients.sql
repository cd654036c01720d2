-- Patients are numbered within one folder: public sets number theirs from 1 each. A folder may say that it numbers its
-- patients as another does, whose own numbering counts for both; null for its own.
ALTER TABLE sources ADD COLUMN patients_as INTEGER REFERENCES sources (id);
