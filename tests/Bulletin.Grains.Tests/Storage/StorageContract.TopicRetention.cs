using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task Topics_with_messages_older_than_their_setting_or_the_site_s_are_found()
    {
        var now = Start.AddDays(20);
        var author = await NewUser();
        List<(Topic Topic, int? Days)> topics = [];
        foreach (var days in (int?[])[null, 0, 5, 30, null])
        {
            var topic = await NewTopic(author);
            await (await Claim(topic.Id)).Post(author, "Old");
            if (days is not null) await SetRetention(topic, days);
            topics.Add((topic, days));
        }
        await storage.Topics.Remove(topics[4].Topic, Start, audit: null, Cancel);

        var found = await Expiring(siteDays: 10, now);
        var ofTopicsOnly = await Expiring(siteDays: null, now);

        Assert.Equal([topics[0].Topic.Id, topics[2].Topic.Id], found.Intersect(topics.Select(topic => topic.Topic.Id)));
        Assert.Equal([topics[2].Topic.Id], ofTopicsOnly.Intersect(topics.Select(topic => topic.Topic.Id)));
    }

    [Fact]
    public async Task Where_the_site_keeps_messages_for_ever_only_topics_with_a_limit_of_their_own_are_walked()
    {
        var author = await NewUser();
        var (limited, other) = (await NewTopic(author), await NewTopic(author));
        await SetRetention(limited, 5);
        await SetRetention(other, 0);

        var page = await storage.Topics.Expiring(siteDays: null, Start, Before(limited.Id), some: 1, Cancel);

        Assert.Equal(limited.Id, page.Last);
        Assert.NotEqual(other.Id, (await storage.Topics.Expiring(siteDays: null, Start, limited.Id, some: 1, Cancel)).Last);

        static Guid Before(Guid id)
        {
            var bytes = id.ToByteArray(bigEndian: true);
            for (var at = bytes.Length - 1; bytes[at]-- == 0; at--) { }
            return new(bytes, bigEndian: true);
        }
    }

    [Fact]
    public async Task A_topic_that_is_back_to_the_site_s_setting_follows_it()
    {
        var (author, topic, writer) = await NewWriter();
        await writer.Post(author, "Old");
        await SetRetention(topic, 0);
        Assert.DoesNotContain(topic.Id, await Expiring(1, Start.AddDays(9)));
        Assert.Equal((0, 0), await Retention());

        await SetRetention(topic, null, was: 0);

        Assert.Contains(topic.Id, await Expiring(1, Start.AddDays(9)));
        Assert.Equal((null, 0), await Retention());
        Assert.Equal(2, (await WrittenAudit.Of(Sql, topic.Id)).Count);

        async Task<(int?, int)> Retention() => (await storage.Topics.Retention(topic.Id, Cancel)) is { } read ? (read.OwnDays, read.Days) : throw new InvalidOperationException("No topic.");
    }

    [Fact]
    public async Task A_retention_that_is_not_what_it_was_taken_to_be_stays_and_nothing_else_is_changed()
    {
        var topic = await NewTopic(await NewUser());
        await SetRetention(topic, 7);

        foreach (var was in (int?[])[null, 0, 8])
            Assert.False(await storage.Topics.Describe(topic with { Name = "Other" }, new(was, 30), WrittenAudit.Entry(AuditTarget.Topic(topic.Id, ""), AuditActions.TopicChanged), Cancel));

        Assert.Equal(7, (await storage.Topics.Retention(topic.Id, Cancel))!.OwnDays);
        Assert.Equal(topic.Name, (await storage.Log.Load(topic.Id, 1, Cancel))!.Topic.Name);
        Assert.Single(await WrittenAudit.Of(Sql, topic.Id));
        Assert.True(await storage.Topics.Remove(topic, Start, audit: null, Cancel));
        Assert.Null(await storage.Topics.Retention(topic.Id, Cancel));
    }

    [Fact]
    public async Task Expired_messages_are_those_before_a_time_that_are_neither_deleted_nor_noted()
    {
        var (author, topic, writer) = await NewWriter();
        var messages = await writer.PostMany(author, 8);
        await Edit(writer, messages[2] with { Revision = 9, Text = null, DeletedAt = Start }, earlier: null);
        var before = messages[6].CreatedAt;

        Assert.Equal(("1 2 4 5 6", 6, false), await Expired(before, 10));
        Assert.Equal(("1 2", 2, true), await Expired(before, 2));
        await storage.Topics.ExpiredUpTo(topic.Id, 4, Cancel);
        await storage.Topics.ExpiredUpTo(topic.Id, 1, Cancel);

        Assert.Equal(("5 6", 6, false), await Expired(before, 10));
        Assert.Equal(("5 6 7 8", 8, false), await Expired(messages[7].CreatedAt.AddDays(1), 4));
        Assert.Null(await storage.Log.Expired(topic.Id, messages[4].CreatedAt, 10, Cancel));
        // The message after the noted one is what tells whether the topic has any to delete.
        await SetRetention(topic, 1);
        Assert.DoesNotContain(topic.Id, await Expiring(null, messages[4].CreatedAt.AddDays(1)));
        Assert.Contains(topic.Id, await Expiring(null, messages[5].CreatedAt.AddDays(1)));

        async Task<(string, long, bool)> Expired(DateTimeOffset before, int limit) =>
            await storage.Log.Expired(topic.Id, before, limit, Cancel) is { } found ? (string.Join(' ', found.Messages.Select(message => message.Seq)), found.UpTo, found.More) : default;
    }

    [Fact]
    public async Task Deleted_messages_at_the_start_of_a_topic_are_passed_a_limited_number_at_a_time()
    {
        var (author, topic, writer) = await NewWriter();
        foreach (var _ in Enumerable.Range(0, 3)) await writer.PostMany(author, 500);
        await Sql.Change("UPDATE messages SET text = NULL, deleted_at = created_at WHERE topic_id = @topic AND seq <= 1499 RETURNING seq", _ => true, Cancel, ("topic", topic.Id));

        foreach (var (upTo, count, more) in new[] { (1_000L, 0, true), (1_500L, 1, false) })
        {
            var found = (await storage.Log.Expired(topic.Id, Start.AddYears(1), 20, Cancel))!;
            Assert.Equal((upTo, count, more), (found.UpTo, found.Messages.Count, found.More));
            await storage.Topics.ExpiredUpTo(topic.Id, found.UpTo, Cancel);
        }
        Assert.Null(await storage.Log.Expired(topic.Id, Start.AddYears(1), 20, Cancel));
    }

    private async Task SetRetention(Topic topic, int? days, int? was = null) => Assert.True(
        await storage.Topics.Describe(topic, new(was, days), WrittenAudit.Entry(AuditTarget.Topic(topic.Id, topic.Name), AuditActions.TopicChanged), Cancel));

    /// <summary>All of them, a few at a time.</summary>
    private async Task<List<Guid>> Expiring(int? siteDays, DateTimeOffset now)
    {
        List<Guid> topics = [];
        Guid? last = Guid.Empty;
        while (last is { } after)
        {
            var page = await storage.Topics.Expiring(siteDays, now, after, 3, Cancel);
            topics.AddRange(page.Topics);
            last = page.Last;
        }
        return topics;
    }
}
