using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics;

/// <summary>Reads pages of a topic: from memory if the window covers them, otherwise with one keyset query.</summary>
internal sealed class TopicReader(Guid topicId, IMessageLog log)
{
    /// <summary>Callers further behind get the latest messages instead of every change.</summary>
    public const int MaxChangesBehind = 1_000;

    public async Task<MessagePage> Read(LiveTopic live, ReadMessages query, CancellationToken cancellationToken)
    {
        var head = live.Head.Seq;
        var window = live.Window;
        IReadOnlyList<Message> items;

        if (query.After is { } after)
        {
            after = Math.Max(0, after);
            items = window.ReachesBackTo(after + 1)
                ? window.Range(after + 1, SaturatingAdd(after, query.Limit))
                : await log.After(topicId, after, query.Limit, cancellationToken);
        }
        else if (query.Around is { } around)
        {
            // As many before as after; the message itself counts as after.
            around = Math.Clamp(around, 1, Math.Max(1, head));
            var first = Math.Max(1, Math.Min(around - query.Limit / 2, head - query.Limit + 1));
            items = window.ReachesBackTo(first)
                ? window.Range(first, first + query.Limit - 1)
                : await ReadAround(around, first, query.Limit, cancellationToken);
        }
        else
        {
            var before = Math.Clamp(query.Before ?? head + 1, 1, head + 1);
            items = window.ReachesBackTo(before - query.Limit)
                ? window.Range(before - query.Limit, before - 1)
                : await log.Before(topicId, before, query.Limit, cancellationToken);
        }

        items = query.After is not null ? PageBytes.First(items)
            : query.Around is { } seq ? PageBytes.Around(items, seq)
            : PageBytes.Last(items);
        return items.Count == 0
            ? new(items, HasOlder: query.After is > 0 && head > 0, HasNewer: query.Before is not null && head > 0)
            : new(items, HasOlder: items[0].Seq > 1, HasNewer: items[^1].Seq < head);
    }

    /// <summary>Reads outwards from the middle: each query stops when the page is full.</summary>
    private async Task<IReadOnlyList<Message>> ReadAround(long middle, long first, int limit, CancellationToken cancellationToken)
    {
        var before = first == middle ? [] : await log.Before(topicId, middle, (int)(middle - first), cancellationToken);
        return [.. before, .. await log.After(topicId, middle - 1, (int)(first + limit - middle), cancellationToken)];
    }

    public async Task<Message?> ReadOne(LiveTopic live, long seq, CancellationToken cancellationToken) =>
        seq < 1 || seq > live.Head.Seq ? null : live.Window.Find(seq) ?? await log.One(topicId, seq, cancellationToken);

    /// <summary>These messages, in this order; without those that do not exist.</summary>
    public async Task<IReadOnlyList<Message>> ReadSome(LiveTopic live, IReadOnlyList<long> seqs, CancellationToken cancellationToken)
    {
        var found = seqs.Where(seq => seq >= 1 && seq <= live.Head.Seq).Distinct().ToDictionary(seq => seq, live.Window.Find);
        long[] older = [.. found.Where(one => one.Value is null).Select(one => one.Key)];
        if (older.Length > 0)
            foreach (var message in await log.Some(topicId, older, cancellationToken)) found[message.Seq] = message;
        return [.. seqs.Select(seq => found.GetValueOrDefault(seq)).OfType<Message>()];
    }

    /// <param name="after">Not above the topic's revision.</param>
    public async Task<TopicChanges> Changes(LiveTopic live, long after, int limit, CancellationToken cancellationToken)
    {
        var revision = live.Head.Revision;
        if (revision - after > MaxChangesBehind) return Reset(live);

        var items = after >= live.Changes.Floor
            ? live.Changes.After(after)
            : await log.ChangedAfter(topicId, after, limit + 1, cancellationToken);
        var page = PageBytes.First(items.Count > limit ? [.. items.Take(limit)] : items);
        if (page.Count < items.Count) return new(page, page[^1].Revision, Reset: false, More: true);

        // A query may already see a commit not yet applied here, so the page reaches as far as its last item.
        var reached = items.Count == 0 ? revision : Math.Max(revision, items[^1].Revision);
        return new(items, reached, Reset: false, More: false);
    }

    public static TopicChanges Reset(LiveTopic live) => new(live.Window.LatestPage, live.Head.Revision, Reset: true, More: false);

    private static long SaturatingAdd(long a, int b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
