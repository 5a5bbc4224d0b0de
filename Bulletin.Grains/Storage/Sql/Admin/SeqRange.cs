using static Bulletin.Grains.Storage.Sql.Rows;

namespace Bulletin.Grains.Storage.Sql.Admin;

/// <summary>A part of a topic's messages.</summary>
/// <param name="Before">The first seq after it.</param>
internal readonly record struct SeqRange(long First, long Before)
{
    /// <summary>The messages of a topic that were posted in a span of time. No index knows it, but later messages have higher seqs: so each end is found in a
    /// few look-ups.</summary>
    /// <returns>Null if the topic does not exist or was removed.</returns>
    public static async Task<SeqRange?> Of(SqlDatabase database, Guid topicId, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var heads = await database.Query(
            "SELECT seq FROM topics WHERE id = @topic AND removed_at IS NULL", row => row.GetInt64(0), cancellationToken, ("topic", topicId));
        if (heads is not [var last]) return null;

        return new SeqRange(from is { } begin ? await FirstAt(begin) : 1, to is { } end ? await FirstAt(end) : last + 1);

        // The first message that was not posted before a time.
        async Task<long> FirstAt(DateTimeOffset time)
        {
            var (low, high) = (1L, last + 1);
            while (low < high)
            {
                var middle = low + (high - low) / 2;
                var earlier = await database.Query(
                    "SELECT 1 FROM messages WHERE topic_id = @topic AND seq = @seq AND created_at < @time", _ => true, cancellationToken,
                    ("topic", topicId), ("seq", middle), ("time", Milliseconds(time)));
                if (earlier.Count > 0) low = middle + 1;
                else high = middle;
            }
            return low;
        }
    }
}
