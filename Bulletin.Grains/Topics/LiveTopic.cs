namespace Bulletin.Grains.Topics;

/// <summary>A topic in memory: what is committed, and nothing else.</summary>
internal sealed class LiveTopic(StoredTopic stored)
{
    private readonly RecentChanges changes = new(stored);

    public Topic Topic { get; private set; } = stored.Topic;

    public MessageWindow Window { get; private set; } = MessageWindow.Of(stored.Latest);

    public RecentChanges Changes => changes;

    public TopicHead Head => new(Topic.LastSeq, Topic.Revision);

    /// <summary>Takes in what a commit has stored.</summary>
    /// <returns>The changed messages in order of revision.</returns>
    public IReadOnlyList<Message> Apply(TopicAppend append)
    {
        var changed = append.Changed.Select(c => c.Message).ToArray();
        Window = Window.With(append.Posted, changed);

        var last = Window.Find(append.Next.Seq);
        Topic = Topic with
        {
            LastSeq = append.Next.Seq,
            Revision = append.Next.Revision,
            LastActivityAt = append.LastActivityAt,
            LastMessage = last is null ? null : Excerpt.Of(last),
        };

        IReadOnlyList<Message> byRevision = changed.Length == 0
            ? append.Posted
            : [.. append.Posted.Concat(changed).OrderBy(m => m.Revision)];
        changes.Add(byRevision);
        return byRevision;
    }

    public void Describe(string name, string? description) => Topic = Topic with { Name = name, Description = description };
}
