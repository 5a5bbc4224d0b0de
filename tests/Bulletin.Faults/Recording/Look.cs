namespace Bulletin.Faults.Recording;

/// <summary>The latest messages of a topic, read over REST.</summary>
/// <param name="Head">The highest seq in the answer.</param>
internal sealed record Look(string Reader, int Gateway, int Topic, TimeSpan Invoked, TimeSpan Ended, long Head, IReadOnlyList<Seen> Messages);
