namespace Bulletin.Faults.Recording;

/// <summary>One message that somebody wanted to post, and all attempts at it under the same client id.</summary>
internal sealed class Post(int topic, Guid author, Guid clientId, string text)
{
    private readonly List<Attempt> attempts = [];

    public int Topic => topic;
    public Guid Author => author;
    public Guid ClientId => clientId;
    public string Text => text;

    /// <summary>The people whom the text mentions.</summary>
    public IReadOnlyList<Guid> Mentions { get; init; } = [];

    public IReadOnlyList<Attempt> Attempts
    {
        get
        {
            lock (attempts) return [.. attempts];
        }
    }

    /// <summary>The first answer that said where it is; null while its fate is unknown.</summary>
    public Attempt? Acked { get; private set; }

    public TimeSpan Invoked
    {
        get
        {
            lock (attempts) return attempts.Count == 0 ? TimeSpan.MaxValue : attempts[0].Invoked;
        }
    }

    public Post Add(Attempt attempt)
    {
        lock (attempts)
        {
            attempts.Add(attempt);
            if (attempt.Outcome == Outcome.Ok && (Acked is null || attempt.Ended < Acked.Ended)) Acked = attempt;
        }
        return this;
    }
}
