namespace Bulletin.Grains.Topics.Changes;

/// <summary>What a change comes to: it is refused, or already done, or writes the next state of its message.</summary>
/// <param name="IsRepeat">Whether <paramref name="Next"/> is a post that storage has or else refuses, so storage has to answer it.</param>
internal readonly record struct Decision(Refusal Refusal, Message? Done, Message? Next, bool IsRepeat = false)
{
    public static implicit operator Decision(Refusal refusal) => new(refusal, Done: null, Next: null);

    /// <summary>Nothing is left to do. This message is the answer.</summary>
    public static Decision AlreadyDone(Message message) => new(Refusal.None, message, Next: null);

    public static Decision Write(Message next) => new(Refusal.None, Done: null, next);

    /// <summary>Only storage can tell whether this is a post that it has, and with the same text.</summary>
    /// <param name="repeated">The message that it would have become.</param>
    /// <param name="otherwise">Why it is refused if storage does not have it.</param>
    public static Decision Repeat(Message repeated, Refusal otherwise) => new(otherwise, Done: null, repeated, IsRepeat: true);
}

/// <summary>The numbers and the time of the next change.</summary>
/// <param name="Seq">Of the next new message.</param>
internal readonly record struct ChangeStamp(long Seq, long Revision, DateTimeOffset At);
