using System.Collections.Concurrent;
using System.Net;
using System.Numerics;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>A server with SQLite, or two gateways on Postgres, and the people whom the matrix speaks of.</summary>
internal sealed class Site : IAsyncDisposable
{
    /// <summary>What is spent of these stays spent while a test runs, so that one can see what a call has cost.</summary>
    private static readonly Dictionary<string, string> s_settings = new(
    [
        new("Accounts:RowFreshness", "00:00:01"), new("Auth:AccessTokenLifetime", "01:00:00"),
        .. new[] { "Posting", "Writing", "Searching", "Reading", "Marking" }.Select(limit => KeyValuePair.Create($"Limits:{limit}:PerSecond", "0.01")),
    ]);

    private readonly BulletinServer[] _servers;
    private readonly Dictionary<string, ConcurrentQueue<Everywhere>> _fresh = new() { ["moderator"] = new(), ["admin"] = new() };
    private readonly ConcurrentBag<Everywhere> _all = [];
    private readonly Dictionary<string, Everywhere> _cast = [];
    private Everywhere[] _company = [];
    private int _conversations;

    /// <summary>A conversation has ten people, of whom three shall be in it.</summary>
    private const int MostCompany = 7;

    private const int FreshOfEach = 10;

    private Site(BulletinServer[] servers) => _servers = servers;

    public IReadOnlyList<BulletinServer> Servers => _servers;
    public IReadOnlyList<Uri> Gateways => [.. _servers.Select(server => server.Url)];

    /// <summary>Whom the matrix calls so. Creators are owners, and participants members.</summary>
    public Everywhere this[string who] => _cast[who switch { "creator" => "owner", "participant" => "member", _ => who }];

    public static async Task<Site> OnSqlite()
    {
        var server = await BulletinServer.Started(s_settings);
        return await new Site([server]).Peopled($"--Data={server.DataFolder}");
    }

    public static async Task<Site> OnPostgres(string database)
    {
        var key = Nodes.NewSigningKey();
        List<BulletinServer> servers = [];
        for (var i = 0; i < 2; i++)
            servers.Add(await BulletinServer.Started(new Dictionary<string, string>([.. s_settings, .. Nodes.OnPostgres(database), new("Auth:SigningKeys:0", key)])));
        return await new Site([.. servers]).Peopled($"--ConnectionStrings:Postgres={database}");
    }

    public async Task<Everywhere> Newcomer(string like = "new")
    {
        var person = await Everywhere.SignedUp(Gateways, like);
        _all.Add(person);
        return person;
    }

    /// <summary>The gateway through which something is made, and the one that is asked for it: the other, if there is one.</summary>
    public (int Made, int Asked) Turn(int number) => (number % _servers.Length, (number + 1) % _servers.Length);

    /// <summary>A moderator or admin who has spent nothing yet.</summary>
    public Everywhere Fresh(string role) => _fresh[role].TryDequeue(out var person) ? person : throw new InvalidOperationException($"There is no {role} left.");

    /// <summary>The token of a link by which this person can set a new password.</summary>
    public async Task<string> PasswordLink(Everywhere person, int gateway)
    {
        var link = (await this["admin"].At(gateway).Api.Post($"admin/users/{person.Id}/password-reset", new { })).Is(HttpStatusCode.OK).Json.Text("url")!;
        return link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>People who have had no conversation together so far, besides those who shall be in it.</summary>
    public string[] Company()
    {
        int number;
        do number = Interlocked.Increment(ref _conversations);
        while (BitOperations.PopCount((uint)number) > MostCompany);
        return [.. _company.Where((_, i) => (number >> i & 1) == 1).Select(person => person.Username)];
    }

    private async Task<Site> Peopled(string storage)
    {
        try
        {
            foreach (var name in new[] { "owner", "member", "other", "outsider", "invited", "former", "newcomer" }) _cast[name] = await Newcomer(name);
            _company = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Newcomer("company")));
            _cast["admin"] = await FirstAdmin(storage);
            _cast["moderator"] = await Appointed("moderator");
            foreach (var (role, fresh) in _fresh)
                foreach (var person in await Task.WhenAll(Enumerable.Range(0, FreshOfEach).Select(_ => Appointed(role)))) fresh.Enqueue(person);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Made an admin by the operator's command, beside the running servers.</summary>
    private async Task<Everywhere> FirstAdmin(string storage)
    {
        var person = await Newcomer("admin");
        await ChildProcess.Run("dotnet", [Built.Silo, "admin", "grant", person.Username, storage], "/");
        await Has(person, "admin");
        return person;
    }

    private async Task<Everywhere> Appointed(string role)
    {
        var person = await Newcomer(role);
        (await this["admin"].At(0).Api.Patch($"admin/users/{person.Id}", new { role })).Is(HttpStatusCode.OK);
        await Has(person, role);
        return person;
    }

    private async Task Has(Everywhere person, string role)
    {
        for (var i = 0; i < _servers.Length; i++)
        {
            var api = person.At(i).Api;
            await Eventually.That(async () => (await api.Get("users/me")).Json.Text("role") == role, $"{person.Username} is a {role}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _all) await person.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
    }
}
