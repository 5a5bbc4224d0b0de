using System.Collections.Concurrent;
using Bulletin.Grains.Topics;

namespace Bulletin.Grains.Tests.Topics;

/// <summary>
/// Who was a member when, as far as it follows from calls that overlap, and what everybody was answered. A call takes effect at some moment
/// between its start and its answer.
/// </summary>
internal sealed class Stays
{
    private readonly ConcurrentQueue<Move> comings = new();
    private readonly ConcurrentQueue<Move> goings = new();
    private readonly ConcurrentQueue<Answer> answers = new();
    private readonly ConcurrentDictionary<string, long> texts = new();
    private readonly ConcurrentDictionary<Guid, long> posts = new();
    private readonly ConcurrentBag<Guid> posted = [];
    private long moment;

    /// <param name="members">How many of the people are members from the start, the first ones.</param>
    public Stays(int people, int members)
    {
        for (var who = 0; who < people; who++) (who < members ? comings : goings).Enqueue(new(who, 0, 0, IsSure: true));
    }

    /// <summary>The client ids of posts that were answered with a message.</summary>
    public IReadOnlySet<Guid> Posted => posted.ToHashSet();

    /// <summary>From now on there may be a message with this text.</summary>
    public void Write(string text, Guid clientId) => texts[text] = posts[clientId] = Next();

    /// <param name="comes">Who is a member by this call, if it is not refused.</param>
    /// <param name="goes">Who is no member any more by this call, if it is not refused.</param>
    public async Task<Refusal> Ask(int who, int? comes, int? goes, Func<Task<(Refusal, IReadOnlyList<Message>)>> call, Guid clientId)
    {
        var from = Next();
        var (refusal, items) = (Refusal.None, (IReadOnlyList<Message>)[]);
        if (comes is { } coming) await Change(coming, comes: true, Called);
        else if (goes is { } going) await Change(going, comes: false, Called);
        else await Called();

        // Neither says whether the topic is there.
        if (refusal is Refusal.Retry or Refusal.Busy) return refusal;
        var seen = refusal is not (Refusal.TopicNotFound or Refusal.InvitationNotFound);
        answers.Enqueue(new(who, from, Next(), seen, items));
        if (items is [var only] && only.ClientId == clientId) posted.Add(clientId);
        return refusal;

        async Task<bool> Called()
        {
            (refusal, items) = await call();
            return refusal == Refusal.None;
        }
    }

    /// <param name="call">Whether it took effect. If it throws, it may have.</param>
    public async Task Change(int who, bool comes, Func<Task<bool>> call)
    {
        var from = Next();
        var to = comes ? comings : goings;
        try
        {
            if (await call()) to.Enqueue(new(who, from, Next(), IsSure: true));
        }
        catch (StorageUnavailableException)
        {
            to.Enqueue(new(who, from, Next(), IsSure: false));
            throw;
        }
    }

    /// <summary>Null if that does not follow.</summary>
    public bool? IsNow(int who)
    {
        var now = Next();
        return IsOut(who, now, now) ? false : IsIn(who, now, now) ? true : null;
    }

    public void Check()
    {
        foreach (var answer in answers)
        {
            if (answer.Seen) Assert.False(IsOut(answer.Who, answer.From, answer.To), $"Somebody who was no member was answered: {answer}");
            else Assert.False(IsIn(answer.Who, answer.From, answer.To), $"A member was refused: {answer}");
            foreach (var message in answer.Items)
            {
                var since = Math.Max(posts.GetValueOrDefault(message.ClientId), texts.GetValueOrDefault(message.Text ?? ""));
                Assert.False(IsOut(answer.Who, since, answer.To), $"Somebody was answered what was written after they were removed, at {since}: {answer}");
            }
        }
    }

    /// <summary>Whether somebody was certainly no member all the time: they were removed before it, and added neither after that nor meanwhile.</summary>
    private bool IsOut(int who, long from, long to) => Is(who, from, to, goings, comings);

    private bool IsIn(int who, long from, long to) => Is(who, from, to, comings, goings);

    private static bool Is(int who, long from, long to, IEnumerable<Move> changes, IEnumerable<Move> opposites) =>
        changes.Any(change => change.IsSure && change.Who == who && change.To <= from
            && !opposites.Any(opposite => opposite.Who == who && opposite.To >= change.From && opposite.From <= to));

    private long Next() => Interlocked.Increment(ref moment);

    private sealed record Move(int Who, long From, long To, bool IsSure);

    private sealed record Answer(int Who, long From, long To, bool Seen, IReadOnlyList<Message> Items);
}
