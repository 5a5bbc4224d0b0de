using System.Collections.Concurrent;
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
        .. new[] { "Posting", "Writing", "Searching", "Reading" }.Select(limit => KeyValuePair.Create($"Limits:{limit}:PerSecond", "0.01")),
    ]);

    private readonly BulletinServer[] _servers;
    private readonly ConcurrentQueue<Everywhere> _moderators = new();
    private readonly ConcurrentBag<Everywhere> _all = [];
    private readonly Dictionary<string, Everywhere> _cast = [];
    private Everywhere[] _company = [];
    private int _conversations;

    /// <summary>A conversation has ten people, of whom three shall be in it.</summary>
    private const int MostCompany = 7;

    private Site(BulletinServer[] servers) => _servers = servers;

    public IReadOnlyList<BulletinServer> Servers => _servers;
    public IReadOnlyList<Uri> Gateways => [.. _servers.Select(server => server.Url)];

    /// <summary>Whom the matrix calls so. Creators are owners, and participants members.</summary>
    public Everywhere this[string who] => _cast[who switch { "creator" => "owner", "participant" => "member", _ => who }];

    public static async Task<Site> OnSqlite()
    {
        var server = await BulletinServer.Started(s_settings);
        return await new Site([server]).Peopled(async moderators =>
        {
            // Only one process at a time may use the folder.
            await server.Terminate();
            foreach (var moderator in moderators) await Grant(moderator, $"--Data={server.DataFolder}");
            await server.Start();
        });
    }

    public static async Task<Site> OnPostgres(string database)
    {
        var key = Nodes.NewSigningKey();
        List<BulletinServer> servers = [];
        for (var i = 0; i < 2; i++)
            servers.Add(await BulletinServer.Started(new Dictionary<string, string>([.. s_settings, .. Nodes.OnPostgres(database), new("Auth:SigningKeys:0", key)])));
        return await new Site([.. servers]).Peopled(async moderators =>
        {
            foreach (var moderator in moderators) await Grant(moderator, $"--ConnectionStrings:Postgres={database}");
        });
    }

    public async Task<Everywhere> Newcomer(string like = "new")
    {
        var person = await Everywhere.SignedUp(Gateways, like);
        _all.Add(person);
        return person;
    }

    /// <summary>The gateway through which something is made, and the one that is asked for it: the other, if there is one.</summary>
    public (int Made, int Asked) Turn(int number) => (number % _servers.Length, (number + 1) % _servers.Length);

    /// <summary>A moderator who has spent nothing yet.</summary>
    public Everywhere FreshModerator() => _moderators.TryDequeue(out var moderator) ? moderator : throw new InvalidOperationException("There are no more moderators.");

    /// <summary>People who have had no conversation together so far, besides those who shall be in it.</summary>
    public string[] Company()
    {
        int number;
        do number = Interlocked.Increment(ref _conversations);
        while (BitOperations.PopCount((uint)number) > MostCompany);
        return [.. _company.Where((_, i) => (number >> i & 1) == 1).Select(person => person.Username)];
    }

    private async Task<Site> Peopled(Func<IEnumerable<string>, Task> grant)
    {
        try
        {
            foreach (var name in new[] { "owner", "member", "other", "outsider", "invited", "former", "newcomer", "moderator" }) _cast[name] = await Newcomer(name);
            _company = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Newcomer("company")));
            var moderators = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Newcomer("moderator")));
            foreach (var moderator in moderators) _moderators.Enqueue(moderator);
            Everywhere[] all = [this["moderator"], .. moderators];
            await grant(all.Select(moderator => moderator.Username));
            foreach (var moderator in all)
            {
                for (var i = 0; i < _servers.Length; i++)
                {
                    var api = moderator.At(i).Api;
                    await Eventually.That(async () => (await api.Get("users/me")).Json.GetProperty("moderator").GetBoolean(), $"{moderator.Username} is a moderator");
                }
            }
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static Task<string> Grant(string username, string where) => ChildProcess.Run("dotnet", [Built.Silo, "moderator", "grant", username, where], "/");

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _all) await person.DisposeAsync();
        foreach (var server in _servers) await server.DisposeAsync();
    }
}
