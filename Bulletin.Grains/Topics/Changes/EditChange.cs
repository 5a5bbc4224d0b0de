using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Changes;

internal sealed class EditChange(EditMessage command) : PendingChange(command.Actor)
{
    public override long? Seq => command.Seq;

    public override Decision Decide(LiveTopic topic, Message? current, ChangeStamp stamp)
    {
        if (current is null) return Refusal.MessageNotFound;
        if (!TopicAccess.MayEdit(command.Actor, current)) return Refusal.NotAllowed;
        if (current.DeletedAt is not null) return Refusal.MessageDeleted;
        // Also an edit that is retried after a lost answer, so this comes before the revision.
        if (current.Text == command.Text) return Decision.AlreadyDone(current);
        if (topic.Topic.Locked) return Refusal.TopicLocked;
        // Reactions since then leave the text that the edit is based on.
        if (command.Revision is { } basis && (basis < current.RevisionOfText || basis > current.Revision)) return Refusal.MessageChanged;
        return Decision.Write(current with
        {
            Revision = stamp.Revision, TextRevision = null, Text = command.Text, EditedAt = stamp.At,
            Mentions = command.Mentions is { Count: > 0 } mentions ? mentions : null, MentionsAll = command.MentionsAll,
        });
    }

    public override AuditEntry? ActOf(LiveTopic topic, Message current, Message next, DateTimeOffset at) =>
        !TopicAccess.ActsByOffice(command.Actor, topic.Members, current.Author.Id) ? null
        : command.Actor.Did(
            AuditActions.MessageEdited, AuditTarget.Message(topic.Topic.Id, current.Seq, topic.Topic.Name, current.Author.Id),
            new { author = current.Author.Username, text = current.Text }, new { text = next.Text }, at);
}
