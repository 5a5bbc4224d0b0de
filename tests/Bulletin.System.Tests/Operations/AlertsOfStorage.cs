using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

public sealed class AlertsOfStorage(Shared shared) : AlertTest(shared)
{
    private const int AtOnce = 15;

    private const string Behind = """
        SELECT count(*) FROM topics t LEFT JOIN follow_marks f ON f.topic_id = t.id LEFT JOIN search_marks s ON s.topic_id = t.id
        WHERE t.revision > coalesce(f.revision, 0) OR t.revision > coalesce(s.revision, 0)
        """;

    /// <summary>Too slow for the objectives, and well within the deadline of a commit.</summary>
    private const string SlowCommits = """
        CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END';
        CREATE TRIGGER slow AFTER INSERT ON messages FOR EACH STATEMENT EXECUTE FUNCTION slow()
        """;

    [Fact]
    public async Task A_database_that_stops_is_a_page_and_so_are_the_posts_that_fail()
    {
        string[] alerts = ["BulletinStorageAway", "BulletinCommitsFail", "BulletinPostsUnavailable", "BulletinObjectiveMissed"];
        var postgres = Own(await PostgresServer.Started());
        var both = Own(await GatewayAndSilo.Started(await postgres.NewDatabase()));
        var (person, topic) = await SomebodyWithTopic(both);
        var prometheus = await Watching(alerts, both.Gateway.MetricsUrl, both.Silo.OperationsUrl);

        await postgres.StopAtOnce();

        await Raised(prometheus, alerts, () => PostMany(person, topic));
    }

    [Fact]
    public async Task A_database_that_takes_seconds_is_a_page_since_posts_are_slow_and_come_late()
    {
        string[] alerts = ["BulletinPostsSlow", "BulletinDeliverySlow", "BulletinCommitsSlow"];
        var database = await (await Postgres).NewDatabase();
        var both = Own(await GatewayAndSilo.Started(database));
        var (person, topic) = await SomebodyWithTopic(both);
        var hub = await Hub(person);
        await hub.Join(topic);
        var prometheus = await Watching(alerts, both.Gateway.MetricsUrl, both.Silo.OperationsUrl);

        await PostgresServer.Execute(database, SlowCommits);

        await Raised(prometheus, alerts, () => PostMany(person, topic));
    }

    [Fact]
    public async Task What_follows_the_messages_and_cannot_is_a_ticket()
    {
        string[] alerts = ["BulletinSearchIsBehind", "BulletinNotificationsLate"];
        var database = await (await Postgres).NewDatabase();
        var both = Own(await GatewayAndSilo.Started(database));
        var (person, topic) = await SomebodyWithTopic(both);
        // What was indexed before counts only for a Prometheus that saw it happen.
        await Eventually.That(async () => await PostgresServer.Ask(database, Behind) == 0, "everything before is followed");
        var prometheus = await Watching(alerts, both.Gateway.MetricsUrl, both.Silo.OperationsUrl);
        var released = await Locked(database, "follow_marks, search_marks", seconds: 45);

        await Raised(prometheus, ["BulletinSearchIsBehind"], () => person.Post(topic, "Who finds this?"));
        await released;

        await Raised(prometheus, ["BulletinNotificationsLate"]);
    }

    [Fact]
    public async Task A_table_that_somebody_changed_is_a_ticket_since_servers_answer_500()
    {
        string[] alerts = ["BulletinServerErrors"];
        var database = await (await Postgres).NewDatabase();
        var both = Own(await GatewayAndSilo.Started(database));
        var person = await Somebody(both.Gateway);
        var prometheus = await Watching(alerts, both.Gateway.MetricsUrl, both.Silo.OperationsUrl);

        await PostgresServer.Execute(database, "ALTER TABLE topics RENAME COLUMN name TO title");

        // The first 500 comes with its counter, and no increase is seen.
        await Raised(prometheus, alerts, () => person.Api.Post("topics", new { name = "A topic" }));
    }

    [Fact]
    public async Task A_database_whose_clock_is_wrong_is_a_ticket()
    {
        string[] alerts = ["BulletinClocksDiffer"];
        var database = await (await Postgres).NewDatabase("""
            CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT pg_catalog.clock_timestamp() - interval ''1 minute''';
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$
            """);
        var right = Own(await SiloProcess.Started(await (await Postgres).NewDatabase()));
        var wrong = Own(await SiloProcess.Started(database));

        await Watching(alerts, right.OperationsUrl);
        await Raised(Own(await Prometheus.Impatient(wrong.OperationsUrl)), alerts);
    }

    [Fact]
    public async Task A_small_disk_without_backups_is_two_tickets()
    {
        var server = Own(SmallDisk.Server(megabytes: 64));
        await server.Start();

        await Raised(Own(await Prometheus.Impatient(server.MetricsUrl)), ["BulletinDiskFills", "BulletinBackupOld"]);
    }

    private async Task<(Person, Guid)> SomebodyWithTopic(GatewayAndSilo both)
    {
        var person = await Somebody(both.Gateway);
        var topic = await person.NewTopic();
        await person.Post(topic, "The topic is in memory");
        return (person, topic);
    }

    private static Task<Answer[]> PostMany(Person person, Guid topic) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(i => person.TryPost(topic, $"{i}")));

    /// <summary>From now on whoever reads or writes these tables waits.</summary>
    /// <returns>Ends when they are released.</returns>
    private static async Task<Task> Locked(string database, string tables, int seconds)
    {
        var released = PostgresServer.Execute(
            $"{database};Command Timeout=120", $"BEGIN; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep({seconds}); COMMIT");
        await Eventually.That(async () => released.IsCompleted || await PostgresServer.Ask(database,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") > 0, $"{tables} is locked");
        return released;
    }
}
