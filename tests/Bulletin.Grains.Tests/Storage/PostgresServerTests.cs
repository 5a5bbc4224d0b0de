namespace Bulletin.Grains.Tests.Storage;

/// <summary>What benchmarks ask of the launcher: to fill a server in a hurry, and to measure it as it comes.</summary>
public sealed class PostgresServerTests
{
    [Fact]
    public async Task Restarted_in_another_place_with_other_settings_a_server_holds_what_it_held()
    {
        await using var server = await PostgresServer.Started(settings: ["fsync=off", "max_connections=20"]);
        var database = await server.NewDatabase("CREATE TABLE kept AS SELECT 7 AS n");

        await server.Restart(new Place(Place.Here.Address, "taskset", "-c", "0"), ["max_connections=30"]);

        Assert.Equal(7, await PostgresServer.Ask(database, "SELECT n FROM kept"));
        Assert.Equal(30, await PostgresServer.Ask(database, "SELECT current_setting('max_connections')::int"));
        Assert.Equal(1, await PostgresServer.Ask(database, "SELECT current_setting('fsync')::bool::int"));
    }
}
