-- Grain storage: one document a grain. Orleans takes its statements from OrleansQuery, under fixed keys and with fixed names
-- of parameters and result columns; the tables behind them are ours. It also passes hashes of the key, which a primary key
-- makes needless.

CREATE TABLE OrleansQuery (
  QueryKey  TEXT NOT NULL PRIMARY KEY,
  QueryText TEXT NOT NULL
) STRICT;

-- A key is a number, a GUID in two halves, or text; a missing part is 0 or ''.
CREATE TABLE orleans_storage (
  key_text   TEXT    NOT NULL,
  key_n0     INTEGER NOT NULL,
  key_n1     INTEGER NOT NULL,
  grain_type TEXT    NOT NULL,
  service_id TEXT    NOT NULL,
  version    INTEGER NOT NULL,
  -- Null once cleared.
  payload    BLOB,
  PRIMARY KEY (key_text, key_n0, key_n1, grain_type, service_id)
) STRICT;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
  SELECT payload AS PayloadBinary, version AS Version
  FROM orleans_storage
  WHERE key_text = coalesce(@GrainIdExtensionString, '''') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND grain_type = @GrainTypeString AND service_id = @ServiceId
'),
-- One statement, so one transaction. A version says that there is a row to update: when it is gone, nothing is inserted. No
-- row comes back from a write that lost; Orleans takes that for a conflict.
('WriteToStorageKey', '
  INSERT INTO orleans_storage (key_text, key_n0, key_n1, grain_type, service_id, payload, version)
  SELECT coalesce(@GrainIdExtensionString, ''''), @GrainIdN0, @GrainIdN1, @GrainTypeString, @ServiceId, @PayloadBinary, 1
  WHERE @GrainStateVersion IS NULL OR EXISTS (
    SELECT 1 FROM orleans_storage
    WHERE key_text = coalesce(@GrainIdExtensionString, '''') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
      AND grain_type = @GrainTypeString AND service_id = @ServiceId)
  ON CONFLICT (key_text, key_n0, key_n1, grain_type, service_id) DO UPDATE
    SET payload = excluded.payload, version = version + 1
    WHERE version = @GrainStateVersion
  RETURNING version AS NewGrainStateVersion
'),
('ClearStorageKey', '
  UPDATE orleans_storage
  SET payload = NULL, version = version + 1
  WHERE key_text = coalesce(@GrainIdExtensionString, '''') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND grain_type = @GrainTypeString AND service_id = @ServiceId AND version = @GrainStateVersion
  RETURNING version AS NewGrainStateVersion
'),
-- The version after the last: Orleans takes the same one for a conflict.
('DeleteStorageKey', '
  DELETE FROM orleans_storage
  WHERE key_text = coalesce(@GrainIdExtensionString, '''') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND grain_type = @GrainTypeString AND service_id = @ServiceId AND version = @GrainStateVersion
  RETURNING version + 1 AS NewGrainStateVersion
');
