using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Changes;

/// <summary>Deletes a message because it is older than the topic keeps messages, or is purged. It becomes the same tombstone as by a <see cref="DeleteChange"/>.</summary>
/// <param name="before">Messages posted at this time or later stay.</param>
internal sealed class ExpireChange(long seq, DateTimeOffset before) : PendingChange(actor: null)
{
    public override long? Seq => seq;

    public override Decision Decide(LiveTopic topic, Message? current, ChangeStamp stamp)
    {
        if (current is null) return Refusal.MessageNotFound;
        if (current.CreatedAt >= before) return Refusal.NotAllowed;
        if (current.DeletedAt is not null) return Decision.AlreadyDone(current);
        return Decision.Write(current.Deleted(stamp.Revision, stamp.At));
    }
}
