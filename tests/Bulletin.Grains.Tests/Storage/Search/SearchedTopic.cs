using Bulletin.Grains.Accounts;
using Bulletin.Grains.Search;
using Bulletin.Grains.Search.Analysis;
using Bulletin.Grains.Search.Indexing;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Storage.Search;

/// <summary>A topic that is written as its grain does, and indexed when a test says so.</summary>
internal sealed class SearchedTopic(IServiceProvider services, Topic topic, TopicClaim claim)
{
    private TopicHead head = claim.Head;

    public Guid Id => topic.Id;

    public Topic Topic => topic;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ISearchStore Store => services.GetRequiredService<ISearchStore>();

    public static async Task<SearchedTopic> New(IServiceProvider services, Access access, params User[] members)
    {
        var everybody = access == Access.Public ? TopicMembers.Everybody
            : TopicMembers.Of(access, 1, [.. members.Select(member => new Member(member, Role.Owner, Sample.Noon))]);
        var topic = Sample.Topic() with { Access = access, Name = access == Access.Direct ? "" : "Tea" };
        topic = topic.With(everybody);
        Assert.True(await services.GetRequiredService<ITopicStore>().Create(topic, everybody, Cancel));
        return new(services, topic, (await services.GetRequiredService<IMessageLog>().Claim(topic.Id, Cancel))!.Value);
    }

    public Task<Message> Post(string text, User? author = null, DateTimeOffset? at = null, params Guid[] mentions) => Post(text, 1, author, at, mentions);

    /// <summary>Posts the same text several times in one commit.</summary>
    /// <returns>The last one.</returns>
    public async Task<Message> Post(string text, int times, User? author = null, DateTimeOffset? at = null, Guid[]? mentions = null)
    {
        Message[] posted = [.. Enumerable.Range(1, times).Select(n => new Message(
            Id, head.Seq + n, head.Revision + n, Guid.CreateVersion7(), author ?? Sample.Ada, text, null, at ?? Sample.Noon.AddSeconds(head.Seq + n), null, null, mentions))];
        await Commit(posted, []);
        return posted[^1];
    }

    public Task<Message> Edit(Message message, string text) => Change(message with { Text = text, EditedAt = Sample.Noon.AddHours(1), TextRevision = null });

    public Task<Message> Delete(Message message) => Change(message with { Text = null, DeletedAt = Sample.Noon.AddHours(1), Mentions = null, Reactions = null, TextRevision = null });

    public Task<Message> React(Message message) =>
        Change(message with { Reactions = [new("👍", [Sample.Lin.Id])], TextRevision = message.TextRevision ?? message.Revision });

    public Task<Message> TakeReactionsBack(Message message) => Change(message with { Reactions = null });

    /// <summary>Reads what is to be indexed, and writes it. Until there is nothing.</summary>
    public async Task Index()
    {
        while (await Read() is { } changes) await Write(changes);
    }

    public async Task<TopicToIndex?> Read(int limit = 100) => (await Store.Read([Id], limit, Cancel)) is [var changes] ? changes : null;

    public Task Write(TopicToIndex changes) => Store.Write([Analyzed(changes)], Cancel);

    public static IndexedTopic Analyzed(TopicToIndex changes) => new MessageAnalysis(TextAnalyzer.Analyze, NullLogger.Instance).Of(changes);

    private async Task<Message> Change(Message message)
    {
        var changed = message with { Revision = head.Revision + 1 };
        await Commit([], [new(changed, null)]);
        return changed;
    }

    private async Task Commit(Message[] posted, MessageChange[] changed)
    {
        TopicHead next = new(head.Seq + posted.Length, head.Revision + posted.Length + changed.Length);
        var result = await services.GetRequiredService<CommitQueue>().Append(
            new TopicAppend(Id, claim.Epoch, head, next, posted is [.., var last] ? last.CreatedAt : Sample.Noon, posted, changed, Acts: []), Cancel);
        Assert.Equal(AppendStatus.Committed, result.Status);
        head = next;
    }
}
