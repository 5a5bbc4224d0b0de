using System.Runtime.InteropServices;
using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics.Memory;

/// <summary>
/// The latest messages of a topic by ascending seq, without gaps (a deleted message keeps its seq). Immutable, so a
/// reader can keep one while the next is built.
/// </summary>
public sealed class MessageWindow
{
    /// <summary>How many messages a topic shows, and how many it keeps in memory.</summary>
    public const int Size = 50;

    public static readonly MessageWindow Empty = new([], []);

    private readonly Message[] messages;

    // The random half of each client id, contiguous in memory: every post searches them, and visiting 50 messages is slow.
    private readonly long[] clientIds;
    private IReadOnlyList<Message>? latestPage;
    private LatestMessages? latest;
    private LatestMessages? unchanged;

    private MessageWindow(Message[] messages, long[] clientIds) => (this.messages, this.clientIds) = (messages, clientIds);

    /// <param name="ascending">The topic's latest messages by ascending seq.</param>
    public static MessageWindow Of(IEnumerable<Message> ascending)
    {
        Message[] messages = [.. ascending.TakeLast(Size)];
        return new(messages, Array.ConvertAll(messages, message => Half(message.ClientId)));
    }

    public IReadOnlyList<Message> Messages => messages;

    /// <summary>The latest messages that fit a page: all, unless texts are very long.</summary>
    public IReadOnlyList<Message> LatestPage => latestPage ??= PageBytes.Last(messages);

    /// <summary>The whole window as one answer shared by all callers. Created on first use.</summary>
    /// <param name="isPublic">Whether everybody may see it.</param>
    public LatestMessages Latest(long held, bool isPublic)
    {
        latest ??= new(Random.Shared.NextInt64(1, long.MaxValue), new(LatestPage, HasOlder: LatestPage is [{ Seq: > 1 }, ..], HasNewer: false), isPublic);
        return held == latest.State ? unchanged ??= latest with { Page = null } : latest;
    }

    /// <summary>Whether its answer has this state.</summary>
    public bool Is(long state) => latest is { } answered && answered.State == state;

    /// <summary>
    /// A hash of the display names in the latest page and in the topic itself, never 0. A name that changes moves no revision: two
    /// copies of a topic at one revision show by this whether they name the same people.
    /// </summary>
    public long NamesWith(Topic topic)
    {
        var hash = Add(14695981039346656037, topic.CreatedBy);
        foreach (var message in LatestPage) hash = Add(hash, message.Author);
        return (long)hash | 1;

        // FNV-1a, since string.GetHashCode differs between processes.
        static ulong Add(ulong hash, User user)
        {
            foreach (var c in user.Username) hash = (hash ^ c) * 1099511628211;
            foreach (var c in user.DisplayName) hash = (hash ^ c) * 1099511628211;
            return hash;
        }
    }

    /// <summary>The first seq in the window; 0 if empty.</summary>
    public long FirstSeq => messages.Length == 0 ? 0 : messages[0].Seq;

    public long LastSeq => messages.Length == 0 ? 0 : messages[^1].Seq;

    public Message? Find(long seq) => messages.Length > 0 && seq >= FirstSeq && seq <= LastSeq ? messages[seq - FirstSeq] : null;

    public Message? FindPosted(Guid authorId, Guid clientId) =>
        clientIds.Contains(Half(clientId)) ? Array.FindLast(messages, m => m.ClientId == clientId && m.Author.Id == authorId) : null;

    /// <summary>Whether it contains every message of the topic from this seq on.</summary>
    public bool ReachesBackTo(long seq) => messages.Length == 0 || FirstSeq <= Math.Max(1, seq);

    /// <summary>Messages with <c>first ≤ seq ≤ last</c>, clipped to the window.</summary>
    public IReadOnlyList<Message> Range(long first, long last)
    {
        var from = (int)Math.Clamp(first - FirstSeq, 0, messages.Length);
        var to = (int)Math.Clamp(last - FirstSeq + 1, from, messages.Length);
        return messages[from..to];
    }

    /// <summary>The window after new messages were posted and others (possibly older than the window) changed.</summary>
    public MessageWindow With(IReadOnlyList<Message> posted, IEnumerable<Message> changed)
    {
        var kept = Math.Min(messages.Length, Math.Max(0, Size - posted.Count));
        var next = new Message[kept + Math.Min(posted.Count, Size)];
        var nextIds = new long[next.Length];
        Array.Copy(messages, messages.Length - kept, next, 0, kept);
        Array.Copy(clientIds, clientIds.Length - kept, nextIds, 0, kept);
        for (int i = next.Length - 1, p = posted.Count - 1; i >= kept; i--, p--)
        {
            next[i] = posted[p];
            nextIds[i] = Half(posted[p].ClientId);
        }

        foreach (var message in changed)
            if (next.Length > 0 && message.Seq >= next[0].Seq) next[message.Seq - next[0].Seq] = message;
        return new(next, nextIds);
    }

    private static long Half(Guid clientId) => MemoryMarshal.Cast<Guid, long>(new ReadOnlySpan<Guid>(in clientId))[1];
}
