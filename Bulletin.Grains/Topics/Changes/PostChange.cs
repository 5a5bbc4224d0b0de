using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Grains.Topics.Changes;

internal sealed class PostChange(PostMessage command) : PendingChange(command.Actor)
{
    public override Decision Decide(LiveTopic topic, Message? current, ChangeStamp stamp)
    {
        // Repeats of messages that have left the window are found by storage, when the append is committed.
        var before = topic.Window.FindPosted(command.Actor.User.Id, command.ClientId);
        if (before is { EditedAt: null } or { DeletedAt: not null })
            return before.Text is null || before.Text == command.Text ? Decision.AlreadyDone(before) : Refusal.ClientIdReused;

        if (before is null && (command.ReplyTo < 1 || command.ReplyTo > topic.Head.Seq)) return Refusal.ReplyNotFound;

        Message next = new(topic.Topic.Id, stamp.Seq, stamp.Revision, command.ClientId,
            command.Actor.User, command.Text, command.ReplyTo, stamp.At, EditedAt: null, DeletedAt: null,
            command.Mentions is { Count: > 0 } mentions ? mentions : null, command.MentionsAll);
        if (before is not null) return Decision.Repeat(next, Refusal.Retry);
        return topic.Topic.Locked ? Decision.Repeat(next, Refusal.TopicLocked) : Decision.Write(next);
    }
}
