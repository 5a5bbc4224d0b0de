namespace Bulletin.Faults.Recording;

/// <summary>The addition of somebody to a private topic, or their removal, and all attempts at it.</summary>
/// <remarks>The calls about one person in one topic come one after the other, each retried until it is answered.</remarks>
internal sealed class MemberCall(int topic, Guid person, bool adds)
{
    private readonly List<Attempt> attempts = [];

    public int Topic => topic;
    public Guid Person => person;
    public bool Adds => adds;

    public IReadOnlyList<Attempt> Attempts
    {
        get
        {
            lock (attempts) return [.. attempts];
        }
    }

    public bool IsAcked => Attempts.Any(a => a.Outcome == Outcome.Ok);

    public MemberCall Add(Attempt attempt)
    {
        lock (attempts) attempts.Add(attempt);
        return this;
    }
}
