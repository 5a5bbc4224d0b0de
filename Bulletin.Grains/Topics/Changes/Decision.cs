namespace Bulletin.Grains.Topics.Changes;

/// <summary>What a change comes to: it is refused, or already done, or writes the next state of its message.</summary>
internal readonly record struct Decision(Refusal Refusal, Message? Done, Message? Next)
{
    public static implicit operator Decision(Refusal refusal) => new(refusal, Done: null, Next: null);

    /// <summary>Nothing is left to do. This message is the answer.</summary>
    public static Decision AlreadyDone(Message message) => new(Refusal.None, message, Next: null);

    public static Decision Write(Message next) => new(Refusal.None, Done: null, next);
}

/// <summary>The numbers and the time of the next change.</summary>
/// <param name="Seq">Of the next new message.</param>
internal readonly record struct ChangeStamp(long Seq, long Revision, DateTimeOffset At);
