using Bulletin.Grains.Following;
using Bulletin.Grains.Search.Analysis;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Search;

/// <summary>
/// The search index: the terms of every message that is not deleted, and how far each topic is indexed. If the database is unavailable, every call throws
/// <see cref="StorageUnavailableException"/>.
/// </summary>
internal interface ISearchStore : ITopicsBehind
{
    /// <summary>Finds messages, the newest first, with their texts and topics as they are now. What the viewer may read is part of the statement, before the limit.</summary>
    /// <param name="viewer">Null: everything except what is in removed topics.</param>
    /// <param name="before">The place of the last message of the page before. Null: the first page.</param>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    Task<IReadOnlyList<FoundMessage>> Find(SearchCriteria criteria, Guid? viewer, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>What is not yet indexed of topics, up to <paramref name="limit"/> changes of each, with texts: what is recent, or else a part of the history.
    /// Topics that are removed, or indexed in full, are missing. A topic may be ahead without any change: only its mark is to be written.</summary>
    Task<IReadOnlyList<TopicToIndex>> Read(IReadOnlyList<Guid> topicIds, int limit, CancellationToken cancellationToken);

    /// <summary>Writes the entries of changed messages, removes those of deleted ones, and adds what was read to the marks, in one transaction. What does not adjoin
    /// a mark is not added to it, and is read again. If two silos index the same topic, the later revision of each message stays.</summary>
    Task Write(IReadOnlyList<IndexedTopic> topics, CancellationToken cancellationToken);

    /// <summary>Asks for a new index: every topic counts as not indexed. What is in the index is found until it is replaced.</summary>
    Task Rebuild(DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>When a new index was last asked for. Null: never.</summary>
    Task<DateTimeOffset?> RebuildAsked(CancellationToken cancellationToken);

    /// <summary>How many topics are behind, counted up to a limit.</summary>
    Task<int> CountBehind(int limit, CancellationToken cancellationToken);
}

/// <summary>What a query asks of the index, in terms.</summary>
/// <param name="Condition">Over the terms of texts. Null: any text.</param>
internal sealed record SearchCriteria(
    SearchCondition? Condition, IReadOnlyList<Guid> Authors, IReadOnlyList<Guid> Topics, IReadOnlyList<Guid> Mentioned, MessageFeatures Has, DateTimeOffset? From, DateTimeOffset? Until);

/// <param name="Place">Where it is in the order of the index. Later messages have greater ones.</param>
internal sealed record FoundMessage(Message Message, Guid TopicId, string TopicName, long Place);

/// <param name="IsPublic">Whether everybody may read the topic.</param>
/// <param name="Rebuild">When the index that this belongs to was asked for. It is passed on as it is.</param>
/// <param name="Changes">All that have revisions after <paramref name="Floor"/>, up to <paramref name="Revision"/>: by revision, and the last one first if it is history.</param>
/// <param name="More">Whether there are more recent changes.</param>
/// <param name="HasHistory">Whether there are older ones.</param>
/// <param name="IsHistory">Whether these are older than what is indexed, or nothing is.</param>
internal sealed record TopicToIndex(
    Guid TopicId, bool IsPublic, long Rebuild, IReadOnlyList<MessageToIndex> Changes, long Floor, long Revision, bool More, bool HasHistory = false, bool IsHistory = false)
{
    /// <summary>Some of the changes, with the revisions from those before them up to the last of them.</summary>
    /// <param name="until">The first that does not belong to them.</param>
    public TopicToIndex Part(int from, int until)
    {
        long? before = from == 0 ? null : Changes[from - 1].Revision, last = until == Changes.Count ? null : Changes[until - 1].Revision;
        return this with
        {
            Changes = [.. Changes.Take(from..until)],
            Floor = (IsHistory ? last - 1 : before) ?? Floor,
            Revision = (IsHistory ? before - 1 : last) ?? Revision,
        };
    }
}

/// <param name="Text">Null if it is deleted.</param>
/// <param name="IsIndexed">Whether it is in the index already, as it was before.</param>
internal sealed record MessageToIndex(
    long Seq, long Revision, DateTimeOffset CreatedAt, Guid AuthorId, string? Text, IReadOnlyList<Guid> Mentions, bool HasReactions, bool IsIndexed = false);

/// <summary>What was read, analyzed.</summary>
internal sealed record IndexedTopic(Guid TopicId, bool IsPublic, long Rebuild, long Floor, long Revision, IReadOnlyList<IndexedMessage> Messages);

/// <param name="Text">Null if it is deleted.</param>
internal sealed record IndexedMessage(
    long Seq, long Revision, DateTimeOffset CreatedAt, Guid AuthorId, AnalyzedText? Text, IReadOnlyList<Guid> Mentions, MessageFeatures Has);
