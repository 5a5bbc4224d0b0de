namespace Bulletin.Faults.Recording;

/// <summary>An edit, or with no text a deletion, of somebody's own message, and all attempts at it.</summary>
/// <remarks>One message's changes come one after the other, each retried until it is answered.</remarks>
internal sealed class Change(Post post, string? text)
{
    private readonly List<Attempt> attempts = [];

    public Post Post => post;
    public string? Text => text;

    public IReadOnlyList<Attempt> Attempts
    {
        get
        {
            lock (attempts) return [.. attempts];
        }
    }

    public bool IsAcked => Attempts.Any(a => a.Outcome == Outcome.Ok);

    /// <summary>A call that nobody waited for any more may still be carried out, also after later ones.</summary>
    public bool MayComeLate => Attempts.Any(a => a.Outcome == Outcome.Unknown);

    public Change Add(Attempt attempt)
    {
        lock (attempts) attempts.Add(attempt);
        return this;
    }
}
