using Bulletin.Grains.Settings;
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
        var topic = await Removed(DateTimeOffset.UnixEpoch);
        FakeTimeProvider clock = new();
        using var sweep = Sweep(clock);

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

    [Fact]
    public async Task A_topic_keeps_its_messages_for_as_long_as_it_can_be_restored()
    {
        var topic = await Removed(Sample.Noon);
        var messages = await Messages(topic.Id);
        var days = SiteSettings.Default.RemovedTopicDays;

        await Empty(Sample.Noon.AddDays(days).AddMilliseconds(-1));
        Assert.Equal(messages, await Messages(topic.Id));

        await Empty(Sample.Noon.AddDays(days));
        Assert.Equal(0, await Messages(topic.Id));
    }

    private async Task Empty(DateTimeOffset now)
    {
        using var sweep = Sweep(new StoppedClock(now));
        await sweep.Empty(Cancel);
    }

    private RemovedTopics Sweep(TimeProvider clock)
    {
        SiteSettingsFeed settings = new(storage.Services.GetRequiredService<ISettingsStore>(), clock, NullLogger<SiteSettingsFeed>.Instance);
        return new(storage.Topics, settings, clock, NullLogger<RemovedTopics>.Instance);
    }

    /// <summary>A topic of more messages than are deleted together.</summary>
    private async Task<Topic> Removed(DateTimeOffset at)
    {
        var author = Sample.Person($"ada-{Guid.CreateVersion7():n}"[..32]);
        Assert.True(await storage.Users.Create(new(author, "hash"), audit: null, Cancel));
        Topic topic = new(Guid.CreateVersion7(), "Tea", null, DateTimeOffset.UnixEpoch, author, DateTimeOffset.UnixEpoch, 0, 0, null);
        await storage.Topics.Create(topic, TopicMembers.Everybody, Cancel);
        var claim = (await storage.Log.Claim(topic.Id, Cancel))!.Value;
        Message[] messages = [.. Enumerable.Range(1, (2 * RemovedTopics.Some) + 1).Select(n =>
            new Message(topic.Id, n, n, Guid.CreateVersion7(), author, $"Message {n}", null, DateTimeOffset.UnixEpoch, null, null))];
        await storage.Commits.Append(new(topic.Id, claim.Epoch, claim.Head, new(messages.Length, messages.Length), DateTimeOffset.UnixEpoch, messages, [], []), Cancel);
        Assert.True(await storage.Topics.Remove(topic, at, audit: null, Cancel));
        return topic;
    }

    private async Task<int> Messages(Guid topic) =>
        (await storage.Services.GetRequiredService<SqlDatabase>().Query("SELECT seq FROM messages WHERE topic_id = @topic", _ => true, Cancel, ("topic", topic))).Count;
}
