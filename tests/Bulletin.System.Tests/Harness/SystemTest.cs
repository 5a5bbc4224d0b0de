namespace Bulletin.SystemTests.Harness;

/// <summary>What every test of the running system has: servers, people, and the servers' logs when it fails.</summary>
public abstract class SystemTest(Shared shared) : IAsyncLifetime
{
    private readonly List<object> _own = [];
    private readonly HashSet<ProcessLog> _logs = [];

    internal Task<PostgresServer> Postgres => shared.Postgres;

    /// <summary>The test's own stop sign.</summary>
    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    internal async Task<BulletinServer> One() => Watch(await shared.One);

    internal async Task<(BulletinServer First, BulletinServer Second)> Pair()
    {
        var pair = await shared.Pair;
        return (Watch(pair[0]), Watch(pair[1]));
    }

    /// <summary>A server of this test alone.</summary>
    internal async Task<BulletinServer> OwnServer(params (string Key, string Value)[] settings)
    {
        var server = Watch(Own(new BulletinServer(settings.ToDictionary(s => s.Key, s => s.Value))));
        await server.Start();
        return server;
    }

    internal async Task<BulletinServer> OwnServerOn(string connectionString) =>
        await OwnServer([.. Nodes.OnPostgres(connectionString).Select(s => (s.Key, s.Value))]);

    /// <summary>A server of this test alone, on either engine.</summary>
    internal async Task<BulletinServer> OwnServer(Engine engine) =>
        engine == Engine.Sqlite ? await OwnServer() : await OwnServerOn(await (await Postgres).NewDatabase());

    internal async Task<Person> Somebody(BulletinServer? server = null) => Own(await Person.SignedUp((server ?? await One()).Url));

    internal async Task<Person[]> People(int count, BulletinServer? server = null)
    {
        server ??= await One();
        return await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Somebody(server)));
    }

    internal async Task<HubClient> Hub(Person person, HubProtocol protocol = HubProtocol.Json) => Own(await HubClient.Of(person, protocol));

    /// <summary>Disposed when the test ends, the latest first.</summary>
    internal T Own<T>(T thing) where T : class
    {
        lock (_own) _own.Add(thing);
        return thing;
    }

    internal BulletinServer Watch(BulletinServer server)
    {
        lock (_own) _logs.Add(server.Log);
        return server;
    }

    protected static void Print(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            foreach (var log in _logs) Print($"--- the server's last lines ---\n{log.Tail()}");
        for (var i = _own.Count - 1; i >= 0; i--)
        {
            if (_own[i] is IAsyncDisposable async) await async.DisposeAsync();
            else if (_own[i] is IDisposable thing) thing.Dispose();
        }
    }
}

/// <summary>Where a server keeps its facts.</summary>
public enum Engine { Sqlite, Postgres }
