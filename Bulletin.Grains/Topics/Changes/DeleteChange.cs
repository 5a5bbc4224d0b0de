using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Changes;

/// <summary>Removes the text. The message stays as a tombstone.</summary>
internal sealed class DeleteChange(DeleteMessage command) : PendingChange(command.Actor)
{
    public override long? Seq => command.Seq;

    public override Decision Decide(LiveTopic topic, Message? current, ChangeStamp stamp)
    {
        if (current is null) return Refusal.MessageNotFound;
        if (!TopicAccess.MayDelete(command.Actor, current, topic.Members)) return Refusal.NotAllowed;
        if (current.DeletedAt is not null) return Decision.AlreadyDone(current);
        return Decision.Write(current.Deleted(stamp.Revision, stamp.At));
    }

    public override AuditEntry? ActOf(LiveTopic topic, Message current, Message next, DateTimeOffset at) =>
        !TopicAccess.ActsByOffice(command.Actor, topic.Members, current.Author.Id) ? null
        : command.Actor.Did(
            AuditActions.MessageDeleted, AuditTarget.Message(topic.Topic.Id, current.Seq, topic.Topic.Name, current.Author.Id),
            // Not the text: what is deleted is gone for good.
            new { author = current.Author.Username, characters = current.Text?.EnumerateRunes().Count() }, after: null, at);
}
