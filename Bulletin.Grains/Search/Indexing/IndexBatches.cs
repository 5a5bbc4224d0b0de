namespace Bulletin.Grains.Search.Indexing;

/// <summary>Divides changes into parts that are analyzed and written together: while SQLite writes one, posts wait.</summary>
internal static class IndexBatches
{
    internal const int MostMessages = 500, MostCharacters = 500_000;

    /// <summary>Each topic in order of its changes, and in as many parts as it takes.</summary>
    public static IEnumerable<IReadOnlyList<TopicToIndex>> Of(IReadOnlyList<TopicToIndex> topics)
    {
        List<TopicToIndex> batch = [];
        var (messages, characters) = (0, 0);
        foreach (var topic in topics)
        {
            var from = 0;
            for (var i = 0; i < topic.Changes.Count - 1; i++)
            {
                Count(topic.Changes[i]);
                if (messages < MostMessages && characters < MostCharacters) continue;
                batch.Add(topic.Part(from, i + 1));
                yield return batch;
                (batch, messages, characters, from) = ([], 0, 0, i + 1);
            }
            batch.Add(topic.Part(from, topic.Changes.Count));
            if (topic.Changes.Count > 0) Count(topic.Changes[^1]);
            if (messages < MostMessages && characters < MostCharacters) continue;
            yield return batch;
            (batch, messages, characters) = ([], 0, 0);
        }
        if (batch.Count > 0) yield return batch;

        void Count(MessageToIndex change) => (messages, characters) = (messages + 1, characters + (change.Text?.Length ?? 0));
    }
}
