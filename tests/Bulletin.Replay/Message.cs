namespace Bulletin.Replay;

/// <summary>What the replay looks at in a message. The hub's MessagePack uses the same names.</summary>
internal sealed record Message(long Seq, long Revision, Guid ClientId, string? Text);

internal sealed record MessagePage(IReadOnlyList<Message> Items, string? Next);
