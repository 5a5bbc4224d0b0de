using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class AdminIndexContract
{
    private static readonly MessageQuery allMessages = new(null, null, null, null, null, null, 3, null);

    [Fact]
    public async Task Every_message_that_a_filter_lets_through_is_listed_once_newest_first()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topics = new[] { await NewTopic(ada), await NewTopic(ada, Access.Private), await NewTopic(bob) };
        foreach (var topic in topics) await Post(topic, [ada, bob]);
        var gone = await NewTopic(ada);
        await Post(gone, [ada]);
        await storage.Topics.Remove(gone, Start, audit: null, Cancel);

        var all = await Walk(200, next => Index.Messages(allMessages with { Limit = 200, After = next }, Cancel));
        Assert.Equal(40, all.Count(listed => topics.Any(topic => topic.Id == listed.Message.TopicId)));
        Assert.DoesNotContain(all, listed => listed.Topic.Access != Access.Public);
        Assert.DoesNotContain(all, listed => listed.Message.TopicId == gone.Id);
        Assert.Equal(
            all.OrderByDescending(listed => listed.Message.CreatedAt)
                .ThenByDescending(listed => listed.Message.TopicId.ToString(), StringComparer.Ordinal)
                .ThenByDescending(listed => listed.Message.Seq),
            all);

        List<ListedMessage> everything = [];
        foreach (var topic in topics)
            everything.AddRange(await Walk(200, next => Index.Messages(allMessages with { TopicId = topic.Id, Limit = 200, After = next }, Cancel)));
        Assert.Equal(60, everything.Count);
        var (from, to) = (Start.AddSeconds(2), Start.AddSeconds(5));
        (MessageQuery Query, Func<Message, bool> Fits)[] filters =
        [
            (allMessages, _ => true),
            (allMessages with { AuthorId = bob.Id }, message => message.Author == bob),
            (allMessages with { TopicId = topics[1].Id }, message => message.TopicId == topics[1].Id),
            (allMessages with { TopicId = topics[1].Id, AuthorId = bob.Id, Deleted = false }, message => message.TopicId == topics[1].Id && message.Author == bob && message.DeletedAt is null),
            (allMessages with { Deleted = true }, message => message.DeletedAt is not null),
            (allMessages with { From = from, To = to }, message => message.CreatedAt >= from && message.CreatedAt < to),
            (allMessages with { From = from, To = to, AuthorId = ada.Id }, message => message.CreatedAt >= from && message.CreatedAt < to && message.Author == ada),
            (allMessages with { From = from, To = to, TopicId = topics[0].Id }, message => message.CreatedAt >= from && message.CreatedAt < to && message.TopicId == topics[0].Id),
        ];
        foreach (var (query, fits) in filters)
            foreach (var limit in (int[])[1, 3])
            {
                var seen = await Walk(limit, next => Index.Messages(query with { Limit = limit, After = next }, Cancel));

                Assert.NotEmpty(seen);
                // Private ones only for an author or a topic.
                var candidates = query is { AuthorId: null, TopicId: null } ? all : everything;
                Assert.Equal(
                    candidates.Where(listed => fits(listed.Message))
                        .OrderByDescending(listed => listed.Message.CreatedAt)
                        .ThenByDescending(listed => listed.Message.TopicId.ToString(), StringComparer.Ordinal)
                        .ThenByDescending(listed => listed.Message.Seq),
                    seen);
            }
    }

    [Fact]
    public async Task A_topic_that_is_not_there_has_no_messages()
    {
        var page = await Index.Messages(allMessages with { TopicId = Guid.CreateVersion7() }, Cancel);

        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    /// <summary>Twenty messages, several at the same times, of which some are deleted.</summary>
    private async Task Post(Topic topic, User[] authors)
    {
        var claim = (await storage.Log.Claim(topic.Id, Cancel))!.Value;
        Message[] messages =
        [
            .. Enumerable.Range(1, 20).Select(seq => new Message(
                topic.Id, seq, seq, Guid.CreateVersion7(), authors[seq % authors.Length], $"Message {seq}", null,
                Start.AddSeconds(seq / 3), null, null)),
        ];
        var deleted = messages.Where(message => message.Seq % 5 == 0)
            .Select((message, at) => new MessageChange(message with { Text = null, Revision = 21 + at, DeletedAt = Start.AddDays(1) }, PostedFingerprint: null)).ToArray();
        TopicAppend posts = new(topic.Id, claim.Epoch, claim.Head, new TopicHead(20, 20), messages[^1].CreatedAt, messages, [], []);
        TopicAppend deletions = new(topic.Id, claim.Epoch, new TopicHead(20, 20), new TopicHead(20, 20 + deleted.Length), messages[^1].CreatedAt, [], deleted, []);
        foreach (var append in (TopicAppend[])[posts, deletions])
            Assert.Equal(AppendStatus.Committed, (await storage.Commits.Append(append, Cancel)).Status);
    }
}
