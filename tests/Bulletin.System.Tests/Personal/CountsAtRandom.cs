using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bulletin.SystemTests.Access;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Personal;

/// <summary>Whatever people do, and whatever process dies meanwhile: what is theirs is the same everywhere, and agrees with the messages.</summary>
public sealed class CountsAtRandom(Shared shared) : SystemTest(shared)
{
    /// <summary>Enough to find most mistakes in a minute. BULLETIN_PERSONAL_STEPS asks for more, as before a release: 10,000.</summary>
    private const int Steps = 1_500;

    private const int AtOnce = 6, CheckEvery = 150, KillEvery = 500;

    /// <summary>
    /// Followers find within seconds what a killed process has left, and what people have read is written after two. That somebody was added to a private
    /// topic is found when their list is compared with storage, five seconds after it is known that a silo has left.
    /// </summary>
    private static readonly TimeSpan QuietWithin = TimeSpan.FromSeconds(30);

    private static int StepsToTake => int.Parse(Environment.GetEnvironmentVariable("BULLETIN_PERSONAL_STEPS") ?? $"{Steps}", CultureInfo.InvariantCulture);
    private static int Seed => int.Parse(Environment.GetEnvironmentVariable("BULLETIN_PERSONAL_SEED") ?? $"{Random.Shared.Next()}", CultureInfo.InvariantCulture);

    private string _database = "";
    private BulletinServer[] _servers = [];
    private Everywhere[] _people = [];
    private Device[][] _devices = [];

    [Fact]
    public async Task Positions_levels_counts_and_notifications_are_the_same_on_every_device_and_agree_with_the_messages()
    {
        var seed = Seed;
        Print($"The seed is {seed}: BULLETIN_PERSONAL_SEED");
        await Start();
        Random random = new(seed);
        BusyPeople busy = new(random, _people, _devices);
        await busy.Meet();
        await Watch();
        var clock = Stopwatch.StartNew();
        var checking = TimeSpan.Zero;
        var checkedUpTo = new Dictionary<Guid, long>();

        for (var step = 0; step < StepsToTake;)
        {
            var batch = Enumerable.Range(0, AtOnce).Select(_ => busy.Next()).ToList();
            var kills = step / KillEvery != (step + AtOnce) / KillEvery;
            var checks = step / CheckEvery != (step + AtOnce) / CheckEvery || step + AtOnce >= StepsToTake;
            step += AtOnce;
            if (kills) await KillDuring(busy, random.Next(_servers.Length), batch);
            else await Do(busy, batch);
            Assert.True(busy.Mistakes.IsEmpty, $"By step {step} of seed {seed}:\n{string.Join('\n', busy.Mistakes)}");
            if (!checks) continue;

            var began = clock.Elapsed;
            var facts = await Agree($"what is everybody's own agrees after step {step} of seed {seed}");
            Assert.Empty(facts.WrongMentions(checkedUpTo, busy.IsNotified));
            checkedUpTo = facts.Heads;
            checking += clock.Elapsed - began;
        }

        Assert.Empty(_devices.SelectMany(devices => devices).SelectMany(device => device.Mistakes));
        Print($"{StepsToTake} steps in {clock.Elapsed.TotalSeconds:0} s, of which {checking.TotalSeconds:0} s to compare; {busy.Unavailable} were answered 503");
        Print($"Devices came back {Total(device => device.Comings.Resumed)} times, {Total(device => device.Comings.Reset)} times to begin anew");

        int Total(Func<Device, int> count) => _devices.SelectMany(devices => devices).Sum(count);
    }

    private async Task Start()
    {
        _database = await (await Postgres).NewDatabase();
        var key = Nodes.NewSigningKey();
        _servers = [await Server(), await Server()];
        _people = await Task.WhenAll(Enumerable.Range(0, BusyPeople.Count).Select(async _ => Own(await Everywhere.SignedUp([.. _servers.Select(server => server.Url)], "busy"))));
        _devices = [.. _people.Select(person => _servers.Select((_, gateway) => Own(new Device(person.At(gateway)))).ToArray())];

        Task<BulletinServer> Server() => OwnServer(
            [.. Nodes.OnPostgres(_database).Select(s => (s.Key, s.Value)), ("Auth:SigningKeys:0", key), ("Auth:AccessTokenLifetime", "01:00:00")]);
    }

    private Task Watch() => Task.WhenAll(_devices.SelectMany(devices => devices).Select(device => device.ComeBack()));

    private static async Task Do(BusyPeople busy, IReadOnlyList<BusyPeople.Step> batch)
    {
        await Task.WhenAll(batch.Where(step => step.Deed != BusyPeople.Deed.ComeBack).Select(busy.Do));
        // A device comes back once at a time.
        await Task.WhenAll(batch.Where(step => step.Deed == BusyPeople.Deed.ComeBack).DistinctBy(step => (step.Who, step.Gateway)).Select(busy.Do));
    }

    private async Task KillDuring(BusyPeople busy, int gateway, IReadOnlyList<BusyPeople.Step> batch)
    {
        busy.Down = gateway;
        var doing = Do(busy, batch);
        _servers[gateway].Kill();
        await doing;
        await _servers[gateway].KillAndRestart();
        busy.Down = null;
    }

    private async Task<Facts> Agree(string what)
    {
        Facts? facts = null;
        await Eventually.Get(async () =>
        {
            facts = await Facts.Read(_database);
            return await Difference(facts);
        }, difference => difference is null, QuietWithin, what);
        return facts!;
    }

    /// <returns>Null if all are the same.</returns>
    private async Task<string?> Difference(Facts facts)
    {
        if (!facts.IsFollowed) return "The followers are not done.";
        foreach (var (person, devices) in _people.Zip(_devices))
        {
            for (var gateway = 0; gateway < _servers.Length; gateway++)
                if (await Difference(facts, person.At(gateway)) is { } difference) return $"{person.Username} at gateway {gateway}: {difference}";
            foreach (var (device, gateway) in devices.Select((device, i) => (device, i)))
            {
                await device.Settle();
                if (Difference(facts, person.Id, device) is { } difference) return $"{person.Username}'s device at gateway {gateway}: {difference}";
            }
        }
        return null;
    }

    private static async Task<string?> Difference(Facts facts, Person person)
    {
        var (topics, notes, unread) = (await person.Api.Get("users/me/topics?limit=100"), await person.Api.Get("notifications?limit=100"), await person.Api.Get("notifications?unread=true&limit=100"));
        if (new[] { topics, notes, unread }.FirstOrDefault(answer => answer.Status != HttpStatusCode.OK) is { } failed) return $"{failed}";

        var mine = topics.Json.Items().ToDictionary(item => item.GetProperty("topic").Id());
        var held = mine.ToDictionary(item => item.Key, item => new OwnTopic(
            item.Value.Text("level")!, item.Value.GetProperty("following").GetBoolean(), item.Value.GetProperty("pinned").GetBoolean(),
            item.Value.IsNull("draft") ? null : item.Value.GetProperty("draft").Text("text"), facts.FirstUnread(person.Id, item.Key, item.Value.Number("readSeq"))));
        var counts = mine.ToDictionary(item => item.Key, item => new Counts((int)item.Value.Number("unread"), (int)item.Value.Number("mentions")));
        var expected = facts.NotificationsOf(person.Id).ToList();
        return Compared("topics", facts.TopicsOf(person.Id), held)
            ?? Compared("counts", facts.CountsOf(person.Id), counts)
            ?? Compared("notifications", expected.Take(100), notes.Json.Items().Select(note => (note.Number("id"), !note.IsNull("readAt"))))
            ?? Compared("unread notifications", expected.Where(note => !note.IsRead).Take(100), unread.Json.Items().Select(note => (note.Number("id"), false)))
            ?? Compared("the number of unread notifications", facts.UnreadNotificationsOf(person.Id), (int)notes.Json.Number("unread"));
    }

    private static string? Difference(Facts facts, Guid userId, Device device)
    {
        var expected = facts.NotificationsOf(userId).ToList();
        var topics = facts.TopicsOf(userId);
        // What it still holds of a topic that is out of sight is not shown.
        return Compared("topics", topics, device.Topics(facts).Where(topic => topics.ContainsKey(topic.Key)).ToDictionary())
            ?? Compared("the number of unread notifications", facts.UnreadNotificationsOf(userId), device.Unread)
            ?? Compared("notifications", expected.Take(50), device.Notifications);
    }

    private static string? Compared<T>(string what, Dictionary<Guid, T> stored, Dictionary<Guid, T> told) => Compared(
        what, stored.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"), told.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}"));

    private static string? Compared<T>(string what, IEnumerable<T> stored, IEnumerable<T> told)
    {
        var (missing, extra) = (stored.Except(told).Take(5).ToList(), told.Except(stored).Take(5).ToList());
        return missing.Count + extra.Count == 0 ? null : $"{what}: stored and not told [{string.Join("; ", missing)}], told and not stored [{string.Join("; ", extra)}]";
    }

    private static string? Compared(string what, int stored, int told) => stored == told ? null : $"{what}: {stored} are stored, and {told} told";
}
