using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Administration;

/// <summary>A process that is killed amid acts leaves an entry in the audit log if the act happened, and only then.</summary>
[Collection(nameof(AdministeredSites))]
public sealed class InterruptedActs(Shared shared, AdministeredSites sites) : AdministrationTest(shared, sites)
{
    private const int Each = 2;

    /// <summary>How many acts on each thing are acknowledged after the kill.</summary>
    private const int After = 5;

    /// <summary>Something whose one field an admin changes again and again.</summary>
    private sealed record Target(string Path, string Field, string Action, Guid Id, long? Seq, Func<Task<string?>> Now)
    {
        /// <summary>What changes were acknowledged to have made of it.</summary>
        public ConcurrentQueue<string> Acknowledged { get; } = new();
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_silo_killed_amid_acts_leaves_an_entry_of_each_that_happened_and_of_no_other(Engine engine)
    {
        var site = await OwnSite(engine);
        var targets = await Targets(site);
        using CancellationTokenSource end = new();
        var acting = targets.Select(target => Act(site, target, end.Token)).ToArray();
        await Acknowledged(targets, 3, "acts are acknowledged");

        var killed = site.Servers[^1];
        killed.Kill();
        await killed.Process.Exit(Eventually.Patience);
        var before = targets.ToDictionary(target => target, target => target.Acknowledged.Count);
        await killed.Start();
        await Eventually.That(() => targets.All(target => target.Acknowledged.Count >= before[target] + After), TimeSpan.FromMinutes(2), "acts are acknowledged again");
        await end.CancelAsync();
        await Task.WhenAll(acting);

        var entries = await site.Audit();
        foreach (var target in targets)
        {
            var chain = entries.Where(entry => entry.Text("action") == target.Action && IsOf(target, entry))
                .Select(entry => (Before: entry.GetProperty("before").Text(target.Field), After: entry.GetProperty("after").Text(target.Field)!)).ToArray();
            // Whatever changed it without an entry, or has an entry without having changed it, is a gap here.
            foreach (var (earlier, later) in chain.Zip(chain.Skip(1))) Assert.Equal(earlier.After, later.Before);
            Assert.Equal(await target.Now(), chain[^1].After);
            Assert.Equal(chain.Length, chain.Select(act => act.After).Distinct().Count());
            Assert.Superset(target.Acknowledged.ToHashSet(), chain.Select(act => act.After).ToHashSet());
        }
    }

    private static async Task<Target[]> Targets(AdministeredSite site)
    {
        var chief = site.Chief;
        List<Target> targets = [];
        var author = await site.Newcomer();
        for (var i = 0; i < Each; i++)
        {
            var user = await site.Newcomer();
            targets.Add(new($"admin/users/{user.Id}", "displayName", "user.renamed", user.Id, null,
                async () => (await chief.Api.Get($"admin/users/{user.Id}")).Is(HttpStatusCode.OK).Json.GetProperty("user").Text("displayName")));
            var topic = await author.NewTopic();
            targets.Add(new($"admin/topics/{topic}", "name", "topic.changed", topic, null,
                async () => (await chief.Api.Get($"admin/topics/{topic}")).Is(HttpStatusCode.OK).Json.Text("name")));
            await author.Post(topic, "First words");
            targets.Add(new($"admin/messages/{topic}/1", "text", "message.edited", topic, 1,
                async () => (await chief.ReadAll(topic)).Single().Text));
        }
        return [.. targets];
    }

    /// <summary>One after the other, so that the log's order is theirs. What got no answer may have happened, and is not tried again.</summary>
    private static async Task Act(AdministeredSite site, Target target, CancellationToken end)
    {
        for (var number = 1; !end.IsCancellationRequested; number++)
        {
            var value = $"Value {number}";
            var answer = await Try(() => site.ChiefAt(number).Api.Patch(target.Path, new Dictionary<string, string> { [target.Field] = value }));
            if (answer?.Status == HttpStatusCode.OK) target.Acknowledged.Enqueue(value);
        }
    }

    private static async Task<Answer?> Try(Func<Task<Answer>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception away) when (away is HttpRequestException || away is TaskCanceledException && !TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static Task Acknowledged(Target[] targets, int times, string what) => Eventually.That(() => targets.All(target => target.Acknowledged.Count >= times), what);

    private static bool IsOf(Target target, JsonElement entry) =>
        entry.GetProperty("target") is var about && about.Id() == target.Id && (target.Seq is null ? about.IsNull("seq") : !about.IsNull("seq") && about.Number("seq") == target.Seq);
}
