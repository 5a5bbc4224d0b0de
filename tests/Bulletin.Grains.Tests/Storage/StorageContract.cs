using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Bulletin.Grains.Topics.Commits;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>What storage promises, whichever engine keeps it.</summary>
public abstract partial class StorageContract(StorageFixture storage)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<User> NewUser(string? displayName = null)
    {
        var id = Guid.CreateVersion7();
        // A version 7 id begins with the time: its end is what differs.
        var name = $"u{id.ToString("n")[12..]}";
        var user = new User(id, name, displayName ?? name, Start);
        Assert.True(await storage.Users.Create(new StoredAccount(user, "hash"), audit: null, Cancel));
        return user;
    }

    private async Task<Topic> NewTopic(User creator, string name = "Tea", DateTimeOffset? at = null)
    {
        var topic = new Topic(Guid.CreateVersion7(), name, "All of it", at ?? Start, creator, at ?? Start, 0, 0, null);
        Assert.True(await storage.Topics.Create(topic, TopicMembers.Everybody, Cancel));
        return topic;
    }

    private async Task<(User Author, Topic Topic, Writer Writer)> NewWriter(string name = "Tea")
    {
        var author = await NewUser();
        var topic = await NewTopic(author, name);
        return (author, topic, await Claim(topic.Id));
    }

    private async Task<Writer> Claim(Guid topicId)
    {
        var claim = await storage.Log.Claim(topicId, Cancel);
        Assert.NotNull(claim);
        return new Writer(storage.Commits, topicId, claim.Value);
    }

    private async Task<StoredTopic> Load(Guid topicId, int latest = 50)
    {
        var stored = await storage.Log.Load(topicId, latest, Cancel);
        Assert.NotNull(stored);
        return stored;
    }

    /// <summary>Writes to a topic as its grain does: under one epoch, from one head to the next.</summary>
    private sealed class Writer(CommitQueue commits, Guid topicId, TopicClaim claim)
    {
        public TopicHead Head { get; set; } = claim.Head;
        public long Epoch => claim.Epoch;

        public Message Next(User author, string text, int ahead = 1, Guid? clientId = null, long? replyTo = null) => new(
            topicId, Head.Seq + ahead, Head.Revision + ahead, clientId ?? Guid.CreateVersion7(), author, text, replyTo,
            Start.AddSeconds(Head.Seq + ahead), null, null);

        public TopicAppend Append(params Message[] posted) => Append(posted, []);

        public TopicAppend Append(Message[] posted, MessageChange[] changed) => new(
            topicId, claim.Epoch, Head, new TopicHead(Head.Seq + posted.Length, Head.Revision + posted.Length + changed.Length),
            posted.Length > 0 ? posted[^1].CreatedAt : Start, posted, changed, Acts: []);

        public async Task<AppendResult> Commit(TopicAppend append)
        {
            var result = await commits.Append(append, Cancel);
            if (result.Status == AppendStatus.Committed) Head = append.Next;
            return result;
        }

        public async Task<Message> Post(User author, string text, Guid? clientId = null, long? replyTo = null)
        {
            var message = Next(author, text, clientId: clientId, replyTo: replyTo);
            Assert.Equal(AppendStatus.Committed, (await Commit(Append(message))).Status);
            return message;
        }

        public async Task<Message[]> PostMany(User author, int count)
        {
            var messages = Enumerable.Range(1, count).Select(n => Next(author, $"Message {Head.Seq + n}", n)).ToArray();
            Assert.Equal(AppendStatus.Committed, (await Commit(Append(messages))).Status);
            return messages;
        }
    }
}

public sealed class PostgresStorageTests(PostgresStorage storage) : StorageContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteStorageTests(SqliteStorage storage) : StorageContract(storage), IClassFixture<SqliteStorage>;
