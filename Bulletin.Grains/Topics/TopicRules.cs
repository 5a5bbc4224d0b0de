using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Topics;

/// <summary>Who may do what in a topic. The one place that decides it; who somebody is, the gateway has established before.</summary>
internal static class TopicRules
{
    public static bool MayChange(Actor actor, Topic topic) => actor.IsModerator || actor.User.Id == topic.CreatedBy.Id;

    /// <summary>The author edits and deletes; a moderator deletes, but puts no words into another's mouth.</summary>
    public static bool May(PendingEdit edit, Message message) =>
        edit.Actor.User.Id == message.Author.Id || (edit.Text is null && edit.Actor.IsModerator);
}
