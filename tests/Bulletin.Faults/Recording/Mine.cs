namespace Bulletin.Faults.Recording;

/// <summary>What somebody has of a topic.</summary>
/// <param name="Unread">At most 99, which means "or more"; so are <paramref name="Mentions"/>.</param>
internal sealed record OwnTopic(long ReadSeq, int Unread, int Mentions, string Level, bool Following)
{
    public const string DefaultLevel = "default";

    /// <summary>What somebody has of a topic of which they were told nothing.</summary>
    public static OwnTopic Default { get; } = new(0, Unread: 0, Mentions: 0, DefaultLevel, Following: false);
}

/// <summary>A call that marked a topic as read up to a message, or as unread from one.</summary>
/// <param name="ReadSeq">The position that was answered; null without an answer.</param>
internal sealed record Mark(Guid Person, int Topic, bool Unread, Attempt Attempt, long? ReadSeq);

/// <summary>A position as a gateway listed it when nobody marked anything.</summary>
internal sealed record PositionLook(Guid Person, int Topic, TimeSpan At, long ReadSeq);

/// <summary>A moment at which nobody marked anything: how long until everybody was shown what the database holds of theirs.</summary>
/// <param name="Took">Null if that was not within the bound.</param>
/// <param name="Missing">What differed in the end.</param>
internal sealed record MineQuiet(TimeSpan At, TimeSpan? Took, string Missing);

/// <summary>The messages of whose mention somebody was notified in the end, each as often as it is listed.</summary>
internal sealed record NotifiedOf(Guid Person, IReadOnlyList<(int Topic, long Seq)> Mentions);
