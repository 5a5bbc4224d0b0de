using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Promises;

/// <summary>A post costs one row and a share of a commit.</summary>
public sealed class SharedCommits(Shared shared) : SystemTest(shared)
{
    private const int Topics = 500;

    [Fact]
    public async Task Posts_at_once_to_many_topics_take_fewer_commits_than_there_are_topics()
    {
        var database = await (await Postgres).NewDatabase();
        var server = await OwnServerOn(database);
        var people = await People(10, server);
        var topics = await Task.WhenAll(Enumerable.Range(0, Topics).Select(i => people[i % 10].NewTopic($"topic {i}")));
        await Task.WhenAll(topics.Select((topic, i) => people[i % 10].Post(topic, "the first takes the topic")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => people[i % 10].TryPost(topics[i % Topics], $"message {i}")));

        Assert.All(answers, a => a.Is(HttpStatusCode.Created));
        Assert.Equal(1_000 + Topics, await PostgresServer.Ask(database, "SELECT count(*) FROM messages"));
        // Each row tells which transaction wrote it. (Statistics of Postgres come late, and would count too few.)
        var commits = await PostgresServer.Ask(database, "SELECT count(DISTINCT xmin::text) FROM messages WHERE seq > 1");
        Print($"1,000 posts over {Topics} topics: {commits} commits");
        // However busy the machine, and however many posts of a topic go into one append: if none shared, each topic would take one at least.
        Assert.InRange(commits, 1, Topics - 1);
    }
}
