using System.Globalization;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Cluster;

/// <summary>What every test of a cluster under load does.</summary>
public abstract class ClusterTest(Shared shared) : SystemTest(shared)
{
    private protected async Task<Load> Begin(LocalCluster cluster, int topics) =>
        await Begin(await OpenTopics(cluster, topics), cluster.Gateways);

    private protected async Task<Load> Begin(OpenedTopics opened, IReadOnlyList<Uri> gateways)
    {
        var person = Own(await opened.Person.Again(gateways[0]));
        var followers = await Task.WhenAll(gateways.Select((_, i) => Follower.Of(person, opened.Ids, gateways.Skip(i).Concat(gateways.Take(i)))));
        foreach (var follower in followers) Own(follower);
        var posts = Own(new SteadyPosts(person, opened.Ids, gateways));
        await posts.AllAnswerAgain(TimeSpan.FromSeconds(30));
        return new(person, opened.Ids, followers, posts);
    }

    /// <summary>Opens topics by way of all gateways, since silos inside gateways keep what comes to them.</summary>
    private protected async Task<OpenedTopics> OpenTopics(LocalCluster cluster, int count)
    {
        var person = Own(await Person.SignedUp(cluster.Gateway(1)));
        var everywhere = await Task.WhenAll(cluster.Gateways.Select(gateway => person.Again(gateway)));
        foreach (var one in everywhere) Own(one);
        return new(person, await Task.WhenAll(Enumerable.Range(0, count).Select(i => everywhere[i % everywhere.Length].NewTopic($"Topic {i}"))));
    }

    /// <summary>
    /// Nothing answered is lost, nothing is there twice, numbers have no gap, and who followed saw exactly the log.
    /// </summary>
    private protected static async Task NothingIsLost(Load load)
    {
        await load.Posts.End();
        foreach (var topic in load.Topics)
        {
            var log = await load.Person.ReadAll(topic);
            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(m => m.Seq));
            Assert.Equal(log.Count, log.Select(m => m.ClientId).Distinct().Count());
            var stored = log.ToDictionary(m => m.ClientId, m => m.Seq);
            Assert.All(load.Posts.All.Where(a => a.Topic == topic), a => Assert.Equal(a.Seq, stored[a.ClientId]));

            foreach (var follower in load.Followers)
            {
                await Eventually.That(() => follower.HasSeen(topic, log[^1].Revision), $"a follower sees revision {log[^1].Revision}");
                Assert.Equal(log, follower.Messages(topic));
            }
        }
    }

    /// <summary>How many topics each of these silos holds.</summary>
    private protected static async Task<long[]> InMemory(LocalCluster cluster, params string[] silos)
    {
        using HttpClient http = new();
        List<long> counts = [];
        foreach (var silo in silos)
        {
            var line = (await http.GetStringAsync(cluster.Metrics(silo), TestContext.Current.CancellationToken)).Split('\n')
                .FirstOrDefault(l => l.StartsWith("bulletin_topics_in_memory", StringComparison.Ordinal) && !l.StartsWith('#'));
            counts.Add(line is null ? 0 : long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }
        return [.. counts];
    }

    private protected sealed record OpenedTopics(Person Person, IReadOnlyList<Guid> Ids);

    private protected sealed record Load(Person Person, IReadOnlyList<Guid> Topics, IReadOnlyList<Follower> Followers, SteadyPosts Posts)
    {
        public override string ToString() =>
            $"longest silence {Posts.LongestSilence().TotalSeconds:0.00} s, posts p50 {Posts.Percentile(0.5).TotalMilliseconds:0}, p99 {Posts.Percentile(0.99).TotalMilliseconds:0}, "
            + $"longest {Posts.Percentile(1).TotalMilliseconds:0} ms, {Posts.All.Count} answered, refused: {Posts.Refusals}";
    }
}
