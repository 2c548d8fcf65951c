-- Pages of one party's incidents.
CREATE INDEX incidents_by_party_and_id ON incidents (party_id, id);
