-- Grain storage: one document a grain. Orleans takes its statements from OrleansQuery, under fixed keys and with fixed names
-- of parameters and result columns; the tables behind them are ours. It also passes hashes of the key, which a primary key
-- makes needless.

CREATE TABLE OrleansQuery (
  QueryKey  text NOT NULL PRIMARY KEY,
  QueryText text NOT NULL
);

-- A key is a number, a GUID in two halves, or text; a missing part is 0 or ''.
CREATE TABLE orleans_storage (
  key_n0     bigint  NOT NULL,
  key_n1     bigint  NOT NULL,
  version    integer NOT NULL,
  service_id text    COLLATE "C" NOT NULL,
  grain_type text    COLLATE "C" NOT NULL,
  key_text   text    COLLATE "C" NOT NULL,
  -- Null once cleared.
  payload    bytea,
  PRIMARY KEY (key_text, key_n0, key_n1, grain_type, service_id)
) WITH (fillfactor = 80);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', $$
  SELECT payload AS "PayloadBinary", version AS "Version"
  FROM orleans_storage
  WHERE key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND grain_type = @GrainTypeString AND service_id = @ServiceId
$$),
-- No row comes back from a write that lost: an update finds its version gone, an insert finds the row there. Orleans takes
-- that for a conflict.
('WriteToStorageKey', $$
  WITH updated AS (
    UPDATE orleans_storage
    SET payload = @PayloadBinary, version = version + 1
    WHERE key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
      AND grain_type = @GrainTypeString AND service_id = @ServiceId AND version = @GrainStateVersion
    RETURNING version
  ), inserted AS (
    INSERT INTO orleans_storage (key_text, key_n0, key_n1, grain_type, service_id, payload, version)
    SELECT coalesce(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1, @GrainTypeString, @ServiceId, @PayloadBinary, 1
    WHERE @GrainStateVersion IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
  )
  SELECT version AS "NewGrainStateVersion" FROM updated
  UNION ALL
  SELECT version FROM inserted
$$),
('ClearStorageKey', $$
  UPDATE orleans_storage
  SET payload = NULL, version = version + 1
  WHERE key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND grain_type = @GrainTypeString AND service_id = @ServiceId AND version = @GrainStateVersion
  RETURNING version AS "NewGrainStateVersion"
$$),
-- The version after the last: Orleans takes the same one for a conflict.
('DeleteStorageKey', $$
  DELETE FROM orleans_storage
  WHERE key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
    AND grain_type = @GrainTypeString AND service_id = @ServiceId AND version = @GrainStateVersion
  RETURNING version + 1 AS "NewGrainStateVersion"
$$);
