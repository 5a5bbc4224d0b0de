using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Tests.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Topics;

public sealed class RemovedTopicsTests(SqliteStorage storage) : IClassFixture<SqliteStorage>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_that_runs_empties_removed_topics_whatever_their_size()
    {
        var author = Sample.Person("ada");
        Assert.True(await storage.Users.Create(new StoredAccount(author, "hash", IsModerator: false), Cancel));
        var topic = new Topic(Guid.CreateVersion7(), "Tea", null, DateTimeOffset.UnixEpoch, author, DateTimeOffset.UnixEpoch, 0, 0, null);
        await storage.Topics.Create(topic, TopicMembers.Everybody, Cancel);
        var claim = (await storage.Log.Claim(topic.Id, Cancel))!.Value;
        Message[] messages = [.. Enumerable.Range(1, (2 * RemovedTopics.Some) + 1).Select(n =>
            new Message(topic.Id, n, n, Guid.CreateVersion7(), author, $"Message {n}", null, DateTimeOffset.UnixEpoch, null, null))];
        await storage.Commits.Append(new(topic.Id, claim.Epoch, claim.Head, new(messages.Length, messages.Length), DateTimeOffset.UnixEpoch, messages, []), Cancel);
        await storage.Topics.Remove(topic, DateTimeOffset.UnixEpoch, Cancel);
        FakeTimeProvider clock = new();
        using RemovedTopics sweep = new(storage.Topics, clock, NullLogger<RemovedTopics>.Instance);

        await sweep.StartAsync(Cancel);
        while (await Messages(topic.Id) > 0)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        await sweep.StopAsync(Cancel);
        Assert.Null(await storage.Log.Load(topic.Id, 50, Cancel));
        Assert.False(await storage.Topics.Create(topic, TopicMembers.Everybody, Cancel));
    }

    private async Task<int> Messages(Guid topic) =>
        (await storage.Services.GetRequiredService<SqlDatabase>().Query("SELECT seq FROM messages WHERE topic_id = @topic", _ => true, Cancel, ("topic", topic))).Count;
}
