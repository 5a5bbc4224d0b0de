using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Promises;

/// <summary>A post costs one row and a share of a commit.</summary>
public sealed class SharedCommits(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_thousand_posts_at_once_over_a_hundred_topics_take_far_fewer_than_a_thousand_commits()
    {
        var database = await (await Postgres).NewDatabase();
        var server = await OwnServerOn(database);
        var people = await People(10, server);
        var topics = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => people[i % 10].NewTopic($"topic {i}")));
        foreach (var topic in topics) await people[0].Post(topic, "the first takes the topic");

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => people[i % 10].TryPost(topics[i % 100], $"message {i}")));

        Assert.All(answers, a => a.Is(HttpStatusCode.Created));
        Assert.Equal(1_100, await PostgresServer.Ask(database, "SELECT count(*) FROM messages"));
        // Each row tells which transaction wrote it. (Statistics of Postgres come late, and would count too few.)
        var commits = await PostgresServer.Ask(database, "SELECT count(DISTINCT xmin::text) FROM messages WHERE seq > 1");
        Print($"1,000 posts over 100 topics: {commits} commits");
        Assert.InRange(commits, 1, 500);
    }
}
