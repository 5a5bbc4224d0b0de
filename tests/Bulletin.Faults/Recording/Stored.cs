namespace Bulletin.Faults.Recording;

/// <summary>What the database holds in the end.</summary>
internal sealed record Stored(IReadOnlyList<StoredTopic> Topics, IReadOnlyList<StoredMessage> Messages);

/// <param name="Topic">Its place in <see cref="History.Topics"/>.</param>
internal sealed record StoredTopic(int Topic, long Seq, long Revision);

internal sealed record StoredMessage(int Topic, long Seq, long Revision, Guid Author, Guid ClientId, string? Text, bool Edited, bool Deleted);
