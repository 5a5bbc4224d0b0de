-- Membership: which silos there are, under one version a cluster that every change moves by compare-and-set.

CREATE TABLE orleans_membership_version (
  deployment_id text    COLLATE "C" NOT NULL PRIMARY KEY,
  version       integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE orleans_membership (
  start_time      timestamptz NOT NULL,
  i_am_alive_time timestamptz NOT NULL,
  port            integer     NOT NULL,
  generation      integer     NOT NULL,
  status          integer     NOT NULL,
  proxy_port      integer     NOT NULL,
  deployment_id   text        COLLATE "C" NOT NULL,
  address         text        COLLATE "C" NOT NULL,
  silo_name       text        NOT NULL,
  host_name       text        NOT NULL,
  suspect_times   text,
  PRIMARY KEY (deployment_id, address, port, generation)
) WITH (fillfactor = 50);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', $$
  WITH added AS (
    INSERT INTO orleans_membership_version (deployment_id)
    VALUES (@DeploymentId)
    ON CONFLICT DO NOTHING
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM added)
$$),
-- The version row is the lock: whoever moves it is alone until commit, so the member it saw missing still is.
('InsertMembershipKey', $$
  WITH moved AS (
    UPDATE orleans_membership_version v
    SET version = v.version + 1
    WHERE v.deployment_id = @DeploymentId AND v.version = @Version
      AND NOT EXISTS (
        SELECT FROM orleans_membership m
        WHERE m.deployment_id = @DeploymentId AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
      )
    RETURNING v.deployment_id
  ), added AS (
    INSERT INTO orleans_membership (
      deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, i_am_alive_time)
    SELECT deployment_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
    FROM moved
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM added)
$$),
-- The member is locked first, so that it can't be swept away between the version's move and its own change.
('UpdateMembershipKey', $$
  WITH member AS MATERIALIZED (
    SELECT deployment_id, address, port, generation
    FROM orleans_membership
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    FOR NO KEY UPDATE
  ), moved AS (
    UPDATE orleans_membership_version v
    SET version = v.version + 1
    FROM member
    WHERE v.deployment_id = member.deployment_id AND v.version = @Version
    RETURNING v.deployment_id
  ), changed AS (
    UPDATE orleans_membership m
    SET status = @Status, suspect_times = @SuspectTimes, i_am_alive_time = @IAmAliveTime
    FROM moved
    WHERE m.deployment_id = moved.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
    RETURNING 1
  )
  SELECT EXISTS (SELECT FROM changed)
$$),
('UpdateIAmAlivetimeKey', $$
  UPDATE orleans_membership
  SET i_am_alive_time = @IAmAliveTime
  WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$$),
-- The version comes even when there is no member: then the member's columns are null.
('MembershipReadRowKey', $$
  SELECT v.deployment_id AS "DeploymentId", m.address AS "Address", m.port AS "Port", m.generation AS "Generation",
    m.silo_name AS "SiloName", m.host_name AS "HostName", m.status AS "Status", m.proxy_port AS "ProxyPort",
    m.suspect_times AS "SuspectTimes", m.start_time AS "StartTime", m.i_am_alive_time AS "IAmAliveTime", v.version AS "Version"
  FROM orleans_membership_version v
  LEFT JOIN orleans_membership m
    ON m.deployment_id = v.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
  WHERE v.deployment_id = @DeploymentId
$$),
('MembershipReadAllKey', $$
  SELECT v.deployment_id AS "DeploymentId", m.address AS "Address", m.port AS "Port", m.generation AS "Generation",
    m.silo_name AS "SiloName", m.host_name AS "HostName", m.status AS "Status", m.proxy_port AS "ProxyPort",
    m.suspect_times AS "SuspectTimes", m.start_time AS "StartTime", m.i_am_alive_time AS "IAmAliveTime", v.version AS "Version"
  FROM orleans_membership_version v
  LEFT JOIN orleans_membership m ON m.deployment_id = v.deployment_id
  WHERE v.deployment_id = @DeploymentId
$$),
('GatewaysQueryKey', $$
  SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
  FROM orleans_membership
  WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$$),
-- Status 3 is active. A silo that crashed while it was joining is swept like a dead one.
('CleanupDefunctSiloEntriesKey', $$
  DELETE FROM orleans_membership
  WHERE deployment_id = @DeploymentId AND status <> 3 AND greatest(start_time, i_am_alive_time) < @IAmAliveTime
$$),
('DeleteMembershipTableEntriesKey', $$
  WITH version AS (DELETE FROM orleans_membership_version WHERE deployment_id = @DeploymentId)
  DELETE FROM orleans_membership WHERE deployment_id = @DeploymentId
$$);
