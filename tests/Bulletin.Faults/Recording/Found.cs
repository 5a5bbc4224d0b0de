namespace Bulletin.Faults.Recording;

/// <summary>The messages of a topic that a search found in the end, each as often as it was listed.</summary>
/// <param name="Word">What was searched for; null for everything in the topic.</param>
internal sealed record Found(int Topic, string? Word, IReadOnlyList<Seen> Messages);
