namespace Bulletin.SystemTests.Personal;

/// <summary>
/// What somebody has of a topic, as it can be compared. A position may lie anywhere among messages that don't count, so it is
/// named by the first one after it that does.
/// </summary>
/// <param name="FirstUnread">The seq of the first message that is unread; null if there is none.</param>
internal sealed record OwnTopic(string Level, bool Following, bool Pinned, string? Draft, long? FirstUnread);

/// <param name="Unread">At most 99.</param>
/// <param name="Mentions">At most 99.</param>
internal sealed record Counts(int Unread, int Mentions);
