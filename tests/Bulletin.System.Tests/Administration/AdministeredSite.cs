using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>A server with SQLite, or two gateways with a silo each on Postgres, and an admin of it who was there before its first start.</summary>
internal sealed class AdministeredSite : IAsyncDisposable
{
    private readonly ConcurrentBag<Person> _people = [];
    private Person[] _chief = [];

    private AdministeredSite(BulletinServer[] servers, Operator @operator) => (Servers, Operator) = (servers, @operator);

    public IReadOnlyList<BulletinServer> Servers { get; }
    public Operator Operator { get; }

    /// <summary>The first admin, at the first gateway.</summary>
    public Person Chief => _chief[0];

    /// <summary>The database, if it is Postgres.</summary>
    public string? Database { get; private init; }

    public static async Task<AdministeredSite> Started(Engine engine, Shared shared, params (string Key, string Value)[] settings)
    {
        var database = engine == Engine.Postgres ? await (await shared.Postgres).NewDatabase() : null;
        var key = Nodes.NewSigningKey();
        BulletinServer[] servers = [.. Enumerable.Range(0, database is null ? 1 : 2).Select(_ => new BulletinServer(new Dictionary<string, string>(
        [
            new("Accounts:RowFreshness", "00:00:01"), new("Auth:AccessTokenLifetime", "01:00:00"),
            .. database is null ? [] : Nodes.OnPostgres(database).Append(new("Auth:SigningKeys:0", key)),
            .. settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)),
        ])))];
        var @operator = database is null ? Operator.Of(servers[0].DataFolder) : Operator.OnPostgres(database);
        AdministeredSite site = new(servers, @operator) { Database = database };
        try
        {
            var chief = Person.NewName("chief");
            await @operator.CreateAdmin(chief);
            foreach (var server in servers) await server.Start();
            site._chief = await Task.WhenAll(servers.Select(server => Person.LoggedIn(server.Url, chief)));
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Any number stands for a gateway.</summary>
    public BulletinServer Server(int number) => Servers[number % Servers.Count];

    public Person ChiefAt(int gateway) => _chief[gateway % Servers.Count];

    public async Task<Person> Newcomer(int gateway = 0, string like = "p") => Kept(await Person.SignedUp(Server(gateway).Url, Person.NewName(like)));

    /// <summary>The same person at another gateway, in a session of its own.</summary>
    public async Task<Person> At(int gateway, Person person) => Kept(await person.Again(Server(gateway).Url));

    /// <summary>Somebody new whom the first admin gave this role, in a session that began with it.</summary>
    public async Task<Person> Staff(string role, int gateway = 0)
    {
        var person = await Newcomer(gateway, role);
        (await Chief.Api.Patch($"admin/users/{person.Id}", new { role })).Is(HttpStatusCode.OK);
        return await At(gateway, person);
    }

    /// <summary>The audit log from its beginning.</summary>
    public Task<IReadOnlyList<JsonElement>> Audit(string filter = "") => Audit(Chief, filter);

    public static async Task<IReadOnlyList<JsonElement>> Audit(Person admin, string filter)
    {
        List<JsonElement> newestFirst = [];
        for (string? cursor = null; ;)
        {
            var page = (await admin.Api.Get($"admin/audit?limit=200{filter}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}")).Is(HttpStatusCode.OK).Json;
            newestFirst.AddRange(page.Items());
            if ((cursor = page.Text("next")) is null) break;
        }
        newestFirst.Reverse();
        return newestFirst;
    }

    private Person Kept(Person person)
    {
        _people.Add(person);
        return person;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people.Concat(_chief)) person.Dispose();
        foreach (var server in Servers) await server.DisposeAsync();
    }
}

/// <summary>A site on either engine that tests share, started by the first that asks for it.</summary>
[CollectionDefinition(nameof(AdministeredSites))]
public sealed class AdministeredSites(Shared shared) : ICollectionFixture<AdministeredSites>, IAsyncDisposable
{
    private readonly Lazy<Task<AdministeredSite>> _sqlite = new(() => AdministeredSite.Started(Engine.Sqlite, shared));
    private readonly Lazy<Task<AdministeredSite>> _postgres = new(() => AdministeredSite.Started(Engine.Postgres, shared));

    internal Task<AdministeredSite> On(Engine engine) => (engine == Engine.Sqlite ? _sqlite : _postgres).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in new[] { _sqlite, _postgres })
            if (site.IsValueCreated && site.Value.IsCompletedSuccessfully) await (await site.Value).DisposeAsync();
    }
}
